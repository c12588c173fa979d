"""Criteria that an evaluation splits into individual indicators of its project: written with the plan, scored one by one."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.web.evaluating import approved
from tests.web.test_evaluation import assigned, points, save, scores, step
from wenxiao.publishing.reports.tables import criteria_table
from wenxiao.web.core.models import Event
from wenxiao.web.evaluation.models import EvaluationPart
from wenxiao.web.people.models import Organisation
from wenxiao.web.reports.material import evaluation_material

PARTS = (("飞行时长", "6", "≥928小时", "飞行日志"), ("巡查街道", "4", "12条", "巡查记录"))


@pytest.fixture
def firm(db):  # type: ignore[no-untyped-def]
    return Organisation.objects.get(code="F001")


def split(one, name="实际完成率", parts=PARTS):  # type: ignore[no-untyped-def]
    """The rows of a criterion, as the page sends them."""
    prefix = f"p-{one.lines.get(name=name).pk}"
    fields = {f"{prefix}-TOTAL_FORMS": str(len(parts)), f"{prefix}-INITIAL_FORMS": "0"}
    for at, row in enumerate(parts):
        said = dict(zip(("name", "points", "standard", "evidence"), row, strict=True))
        fields |= {f"{prefix}-{at}-{key}": value for key, value in said.items()}
        fields[f"{prefix}-{at}-ORDER"] = str(at + 1)
    return fields


def parts_of(one, name="实际完成率"):  # type: ignore[no-untyped-def]
    return list(one.lines.get(name=name).parts.all())


def in_fieldwork(as_user, firm):  # type: ignore[no-untyped-def]
    one = assigned(as_user, firm)
    evaluator = as_user("evaluator")
    save(evaluator, one, plan="抽查", **points(one), **split(one))
    step(evaluator, one, "submit_plan")
    step(as_user("performance"), one, "approve")
    assert one.state == "fieldwork"
    return one


def scored(one, first="6", second="3"):  # type: ignore[no-untyped-def]
    fields = scores(one)
    for part, score in zip(parts_of(one), (first, second), strict=True):
        fields |= {f"s-{part.pk}-score": score, f"s-{part.pk}-basis": "核对日志" if score else ""}
    return fields


def test_the_evaluator_splits_a_criterion_while_the_plan_is_written(as_user, firm):
    one = assigned(as_user, firm)
    save(as_user("evaluator"), one, plan="抽查", **points(one), **split(one))
    made = [(part.name, part.points, part.standard, part.evidence) for part in parts_of(one)]
    assert made == [(name, Decimal(of), standard, evidence) for name, of, standard, evidence in PARTS]
    page = as_user("evaluator").get(one.get_absolute_url()).content.decode()
    assert 'value="飞行时长"' in page


def test_an_office_that_evaluates_itself_splits_too(as_user):
    one = assigned(as_user, kind="department")
    save(as_user("department"), one, plan="核查", **points(one), **split(one))
    assert len(parts_of(one)) == 2


def test_rows_taken_out_are_gone_and_rows_not_sent_stay(as_user, firm):
    one, evaluator = assigned(as_user, firm), as_user("evaluator")
    save(evaluator, one, plan="抽查", **points(one), **split(one))
    save(evaluator, one, plan="抽查二", **points(one))
    assert len(parts_of(one)) == 2
    fields = split(one)
    prefix = next(iter(fields)).removesuffix("-TOTAL_FORMS")
    save(evaluator, one, plan="抽查", **points(one), **fields, **{f"{prefix}-0-DELETE": "on"})
    assert [part.name for part in parts_of(one)] == ["巡查街道"]


def test_only_what_the_framework_makes_specific_can_be_split(as_user, firm):
    one = assigned(as_user, firm)
    save(as_user("evaluator"), one, plan="抽查", **points(one), **split(one, "立项依据充分性"))
    assert not EvaluationPart.objects.exists()


def test_points_that_do_not_come_to_the_criterion_stop_the_plan(as_user, firm):
    one, evaluator = assigned(as_user, firm), as_user("evaluator")
    short = (("飞行时长", "6", "≥928小时", ""), ("巡查街道", "3", "", ""))
    save(evaluator, one, plan="抽查", **points(one), **split(one, parts=short))
    told = step(evaluator, one, "submit_plan")
    assert "“实际完成率”具体指标分值合计 9，应为 10，少 1" in told
    assert "具体指标“巡查街道”没有写目标值或评分标准" in told
    assert one.state == "assigned"


def test_what_is_typed_is_checked_and_not_saved(as_user, firm):
    one = assigned(as_user, firm)
    typed = {"revision": one.revision, "plan": "", **points(one), **split(one, parts=PARTS[:1])}
    page = as_user("evaluator").post(f"/evaluation/{one.pk}/check/", typed).content.decode()
    assert "“实际完成率”具体指标分值合计 6，应为 10，少 4" in page
    assert not EvaluationPart.objects.exists()
    assert as_user("performance").post(f"/evaluation/{one.pk}/check/", typed).status_code == 403


def test_a_row_without_a_name_is_told_and_what_was_typed_stays(as_user, firm):
    one = assigned(as_user, firm)
    rows = split(one, parts=(("", "6", "≥928小时", ""),))
    answer = save(as_user("evaluator"), one, plan="抽查", **points(one), **rows)
    assert answer.status_code == 422
    assert 'value="≥928小时"' in answer.content.decode()
    assert not EvaluationPart.objects.exists()


def test_the_second_of_two_is_told(as_user, firm):
    one = assigned(as_user, firm)
    old, evaluator = one.revision, as_user("evaluator")
    save(evaluator, one, plan="抽查", **points(one), **split(one))
    late = {"revision": old, "plan": "后到", **points(one), **split(one, parts=PARTS[:1])}
    assert evaluator.post(one.get_absolute_url(), late).status_code == 422
    assert len(parts_of(one)) == 2


def test_indicators_are_scored_one_by_one_and_add_up(as_user, firm):
    one, evaluator = in_fieldwork(as_user, firm), as_user("evaluator")
    save(evaluator, one, report="良好", **scored(one, "5.5", ""))
    assert one.lines.get(name="实际完成率").score is None
    assert "“巡查街道”没有评分" in step(evaluator, one, "submit_draft")
    assert save(evaluator, one, report="良好", **scored(one, "7", "3")).status_code == 422
    save(evaluator, one, report="良好", **scored(one, "5.5", "3"))
    assert one.lines.get(name="实际完成率").score == Decimal("8.5")
    step(evaluator, one, "submit_draft")
    assert (one.state, one.total) == ("draft_submitted", Decimal("98.5"))


def test_with_the_plan_the_indicators_are_frozen_and_on_record(as_user, firm):
    one = in_fieldwork(as_user, firm)
    save(as_user("evaluator"), one, report="良好", **scored(one), **split(one, parts=PARTS[:1]))
    assert [(part.name, part.points) for part in parts_of(one)] == [("飞行时长", 6), ("巡查街道", 4)]
    kept = Event.objects.get(machine="evaluation", object_id=one.pk, action="submit_plan").snapshot
    line = next(line for line in kept["lines"] if line["name"] == "实际完成率")
    assert [part["name"] for part in line["parts"]] == ["飞行时长", "巡查街道"]


def test_workbook_report_and_page_show_the_indicators(as_user, firm):
    one, evaluator = in_fieldwork(as_user, firm), as_user("evaluator")
    save(evaluator, one, report="良好", **scored(one))
    sheet = load_workbook(
        BytesIO(b"".join(evaluator.get(f"/evaluation/{one.pk}/scores.xlsx").streaming_content))
    ).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["产出", "产出数量", "实际完成率", "巡查街道", "12条", "巡查记录", 4, 3, "核对日志"] in rows
    material = evaluation_material(one)
    table = criteria_table(material.criteria)
    assert ["", "", "其中：巡查街道", "4", "3", "标准：12条；佐证：巡查记录；依据：核对日志"] in [
        list(row) for row in table.rows
    ]
    reasons = next(line for line in material.criteria if line.name == "实际完成率").reasons
    assert reasons == "“飞行时长”得6分（分值6分），核对日志；“巡查街道”得3分（分值4分），核对日志"
    assert "巡查街道" in evaluator.get(one.get_absolute_url()).content.decode()


def test_the_indicators_of_the_approved_targets_are_taken_over_by_one_press(as_user, firm):
    one = assigned(as_user, firm)
    approved(one.year)
    save(as_user("evaluator"), one, plan="抽查", from_targets="1", **points(one), **split(one))
    assert len(parts_of(one)) == 2
    (taken,) = parts_of(one, "质量达标率")
    assert (taken.name, taken.points, taken.standard, taken.indicator) == ("按期处置率", 10, "≥95%", "k1")
    assert [part.name for part in parts_of(one, "实施效益")] == ["市容改善程度"]


def test_without_approved_targets_there_is_nothing_to_take_over(as_user, firm):
    one, evaluator = assigned(as_user, firm), as_user("evaluator")
    save(evaluator, one, plan="抽查", from_targets="1", **points(one))
    assert "没有可带入的指标" in evaluator.get(one.get_absolute_url()).content.decode()
