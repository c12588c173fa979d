"""Forms as facts: what was read of each, the text that belongs to it, and whose it is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.form_facts import Form
from wenxiao.reading.form_model import Draft
from wenxiao.reading.model import Project, ScoredRate
from wenxiao.reading.names import clean_name


def made_forms(
    end: int, drafts: Sequence[Draft], scored: Sequence[ScoredRate], subjects: Sequence[Project]
) -> tuple[Form, ...]:
    """The forms of a text of ``end`` characters, in order of place. The text below a form belongs to it up to the next."""
    starts = [draft.start for draft in drafts[1:]] + [end]
    firsts = itertools.accumulate((len(draft.indicators) for draft in drafts), initial=0)
    return tuple(
        _made(draft, Span(draft.start, following), first, scored, subjects)
        for draft, following, first in zip(drafts, starts, firsts, strict=False)
    )


def _made(draft: Draft, scope: Span, first: int, scored: Sequence[ScoredRate], subjects: Sequence[Project]) -> Form:
    named = draft.project is not None and bool(draft.project.name)
    return Form(
        kind=_kind(draft),
        span=Span(draft.start, draft.end),
        scope=scope,
        project=_project(draft, scope, subjects),
        title=draft.title,
        name=draft.project.span if draft.project is not None and named else None,
        office=draft.office,
        unit=draft.unit,
        money=tuple(draft.money),
        goals=tuple(draft.goals),
        indicators=tuple(draft.indicators),
        first=first,
        midterm=tuple(draft.midterm),
        total=draft.total,
        executions=tuple(row for row in scored if scope.start <= row.start < scope.end),
    )


def _kind(draft: Draft) -> str:
    if any(i.so_far is not None or i.expected is not None or i.likelihood for i in draft.indicators):
        return "monitoring"
    reached = draft.total is not None or any(i.actual is not None or i.score is not None for i in draft.indicators)
    spent = any(row.rate is not None or row.score is not None or "spent" in row.amounts for row in draft.money)
    return "self_evaluation" if reached or spent else "target"


def _project(draft: Draft, scope: Span, subjects: Sequence[Project]) -> int | None:
    """The project that a form names, else the only one, else the one in whose text the form stands."""
    if draft.project is not None and draft.project.name:
        name = clean_name(draft.project.name)
        place = draft.project.span.start
        here = next((n for n, project in enumerate(subjects) if project.start == place), None)
        return (
            here if here is not None else next((n for n, p in enumerate(subjects) if clean_name(p.name) == name), None)
        )
    inside = [n for n, p in enumerate(subjects) if scope.start <= p.start < scope.end]
    if len(inside) == 1 or len(subjects) == 1:
        return inside[0] if inside else 0
    around = [n for n, p in enumerate(subjects) if p.scope.start <= draft.start < p.scope.end]
    return around[-1] if around else None
