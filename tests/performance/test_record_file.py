"""Records are read from files; what is wrong with a file is said in one sentence."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wenxiao.performance.record_file import RecordError, load, parse, record
from wenxiao.performance.records import Forecast, Published, Use

HEAD = 'project = "道路照明节能改造项目"\nyear = 2023\n'
DOCUMENTED = re.search(r"(?s)```toml\n(.*?)```", (Path(__file__).parents[2] / "docs" / "records.md").read_text("utf-8"))


def test_the_record_of_the_documentation_is_read() -> None:
    assert DOCUMENTED is not None
    read = parse(DOCUMENTED[1])
    assert read.ledger.adjusted == Decimal(2520000)
    assert read.targets is not None
    assert [version.by_adjustment for version in read.targets] == [False, True]
    assert read.monitoring is not None
    assert read.monitoring[0].outlooks[0].forecast is Forecast.IMPOSSIBLE
    assert read.disclosures is not None
    assert read.disclosures[1].what is Published.SELF_EVALUATION
    assert read.before is not None
    assert (read.before.project, read.before.year) == (read.project, 2022)


def test_what_is_left_out_is_not_known_and_what_is_empty_is_nothing() -> None:
    unsaid, said = parse(HEAD), parse(HEAD + 'problems = []\n[self_evaluation]\ntext = ""')
    assert (unsaid.problems, unsaid.self_evaluation, unsaid.ledger.spent) == (None, None, None)
    assert said.problems == ()
    assert said.self_evaluation is not None
    assert said.self_evaluation.text == ""


def test_an_amount_of_the_ledger_is_exact_and_a_stated_one_stands_for_what_rounds_to_it() -> None:
    read = parse(HEAD + 'ledger = { spent = "238.64万元" }\nself_evaluation = { figures = { spent = "238.64万元" } }')
    assert read.ledger.spent == Decimal(2386400)
    assert read.self_evaluation is not None
    [stated] = read.self_evaluation.figures
    assert stated.words == "238.64万元"
    assert stated.quantity.interval == (Decimal(2386350), Decimal(2386450))


def test_json_has_the_same_keys_with_dates_as_text(tmp_path: Path) -> None:
    file = tmp_path / "记录.json"
    tree = {"project": "甲项目", "year": 2023, "as_of": "2024-12-02", "decision": {"use": "压减"}, "before": None}
    file.write_text(json.dumps(tree), "utf-8")
    read = load(file)
    assert read.as_of == date(2024, 12, 2)
    assert read.decision is not None
    assert read.decision.use is Use.CUT


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("year = 2023", "project"),
        ('project = "甲"', "year"),
        ('project = "甲"\nyear = "二〇二三"', "year"),
        (HEAD + "as_of = 2024", "as_of"),
        (HEAD + 'as_of = "去年"', "as_of"),
        (HEAD + "problem = []", "problem"),
        (HEAD + "problems = {}", "problems"),
        (HEAD + 'problems = ["甲"]', "problems[1]"),
        (HEAD + "problems = [{}]", "problems[1].text"),
        (HEAD + "ledger = 5", "ledger"),
        (HEAD + "ledger = { spent = true }", "ledger.spent"),
        (HEAD + 'ledger = { spent = "很多" }', "ledger.spent"),
        (HEAD + "ledger = { spent = nan }", "ledger.spent"),
        (HEAD + "ledger = { spent = 1e400 }", "ledger.spent"),
        (HEAD + "self_evaluation = { figures = { spent = inf } }", "self_evaluation.figures.spent"),
        (HEAD + 'self_evaluation = { figures = { planned = "5万元" } }', "self_evaluation.figures.planned"),
        (HEAD + 'monitoring = [{ light = "blue" }]', "monitoring[1].light"),
        (HEAD + 'monitoring = [{ outlooks = [{ indicator = "甲" }] }]', "monitoring[1].outlooks[1].forecast"),
        (HEAD + 'targets = [{ by_adjustment = "是" }]', "targets[1].by_adjustment"),
        (HEAD + "before = { before = {} }", "before.before"),
        ("不是 TOML", "TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where_is_said_in_one_sentence(text: str, place: str) -> None:
    with pytest.raises(RecordError) as caught:
        parse(text, "甲.toml")
    for lang in ("zh", "en"):
        assert place in caught.value.message(lang)
        assert "甲.toml" in caught.value.message(lang)
        assert "\n" not in caught.value.message(lang)


@pytest.mark.parametrize(
    "text", ["[", "[]", '"甲"', "null", "[" * 100_000, '{"project": "甲", "year": ' + "1" * 5000 + "}"]
)
def test_json_that_is_no_record_raises_nothing_else(text: str) -> None:
    with pytest.raises(RecordError):
        parse(text, "甲.json")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "甲.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordError, match="UTF-8"):
        load(tmp_path / "甲.toml")
    with pytest.raises(RecordError, match="无法读取"):
        load(tmp_path / "没有.toml")


def test_a_tree_that_a_program_made_is_read_like_a_file() -> None:
    assert record({"project": "甲", "year": 2023, "ledger": {"spent": Decimal("5.00E+6")}}).ledger.spent == 5000000
