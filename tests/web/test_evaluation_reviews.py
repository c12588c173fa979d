"""Samples drawn by risk, drawn again the same, and their reviews scored indicator by indicator."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.evaluating import REACHED, accepted, begun, fill
from wenxiao.web.evaluation.drawing import again, same
from wenxiao.web.evaluation.models import Draw, Review


def some(as_user, count=4):  # type: ignore[no-untyped-def]
    return [accepted(as_user, begun(f"T-{at}", year=2021, name=f"巡查项目{at}")) for at in range(count)]


def drawn(as_user, size=2, seed="7f3a", forced=()):  # type: ignore[no-untyped-def]
    fields = {
        "year": 2021,
        "size": size,
        "seed": seed,
        "forced": list(forced),
        **{f"why-{code}": "群众反映" for code in forced},
    }
    as_user("performance").post("/evaluation/reviews/draw/", fields)
    return Draw.objects.latest("pk")


def fields(review, **changed):  # type: ignore[no-untyped-def]
    own = {"execution": "9.5", "k0": "10", "k1": "30", "k2": "10", "k3": "28", "k4": "10"}
    review.refresh_from_db()
    said = {"revision": review.revision, "opinion": changed.pop("opinion", "自评基本真实")}
    for key, score in own.items():
        given = changed.get(key, score)
        said[f"r-{key}-score"] = given[0] if isinstance(given, tuple) else given
        said[f"r-{key}-reason"] = given[1] if isinstance(given, tuple) else ""
    return said


def one_review(as_user):  # type: ignore[no-untyped-def]
    some(as_user, 1)
    return drawn(as_user, 1).reviews.get()


def test_the_same_seed_draws_the_same_again_and_the_page_says_so(as_user):
    some(as_user)
    made = drawn(as_user)
    codes = {review.self_evaluation.year.project.code for review in made.reviews.all()}
    assert len(codes) == 2
    assert {pick.key for pick in again(made)} == codes
    assert "结果一致" in as_user("performance").get(made.get_absolute_url()).content.decode()


def test_what_was_drawn_is_not_drawn_again(as_user):
    some(as_user)
    first = {review.self_evaluation_id for review in drawn(as_user).reviews.all()}
    second = {review.self_evaluation_id for review in drawn(as_user, 1).reviews.all()}
    assert second
    assert not first & second


def test_a_record_that_was_tampered_with_is_told(as_user):
    some(as_user)
    made = drawn(as_user)
    Draw.objects.filter(pk=made.pk).update(seed="another", size=1)
    made.refresh_from_db()
    assert not same(made)
    assert "结果不一致" in as_user("performance").get(made.get_absolute_url()).content.decode()


def test_what_is_drawn_by_order_comes_first_and_says_why(as_user):
    some(as_user)
    made = drawn(as_user, 1, forced=["T-2"])
    review = made.reviews.get()
    assert review.self_evaluation.year.project.code == "T-2"
    assert review.why["zh"][0] == "必抽：群众反映"
    answer = as_user("performance").post(
        "/evaluation/reviews/draw/", {"year": 2021, "size": 1, "seed": "1", "forced": ["T-1"], "why-T-1": ""}
    )
    assert "须写明原因" in answer.content.decode()


def test_reasons_and_risk_are_shown(as_user):
    one = accepted(as_user, begun("T-1", year=2021, paid="700000"), execution_reason="合同次年支付")
    page = as_user("performance").get("/evaluation/reviews/draw/?year=2021").content.decode()
    assert one.year.project.name in page
    assert "预算执行率 70.00%（低于 80%）" in page


def test_what_can_be_drawn_says_why_in_words(as_user):
    some(as_user, 2)
    answer = as_user("performance").get("/evaluation/reviews/draw/?year=2021")
    reasons = [pick.reasons for _, pick in answer.context["rows"]]
    assert any(len(said) > 1 for said in reasons)
    for said in reasons:
        assert "；".join(said) in answer.content.decode()


def test_what_is_not_with_finance_is_not_drawn(as_user):
    begun("T-1", year=2021)
    page = as_user("performance").get("/evaluation/reviews/draw/?year=2021").content.decode()
    assert "暂不能抽取" in page
    answer = as_user("performance").post("/evaluation/reviews/draw/", {"year": 2021, "size": 1, "seed": "1"})
    assert "没有可抽查的自评" in answer.content.decode()


def test_only_the_performance_office_draws(as_user):
    for person in ("clerk", "head", "department", "business", "oversight", "evaluator"):
        assert as_user(person).get("/evaluation/reviews/draw/").status_code == 403


def test_differences_and_deviation_of_a_review(as_user):
    review = one_review(as_user)
    client = as_user("business")
    answer = client.post(
        review.get_absolute_url(), fields(review, k1=("24", "40件超期未剔除"), action="save"), follow=True
    )
    page = answer.content.decode()
    assert "(97.5 − 91.5) ÷ 97.5 = 6.15%" in page
    line = review.lines.get(key="k1")
    assert (line.score, line.reason) == (Decimal("24.00"), "40件超期未剔除")
    assert client.get(review.get_absolute_url() + "?format=xlsx").getvalue()[:2] == b"PK"


def test_a_score_above_the_points_is_refused_and_nothing_is_stored(as_user):
    review = one_review(as_user)
    answer = as_user("business").post(review.get_absolute_url(), fields(review, k0="11"))
    assert answer.status_code == 422
    assert "应在 0 至 10 分之间" in answer.content.decode()
    assert not review.lines.exists()


def test_what_is_not_scored_is_not_compared(as_user):
    review = one_review(as_user)
    page = as_user("business").post(review.get_absolute_url(), fields(review, k4=""), follow=True).content.decode()
    assert "未比较：居民满意度" in page
    assert review.lines.get(key="k4").score is None


def test_a_finished_review_has_every_score_a_reason_for_each_difference_and_an_opinion(as_user):
    review, client = one_review(as_user), as_user("business")
    answer = client.post(review.get_absolute_url(), {**fields(review, k1="24", k4="", opinion=""), "action": "finish"})
    page = answer.content.decode()
    assert "“按期处置率”自评 30、复核 24，请写明理由" in page
    assert "“居民满意度”没有复核得分" in page
    assert "没有写复核意见" in page
    review.refresh_from_db()
    assert review.finished_at is None
    client.post(review.get_absolute_url(), {**fields(review, k1=("24", "超期未剔除")), "action": "finish"})
    review.refresh_from_db()
    assert review.finished_at is not None
    assert review.reviewer.username == "business"
    assert client.post(review.get_absolute_url(), fields(review)).status_code == 403


def test_of_two_reviewers_the_second_is_told(as_user):
    review = one_review(as_user)
    said = fields(review)
    as_user("business").post(review.get_absolute_url(), said)
    answer = as_user("performance").post(review.get_absolute_url(), {**said, "r-k0-score": "1", "r-k0-reason": "改"})
    assert answer.status_code == 422
    assert review.lines.get(key="k0").score == 10


def test_the_unit_does_not_see_reviews_and_other_offices_not_those_of_others(as_user):
    review = one_review(as_user)
    assert as_user("clerk").get(review.get_absolute_url()).status_code == 403
    assert as_user("business2").get(review.get_absolute_url()).status_code == 404
    assert as_user("department2").get(review.draw.get_absolute_url()).status_code == 404
    assert as_user("department").post(review.get_absolute_url(), fields(review)).status_code == 403
    assert as_user("oversight").get(review.get_absolute_url()).status_code == 200


def test_a_review_speaks_english(as_user):
    review = one_review(as_user)
    client = as_user("business")
    client.post("/language/", {"language": "en", "back": "/"})
    for address in (review.get_absolute_url(), review.draw.get_absolute_url(), "/evaluation/reviews/"):
        assert "复核" not in client.get(address).content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_few(as_user):
    evaluations = some(as_user, 5)
    drawn(as_user, 1)
    client = as_user("performance")
    with CaptureQueriesContext(connection) as few:
        client.get("/evaluation/reviews/")
    drawn(as_user, len(evaluations))
    with CaptureQueriesContext(connection) as many:
        client.get("/evaluation/reviews/")
    assert Review.objects.count() >= 6
    assert len(many) == len(few)


def test_a_year_that_is_no_number_leaves_all(as_user):
    office = as_user("performance")
    for address in (
        "/evaluation/reviews/?year=²",
        "/evaluation/reviews/draw/?year=²",
        "/evaluation/new/?project-year=²",
    ):
        assert office.get(address).status_code == 200, address


def test_a_finished_review_stays_beside_what_it_was_compared_with(as_user):
    evaluation, client = begun("T-9", year=2021), as_user("performance")
    fill(as_user("clerk"), evaluation, REACHED)
    ways = [("clerk", "submit"), ("head", "approve"), ("department", "approve")]
    for person, action in ways:
        as_user(person).post(f"/selfevaluation/{evaluation.pk}/step/", {"action": action})
    one = drawn(as_user, 1).reviews.get(self_evaluation=evaluation)
    assert client.post(one.get_absolute_url(), {**fields(one), "action": "finish"}).status_code == 302
    before = _lines(client, one)
    client.post(f"/selfevaluation/{evaluation.pk}/step/", {"action": "return", "comment": "请核实"})
    fill(as_user("clerk"), evaluation, REACHED, **{"i-k0-value": "464", "i-k0-reason": "天气原因"})
    assert _lines(client, one) == before
    for person, action in ways:
        as_user(person).post(f"/selfevaluation/{evaluation.pk}/step/", {"action": action})
    evaluation.refresh_from_db()
    assert evaluation.state == "at_finance"
    assert _lines(client, one) == before


def _lines(client, one):  # type: ignore[no-untyped-def]
    book = openpyxl.load_workbook(BytesIO(client.get(f"{one.get_absolute_url()}?format=xlsx").getvalue()))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert any(row[2] == 97.5 for row in rows), rows
    return rows
