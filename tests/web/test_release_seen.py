"""Who sees which release, as of which day; and small things of the pages about them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.web import making
from tests.web.desking import of
from tests.web.test_releasing_papers import named, through
from wenxiao.web.core import clock
from wenxiao.web.core.clock import travelling
from wenxiao.web.disclosure import publishing
from wenxiao.web.disclosure.listing import Filters, lines
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.hooks.seeing import ROOMS
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.reports.models import Report


def test_a_key_that_a_release_shares_with_an_assigned_project_year_opens_nothing(as_user, year):
    firm = Organisation.objects.filter(kind="firm").first()
    assigned = making.fresh(year(1))
    making.force(Evaluation(year=assigned, kind="finance", framework="national-2020", evaluator=firm), "fieldwork")
    units = Organisation.objects.filter(kind="unit").exclude(pk=assigned.unit_id)
    release = Release(
        pk=assigned.pk,
        kind="targets",
        subject=999,
        unit=units[0],
        fiscal_year=2025,
        title="内部草稿",
        prepared_by=of("clerk").user,
    )
    if not Release.objects.filter(pk=assigned.pk).exists():
        release.save(force_insert=True)
    release = Release.objects.get(pk=assigned.pk)
    other = units.exclude(pk=release.unit_id).first()
    user = User.objects.create_user("both", name="兼职", must_change_password=False)
    Membership.objects.create(user=user, organisation=other, role="clerk")
    Membership.objects.create(user=user, organisation=firm, role="evaluator")
    assert as_user("both").get(f"/disclosure/{release.pk}/").status_code == 404
    access = of("both")
    assert not ROOMS[Release].things(access).filter(pk=release.pk).exists()
    assert not Release.objects.filter(Release.within(access, access.roles), pk=release.pk).exists()
    _, found = lines(access, Filters(access, {"year": str(release.fiscal_year)}))
    assert release.pk not in [line.release.pk for line in found if line.release]


def test_as_of_a_day_the_version_that_was_public_then_is_shown_by_the_days_of_the_district(as_user, db):
    report = Report.objects.get(outline="self-evaluation", state="approved")
    clerk, head = (named(role, report.year.unit) for role in ("clerk", "head"))
    with travelling(date(2026, 9, 1)):
        first = through(publishing.prepare("report", report.pk, of(clerk).user), clerk, head, head)
    with travelling(date(2026, 10, 1)):
        second = through(publishing.prepare("report", report.pk, of(clerk).user, "更正"), clerk, head, head)
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1))
    assert [_line(day, report) for day in days] == [None, first.pk, first.pk, second.pk]
    Membership.objects.filter(user__username="oversight").update(as_of=date(2026, 9, 30))
    shown = as_user("oversight").get(f"/disclosure/{first.pk}/").content.decode()
    assert f"/disclosure/{second.pk}/" not in shown


def _line(day, report):
    Membership.objects.filter(user__username="oversight").update(as_of=day)
    access = of("oversight")
    _, found = lines(access, Filters(access, {"year": str(report.fiscal_year), "kind": "report"}))
    assert all(line.release for line in found)
    return next((line.release.pk for line in found if line.year.pk == report.year_id), None)


def test_what_is_published_before_eight_in_the_morning_is_published_that_day(db):
    report = Report.objects.get(outline="self-evaluation", state="approved")
    clerk, head = (named(role, report.year.unit) for role in ("clerk", "head"))
    token = clock._AT.set(datetime(2026, 9, 29, 23, tzinfo=UTC))  # seven in the morning of the 30th
    try:
        release = through(publishing.prepare("report", report.pk, of(clerk).user), clerk, head, head)
    finally:
        clock._AT.reset(token)
    assert _line(date(2026, 9, 29), report) is None
    assert _line(date(2026, 9, 30), report) == release.pk


def test_a_word_to_drop_that_is_no_number_is_no_fault(as_user):
    assert as_user("performance").post("/disclosure/settings/", {"what-form": "drop", "word": "x"}).status_code == 302
    assert (
        as_user("performance").post("/disclosure/settings/", {"what-form": "drop", "word": "9" * 30}).status_code == 302
    )


def test_the_filter_of_years_says_the_year_that_is_shown(as_user):
    shown = as_user("performance").get("/disclosure/").content.decode()
    assert '<option value="2025" selected>2025</option>' in shown
    assert "—" not in shown.split('name="year"')[1].split("</select>")[0]


def test_what_is_not_public_is_answered_by_the_public_pages(client, db):
    for address, words in (
        ("/open/nope/", "没有找到"),
        ("/open/en/nope/", "Not found"),
        ("/open/2025/a/b/c/d/", "没有找到"),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert words in answer.content.decode()
        assert "待办" not in answer.content.decode()
    assert client.get("/open/2025?q=1").headers["Location"] == "/open/2025/?q=1"
