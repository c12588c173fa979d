"""Rates on pages, monthly runs from draft to final, appeals, points by hand, the report for the joint meeting."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document
from lxml import html

from proof.grid.made import KINDS, PERIOD, codes, known, logs
from wenxiao.grid.buckets import View
from wenxiao.grid.rates import in_use, indicators, newest
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import travelling
from wenxiao.web.evidence.models import Snapshot
from wenxiao.web.evidence.snapshots import checked
from wenxiao.web.fieldwork.models import Meeting
from wenxiao.web.grid.keeping import Log, folded, keep_many
from wenxiao.web.grid.models import Case, Post
from wenxiao.web.people.models import User
from wenxiao.web.scoring import appealing, running, schemes
from wenxiao.web.scoring.board import Board, Question
from wenxiao.web.scoring.cases import cases, month
from wenxiao.web.scoring.meeting import actions
from wenxiao.web.scoring.models import Appeal, Given, Run, RunEvent, RunLine, SchemeVersion
from wenxiao.web.scoring.sample import STREETS
from wenxiao.web.scoring.schemes import Unsound, every, keep, written
from wenxiao.web.scoring.schemes import newest as schemes_in_use

NUMBERS = {kind: 1 + at % 3 for at, kind in enumerate(KINDS)}
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def planted(db):
    """A month of cases with planted defects, long before those of the sample."""
    keep_many([Log(log[0].case, [*log], "占道") for log in (list(one) for one in logs(NUMBERS))])
    return Question(date(2018, 10, 1), date(2018, 11, 1), PERIOD.end + timedelta(days=3))


@pytest.mark.parametrize("view", View)
def test_the_board_counts_planted_defects_exactly(planted, view):
    board = Board(planted)
    for code in codes():
        found = board.figure(newest(code), view, "*")
        assert (found.n, found.d) == known(NUMBERS, code, view), code


def test_what_is_read_for_a_month_is_all_that_it_needs(planted):
    """Cases that came to their end before are left out, and no rate changes by it."""
    november = month(date(2018, 11, 1))
    cutoff = november.end
    some = sorted(case.id for case in cases(november, cutoff))
    every_case = {case.id: case for case in folded(Case.objects.all(), cutoff)}
    assert set(some) <= set(every_case)
    for indicator in indicators().values():
        question = Question(date(2018, 11, 1), date(2018, 12, 1), cutoff)
        few = question.many([indicator]).read(cases(november, cutoff)).rates(indicator)[""]
        all_ = question.many([indicator]).read(every_case.values()).rates(indicator)[""]
        assert sorted(few.denominator) == sorted(all_.denominator)
        assert sorted(few.numerator) == sorted(all_.numerator)


def test_the_month_before_is_counted_with_what_ended_in_it(planted, access):
    """What was reported and closed early in October is of no concern to November's rates, but is what November is compared with."""
    run = running.freeze(running.begin(date(2018, 11, 1), access("lead").user, ["district_in_city@1"]), access("lead"))
    every_case = list(folded(Case.objects.all(), run.cutoff))
    start, end = PERIOD

    def within(moment):
        return moment is not None and start <= moment < end

    assert run.facts["before"] == {
        "reported": sum(within(case.reported_at) for case in every_case),
        "filed": sum(within(case.filed_at) for case in every_case),
        "closed": sum(within(case.first_closed_at) for case in every_case),
    }
    assert run.facts["before"]["closed"] > 0


def test_cases_are_as_they_were_known_at_the_cutoff(planted):
    cutoff = PERIOD.start + timedelta(days=15)
    mine = {case.id: case for case in cases(planted.period, cutoff)}
    for case in folded(Case.objects.filter(reported_at__lt=PERIOD.end), cutoff):
        assert mine[case.id] == case


def test_the_list_behind_a_number_is_as_long_as_it_says(as_user, planted):
    client = as_user("lead")
    address = (
        "/scoring/?from=2018-10-01&to=2018-10-31&indicator=handled_on_time@1&by=street&cutoff="
        + planted.cutoff.isoformat().replace("+", "%2B")
    )
    page = client.get(address).content.decode()
    link = next(
        one
        for one in re.findall(r'href="([^"]*/cases/[^"]*)"', page)
        if ("part=n" in one and "group=%2A" in one) or "group=*" in one
    )
    listed = client.get(link.replace("&amp;", "&")).content.decode()
    n, _ = known(NUMBERS, "handled_on_time")
    assert f'<span class="pill">{n} ' in listed
    assert "占道" not in listed


@pytest.mark.parametrize("person", ["lead", "acceptor", "street", "supervisor", "performance", "oversight"])
def test_pages_open_for_those_who_may(as_user, person):
    client = as_user(person)
    for page in ("/scoring/?month=2026-10", "/scoring/runs/", "/scoring/schemes/"):
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("indicator", [one.id for one in in_use()])
def test_what_is_counted_is_told_in_the_language_of_the_page(as_user, indicator):
    client = as_user("lead")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    asked = f"indicator={indicator}&from=2026-10-01&to=2026-10-31&group=*"
    pages = [client.get(f"/scoring/?{asked}"), *(client.get(f"/scoring/cases/?{asked}&part={part}") for part in "nd")]
    for page in pages:
        told = html.fromstring(page.content.decode()).xpath("//p[@class='tiny' or @class='muted']")
        assert told
        assert not re.search("[一-鿿]", "".join(each.text_content() for each in told))


def test_a_unit_sees_the_lists_of_its_own_cases_alone(as_user):
    client = as_user("street")
    own, other = ("/scoring/cases/?month=2026-10&by=unit&group=G11", "/scoring/cases/?month=2026-10&by=unit&group=G12")
    assert (client.get(own).status_code, client.get(other).status_code) == (200, 404)
    assert client.get("/scoring/cases/?month=2026-10").status_code == 404


def test_what_a_person_did_is_for_that_person_and_the_lead(as_user):
    page = as_user("acceptor").get("/scoring/?month=2026-10&by=person").content.decode()
    assert "程小满" in page
    assert "范书宁" not in page
    assert "范书宁" in as_user("lead").get("/scoring/?month=2026-10&by=person").content.decode()


def test_odd_addresses_are_answered(as_user):
    client = as_user("lead")
    for query in (
        "from=x&to=y",
        "month=9999-99",
        "cutoff=1",
        "by=x&finish=x&reading=x&indicator=x",
        "from=2000-01-01&to=2050-01-01",
        "group=%00",
    ):
        assert client.get(f"/scoring/?{query}").status_code == 200, query
        assert client.get(f"/scoring/cases/?{query}&page=99999999999").status_code in (200, 404), query


# Runs


@pytest.fixture
def draft(db, access):
    with travelling(date(2026, 12, 2)):
        yield Run.objects.get(month=date(2026, 11, 1))


def test_the_sample_has_a_final_month_one_to_freeze_and_one_begun(as_user):
    assert list(Run.objects.order_by("month").values_list("state", flat=True)) == ["final", "draft", "draft"]
    run = Run.objects.get(month=SEPTEMBER)
    assert run.digest == running.digest(run)
    assert run.lines.filter(kind="street").count() == 3
    over = Run.objects.get(month=date(2026, 10, 1))
    with travelling(date(2026, 11, 20)):
        assert 'value="freeze"' in as_user("lead").get(over.get_absolute_url()).content.decode()
        as_user("lead").post(f"/scoring/runs/{over.pk}/step/", {"action": "freeze"})
    over.refresh_from_db()
    assert over.state == "frozen"
    assert all(line.low == line.high for line in over.lines.filter(kind__in=("street", "district")))


def test_a_run_goes_from_draft_to_final(draft, access):
    lead = access("lead")
    run = running.freeze(draft, lead)
    assert run.state == "frozen"
    assert run.digest == running.digest(run)
    run = running.publish(run, lead)
    with pytest.raises(NotAllowed, match="申诉期"):
        running.finish(run, lead)
    with travelling(date(2026, 12, 20)):
        run = running.finish(run, lead)
    assert list(run.steps.values_list("action", flat=True)) == ["begin", "freeze", "publish", "finish"]


def test_the_digest_covers_what_the_report_tells_besides_the_scores(db):
    run = Run.objects.get(month=SEPTEMBER)
    run.facts["numbers"]["closed"] += 1
    assert running.digest(run) != run.digest
    run.refresh_from_db()
    run.notes = [*run.notes, ["late", "", "另有说明", "more"]]
    assert running.digest(run) != run.digest


def test_of_two_who_begin_a_month_at_once_one_is_told_so(db, access, monkeypatch):
    first, lead, in_use = date(2026, 8, 1), access("lead").user, running.newest

    def faster():
        monkeypatch.undo()
        running.begin(first, lead)
        return in_use()

    monkeypatch.setattr(running, "newest", faster)
    with pytest.raises(NotAllowed, match="已经建立"):
        running.begin(first, lead)


def test_a_month_is_frozen_once_it_is_over_and_by_the_lead(db, access):
    run = Run.objects.get(month=date(2026, 11, 1))
    with travelling(date(2026, 11, 25)), pytest.raises(NotAllowed, match="尚未结束"):
        running.freeze(run, access("lead"))
    with travelling(date(2026, 12, 2)), pytest.raises(NotAllowed, match="值班长"):
        running.freeze(run, access("dispatcher"))


def test_a_month_that_is_not_over_says_from_when_it_can_be_frozen(as_user):
    url = Run.objects.get(month=date(2026, 11, 1)).get_absolute_url()
    with travelling(date(2026, 11, 25)):
        early = as_user("lead").get(url).content.decode()
    with travelling(date(2026, 12, 2)):
        over = as_user("lead").get(url).content.decode()
    assert "可冻结之日： 2026-12-01" in early
    assert ('value="freeze"' in early, 'value="freeze"' in over) == (False, True)


def test_what_happens_after_does_not_change_a_frozen_month(db):
    run = Run.objects.get(month=SEPTEMBER)
    behind = [one["snapshot"] for line in run.lines.filter(kind="street") for one in line.lines if "snapshot" in one]
    assert behind
    assert all(one.same for one in checked(Snapshot.objects.filter(pk__in=behind)))


def test_two_runs_of_a_month_there_are_not(db, access):
    with pytest.raises(NotAllowed, match="已经建立"):
        running.begin(SEPTEMBER, access("lead").user)


@pytest.mark.parametrize("model", [RunLine, RunEvent, Given, SchemeVersion, Snapshot])
def test_scores_are_never_changed(model, db):
    row = model.objects.first()
    for change in (
        lambda: model.objects.filter(pk=row.pk).update(id=row.pk),
        lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_final_run_and_a_decided_appeal_are_never_changed(db):
    for rows in (Run.objects.filter(state="final"), Appeal.objects.filter(state="granted")):
        assert rows.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(state="draft")


def test_points_of_another_come_with_their_paper_within_bounds(draft, access):
    lead, of = access("lead"), schemes_in_use()["district_in_city"]
    key = next(line.key for line in of.lines if line.mapping == "external")
    for points, file, words in ((Decimal(41), b"x", "之间"), (Decimal(30), None, "依据文件")):
        with pytest.raises(NotAllowed, match=words):
            running.give(draft, of.id, "", key, points, file and SimpleUploadedFile("a.txt", file), lead)
    with pytest.raises(NotAllowed, match="没有这一行"):
        running.give(draft, "streets@1", "", "closed", Decimal(1), SimpleUploadedFile("a.txt", b"x"), lead)
    running.give(draft, of.id, "", key, Decimal("31.505"), SimpleUploadedFile("a.txt", b"x"), lead)
    line = running.freeze(draft, lead).lines.get(scheme=of.id)
    assert [one["points"] for one in line.lines if one["kind"] == "external"] == ["31.51"]


def test_without_the_points_of_another_a_total_is_open(draft, access):
    line = running.freeze(draft, access("lead")).lines.get(scheme="district_in_city@1")
    assert line.high - line.low == 40


# Appeals


@pytest.fixture
def published(draft, access):
    return running.publish(running.freeze(draft, access("lead")), access("lead"))


@pytest.mark.parametrize("until", ["9999-12-31", "2126-01-01"])
def test_appeals_end_within_a_year(draft, access, as_user, until):
    run = running.freeze(draft, access("lead"))
    page = as_user("lead").post(f"/scoring/runs/{run.pk}/step/", {"action": "publish", "until": until}, follow=True)
    run.refresh_from_db()
    assert (run.state, run.appeal_until) == ("frozen", None)
    assert re.search("一年以内|日期写成", page.content.decode())


def test_a_granted_appeal_changes_the_adjusted_view_alone(published, access):
    line = published.lines.get(kind="street", agency__code="G11")
    key, was = next(
        (one["key"], one) for one in line.adjusted if one["points"] and Decimal(one["points"]) < Decimal(one["most"])
    )
    before = (line.low, running.digest(published))
    appeal = appealing.ask(line, key, "道路封闭", access("street"))
    with pytest.raises(NotAllowed, match="一次"):
        appealing.ask(line, key, "再来", access("street"))
    appealing.decide(appeal, "endorse", "属实", None, access("dispatcher"))
    with pytest.raises(NotAllowed, match="大于"):
        appealing.decide(appeal, "grant", "属实", Decimal(was["points"]), access("lead"))
    appealing.decide(appeal, "grant", "属实", Decimal(was["most"]), access("lead"))
    line = RunLine.objects.get(pk=line.pk)
    assert (line.low, running.digest(published)) == before
    [stand] = running.stands([line])
    assert stand.low - line.adjusted_low == Decimal(was["most"]) - Decimal(was["points"])


def _like(line, adjusted, low, high):
    """A line as another one of its run, with this adjusted view."""
    told = {one.attname: getattr(line, one.attname) for one in RunLine._meta.concrete_fields if not one.primary_key}
    return RunLine.objects.create(
        **{**told, "code": "like", "adjusted": adjusted, "adjusted_low": low, "adjusted_high": high}
    )


def _stands(line, key, points):
    """Where it stands with one more appeal, which gave that line these points."""
    user = User.objects.get(username="lead")
    Appeal.objects.create(line=line, key=key, reason="不服", asked_by=user, state="granted", points=points)
    [stand] = running.stands([RunLine.objects.get(pk=line.pk)])
    return stand.low, stand.high


def test_a_line_without_points_has_those_that_its_appeal_gave_and_no_more(published):
    line = published.lines.get(kind="street", agency__code="G11")
    adjusted = [{**one, "points": "2"} for one in line.adjusted]
    first, second = adjusted[0], adjusted[1]
    first["points"] = second["points"] = None
    sure = Decimal(2) * (len(adjusted) - 2)
    line = _like(line, adjusted, sure, sure + Decimal(first["most"]) + Decimal(second["most"]))
    assert _stands(line, first["key"], Decimal(1)) == (sure + 1, sure + 1 + Decimal(second["most"]))
    assert _stands(line, second["key"], Decimal(3)) == (sure + 4, sure + 4)


def test_a_score_that_one_line_made_nothing_stays_so_until_that_line_is_appealed(published):
    line = published.lines.get(kind="street", agency__code="G11")
    adjusted = [{**one, "points": "2", "vetoed": one is line.adjusted[0]} for one in line.adjusted]
    line = _like(line, adjusted, Decimal(0), Decimal(0))
    assert _stands(line, adjusted[1]["key"], Decimal(3)) == (0, 0)
    total = 4 + 3 + 2 * (len(adjusted) - 2)
    assert _stands(line, adjusted[0]["key"], Decimal(4)) == (total, total)


def test_the_points_that_a_month_shows_add_up_to_the_total_beside_them(as_user):
    run = Run.objects.get(month=SEPTEMBER)
    page = html.fromstring(as_user("lead").get(run.get_absolute_url()).content.decode())
    added = 0
    for line in run.lines.exclude(kind="post"):
        [link] = page.xpath(f"//a[@href='{reverse('run-line', args=[line.pk])}'][ancestor::table]")
        cells = link.xpath("ancestor::tr/td")
        shown = [cell.text for cell in cells[5:]]
        if "—" not in shown:
            assert sum(map(Decimal, shown)) == Decimal(cells[2].findtext("b"))
            added += any(cell.find("span") is not None for cell in cells[5:])
    assert added  # some line differs from the raw one, which stands below


def test_a_person_who_is_scored_appeals_on_the_page_and_who_leads_and_dispatches_may_endorse(
    published, as_user, access
):
    line = published.lines.filter(kind="post", person__username="supervisor").first()
    address, key = f"/scoring/lines/{line.pk}/", line.lines[0]["key"]
    assert "提出申诉" in as_user("supervisor").get(address).content.decode()
    assert as_user("supervisor").post(address + "appeal/", {"key": key, "reason": "当日设备故障"}).status_code == 302
    appeal = Appeal.objects.get(line=line)
    review = (
        as_user("acceptor").get(address).content.decode()
    )  # of another's score who reviews sees the one line, while it waits
    assert "初审同意" in review
    assert (review.count('<td class="grow name">'), "调整后得分" in review) == (1, False)
    assert as_user("inspector").get(address).status_code == 404
    lead = access("lead")
    assert "初审同意" not in as_user("lead").get(address).content.decode()
    Post.objects.create(user=lead.user, agency=lead.posts[0].agency, role="dispatcher", since=date(2026, 1, 1))
    assert "初审同意" in as_user("lead").get(address).content.decode()
    as_user("lead").post(f"/scoring/appeals/{appeal.pk}/", {"action": "endorse", "words": "属实"})
    appeal.refresh_from_db()
    assert appeal.state == "endorsed"
    assert "申诉成立" not in as_user("lead").get(address).content.decode()
    as_user("lead").post(f"/scoring/appeals/{appeal.pk}/", {"action": "refuse", "words": "证据不足"})
    assert as_user("acceptor").get(address).status_code == 404


def test_one_s_own_published_score_is_told_to_the_person(published, access):
    from wenxiao.web.core.errands import errands

    told = [one for one in errands(access("supervisor")) if "申诉" in one.why]
    assert [one.url for one in told] == [
        reverse("run-line", args=[line.pk]) for line in published.lines.filter(person__username="supervisor")
    ]


def test_an_appeal_is_for_one_s_own_score_while_it_is_open(published, access):
    line = published.lines.get(kind="street", agency__code="G11")
    with pytest.raises(NotAllowed, match="本单位"):
        appealing.ask(line, "closed", "不服", access("street2"))
    with travelling(date(2026, 12, 25)), pytest.raises(NotAllowed, match="申诉期"):
        appealing.ask(line, "closed", "不服", access("street"))


def test_a_run_with_an_open_appeal_is_not_final(published, access):
    appealing.ask(published.lines.get(kind="street", agency__code="G11"), "closed", "不服", access("street"))
    with travelling(date(2026, 12, 25)), pytest.raises(NotAllowed, match="没有审定"):
        running.finish(published, access("lead"))


def test_a_step_that_there_is_not_makes_no_run_final(as_user, published):
    with travelling(date(2026, 12, 25)):
        answer = as_user("lead").post(reverse("run-step", args=[published.pk]), {"action": "conclude"}, follow=True)
    published.refresh_from_db()
    assert (published.state, "没有这个步骤" in answer.content.decode()) == ("published", True)


def test_who_is_scored_sees_a_run_once_it_is_published(as_user, draft, access):
    assert as_user("street").get(draft.get_absolute_url()).status_code == 404
    assert as_user("acceptor").get(draft.get_absolute_url()).status_code == 200
    running.publish(running.freeze(draft, access("lead")), access("lead"))
    assert as_user("street").get(draft.get_absolute_url()).status_code == 200
    assert as_user("performance").get(draft.get_absolute_url()).status_code == 404


def test_what_waits_is_told(published, access):
    from wenxiao.web.core.errands import errands

    def told(login):
        return [one.why for one in errands(access(login)) if "考核" in one.why]

    def waits(login):
        return [one for one in told(login) if one == "考核申诉待审"]

    assert [len(told(login)) for login in ("street", "performance")] == [1, 0]
    assert [waits(login) for login in ("dispatcher", "lead")] == [[], []]
    appealing.ask(published.lines.get(kind="street", agency__code="G11"), "closed", "不服", access("street"))
    assert waits("dispatcher") == ["考核申诉待审"]


def test_appeals_go_over_the_pages(as_user, published):
    line = published.lines.get(kind="street", agency__code="G11")
    address = f"/scoring/lines/{line.pk}/"
    assert "提出申诉" in as_user("street").get(address).content.decode()
    assert "提出申诉" not in as_user("street2").get(address).content.decode()
    as_user("street").post(address + "appeal/", {"key": "rework", "reason": "已按期返工"})
    appeal = Appeal.objects.get(line=line)
    as_user("dispatcher").post(f"/scoring/appeals/{appeal.pk}/", {"action": "endorse", "words": "属实"})
    as_user("lead").post(f"/scoring/appeals/{appeal.pk}/", {"action": "refuse", "words": "证据不足"})
    appeal.refresh_from_db()
    assert (appeal.state, appeal.endorsement, appeal.decision) == ("refused", "属实", "证据不足")


# Schemes


def test_a_change_is_the_next_version_and_leaves_the_old_one(db):
    user = User.objects.get(username="lead")
    before = every()["streets@2"]
    made = keep(
        "streets",
        "street",
        "",
        STREETS.replace("points = 45", "points = 40").replace("points = 10", "points = 15"),
        "调整",
        user,
    )
    assert made.version == 3
    assert every()["streets@2"] == before
    assert schemes_in_use()["streets"].version == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points = 45", "points = 44", "合计 99，不等于总分 100"), ('"closed"', '"shut"', "没有指标"), ("[[line]]", "[[line", "写法有误"),
        ("total = 100", "", "total"), ('mapping = "each"', 'mapping = "linear"', "请核对"), ("points = 45", "points = -45", "不等于"),
        ("total = 100", "total = 100\nsince = 2026-01-01", "不认识的项“since”"), ("total = 100", "total = inf", "写法有误"),
    ],
)  # fmt: skip
def test_a_scheme_that_does_not_hold_together_is_refused(db, old, new, words):
    with pytest.raises(Unsound, match=words):
        keep("streets", "street", "", STREETS.replace(old, new, 1), "", User.objects.get(username="lead"))


def test_of_two_who_keep_a_version_at_once_the_second_is_told(db, monkeypatch):
    user = User.objects.get(username="lead")
    before = every()
    monkeypatch.setattr(schemes, "every", lambda: before)
    keep("streets", "street", "", STREETS, "", user)
    with pytest.raises(Unsound, match="刚有人保存了"):
        keep("streets", "street", "", STREETS, "", user)


def test_what_is_shown_to_be_edited_is_what_is_kept(db):
    for of in every().values():
        made = keep(of.code, of.objects, of.role, written(of), "", User.objects.get(username="lead"))
        again = every()[f"{made.code}@{made.version}"]
        assert (again.lines, again.total, again.role) == (of.lines, of.total, of.role)


def test_a_scheme_with_quotes_in_its_name_can_be_edited(db):
    user = User.objects.get(username="lead")
    text = (
        "zh = '“专业” \"甲\" \\ 乙'\ntotal = 10\n[[line]]\nname = '第三方\"检查\"'\nmapping = 'external'\npoints = 10\n"
    )
    keep("own", "department", "", text, "", user)
    of = schemes_in_use()["own"]
    again = keep("own", "department", "", written(of), "", user)
    assert (again.zh, every()["own@2"].lines) == (of.zh, of.lines)


def test_how_points_come_about_is_said_in_both_languages(as_user):
    client = as_user("street")
    page = client.get("/scoring/schemes/").content.decode()
    for words in (
        "40 分 × 指标值：100% 得 40 分，每低 1 个百分点少 0.4 分。",
        "达到 2001 得 25 分",
        "达到 70% 得满分 40 分，每低 1 个百分点扣 1 分",
        "每 1 件扣 1 分",
    ):
        assert words in page
    client.cookies["django_language"] = "en"
    assert (
        "40 points from 70% on; 1 less for each percentage point short of it"
        in client.get("/scoring/schemes/").content.decode()
    )
    assert "per_point" in as_user("lead").get("/scoring/schemes/new/").content.decode()


def test_a_scheme_is_written_on_its_page(as_user):
    client = as_user("lead")
    told = {
        "code": "own",
        "objects": "department",
        "role": "",
        "text": 'zh = "自定"\ntotal = 10\n[[line]]\nindicator = "closed"\nmapping = "linear"\npoints = 10\n',
        "note": "",
    }
    assert client.post("/scoring/schemes/new/", told).status_code == 302
    assert (
        client.post(
            "/scoring/schemes/new/", {**told, "text": told["text"].replace("points = 10", "points = 9")}
        ).status_code
        == 422
    )
    assert schemes_in_use()["own"].total == 10


def test_of_two_who_write_the_next_version_of_a_scheme_the_second_is_told(as_user):
    client, key = as_user("lead"), schemes_in_use()["streets"].id
    of = every()[key]
    told = {"code": of.code, "objects": of.objects, "role": of.role, "text": written(of), "note": ""}
    assert client.post(f"/scoring/schemes/{key}/", told).status_code == 302
    answer = client.post(f"/scoring/schemes/{key}/", {**told, "note": "第二人的说明"})
    assert answer.status_code == 422
    assert "刚有人保存了这个方案的新版本" in answer.content.decode()
    assert "第二人的说明" in answer.content.decode()
    assert schemes_in_use()["streets"].version == of.version + 1
    assert client.post(f"/scoring/schemes/{schemes_in_use()['streets'].id}/", told).status_code == 302


# The report


def test_the_report_tells_what_the_run_holds(as_user):
    run = Run.objects.get(month=SEPTEMBER)
    answer = as_user("lead").get(f"/scoring/runs/{run.pk}/report.docx")
    document = Document(io.BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2026年9月网格化管理工作考核情况通报" in words
    assert run.digest in words
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for line in run.lines.filter(kind__in=("street", "department")):
        assert line.name in cells
    people = run.lines.filter(kind="post").values_list("name", flat=True)
    assert people
    assert not set(people) & set(cells)


def test_the_workbook_has_charts_and_the_same_figures(as_user):
    run = Run.objects.get(month=SEPTEMBER)
    answer = as_user("lead").get(f"/scoring/runs/{run.pk}/report.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["街道办事处考核结果"]
    rows = {row[1]: row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]}
    lines = list(run.lines.filter(kind="street").prefetch_related("appeals"))
    for line, stand in zip(lines, running.stands(lines), strict=True):
        if stand.total is not None:
            assert Decimal(str(rows[line.name][2])) == stand.total
    assert b"xl/charts/chart1.xml" in answer.content


def test_what_the_last_meeting_decided_is_told_as_it_stood_on_the_day_of_the_report(db):
    def told(day):
        return {each.what: each.state for each in actions(day)}

    done = "完成临江路占道经营集中整治"  # due on the 10th, done on the 9th
    assert told(date(2026, 10, 11))[done] == "已完成（2026-10-09）"
    assert told(date(2026, 10, 9))[done] == "已完成（2026-10-09）"
    assert told(date(2026, 10, 8))[done] == "办理中"
    action = Meeting.objects.filter(held_on__lt=date(2026, 10, 8)).latest("held_on").actions.get(text=done)
    action.done_on = date(2026, 10, 12)
    action.save()
    assert told(date(2026, 10, 11))[done] == "逾期未完成"
    assert told(date(2026, 10, 12))[done] == "逾期完成（2026-10-12）"
    assert actions(date(2000, 1, 1)) == []
