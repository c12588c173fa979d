"""Groups, and the comparison in every form of output."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.publishing.test_html import _parsed
from tests.together.bundles import BUNDLE, audited, compared
from wenxiao.cli.main import main
from wenxiao.publishing.comparison import comparison_schema, comparison_text, comparison_tree
from wenxiao.publishing.html.page import render
from wenxiao.publishing.xlsx import workbook


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    names = []
    for part in BUNDLE.split("=== ")[1:]:
        name, _, text = part.partition("\n")
        Path(name).write_text(text, "utf-8")
        names.append(name)
    return names


def test_every_group_says_in_words_why_its_documents_belong_together() -> None:
    groups = {group.kind: group for group in compared(BUNDLE).groups}
    assert groups["unit"].members == (0, 1)
    assert "甲县水务局2023年度的材料" in groups["unit"].zh
    assert groups["series"].members == (0, 1, 2)
    assert "2022、2023" in groups["series"].zh
    assert groups["district"].members == (0, 1, 2, 3)
    assert all(group.zh and group.en for group in groups.values())


def test_documents_of_most_of_the_same_sentences_are_versions() -> None:
    body = "".join(f"\n第{n}段说明了本年度工作的第{n}个方面以及取得的成效。" for n in range(6))
    text = f"=== 一.txt\n柳溪镇情况说明{body}\n=== 二.txt\n情况说明{body}\n又加了一句话在最后面说明情况。\n"
    [group] = compared(text).groups
    assert group.kind == "versions"


def test_the_block_on_a_terminal_quotes_both_documents_with_their_lines() -> None:
    text = comparison_text(compared(BUNDLE))
    assert text.startswith("── 文件之间 ──")
    assert "自评表.txt:2:22 | 100.25万元" in text
    assert "自评报告.txt:2:22 | 110.25万元" in text
    assert "文件之间发现 1：严重 1" in text
    assert "Between the documents" in comparison_text(compared(BUNDLE), lang="en")


def test_the_json_of_a_comparison_fits_its_schema() -> None:
    Draft202012Validator.check_schema(json.loads(comparison_schema()))
    tree = json.loads(json.dumps(comparison_tree(compared(BUNDLE))))
    Draft202012Validator(json.loads(comparison_schema())).validate(tree)
    [finding] = tree["findings"]
    assert [quote["text"] for quote in finding["quotes"]] == ["100.25万元", "110.25万元"]
    assert [tree["documents"][quote["document"]]["path"] for quote in finding["quotes"]] == [
        "自评表.txt",
        "自评报告.txt",
    ]


def test_the_id_of_a_finding_survives_renaming_and_moving() -> None:
    [before] = compared(BUNDLE).findings
    moved = BUNDLE.replace("=== 自评表.txt", "=== 报送/表.txt").replace("1、饮水", "以下分项说明。\n1、饮水")
    [after] = compared(moved).findings
    assert before.id == after.id


def test_the_page_has_a_section_that_leads_to_the_documents() -> None:
    comparison = compared(BUNDLE)
    html = render(audited(BUNDLE), comparison=comparison)
    _parsed(html)
    assert 'id="between"' in html
    assert '<a href="#d2">自评报告.txt</a>' in html
    assert 'id="between"' not in render(audited(BUNDLE))


def test_the_workbook_has_a_sheet_with_groups_and_findings() -> None:
    book = load_workbook(BytesIO(workbook(audited(BUNDLE), comparison=compared(BUNDLE))))
    rows = [[cell.value for cell in row] for row in book["文件之间"].iter_rows(min_row=2)]
    assert rows[0][0] == "同单位同年度"
    assert rows[-1][2] == "A511"


def test_the_command_ends_with_the_block_and_counts_its_findings(
    files: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "--select", "A511", *files]) == 1
    out = capfd.readouterr().out
    assert out.index("── 文件之间 ──") > out.index("柳溪镇.txt")
    assert main(["audit", "--select", "B515", *files]) == 0
    assert main(["audit", "--select", "A511", "--severity", "error", "--lang", "en", *files]) == 1


def test_a_single_file_and_reading_give_what_they_gave(files: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", files[0]]) == 0
    assert "文件之间" not in capfd.readouterr().out
    assert main(["read", *files]) == 0
    assert "文件之间" not in capfd.readouterr().out


def test_json_lines_end_with_the_comparison_where_there_is_one(
    files: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    main(["audit", "--format", "json", *files])
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["schema"] for line in lines] == ["wenxiao/reading/1"] * 4 + ["wenxiao/comparison/1"]
    Path("别.txt").write_text("没有关系的一句话。", "utf-8")
    main(["audit", "--format", "json", files[0], "别.txt"])
    assert [json.loads(line)["schema"] for line in capfd.readouterr().out.splitlines()] == ["wenxiao/reading/1"] * 2


def test_copies_of_a_file_are_told_once_and_found_nothing_in(
    files: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("副本.txt").write_bytes(Path(files[0]).read_bytes())
    main(["audit", "--format", "json", files[0], "副本.txt"])
    comparison = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert [group["kind"] for group in comparison["groups"]] == ["copies"]
    assert comparison["findings"] == []


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_html_and_xlsx_hold_the_comparison(form: str, files: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--format", form, *files]) == 1
    assert "文件之间发现 1" in capfd.readouterr().out


def test_joint_rules_are_in_the_catalogue(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    assert "E511  E11" in capfd.readouterr().out
    assert main(["explain", "same-amount-two-documents"]) == 0
    assert "=== 自评表.txt" in capfd.readouterr().out
    assert main(["explain", "A11"]) == 0
    assert "A111" in capfd.readouterr().out
