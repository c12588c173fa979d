"""Tables as text: what is taken for a table, and what is left to the text reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.making import check_consistent, opened
from wenxiao.documents.places import Places

FORM = """项目支出绩效自评表,,,,
填报单位：云溪区城管局,,,,金额单位：万元
"项目资金
（万元）",,全年预算数,全年执行数,执行率
,年度资金总额,"1,200.00","1,150.00",95.83%
,其中：财政拨款,"1,200.00","1,150.00",
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_table_is_read_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    text = (
        FORM
        if delimiter == ","
        else FORM.replace('"1,200.00"', "1.200").replace('"1,150.00"', "1.150").replace(",", "\t")
    )
    document = opened(tmp_path, text.encode(encoding))
    check_consistent(document)
    assert document.media_type == "text/csv"
    assert document.text.startswith(
        "项目支出绩效自评表\n填报单位：云溪区城管局\n金额单位：万元\n项目资金 （万元）\t\t全年预算数"
    )
    assert len(document.tables[0].cells) == 15
    assert Places(document).at(document.text.index("95.83")).name() == "单元格 E4"
    assert Places(document).at(document.text.index("95.83")).name("en") == "cell E4"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一、项目概况\n本项目预算120万元，支出100万元。\n二、绩效情况\n全部完成。\n", id="prose"),
        pytest.param("甲,乙,丙。\n丁,戊,己。\n庚,辛,壬。\n", id="sentences with half-width commas"),
        pytest.param("预算 1,200.00 元\n支出 1,150.00 元\n结余 50.00 元\n", id="amounts with separators"),
        pytest.param("a,b\nc,d\ne,f\n", id="two columns"),
        pytest.param("项目,预算,执行\n河道,1,2\n", id="two rows"),
        pytest.param("项目\t预算\n\t河道\n\t12\n\n\t路灯\n\t8\n", id="a table with a cell a line"),
        pytest.param("一\t二\t三\n一\t二\n一\n一\t二\t三\t四\t五\n" * 3, id="uneven rows"),
    ],
)
def test_what_may_be_something_else_is_text(tmp_path: Path, text: str) -> None:
    assert opened(tmp_path, text.encode()).media_type == "text/plain"


def test_long_cells_are_prose(tmp_path: Path) -> None:
    line = ",".join(
        ["本项目由区城市管理局组织实施，按照年度工作计划开展全区背街小巷的保洁和垃圾清运工作以及设施养护"] * 3
    )
    assert opened(tmp_path, "\n".join([line] * 4).encode()).media_type == "text/plain"


def test_a_large_table_is_read_whole(tmp_path: Path) -> None:
    text = "序号,项目名称,预算数\n" + "".join(f"{n},第{n}项保洁,{n}.50\n" for n in range(1, 9001))
    document = opened(tmp_path, text.encode("gb18030"))
    assert len(document.tables[0].cells) == 3 * 9001
