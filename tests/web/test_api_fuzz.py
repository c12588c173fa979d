"""Every operation that ``openapi.json`` describes, asked for made-up things by everybody: it answers as it is described.

What an example writes is rolled back. ``FUZZ=500`` tries so many examples of each operation, other ones each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from wenxiao.performance.frameworks import frameworks
from wenxiao.publishing.reports.outline import outlines
from wenxiao.web.api.models import SCOPES, make
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.core.workflow import open_ways
from wenxiao.web.desk.models import Document, Found
from wenxiao.web.disclosure import sources
from wenxiao.web.disclosure.models import Release
from wenxiao.web.evaluation.models import Draw, Evaluation, EvaluationLine, Review, WorkingPaper
from wenxiao.web.evidence.models import Snapshot
from wenxiao.web.exchange.models import Profile
from wenxiao.web.grid import steps
from wenxiao.web.grid.models import Case, Photo
from wenxiao.web.grid.seeing import seen
from wenxiao.web.hooks.models import Delivery, Hook
from wenxiao.web.ledger.models import Entry
from wenxiao.web.monitoring.models import Monitoring, Round
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.problems.models import Problem, Proof
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.reports.models import Chapter, Report
from wenxiao.web.scoring.models import Run
from wenxiao.web.selfevaluation.models import Evidence, SelfEvaluation
from wenxiao.web.targets.models import Indicator, TargetSet

pytestmark = pytest.mark.slow

DEEP = int(os.environ.get("FUZZ", "0"))
PEOPLE = ("clerk", "head", "department", "business", "performance", "evaluator", "oversight")
GRID = ("acceptor", "dispatcher", "lead", "supervisor", "street", "sanitation")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]

#: What ``pk`` is, by the beginning of the path, the longest one counts; with the way from there to its project-year.
THINGS = {
    "/projects": (ProjectYear, ""),
    "/ledger": (ProjectYear, ""),
    "/targets": (TargetSet, "year__"),
    "/targets/of": (ProjectYear, ""),
    "/monitoring": (Monitoring, "year__"),
    "/monitoring/rounds": (Round, None),
    "/problems": (Problem, "year__"),
    "/problems/proof": (Proof, "problem__year__"),
    "/results": (ProjectYear, ""),
    "/self-evaluations": (SelfEvaluation, "year__"),
    "/self-evaluations/evidence": (Evidence, "self_evaluation__year__"),
    "/evaluations": (Evaluation, "year__"),
    "/evaluations/papers": (WorkingPaper, "evaluation__year__"),
    "/reviews": (Review, "self_evaluation__year__"),
    "/reviews/draws": (Draw, None),
    "/documents": (Document, None),
    "/documents/findings": (Found, None),
    "/imports/profiles": (Profile, None),
    "/imports": (Profile, None),
    "/reports": (Report, None),
    "/releases": (Release, None),
    "/grid/cases": (Case, None),
    "/grid/photos": (Photo, None),
    "/scores/runs": (Run, None),
    "/scores/snapshots": (Snapshot, None),
    "/hooks": (Hook, None),
    "/hooks/deliveries": (Delivery, None),
}


def things(path: str, user: User, data: st.DataObject) -> tuple[Any, list[int]]:
    """What a path is about, and the keys of such things: mostly of those that this person sees."""
    place = max((place for place in THINGS if path.removeprefix("/api/v1").startswith(place)), key=len)
    model, way = THINGS[place]
    rows = model.objects.order_by("pk")
    if model is Case:
        rows = seen(Access(user)).filter(open=True).order_by("pk")
    if way is not None and data.draw(st.integers(0, 4)):
        rows = rows.filter(Access(user).scope(year=way))
    return model, list(rows.values_list("pk", flat=True)[:60])


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request leaves the database connected, as in Django's own test client: the test's transaction is on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def programs(db: Any) -> list[tuple[User, str]]:
    """The sample's people, each with a token for everything."""
    until = today() + timedelta(days=1)
    people = [User.objects.get(username=name) for name in (*PEOPLE, *GRID)]
    return [(one, make(one, "试", list(SCOPES), until)) for one in people]


@pytest.fixture
def known(db: Any) -> dict[str, list[Any]]:
    """What the sample has, by the name of the field that refers to it: made-up values alone would never get past the door."""
    return {
        "key": [*Indicator.objects.values_list("key", flat=True)[:40], "execution"],
        "id": list(EvaluationLine.objects.values_list("pk", flat=True)[:40]),
        "unit": list(Organisation.objects.filter(kind="unit").values_list("code", flat=True)),
        "evaluator": ["", *Organisation.objects.filter(kind="firm").values_list("code", flat=True)],
        "code": list(Project.objects.values_list("code", flat=True)[:20]),
        "project_year": list(ProjectYear.objects.values_list("pk", flat=True)[:20]),
        "recurs": list(Problem.objects.values_list("pk", flat=True)[:20]),
        "framework": [one.name for one in frameworks()],
        "year": [2025, 2026],
        "chapter": list(Chapter.objects.values_list("key", flat=True).distinct()),
        "outline": [one.name for one in outlines()],
        "evaluation": list(Evaluation.objects.values_list("pk", flat=True)),
        "organisation": list(Organisation.objects.filter(kind="department").values_list("code", flat=True)),
        "fact": ["money.paid", "rate.execution"],
        "release": [
            {"kind": one.kind, "subject": row[0]}
            for one in sources.every()
            for row in one.ready(ProjectYear.objects.all())[:20]
        ],
        "category": list(steps.ground().catalogue.conditions["rubbish"].categories),
        "condition": ["rubbish", "cover-broken"],
        "assignee": ["supervisor", "inspector"],
        "second": ["lead", "acceptor"],
        "grid": ["530100001001001"],
        "parent": list(Case.objects.filter(open=True).values_list("number", flat=True)[:5]),
        "entry": list(Entry.objects.values_list("pk", flat=True)[:20]),
    }


def mixed(value: Any, known: dict[str, list[Any]], data: st.DataObject) -> Any:
    """Half of what refers to something refers to what is there."""
    if isinstance(value, list):
        return [mixed(one, known, data) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: data.draw(st.sampled_from(known[name])) if known.get(name) and data.draw(st.booleans()) else mixed(one, known, data)
        for name, one in value.items()
    }  # fmt: skip


def steer(case: Any, user: User, known: dict[str, list[Any]], data: st.DataObject) -> None:
    """Mostly things that are there, at the revision that they have."""
    path = case.path_parameters
    if "key" in path and data.draw(st.integers(0, 4)):
        path["key"] = data.draw(st.sampled_from(known["chapter"]))
    if "pk" in path and data.draw(st.integers(0, 9)):
        model, keys = things(case.operation.path, user, data)
        path["pk"] = data.draw(st.sampled_from(keys)) if keys else 1
        if "entry" in path:
            path["entry"] = data.draw(st.sampled_from(known["entry"]))
        if isinstance(case.body, dict) and "revision" in case.body and data.draw(st.integers(0, 4)) and keys:
            one = model.objects.get(pk=path["pk"])
            of = one.chapters.filter(key=path["key"]).first() if "key" in path else None
            case.body["revision"] = (of or getattr(one, "project", one)).revision
        if isinstance(case.body, dict) and "action" in case.body and keys and data.draw(st.booleans()):
            one = model.objects.get(pk=path["pk"])
            ways = (
                [way.row for way in steps.open_ways(one, Access(user))]
                if model is Case
                else open_ways(one, Access(user))
            )
            case.body["action"] = data.draw(st.sampled_from(ways)).action if ways else "submit"
    if isinstance(case.body, dict):
        case.body = mixed(case.body, known, data)
        if "subject" in case.body and data.draw(st.integers(0, 4)):
            case.body |= data.draw(st.sampled_from(known["release"]))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_it_answers_as_it_is_described(
    operation: Any, programs: list[tuple[User, str]], known: dict[str, list[Any]]
) -> None:
    # The random choices are Hypothesis's own, so that what fails is tried again and made small.
    @settings(
        max_examples=DEEP or 12, derandomize=not DEEP, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(
        case=st.one_of(operation.as_strategy(), operation.as_strategy(GenerationMode.NEGATIVE)),
        program=st.sampled_from(programs[len(PEOPLE) :] if operation.path.startswith("/api/v1/grid") else programs),
        data=st.data(),
    )
    def fuzz(case: Any, program: tuple[User, str], data: st.DataObject) -> None:
        with transaction.atomic():
            steer(case, program[0], known, data)
            case.call_and_validate(headers={"Authorization": f"Bearer {program[1]}"}, checks=CHECKS)
            transaction.set_rollback(True)

    fuzz()
