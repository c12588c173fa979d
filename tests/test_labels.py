"""Findings decided on a desk, measured again."""

from __future__ import annotations

import json

import pytest

from proof.labels import decided
from proof.page import page
from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read_text

WRONG = "网格巡查服务项目年初预算200.00万元，实际支出150.00万元，预算执行率为85.00%。\n"
RIGHT = WRONG.replace("85.00%", "75.00%")


def written(folder, name, text, label, finding, quotes):
    tree = {"schema": "wenxiao/label/1", "engine": "0", "media_type": "text/plain", "text": text, "labels": [
        {"label": label, "rule": "A101", "finding": finding, "quotes": quotes, "reason": "口径不同"},
    ]}  # fmt: skip
    (folder / name).write_text(json.dumps(tree, ensure_ascii=False), "utf8")


def test_what_was_confirmed_is_found_and_what_was_a_false_alarm_is_told_while_it_is_made(tmp_path):
    (finding,) = [f for f in audit_reading(read_text(WRONG)).findings if f.rule.code == "A101"]
    quotes = [WRONG[s.start : s.end] for s in finding.spans]
    written(tmp_path, "1.json", WRONG, "confirmed", finding.id, quotes)
    written(tmp_path, "2.json", WRONG, "false_alarm", "A101-old-id", quotes)
    written(tmp_path, "3.json", RIGHT, "confirmed", finding.id, quotes)
    written(tmp_path, "4.json", RIGHT, "false_alarm", finding.id, quotes)
    made = decided(tmp_path)
    assert (made.documents, made.confirmed["A101"], made.found["A101"]) == (4, 2, 1)
    assert (made.false["A101"], made.made["A101"]) == (2, 1)
    assert made.listed == ["false alarm: A101 in 2", "lost: A101 in 3"]


@pytest.mark.parametrize("content", ["[]", "{}", "none", '{"schema": "other", "labels": [], "text": ""}'])
def test_a_file_of_another_form_is_named(tmp_path, content):
    (tmp_path / "other.json").write_text(content)
    with pytest.raises(ValueError, match=r"other\.json"):
        decided(tmp_path)


def test_the_page_has_a_part_for_it_only_where_there_are_any(tmp_path):
    from proof.gold import Sample
    from proof.joint.trial import JointTally
    from proof.records.trial import RecordTally
    from proof.trial import Tally

    (finding,) = [f for f in audit_reading(read_text(WRONG)).findings if f.rule.code == "A101"]
    written(tmp_path, "1.json", WRONG, "confirmed", finding.id, ["85.00%"])
    rest = (Tally(), JointTally(), RecordTally(), [], Sample(), 0, 0, [])
    assert "| A101 | 1 | 1 | 0 | 0 |" in page(*rest, decided(tmp_path))
    assert "decided on a desk" not in page(*rest)
