"""What the project page shows of targets and monitoring."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from wenxiao.web.monitoring import panels as monitoring
from wenxiao.web.targets import panels as targets


@pytest.mark.parametrize("person", ["clerk", "performance", "oversight"])
def test_indicators_stand_with_their_target_and_rounds_with_their_light(rf, access, year, person):
    this, who = year(1), access(person)
    template, context = targets.panel(this, who)
    shown = render_to_string(template, {**context, "year": this}, rf.get("/"))
    assert "案件按期处置率" in shown
    assert "≥95%" in shown
    assert "<svg" in shown
    assert "第2版" in shown
    template, context = monitoring.panel(this, who)
    shown = render_to_string(template, {**context, "year": this}, rf.get("/"))
    assert "1—10月" in shown
    assert "绿灯" in shown


def test_a_project_year_without_targets_says_how_to_begin(rf, access, year):
    from wenxiao.web.register.models import ProjectYear

    this = year(1)
    empty = ProjectYear.objects.create(project=this.project, year=2027, unit=this.unit)
    template, context = targets.panel(empty, access("clerk"))
    assert f"/targets/of/{empty.pk}/" in render_to_string(template, {**context, "year": empty}, rf.get("/"))
    assert monitoring.panel(empty, access("clerk")) is None


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
