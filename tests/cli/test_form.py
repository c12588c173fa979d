"""The command that writes official forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenxiao.cli.main import main
from wenxiao.reading.pipeline import read


def test_an_empty_form_is_written_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "表.docx"
    assert main(["form", "监控表", "-o", str(target), "--lang", "zh"]) == 0
    assert "项目支出绩效目标执行监控表" in read(target).text
    assert capsys.readouterr().out == f"表格：{target}\n"


def test_a_form_is_filled_from_a_document(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.xlsx"
    source.write_text(
        "云溪区水务局2024年度项目支出绩效自评报告\n一、项目名称：河道保洁项目\n年初预算120.5万元，实际支出118万元。\n",
        "utf-8",
    )
    assert main(["form", "自评表", "-o", str(target), "--from", str(source)]) == 0
    (project,) = read(target).projects
    assert (project.budget, project.spent) == (1205000, 1180000)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["预算表"], "there is no form"),
        (["自评表", "-o", "a.pdf"], "ends in .xlsx or .docx"),
        (["自评表", "-o", "/no/such/folder/a.xlsx"], "cannot write"),
        (["自评表", "-o", "a.xlsx", "--from", "nothing.docx"], "there is no such file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", *arguments, "--lang", "en"]) == 2
    assert words in capsys.readouterr().err
