"""The way of a monthly run and of its appeals, and where objects stand after them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wenxiao.grid.runs import RunState, standings, step_of_appeal, step_of_run
from wenxiao.grid.states import Role
from wenxiao.told import NotAllowed

LEAD = frozenset({Role.LEAD})


def test_a_run_goes_one_way():
    state = RunState.DRAFT
    for action in ("freeze", "publish", "finish"):
        state = step_of_run(state, action, LEAD).target
    assert state is RunState.FINAL
    for action in ("freeze", "publish", "finish"):
        with pytest.raises(NotAllowed):
            step_of_run(state, action, LEAD)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_the_lead_moves_a_run(role):
    with pytest.raises(NotAllowed):
        step_of_run("draft", "freeze", frozenset({role}))


def test_an_appeal_takes_three_people():
    some = frozenset({Role.DISPATCHER})
    assert step_of_appeal("asked", "endorse", some, "2", "1", "", "属实").target == "endorsed"
    assert step_of_appeal("endorsed", "grant", LEAD, "3", "1", "2", "属实").target == "granted"
    for state, action, roles, actor, words in (
        ("asked", "grant", LEAD, "3", "属实"),
        ("endorsed", "grant", LEAD, "2", "属实"),
        ("asked", "endorse", some, "1", "属实"),
        ("asked", "endorse", some, "2", " "),
        ("granted", "refuse", LEAD, "3", "属实"),
        ("asked", "endorse", frozenset({Role.HANDLER}), "2", "属实"),
    ):
        with pytest.raises(NotAllowed):
            step_of_appeal(state, action, roles, actor, "1", "2", words)


def test_ranks_are_shared_and_the_unsure_have_none():
    of = [(Decimal(90), Decimal(90), False), (Decimal(80), Decimal(95), False), (Decimal(90), Decimal(90), False), (Decimal(99), Decimal(99), True), (Decimal(70), Decimal(70), False)]  # fmt: skip
    found = standings(of)
    assert [each.rank for each in found] == [1, None, 1, None, 3]
    assert [each.total for each in found] == [90, None, 90, 99, 70]
