"""Indicators of the cycle that are computed: which measure stands behind them, and target, claim and computed value side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Sum
from django.utils.translation import override

from wenxiao.grid.evidence import Answer, Verdict, unit_cost
from wenxiao.grid.rates import indicators
from wenxiao.performance.evaluation import Actual
from wenxiao.performance.remarks import Remark, warning
from wenxiao.performance.series import USES, Use
from wenxiao.quantities.model import Interval
from wenxiao.quantities.paper import plain, rounded
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now
from wenxiao.web.core.editing import save
from wenxiao.web.core.say import say
from wenxiao.web.evidence.case_measures import TIMES, in_unit_of_time
from wenxiao.web.evidence.models import Measure, Series, Snapshot
from wenxiao.web.evidence.providing import provided
from wenxiao.web.evidence.snapshots import Asked, computed
from wenxiao.web.scoring.cases import days, settled
from wenxiao.web.selfevaluation.entering import refuse_unless_draft
from wenxiao.web.selfevaluation.models import ActualRow, SelfEvaluation

HUNDRED = Decimal(100)
#: What two quotients of the same parts may differ by, cut after as many digits as each is kept with.
_CUT = Decimal("1e-18")
#: Decimals that a taken value is rounded to.
_PLACES = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One computed indicator: its three numbers in its unit, and where the computed one comes from. None: not known."""

    measure: Measure
    name: str
    unit: str
    wanted: str
    snapshot: Snapshot | None
    answer: Answer
    claimed: Decimal | None
    cost: Decimal | None
    zero: dict[str, Any] | None

    @property
    def differs(self) -> bool:
        return self.answer.verdict is Verdict.DIFFERS

    @property
    def source(self) -> str:
        return source_words(self.measure)

    @property
    def gap(self) -> Decimal | None:
        return self.answer.gap


def source_words(measure: Measure) -> str:
    """What a measure is computed from, in words."""
    if measure.kind == "rate":
        of = indicators().get(measure.indicator)
        return say(of.zh, of.en) if of else measure.indicator
    if measure.kind == "series" and measure.series is not None:
        return f"{measure.series} · {say(*USES[Use(measure.use)])}"
    if measure.kind == "measure":
        found = provided().get(measure.provided)
        return found.words if found else measure.provided
    return say("网格案件（零新增）", "Cases of the grid: none new")


def of_year(year: int) -> list[Measure]:
    """The measures of a project-year that count, with their snapshots."""
    rows = Measure.objects.filter(year=year, removed_at=None).select_related("series")
    return list(
        rows.prefetch_related(Prefetch("snapshots", Snapshot.objects.order_by("pk"))).annotate(
            paid=Sum("entries__amount")
        )
    )


def shown(evaluation: SelfEvaluation) -> list[Shown]:
    """The computed indicators of a self-evaluation, in the order of its targets."""
    rows = {measure.key: measure for measure in of_year(evaluation.year_id)}
    if not rows:
        return []
    actuals = {row.key: row.plain() for row in evaluation.actuals.all()}
    return [
        _shown(rows[each.key], each, actuals.get(each.key))
        for each in evaluation.target_set.plain().indicators
        if each.key in rows
    ]


def _shown(measure: Measure, indicator: Any, actual: Actual | None) -> Shown:
    last = measure.latest
    value = None if last is None else in_unit(last, measure, indicator)
    claimed = None
    if actual is not None:
        claimed = actual.value if actual.value is not None else actual.quotient(indicator.unit)
    answer = Answer(indicator.target, stands_for(claimed, actual, measure.tolerance), value)
    paid = getattr(measure, "paid", None)
    counted = None if last is None else _counted(last, measure)
    return Shown(
        measure, indicator.name, indicator.unit, indicator.wanted, last, answer, claimed, unit_cost(paid, counted),
        last.excluded if last is not None and last.kind == "zero" else None,
    )  # fmt: skip


def in_unit(snapshot: Snapshot, measure: Measure, indicator: Any) -> Decimal | None:
    """The computed value in the unit of the indicator: of a fraction its percentage, of a count the number, a time as its unit says."""
    if snapshot.value is None:
        return None
    if measure.kind == "measure" and measure.provided in TIMES:
        return in_unit_of_time(snapshot.value, indicator.unit)
    return snapshot.value * HUNDRED if is_fraction(measure) and indicator.percent else snapshot.value


def is_fraction(measure: Measure) -> bool:
    """Whether what is computed is a fraction of 1."""
    if measure.kind == "rate":
        of = indicators().get(measure.indicator)
        return of is not None and of.kind == "rate"
    if measure.kind == "measure":
        found = provided().get(measure.provided)
        return found is not None and found.d_words is not None
    return measure.kind == "series" and measure.use == Use.SHARE.value


def _counted(snapshot: Snapshot, measure: Measure) -> int | None:
    """How many a payment was for: the count, or the numerator of a rate."""
    if measure.kind == "series" and measure.use in {Use.SUM, Use.METER}:
        return None if snapshot.value is None else int(snapshot.value)
    return snapshot.n


def stands_for(claimed: Decimal | None, actual: Actual | None, tolerance: Decimal) -> Interval | None:
    """What a claim can stand for: half of its last digit either way, the quotient itself where its parts are given; and the tolerance."""
    if claimed is None:
        return None
    parts = actual is not None and actual.value is None
    digits = plain(claimed).partition(".")[2]
    half = _CUT if parts else Decimal(5).scaleb(-len(digits) - 1)
    return Interval(claimed - half - tolerance, claimed + half + tolerance)


@transaction.atomic
def compute(measure: Measure, user: Any) -> Snapshot:
    """A new snapshot of a measure as the log and the readings are now; the older ones stay."""
    if (
        measure.series_id is not None
    ):  # a file that is being read in holds the series: what it adds is there, or comes later
        Series.objects.select_for_update().get(pk=measure.series_id)
    asked = asked_of(measure)
    made = computed(asked, user)
    made.save(force_insert=True)
    measure.snapshots.add(made)
    return made


def asked_of(measure: Measure) -> Asked:
    """What a measure asks now: of cases and field work as far as they are settled, of a series with the file that was just read in."""
    period = days(measure.start, measure.end + timedelta(days=1))
    subject, question = "zero", {}
    if measure.kind == "rate":
        subject = measure.indicator
        question = {"view": measure.view, "finish": measure.finish, "reading": measure.reading}
    elif measure.kind == "series":
        limits = {name: value for name in ("low", "high") if (value := getattr(measure, name)) is not None}
        subject = str(measure.series_id)
        question = {"use": measure.use, **{name: plain(value) for name, value in limits.items()}}
    elif measure.kind == "measure":
        subject = measure.provided
    cutoff = now() if measure.kind == "series" else settled()
    return Asked(measure.kind, subject, period, cutoff, measure.scope, question)


@transaction.atomic
def take(evaluation: SelfEvaluation, measure: Measure, user: Any) -> ActualRow:
    """Fill the actual value of a draft with what was computed last, because somebody asks for it. Raises NotAllowed.

    A share is taken with its numerator and denominator, so that it is exact.
    """
    evaluation = SelfEvaluation.objects.select_for_update().get(pk=evaluation.pk)
    refuse_unless_draft(evaluation)
    indicator = next((one for one in evaluation.target_set.plain().indicators if one.key == measure.key), None)
    last = measure.latest
    if indicator is None or last is None or in_unit(last, measure, indicator) is None:
        raise NotAllowed("还没有可采用的核算值，请先核算。", "There is no computed value yet: compute it first.")
    row = ActualRow.objects.filter(self_evaluation=evaluation, key=measure.key).first() or ActualRow(
        self_evaluation=evaluation, key=measure.key
    )
    exact = is_fraction(measure) and indicator.percent and last.d > 0
    if exact:
        row.value, row.numerator, row.denominator = None, Decimal(last.n), Decimal(last.d)
    else:
        row.value, row.numerator, row.denominator = (
            rounded(in_unit(last, measure, indicator) or Decimal(0), _PLACES),
            None,
            None,
        )
    row.save()
    save(evaluation, evaluation.revision, user)
    return row


def remarks(evaluation: SelfEvaluation) -> list[Remark]:
    """Gaps between what is claimed and what was computed, and claims of none that nobody looked closely enough for."""
    return list(_remarks(shown(evaluation)))


def _in(language: str, one: Shown) -> str:
    """What it is computed from, in a language of a remark and not of the page."""
    with override(language):
        return one.source


def _remarks(every: Iterable[Shown]) -> Iterable[Remark]:
    for one in every:
        field = f"i-{one.measure.key}-value"
        if one.zero is not None and one.zero.get("holds") is None and one.claimed == 0:
            yield warning(
                field,
                f"“{one.name}”填报为 0，但巡查覆盖和抽查不足以说明没有发生；请补充巡查、抽查资料",
                f"“{one.name}” is claimed to be 0, but patrols and samples were too few to tell; add what was looked at",
                "G02",
            )
        elif one.differs and one.snapshot is not None and one.claimed is not None and one.answer.computed is not None:
            value = f"{plain(rounded(one.answer.computed, _PLACES))}{one.unit}"
            parts = f"（{one.snapshot.n} ÷ {one.snapshot.d}）" if one.snapshot.d and one.snapshot.kind == "rate" else ""
            yield warning(
                field,
                f"“{one.name}”填报 {plain(one.claimed)}{one.unit}，按{_in('zh-hans', one)}核算为 {value}{parts}，相差 {plain(rounded(abs(one.gap or Decimal(0)), _PLACES))}；请核对或说明",
                f"“{one.name}” is claimed to be {plain(one.claimed)}{one.unit}; computed from {_in('en', one)} it is {value}{parts}, a gap of {plain(rounded(abs(one.gap or Decimal(0)), _PLACES))}; check or explain",
                "G01",
            )
