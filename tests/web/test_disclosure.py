"""The way of a release: taken from its source, through the gate, approved by somebody else, published, corrected, withdrawn."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from wenxiao.performance.lifecycle import NotAllowed, NotYours
from wenxiao.publishing.open_data.statement import digest
from wenxiao.web.core.clock import travelling
from wenxiao.web.core.workflow import Contradictory, Incomplete, advance, open_ways
from wenxiao.web.disclosure import gating, publishing, sources
from wenxiao.web.disclosure.models import Approval, Blob, Release, Screened
from wenxiao.web.hooks.models import Hook
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.problems.models import Problem
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation


@pytest.fixture
def ready(year, access):
    """The self-evaluation of a project of which nothing is released yet, prepared by its clerk."""

    def made(number=6):
        of = year(number, 2025)
        return publishing.prepare("self_evaluation", of.pk, access("clerk3").user)

    return made


def answered(release, words="补报决算后公开。"):
    release.passes = {item.id: words for item in gating.items(release) if item.asks_reason}
    release.save()
    return release


@pytest.fixture
def published(ready, access):
    """A published release."""

    def made():
        release = answered(ready())
        for action, who in (("submit", "clerk3"), ("approve", "head2"), ("publish", "head2")):
            advance(release, action, access(who))
        return Release.objects.get(pk=release.pk)

    return made


def test_the_sample_has_two_years_a_correction_a_reply_and_one_at_the_gate(db):
    done = Release.objects.filter(state="published")
    assert set(done.values_list("fiscal_year", flat=True)) == {2025, 2026}
    corrected = done.get(version=2)
    assert (corrected.replaces.version, corrected.number) == (1, corrected.replaces.number)
    assert corrected.reason
    replies = [
        one["reply"] for release in done for one in release.statement["checked"].get("findings", ()) if one["reply"]
    ]
    assert len(replies) == 1
    held = Release.objects.exclude(state="published").get()
    assert [item.key for item in gating.items(held) if item.verdict == "fail"] == ["privacy"]


def test_what_is_released_is_what_the_source_says(ready, year):
    release, of = ready(), year(6, 2025)
    own = SelfEvaluation.objects.get(year=of)
    assert release.content["score"] == {"total": f"{own.total.normalize():f}", "of": "100", "grade": own.grade}
    assert release.content["money"]["revised"] == f"{of.balance.revised:.2f}"
    execution = next(rate for rate in release.content["rates"] if rate["key"] == "execution")
    assert execution["denominator"] == release.content["money"]["revised"]
    assert [one["text"] for one in release.content["problems"]] == [
        one.text for one in of.problems.order_by("raised_at", "pk")
    ]
    assert {file["name"].rsplit(".", 1)[-1] for file in release.files} == {"docx", "xlsx"}
    assert all(Blob(sha256=file["sha256"]).path.stat().st_size == file["bytes"] for file in release.files)


def test_nobody_s_name_is_in_it(ready):
    release = ready()
    people = set(User.objects.values_list("name", flat=True)) | set(
        Problem.objects.exclude(owner="").values_list("owner", flat=True)
    )
    words = str(publishing.statement(release, None))
    assert [name for name in people if name in words] == []


def test_a_warning_is_passed_with_a_reason_and_data_of_persons_never(db, access, year):
    held = Release.objects.get(state="prepared")
    with pytest.raises(Incomplete) as refusal:
        advance(answered(held), "submit", access("clerk4"))
    assert "手机号码" in refusal.value.zh
    assert "13800138000" not in refusal.value.zh


def test_without_a_reason_a_warning_stops_it(ready, access):
    with pytest.raises(Contradictory) as refusal:
        advance(ready(), "submit", access("clerk3"))
    assert "2026-09-24" in refusal.value.zh
    release = answered(Release.objects.get(kind="self_evaluation", year__project__code="530100-0006"))
    assert advance(release, "submit", access("clerk3")).target == "submitted"


def test_a_word_that_is_listed_after_the_submission_stops_the_approval(ready, access):
    release = answered(ready())
    advance(release, "submit", access("clerk3"))
    Screened.objects.create(word="水质", entered_by=access("performance").user)
    with pytest.raises(Contradictory) as refusal:
        advance(release, "approve", access("head2"))
    assert "水质" in refusal.value.zh


def test_who_submits_does_not_approve(year, access):
    release = answered(publishing.prepare("self_evaluation", year(6, 2025).pk, access("performance").user))
    advance(release, "submit", access("performance"))
    with pytest.raises(NotAllowed) as refusal:
        advance(release, "approve", access("performance"))
    assert "另一人" in refusal.value.zh
    assert advance(release, "approve", access("head2")).target == "approved"


def test_the_unit_releases_its_own_and_finance_the_evaluations(db, access):
    assert "submit" in {way.action for way in open_ways(Release(kind="self_evaluation", unit=Organisation.objects.get(code="201002"), state="prepared"), access("clerk2"))}  # fmt: skip
    evaluation = Release(kind="evaluation", unit=Organisation.objects.get(code="201002"), state="prepared")
    assert open_ways(evaluation, access("clerk2")) == []
    assert {way.action for way in open_ways(evaluation, access("business"))} == {"submit"}
    evaluation.state = "submitted"
    assert open_ways(evaluation, access("head")) == []
    assert {way.action for way in open_ways(evaluation, access("performance"))} == {"approve", "return"}


def test_another_unit_s_people_make_no_step(ready, access):
    release = answered(ready())
    with pytest.raises(NotYours):
        advance(release, "submit", access("clerk"))


def test_a_changed_source_has_to_be_taken_over_again(ready, access):
    release = answered(ready())
    Project.objects.filter(pk=release.year.project_id).update(purpose="另有内容。")
    with pytest.raises(NotAllowed) as refusal:
        advance(release, "submit", access("clerk3"))
    assert "重新取数" in refusal.value.zh
    publishing.refresh(Release.objects.get(pk=release.pk), access("clerk3").user)
    assert advance(Release.objects.get(pk=release.pk), "submit", access("clerk3")).target == "submitted"


def test_a_publication_fixes_a_statement_with_its_hash(published):
    release = published()
    assert digest(release.statement) == release.sha256
    assert datetime.fromisoformat(release.statement["published_at"]) == release.published_at.replace(microsecond=0)
    assert release.statement["files"] == [
        {key: value for key, value in file.items() if key != "form"} for file in release.files
    ]


@pytest.mark.parametrize("change", ["update", "delete", "save"])
def test_the_database_refuses_to_change_what_is_published(published, change):
    release = published()
    changes = {
        "update": lambda: Release.objects.filter(pk=release.pk).update(title="别的"),
        "delete": lambda: Release.objects.filter(pk=release.pk)._raw_delete("default"),
        "save": release.save,
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[change]()
    assert Release.objects.get(pk=release.pk).title == release.title


def test_the_database_refuses_to_change_the_bytes_of_a_file(published):
    blob = Blob.objects.get(sha256=published().files[0]["sha256"])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Blob.objects.filter(pk=blob.pk).update(size=0)


def test_what_is_being_prepared_can_be_changed(ready):
    release = ready()
    Release.objects.filter(pk=release.pk).update(title="别的")
    assert Release.objects.get(pk=release.pk).title == "别的"


def test_a_correction_is_a_new_version_with_its_reason(published, access):
    first = published()
    with pytest.raises(NotAllowed):
        publishing.prepare(first.kind, first.subject, access("clerk3").user)
    second = publishing.prepare(first.kind, first.subject, access("clerk3").user, "补充整改情况。")
    assert (second.version, second.number, second.replaces) == (2, first.number, first)
    with pytest.raises(NotAllowed) as refusal:
        publishing.prepare(first.kind, first.subject, access("head2").user, "又一版。")
    assert "未公开的版本" in refusal.value.zh


def test_a_correction_without_its_reason_does_not_go_on(published, access):
    first = published()
    second = publishing.prepare(first.kind, first.subject, access("clerk3").user, "补充整改情况。")
    second.reason = " "
    second.save()
    with pytest.raises(Incomplete, match="原因"):
        advance(answered(second), "submit", access("clerk3"))


def test_a_withdrawal_hides_the_content_and_says_why(published, access):
    first = published()
    gone = publishing.prepare(first.kind, first.subject, access("clerk3").user, "含不宜公开的内容。", withdrawn=True)
    for action, who in (("submit", "clerk3"), ("approve", "head2"), ("publish", "head2")):
        advance(gone, action, access(who))
    said = Release.objects.get(pk=gone.pk).statement
    assert (said["withdrawn"], said["reason"], said["content"], said["files"], said["project"]) == (
        True,
        "含不宜公开的内容。",
        {},
        [],
        None,
    )
    assert first.year.project.name not in str(said)


def test_what_was_never_published_is_not_withdrawn(year, access):
    with pytest.raises(NotAllowed):
        publishing.prepare("self_evaluation", year(6, 2025).pk, access("clerk3").user, "原因", withdrawn=True)


def test_only_what_came_to_its_end_can_be_released(year):
    source = sources.find("self_evaluation")
    with pytest.raises(LookupError):
        source.take(year(1, 2026).pk)
    assert year(1, 2026).pk not in {row[0] for row in source.ready(ProjectYear.objects.all())}


def test_the_deadline_is_that_of_the_nearest_organisation(ready):
    release = ready()
    assert gating.deadline(release).due == date(2026, 9, 24)
    office = User.objects.get(username="performance")
    Approval.objects.create(
        organisation=release.unit.parent, year=2025, what="accounts", approved_on=date(2026, 11, 10), entered_by=office
    )
    assert gating.deadline(release).due == date(2026, 11, 30)
    Approval.objects.all().delete()
    assert gating.deadline(release).due is None
    assert [item.verdict.value for item in gating.items(release) if item.key == "deadline"] == ["unknown"]


def test_the_days_of_approval_of_several_years_are_one_question(db, django_assert_num_queries):
    entered = {of for _, of, _ in gating.approvals(*range(2000, 2100))}
    assert len(entered) > 1
    for years in ([max(entered)], entered):
        with django_assert_num_queries(1):
            found = gating.approvals(*years)
        assert {of for _, of, _ in found} == set(years)


def test_of_no_year_no_day_of_approval_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert gating.approvals() == {}


def test_before_the_deadline_nothing_is_asked(ready):
    with travelling(date(2026, 9, 20)):
        assert gating.doubted(ready()) == []


def test_a_clerk_prepares_answers_and_submits_on_the_pages(as_user, year):
    client = as_user("clerk3")
    answer = client.post(reverse("release-prepare", args=("self_evaluation", year(6, 2025).pk)))
    release = Release.objects.get(kind="self_evaluation", subject=year(6, 2025).pk)
    assert answer.url == release.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert "公开期限" in page
    assert "写明理由后可以继续" in page
    reasons = {f"pass-{item.id}": "补报决算后公开。" for item in gating.items(release) if item.asks_reason}
    assert (
        client.post(
            reverse("release-answer", args=(release.pk,)), {"revision": release.revision, **reasons}
        ).status_code
        == 302
    )
    client.post(reverse("release-step", args=(release.pk,)), {"action": "submit"})
    assert Release.objects.get(pk=release.pk).state == "submitted"
    late = client.post(reverse("release-answer", args=(release.pk,)), {"revision": 9}, follow=True)
    assert "先退回" in late.content.decode()


def test_two_people_do_not_overwrite_each_other(as_user, ready):
    release = ready()
    address = reverse("release-answer", args=(release.pk,))
    assert as_user("clerk3").post(address, {"revision": 0}).status_code == 302
    answer = as_user("department2").post(address, {"revision": 0})
    assert answer.status_code == 422
    assert "陆远" in answer.content.decode()


def test_a_reply_is_published_only_where_the_unit_chose_so(as_user, access, year):
    of = year(9, 2025)
    release = publishing.prepare("self_evaluation", of.pk, access("clerk4").user, "更正说明。")
    finding = release.checked["findings"][0]["id"]
    form = {"revision": 0, "reason": "更正说明。", f"reply-{finding}": "按场次计。"}
    as_user("clerk4").post(reverse("release-answer", args=(release.pk,)), form)
    release = Release.objects.get(pk=release.pk)
    assert publishing.statement(release, None)["checked"]["findings"][0]["reply"] is None
    as_user("clerk4").post(
        reverse("release-answer", args=(release.pk,)), {**form, "revision": 1, f"public-{finding}": "on"}
    )
    assert (
        publishing.statement(Release.objects.get(pk=release.pk), None)["checked"]["findings"][0]["reply"]
        == "按场次计。"
    )


def test_a_published_reply_goes_through_the_gate_too(ready):
    release = ready()
    release.replies = {"A1": {"text": "请致电受助群众13800138000核实。", "public": True}}
    assert any(item.key == "privacy" and item.verdict == "fail" for item in gating.items(release))
    release.replies["A1"]["public"] = False
    assert not any(item.key == "privacy" and item.verdict == "fail" for item in gating.items(release))


def test_the_list_says_what_is_late_and_what_is_not_begun(as_user):
    page = as_user("performance").get("/disclosure/?year=2025&state=none").content.decode()
    assert "河道日常管护项目" in page
    assert "逾期" in page
    assert "网格监督员购买服务项目" not in page
    assert "河道日常管护项目" not in as_user("clerk").get("/disclosure/?year=2025").content.decode()


def test_the_performance_office_keeps_days_and_words(as_user, access):
    client = as_user("performance")
    district = Organisation.objects.get(kind="jurisdiction")
    form = {
        "what-form": "approval",
        "organisation": district.pk,
        "year": 2025,
        "what": "accounts",
        "approved_on": "2026-09-10",
    }
    assert client.post("/disclosure/settings/", form).status_code == 302
    assert Approval.objects.get(year=2025, what="accounts").approved_on == date(2026, 9, 10)
    assert client.post("/disclosure/settings/", {"what-form": "word", "word": "试验区"}).status_code == 302
    assert Screened.objects.filter(word="试验区").exists()
    again = client.post("/disclosure/settings/", {"what-form": "word", "word": "试验区"})
    assert again.status_code == 422
    client.post("/disclosure/settings/", {"what-form": "drop", "word": Screened.objects.get(word="试验区").pk})
    assert not Screened.objects.filter(word="试验区").exists()
    assert as_user("clerk").post("/disclosure/settings/", form).status_code == 403


def test_a_publication_is_told_by_webhook_to_who_sees_it(published, receives, work):
    for login in ("performance", "clerk"):  # the clerk is of another unit
        Hook.objects.create(user=User.objects.get(username=login), name=login, address=receives.address, events=["release.published"])  # fmt: skip
    release = published()
    work()
    ((_, body),) = receives.came
    assert json.loads(body)["about"] == {
        "release": release.pk, "number": release.number, "version": 1, "sha256": release.sha256, "page": release.get_absolute_url(),
            "api": f"/api/v1/releases/{release.pk}",
    }  # fmt: skip


def test_as_of_a_day_nothing_is_listed_that_was_published_on_the_next_morning(ready, access, as_user, monkeypatch):
    moment = datetime(2026, 11, 10, 0, 30, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(timezone, "now", lambda: moment)
    release = answered(ready())
    for action, who in (("submit", "clerk3"), ("approve", "head2"), ("publish", "head2")):
        advance(release, action, access(who))
    monkeypatch.undo()
    for day, listed in ((9, False), (10, True)):
        Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 11, day))
        page = as_user("oversight").get("/disclosure/?year=2025").content.decode()
        assert (f'href="{release.get_absolute_url()}"' in page) == listed


def test_as_of_a_day_a_later_version_is_not_told_of(published, access, as_user):
    with travelling(date(2026, 11, 12)):
        release = published()
    made = publishing.prepare(release.kind, release.subject, access("clerk3").user, "金额更正")
    Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 11, 13))
    page = as_user("oversight").get(release.get_absolute_url()).content.decode()
    assert release.title in page
    assert made.get_absolute_url() not in page


def test_what_is_published_late_or_not_at_all_is_found_by_the_rules_over_records(year, access):
    from wenxiao.web.overview.findings import of_record

    done, late = (year(number, 2025) for number in (1, 6))
    day = date(2026, 11, 21)
    assert not {one.said.code for one in of_record(done, day)[0]} & {"F610", "F619"}
    [finding] = [one for one in of_record(late, day)[0] if one.said.code == "F619"]
    assert "绩效自评" in finding.said.zh
    assert not [one for one in of_record(late, date(2026, 9, 10))[0] if one.said.code == "F619"]  # within the time
