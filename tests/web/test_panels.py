"""What the project page shows of targets and monitoring."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("person", ["clerk", "performance", "oversight"])
def test_indicators_stand_with_their_target_and_rounds_with_their_light(as_user, year, person):
    page = as_user(person).get(f"/projects/{year(1).pk}/").content.decode()
    indicators, rounds = part(page, "targets"), part(page, "monitoring")
    assert "案件按期处置率" in indicators
    assert "≥95%" in indicators
    assert "<svg" in indicators
    assert "第2版" in indicators
    assert "1—10月" in rounds
    assert "绿灯" in rounds


def part(page: str, room: str) -> str:
    """What one room shows on the page of a project."""
    _, _, rest = page.partition(f'<div class="panel" id="{room}">')
    return rest.partition('<div class="panel"')[0]


def test_a_project_year_without_targets_says_how_to_begin(as_user, year):
    from wenxiao.web.register.models import ProjectYear

    this = year(1)
    empty = ProjectYear.objects.create(project=this.project, year=2027, unit=this.unit)
    page = as_user("clerk").get(f"/projects/{empty.pk}/").content.decode()
    assert f"/targets/of/{empty.pk}/" in part(page, "targets")
    assert part(page, "monitoring") == ""


def test_last_years_targets_are_copied_with_their_keys(as_user, year):
    from wenxiao.web.register.models import ProjectYear
    from wenxiao.web.targets.models import TargetSet

    this = year(1)
    empty = ProjectYear.objects.create(project=this.project, year=2027, unit=this.unit)
    client = as_user("clerk")
    assert "从上年目标复制" in client.get(f"/targets/of/{empty.pk}/").content.decode()
    client.post(f"/targets/of/{empty.pk}/begin/", {"from": "last-year"})
    made = TargetSet.objects.get(year=empty)
    source = TargetSet.objects.get(year=this, state="approved")
    assert [row.key for row in made.indicators.all()] == [row.key for row in source.indicators.all()]
    client.post(f"/targets/{made.pk}/discard/")
    assert not TargetSet.objects.filter(year=empty).exists()
