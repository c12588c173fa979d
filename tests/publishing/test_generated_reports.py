"""What is generated and left as it is passes the audit: every report over made-up districts, as Word file and as text.

Blanks are filled as a person would, with sentences that hold no figure. A finding that is true of the data is expected, by its rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.publishing import project_years as made_up
from wenxiao.audit.run import audit_reading
from wenxiao.performance.roll_up import Part, roll_up
from wenxiao.publishing.reports.docx import docx
from wenxiao.publishing.reports.drafting import chinese, drafted, heading
from wenxiao.publishing.reports.facts import Facts, ProjectMaterial, of_project
from wenxiao.publishing.reports.ledgered import differing
from wenxiao.publishing.reports.outline import find, outlines
from wenxiao.publishing.reports.pieces import BLANK, plain
from wenxiao.publishing.reports.tables import ReportTable, criteria_table, indicator_table, money_table, project_table
from wenxiao.publishing.reports.whole import Section, Whole, laid
from wenxiao.publishing.reports.wholes import of_department, of_district, of_evaluation
from wenxiao.reading.pipeline import read, read_text

pytestmark = pytest.mark.slow

NAMES = [outline.name for outline in outlines()]
SEEDS = range(20)


def person(text: str) -> str:
    """Every blank written, in words without figures."""

    def written(blank) -> str:  # type: ignore[no-untyped-def]
        if "存在的问题" in blank[1] and "建议" not in blank[1] and "措施" not in blank[1]:
            return "部分任务推进较慢，原因是前期手续办理时间较长。"
        if "“无”" in blank[1]:
            return "无。"
        if "执行率偏低的原因" in blank[1]:
            return "受施工季节影响，部分款项按合同约定于次年结算。"
        return "由项目单位明确专人负责，有关资料归档备查。"

    return BLANK.sub(written, text)


def made(name: str, seed: int, *, overspent: bool = False) -> tuple[Whole, Facts, list[ProjectMaterial]]:
    """A report over made-up data, ready to be handed in."""
    random, outline = Random(f"{name}{seed}"), find(name)
    tables: dict[str, ReportTable | None]
    if outline.subject in ("project", "evaluation"):
        projects = {"": made_up.project(random, overspent=overspent)}
        own = projects[""]
        tables = {"money": money_table(own), "indicators": indicator_table(own)}
        facts = of_project(own)
        if outline.subject == "evaluation":
            scored = made_up.evaluation(random)
            tables, facts = {"criteria": criteria_table(scored.criteria)}, of_evaluation(own, scored)
    else:
        names = random.sample(made_up.NAMES, random.randint(1, 8))
        projects = {f"p{at}": made_up.project(random, each, overspent=overspent) for at, each in enumerate(names)}
        if outline.subject == "department":
            parts = [Part(one.name, one.form, one.position) for one in projects.values() if one.form is not None]
            facts = of_department("星河区城市管理局", 2025, projects, roll_up(parts, made_up.REGIME) if parts else None)
            tables = {"projects": project_table(projects.values())}
        else:
            facts, tables = of_district("星河区", 2025, projects), {}
    sections = tuple(
        Section(one.key, one.title, person(plain(one.text)), tuple(_there(tables, one.tables)))
        for one in drafted(outline, facts)
    )
    paper = Whole(
        heading(outline, facts),
        sections,
        "星河区财政局",
        date(2026, 3, 20),
        appendix=tuple(_there(tables, outline.appendix)),
    )
    return paper, facts, list(projects.values())


def _there(tables: dict[str, ReportTable | None], names: tuple[str, ...]) -> Iterator[ReportTable]:
    return (table for name in names if (table := tables.get(name)) is not None)


def true_of_the_data(projects: list[ProjectMaterial]) -> set[str]:
    """The rules whose finding on such data is right: something is not there, or is spent above what there was."""
    expected = set()
    for one in projects:
        position, form = one.position, one.form
        if form is None or form.total.total is None:
            expected |= {"E109", "C112", "C113"}  # no total score, no value of an indicator
        if position.revised is None or position.paid is None:
            expected |= {"E109", "B113"}  # no budget or no spending is recorded
        if position.arrived is not None and position.paid is not None and position.paid > position.arrived:
            expected.add("B105")  # more was paid than is recorded to have come in
    return expected


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_generated_report_passes_the_audit(name: str, seed: int, tmp_path: Path) -> None:
    paper, facts, projects = made(name, seed)
    path = tmp_path / "report.docx"
    path.write_bytes(docx(paper))
    expected = true_of_the_data(projects)
    for reading in (read(path), read_text(laid(paper).text)):
        found = [
            one for one in audit_reading(reading).findings if one.severity != "note" and one.rule.code not in expected
        ]
        assert [(one.rule.code, one.message()) for one in found] == []
        assert [one.zh for one in differing(reading, facts)] == []


@pytest.mark.parametrize("name", NAMES)
def test_spending_above_the_budget_is_said_in_so_many_words(name: str) -> None:
    """The report does not hide it: the amount above the budget is a figure of its own."""
    paper, facts, projects = made(name, 1, overspent=True)
    over = [one for one in projects if one.position.left is not None and one.position.left < 0]
    assert over
    assert (
        f"支出超过全年预算{facts.figures[next(key for key in facts.figures if key.endswith('money.over'))].words}"
        in laid(paper).text
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_is_asked_for_and_never_made_up(name: str) -> None:
    """A project of which nothing is recorded has blanks, and no figure beside its years."""
    from wenxiao.performance.ledger import Position

    empty = ProjectMaterial("桥梁检测项目", "星河区交通局", "星河区交通局", 2025, Position())
    outline = find(name)
    facts = (
        of_project(empty)
        if outline.subject != "department"
        else of_department("星河区交通局", 2025, {"p1": empty}, None)
    )
    if outline.subject == "district":
        facts = of_district("星河区", 2025, {"p1": empty})
    text = "\n".join(plain(one.text) for one in drafted(outline, facts))
    assert "【待填写：" in text
    assert "万元" not in text
    assert "%" not in text


def test_two_drafts_of_the_same_data_are_the_same_file() -> None:
    assert docx(made("self-evaluation", 3)[0]) == docx(made("self-evaluation", 3)[0])


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
)
def test_headings_count_as_papers_do(number: int, words: str) -> None:
    assert chinese(number) == words
