"""Projects from a table: read and checked row by row, then taken into the register whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from wenxiao.web.core.clock import now
from wenxiao.web.core.importing import (
    Column,
    Row,
    RowReader,
    RowRefusal,
    Sheets,
    Wrong,
    folded,
    one_of,
    read,
    text,
    whole,
)
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.policy import ACTIONS, Access
from wenxiao.web.ledger.services import chunks
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.register.services import addressable

COLUMNS = (
    Column("name", ("项目名称", "名称", "name")),
    Column("code", ("项目代码", "代码", "code")),
    Column("unit", ("单位代码", "实施单位代码", "预算单位代码", "unit code", "unit")),
    Column("attribute", ("项目属性", "属性", "attribute")),
    Column("begins", ("起始年度", "first year")),
    Column("ends", ("终止年度", "last year")),
    Column("fund", ("预算种类", "budget")),
    Column("bond", ("专项债券", "专项债券项目", "special bond"), required=False),
    Column("year", ("年度", "预算年度", "year"), required=False),
    Column("purpose", ("主要内容", "purpose"), required=False),
)
_ATTRIBUTES = {"新增": "new", "new": "new", "延续": "continuing", "continuing": "continuing"}
#: The kinds of budget (预算种类) as files write them.
FUND_WORDS = {
    "general": ("一般公共预算", "general public budget"),
    "government": ("政府性基金预算", "政府性基金", "government funds"),
    "capital": ("国有资本经营预算", "国有资本经营", "state capital operating budget"),
    "insurance": ("社会保险基金预算", "社会保险基金", "social insurance funds"),
}
_FUNDS = {folded(word): fund for fund, words in FUND_WORDS.items() for word in (fund, *words)}
_BONDS = {
    "": False,
    "否": False,
    "no": False,
    "0": False,
    "false": False,
    "是": True,
    "yes": True,
    "1": True,
    "true": True,
}
_CHUNK = 900


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file would take into the register, each project with its year, and what stands against it.

    ``there`` are the rows whose code the register has already, ``again`` those that repeat the code and name of an earlier row.
    """

    rows: int
    projects: list[tuple[int, Project, int]]  # number of the row, project, year
    refusals: list[RowRefusal]
    sheets: Sheets
    there: Sequence[int] = ()
    again: Sequence[int] = ()

    @property
    def distinct(self) -> int:
        """How many projects they are: one may have several years."""
        return len({project.code for _, project, _ in self.projects})


def draft(upload: Upload, access: Access) -> Draft:
    """What a file would take in. Raises Unreadable where it is no table of projects."""
    table = read(upload.path, COLUMNS)
    units = {unit.code: unit for unit in access.organisations(ACTIONS["register.import"]).filter(kind="unit")}
    refusals: list[RowRefusal] = []
    projects = [
        (row.number, *made) for row in table.rows if (made := _Reader(row, table.headings, refusals, units).project())
    ]
    heading = table.headings["code"]
    known: set[str] = set()
    for some in chunks([project.code for _, project, _ in projects], _CHUNK):
        known |= set(Project.objects.filter(code__in=some).values_list("code", flat=True))
    first: dict[str, tuple[int, Project]] = {}
    years: set[tuple[str, int]] = set()
    there: list[int] = []
    again: list[int] = []
    for number, project, year in projects:
        before, other = first.setdefault(project.code, (number, project))
        further = (
            _same(project, other) and (project.code, year) not in years
        )  # a row for each year, as the register exports them
        years.add((project.code, year))
        if before != number and not further:
            if project.name == other.name:
                again.append(number)
            refusals.append(RowRefusal(number, heading, f"代码“{project.code}”与第{before}行相同；同一项目的另一年度，除年度和单位外各列须一致。", f"The code “{project.code}” is that of row {before}; another year of that project is like it but for year and unit."))  # fmt: skip
        if project.code in known:
            there.append(number)
            refusals.append(RowRefusal(number, heading, f"代码“{project.code}”已在项目库中；请删去本行，或在项目页延续到新年度。", f"The code “{project.code}” is in the register; delete the row, or continue that project on its page."))  # fmt: skip
    refusals.sort(key=lambda refusal: refusal.row)
    return Draft(len(table.rows), projects, refusals, table.sheets, there, again)


@transaction.atomic
def take_in(drafted: Draft, user: Any) -> int:
    """Take all of them in; how many projects. One with several rows has a year of each, and now the unit of the last. Raises ValueError where a row is refused, IntegrityError where a code was taken meanwhile."""
    if drafted.refusals:
        raise ValueError(drafted.refusals[0].words)
    at = now()
    latest = {row.code: row for _, row, _ in sorted(drafted.projects, key=lambda one: one[2])}
    for project in latest.values():
        project.changed_by, project.changed_at = user, at
    made = Project.objects.bulk_create(latest.values(), batch_size=80)
    by_code = {project.code: project for project in made}
    ProjectYear.objects.bulk_create(
        [ProjectYear(project=by_code[row.code], year=year, unit=row.unit) for _, row, year in drafted.projects],
        batch_size=300,
    )
    return len(made)


def _same(one: Project, other: Project) -> bool:
    """Whether two rows say the same of a project; its unit may differ from year to year."""
    said = ("name", "attribute", "fund", "bond", "begins", "ends", "purpose")
    return all(getattr(one, name) == getattr(other, name) for name in said)


def code_of(cell: str) -> str:
    """A code as the register takes it. Raises Wrong."""
    if not addressable(cell):
        raise Wrong(f"项目代码“{cell}”不能含“/”或“\\”，也不能只是“.”或“..”；请改用“-”。", f"The code “{cell}” holds / or \\, or is . or ..; write - instead.")  # fmt: skip
    return cell


class _Reader(RowReader):
    """A row that gives a project, where it is sound."""

    def __init__(
        self, row: Row, headings: Mapping[str, str], refusals: list[RowRefusal], units: Mapping[str, Organisation]
    ) -> None:
        super().__init__(row, headings, refusals)
        self.units = units

    def project(self) -> tuple[Project, int] | None:
        name = self.cell("name", lambda cell: self.filled(text(cell, 200)))
        code = self.cell("code", lambda cell: code_of(self.filled(text(cell, 40))))
        unit = self.cell("unit", self.unit)
        attribute = self.cell("attribute", lambda cell: one_of(cell, _ATTRIBUTES, ("新增", "延续")))
        begins = self.cell("begins", lambda cell: whole(cell, 1990, 2100))
        ends = self.cell("ends", lambda cell: whole(cell, 1990, 2100))
        fund = self.cell("fund", lambda cell: one_of(cell, _FUNDS, (words[0] for words in FUND_WORDS.values())))
        bond = self.cell("bond", lambda cell: one_of(cell, _BONDS, ("是", "否")))
        purpose = self.cell("purpose", lambda cell: text(cell, 5000))
        given = self.row.cells.get("year")
        year = self.cell("year", lambda cell: whole(cell, 1990, 2100)) if given is not None else begins
        if self.sound and ends < begins:
            self.refuse("ends", f"终止年度 {ends} 早于起始年度 {begins}。", f"The last year {ends} is before the first, {begins}.")  # fmt: skip
        elif self.sound and not begins <= year <= ends:
            self.refuse("year", f"年度 {year} 不在项目期 {begins}–{ends} 内。", f"{year} is not in the project's term, {begins}–{ends}.")  # fmt: skip
        if not self.sound:
            return None
        made = Project(
            code=code, name=name, unit=unit, attribute=attribute, fund=fund, bond=bond, begins=begins, ends=ends, purpose=purpose,
        )  # fmt: skip
        return made, year

    def unit(self, cell: Any) -> Organisation:
        code = self.filled(text(cell, 32))
        if code not in self.units:
            raise Wrong(
                f"没有代码为“{code}”的预算单位，或不在您的范围内。",
                f"There is no budget unit “{code}”, or it is not yours.",
            )
        return self.units[code]
