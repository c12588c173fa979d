"""Workbooks of the command centre say when things were in the time of the district."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.web.griding import handling
from tests.web.test_fieldwork import sheet
from wenxiao.web.command.models import EarlyWarning, EmergencyTask
from wenxiao.web.core.clock import minute
from wenxiao.web.grid.models import Case

#: 16:30 in Greenwich is half past midnight of the next day here.
AT = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)
HERE = "2026-11-02 00:30"


def test_a_minute_is_one_of_the_district():
    assert (minute(AT), minute(None)) == (HERE, None)


@pytest.mark.parametrize(
    ("address", "model", "columns"),
    [
        ("/command/warnings/?export=xlsx", EarlyWarning, {"issued_at": 3, "closed_at": 6}),
        ("/command/tasks/?export=xlsx", EmergencyTask, {"opened_at": 3, "done_at": 4}),
        ("/command/cases/?export=xlsx", Case, {"adjusted_due": 5}),
    ],
)
def test_times_of_workbooks_are_those_of_the_district(as_user, address, model, columns):
    if model is Case:
        handling()
    model.objects.update(**dict.fromkeys(columns, AT))
    rows = sheet(as_user("lead").get(address))[1:]
    assert rows
    assert {row[place] for row in rows for place in columns.values()} == {HERE}
