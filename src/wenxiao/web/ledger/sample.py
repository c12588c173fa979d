"""The money of the sample district: two years of every project, entered month by month through the same door that people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wenxiao.performance.ledger import Kind, Source
from wenxiao.quantities.paper import rounded
from wenxiao.web.core.clock import travelling
from wenxiao.web.ledger.services import Posting, post_many, reverse
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.sample import YEAR, World

#: Of the revised budget, what is paid by the end of each month, in per cent.
EVEN = (0, 0, 16, 25, 33, 41, 50, 58, 66, 76, 85, 98)
SLOW = (0, 0, 4, 9, 15, 24, 33, 42, 53, 64, 78, 93)
LATE = (0, 0, 0, 3, 6, 9, 13, 18, 23, 28, 32, 55)
BRISK = (0, 0, 20, 29, 38, 47, 56, 65, 74, 83, 92, 100)
#: Month and day on which money arrives, and what has arrived by then, in per cent of the approved budget.
ARRIVALS = ((2, 25, 30), (4, 20, 60), (7, 20, 85), (10, 15, 100))


@dataclass(frozen=True, slots=True)
class Money:
    """One project-year's budget, in 万元: by source, what was changed (month, kind, source, amount), and how fast it is paid."""

    code: str
    year: int
    budget: tuple[tuple[Source, str], ...]
    pace: tuple[int, ...]
    changes: tuple[tuple[int, Kind, Source, str], ...] = ()
    contracted: int = 96  # per cent of the approved budget
    carried_out: str = ""
    carried_in: str = ""


F, B, T, O = Source.FISCAL, Source.BOND, Source.TRANSFER, Source.OTHER  # noqa: E741
BUDGETS = (
    Money("530100-0001", YEAR - 1, ((F, "560.00"),), EVEN),
    Money("530100-0001", YEAR, ((F, "591.75"),), EVEN, ((6, Kind.CUT, F, "11.75"),)),
    Money("530100-0002", YEAR - 1, ((F, "172.40"),), SLOW),
    Money("530100-0002", YEAR, ((F, "186.00"),), SLOW),
    Money("530100-0003", YEAR - 1, ((F, "2146.30"), (O, "120.00")), BRISK),
    Money("530100-0003", YEAR, ((F, "2280.50"), (O, "120.00")), EVEN),
    Money("530100-0004", YEAR, ((F, "328.60"),), SLOW),
    Money("530100-0005", YEAR - 1, ((B, "4500.00"), (F, "380.00")), LATE, contracted=100, carried_out="1860.00"),
    Money("530100-0005", YEAR, ((B, "3000.00"), (F, "260.00")), SLOW, carried_in="1860.00"),
    Money("530100-0006", YEAR - 1, ((F, "412.00"),), EVEN),
    Money("530100-0006", YEAR, ((F, "405.80"),), EVEN, ((9, Kind.RETURNED, F, "6.20"),)),
    Money("530100-0007", YEAR, ((F, "640.00"), (T, "860.00")), LATE, contracted=70),
    Money("530100-0008", YEAR, ((F, "275.00"),), BRISK),
    Money("530100-0009", YEAR - 1, ((F, "96.50"),), SLOW),
    Money("530100-0009", YEAR, ((F, "102.00"), (T, "35.00")), EVEN),
    Money("530100-0010", YEAR - 1, ((F, "318.00"), (T, "742.60")), EVEN),
    Money("530100-0010", YEAR, ((F, "326.00"), (T, "758.40")), EVEN, ((8, Kind.ADDED, T, "64.30"),)),
)

#: The last month of the running year that is entered.
LAST = 10


def load(world: World) -> None:
    for money in BUDGETS:
        year = world.years[money.code, money.year]
        user = world.people["business" if year.unit.code.startswith(("201", "202")) else "business2"]
        for month in range(1, 13 if money.year < YEAR else LAST + 1):
            made = sorted(_month(money, year, month), key=lambda one: one.date)
            for one in made:
                with travelling(one.date):
                    post_many([one], user)
    _mistake(world)


def _mistake(world: World) -> None:
    """A payment that was entered against the wrong project, and taken back."""
    user, year = world.people["business"], world.years["530100-0003", YEAR]
    day = date(YEAR, 9, 18)
    with travelling(day):
        said = (Decimal("186000.00"), f"支付{YEAR}-0918", "9月平台维护费")
        wrong = post_many([Posting(year, Kind.PAID, F, day, *said)], user)[0]
    with travelling(date(YEAR, 9, 21)):
        reverse(wrong, date(YEAR, 9, 21), f"更正{YEAR}-07", "误记入本项目，应为网格指挥平台运行维护项目", user)


def _month(money: Money, year: ProjectYear, month: int) -> list[Posting]:
    """What is entered in one month."""
    made: list[Posting] = []

    def enter(kind: Kind, source: Source, day: int, amount: Decimal, reference: str, note: str = "") -> None:
        if amount > 0:
            made.append(Posting(year, kind, source, date(money.year, month, day), amount, reference, note))

    approved = {source: _yuan(amount) for source, amount in money.budget}
    whole = sum(approved.values(), Decimal(0))
    number = int(money.code[-4:])
    carried = _yuan(money.carried_in)
    if month == 1:
        enter(Kind.CARRIED_IN, Source.CARRYOVER, 12, carried, f"星财预〔{money.year}〕3号", "上年结转项目资金")
        enter(Kind.ARRIVED, Source.CARRYOVER, 20, carried, f"额度到账{money.year}-01{number:02}")
    if month == 2:
        for source, amount in approved.items():
            enter(Kind.APPROVED, source, 10, amount, f"星财预〔{money.year}〕8号", "随部门预算批复")
            enter(Kind.ALLOCATED, source, 18, amount, f"星财下〔{money.year}〕{10 + number}号")
    if month == 3:
        enter(
            Kind.CONTRACTED, _main(money), 6, _part(whole + carried, money.contracted), f"合同{money.year}-{number:03}"
        )
    for when, kind, source, change in money.changes:
        if when == month:
            enter(kind, source, 25, _yuan(change), f"星财调〔{money.year}〕{number + 20}号", "预算调整")
            if kind is Kind.ADDED:
                enter(Kind.ALLOCATED, source, 26, _yuan(change), f"星财下〔{money.year}〕{60 + number}号")
                enter(Kind.ARRIVED, source, 27, _yuan(change), f"额度到账{money.year}-{month:02}{number:02}")
    for index, (when, day, share) in enumerate(ARRIVALS):
        if when == month:
            before = ARRIVALS[index - 1][2] if index else 0
            for source, amount in approved.items():
                reduced = _reduced(money, source) if index == len(ARRIVALS) - 1 else Decimal(0)
                arrived = _part(amount, share) - _part(amount, before) - reduced
                enter(Kind.ARRIVED, source, day, arrived, f"额度到账{money.year}-{month:02}{number:02}")
    due = sum((_change(kind) * _yuan(amount) for when, kind, _, amount in money.changes if when <= month), whole)
    paid = _paid(due + carried, money, month, number) - _paid_before(money, whole + carried, month, number)
    enter(Kind.PAID, _main(money), 28, paid, f"支付{money.year}-{month:02}{number:02}")
    if month == 12:
        enter(
            Kind.CARRIED_OUT,
            _main(money),
            31,
            _yuan(money.carried_out),
            f"星财结〔{money.year}〕2号",
            "工程跨年，结转下年使用",
        )
    return made


def _paid(budget: Decimal, money: Money, month: int, number: int) -> Decimal:
    """What is paid by the end of a month; not to the round hundred, as in life."""
    share = _part(budget, money.pace[month - 1])
    return share - Decimal(number * 137 + month * 11) if share else share


def _paid_before(money: Money, whole: Decimal, month: int, number: int) -> Decimal:
    """What was paid by the end of the month before, with the budget as it stood then."""
    if month == 1:
        return Decimal(0)
    stood = sum((_change(kind) * _yuan(amount) for when, kind, _, amount in money.changes if when < month), whole)
    return _paid(stood, money, month - 1, number)


def _change(kind: Kind) -> int:
    return 1 if kind is Kind.ADDED else -1


def _reduced(money: Money, source: Source) -> Decimal:
    """What was cut or taken back of a source: it does not arrive."""
    reduced = (_yuan(amount) for _, kind, of, amount in money.changes if of is source and kind is not Kind.ADDED)
    return sum(reduced, Decimal(0))


def _main(money: Money) -> Source:
    """The source that is drawn on."""
    return money.budget[0][0]


def _part(amount: Decimal, share: int) -> Decimal:
    return rounded(amount * share / 100, 2)


def _yuan(ten_thousands: str) -> Decimal:
    return Decimal(ten_thousands or 0) * 10_000
