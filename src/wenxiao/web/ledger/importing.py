"""Entries from a table: read and checked row by row, then entered whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.importing import (
    STRIDE,
    Column,
    Filled,
    Progress,
    RowReader,
    RowRefusal,
    Sheets,
    amount,
    day,
    folded,
    one_of,
    read,
    silent,
    text,
    whole,
)
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.policy import FINANCE, Access
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.ledger.models import Batch, Entry
from wenxiao.web.ledger.services import CHUNK, SAME, Posting, Refusal, Refused, cautions, check, chunks, post_many
from wenxiao.web.register.models import ProjectYear

COLUMNS = (
    Column("code", ("项目代码", "代码", "project code", "code")),
    Column("year", ("预算年度", "年度", "budget year", "year")),
    Column("kind", ("种类", "类型", "业务种类", "kind")),
    Column("source", ("资金来源", "来源", "source", "source of money")),
    Column("date", ("日期", "业务日期", "date")),
    Column("yuan", ("金额（元）", "金额(人民币元)", "amount (yuan)"), required=False),
    Column("wan", ("金额（万元）", "amount (10k yuan)", "amount (10⁴ yuan)"), required=False),
    Column("reference", ("文号或凭证号", "文号", "凭证号", "document or voucher", "document", "voucher")),
    Column("note", ("备注", "说明", "摘要", "note"), required=False),
)
_KINDS = {folded(name): kind for kind in Kind for name in (kind.value, kind.zh, kind.en)} | {
    folded(name): kind
    for name, kind in {
        "年初预算": Kind.APPROVED, "批复": Kind.APPROVED, "上年结转": Kind.CARRIED_IN, "支出": Kind.PAID, "合同额": Kind.CONTRACTED,
    }.items()
}  # fmt: skip
_SOURCES = {folded(name): source for source in Source for name in (source.value, source.zh, source.en)} | {
    folded("上年结转"): Source.CARRYOVER
}
#: As many refusals as are worth telling; who has more has the wrong file.
TOLD = 5000


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file would enter: the postings with the numbers of their rows, and what stands against it.

    ``cautions`` say what is worth a look in rows that can be entered. ``there`` are the rows that the ledger has already, ``back`` those that it had and took back: who reads in one that holds
    all of a year each month leaves them out.
    """

    rows: int
    postings: Sequence[Posting]
    numbers: Sequence[int]
    refusals: Sequence[RowRefusal]
    sheets: Sheets
    there: Sequence[int] = ()
    back: Sequence[int] = ()
    cautions: Sequence[RowRefusal] = ()


def draft(upload: Upload, access: Access, told: Progress = silent) -> Draft:
    """What a file would enter; ``told`` hears how far it is. Raises Unreadable where it is no table of entries at all, or was read before."""
    _not_read_before(upload)
    table = read(upload.path, COLUMNS, told)
    if ("yuan" in table.headings) == ("wan" in table.headings):
        raise Unreadable(
            say("请在表头写明金额的单位，且只留一列：金额（元）或 金额（万元）。", "Name the unit in the heading, in one column: amount (yuan) or amount (10k yuan).")
        )  # fmt: skip
    years = _years(table, access)
    postings: list[Posting] = []
    numbers: list[int] = []
    refusals: list[RowRefusal] = []
    for place, row in enumerate(table.rows):
        if place % STRIDE == 0:
            told(f"已核对 {place}/{len(table.rows)} 行", f"{place} of {len(table.rows)} rows checked")
        reader = _Reader(row, table.headings, refusals)
        if posting := reader.posting(years):
            postings.append(posting)
            numbers.append(row.number)
    told("正在与台账比对", "comparing with the ledger")
    there, back = _known(postings, numbers)
    refusals += _twice(postings, numbers)
    refusals += [RowRefusal(place, "", "台账中已有完全相同的分录；请删去本行。", "The ledger has this very entry; delete the row.") for place in there]  # fmt: skip
    for refusal in check(postings):
        refusals.append(RowRefusal(numbers[refusal.index], _heading(refusal, table), refusal.zh, refusal.en))
    refusals.sort(key=lambda refusal: refusal.row)
    heading = table.headings.get("source", "")
    told_of = [
        RowRefusal(numbers[at], heading, f"{one.text_zh}。", f"{one.text_en}.") for at, one in cautions(postings)
    ]
    return Draft(
        len(table.rows), postings, numbers, refusals[:TOLD], table.sheets, there, back, cautions=told_of[:TOLD]
    )


@transaction.atomic
def enter(upload: Upload, drafted: Draft, user: Any) -> Batch:
    """Enter a file whole. Raises Refused or Unreadable, and then nothing of it is entered."""
    _not_read_before(upload)
    if drafted.refusals:
        first = drafted.refusals[0]
        raise Refused([Refusal(0, f"第{first.row}行：{first.zh}", f"Row {first.row}: {first.en}")])
    batch = Batch.objects.create(
        name=upload.name, sha256=upload.sha256, rows=len(drafted.postings), read_by=user, about=dict(upload.about)
    )
    post_many(drafted.postings, user, batch)
    return batch


def _not_read_before(upload: Upload) -> None:
    before = Batch.objects.filter(sha256=upload.sha256).select_related("read_by").first()
    if before:
        raise Unreadable(
            say(
                f"这个文件已由 {before.read_by} 于 {day_of(before.read_at)} 导入（{before.rows} 笔），没有重复记账。",
                f"{before.read_by} read this file on {day_of(before.read_at)} ({before.rows} entries); nothing was entered twice.",
            )
        )


def _years(table: Filled, access: Access) -> dict[tuple[str, int], ProjectYear]:
    """The project-years of the file to which this person may post, by code and year."""
    codes = sorted({str(row.cells["code"]).strip() for row in table.rows if row.cells["code"] is not None})
    found = {}
    for some in chunks(codes, CHUNK):
        mine = access.years(FINANCE & access.roles).filter(project__code__in=some)
        for year in mine.select_related("project", "unit"):
            found[year.project.code, year.year] = year
    return found


class _Reader(RowReader):
    """A row that gives a posting, where it is sound."""

    def posting(self, years: Mapping[tuple[str, int], ProjectYear]) -> Posting | None:
        code = self.cell("code", lambda cell: self.filled(text(cell, 40)))
        number = self.cell("year", lambda cell: whole(cell, 1990, 2100))
        kind = self.cell("kind", lambda cell: one_of(cell, _KINDS, (kind.zh for kind in Kind)))
        source = self.cell("source", lambda cell: one_of(cell, _SOURCES, (source.zh for source in Source)))
        when = self.cell("date", day)
        unit = "wan" if "wan" in self.headings else "yuan"
        money = self.cell(unit, lambda cell: amount(cell, Decimal(10_000 if unit == "wan" else 1)))
        reference = self.cell("reference", lambda cell: self.filled(text(cell, 80)))
        note = self.cell("note", lambda cell: text(cell, 200))
        year = years.get((code, number)) if self.sound else None
        if self.sound and year is None:
            self.refuse(
                "code",
                f"没有代码为“{code}”的 {number} 年度项目，或不由您记账；请核对代码和年度。",
                f"There is no project “{code}” of {number}, or it is not for you to enter; check code and year.",
            )
        if not self.sound or year is None:
            return None
        return Posting(year, kind, source, when, money, reference, note)


def _key(pk: int, one: Posting) -> tuple[Any, ...]:
    return pk, *(getattr(one, name) for name in SAME)


def _twice(postings: Sequence[Posting], numbers: Sequence[int]) -> list[RowRefusal]:
    """Rows that say what another row says."""
    found = []
    first: dict[tuple[Any, ...], int] = {}
    for one, number in zip(postings, numbers, strict=True):
        before = first.setdefault(_key(one.year.pk, one), number)
        if before != number:
            found.append(
                RowRefusal(number, "", f"与第{before}行完全相同；确为两笔的，请用凭证号区分。", f"It says what row {before} says; if they are two, tell them apart by the voucher.")
            )  # fmt: skip
    return found


def _known(postings: Sequence[Posting], numbers: Sequence[int]) -> tuple[list[int], list[int]]:
    """The rows that the ledger has already, and those that it had and took back; of equal rows the first."""
    first: dict[tuple[Any, ...], int] = {}
    for one, number in zip(postings, numbers, strict=True):
        first.setdefault(_key(one.year.pk, one), number)
    there: set[int] = set()
    back: set[int] = set()
    if not first:
        return [], []
    days = [one.date for one in postings]
    references = {one.reference for one in postings}
    for some in chunks(sorted({one.year.pk for one in postings}), CHUNK):
        rows = Entry.objects.filter(project_year__in=some, date__gte=min(days), date__lte=max(days), reverses=None)
        for pk, *said, reversal in rows.order_by().values_list("project_year", *SAME, "reversed_by").iterator():
            if said[-1] in references and (place := first.get((pk, *said))):
                (there if reversal is None else back).add(place)
    return sorted(there), sorted(back - there)


def _heading(refusal: Refusal, table: Filled) -> str:
    field = refusal.field
    if field == "amount":
        field = "wan" if "wan" in table.headings else "yuan"
    return table.headings.get(field, "")
