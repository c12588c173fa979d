"""The report of a region: its figures, its page and its workbook."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import html

from tests.corpus.county import REGION
from tests.corpus.filling import store_of, written
from tests.corpus.stores import filled
from wenxiao.cli.corpus import corpus
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.region import Region, in_ten_thousands, percent, region_report
from wenxiao.corpus.region_page import SHOWN, bar
from wenxiao.corpus.reporting import report
from wenxiao.corpus.store import Store
from wenxiao.told import Told


@pytest.fixture(scope="module")
def region(county: Store) -> Region:
    with Questions(county) as questions:
        return region_report(questions, REGION, 2023)


def _rows(region: Region, key: str) -> tuple[tuple[object, ...], ...]:
    return next(section.rows for section in region.sections if section.key == key)


def test_the_totals(region: Region) -> None:
    assert {words[1]: value for words, value in region.totals} == {
        "units that published": "4", "documents read": "4", "not read": "0", "not read, region or year unknown": "2", "projects": "6",
        "budget (10,000 yuan)": "3,318.52", "spent (10,000 yuan)": "2,924.07", "execution rate": "88.11%", "contradictions": "1",
    }  # fmt: skip


def test_what_was_planted_is_told(region: Region) -> None:
    units = {row[0]: row[1:] for row in _rows(region, "units")}
    assert units["清河县林业局"][:3] == (0, 1, 0)  # last year only
    assert units["清河县水务局"][-1] == 1
    assert [row[:2] for row in _rows(region, "full")] == [("清河县教育局", 2)]
    assert ("A101", "比率与计算它的金额不符", "严重", 1, 1, 1) in _rows(region, "rules")
    assert {row[0] for row in _rows(region, "recycled")} == {"另一单位", "本单位另一年度"}
    assert {row[0] for row in _rows(region, "between")} == {"B515", "E511", "F516"}
    assert _rows(region, "not-read") == (
        ("超时", "2023/慢.pdf", "2023/慢.pdf 已损坏"), ("不能读取", "2023/坏.docx", "2023/坏.docx 已损坏"),
    )  # fmt: skip
    assert [row[-1] for row in _rows(region, "years")] == [Decimal("0.943130"), Decimal("0.881137")]
    assert {section.empty[1] for section in region.sections if section.key in {"recycled", "between"}} == {
        "There is none."
    }


def test_every_project_and_every_score_is_in_one_band(region: Region) -> None:
    assert sum(row[1] for row in _rows(region, "rates")) == 6  # type: ignore[misc]
    assert dict(row for row in _rows(region, "scores") if row[1]) == {"90—100": 3, "100": 1}


def test_what_stands_below_the_region_is_in_it_and_its_namesake_is_not(tmp_path: Path) -> None:
    papers = written(tmp_path / "papers", {
        "a.txt": "星河区松坪镇人民政府2024年度项目支出绩效自评报告\n1、道路硬化工程预算20.50万元，支出20.50万元。",
        "b.txt": "星河县水务局2024年度项目支出绩效自评报告\n1、饮水安全工程预算20.50万元，支出20.50万元。",
    })  # fmt: skip
    with Questions(store_of(tmp_path / "store", papers)) as questions:
        made = region_report(questions, "星河区", 2024)
        assert [row[0] for row in _rows(made, "units")] == ["松坪镇人民政府"]
        with pytest.raises(Told, match="星河县 2024"):
            region_report(questions, "星河区", 2023)


def test_a_part_of_the_name_does_where_one_region_has_it_and_several_are_listed(tmp_path: Path) -> None:
    text = "{region}水务局2024年度项目支出绩效自评报告\n1、饮水安全工程预算20.50万元，支出20.50万元。"
    regions = ("云南省昆明市星河区", "云南省昆明市星河区松坪镇", "云南省昆明市云岭区", "湖南省云岭县")
    store = store_of(tmp_path / "store", written(tmp_path / "papers", {
        f"{region}.txt": text.format(region=region) for region in regions
    }))  # fmt: skip
    run, asked = CliRunner(), ["report", "--store", store.url, "--year", "2024", "-o", str(tmp_path / "a.html")]
    done = run.invoke(corpus, [*asked, "--region", " 星河区 ", "--lang", "zh"])
    assert done.output == f"2024 年云南省昆明市星河区的公开情况已写入 {tmp_path / 'a.html'}。\n"
    several = run.invoke(corpus, [*asked, "--region", "云岭", "--lang", "zh"])
    assert several.exit_code == 1
    assert "有 2 个地区叫“云岭”：云南省昆明市云岭区、湖南省云岭县；请写全名。" in several.output
    with Questions(store) as questions:
        assert [row[0] for row in _rows(region_report(questions, "云岭县", 2024), "units")] == ["云岭县水务局"]
        assert {words[1]: n for words, n in region_report(questions, "昆明", 2024).totals}[
            "units that published"
        ] == "3"
        with pytest.raises(Told, match="没有 海角 2024"):
            region_report(questions, "海角", 2024)


def test_of_a_whole_name_it_is_said_which_regions_of_that_name_are_not_in_it(tmp_path: Path) -> None:
    text = "{region}水务局2024年度项目支出绩效自评报告\n1、饮水安全工程预算20.50万元，支出20.50万元。"
    regions = ("星河区", "星河区松坪镇", "云南省昆明市星河区", "湖南省西星河区")
    store = store_of(tmp_path / "store", written(tmp_path / "papers", {
        f"{region}.txt": text.format(region=region) for region in regions
    }))  # fmt: skip
    asked = ["report", "--store", store.url, "--year", "2024", "-o", str(tmp_path / "a.html"), "--lang", "zh"]
    said = CliRunner().invoke(corpus, [*asked, "--region", "星河区"]).output.splitlines()
    assert said[1:] == ["没有计入名称相同、写明上级的地区：云南省昆明市星河区；要看请写全名。"]
    assert len(CliRunner().invoke(corpus, [*asked, "--region", "云南省昆明市星河区"]).output.splitlines()) == 1


def test_units_of_one_name_in_two_counties_stay_apart(tmp_path: Path) -> None:
    text = (
        "{county}{unit}2024年度项目支出绩效自评报告\n1、{project}预算{amount}万元，支出{amount}万元。\n自评得分100分。"
    )
    papers = written(tmp_path / "papers", {
        f"{county}{year}.txt": text.format(county=county, unit="城关镇人民政府", project="道路硬化工程", amount=amount).replace("2024", year)
        for county, amount in (("云南省昆明市甲县", "20.50"), ("云南省昆明市乙县", "30.50")) for year in ("2023", "2024")
    })  # fmt: skip
    with Questions(store_of(tmp_path / "store", papers)) as questions:
        made = region_report(questions, "云南省昆明市", 2024)
    shown = [(row[0], row[1], row[4]) for row in _rows(made, "units")]
    assert shown == [
        ("云南省昆明市乙县城关镇 城关镇人民政府", 1, Decimal(305000)), ("云南省昆明市甲县城关镇 城关镇人民政府", 1, Decimal(205000)),
    ]  # fmt: skip
    assert {words[1]: value for words, value in made.totals}["units that published"] == "2"
    assert [row[1] for row in _rows(made, "years")] == [2, 2]
    assert [row[2] for row in _rows(made, "types")] == [2]
    assert [row[1] for row in _rows(made, "full")] == [2, 2]


def test_what_could_not_be_fetched_is_told_in_the_region_that_its_list_names(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    written(papers, {
        "a.txt": "星河区水务局2024年度项目支出绩效自评报告\n1、饮水安全工程预算20.50万元，支出20.50万元。",
        "空.txt": "",
        "list.csv": "path,region,year\na.txt,星河区,2024\n空.txt,星河区,2024\n没有.txt,清溪县,2024\n",
    })  # fmt: skip
    filled(tmp_path / "store", f"@{papers / 'list.csv'}")
    with Questions(Store(str(tmp_path / "store"))) as questions:
        made = region_report(questions, "星河区", 2024)
        assert {words[1]: value for words, value in made.totals}["not read"] == "1"
        assert [row[1] for row in _rows(made, "not-read")] == ["空.txt"]
        elsewhere = region_report(questions, "清溪县", 2024)
        assert [row[1] for row in _rows(elsewhere, "not-read")] == ["没有.txt"]
        assert questions.rows("select region, status from not_read order by region") == [
            ("星河区", "not_fetched"), ("清溪县", "not_fetched"),
        ]  # fmt: skip
    run = CliRunner().invoke(corpus, ["read", str(papers / "空.txt"), "--to", str(tmp_path / "store"), "--lang", "zh"])
    asked = run.output.splitlines()[-1].partition('"')[2].rstrip('"')
    with Questions(Store(str(tmp_path / "store"))) as questions:
        assert questions.rows(asked)


def test_units_add_up_to_the_totals_with_those_that_nobody_named(tmp_path: Path) -> None:
    papers = written(tmp_path / "papers", {
        "a.txt": "星河区水务局2024年度项目支出绩效自评报告\n1、饮水安全工程预算20.50万元，支出20.50万元。",
        "b.txt": "2024年度星河区财政重点绩效评价报告\n1、道路硬化工程预算30.50万元，支出30.50万元。",
    })  # fmt: skip
    with Questions(store_of(tmp_path / "store", papers)) as questions:
        made = region_report(questions, "星河区", 2024)
    units = _rows(made, "units")
    assert [row[0] for row in units] == ["星河区水务局", "—（星河区）"]
    assert [sum(row[at] for row in units) for at in (1, 3, 4)] == [2, 2, 510000]  # type: ignore[misc]
    empty = {section.key: section.empty[1] for section in made.sections}
    assert empty["recycled"] == empty["between"] == "Not compared yet (wenxiao corpus compare)."


def test_the_page_needs_nothing_else_and_says_what_the_document_says_as_text(tmp_path: Path) -> None:
    papers = written(
        tmp_path / "papers",
        {"<script>x.txt": "清河县水务局2023年度项目支出绩效自评报告\n1、饮水<b>安全</b>工程预算9万元。"},
    )
    store = store_of(tmp_path / "store", papers, {"<img src=x onerror=y>.pdf": "unreadable"})
    page = report(store.url, REGION, 2023, "page.html").decode()
    links = html.fromstring(page).xpath("//@href | //@src")
    assert links
    assert all(link.startswith(("#", "data:")) for link in links)
    assert "<script" not in page
    assert "&lt;img" in page
    assert "url(" not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_every_section_under_its_heading(county: Store, lang: str) -> None:
    page = html.fromstring(report(county.url, REGION, 2023, "a.html", lang=lang).decode())
    headings = {each.get("id"): each.text for each in page.iter("h2")}
    assert len(headings) == 10
    for table in page.iter("table"):
        width = len(table.find("thead/tr"))
        assert all(len(row) == width for row in table.findall("tbody/tr"))
        assert table.getparent().get("aria-labelledby") in headings
    if lang == "en":
        assert not any(re.search(r"[\u4e00-\u9fff]", text or "") for text in headings.values())


def test_a_long_table_is_cut_on_the_page_and_whole_in_the_workbook(tmp_path: Path) -> None:
    names = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹"[: SHOWN + 3]
    texts = {
        f"{n}.txt": f"清河县{n}庄小学2023年度项目支出绩效自评报告\n1、校舍改造工程预算20万元，支出20万元。"
        for n in names
    }
    store = store_of(tmp_path / "store", written(tmp_path / "papers", texts))
    assert "另有 3 行" in report(store.url, REGION, 2023, "a.html").decode()
    book = openpyxl.load_workbook(io.BytesIO(report(store.url, REGION, 2023, "a.xlsx")))
    assert book["各单位"].max_row == SHOWN + 4


def test_the_workbook_holds_amounts_in_yuan_as_numbers(county: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report(county.url, REGION, 2023, "a.xlsx")))
    sheet = book["历年"]
    assert [cell.value for cell in sheet[1]] == ["年度", "单位", "文档", "项目", "预算（元）", "支出（元）", "执行率"]
    assert [cell.value for cell in sheet[3]] == [2023, 4, 4, 6, 33185200, 29240700, 0.881137]
    assert sheet["G3"].number_format == "0.00%"


def test_a_bar_never_grows_beyond_its_ground() -> None:
    assert 'class="over" width="100.00"' in bar(Decimal("1.7"), Decimal(1))
    assert 'width="50.00"' in bar(3, Decimal(6))
    assert bar(None, Decimal(1)) == bar(0, Decimal(0)) == ""


def test_the_command_writes_or_says_what_is_wrong(county: Store, tmp_path: Path) -> None:
    run, asked = CliRunner(), ["report", "--store", county.url, "--region", REGION, "--lang", "en"]
    done = run.invoke(corpus, [*asked, "--year", "2023", "-o", str(tmp_path / "a.html")])
    assert done.exit_code == 0, done.output
    assert done.output == f"The state of disclosure of {REGION} in 2023 is in {tmp_path / 'a.html'}.\n"
    assert "Performance disclosure" in (tmp_path / "a.html").read_text("utf-8")
    for more, says in ((["--year", "2019", "-o", "b.html"], "it holds"), (["--year", "2023", "-o", "b.pdf"], ".xlsx")):
        refused = run.invoke(corpus, [*asked, *more])
        assert refused.exit_code == 1
        assert says in refused.output


def test_figures_are_rounded_half_up_as_everywhere() -> None:
    assert (in_ten_thousands(Decimal(1_000_050)), percent(Decimal("0.75125"))) == ("100.01", "75.13%")
