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
from wenxiao.web.api.models import SCOPES, make
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.core.workflow import open_ways
from wenxiao.web.evaluation.models import Draw, Evaluation, EvaluationLine, Review, WorkingPaper
from wenxiao.web.ledger.models import Entry
from wenxiao.web.monitoring.models import Monitoring, Round
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.problems.models import Problem, Proof
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.selfevaluation.models import Evidence, SelfEvaluation
from wenxiao.web.targets.models import Indicator, TargetSet

DEEP = int(os.environ.get("FUZZ", "0"))
PEOPLE = ("clerk", "head", "department", "business", "performance", "evaluator", "oversight")
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
}


def things(path: str, user: User, data: st.DataObject) -> tuple[Any, list[int]]:
    """What a path is about, and the keys of such things: mostly of those that this person sees."""
    place = max((place for place in THINGS if path.removeprefix("/api/v1").startswith(place)), key=len)
    model, way = THINGS[place]
    rows = model.objects.order_by("pk")
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
    people = [User.objects.get(username=name) for name in PEOPLE]
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
    if "pk" in path and data.draw(st.integers(0, 9)):
        model, keys = things(case.operation.path, user, data)
        path["pk"] = data.draw(st.sampled_from(keys)) if keys else 1
        if "entry" in path:
            path["entry"] = data.draw(st.sampled_from(known["entry"]))
        if isinstance(case.body, dict) and "revision" in case.body and data.draw(st.integers(0, 4)) and keys:
            one = model.objects.get(pk=path["pk"])
            case.body["revision"] = getattr(one, "project", one).revision
        if isinstance(case.body, dict) and "action" in case.body and keys and data.draw(st.booleans()):
            ways = open_ways(model.objects.get(pk=path["pk"]), Access(user))
            case.body["action"] = ways[0].action if ways else "submit"
    if isinstance(case.body, dict):
        case.body = mixed(case.body, known, data)


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
        program=st.sampled_from(programs),
        data=st.data(),
    )
    def fuzz(case: Any, program: tuple[User, str], data: st.DataObject) -> None:
        with transaction.atomic():
            steer(case, program[0], known, data)
            case.call_and_validate(headers={"Authorization": f"Bearer {program[1]}"}, checks=CHECKS)
            transaction.set_rollback(True)

    fuzz()
