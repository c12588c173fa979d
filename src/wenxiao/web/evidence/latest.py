"""The latest snapshots as a list shows them: of what, for what, and which of the same question is the newest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from wenxiao.grid.buckets import View
from wenxiao.grid.rates import indicators
from wenxiao.performance.series import USES, Use
from wenxiao.web.core.policy import CENTRE, Access
from wenxiao.web.core.say import say
from wenxiao.web.evidence.models import Check, Measure, Series, Snapshot
from wenxiao.web.evidence.providing import provided
from wenxiao.web.evidence.seeing import measures, snapshots
from wenxiao.web.evidence.wording import VIEW_NAMES
from wenxiao.web.scoring.models import RunLine
from wenxiao.web.scoring.schemes import every

#: What the question of a series asks; those of field work say besides by which plans it was counted.
_CHOICES = ("use", "low", "high")


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a snapshot is for: an indicator of a project-year, or a scheme of the monthly scores."""

    name: str
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A snapshot in the list. ``newer``: the newest of the same question, where this is not it; ``newest``: this is, of several."""

    one: Snapshot
    words: str
    view: str
    purposes: Sequence[Purpose]
    check: Check | None
    newest: bool
    newer: Snapshot | None


def latest(access: Access, most: int) -> list[Row]:
    """The last that were made of those that somebody sees."""
    found = list(snapshots(access).prefetch_related("checks").order_by("-pk")[:most])
    newest, purposes = _newest(access, found), _purposes(access, found)
    series = Series.objects.in_bulk({int(one.subject) for one in found if one.kind == Snapshot.Kind.SERIES})
    rows = []
    for one in found:
        last, several = newest[_question(one)]
        behind = last.cutoff > one.cutoff
        view = say(*VIEW_NAMES[View(one.question.get("view", View.RAW))]) if one.kind == Snapshot.Kind.RATE else ""
        rows.append(
            Row(one, subject(one, series), view, purposes[one.pk], last_check(one), several and not behind, last if behind else None)
        )  # fmt: skip
    return rows


def subject(one: Snapshot, series: Mapping[int, Series] | None = None) -> str:
    """What a snapshot is of, in words. ``series``: those that it may be of, where they are read already."""
    if one.kind == Snapshot.Kind.RATE:
        of = indicators().get(one.subject)
        return say(of.zh, of.en) if of else one.subject
    if one.kind == Snapshot.Kind.SERIES:
        key = int(one.subject)
        return f"{series[key] if series else Series.objects.get(pk=key)} · {say(*USES[Use(one.question['use'])])}"
    if one.kind == Snapshot.Kind.MEASURE and (measure := provided().get(one.subject)):
        return measure.words
    return str(one.get_kind_display())


def indicator_name(measure: Measure) -> str:
    """The name of its indicator in the approved targets."""
    for targets in measure.year.target_sets.all():
        if targets.state == "approved":
            for row in targets.indicators.all():
                if row.key == measure.key:
                    return str(row.name)
    return measure.key


def last_check(one: Snapshot) -> Check | None:
    return max(one.checks.all(), key=lambda each: each.pk, default=None)


def _question(one: Snapshot) -> tuple[object, ...]:
    """What makes two snapshots answers to the same question, known at different times."""
    told = one.question if one.kind == Snapshot.Kind.RATE else {key: one.question.get(key) for key in _CHOICES}
    return (one.kind, one.subject, one.scope, one.start, one.end, json.dumps(told, sort_keys=True))


def _newest(access: Access, found: Sequence[Snapshot]) -> dict[tuple[object, ...], tuple[Snapshot, bool]]:
    """By question the snapshot that was known last, and whether there are some of other moments."""
    same = defaultdict(list)
    subjects, starts = {one.subject for one in found}, {one.start for one in found}
    scopes = {one.scope for one in found}
    for one in snapshots(access).filter(subject__in=subjects, start__in=starts, scope__in=scopes):
        same[_question(one)].append(one)
    return {
        asked: (max(rows, key=lambda each: (each.cutoff, each.pk)), len({each.cutoff for each in rows}) > 1)
        for asked, rows in same.items()
    }


def _purposes(access: Access, found: Sequence[Snapshot]) -> dict[int, list[Purpose]]:
    told: dict[int, list[Purpose]] = defaultdict(list)
    keys = {one.pk for one in found}
    linked = measures(access).filter(snapshots__in=keys).distinct()
    for measure in linked.prefetch_related("snapshots", "year__target_sets__indicators"):
        one = Purpose(str(measure.year.project), indicator_name(measure), reverse("measures", args=[measure.year_id]))
        for each in measure.snapshots.all():
            told[each.pk].append(one)
    if access.grid_roles & CENTRE:
        schemes = every()
        for line in RunLine.objects.filter(run__cutoff__in={one.cutoff for one in found}).select_related("run"):
            of = schemes.get(line.scheme)
            name = say(f"{line.run} 月度考核", f"Scores of {line.run}")
            one = Purpose(name, say(of.zh, of.en) if of else line.scheme, line.run.get_absolute_url())
            for pk in {each.get("snapshot") for each in (*line.lines, *line.adjusted)} & keys:
                if one not in told[pk]:
                    told[pk].append(one)
    return told
