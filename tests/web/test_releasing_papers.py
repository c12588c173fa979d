"""Reports and documents of the desk as what is released: taken when they are done, public like everything else."""

from __future__ import annotations

import pytest

from tests.web import making
from tests.web.desking import RIGHT, of, one
from wenxiao.web.core.workflow import advance
from wenxiao.web.disclosure import gating, publishing, sources
from wenxiao.web.disclosure.listing import Filters, lines
from wenxiao.web.disclosure.models import Release
from wenxiao.web.people.models import Membership, User
from wenxiao.web.reports.models import Report


def through(release, *people):
    """The whole way of a release, with a reason for everything that asks for one."""
    for action, who in zip(("submit", "approve", "publish"), people, strict=True):
        release = Release.objects.get(pk=release.pk)
        release.passes = {item.id: "已核实。" for item in gating.items(release) if item.asks_reason}
        release.save()
        advance(release, action, of(who))
    return Release.objects.get(pk=release.pk)


def named(role, unit):
    """The login of whoever has a role in a unit."""
    return User.objects.filter(memberships__role=role, memberships__organisation=unit).first().username


def offered(who, year, kind):
    _, found = lines(of(who), Filters(of(who), {"year": str(year), "kind": kind}))
    return [(line.subject, line.unit.code) for line in found]


def test_an_approved_report_of_a_unit_is_made_public_with_its_chapters_and_its_file(client, db):
    report = Report.objects.get(outline="self-evaluation", state="approved")
    clerk, head = (named(role, report.year.unit) for role in ("clerk", "head"))
    assert (report.pk, report.year.unit.code) in offered(head, 2025, "report")
    release = publishing.prepare("report", report.pk, of(clerk).user)
    public = through(release, clerk, head, head)
    shown = client.get(f"/open/release/{public.number}/").content.decode()
    chapter = report.chapters.first()
    assert chapter.title in shown
    assert chapter.words.split("\n")[1][:20] in shown
    assert [file["name"] for file in public.files] == [f"{report.title}.docx"]


def test_a_report_that_is_not_approved_cannot_be_taken(db):
    draft = Report.objects.filter(outline="self-evaluation").exclude(state="approved").first()
    assert draft is not None
    with pytest.raises(LookupError):
        sources.find("report").take(draft.pk)


def test_the_statement_of_a_district_is_released_by_finance_alone(client, db):
    statement = Report.objects.get(outline="execution", state="approved")
    assert [subject for subject, _ in offered("performance", 2025, "statement")] == [statement.pk]
    assert offered("clerk", 2025, "statement") == []
    colleague = User.objects.create_user("performance-2", name="另一人")
    Membership.objects.create(user=colleague, organisation=statement.organisation, role="performance")
    release = publishing.prepare("statement", statement.pk, of("performance").user)
    assert release.year is None
    public = through(release, "performance", "performance-2", "performance-2")
    shown = client.get(f"/open/release/{public.number}/").content.decode()
    assert statement.chapters.first().title in shown
    for address in ("/open/", "/open/2025/", "/open/feed.atom", "/open/data/releases.csv"):
        assert statement.title in client.get(address).content.decode(), address


def test_what_belongs_to_a_department_is_not_shown_with_each_of_its_projects(as_user, year):
    shown = as_user("performance").get(f"/projects/{year(3, 2025).pk}/").content.decode()
    assert "绩效执行结果说明" not in shown.split('id="disclosure"')[-1]


def test_a_document_whose_review_is_closed_is_released_as_it_was_handed_in(client, year):
    fresh = making.fresh(year(1, 2025))
    document = one(content=RIGHT.replace("2024", "2025"), name="自评报告.txt")
    document.unit, document.fiscal_year = fresh.unit, 2025
    document.save()
    with pytest.raises(LookupError):
        sources.find("document").take(document.pk)
    for found in document.found.all():
        found.verdict = "explained"
        found.save()
    advance(document, "close", of("performance"))
    assert (document.pk, fresh.unit.code) in offered("head", 2025, "document")
    public = through(publishing.prepare("document", document.pk, of("clerk").user), "clerk", "head", "head")
    assert public.files[0]["name"] == "自评报告.txt"
    assert [one_["file"] for one_ in public.statement["checked"]["documents"]] == ["自评报告.txt"]
