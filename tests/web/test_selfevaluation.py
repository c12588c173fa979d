"""A self-evaluation from its start to its acceptance: scores as the regime makes them, nothing missing counted as zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.evaluating import REACHED, ROWS, accepted, approved, begun, fill, money, project_year
from wenxiao.web.core.models import Event
from wenxiao.web.core.workflow import history
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import missing, scored
from wenxiao.web.selfevaluation.starting import start_all


def lines(evaluation):  # type: ignore[no-untyped-def]
    evaluation = SelfEvaluation.objects.get(pk=evaluation.pk)
    return {line.key: line for line in scored(evaluation).lines}


def step(client, evaluation, action, comment=""):  # type: ignore[no-untyped-def]
    answer = client.post(f"/selfevaluation/{evaluation.pk}/step/", {"action": action, "comment": comment}, follow=True)
    evaluation.refresh_from_db()
    return answer.content.decode()


def test_a_clerk_starts_the_self_evaluation_of_a_year_with_approved_targets(as_user):
    year = project_year()
    approved(year)
    clerk = as_user("clerk")
    assert reverse("self-evaluation-begin", args=(year.pk,)) in clerk.get("/selfevaluation/").content.decode()
    answer = clerk.post(f"/selfevaluation/begin/{year.pk}/")
    evaluation = SelfEvaluation.objects.get(year=year)
    assert answer["Location"] == f"/selfevaluation/{evaluation.pk}/edit/"
    assert evaluation.state == "draft"


def test_without_approved_targets_there_is_nothing_to_evaluate(as_user):
    year = project_year()
    answer = as_user("clerk").post(f"/selfevaluation/begin/{year.pk}/", follow=True)
    assert "还没有批复的绩效目标" in answer.content.decode()
    assert not SelfEvaluation.objects.filter(year=year).exists()


def test_the_performance_office_starts_all_of_a_year_with_a_date(as_user):
    years = [project_year("T-1", year=2031), project_year("T-2", "202001", year=2031)]
    for year in years:
        approved(year)
    none = project_year("T-3", year=2031)
    as_user("performance").post("/selfevaluation/begin/", {"year": 2031, "due": "2032-03-15"})
    found = SelfEvaluation.objects.filter(year__year=2031)
    assert {one.year_id for one in found} == {year.pk for year in years}
    assert {one.due for one in found} == {date(2032, 3, 15)}
    assert none.pk not in {one.year_id for one in found}


def test_starting_all_twice_starts_nothing_twice(access):
    year = project_year("T-1", year=2031)
    approved(year)
    user = access("performance").user
    years = ProjectYear.objects.filter(year=2031)
    assert start_all(years, user, date(2032, 3, 15)) == 1
    assert start_all(years, user, date(2032, 4, 15)) == 0
    evaluation = SelfEvaluation.objects.get(year=year)
    assert evaluation.due == date(2032, 4, 15)
    assert start_all(years, user, date(2032, 4, 15)) == 0
    (event,) = history(evaluation)
    assert (event.actor, event.year, event.words) == (user, year, "调整起止日期")
    assert event.comment == "2032-03-15 → 2032-04-15"


VECTORS = (
    ("a lower bound missed", "ge", "928", "10", {"value": "909.93"}, "9.81"),
    ("a lower bound reached", "ge", "6", "10", {"value": "6"}, "10"),
    ("an upper bound missed by more than its own size", "le", "160", "15", {"value": "386"}, "0"),
    ("an upper bound missed", "le", "100", "10", {"value": "150"}, "5.00"),
    ("a rate from its parts", "ge", "100", "10", {"numerator": "176.69", "denominator": "200"}, "8.83"),
)


@pytest.mark.parametrize(
    ("nature", "target", "points", "typed", "score"), [case[1:] for case in VECTORS], ids=[case[0] for case in VECTORS]
)
def test_scores_through_the_form(as_user, nature, target, points, typed, score):
    unit = "%" if "numerator" in typed else "小时"
    evaluation = begun(rows=(("产出", "数量", "工作量", nature, target, None, "", unit, points),))
    fill(as_user("clerk"), evaluation, {f"i-k0-{name}": value for name, value in typed.items()})
    assert lines(evaluation)["k0"].score == Decimal(score)


def chosen(scoring, row, method=""):
    """A self-evaluation of one indicator that is scored so."""
    return begun(rows=(row,), described={"scoring": scoring, "method": method})


NUMBER = ("产出", "数量", "完工数", "ge", "10", None, "", "个", "25")
ASKED = ("满意度", "服务对象满意度", "居民满意度", "ge", "95", None, "", "%", "10")


@pytest.mark.parametrize(
    ("scoring", "row", "value", "score"),
    [
        ("proportion", NUMBER, "9", "22.5"),
        ("all_or_nothing", NUMBER, "9", "0"),
        ("threshold", NUMBER, "9", "22.5"),
        ("threshold", NUMBER, "5", "0"),
        ("bands", ASKED, "92", "10"),
        ("bands", ASKED, "85", "5"),
    ],
)
def test_the_way_of_scoring_of_the_targets_makes_the_score_that_is_handed_in(as_user, scoring, row, value, score):
    evaluation = chosen(scoring, row)
    fill(as_user("clerk"), evaluation, {"i-k0-value": value, "i-k0-reason": "两处征地未完成"})
    assert lines(evaluation)["k0"].score == Decimal(score)
    assert [one.zh for one in evaluation.audit() if one.code in ("C102", "C104")] == []
    assert (
        str(scored(evaluation).lines[0].how)
        in as_user("clerk").get(f"/selfevaluation/{evaluation.pk}/").content.decode()
    )


def test_words_that_say_another_way_of_scoring_are_told_at_the_value(as_user):
    evaluation = chosen("proportion", NUMBER, "直接赋分：未达成不得分")
    told = [one for one in evaluation.audit() if one.field == "i-k0-value"]
    assert [(one.severity, "直接赋分" in one.zh) for one in told] == [("warning", True)]
    assert 'href="#id_i-k0-value"' in as_user("clerk").get(f"/selfevaluation/{evaluation.pk}/edit/").content.decode()


def test_a_yes_or_no_in_words_asks_for_no_score_by_hand(as_user):
    evaluation = chosen("all_or_nothing", ("产出", "质量", "制度印发", "qualitative", None, None, "印发", "", "10"))
    client = as_user("clerk")
    assert "i-k0-manual" not in client.get(f"/selfevaluation/{evaluation.pk}/edit/").content.decode()
    fill(client, evaluation, {"i-k0-answer": "达成年度指标"})
    assert lines(evaluation)["k0"].score == 10
    assert not [words for words in missing(evaluation) if "制度印发" in words]


def test_execution_is_scored_from_the_ledger(as_user):
    assert scored(begun(paid="887400")).execution.score == Decimal("8.87")
    assert scored(begun("T-9", paid="1000000")).execution.score == Decimal(10)


def test_half_a_cent_goes_up(as_user):
    evaluation = begun(rows=(("产出", "数量", "完成率", "ge", "100", None, "", "%", "100"),))
    fill(as_user("clerk"), evaluation, {"i-k0-value": "88.345"})
    assert lines(evaluation)["k0"].score == Decimal("88.35")


def test_what_is_missing_stays_missing_and_the_total_is_an_interval(as_user):
    evaluation = begun()
    fill(as_user("clerk"), evaluation, {"i-k0-value": "928"})
    form = scored(SelfEvaluation.objects.get(pk=evaluation.pk))
    assert form.lines[1].score is None
    assert form.total.total is None
    assert (form.total.low, form.total.high) == (Decimal("19.5"), Decimal("99.5"))
    page = as_user("clerk").get(evaluation.get_absolute_url()).content.decode()
    assert "19.5 – 99.5" in page
    assert "“居民满意度”没有完成值" in page


def test_zero_is_a_value(as_user):
    evaluation = begun()
    fill(as_user("clerk"), evaluation, {"i-k0-value": "0"})
    assert lines(evaluation)["k0"].score == 0


def test_numbers_are_taken_as_people_type_them(as_user):
    evaluation = begun()
    fill(as_user("clerk"), evaluation, {"i-k0-value": " 1,928.50 ", "i-k4-value": "９３．５％"})
    made = lines(evaluation)
    assert made["k0"].actual.value == Decimal("1928.5")
    assert made["k4"].actual.value == Decimal("93.5")


def test_what_is_no_number_is_told_at_its_field_and_nothing_is_lost(as_user):
    evaluation = begun()
    answer = fill(as_user("clerk"), evaluation, {"i-k0-value": "九百", "i-k4-value": "93.5", "outcome": "写了很多"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“九百”不是数字" in page
    assert "写了很多" in page
    assert not evaluation.actuals.exists()


def test_the_live_score_stores_nothing(as_user):
    evaluation = begun()
    data = {"revision": 0, **REACHED, "i-k0-value": "909.93"}
    page = as_user("clerk").post(f"/selfevaluation/{evaluation.pk}/score/", data).content.decode()
    assert "909.93 ÷ 928 × 10 = 9.81" in page
    assert 'id="result-k0" hx-swap-oob="true"' in page
    assert not evaluation.actuals.exists()


def test_a_manual_score_out_of_its_band_is_refused(as_user):
    evaluation = begun(
        rows=(
            *ROWS[:3],
            ("效益", "社会效益", "市容改善程度", "qualitative", None, None, "明显改善", "", "10"),
            *ROWS[4:],
        )
    )
    fields = {**REACHED, "i-k3-answer": "部分达成年度指标并具有一定效果", "i-k3-manual": "8.0"}
    clerk = as_user("clerk")
    fill(clerk, evaluation, fields)
    assert lines(evaluation)["k3"].score is None
    told = step(clerk, evaluation, "submit")
    assert evaluation.state == "draft"
    assert "不能评 8 分" in told


def test_a_manual_score_needs_a_reason(as_user):
    evaluation = begun()
    fill(as_user("clerk"), evaluation, REACHED, **{"i-k3-reason": ""})
    assert lines(evaluation)["k3"].score is None
    told = step(as_user("clerk"), evaluation, "submit")
    assert evaluation.state == "draft"
    assert "人工评分没有写理由" in told


def test_going_far_beyond_a_target_needs_a_reason(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED, **{"i-k0-value": "1400"})
    told = step(clerk, evaluation, "submit")
    assert evaluation.state == "draft"
    assert "“飞行时长”没有写偏差原因" in told
    fill(clerk, evaluation, REACHED, **{"i-k0-value": "1400", "i-k0-reason": "新增两个街道的巡查任务"})
    step(clerk, evaluation, "submit")
    assert evaluation.state == "submitted"
    assert lines(evaluation)["k0"].score == Decimal(10)


def test_falling_short_needs_a_reason(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED, **{"i-k0-value": "909.93"})
    assert "“飞行时长”没有写偏差原因" in missing(SelfEvaluation.objects.get(pk=evaluation.pk))


def test_little_spending_needs_a_reason(as_user):
    clerk, evaluation = as_user("clerk"), begun(paid="500000")
    fill(clerk, evaluation, REACHED)
    assert "预算执行率偏低" in step(clerk, evaluation, "submit")
    fill(clerk, evaluation, REACHED, execution_reason="第四季度服务费按合同次年一月支付")
    step(clerk, evaluation, "submit")
    assert evaluation.state == "submitted"


def test_an_error_blocks_until_it_is_mended_or_passed_with_a_reason_that_the_reviewer_sees(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED, **{"i-k1-value": "97"})  # 960 ÷ 1000 is 96 %
    assert "不能同时成立" in step(clerk, evaluation, "submit")
    assert evaluation.state == "draft"
    errors = [said for said in evaluation.audit() if said.severity == "error"]
    reasons = {f"pass-{said.id}": "第12月数据另行补报，以文件为准" for said in errors}
    clerk.post(f"/selfevaluation/{evaluation.pk}/pass/", {"revision": evaluation.revision, **reasons})
    step(clerk, evaluation, "submit")
    assert evaluation.state == "submitted"
    assert evaluation.errors == len(errors)
    assert "第12月数据另行补报" in as_user("head").get(evaluation.get_absolute_url()).content.decode()


def test_reasons_that_come_too_late_are_kept_to_be_sent_again(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED, **{"i-k1-value": "97"})
    error = next(said for said in evaluation.audit() if said.severity == "error")
    late = {"revision": evaluation.revision - 1, f"pass-{error.id}": "第12月数据另行补报"}
    answer = clerk.post(f"/selfevaluation/{evaluation.pk}/pass/", late)
    assert answer.status_code == 409
    assert "修改了这份资料" in answer.content.decode()
    assert "第12月数据另行补报" in answer.content.decode()
    evaluation.refresh_from_db()
    assert evaluation.passes == {}


def test_a_submission_keeps_score_grade_and_money_and_a_return_lets_go_of_them(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED)
    step(clerk, evaluation, "submit")
    assert (evaluation.total, evaluation.grade) == (Decimal("97.50"), "优")
    money(evaluation.year, "500000", None)  # a supplement that comes later changes nothing of what was submitted
    assert scored(evaluation).execution.score == Decimal("9.5")
    event = Event.objects.filter(machine="self_evaluation", object_id=evaluation.pk).latest("at")
    assert event.snapshot["total"] == "97.50"
    step(as_user("head"), evaluation, "return", "请补充材料")
    assert (evaluation.state, evaluation.total, evaluation.grade) == ("draft", None, "")
    assert scored(evaluation).execution.score == Decimal("6.33")


def test_what_is_submitted_is_not_edited(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED)
    step(clerk, evaluation, "submit")
    fill(clerk, evaluation, REACHED, **{"i-k0-value": "1"})
    assert lines(evaluation)["k0"].actual.value == 928


def test_of_two_who_edit_the_second_is_told(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    first = {"revision": evaluation.revision, **REACHED}
    clerk.post(f"/selfevaluation/{evaluation.pk}/edit/", first)
    answer = clerk.post(f"/selfevaluation/{evaluation.pk}/edit/", {**first, "i-k0-value": "900"})
    assert answer.status_code == 422
    assert "修改了这份资料" in answer.content.decode()
    assert lines(evaluation)["k0"].actual.value == 928


def test_adjusted_targets_are_taken_over_before_it_is_submitted(as_user):
    clerk, evaluation = as_user("clerk"), begun()
    fill(clerk, evaluation, REACHED)
    old = evaluation.target_set
    old.state = old._stored = "superseded"
    old.save()
    approved(evaluation.year, ROWS, version=2)
    assert "请改用最新批复的目标" in step(clerk, evaluation, "submit")
    clerk.post(f"/selfevaluation/{evaluation.pk}/targets/")
    step(clerk, evaluation, "submit")
    assert evaluation.state == "submitted"
    assert evaluation.target_set.version == 2


def test_the_whole_way(as_user):
    evaluation = accepted(as_user, begun())
    assert evaluation.total == Decimal("97.50")
    row = as_user("performance").get("/selfevaluation/?q=T-1").content.decode()
    assert "97.50" in row


def test_another_units_clerk_does_not_find_it(as_user):
    evaluation = begun()
    for page in ("", "edit/", "form.xlsx"):
        assert as_user("clerk3").get(f"/selfevaluation/{evaluation.pk}/{page}").status_code == 404


def test_reviewers_do_not_fill_it_in(as_user):
    evaluation = begun()
    for person in ("head", "department", "business", "performance", "oversight"):
        assert as_user(person).post(f"/selfevaluation/{evaluation.pk}/edit/", REACHED).status_code == 403


def test_the_list_is_filtered_sorted_and_exported(as_user):
    begun()
    client = as_user("performance")
    assert "无人机巡查" in client.get("/selfevaluation/?q=T-1&year=2025&state=draft&order=-total").content.decode()
    nothing = client.get("/selfevaluation/?q=不存在的项目").content.decode()
    assert "请放宽筛选条件" in nothing
    assert client.get("/selfevaluation/?format=xlsx").getvalue()[:2] == b"PK"


def test_the_page_speaks_english(as_user):
    evaluation = begun()
    client = as_user("clerk")
    fill(client, evaluation, REACHED)
    client.post("/language/", {"language": "en", "back": "/"})
    for address in ("/selfevaluation/", evaluation.get_absolute_url(), f"/selfevaluation/{evaluation.pk}/edit/"):
        page = client.get(address).content.decode()
        assert "Score" in page
        assert "得分" not in page.replace("评分", "")
    assert "target reached, full points: 10" in client.get(evaluation.get_absolute_url()).content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(as_user):

    client = as_user("performance")
    begun()
    with CaptureQueriesContext(connection) as few:
        client.get("/selfevaluation/?year=2025")
    for at in range(8):
        begun(f"T-{at + 2}")
    with CaptureQueriesContext(connection) as many:
        client.get("/selfevaluation/?year=2025")
    assert len(many) == len(few)


def test_a_page_takes_as_many_queries_for_many_indicators_as_for_few(as_user):

    client = as_user("clerk")
    few, many = begun("T-1"), begun("T-2", rows=ROWS * 4)
    client.get("/design/")  # the numbers of the menu are kept from here on
    counts = []
    for evaluation in (few, many):
        for page in ("", "edit/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/selfevaluation/{evaluation.pk}/{page}")
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_who_reviews_again_sees_what_changed_since_the_return(as_user):
    clerk, head, evaluation = as_user("clerk"), as_user("head"), begun()
    fill(clerk, evaluation, REACHED)
    step(clerk, evaluation, "submit")
    assert 'id="since"' not in head.get(evaluation.get_absolute_url()).content.decode()
    step(head, evaluation, "return", "完成值与台账不符。")
    assert "退回后没有修改" in clerk.get(evaluation.get_absolute_url()).content.decode()
    fill(clerk, evaluation, REACHED, **{"i-k0-value": "930", "problems": "台账更新不及时。"})
    step(clerk, evaluation, "submit")
    told = head.get(evaluation.get_absolute_url()).content.decode()
    told = told[told.index('id="since"') :]
    assert "<del>928</del>" in told
    assert "<ins>930</ins>" in told
    assert "<ins>台账更新不及时。</ins>" in told
    assert "完成值与台账不符。" in told
