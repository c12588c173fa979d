"""Photos of 处置 and 核查: after the dispatch, where the case is; what is not known is said and not guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wenxiao.grid.coordinates import Position
from wenxiao.grid.photos import Doubt, Taken, doubts

SENT = datetime(2026, 11, 20, 2, tzinfo=UTC)
HERE = Position(102.8, 24.9)
NEAR, FAR = Position(102.8, 24.9 + 199 / 111_195), Position(102.8, 24.9 + 201 / 111_195)


@pytest.mark.parametrize(
    ("taken", "since", "where", "found"),
    [
        (Taken(SENT, HERE), SENT, HERE, ()),
        (Taken(SENT - timedelta(seconds=1), NEAR), SENT, HERE, (Doubt.EARLY,)),
        (Taken(SENT, FAR), SENT, HERE, (Doubt.FAR,)),
        (Taken(SENT - timedelta(days=1), FAR), SENT, HERE, (Doubt.EARLY, Doubt.FAR)),
        (Taken(None, None), SENT, HERE, (Doubt.UNTIMED, Doubt.UNPLACED)),
        (Taken(SENT - timedelta(days=1), FAR), None, None, ()),
        (Taken(None, None), None, None, (Doubt.UNTIMED, Doubt.UNPLACED)),
    ],
)
def test_what_is_to_be_looked_at(taken, since, where, found):
    assert doubts(taken, since, where, 200) == found
