"""The one way into the ledger: entries, the balance of each project-year and the sums of each month, in one transaction.

Whoever posts holds the project-years locked until it is done, in the order of their numbers: of two at once the second sees what
the first has entered, and neither waits for the other for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Sum

from wenxiao.performance import ledger
from wenxiao.performance.remarks import Remark, Severity
from wenxiao.quantities.paper import plain
from wenxiao.told import Told
from wenxiao.web.core.clock import today
from wenxiao.web.core.happening import happened
from wenxiao.web.core.money import FEN, MOST
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.core.say import say
from wenxiao.web.ledger.models import COLUMNS, Balance, Batch, Entry, MonthSum
from wenxiao.web.register.models import ProjectYear

T = TypeVar("T")
#: As many parameters as SQLite takes in one statement, with room for others.
CHUNK = 900
Sums = dict[ledger.Kind, Decimal]
BALANCE: Prepared[Balance] = Prepared(lambda year: Balance.objects.filter(pk=year))
#: Which entries make what is left too little.
_MADE_BY: Mapping[ledger.Kind, tuple[str, ...]] = {
    ledger.Kind.CUT: ("revised", "left"),
    ledger.Kind.RETURNED: ("revised", "left"),
    ledger.Kind.PAID: ("left",),
    ledger.Kind.CARRIED_OUT: ("left",),
}


#: Entries of a project-year that agree in these say the same.
SAME = ("kind", "source", "date", "amount", "reference")


@dataclass(frozen=True, slots=True)
class Posting:
    """What somebody wants to enter. ``amount`` in yuan; of a reversal (``reverses``) the negative of that entry's."""

    year: ProjectYear
    kind: ledger.Kind
    source: ledger.Source
    date: date
    amount: Decimal
    reference: str
    note: str = ""
    reverses: Entry | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be entered: the posting by its place among those offered, and one sentence in each language."""

    index: int
    zh: str
    en: str
    field: str = ""

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


class Refused(Told):
    """Nothing was entered; ``refusals`` say why, the first of them in one sentence."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = list(refusals)
        super().__init__(refusals[0].zh, refusals[0].en)


def post(
    year: ProjectYear,
    kind: ledger.Kind,
    source: ledger.Source,
    date: date,
    amount: Decimal,
    reference: str,
    note: str,
    user: Any,
    reverses: Entry | None = None,
) -> Entry:
    """Enter one entry. Raises Refused, with one sentence, where it cannot be; then nothing has changed."""
    return post_many([Posting(year, kind, source, date, amount, reference, note, reverses)], user)[0]


def reverse(entry: Entry, day: date, reference: str, reason: str, user: Any) -> Entry:
    """Take an entry back, whole, with the reason. Raises Refused where it is taken back already or others rest on it."""
    kind, source = ledger.Kind(entry.kind), ledger.Source(entry.source)
    return post(entry.project_year, kind, source, day, -entry.amount, reference, reason, user, reverses=entry)


@transaction.atomic
def post_many(postings: Sequence[Posting], user: Any, batch: Batch | None = None) -> list[Entry]:
    """Enter all of them or none. Raises Refused with everything that stands against it."""
    before = _balances(postings, locked=True)
    refusals = refusals_of(postings, before)
    if refusals:
        raise Refused(refusals)
    entries = Entry.objects.bulk_create(
        (
            Entry(
                project_year=one.year,
                kind=one.kind.value,
                source=one.source.value,
                date=one.date,
                amount=one.amount,
                reference=one.reference.strip(),
                note=one.note.strip(),
                reverses=one.reverses,
                batch=batch,
                entered_by=user,
            )
            for one in postings
        ),
        batch_size=CHUNK // 10,
    )
    added = _by_year(postings)
    balances = [Balance(project_year_id=pk).take(_plus(before[pk], sums)) for pk, sums in added.items()]
    columns = (*COLUMNS.values(), "revised", "rate")
    Balance.objects.bulk_create(balances, update_conflicts=True, unique_fields=("project_year",), update_fields=columns)
    _add_months(_months(postings))
    happened("ledger.entered", years=added, batch=batch.pk if batch else None, entries=len(entries))
    return entries


def check(postings: Sequence[Posting]) -> list[Refusal]:
    """What would stand against entering them now."""
    return refusals_of(postings, _balances(postings, locked=False))


def refusals_of(postings: Sequence[Posting], before: Mapping[int, Sums]) -> list[Refusal]:
    """What stands against entering them on top of ``before``, in the order of the postings."""
    found = [refusal for index, one in enumerate(postings) for refusal in _alone(index, one)]
    found += _of_reversals(postings)
    last: dict[tuple[int, str], int] = {}
    for index, one in enumerate(postings):
        for field in (one.kind.value, *_MADE_BY.get(one.kind, ()), ""):
            last[one.year.pk, field] = index
    for pk, sums in _by_year(postings).items():
        for remark in _errors(ledger.position_of(_plus(before[pk], sums))):
            index = last.get((pk, remark.field), last[pk, ""])
            found.append(Refusal(index, f"{remark.text_zh}。", f"{remark.text_en}."))
    return sorted(found, key=lambda refusal: refusal.index)


def after(posting: Posting, until: date | None = None) -> ledger.Position:
    """The position that a posting would make; of amounts up to a day where one is given."""
    return ledger.position_of(_plus(sums_of(posting.year, until), {posting.kind: posting.amount}))


def position(year: ProjectYear, until: date | None = None) -> ledger.Position:
    """The position of a project-year, as of a day where one is given."""
    return ledger.position_of(sums_of(year, until))


def sums_of(year: ProjectYear, until: date | None = None) -> Sums:
    """What each kind of a project-year's entries adds up to."""
    if until is None:
        balance = BALANCE.first(year.pk)
        return balance.sums() if balance else {}
    return sums_by_year([year.pk], until)[year.pk]


def sums_by_year(years: Iterable[int], until: date | None = None) -> dict[int, Sums]:
    """What each kind adds up to in each of some project-years, as of a day where one is given: one query."""
    found: dict[int, Sums] = {pk: {} for pk in years}
    if until is None:
        return found | {balance.pk: balance.sums() for balance in Balance.objects.filter(pk__in=list(found))}
    rows = Entry.objects.filter(project_year__in=list(found), date__lte=until).order_by()
    for pk, kind, amount in rows.values_list("project_year", "kind").annotate(amount=Sum("amount")):
        found[pk][ledger.Kind(kind)] = amount
    return found


def by_source(years: Iterable[int], until: date | None = None) -> dict[int, dict[ledger.Source, Sums]]:
    """What each kind adds up to in each source of some project-years, as of a day where one is given."""
    found: dict[int, dict[ledger.Source, Sums]] = {}
    for some in chunks(sorted(set(years)), CHUNK):
        rows = Entry.objects.filter(project_year__in=some, **({"date__lte": until} if until else {})).order_by()
        for pk, source, kind, amount in rows.values_list("project_year", "source", "kind").annotate(
            amount=Sum("amount")
        ):
            found.setdefault(pk, {}).setdefault(ledger.Source(source), {})[ledger.Kind(kind)] = amount
    return found


def cautions_of(sources: Mapping[ledger.Source, Sums]) -> list[Remark]:
    """What the sources of one project-year say, each by itself."""
    parts = {source: ledger.position_of(sources[source]) for source in ledger.Source if source in sources}
    return list(ledger.source_problems(parts))


def cautions(postings: Sequence[Posting]) -> list[tuple[int, Remark]]:
    """What is worth a look in the sources that the postings touch, once they are entered: each with the last posting of its source."""
    last = {(one.year.pk, one.source): index for index, one in enumerate(postings)}
    sums = by_source(pk for pk, _ in last)
    for one in postings:
        mine = sums.setdefault(one.year.pk, {})
        mine[one.source] = _plus(mine.get(one.source, {}), {one.kind: one.amount})
    found = []
    for (pk, source), index in last.items():
        found += [(index, remark) for remark in cautions_of({source: sums[pk][source]})]
    return sorted(found, key=lambda one: one[0])


def positions(years: Iterable[int], until: date | None = None) -> dict[int, ledger.Position]:
    """The positions of some project-years, as of a day where one is given: one query. One without entries has no amounts."""
    return {pk: ledger.position_of(sums) for pk, sums in sums_by_year(years, until).items()}


@transaction.atomic
def move(year: ProjectYear, unit: Any) -> None:
    """Another unit takes a project-year over, with its money."""
    held = ProjectYear.objects.select_for_update().get(pk=year.pk)
    if held.unit_id == unit.pk:
        return
    rows = Entry.objects.filter(project_year=held).order_by().values_list("kind", "date__month")
    sums = {(held.year, month, kind): amount for kind, month, amount in rows.annotate(amount=Sum("amount"))}
    _add_months({(held.unit_id, *key): -amount for key, amount in sums.items()})
    _add_months({(unit.pk, *key): amount for key, amount in sums.items()})
    held.unit = year.unit = unit
    held.save(update_fields=["unit"])


def verify() -> list[str]:
    """Every balance and every month's sum that its entries do not add up to, a sentence each; empty where all is well."""
    wrong = []
    by_kind = Entry.objects.order_by().values_list("project_year", "kind").annotate(amount=Sum("amount"))
    due: dict[int, Sums] = defaultdict(dict)
    for pk, kind, amount in by_kind:
        due[pk][ledger.Kind(kind)] = amount
    for balance in Balance.objects.select_related("project_year__project").iterator():
        sums = due.pop(balance.pk, {})
        fresh = Balance(project_year_id=balance.pk).take(sums)
        if any(getattr(fresh, name) != getattr(balance, name) for name in (*COLUMNS.values(), "revised", "rate")):
            name = str(balance.project_year)
            wrong.append(say(f"{name}：余额与分录不符", f"{name}: the balance is not what the entries add up to"))
    wrong += [say(f"项目年度 {pk}：没有余额记录", f"project-year {pk}: no balance is kept") for pk in due]
    months = Entry.objects.order_by().values_list("project_year__unit", "project_year__year", "date__month", "kind")
    expected = {
        key: amount for *key_, amount in months.annotate(total=Sum("amount")) if amount and (key := tuple(key_))
    }
    kept = {
        key: amount
        for *key_, amount in MonthSum.objects.values_list("unit", "year", "month", "kind", "amount")
        if amount and (key := tuple(key_))
    }
    for key in sorted(expected.keys() | kept.keys()):
        if expected.get(key) != kept.get(key):
            wrong.append(
                say(f"月度合计 {key} 与分录不符", f"the sum of a month {key} is not what the entries add up to")
            )
    return wrong


def _balances(postings: Sequence[Posting], locked: bool) -> dict[int, Sums]:
    """The sums by kind of the project-years that are posted to, each {} where nothing is entered yet."""
    numbers = sorted({one.year.pk for one in postings})
    found: dict[int, Sums] = {pk: {} for pk in numbers}
    for some in chunks(numbers, CHUNK):
        if locked:
            rows = ProjectYear.objects.select_for_update().filter(pk__in=some).order_by("pk")
            list(rows.values_list("pk", flat=True))
        for balance in Balance.objects.filter(pk__in=some):
            found[balance.pk] = balance.sums()
    return found


def _by_year(postings: Iterable[Posting]) -> dict[int, Sums]:
    """What the postings add, by project-year and kind."""
    sums: dict[int, Sums] = defaultdict(dict)
    for one in postings:
        mine = sums[one.year.pk]
        mine[one.kind] = mine.get(one.kind, ledger.ZERO) + one.amount
    return sums


def _plus(before: Sums, added: Sums) -> Sums:
    return {**before, **{kind: before.get(kind, ledger.ZERO) + amount for kind, amount in added.items()}}


def _errors(position: ledger.Position) -> list[Remark]:
    return [remark for remark in ledger.amount_problems(position) if remark.severity is Severity.ERROR]


def _alone(index: int, one: Posting) -> Iterator[Refusal]:
    """What is wrong with one posting by itself."""
    if one.amount != one.amount.quantize(FEN):
        yield Refusal(
            index,
            f"金额 {plain(one.amount)} 元多于两位小数，请写到分。",
            f"The amount of {plain(one.amount)} yuan has more than two decimals; give it to the fen.",
            "amount",
        )
    if abs(one.amount) > MOST:
        yield Refusal(
            index,
            f"金额 {plain(one.amount)} 元超出系统可记的范围，请核对单位（元、万元）。",
            f"The amount of {plain(one.amount)} yuan is more than the ledger holds; check its unit (yuan, 10⁴ yuan).",
            "amount",
        )
    if one.date.year != one.year.year:
        yield Refusal(
            index,
            f"日期 {one.date} 不在预算年度 {one.year.year} 内；提前下达的请填 {one.year.year}-01-01，并在备注中写明文件日期。",
            f"{one.date} is not in the budget year {one.year.year}; enter what was released early on {one.year.year}-01-01 and note the document's date.",
            "date",
        )
    elif one.date > today():
        yield Refusal(
            index,
            f"日期 {one.date} 在今天之后；台账只记已发生的事项。",
            f"{one.date} is after today; the ledger holds what has happened.",
            "date",
        )
    if not one.reference.strip():
        yield Refusal(
            index,
            "没有文号或凭证号；每笔分录都要有依据。",
            "There is no document or voucher number; every entry rests on one.",
            "reference",
        )


def _of_reversals(postings: Sequence[Posting]) -> Iterator[Refusal]:
    """What is wrong with the reversals among them, and with amounts that are not above zero."""
    reversed_ = {one.reverses.pk: one.reverses for one in postings if one.reverses}
    for some in chunks(sorted(reversed_), CHUNK):
        for taken in Entry.objects.filter(reverses__in=some).select_related("entered_by"):
            index = next(i for i, one in enumerate(postings) if one.reverses and one.reverses.pk == taken.reverses_id)
            yield Refusal(
                index,
                f"这笔分录已由 {taken.entered_by} 于 {taken.date} 冲销。",
                f"This entry was reversed by {taken.entered_by} on {taken.date}.",
            )
    every = [entry.plain() for entry in reversed_.values()]
    places: dict[str, int] = {}
    for index, one in enumerate(postings):
        if one.reverses or one.amount <= 0:
            name = f"新分录{index + 1}"
            places[name] = index
            back = str(one.reverses.pk) if one.reverses else None
            every.append(ledger.Entry(name, one.kind, one.date, one.amount, one.source, one.reference, back))
            if one.reverses and one.reverses.project_year_id != one.year.pk:
                yield Refusal(index, "冲销的分录属于另一个项目年度。", "The entry belongs to another project-year.")
    for remark in ledger.entry_problems(tuple(every)):
        if remark.severity is Severity.ERROR and remark.field in places:
            yield Refusal(places[remark.field], f"{remark.text_zh}。", f"{remark.text_en}.", "amount")


def _months(postings: Iterable[Posting]) -> dict[tuple[int, int, int, str], Decimal]:
    """What the postings add, by unit, budget year, month and kind."""
    sums: dict[tuple[int, int, int, str], Decimal] = defaultdict(Decimal)
    for one in postings:
        sums[one.year.unit_id, one.year.year, one.date.month, one.kind.value] += one.amount
    return sums


def _add_months(sums: Mapping[tuple[int, int, int, str], Decimal]) -> None:
    """Add to the sums of months, which others may be adding to as well; in a fixed order, so that nobody waits for ever."""
    amount = MonthSum._meta.get_field("amount")
    rows = [[*key, amount.get_prep_value(value)] for key, value in sorted(sums.items())]
    for some in chunks(rows, CHUNK // 5):
        places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO ledger_monthsum (unit_id, year, month, kind, amount) VALUES {places}"
                " ON CONFLICT (unit_id, year, month, kind) DO UPDATE"
                " SET amount = ledger_monthsum.amount + EXCLUDED.amount",
                [field for row in some for field in row],
            )


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most that many."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
