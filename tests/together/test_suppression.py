"""Findings between documents that are set aside: by entries, by notes, in every form of output."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.together.bundles import BUNDLE, compared
from wenxiao.audit.suppression_file import SuppressionError, parse
from wenxiao.audit.together import Comparison
from wenxiao.audit.together.suppression import suppress
from wenxiao.cli.main import main
from wenxiao.publishing.comparison import comparison_schema, comparison_text, comparison_tree

TODAY = date(2030, 1, 1)
ENTRY = '[[suppress]]\nrule = "A511"\ndocument = "自评表.txt"\nreason = "一处按合同价"\nby = "预算科"\n'


def _aside(text: str, bundle: str = BUNDLE) -> Comparison:
    return suppress(compared(bundle), parse(text, "wenxiao.toml", Path(".")), today=TODAY)


@pytest.mark.parametrize(
    "entry",
    [
        'rule="A511"\ndocument="自评表.txt"',
        'rule="same-amount-two-documents"\ndocument="自评报告.txt"',
        'rule="A11"\ndocument="自评表.txt"',
        'rule="A511"\ndocument="自评表.txt"\nwith="自评报告.txt"',
        'rule="A511"\ndocument="自评表.txt"\nquote="１１０.25 万元"',
        f'finding="{compared(BUNDLE).findings[0].id}"',
    ],
)
def test_an_entry_by_rule_document_quote_or_id_sets_it_aside(entry: str) -> None:
    comparison = _aside(f'[[suppress]]\n{entry}\nreason="甲"')
    assert comparison.findings == ()
    assert [(a.finding.rule.code, a.suppression.reason) for a in comparison.suppressed] == [("A511", "甲")]
    assert comparison.unused == ()


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('rule="B515"\ndocument="自评表.txt"', ["fits no finding"]),
        ('rule="A511"\ndocument="上年.txt"', ["fits no finding"]),
        ('rule="A511"\ndocument="自评表.txt"\nwith="上年.txt"', ["fits no finding"]),
        ('rule="A511"\ndocument="自评表.txt"\nquote="99万元"', ["fits no finding"]),
        ('rule="A511"\ndocument="自评表.txt"\nuntil=2029-12-31', ["expired"]),
        ('finding="A511-0"', ["fits no finding"]),
        ('rule="A511"\ndocument="别处.txt"', []),
        ('rule="A101"\ndocument="自评表.txt"', []),
    ],
)
def test_what_sets_nothing_aside_is_told_where_it_could_have(entry: str, why: list[str]) -> None:
    comparison = _aside(f'[[suppress]]\n{entry}\nreason="甲"')
    assert len(comparison.findings) == 1
    assert [unused.why for unused in comparison.unused] == why


def test_a_note_in_one_of_the_documents_is_followed() -> None:
    noted = BUNDLE.replace("83.20%。", "83.20%。【问效：不核对 A511，理由：含质保金】")
    comparison = suppress(compared(noted), today=TODAY)
    assert [a.suppression.source for a in comparison.suppressed] == ["自评表.txt:2"]
    assert "自评表.txt第 2 行注明" in comparison_text(comparison)
    other_line = BUNDLE.replace("自评表\n", "自评表【问效：不核对 A511，理由：含质保金】\n", 1)
    comparison = suppress(compared(other_line), today=TODAY)
    assert [(u.suppression.source, u.why) for u in comparison.unused] == [("自评表.txt:1", "fits no finding")]


def test_the_second_document_goes_with_rules_between_documents_only() -> None:
    with pytest.raises(SuppressionError, match="with 只用于"):
        parse('[[suppress]]\nrule="A101"\ndocument="a"\nwith="b"\nreason="甲"', "wenxiao.toml", Path("."))


def test_the_json_says_so_and_fits_its_schema() -> None:
    tree = json.loads(json.dumps(comparison_tree(_aside(ENTRY + ENTRY.replace("A511", "B515")))))
    Draft202012Validator(json.loads(comparison_schema())).validate(tree)
    assert tree["findings"][0]["suppressed"]["reason"] == "一处按合同价"
    assert [left["source"] for left in tree["unused_suppressions"]] == ["wenxiao.toml #2"]


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for part in BUNDLE.split("=== ")[1:]:
        name, _, text = part.partition("\n")
        Path(name).write_text(text, "utf-8")


def _words(form: str) -> str:
    if form == "letter":
        tables = [t for path in Path("out").glob("*自评表.docx") for t in Document(str(path)).tables]
        return "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    if form == "xlsx":
        book = load_workbook(BytesIO(Path("out").read_bytes()))
        return "".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return Path("out").read_text("utf-8")


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("form", ["text", "html", "xlsx", "json", "sarif", "letter"])
def test_no_form_is_silent_about_it_and_it_does_not_count(form: str) -> None:
    arguments = ["audit", ".", "--select", "A511", "--format", form, "-o", "out"]
    assert main(arguments) == 1
    assert "110.25" in _words(form)
    Path("wenxiao.toml").write_text(ENTRY, "utf-8")
    assert main(arguments) == 0
    assert "一处按合同价" in _words(form)


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("form", ["text", "html", "xlsx", "json", "sarif"])
def test_every_form_tells_what_set_nothing_aside(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("wenxiao.toml").write_text(ENTRY.replace("自评表", "上年"), "utf-8")
    assert main(["audit", ".", "--select", "A511", "--format", form, "-o", "out"]) == 1
    words = _words(form)
    assert "没有对应的发现" in words or "fits no finding" in words
    assert "wenxiao.toml" not in capfd.readouterr().err


@pytest.mark.usefixtures("_files")
def test_an_entry_for_a_check_of_both_kinds_is_unused_only_where_neither_needs_it(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("wenxiao.toml").write_text(ENTRY.replace("A511", "A11"), "utf-8")
    assert main(["audit", ".", "--select", "A11"]) == 0
    out, err = capfd.readouterr()
    assert "没有对应的发现" not in out + err
    Path("wenxiao.toml").write_text(ENTRY.replace("A511", "A11").replace("自评表", "上年"), "utf-8")
    assert main(["audit", ".", "--select", "A11"]) == 1
    out, err = capfd.readouterr()
    assert (out + err).count("没有对应的发现") == 1
    assert (
        main(["audit", "上年.txt", "--select", "A11"]) == 0
    )  # the rule between documents did not run: nothing is said
    out, err = capfd.readouterr()
    assert "没有对应的发现" not in out + err


@pytest.mark.usefixtures("_files")
def test_of_findings_below_the_asked_severity_nothing_is_called_unused(capfd: pytest.CaptureFixture[str]) -> None:
    Path("一.txt").write_text("绿化项目预算303.00万元，支出201.00万元，执行率66.33%。\n", "utf-8")
    assert main(["audit", "一.txt", "--select", "A101"]) == 1
    Path("wenxiao.toml").write_text('[[suppress]]\nrule="A101"\ndocument="一.txt"\nreason="甲"\n', "utf-8")
    capfd.readouterr()
    assert main(["audit", "一.txt", "--select", "A101", "--severity", "error"]) == 0
    out, err = capfd.readouterr()
    assert "没有对应的发现" not in out + err
