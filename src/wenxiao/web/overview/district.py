"""The picture of a year: money, lights, scores and problems by department, added up by the database.

Rates are made from sums of their parts, never from other rates. Every question is asked once for the whole year, whatever its size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Floor

from wenxiao.performance import ledger
from wenxiao.web.core.clock import today as present
from wenxiao.web.core.models import Event
from wenxiao.web.core.policy import INSIDE, Access
from wenxiao.web.core.units import department

ZERO = Decimal(0)
LIGHTS = ("green", "yellow", "red")
#: Width of a bar of the histogram of scores, in points; all below the first bar are shown as one.
STEP, LOWEST = 5, 50
_MONTHS = range(1, 13)


@dataclass(slots=True)
class Group:
    """What a department or a unit comes to. ``paid`` counts where there is a budget, so that it fits ``revised``."""

    organisation: Any
    projects: int = 0
    unbudgeted: int = 0
    revised: Decimal | None = None
    paid: Decimal | None = None
    lights: Counter[str] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)
    due: int = 0  # self-evaluations
    accepted: int = 0
    open: int = 0  # problems
    late: int = 0

    @property
    def rate(self) -> Decimal | None:
        """执行率 ÷ 全年预算, of the sums."""
        if self.revised is None or self.revised <= 0:
            return None
        return (self.paid or ZERO) / self.revised

    def add(self, other: Group) -> None:
        """Take another group in, part by part."""
        self.projects += other.projects
        self.unbudgeted += other.unbudgeted
        self.revised, self.paid = _sum(self.revised, other.revised), _sum(self.paid, other.paid)
        self.lights += other.lights
        self.grades += other.grades
        self.due, self.accepted = self.due + other.due, self.accepted + other.accepted
        self.open, self.late = self.open + other.open, self.late + other.late


class District:
    """One year of what somebody sees; of one department and what is below it where one is chosen."""

    def __init__(self, access: Access, year: int, within: Any = None) -> None:
        self.access, self.year, self.within = access, year, within
        self.today = access.as_of or present()
        self.past = access.as_of is not None
        self._balances: dict[int, dict[int, Any]] = {}

    @property
    def place(self) -> Any:
        """The organisation that it is about: the chosen one, else the first of those that one is something for."""
        return self.within or self.access.memberships[0].organisation

    def years(self, year: int | None = None) -> Any:
        """The project-years of a year."""
        rows = self.access.years().filter(year=year or self.year).order_by()
        return rows.filter(unit__path__startswith=self.within.path) if self.within else rows

    def of(self, model: Any) -> Any:
        """What hangs on the project-years of the year, without asking for these first."""
        rows = model.objects.filter(self.access.scope(year="year__"), year__year=self.year).order_by()
        return rows.filter(year__unit__path__startswith=self.within.path) if self.within else rows

    def _key(self, to: str = "") -> Any:
        """What is added up into one line: the department; inside a chosen one the unit itself."""
        return F(f"{to}unit") if self.within else department(to)

    @cached_property
    def groups(self) -> list[Group]:
        """By department, or by unit inside a chosen one."""
        from wenxiao.web.people.models import Organisation

        money = self._money(self.year)
        groups = {key: Group(one) for key, one in Organisation.objects.in_bulk(list(money)).items()}
        for key, (projects, budgeted, revised, paid) in money.items():
            group = groups[key]
            group.projects, group.unbudgeted, group.revised, group.paid = projects, projects - budgeted, revised, paid
        for key, light, number in self._lights():
            groups[key].lights[light] += number
        for key, state, grade, number in self._own():
            groups[key].due += number
            if state == "accepted":
                groups[key].accepted += number
                groups[key].grades[grade] += number
        for key, number, late in self._problems():
            groups[key].open += number
            groups[key].late += late
        return sorted(groups.values(), key=lambda group: str(group.organisation.code))

    @cached_property
    def whole(self) -> Group:
        """Everything together."""
        whole = Group(self.within)
        for group in self.groups:
            whole.add(group)
        return whole

    # money

    def _money(self, year: int) -> dict[int, tuple[int, int, Decimal | None, Decimal | None]]:
        """By group: project-years, those with a budget, the sum of 全年预算, and what these have paid."""
        if year not in self._balances:
            self._balances[year] = self._money_then(year) if self.past else self._money_now(year)
        return self._balances[year]

    def _money_now(self, year: int) -> dict[int, Any]:
        budgeted = Q(balance__revised__isnull=False)
        rows = self.years(year).values_list(self._key()).annotate(
            number=Count("pk"), known=Count("pk", filter=budgeted), revised=Sum("balance__revised"),
            paid=Sum("balance__paid", filter=budgeted),
        )  # fmt: skip
        return {key: (number, known, revised, paid) for key, number, known, revised, paid in rows}

    def _money_then(self, year: int) -> dict[int, Any]:
        """As of a day: from the entries up to it."""
        until = Q(entries__date__lte=self.today)
        rows = (
            self.years(year)
            .values_list(self._key(), "pk", "entries__kind")
            .annotate(sum=Sum("entries__amount", filter=until))
        )
        sums: dict[int, dict[ledger.Kind, Decimal]] = defaultdict(dict)
        key_of: dict[int, int] = {}
        for key, pk, kind, amount in rows:
            key_of[pk] = key
            if kind and amount is not None:
                sums[pk][ledger.Kind(kind)] = amount or ZERO
        found: dict[int, Any] = {}
        for pk, key in key_of.items():
            position = ledger.position_of(sums[pk])
            number, known, revised, paid = found.get(key, (0, 0, None, None))
            if position.revised is not None:
                known, revised, paid = known + 1, _sum(revised, position.revised), _sum(paid, position.paid)
            found[key] = (number + 1, known, revised, paid)
        return found

    def _cumulative(self, year: int) -> list[Decimal | None]:
        """What was paid up to the end of each month; None for months that have not come."""
        if self.past and year == self.today.year:
            rows = self.years(year).filter(entries__kind="paid", entries__date__lte=self.today)
            sums = dict(rows.values_list("entries__date__month").annotate(sum=Sum("entries__amount")))
        else:
            from wenxiao.web.ledger.models import MonthSum

            paid = MonthSum.objects.filter(self.access.scope(INSIDE), year=year, kind="paid").order_by()
            paid = paid.filter(unit__path__startswith=self.within.path) if self.within else paid
            sums = dict(paid.values_list("month").annotate(sum=Sum("amount")))
        if not sums:
            return [None] * 12
        last = 12 if year < self.today.year else 0
        if year == self.today.year:  # a month that has only begun counts once something was paid in it
            last = self.today.month if self.today.month in sums else self.today.month - 1
        totals = accumulate(sums.get(month) or ZERO for month in _MONTHS)
        return [total if month <= last else None for month, total in zip(_MONTHS, totals, strict=True)]

    def curve(self, year: int) -> list[dict[str, Any]]:
        """Month by month: paid so far, and as a share of the year's 全年预算."""
        whole = None
        for _, _, revised, _ in self._money(year).values():
            whole = _sum(whole, revised)
        return [
            {"month": month, "paid": paid, "rate": paid / whole if paid is not None and whole else None}
            for month, paid in zip(_MONTHS, self._cumulative(year), strict=True)
        ]

    @cached_property
    def curves(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The curve of the year, and that of the year before."""
        return self.curve(self.year), self.curve(self.year - 1)

    # the rest of the cycle

    @cached_property
    def month(self) -> int | None:
        """The month of the latest monitoring round."""
        from wenxiao.web.monitoring.models import Monitoring

        reports = self.of(Monitoring).filter(round__opens__lte=self.today)
        return reports.aggregate(last=Max("round__month"))["last"]

    def _lights(self) -> Iterable[tuple[int, str, int]]:
        """Group, light, number in the latest round; no light for what was not sent in by the day."""
        from wenxiao.web.monitoring.models import Monitoring

        if self.month is None:
            return []
        reports = self.of(Monitoring).filter(round__month=self.month)
        if self.past:
            return self._lights_then(reports)
        return reports.values_list(self._key("year__"), "light").annotate(Count("pk"))

    def _lights_then(self, reports: Any) -> list[tuple[int, str, int]]:
        sent = Event.objects.filter(machine="monitoring", action="submit", at__date__lte=self.today).order_by()
        known = set(sent.filter(year__in=self.years()).values_list("object_id", flat=True))
        rows = reports.values_list(self._key("year__"), "light", "pk")
        return [(key, light if pk in known else "", 1) for key, light, pk in rows]

    def _own(self) -> Iterable[tuple[int, str, str, int]]:
        """Group, state, grade, number of self-evaluations."""
        return self._evaluated().values_list(self._key("year__"), "state", "grade").annotate(Count("pk"))

    def _evaluated(self) -> Any:
        from wenxiao.web.selfevaluation.models import SelfEvaluation

        return self.of(SelfEvaluation).as_of(self.today if self.past else None)

    @cached_property
    def histogram(self) -> list[dict[str, Any]]:
        """Accepted self-evaluations by score, in bars of five points, the low ones together."""
        scored = self._evaluated().filter(state="accepted", total__isnull=False)
        rows = scored.annotate(bar=Floor(F("total") / STEP)).values_list("bar").annotate(Count("pk"))
        bars: Counter[int] = Counter()
        for bar, number in rows:
            bars[min(max(int(bar) * STEP, LOWEST - STEP), 100 - STEP)] += number
        if not bars:
            return []
        return [
            {"low": low, "high": low + STEP, "number": bars[low], "lowest": low < LOWEST}
            for low in range(LOWEST - STEP, 100, STEP)
        ]

    def _problems(self) -> Iterable[tuple[int, int, int]]:
        """Group, open problems, those past their day."""
        from wenxiao.web.problems.models import DONE, Problem
        from wenxiao.web.problems.then import due_by

        problems = self.of(Problem)
        if self.past:
            still = Q(closed_at__isnull=True) | Q(closed_at__date__gt=self.today)
            problems = problems.filter(raised_at__date__lte=self.today)
            problems = problems.alias(until=due_by(Problem, self.today))
        else:
            still = ~Q(state__in=DONE)
            problems = problems.alias(until=F("due"))
        late = Count("pk", filter=still & Q(until__lt=self.today))
        return problems.values_list(self._key("year__")).annotate(open=Count("pk", filter=still), late=late)


def years_of(access: Access) -> list[int]:
    """The years of which somebody sees anything, the latest first."""
    return access.numbers


def usual(years: list[int], today: date) -> int | None:
    """The year to begin with: this one, else the latest."""
    return today.year if today.year in years else next(iter(years), None)


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other
