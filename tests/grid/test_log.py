"""Events in JSON and back; how long cases take."""

from __future__ import annotations

import json

import pytest

from proof.grid.made import KINDS, logs
from tests.grid.making import story
from wenxiao.grid.cases import fold
from wenxiao.grid.log import read, written


def test_every_event_comes_back_as_it_was() -> None:
    for log in logs(dict.fromkeys(KINDS, 1)):
        again = [read(json.loads(json.dumps(written(event)))) for event in log]
        assert again == log
        assert fold(again) == fold(log)


def test_only_what_an_event_says_is_written() -> None:
    told = written(story("dispatch").events[-1])
    assert told["due"] == "2018-10-08T15:02:00+08:00"
    assert "parent" not in told
    assert written(story("file").events[-1])["limit"] == ["4", "work_hour"]


@pytest.mark.parametrize(
    "spoiled",
    [
        {"colour": "red"},
        {"action": "explode"},
        {"occurred_at": "yesterday"},
        {"limit": ["a lot", "work_hour"]},
        {"limit": 4},
        {"due": 5},
    ],
)
def test_what_is_no_event_is_refused(spoiled: dict[str, object]) -> None:
    told = written(story("file").events[-1])
    with pytest.raises(ValueError, match=r"."):
        read({**told, **spoiled})
    with pytest.raises(ValueError, match="no event"):
        read({name: value for name, value in told.items() if name != "actor"})
