"""The public door: what a program gets is what the command shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wenxiao import SuppressionError, audit, compare, read
from wenxiao.cli.main import main

BAD = "道路养护项目预算200万元，支出150万元，执行率85%。\n"
ENTRY = '[[suppress]]\nrule = "A101"\ndocument = "坏.txt"\nreason = "口径见附件二"\n'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("坏.txt").write_text(BAD, "utf-8")
    Path("wenxiao.toml").write_text(ENTRY, "utf-8")


def test_a_named_file_of_suppressions_is_followed_as_by_the_command(capfd: pytest.CaptureFixture[str]) -> None:
    main(["audit", "坏.txt", "--format", "json"])
    told = [f["id"] for f in json.loads(capfd.readouterr().out)["findings"] if f["suppressed"]]
    report = audit("坏.txt", suppressions="wenxiao.toml")
    assert [aside.finding.id for aside in report.suppressed] == told != []
    assert report.suppressed[0].suppression.reason == "口径见附件二"


def test_no_file_is_looked_for() -> None:
    report = audit("坏.txt")
    assert "A101" in {finding.rule.code for finding in report.findings}
    assert report.suppressed == ()


def test_a_note_in_the_document_is_followed() -> None:
    Path("坏.txt").write_text(BAD.replace("85%。", "85%。【问效：不核对 A101，理由：口径不同】"), "utf-8")
    assert [aside.suppression.reason for aside in audit(read("坏.txt")).suppressed] == ["口径不同"]


def test_a_file_that_cannot_be_followed_is_one_sentence() -> None:
    Path("wenxiao.toml").write_text(ENTRY.replace("口径见附件二", ""), "utf-8")
    with pytest.raises(SuppressionError, match="没有写理由"):
        audit("坏.txt", suppressions="wenxiao.toml")
    with pytest.raises(SuppressionError, match=r"没有\.toml"):
        audit("坏.txt", suppressions="没有.toml")


def test_documents_are_compared_with_what_is_set_aside() -> None:
    head = "甲县水务局2023年度项目支出绩效自评"
    Path("表.txt").write_text(f"{head}表\n1、饮水工程预算120.50万元，支出100.25万元。\n", "utf-8")
    Path("报告.txt").write_text(f"{head}报告\n1、饮水工程预算120.50万元，支出110.25万元。\n", "utf-8")
    assert [finding.rule.code for finding in compare(["表.txt", "报告.txt"]).findings] == ["A511"]
    Path("wenxiao.toml").write_text(
        '[[suppress]]\nrule = "A511"\ndocument = "表.txt"\nwith = "报告.txt"\nreason = "时点不同"\n', "utf-8"
    )
    comparison = compare(["表.txt", read("报告.txt")], suppressions="wenxiao.toml")
    assert comparison.findings == ()
    assert [aside.suppression.reason for aside in comparison.suppressed] == ["时点不同"]
