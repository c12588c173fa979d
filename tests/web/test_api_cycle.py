"""The cycle through the API: the same forms, steps and refusals as on the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.evaluating import approved, begun, money, project_year
from tests.web.making import evaluated, force
from wenxiao.web.api.models import make
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.people.models import User
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet

PDF = b"%PDF-1.4\n% made up\n%%EOF\n"
ROW = {"level1": "产出", "level2": "数量指标", "name": "巡查网格数量", "nature": "ge", "target": "216", "unit": "个"}
ROWS = [
    {**ROW, "weight": "50"},
    {**ROW, "level1": "效益", "level2": "社会效益指标", "name": "问题按期处置率", "target": "95", "unit": "%", "weight": "30"},
    {**ROW, "level1": "满意度", "level2": "服务对象满意度指标", "name": "居民满意度", "target": "90", "unit": "%", "weight": "10"},
]  # fmt: skip
REACHED = [
    {"key": "k0", "value": "928"},
    {"key": "k1", "numerator": "960", "denominator": "1000"},
    {"key": "k2", "value": "90"},
    {"key": "k3", "answer": "达成年度指标", "manual": "28", "reason": "抽查12条街道，11条达到标准"},
    {"key": "k4", "value": "93.5"},
]
OUTCOME = "全年飞行928小时，案件按期处置率96%，平均处置90小时，居民满意度93.5%。"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def targets(program):
    """A draft of targets that a program has just written, with the program."""
    year = project_year(year=2026)
    money(year, paid=None)
    call = program("clerk")
    _, made = call("post", f"/targets/of/{year.pk}", {})
    _, made = call("put", f"/targets/{made['id']}", {"revision": made["revision"], "goal": "完成巡查。", "indicators": ROWS})  # fmt: skip
    return made, call


def test_targets_are_written_row_by_row_and_a_number_comes_back_as_it_was_meant(targets):
    made, _ = targets
    assert [(row["name"], row["target"], row["weight"], row["upper"]) for row in made["indicators"]] == [
        ("巡查网格数量", "216", "50", None),
        ("问题按期处置率", "95", "30", None),
        ("居民满意度", "90", "10", None),
    ]
    assert made["points"] == {"total": "90", "expected": "90", "execution": "10"}
    assert [way["action"] for way in made["steps"]] == ["submit"]


def test_a_program_chooses_how_an_indicator_is_scored(targets, program):
    made, call = targets
    assert {row["scoring"] for row in made["indicators"]} == {"proportion"}
    rows = [{**ROWS[0], "scoring": "all_or_nothing"}, ROWS[1], {**ROWS[2], "scoring": "bands"}]
    body = {"revision": made["revision"], "goal": "完成巡查。", "indicators": rows}
    _, saved = call("put", f"/targets/{made['id']}", body)
    assert [row["scoring"] for row in saved["indicators"]] == ["all_or_nothing", "proportion", "bands"]
    rows[0]["scoring"] = "any"
    assert call("put", f"/targets/{made['id']}", {**body, "revision": saved["revision"]})[0] == 422
    _, library = call("get", "/targets/library?limit=200")
    assert {row["scoring"] for row in library["rows"]} == {"proportion", "all_or_nothing"}


def test_a_draft_that_somebody_else_changed_is_not_overwritten(targets):
    made, call = targets
    body = {"revision": made["revision"] - 1, "goal": "别的", "indicators": []}
    status, told = call("put", f"/targets/{made['id']}", body)
    assert status == 409
    assert "修改" in told["detail"]
    assert TargetSet.objects.get(pk=made["id"]).goal == "完成巡查。"


def test_a_row_that_the_form_refuses_is_named(targets):
    made, call = targets
    rows = [ROWS[0], {**ROWS[1], "name": " "}]
    status, told = call("put", f"/targets/{made['id']}", {"revision": made["revision"], "indicators": rows})
    assert (status, list(told["fields"])) == (422, ["indicators.1.name"])


def test_what_is_missing_stops_a_submission_item_by_item(targets):
    made, call = targets
    body = {"revision": made["revision"], "indicators": [{**ROWS[0], "weight": None}]}
    call("put", f"/targets/{made['id']}", body)
    status, told = call("post", f"/targets/{made['id']}/steps", {"action": "submit"})
    assert (status, told["missing"]) == (422, ["没有写年度总体目标", "“巡查网格数量”没有填权重"])


def test_an_error_of_the_audit_stops_a_submission_until_it_has_a_reason(targets):
    made, call = targets
    rows = [{**row, "weight": "20"} for row in ROWS]
    _, made = call(
        "put", f"/targets/{made['id']}", {"revision": made["revision"], "goal": "完成。", "indicators": rows}
    )
    status, told = call("post", f"/targets/{made['id']}/steps", {"action": "submit"})
    errors = [one for one in made["audit"] if one["severity"] == "error"]
    assert status == 422
    assert errors
    assert [one["id"] for one in told["audit"]] == [one["id"] for one in errors]
    assert all(one["words"] for one in told["audit"])
    reasons = {"revision": made["revision"], "reasons": {one["id"]: "按年度计划分配" for one in errors}}
    _, made = call("put", f"/targets/{made['id']}/reasons", reasons)
    assert {one["reason"] for one in made["audit"] if one["severity"] == "error"} == {"按年度计划分配"}
    status, done = call("post", f"/targets/{made['id']}/steps", {"action": "submit"})
    assert (status, done["state"], done["step"]["source"]) == (200, "submitted", "draft")


def test_a_finding_names_the_field_of_its_indicator(targets):
    made, call = targets
    rows = [*ROWS[:2], {**ROWS[2], "target": None}]
    _, made = call(
        "put", f"/targets/{made['id']}", {"revision": made["revision"], "goal": "完成。", "indicators": rows}
    )
    assert f"{made['indicators'][2]['key']}.target" in {one["field"] for one in made["audit"]}


def test_a_step_is_for_its_role_needs_its_words_and_leaves_its_record(targets, program):
    made, clerk = targets
    steps, head = f"/targets/{made['id']}/steps", program("head")
    assert clerk("post", steps, {"action": "submit"})[0] == 200
    assert clerk("post", steps, {"action": "approve"})[0] == 409
    assert clerk("post", steps, {"action": "dance"})[0] == 409
    assert head("post", steps, {"action": "return"})[0] == 409
    status, done = head("post", steps, {"action": "return", "comment": "目标值偏低"})
    assert (status, done["state"]) == (200, "draft")
    _, record = head("get", steps)
    assert [(one["action"], one["actor"] != "", one["comment"]) for one in record] == [
        ("submit", True, ""),
        ("return", True, "目标值偏低"),
    ]
    assert record[0]["after_hash"] == record[1]["before_hash"]


def test_a_step_on_what_was_read_before_a_change_is_refused(targets):
    made, call = targets
    call("put", f"/targets/{made['id']}", {"revision": made["revision"], "goal": "完成。", "indicators": ROWS})
    step = {"action": "submit", "revision": made["revision"]}
    assert call("post", f"/targets/{made['id']}/steps", step)[0] == 409
    assert TargetSet.objects.get(pk=made["id"]).state == "draft"


def test_a_change_while_a_step_is_prepared_is_not_passed_unseen_by_a_program(targets, monkeypatch):
    made, call = targets
    saved = {"revision": made["revision"], "goal": "完成。", "indicators": ROWS}
    monkeypatch.setattr(TargetSet, "before", lambda *_: call("put", f"/targets/{made['id']}", saved))
    status, refused = call("post", f"/targets/{made['id']}/steps", {"action": "submit", "revision": made["revision"]})
    assert (status, refused["detail"]) == (409, "读取之后已有人修改；请重新读取，核对后再提交。")
    assert TargetSet.objects.get(pk=made["id"]).state == "draft"


def test_an_adjustment_shows_what_it_changes(program):
    year = project_year(year=2026)
    before, call = approved(year), program("clerk")
    status, made = call("post", f"/targets/{before.pk}/adjustment", {"reason": "预算调减"})
    assert (status, made["version"], made["reason"]) == (201, 2, "预算调减")
    keep = [{name: value for name, value in row.items() if value is not None} for row in made["indicators"]]
    keep[0]["target"] = "800"
    body = {"revision": made["revision"], "goal": made["goal"], "reason": made["reason"], "indicators": keep[:4]}
    assert call("put", f"/targets/{made['id']}", body)[0] == 200
    _, shown = call("get", f"/targets/{made['id']}/differences")
    kinds = {pair["name"]: pair["kind"] for pair in shown["indicators"]}
    assert kinds == {"飞行时长": "changed", "按期处置率": "same", "平均处置时间": "same", "市容改善程度": "same", "居民满意度": "removed"}  # fmt: skip
    assert shown["indicators"][0]["changes"][0]["after"] == "800"
    assert call("delete", f"/targets/{made['id']}")[0] == 204
    assert [one["state"] for one in call("get", f"/targets/of/{year.pk}")[1]] == ["approved"]


@pytest.mark.parametrize(("asked", "field"), [("state=nowhere", "state"), ("unit=%00", "unit"), ("q=%00", "q")])
def test_a_filter_that_is_not_understood_is_told(program, asked, field):
    status, told = program("clerk")("get", f"/targets?{asked}")
    assert (status, list(told["fields"])) == (422, [field])


@pytest.mark.parametrize("place", ["/projects", "/targets", "/self-evaluations", "/problems", "/results"])
def test_a_list_is_narrowed_to_a_unit_by_its_code(program, place):
    def units(asked):
        rows = program("performance")("get", f"{place}?{asked}")[1]["rows"]
        return {row.get("unit") or row["project_year"]["unit"] for row in rows}

    every = units("")
    assert len(every) > 1
    assert units(f"unit={max(every)}") == {max(every)}
    assert units("unit=nowhere") == set()


@pytest.fixture
def own(program):
    """A self-evaluation that was just begun, filled in by a program."""
    evaluation, call = begun(), program("clerk")
    body = {"revision": evaluation.revision, "outcome": OUTCOME, "actuals": REACHED}
    status, made = call("put", f"/self-evaluations/{evaluation.pk}", body)
    assert status == 200, made
    return made, call


def test_every_line_of_a_self_evaluation_says_how_it_was_scored(own):
    made, _ = own
    scores = made["scores"]
    assert (scores["total"], scores["low"], scores["points"], scores["grade"]) == ("97.5", "97.5", "100", "优")
    assert [line["score"] for line in scores["lines"]] == ["10", "30", "10", "28", "10"]
    assert all(line["how"] for line in scores["lines"])
    rate = scores["execution"]["rate"]
    assert (rate["numerator"], rate["denominator"], rate["value"]) == ("950000", "1000000", "0.95")
    assert made["money"]["paid"] == "950000.00"


def test_a_score_that_is_only_asked_for_is_not_stored(own):
    made, call = own
    status, scores = call("post", f"/self-evaluations/{made['id']}/score", {"actuals": [{"key": "k0", "value": "464"}]})
    assert (status, scores["total"], scores["lines"][1]["value"]) == (200, None, None)
    assert call("get", f"/self-evaluations/{made['id']}")[1]["scores"] == made["scores"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"key": "k9", "value": "1"}, "actuals.0.key"),
        ({"key": "k3", "value": "1"}, "actuals.0.value"),
        ({"key": "k0", "answer": "达成年度指标"}, "actuals.0.answer"),
        ({"key": "k3", "answer": "差不多"}, "actuals.0.answer"),
    ],
)
def test_an_actual_takes_the_fields_of_its_indicator(own, row, field):
    made, call = own
    body = {"revision": made["revision"], "outcome": OUTCOME, "actuals": [row]}
    status, told = call("put", f"/self-evaluations/{made['id']}", body)
    assert (status, list(told["fields"])) == (422, [field])
    assert call("get", f"/self-evaluations/{made['id']}")[1]["scores"]["total"] == "97.5"


def test_a_self_evaluation_goes_its_way_and_keeps_its_score(own, program):
    made, clerk = own
    steps = f"/self-evaluations/{made['id']}/steps"
    for person, action in (("clerk", "submit"), ("head", "approve"), ("department", "approve"), ("business", "accept")):
        status, done = program(person)("post", steps, {"action": action})
        assert status == 200, done
    _, listed = clerk("get", "/self-evaluations?state=accepted&q=T-1")
    assert [(row["project_year"]["code"], row["total"], row["grade"]) for row in listed["rows"]] == [
        ("T-1", "97.5", "优")
    ]
    body = {"revision": done["revision"], "outcome": "改", "actuals": REACHED}
    assert clerk("put", f"/self-evaluations/{made['id']}", body)[0] == 409
    assert SelfEvaluation.objects.get(pk=made["id"]).outcome == OUTCOME


def test_evidence_is_handed_in_given_out_on_record_and_taken_out(own, client):
    made, call = own
    secret = make(User.objects.get(username="clerk"), "试", ["evaluations:write", "evaluations:read"], date(2099, 1, 1))
    bearer = {"Authorization": f"Bearer {secret}"}
    address = f"/api/v1/self-evaluations/{made['id']}/evidence"

    def hand_in(name, content):
        return client.post(address, {"file": SimpleUploadedFile(name, content), "key": "k0"}, headers=bearer)

    answer = hand_in("飞行记录.pdf", PDF)
    assert (answer.status_code, answer.json()["name"]) == (201, "飞行记录.pdf")
    assert "不是 PDF" in hand_in("假.pdf", b"MZ").json()["fields"]["file"]
    assert "已经上传过" in hand_in("飞行记录.pdf", PDF).json()["fields"]["file"]
    _, shown = call("get", f"/self-evaluations/{made['id']}")
    assert [(file["key"], file["name"]) for file in shown["evidence"]] == [("k0", "飞行记录.pdf")]
    pk, reads = shown["evidence"][0]["id"], SensitiveRead.objects.count()
    given = client.get(f"/api/v1/self-evaluations/evidence/{pk}", headers=bearer)
    assert b"".join(given.streaming_content) == PDF
    assert SensitiveRead.objects.count() == reads + 1
    assert call("delete", f"/self-evaluations/evidence/{pk}")[0] == 204
    assert call("get", f"/self-evaluations/{made['id']}")[1]["evidence"] == []


def test_an_evaluation_is_assigned_worked_on_commented_and_made_final(program):
    year = project_year()
    money(year)
    office, firm, head = program("performance"), program("evaluator"), program("head")
    plan = {"code": "T-1", "year": 2025, "kind": "finance", "framework": office("get", "/evaluations/frameworks")[1][0]["name"]}  # fmt: skip
    status, made = office("post", "/evaluations", plan)
    assert (status, made["state"]) == (201, "planned")
    address = f"/evaluations/{made['id']}"
    assert firm("get", address)[0] == 404
    assigned = {"revision": 0, "evaluator": "F001", "lead": "方衡", "framework": made["framework"], "conflict": "经核查，无利害关系。"}  # fmt: skip
    assert office("put", address, {**assigned, "report": "优秀"})[1]["fields"] == {"report": "当前状态下不填这一项。"}
    assert office("put", address, assigned)[0] == 200
    assert office("put", address, assigned)[0] == 409
    assert office("post", f"{address}/steps", {"action": "submit_plan"})[0] == 409
    assert office("post", f"{address}/steps", {"action": "assign"})[0] == 200
    assert office("put", address, {**assigned, "revision": 2})[0] == 403

    _, made = firm("get", address)
    lines = [{"id": line["id"], "points": line["points"]} for line in made["lines"]]
    assert firm("put", address, {"revision": made["revision"], "plan": "现场核查台账。", "lines": lines})[0] == 200
    assert firm("post", f"{address}/steps", {"action": "submit_plan"})[0] == 200
    assert office("post", f"{address}/steps", {"action": "approve"})[0] == 200
    status, told = firm("post", f"{address}/steps", {"action": "submit_draft"})
    assert status == 422
    assert len(told["missing"]) == len(lines) + 1

    _, made = firm("get", address)
    too_much = [{"id": made["lines"][0]["id"], "score": "99", "basis": "台账"}]
    _, told = firm("put", address, {"revision": made["revision"], "report": "良好。", "lines": too_much})
    assert list(told["fields"]) == ["lines.0.score"]
    full = [{"id": line["id"], "score": line["points"], "basis": "台账齐全"} for line in made["lines"]]
    assert firm("put", address, {"revision": made["revision"], "report": "良好。", "lines": full})[0] == 200
    assert head("get", address)[1]["open"] is False
    for call, action, comment in ((firm, "submit_draft", ""), (office, "consult", ""), (head, "comment", "无意见"), (office, "finish", "")):  # fmt: skip
        status, done = call("post", f"{address}/steps", {"action": action, "comment": comment})
        assert status == 200, done
    _, shown = head("get", address)
    assert (shown["state"], shown["total"], shown["comment"], shown["papers"]) == ("final", "100", "无意见", None)


def test_a_criterion_is_split_by_a_program_and_scored_by_its_parts(program):
    year = project_year()
    approved(year)
    office, firm = program("performance"), program("evaluator")
    _, made = office("post", "/evaluations", {"code": "T-1", "year": 2025, "kind": "finance", "framework": "national-2020"})  # fmt: skip
    address = f"/evaluations/{made['id']}"
    office("put", address, {"revision": 0, "evaluator": "F001", "lead": "方衡", "framework": "national-2020", "conflict": "无利害关系。"})  # fmt: skip
    office("post", f"{address}/steps", {"action": "assign"})
    _, made = firm("get", address)
    at = {line["name"]: line["id"] for line in made["lines"]}
    parts = [
        {"name": "飞行时长", "points": "6", "standard": "≥928小时"},
        {"name": "巡查街道", "points": "4", "standard": "12条"},
    ]

    def write(said, **more):  # type: ignore[no-untyped-def]
        return firm("put", address, {"revision": firm("get", address)[1]["revision"], "lines": said, **more})

    _, told = write([{"id": at["立项依据充分性"], "parts": parts}], plan="核查")
    assert list(told["fields"]) == ["lines.0.parts"]
    _, told = write([{"id": at["实际完成率"], "parts": [{**parts[0], "score": "5"}, {"points": "4"}]}], plan="核查")
    assert sorted(told["fields"]) == ["lines.0.parts.0.score", "lines.0.parts.1.name"]
    status, made = write([{"id": at["实际完成率"], "parts": parts}], plan="核查", from_targets=True)
    lines = {line["name"]: line for line in made["lines"]}
    assert status == 200
    assert [(part["name"], part["points"]) for part in lines["实际完成率"]["parts"]] == [
        ("飞行时长", "6"),
        ("巡查街道", "4"),
    ]
    assert [part["indicator"] for part in lines["质量达标率"]["parts"]] == ["k1"]
    _, made = write(
        [{"id": at[name], "parts": []} for name in at if name != "实际完成率" and lines[name]["parts"]], plan="核查"
    )
    assert [line["name"] for line in made["lines"] if line["parts"]] == ["实际完成率"]
    firm("post", f"{address}/steps", {"action": "submit_plan"})
    office("post", f"{address}/steps", {"action": "approve"})

    kept = next(line["parts"] for line in made["lines"] if line["parts"])
    _, told = write([{"id": at["实际完成率"], "score": "10"}], report="良好", from_targets=True)
    assert sorted(told["fields"]) == ["from_targets", "lines.0.score"]
    _, told = write([{"id": at["实际完成率"], "parts": [{"id": kept[0]["id"], "name": "别的"}, {"score": "4"}]}], report="良好")  # fmt: skip
    assert sorted(told["fields"]) == ["lines.0.parts.0.name", "lines.0.parts.1.id"]
    given = [{"id": part["id"], "score": "3.5", "basis": "台账"} for part in kept]
    _, made = write([{"id": at["实际完成率"], "parts": given}], report="良好")
    line = next(line for line in made["lines"] if line["parts"])
    assert (line["score"], [part["score"] for part in line["parts"]]) == ("7", ["3.5", "3.5"])


def test_a_sample_is_drawn_and_reviewed(own, program):
    made, _ = own
    for person, action in (("clerk", "submit"), ("head", "approve"), ("department", "approve")):
        program(person)("post", f"/self-evaluations/{made['id']}/steps", {"action": action})
    office, unit = program("performance"), program("clerk")
    body = {"year": 2025, "size": 1, "seed": "7f3a", "forced": {"T-1": "群众反映"}}
    assert unit("post", "/reviews/draws", body)[0] == 403
    assert office("post", "/reviews/draws", {**body, "forced": {"T-9": "没有"}})[0] == 422
    status, draw = office("post", "/reviews/draws", body)
    assert (status, draw["same"], len(draw["reviews"])) == (201, True, 1)
    address = f"/reviews/{draw['reviews'][0]}"
    _, review = office("get", address)
    assert (review["project_year"]["code"], review["own"], review["lines"][1]["own"]) == ("T-1", None, "10")
    own_scores = [{"key": line["key"], "score": line["own"]} for line in review["lines"]]
    lower = [*own_scores[:-1], {**own_scores[-1], "score": "8"}]
    body = {"revision": review["revision"], "opinion": "基本真实", "lines": lower, "finish": True}
    status, told = office("put", address, body)
    assert status == 422
    assert "请写明理由" in told["fields"]["lines"]
    lower[-1]["reason"] = "问卷有缺页"
    status, done = office("put", address, body)
    assert (status, done["own"], done["score"], done["difference"]) == (200, "97.5", "95.5", "2")
    assert done["finished_at"]
    assert office("put", address, {**body, "revision": done["revision"]})[0] == 403


def test_a_round_is_issued_reported_and_corrected(program):
    year = project_year(year=2026)
    approved(year)
    money(year, paid="100000")
    office, unit = program("performance"), program("clerk")
    asked = {"year": 2026, "month": 11, "opens": "2026-11-01", "due": "2026-11-30"}
    assert unit("post", "/monitoring/rounds", asked)[0] == 403
    status, issued = office("post", "/monitoring/rounds", asked)
    assert status == 201
    assert issued["reached"] > 0
    _, listed = unit("get", f"/monitoring/rounds/{issued['id']}?q=T-1")
    address = f"/monitoring/{listed['rows'][0]['id']}"
    _, told = unit("post", f"{address}/steps", {"action": "submit"})
    assert "没有填全年预计执行数" in told["missing"]
    rows = [{"key": f"k{at}", "value": "90", "forecast": "950", "likelihood": "certain"} for at in (0, 1, 2, 4)]
    body = {"revision": 0, "expected_spending": "900000.00", "remark": "合同已签订，十二月支付。", "progress": rows}
    assert list(unit("put", address, {**body, "progress": [{"key": "k9"}]})[1]["fields"]) == ["progress.0.key"]
    status, shown = unit("put", address, body)
    assert (status, shown["spending"]["value"], shown["expected_spending"]) == (200, "0.1", "900000")
    assert shown["spending"]["light"] == "red"
    assert shown["spending"]["how"]
    assert [line["value"] for line in shown["lines"]] == ["90", "90", "90", None, "90"]
    assert unit("put", address, body)[0] == 409


def test_a_correction_is_ordered_until_a_day(program):
    report = Monitoring.objects.filter(state="at_finance").first() or Monitoring.objects.get(pk=1)
    force(report, "at_finance")
    office = program("performance")
    address = f"/monitoring/{report.pk}/corrections"
    assert office("post", address, {"order": "加快支付进度", "due": "2026-11-20"})[0] == 409
    status, order = office("post", address, {"order": "加快支付进度", "due": "2026-12-10"})
    assert (status, order["due"], order["answered_at"]) == (201, "2026-12-10", None)
    assert office("get", f"/monitoring/{report.pk}")[1]["state"] == "correcting"


def test_a_problem_goes_from_where_it_is_raised_to_where_it_is_closed(program, client):
    year = project_year(year=2026)
    office, unit = program("performance"), program("clerk")
    raised = {"project_year": year.pk, "origin": "review", "text": "台账没有按月更新。", "due": "2026-12-31"}
    assert unit("post", "/problems", raised)[0] == 403
    assert list(office("post", "/problems", {**raised, "due": "2026-11-01"})[1]["fields"]) == ["due"]
    assert list(office("post", "/problems", {**raised, "finding": "none"})[1]["fields"]) == ["finding"]
    status, made = office("post", "/problems", raised)
    assert (status, made["state"]) == (201, "open")
    address = f"/problems/{made['id']}"
    assert unit("post", f"{address}/steps", {"action": "plan"})[1]["missing"] == ["填写责任人", "填写整改措施"]
    plan = {"revision": 0, "owner": "吴越", "measure": "每月五日前更新。"}
    assert list(unit("put", address, {**plan, "result": "已更新"})[1]["fields"]) == ["result"]
    assert unit("put", address, plan)[0] == 200
    assert unit("put", address, plan)[0] == 409
    assert unit("post", f"{address}/steps", {"action": "plan"})[0] == 200
    assert office("post", f"{address}/steps", {"action": "approve"})[0] == 200
    _, now = unit("get", address)
    assert unit("put", address, {**plan, "revision": now["revision"], "result": "已逐月补录。"})[0] == 200
    secret = make(User.objects.get(username="clerk"), "试", ["problems:write"], date(2099, 1, 1))
    handed = client.post(f"/api/v1{address}/proof", {"file": SimpleUploadedFile("台账.pdf", PDF)}, headers={"Authorization": f"Bearer {secret}"})  # fmt: skip
    assert handed.status_code == 201
    assert office("post", f"{address}/rechecks", {})[0] == 409
    assert unit("post", f"{address}/steps", {"action": "report", "comment": "已完成"})[0] == 200
    status, done = office("post", f"{address}/steps", {"action": "close", "comment": "现场核实"})
    assert (status, done["state"]) == (200, "closed")
    assert [one["action"] for one in office("get", f"{address}/steps")[1]] == ["plan", "approve", "report", "close"]


def test_a_result_is_used_in_the_next_budget_with_its_reason(program):
    year = project_year()
    office = program("performance")
    use = {"revision": 0, "decision": "cut", "next_budget": "800000.00", "reason": "执行率低"}
    assert office("put", f"/results/{year.pk}", use)[0] == 409
    evaluated(year, "58.00", "差")
    status, made = office("put", f"/results/{year.pk}", use)
    assert (status, made["decision"], made["next_budget"], made["revision"]) == (200, "cut", "800000.00", 0)
    assert office("put", f"/results/{year.pk}", {**use, "revision": 5})[0] == 409
    cancelled = {**use, "decision": "cancel"}
    assert list(office("put", f"/results/{year.pk}", cancelled)[1]["fields"]) == ["next_budget"]
    _, listed = office("get", "/results?q=无人机巡查")
    assert [row["decision"] for row in listed["rows"] if row["project_year"]["code"] == "T-1"] == ["cut"]
    assert program("clerk")("put", f"/results/{year.pk}", use)[0] == 403


def test_a_mistake_of_form_is_told_in_chinese_and_on_request_in_english(program, client):
    status, told = program("clerk")("put", "/targets/1", {"goal": 1, "memo": ""})
    assert status == 422
    assert told["fields"] == {
        "revision": "必填。",
        "indicators": "必填。",
        "goal": "应为文字。",
        "memo": "没有这个字段。",
    }
