"""Records of project-years from the database, for the rules over records; a fixed number of queries for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from wenxiao.performance import evaluation, ledger, records
from wenxiao.performance.monitoring import Light
from wenxiao.quantities.scan import scan
from wenxiao.web.core.models import Event
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.selfevaluation.scored import kept_position

_USES = {
    "prefer": records.Use.PREFER, "keep": records.Use.KEEP, "cut": records.Use.CUT, "cancel": records.Use.CANCEL,
}  # fmt: skip
_FORECASTS = {
    "certain": records.Forecast.CERTAIN, "possible": records.Forecast.POSSIBLE, "impossible": records.Forecast.IMPOSSIBLE,
}  # fmt: skip
#: The steps of which the day is the day of the thing.
_DAYS = ("submit", "finish", "approve")


def taken(years: Iterable[Any], as_of: date) -> dict[int, records.Record]:
    """The records of these project-years as they stand on a day, by key; each with that of the year before."""
    wanted = list(years)
    projects = {year.project_id for year in wanted}
    around = {n + step for n in {year.year for year in wanted} for step in (-1, 0, 1)}
    every = list(ProjectYear.objects.filter(project__in=projects, year__in=around).select_related("project", "unit"))
    source = _Source(every, as_of)
    found: dict[int, records.Record] = {}
    for year in wanted:
        before = source.neighbour(year, -1)
        found[year.pk] = source.record(year, source.record(before, None) if before else None)
    return found


class _Source:
    """Everything about some project-years, read once and sorted by project-year."""

    def __init__(self, years: Sequence[Any], as_of: date) -> None:
        from wenxiao.web.ledger.services import positions

        self.as_of = as_of
        self.by_project = {(year.project_id, year.year): year for year in years}
        keys = [year.pk for year in years]
        self.money = positions(keys, as_of)
        self.events: dict[tuple[str, int, str], date] = {}
        events = Event.objects.filter(year__in=keys, action__in=_DAYS).order_by("at")
        for machine, thing, target, at in events.values_list("machine", "object_id", "target", "at"):
            self.events[machine, thing, target] = _day(at)
        self._read(keys)

    def _read(self, keys: list[int]) -> None:
        from wenxiao.web.disclosure.listing import Publications
        from wenxiao.web.evaluation.models import Evaluation
        from wenxiao.web.monitoring.models import Monitoring
        from wenxiao.web.problems.models import Problem, UseOfResult
        from wenxiao.web.selfevaluation.models import SelfEvaluation
        from wenxiao.web.targets.models import TargetSet

        sets = TargetSet.objects.filter(year__in=keys, state__in=("approved", "superseded")).order_by("version")
        self.targets = _by_year(sets.prefetch_related("indicators"))
        reports = Monitoring.objects.filter(year__in=keys).exclude(state="issued").select_related("round")
        reports = reports.order_by("round__month").prefetch_related("progress", "corrections", "target_set__indicators")
        self.reports = _by_year(reports)
        own = SelfEvaluation.objects.filter(year__in=keys).exclude(state="draft").select_related("target_set")
        self.own = _by_year(own.prefetch_related("actuals", "target_set__indicators"))
        self.evaluations = _by_year(Evaluation.objects.filter(year__in=keys, state="final").order_by("pk"))
        self.problems = _by_year(
            Problem.objects.filter(year__in=keys).exclude(state="withdrawn").order_by("raised_at", "pk")
        )
        self.uses = _by_year(UseOfResult.objects.filter(year__in=keys))
        self.published = Publications(self.by_project.values(), self.as_of)

    def neighbour(self, year: Any, step: int) -> Any:
        return self.by_project.get((year.project_id, year.year + step))

    def record(self, year: Any, before: records.Record | None) -> records.Record:
        position = self.money[year.pk]
        after = self.neighbour(year, 1)
        following = self.money[after.pk].original if after else None
        own = next(iter(self.own[year.pk]), None)
        use = next((one for one in self.uses[year.pk] if _day(one.decided_at) <= self.as_of), None)
        return records.Record(
            year.project.name, year.year, self.as_of, year.unit.name, year.unit.region or None,
            targets=tuple(map(self._version, self.targets[year.pk])) or None,
            ledger=records.Ledger(position.original, position.revised, position.arrived, position.paid, following),
            monitoring=tuple(map(self._round, self.reports[year.pk])) or None,
            self_evaluation=self._own(own, year) if own else None,
            evaluations=tuple(map(self._evaluated, self.evaluations[year.pk])) or None,
            problems=tuple(_problem(one) for one in self.problems[year.pk] if _day(one.raised_at) <= self.as_of),
            decision=records.Decision(_USES[use.decision], _day(use.decided_at), use.reason) if use else None,
            disclosures=self.published.of(year), before=before,
        )  # fmt: skip

    def _version(self, one: Any) -> records.Version:
        indicators = tuple(records.Target(row.name, row.plain().wanted) for row in one.indicators.all())
        return records.Version(indicators, self.events.get(("target", one.pk, "approved")), one.version > 1)

    def _round(self, one: Any) -> records.Round:
        names = {row.key: row.name for row in one.target_set.indicators.all()}
        outlooks = tuple(
            records.Outlook(names[row.key], _FORECASTS[row.likelihood])
            for row in one.progress.all()
            if row.likelihood and row.key in names
        )
        orders = [
            records.Correction(_day(o.ordered_at), o.due, _day(o.answered_at) if o.answered_at else None)
            for o in one.corrections.all()
        ]
        order = next((o for o in orders if o.answered_on is None), orders[-1] if orders else None)
        light = Light(one.light) if one.light else None
        return records.Round(self.events.get(("monitoring", one.pk, "filled")), light, outlooks, order)

    def _own(self, one: Any, year: Any) -> records.SelfEvaluation:
        """A self-evaluation with the money that it was submitted with, whatever the ledger says since."""
        position = kept_position(one.position or {})
        text = "\n".join([one.outcome, one.problems, one.measures, one.execution_reason])
        return records.SelfEvaluation(
            self.events.get(("self_evaluation", one.pk, "submitted")),
            one.total,
            _scored(one, position, year),
            text,
            tuple(_stated(position)),
        )

    def _evaluated(self, one: Any) -> records.Evaluation:
        kind = {"department": "部门评价", "finance": "财政评价"}[one.kind]
        day = self.events.get(("evaluation", one.pk, "final"))
        return records.Evaluation(kind, day, one.total, one.grade or None)


def _scored(one: Any, position: ledger.Position, year: Any) -> tuple[records.Scored, ...] | None:
    """The lines of a self-evaluation with their scores; None where the form cannot be scored as it is."""
    targets = one.target_set.plain()
    if any(indicator.weight is None for indicator in targets.indicators):
        return None
    actuals = [row.plain() for row in one.actuals.all()]
    try:
        form = evaluation.evaluate(targets, actuals, position, regime_of(year))
    except ValueError:
        return None
    return tuple(
        records.Scored(line.name, line.indicator.wanted, None, line.points, line.score, line.actual.reason)
        for line in form.lines
    )


def _stated(position: ledger.Position) -> Iterator[records.Stated]:
    """The amounts as the form prints them, by the roles that the rules know."""
    for role, amount in (("approved", position.original), ("adjusted", position.revised), ("spent", position.paid)):
        if amount is not None:
            words = f"{ledger.in_ten_thousands(amount)}万元"
            yield records.Stated(role, words, next(iter(scan(words))))


def _problem(one: Any) -> records.Problem:
    closed = _day(one.closed_at) if one.closed_at else None
    return records.Problem(one.text, _day(one.raised_at), one.due, closed, one.measure if closed else None)


def _by_year(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.year_id].append(row)
    return found


def _day(moment: Any) -> date:
    return timezone.localtime(moment).date()
