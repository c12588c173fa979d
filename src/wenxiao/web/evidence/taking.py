"""A file of readings read in: every row is taken, known already, or refused with its reason; sent twice, nothing is there twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils import timezone

from wenxiao.quantities.paper import plain
from wenxiao.web.core.attachments import check
from wenxiao.web.core.importing import HEADING_ROWS, Sheets, choose
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.evidence.models import Point, Series, SeriesFile

#: Refused rows that are kept, decimals of a value.
REFUSED, _PLACES = 200, 6
#: With six decimals no store loses a digit of less than this.
_MOST = Decimal(10) ** 9
_YES = frozenset({"是", "换表", "新表", "1", "y", "yes", "true"})
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m", "%Y年%m月")
_MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is understood."""

    at: datetime
    place: str
    value: Decimal
    replaced: bool


class _Wrong(ValueError):  # noqa: N818  (the row's fault)
    """Why a row is not taken."""


def read_in(series: Series, file: Any, user: Any) -> tuple[SeriesFile, Sheets]:
    """Read a file into a series; what was kept, and of which sheet. Raises attachments.Refused and Unreadable; then nothing was taken."""
    checked = check(file)
    found, refused, sheets = _rows(series, file)
    with transaction.atomic():
        Series.objects.select_for_update().get(pk=series.pk)
        known = {(at, place): value for at, place, value in series.points.values_list("at", "place", "value")}
        fresh: list[Row] = []
        again = 0
        for number, row in found:
            have = known.get((row.at, row.place))
            if have is None:
                known[row.at, row.place] = row.value
                fresh.append(row)
            elif have == row.value:
                again += 1
            else:
                words = say(
                    f"同一时间、点位已有读数 {plain(have)}，与本行 {plain(row.value)} 不同",
                    f"there is {plain(have)} of that moment and place, not {plain(row.value)}",
                )
                refused.append([number, words])
        kept = SeriesFile.objects.create(
            series=series, name=checked.name, file=file, sha256=checked.sha256, size=checked.size, taken=len(fresh), known=again,
            refused=sorted(refused)[:REFUSED], added_by=user,
        )  # fmt: skip
        Point.objects.bulk_create(
            [
                Point(series=series, file=kept, at=row.at, place=row.place, value=row.value, replaced=row.replaced)
                for row in fresh
            ],
            batch_size=1000,
        )
    return kept, sheets


def _rows(series: Series, file: Any) -> tuple[list[tuple[int, Row]], list[list[Any]], Sheets]:
    """The rows with their numbers as the program shows them, those that are not understood, and the sheet on which they stand."""
    file.seek(0)
    sheets, rows = choose(file.read(), lambda cells: _columns(series.mapping, cells) is not None)
    file.seek(0)
    columns: dict[str, int] | None = None
    found: list[tuple[int, Row]] = []
    refused: list[list[Any]] = []
    for number, cells in rows:
        if columns is None:
            columns = _columns(series.mapping, cells)
            if columns is None and number > HEADING_ROWS:
                break
            continue
        try:
            found.append((number, _row(columns, cells)))
        except _Wrong as why:
            refused.append([number, str(why)])
    if columns is None:
        wanted = "、".join(f"“{name}”" for name in series.mapping.values())
        raise Unreadable(say(f"前 {HEADING_ROWS} 行里没有找到列名 {wanted}；请核对列名，或在序列里修改对应的列。", f"No heading with {wanted} in the first {HEADING_ROWS} rows; check the columns, or change them in the series."))  # fmt: skip
    return found, refused, sheets


def _columns(mapping: Mapping[str, str], cells: Sequence[Any]) -> dict[str, int] | None:
    """Where each column stands, if this row is the heading."""
    heads = {str(cell).strip(): at for at, cell in enumerate(cells) if cell is not None}
    if not {mapping["date"], mapping["value"]} <= heads.keys():
        return None
    return {name: heads[column] for name, column in mapping.items() if column in heads}


def _row(columns: Mapping[str, int], cells: list[Any]) -> Row:
    def cell(name: str) -> Any:
        at = columns.get(name)
        return cells[at] if at is not None and at < len(cells) else None

    place = "" if cell("place") is None else str(cell("place")).strip()
    if len(place) > 80:
        raise _Wrong(say("点位名称超过 80 字", "the name of the place is too long"))
    return Row(_moment(cell("date")), place, _value(cell("value")), str(cell("replaced") or "").strip().lower() in _YES)


def _moment(value: Any) -> datetime:
    zone = timezone.get_current_timezone()
    if isinstance(value, datetime):
        found = value if value.tzinfo else value.replace(tzinfo=zone)
    elif isinstance(value, date):
        found = datetime.combine(value, time(), zone)
    else:
        found = _read_moment(str(value or "").strip()).replace(tzinfo=zone)
    if not 2000 <= found.year < 2100:
        raise _Wrong(say(f"日期“{value}”不在 2000 至 2099 年", f"the date “{value}” is not between 2000 and 2099"))
    return found


def _read_moment(text: str) -> datetime:
    for shape in (*_DATES, *_MOMENTS):
        try:
            return datetime.strptime(text, shape)
        except ValueError:
            continue
    raise _Wrong(say(f"日期“{text}”认不出，请写成 2026-10-31", f"“{text}” is no date; write it like 2026-10-31"))


def _value(value: Any) -> Decimal:
    text = str("" if value is None else value).replace(",", "").replace("，", "").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite():
        raise _Wrong(
            say(f"数值“{text}”不是数字", f"“{text}” is no number") if text else say("没有数值", "there is no value")
        )
    if abs(found) >= _MOST:
        raise _Wrong(say("数值过大", "the value is too large"))
    return found.quantize(Decimal(1).scaleb(-_PLACES))
