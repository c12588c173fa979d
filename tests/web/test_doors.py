"""Every address and every role: who is not meant is refused, who does not see a thing is told that it is not there.

What is expected here is written down apart from the program: whose unit somebody may see, by the codes of the sample district.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver, reverse

from tests.web.desking import Beside
from wenxiao.performance.lifecycle import Role
from wenxiao.web.command.models import Drill, EarlyWarning, EmergencyTask, ResponsiblePerson
from wenxiao.web.core.policy import ACTIONS
from wenxiao.web.desk.models import Document, Found
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Draw, Evaluation, Review, WorkingPaper
from wenxiao.web.evidence.models import Measure, Series, SeriesFile, Snapshot
from wenxiao.web.exchange.models import Profile
from wenxiao.web.fieldwork import models as fieldwork
from wenxiao.web.grid.models import Agency, Case, Photo, Post
from wenxiao.web.hooks.models import Delivery, Hook
from wenxiao.web.ledger.models import Entry
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.open311.models import Key
from wenxiao.web.problems.models import Problem, Proof
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.reports.models import Report
from wenxiao.web.scoring.models import Appeal, Given, Run, RunLine
from wenxiao.web.selfevaluation.models import Evidence, SelfEvaluation
from wenxiao.web.targets.models import LibraryIndicator, TargetSet
from wenxiao.web.territory.models import (
    Component,
    DutyGrid,
    GridAssignment,
    LocalCondition,
    Staff,
    UnitGrid,
)

#: Addresses for everybody, or for everybody who is logged in and concerns but themselves.
OPEN = {"login", "logout", "password", "language", "draft", "job", "design", "tokens", "token-revoke"}

#: Login name, role, and the beginnings of the codes of the units that they see. The evaluator sees what is assigned, apart.
PEOPLE = {
    "clerk": (Role.CLERK, ("201001",)),
    "head": (Role.HEAD, ("201001", "201002")),
    "department": (Role.DEPARTMENT, ("201",)),
    "business": (Role.BUSINESS, ("201", "202")),
    "performance": (Role.PERFORMANCE, ("2", "530100")),
    "evaluator": (Role.EVALUATOR, ()),
    "oversight": (Role.OVERSIGHT, ("2", "530100")),
    "admin": (Role.ADMIN, ()),
}

#: What the number in an address is, by the name of the address; the longest beginning counts. With the way to its unit.
THINGS: dict[str, tuple[Any, str]] = {
    "project": (ProjectYear, "unit"),
    "ledger": (ProjectYear, "unit"),
    "ledger-reverse": (Entry, "project_year__unit"),
    "targets-of": (ProjectYear, "unit"),
    "target-begin": (ProjectYear, "unit"),
    "target": (TargetSet, "year__unit"),
    "library": (LibraryIndicator, ""),
    "monitoring": (Monitoring, "year__unit"),
    "self-evaluation-begin": (ProjectYear, "unit"),
    "self-evaluation": (SelfEvaluation, "year__unit"),
    "evidence": (Evidence, "self_evaluation__year__unit"),
    "evidence-add": (SelfEvaluation, "year__unit"),
    "evaluation": (Evaluation, "year__unit"),
    "paper": (WorkingPaper, "evaluation__year__unit"),
    "paper-add": (Evaluation, "year__unit"),
    "draw": (Draw, ""),
    "review": (Review, "self_evaluation__year__unit"),
    "report": (Report, "organisation"),
    "report-start": (ProjectYear, "unit"),
    "report-of-evaluation": (Evaluation, "year__unit"),
    "problem": (Problem, "year__unit"),
    "problem-proof": (Proof, "problem__year__unit"),
    "problem-proof-add": (Problem, "year__unit"),
    "problem-new": (ProjectYear, "unit"),
    "result": (ProjectYear, "unit"),
    "release": (Release, "unit"),
    "release-prepare": (ProjectYear, "unit"),
    "document": (Document, "unit"),
    "found": (Found, "document__unit"),
    "exchange": (Profile, ""),
    "agency": (Agency, ""),
    "grid-post": (Post, ""),
    "grid-case": (Case, ""),
    "grid-phone-case": (Case, ""),
    "grid-photo": (Photo, ""),
    "unit-grid": (UnitGrid, ""),
    "component": (Component, ""),
    "duty-grid": (DutyGrid, ""),
    "grid-assignment": (GridAssignment, ""),
    "grid-staff": (Staff, ""),
    "local-condition": (LocalCondition, ""),
    "warning": (EarlyWarning, ""),
    "responsible": (ResponsiblePerson, ""),
    "drill": (Drill, ""),
    "emergency-task": (EmergencyTask, ""),
    "fieldwork-patrol": (fieldwork.Patrol, ""),
    "fieldwork-beat": (fieldwork.Beat, ""),
    "fieldwork-contract": (fieldwork.Contract, ""),
    "fieldwork-drawing": (fieldwork.Drawing, ""),
    "fieldwork-item": (fieldwork.Item, ""),
    "fieldwork-find": (fieldwork.Find, ""),
    "fieldwork-collection": (fieldwork.Collection, ""),
    "fieldwork-shops": (fieldwork.Collection, ""),
    "fieldwork-shop": (fieldwork.Shop, ""),
    "fieldwork-alike": (fieldwork.Alike, ""),
    "fieldwork-site": (fieldwork.Site, ""),
    "fieldwork-photo": (fieldwork.SitePhoto, ""),
    "fieldwork-training": (fieldwork.Training, ""),
    "fieldwork-meeting": (fieldwork.Meeting, ""),
    "fieldwork-action": (fieldwork.MeetingAction, ""),
    "hook": (Hook, ""),
    "hook-delivery": (Delivery, ""),
    "open311-key": (Key, ""),
    "run": (Run, ""),
    "run-paper": (Given, ""),
    "run-line": (RunLine, ""),
    "run-appeal": (Appeal, ""),
    "snapshot": (Snapshot, "measures__year__unit"),
    "measures": (ProjectYear, "unit"),
    "measure": (Measure, "year__unit"),
    "series": (Series, "year__unit"),
    "series-file": (SeriesFile, "series__year__unit"),
}


def _walk(patterns: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _walk(pattern.url_patterns, route)


@cache
def addresses() -> tuple[tuple[str, URLPattern], ...]:
    """Every address of the site's pages. The API has tests of its own."""
    return tuple(
        (route, pattern) for route, pattern in _walk(get_resolver().url_patterns) if not route.startswith("api/")
    )


def action(pattern: URLPattern) -> str | None:
    return getattr(pattern.callback, "action", None)


GUARDED = [pattern for _, pattern in addresses() if action(pattern)]


def test_every_address_says_who_may_come():
    told = {pattern.name for _, pattern in addresses() if action(pattern) is None and not public(pattern)}
    assert told == OPEN


def public(pattern: URLPattern) -> bool:
    """Whether it is a page for everybody."""
    return getattr(pattern.callback, "public", False)


def test_pages_for_everybody_are_those_under_open():
    for route, pattern in addresses():
        began = route.replace("^", "").startswith(("open/", "open311/v2/", "open311/discovery"))
        assert public(pattern) == began, route


def concrete(pattern: URLPattern) -> Iterator[tuple[str, str | None]]:
    """An address as one would type it, once for each unit of the sample that has such a thing, with that unit's code."""
    names = list(pattern.pattern.converters)
    if not names:
        yield reverse(pattern.name), None
        return
    other = {"sha256": "0" * 64, "ending": "xlsx", "key": "money", "kind": "self_evaluation", "table": "posts"}
    number = next((name for name in names if name not in other), None)
    if number is None:
        yield reverse(pattern.name, kwargs={name: other[name] for name in names}), None
        return
    key = max((key for key in THINGS if pattern.name.startswith(key)), key=len, default=None)
    if key is None:
        return
    model, way = THINGS[key]
    seen: set[str | None] = set()
    rows = model._default_manager.order_by("pk").values_list("pk", f"{way}__code") if way else [(one.pk, None) for one in model._default_manager.all()[:1]]  # fmt: skip
    for pk, code in rows:
        if code not in seen:
            seen.add(code)
            yield reverse(pattern.name, kwargs={name: other.get(name, pk) for name in names}), code


def assigned(code: str | None) -> bool:
    """Whether the sample's firm has something to evaluate in that unit."""
    return Evaluation.objects.filter(year__unit__code=code, evaluator__code="F001").exclude(state="planned").exists()


@pytest.mark.parametrize("person", PEOPLE)
def test_who_is_not_meant_is_refused(as_user, person, monkeypatch):
    monkeypatch.setattr("wenxiao.web.desk.document_views.guard", Beside)
    role, units = PEOPLE[person]
    client = as_user(person)
    wrong = {}
    for pattern in GUARDED:
        meant = role in ACTIONS[action(pattern)]
        for address, code in concrete(pattern):
            status = client.get(address).status_code
            sees = code is None or code.startswith(units or ("-",)) or (role is Role.EVALUATOR and assigned(code))
            fine = (
                {200, 302, 404, 405, 422} | ({403} if code is not None else set())
                if meant and sees
                else {403, 404, 405}
            )
            if status not in fine:
                wrong[address] = (status, action(pattern), code)
    assert wrong == {}


@pytest.mark.parametrize("person", PEOPLE)
def test_who_is_not_meant_changes_nothing(as_user, person):
    role, units = PEOPLE[person]
    client = as_user(person)

    def rows() -> dict[str, int]:
        kept = [
            model
            for model in apps.get_models()
            if model.__module__.startswith("wenxiao.web.") and model.__name__ != "SensitiveRead"
        ]
        return {model.__name__: model._default_manager.count() for model in kept}

    before, wrong = rows(), {}
    states = {model: list(model.objects.order_by("pk").values_list("state", "revision")) for model in (TargetSet, Monitoring, SelfEvaluation, Evaluation, Problem, Document, Release)}  # fmt: skip
    for pattern in GUARDED:
        meant = role in ACTIONS[action(pattern)]
        for address, code in concrete(pattern):
            sees = code is None or code.startswith(units or ("-",)) or (role is Role.EVALUATOR and assigned(code))
            if meant and sees:
                continue
            status = client.post(address, {"action": "approve", "comment": "试"}).status_code
            if status not in (403, 404, 405):
                wrong[address] = (status, action(pattern), code)
    assert wrong == {}
    assert rows() == before
    for model, was in states.items():
        assert list(model.objects.order_by("pk").values_list("state", "revision")) == was


def test_nobody_who_is_not_logged_in_comes_in(client, db):
    for pattern in GUARDED:
        for address, _ in concrete(pattern):
            opened = client.get(address)
            assert opened.status_code == 405 or opened["Location"].startswith("/login/")
            sent = client.post(address)  # kept on a page of its own, to be sent again after a login
            assert sent.status_code in (401, 405)
