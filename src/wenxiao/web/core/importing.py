"""Reading tables that people filled in: columns found by their headings, cells as the value they mean, refusals by row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from openpyxl.utils.datetime import from_excel

from wenxiao.told import Told
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable, sheets, workbook

#: What is said of a cell that must not be empty.
EMPTY = ("没有填写。", "It is empty.")
#: The heading stands within the first rows: a title and a line of units may stand above it.
HEADING_ROWS = 10
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NOISE = re.compile(r"[,，\s¥￥]")
#: Numbers that a spreadsheet keeps for the days from 2000 to 2100.
_DAYS = range(36526, 73051)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is looked for: ``names`` are its headings, the first the one that the template has."""

    key: str
    names: tuple[str, ...]
    required: bool = True

    @property
    def words(self) -> str:
        """The heading as a page names it; in English with that of the template, where a table may have either."""
        zh, en = self.names[0], self.names[-1]
        return say(zh, f"{en} ({zh})" if en.isascii() else zh)


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """Why a row is refused: its number in the file, the heading of the column, and one sentence in each language."""

    row: int
    column: str
    zh: str
    en: str

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


#: Who is told how far a long reading is, in both languages, every so many rows.
Progress = Callable[[str, str], None]
STRIDE = 2000


def silent(_zh: str, _en: str) -> None:
    """Tell nobody."""


class Wrong(Told):
    """A cell that does not mean what it should; ``zh`` and ``en`` say what to write."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row by the keys of its columns; what is not there is None."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheet of a workbook that is read, and the others that one sees and in which something stands; ``alike`` are those of
    them with rows below the same heading."""

    name: str = ""
    left: Sequence[str] = ()
    alike: Sequence[str] = ()

    @property
    def zh(self) -> str:
        """One or two sentences for who sent the file; empty where nothing was left."""
        if not self.left:
            return ""
        said = f"只读取了工作表“{self.name}”；没有读取{_quoted(self.left)}。"
        return said + (
            f"{_quoted(self.alike)}也有这样的表头：要导入其中的行，请另存为单独的文件。" if self.alike else ""
        )

    @property
    def en(self) -> str:
        if not self.left:
            return ""
        said = f"Only the sheet “{self.name}” is read; left were {_quoted(self.left, ', ')}."
        have = "has" if len(self.alike) == 1 else "have"
        return said + (
            f" {_quoted(self.alike, ', ')} {have} the same heading: to read those rows in, save them as a file of their own."
            if self.alike
            else ""
        )

    @property
    def words(self) -> str:
        return say(self.zh, self.en)


def _quoted(names: Sequence[str], between: str = "、") -> str:
    return between.join(f"“{name}”" for name in names)


@dataclass(frozen=True, slots=True)
class Filled:
    """A table that somebody filled in: the heading of each column that was found, its rows, and the sheet on which it stands."""

    headings: Mapping[str, str]
    rows: Sequence[Row]
    sheets: Sheets = field(default_factory=Sheets)


#: As many refusals as a page shows; the workbook has all of them.
SHOWN = 200
#: What the example row of a template says of itself.
EXAMPLE = "示例，请删去本行"


class RowReader:
    """One row, cell by cell; what is wrong is put among the refusals, and the row is no longer ``sound``."""

    def __init__(self, row: Row, headings: Mapping[str, str], refusals: list[RowRefusal]) -> None:
        self.row, self.headings, self.refusals, self.sound = row, headings, refusals, True
        key = next((key for key, cell in row.cells.items() if EXAMPLE in str(cell)), None)
        if key is not None:
            self.refuse(key, "这是模板的示例行，请删去。", "This is the example of the template; delete it.")

    def cell(self, key: str, meaning: Callable[[Any], Any]) -> Any:
        """What a cell means; None where it is refused."""
        try:
            return meaning(self.row.cells.get(key))
        except Wrong as wrong:
            self.refuse(key, wrong.zh, wrong.en)
            return None

    def filled(self, said: str) -> str:
        """A text that must be there. Raises Wrong."""
        if not said:
            raise Wrong(*EMPTY)
        return said

    def refuse(self, key: str, zh: str, en: str) -> None:
        self.sound = False
        self.refusals.append(RowRefusal(self.row.number, self.headings.get(key, ""), zh, en))


def folded(text: Any) -> str:
    """A heading or a word as it is compared: full width as half width, no spaces, small letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).casefold()


def choose(data: bytes, fits: Callable[[Sequence[Any]], int]) -> tuple[Sheets, Iterator[tuple[int, list[Any]]]]:
    """The sheet of a file on which the heading stands, the first of several, and its rows. Raises Unreadable.

    ``fits`` says how much a row is like the heading; of sheets that fit alike, one with rows below it goes first.
    """
    every = sheets(data)
    if len(every) == 1:
        return Sheets(every[0].name), every[0].rows()
    likeness = {}
    for place, sheet in enumerate(every):
        head = [cells for _, cells in islice(sheet.rows(), HEADING_ROWS + 1)]
        if head:
            likeness[place] = max((fits(cells), at < len(head)) for at, cells in enumerate(head[:HEADING_ROWS], 1))
    best = max(likeness, key=lambda place: likeness[place], default=0)
    left = [place for place in likeness if place != best]
    alike = [place for place in left if likeness[place] == likeness[best] and likeness[best][0]]
    names = [sheet.name for sheet in every]
    said = Sheets(names[best], tuple(names[place] for place in left), tuple(names[place] for place in alike))
    return said, every[best].rows()


def read(path: Path, columns: Sequence[Column], told: Progress = silent) -> Filled:
    """The rows below the heading. Raises Unreadable where no heading is found, or a column that must be there is not."""
    known = {folded(name): column for column in columns for name in column.names}
    places: dict[int, Column] = {}
    headings: dict[str, str] = {}
    found: list[Row] = []
    seen = 0
    needed = {folded(name): column.key for column in columns if column.required for name in column.names}
    of, rows = choose(path.read_bytes(), lambda cells: len({needed.get(folded(cell)) for cell in cells} - {None}))
    for number, cells in rows:
        if places:
            values = {column.key: cells[place] if place < len(cells) else None for place, column in places.items()}
            if any(value is not None for value in values.values()):
                found.append(Row(number, values))
                if len(found) % STRIDE == 0:
                    told(f"已读取 {len(found)} 行", f"{len(found)} rows read")
            continue
        seen += 1
        here = {place: known[folded(cell)] for place, cell in enumerate(cells) if folded(cell) in known}
        if len({column.key for column in here.values()}) >= 2:
            places = here
            headings = {column.key: str(cells[place]) for place, column in here.items()}
            if len(headings) < len(here):
                raise Unreadable(
                    say("表头里有两列同名；请删去多余的一列。", "Two columns have one heading; delete one.")
                )
        elif seen == HEADING_ROWS:
            break
    missing = [column.names[0] for column in columns if column.required and column.key not in headings]
    if missing:
        listed = "、".join(missing)
        zh, en = (
            (f"工作表“{of.name}”的表头", f"The heading of the sheet “{of.name}”")
            if of.left
            else ("表头", "The heading")
        )
        raise Unreadable(
            say(f"{zh}缺少：{listed}；请下载模板，按模板的表头填写。", f"{en} lacks: {listed}; use the headings of the template.")
        )  # fmt: skip
    if not found:
        raise Unreadable(say("表头下面没有数据行。", "There is no row below the heading."))
    return Filled(headings, found, of)


def text(cell: Any, most: int) -> str:
    """A cell as text: 202301 of a spreadsheet is “202301” and not “202301.0”. Raises Wrong where it is too long."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    said = str(cell.date() if isinstance(cell, datetime) else cell).strip()
    if len(said) > most:
        raise Wrong(f"多于 {most} 个字，请缩短。", f"longer than {most} characters; shorten it.")
    return said


def day(cell: Any) -> date:
    """A date as people and spreadsheets write it. Raises Wrong."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and cell in _DAYS:
        return from_excel(cell).date()
    said = text(cell, 40)
    if not said:
        raise Wrong(*EMPTY)
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", said)) or _COMPACT.fullmatch(said)
    try:
        return date(*map(int, match.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise Wrong(
            f"“{said}”不是日期，请写成如 2026-03-01。", f"“{said}” is no date; write it like 2026-03-01."
        ) from None


def whole(cell: Any, least: int, most: int) -> int:
    """A whole number, a year for instance: 2026, “2026”, “2026年”, “2026年度”. Raises Wrong."""
    said = text(cell, 40).removesuffix("度").removesuffix("年")
    if not said:
        raise Wrong(*EMPTY)
    if not (said.isascii() and said.isdecimal()) or not least <= int(said) <= most:
        raise Wrong(
            f"“{said}”应为 {least} 到 {most} 之间的数字。", f"“{said}” should be a number from {least} to {most}."
        )
    return int(said)


def amount(cell: Any, unit: Decimal) -> Decimal:
    """An amount in yuan of a cell in that unit, exact to the fen. Raises Wrong.

    What a spreadsheet keeps of 0.1 + 0.2 differs from 0.3 in the seventeenth digit; that much is its arithmetic, not an amount.
    """
    if isinstance(cell, bool) or cell is None:
        raise Wrong("没有金额。", "There is no amount.")
    said = _NOISE.sub("", unicodedata.normalize("NFKC", str(cell)))
    if unit == 1:
        said = said.removesuffix("元") if not said.endswith("万元") else said
    try:
        value = Decimal(said)
        if not value.is_finite() or abs(value) > Decimal(10) ** 15:
            raise InvalidOperation
    except InvalidOperation:
        raise Wrong(
            f"“{cell}”不是数字，请只写数字；单位写在表头。",
            f"“{cell}” is no number; write digits alone, the unit is in the heading.",
        ) from None
    yuan = value * unit
    fen = yuan.quantize(Decimal("0.01"))
    if fen != yuan and not (isinstance(cell, float) and abs(fen - yuan) < Decimal("0.00001")):
        raise Wrong(f"“{cell}”不足一分，请写到分。", f"“{cell}” has parts of a fen; give it to the fen.")
    return fen


def one_of(cell: Any, names: Mapping[str, Any], examples: Iterable[str]) -> Any:
    """What a word stands for among ``names`` (folded words; "" where a cell may be empty). Raises Wrong, which names the words
    that are known."""
    said = text(cell, 100)
    if not said and "" not in names:
        raise Wrong(*EMPTY)
    try:
        return names[folded(said)]
    except KeyError:
        listed = "、".join(examples)
        raise Wrong(f"“{said}”认不出，请写：{listed}。", f"“{said}” is not known; write one of: {listed}.") from None


T = TypeVar("T")


class Names(Generic[T]):
    """What the words of a column mean: a thing by its code, or by a name that it alone has."""

    def __init__(self, things: Iterable[tuple[str, T, Iterable[str]]]) -> None:
        """``things``: code, thing and names of each."""
        self._coded: dict[str, T] = {}
        self._named: dict[str, dict[str, T]] = {}
        for code, thing, names in things:
            self._coded[folded(code)] = thing
            for name in names:
                self._named.setdefault(folded(name), {})[code] = thing

    def find(self, said: str, among: Callable[[T], bool] = lambda _: True) -> T | None:
        """The thing that a word means; None for a word that none has. ``among`` tells apart things of one name.

        Raises Wrong, which lists the codes, where the name is that of several.
        """
        if (coded := self._coded.get(folded(said))) is not None:
            return coded
        every = self._named.get(folded(said), {})
        found = {code: thing for code, thing in every.items() if among(thing)} or every
        if len(found) > 1:
            listed = "、".join(sorted(found))
            raise Wrong(
                f"“{said}”同名的有 {len(found)} 个，请改写代码：{listed}。",
                f"{len(found)} have the name “{said}”; write a code: {listed}.",
            )
        return next(iter(found.values()), None)


def refusals_of(draft: Callable[[], Any]) -> Sequence[RowRefusal]:
    """The rows that reading a file refuses; of a file that cannot be read, why."""
    try:
        refusals: Sequence[RowRefusal] = draft().refusals
    except Unreadable as error:
        return [RowRefusal(0, "", str(error), str(error))]
    return refusals


def refusal_book(request: Any, refusals: Iterable[RowRefusal]) -> Any:
    """Row, column, what is wrong and what to do, as a workbook to download."""
    heading = ((say("行", "Row"), 8), (say("列", "Column"), 18), (say("原因和办法", "Why, and what to do"), 80))
    rows = ((refusal.row, refusal.column, refusal.words) for refusal in refusals)
    return workbook(request, say("未通过的行", "Refused rows"), heading, rows)
