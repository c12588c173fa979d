"""A change of the rules that would leave a filing condition without a deadline is refused, and no step ever ends in a traceback."""

from __future__ import annotations

import pytest

from tests.web.griding import GRID, RUBBISH, actor, post, reported
from wenxiao.grid.rules import told
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.grid.keeping import perform
from wenxiao.web.people.models import User
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.models import Change, LocalCondition, RuleVersion

EVENING = {"workday": "evening"}


def form(**more):
    rules = told()
    stages = {f"stage_{state}": limit for state, limit in rules.pop("stages").items()}
    return rules | {"hours": "\n".join(rules["hours"]), "note": "改", "base": 0} | stages | more


@pytest.fixture
def half(db) -> LocalCondition:
    """A condition with a limit that no evening ends."""
    return _half()


def _half() -> LocalCondition:
    made = LocalCondition.objects.create(
        code="half", categories=[RUBBISH], zh="半日垃圾", limit="1.5工作日", closing="已清"
    )
    changed(Change.Part.CATALOGUE, "半日", User.objects.get(username="lead"))
    return made


def test_conditions_without_a_limit_under_new_rules_are_named(as_user, half):
    answer = as_user("lead").post("/territory/rules/new/", form(**EVENING))
    assert answer.status_code == 422
    assert "“半日垃圾”（half，1.5工作日）" in answer.content.decode()
    assert not RuleVersion.objects.exists()
    assert as_user("lead").post("/territory/rules/new/", form()).status_code == 302


def test_a_step_without_a_deadline_is_refused_in_words(as_user):
    row = reported()
    RuleVersion.objects.create(number=1, told=told() | EVENING, note="改", by=User.objects.get(username="lead"))
    _half()
    with pytest.raises(NotAllowed, match="无法计算时限"):
        perform(row, actor("acceptor"), Action.FILE, grid=GRID, category=RUBBISH, condition="half")
    answer = post(as_user("acceptor"), row, "file", grid=GRID, filing=f"{RUBBISH}|half")
    assert answer.status_code == 422
    assert "无法计算时限" in answer.content.decode()


def test_a_version_has_a_name_in_english_of_its_own(as_user):
    as_user("lead").post("/territory/rules/new/", form(title="新规则", title_en="New rules"))
    assert RuleVersion.objects.get().told["title_en"] == "New rules"


def test_of_two_who_change_the_rules_the_second_is_told(as_user):
    client = as_user("lead")
    assert 'name="base" value="0"' in client.get("/territory/rules/new/").content.decode()
    assert client.post("/territory/rules/new/", form(extensions=1)).status_code == 302
    late = client.post("/territory/rules/new/", form(extensions=7))
    assert late.status_code == 422
    assert "修改了这份资料" in late.content.decode()
    assert 'value="7"' in late.content.decode()
    assert RuleVersion.objects.get().told["extensions"] == 1
    assert client.post("/territory/rules/new/", form(extensions=7, base=1)).status_code == 302
