"""A newer version of a report or document is a newer version of the same release; what finance decided goes with it."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.web import making
from tests.web.desking import WRONG, file, of, one, read_all
from tests.web.test_release_names import TEXT, closed, released
from tests.web.test_releasing_papers import named, through
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.models import Document
from wenxiao.web.desk.receiving import resubmit
from wenxiao.web.desk.triage import decide
from wenxiao.web.disclosure import engine, gating, publishing
from wenxiao.web.disclosure.listing import Filters, lines
from wenxiao.web.disclosure.models import Release
from wenxiao.web.disclosure.open import book
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.sample import complete
from wenxiao.web.reports.writing import start


@pytest.fixture
def unit(year):
    return making.fresh(year(1, 2025)).unit


def decided(unit, verdict):
    document = one(content=WRONG.replace("2024", "2025"))
    document.unit, document.fiscal_year = unit, 2025
    document.save()
    for found in document.found.all():
        decide(found, verdict, of("performance"), reason="总额含上年结转。")
    advance(Document.objects.get(pk=document.pk), "close", of("performance"))
    return document


def test_a_false_alarm_is_not_published(unit):
    release = publishing.prepare("document", decided(unit, "false_alarm").pk, of("clerk").user)
    assert release.checked["findings"] == []
    assert release.checked["documents"][0]["found"] == 0
    assert release.checked["aside"]
    assert "aside" not in publishing.statement(release, None)["checked"]


def test_the_reason_of_what_was_explained_is_offered_as_the_reply(unit):
    document = decided(unit, "explained")
    release = publishing.prepare("document", document.pk, of("clerk").user)
    finding = document.found.get(code="A101").finding
    assert release.replies[finding] == {"text": "总额含上年结转。", "public": False}


def test_false_alarms_are_no_doubts_of_the_gate(unit):
    document = one(content=TEXT + "（请简要说明项目概况）\n")
    document.unit, document.fiscal_year = unit, 2025
    document.save()
    residue = document.found.filter(code__startswith="E1")
    assert residue.exists()
    for found in document.found.all():
        decide(
            found,
            "false_alarm" if found.code.startswith("E1") else "explained",
            of("performance"),
            reason="不是模板残留。",
        )
    advance(Document.objects.get(pk=document.pk), "close", of("performance"))
    release = publishing.prepare("document", document.pk, of("clerk").user)
    assert not [item for item in gating.items(release) if item.key == "residue" and item.verdict != "pass"]


def test_what_units_handed_in_is_read_in_a_process_of_its_own_and_before_rows_are_locked(unit, monkeypatch):
    def here(*_):
        raise AssertionError("read in this process")

    document = closed(one(content=TEXT), unit)
    monkeypatch.setattr(engine, "audit_reading", here)
    release = publishing.prepare("document", document.pk, of("clerk").user)
    depth, real = [], gating._items
    monkeypatch.setattr(gating, "_items", lambda *given: (depth.append(len(connection.savepoint_ids)), real(*given))[1])
    outside = len(connection.savepoint_ids)
    through(release, "clerk", "head", "head")
    assert depth
    assert set(depth) == {outside}


def test_a_file_that_its_reader_does_not_survive_is_told_as_unread(unit, monkeypatch):
    release = publishing.prepare("document", closed(one(content=TEXT), unit).pk, of("clerk").user)

    def lost(*_):
        raise gating.LostError("died")

    monkeypatch.setattr(gating.Guard, "call", lost)
    gating.cache.clear()
    assert [item.place for item in gating.items(release) if item.verdict == "fail"] == ["自评报告.txt"]


def test_what_the_site_wrote_is_read_before_the_release_is_stored(db, monkeypatch):
    report = Report.objects.get(outline="self-evaluation", state="approved")
    engine._audited.cache_clear()  # as after a restart
    depth, real = [], engine.audit_reading
    monkeypatch.setattr(
        engine,
        "audit_reading",
        lambda *given, **more: (depth.append(len(connection.savepoint_ids)), real(*given, **more))[1],
    )
    outside = len(connection.savepoint_ids)
    publishing.prepare("report", report.pk, of(named("clerk", report.year.unit)).user)
    assert set(depth) == {outside}


def test_a_name_of_a_file_goes_through_the_screen_for_persons(unit):
    name = "低保对象李大明身份证530103198001011233手机13888012345.txt"
    document = closed(one(content=TEXT, name=name), unit)
    release = publishing.prepare("document", document.pk, of("clerk").user)
    assert any(item.key == "privacy" and item.verdict == "fail" for item in gating.items(release))


def test_a_newer_report_is_the_next_version_of_its_release(client, db):
    first = Report.objects.get(outline="self-evaluation", state="approved")
    clerk, head = (named(role, first.year.unit) for role in ("clerk", "head"))
    before = through(publishing.prepare("report", first.pk, of(clerk).user), clerk, head, head)
    second = start("self-evaluation", of(clerk).user, year=first.year)
    complete(second, of(clerk).user)
    advance(second, "submit", of(clerk))
    assert publishing._taken(before).content == before.content
    advance(Report.objects.get(pk=second.pk), "approve", of(head))
    with pytest.raises(NotAllowed, match="更正"):
        publishing.prepare("report", second.pk, of(clerk).user)
    after = through(publishing.prepare("report", second.pk, of(clerk).user, "补充了数据。"), clerk, head, head)
    assert (after.number, after.version, after.replaces_id) == (before.number, 2, before.pk)
    code = first.year.project.code
    now = [
        line
        for line in book.lines(first.fiscal_year, book.stamp())
        if line.kind == "report" and line.project["code"] == code
    ]
    assert [(line.number, line.version) for line in now] == [(before.number, 2)]
    _, listed = lines(of(head), Filters(of(head), {"year": str(first.fiscal_year), "kind": "report"}))
    assert [line.release.pk for line in listed if line.year.pk == first.year_id] == [after.pk]


def test_a_newer_document_is_the_next_version_of_its_release_once_its_review_is_closed(client, unit):
    first = closed(one(content=TEXT), unit)
    before = released(first)
    (second,) = read_all(resubmit(Document.objects.get(pk=first.pk), file(TEXT + "补充说明。\n"), of("clerk")))
    with pytest.raises(NotAllowed, match="修改稿，尚未审结"):
        publishing.prepare("document", first.pk, of("clerk").user, "更正")
    closed(second, unit)
    _, listed = lines(of("clerk"), Filters(of("clerk"), {"year": "2025", "kind": "document"}))
    assert [(line.subject, line.release.pk) for line in listed if line.release] == [(first.pk, before.pk)]
    after = through(publishing.prepare("document", second.pk, of("clerk").user, "更正"), "clerk", "head", "head")
    assert (after.number, after.version) == (before.number, 2)
    assert after.files[0]["sha256"] == second.sha256
    assert Release.objects.filter(kind="document", subject=second.pk).count() == 0
    shown = [line for line in book.lines(2025, book.stamp()) if line.kind == "document"]
    assert [(line.number, line.version) for line in shown] == [(before.number, 2)]
