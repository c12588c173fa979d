"""What documents offer to the register: which project is meant, and what is taken over of money, targets and outputs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404

from wenxiao.web.api.documents_shapes import ChosenIn, EntriesIn, MeantIn, ProposalOut, ReconciliationOut, RefusalIn
from wenxiao.web.api.doors import WRITES, Bearer, answers, router, wrong
from wenxiao.web.core.say import say
from wenxiao.web.desk.models import Document
from wenxiao.web.intake import taking
from wenxiao.web.intake.comparing import Against, against, between, matching_of
from wenxiao.web.intake.views import document_for

routes = router("documents")
READ, WRITE = Bearer("documents:read"), Bearer("documents:write")
_OF = "/{int:pk}/proposals/{int:project}"


def _document(request: Any, pk: int, project: int) -> Document:
    """A document whose offers of this project this person may take over."""
    document = document_for(request, "intake.take", pk)
    if not any(one.project == project for one in taking.read_out(document, request.access)):
        raise Http404
    return document


def _offers(request: Any, document: Document, project: int | None = None) -> list[Any]:
    every = taking.read_out(document, request.access)
    return [one for one in every if project is None or one.project == project]


@routes.get("/{int:pk}/proposals", response=answers(list[ProposalOut]), auth=READ)
def every(request: Any, pk: int) -> Any:
    """What a document offers, project by project, and what became of it."""
    return _offers(request, document_for(request, "intake.see", pk))


@routes.get("/{int:pk}/reconciliation", response=answers(ReconciliationOut), auth=READ)
def reconciliation(request: Any, pk: int) -> Any:
    """What a document says against ledger, approved targets, monitoring and the other documents of its unit."""
    document = document_for(request, "intake.see", pk)
    matching = matching_of(document)
    found = [
        {name: one[name] for name in ("code", "severity", "arithmetic", "quotes")} | {"words": say(one["zh"], one["en"])}
        for one in between(matching, request.access)
    ]  # fmt: skip
    projects = [_against(one) for one in against(document, request.access)]
    return {"projects": projects, "compared_at": matching.at if matching else None, "between": found}


def _against(one: Against) -> dict[str, Any]:
    said = one.said
    return {
        "project": one.head.project, "name": one.head.contents["name"], "project_year": one.year.pk if one.year else None,
        "figures": said.figures if said else [], "passed": said.passed if said else 0, "unknown": dict(said.unknown) if said else {},
        "contradictions": [
            {
                "code": each.finding.rule.code, "severity": each.finding.severity.value, "words": each.words,
                "arithmetic": list(each.finding.outcome.arithmetic), "quotes": each.quotes,
            }
            for each in (said.contradictions if said else ())
        ],
    }  # fmt: skip


@routes.put(f"{_OF}/project", response=answers(list[ProposalOut], *WRITES), auth=WRITE)
def mean(request: Any, pk: int, project: int, said: MeantIn) -> Any:
    """Say which project-year of the register is meant. One that is not there yet is made with ``POST /projects`` first."""
    document = _document(request, pk, project)
    year = request.access.years().select_related("project", "unit").filter(pk=said.project_year).first()
    if year is None:
        raise wrong({"project_year": say("没有这个项目年度。", "There is no such project-year.")})
    taking.mean(document, project, year, request.access)
    return _offers(request, document, project)


@routes.post(f"{_OF}/entries", response=answers(list[ProposalOut], *WRITES), auth=WRITE)
def enter(request: Any, pk: int, project: int, said: EntriesIn) -> Any:
    """Enter amounts into the ledger; one that differs from the document is kept as a correction."""
    document = _document(request, pk, project)
    offered = {one.number: one for one in _offers(request, document, project) if one.kind == "entry"}
    amounts: dict[int, Decimal] = {}
    for at, one in enumerate(said.amounts):
        if one.number not in offered:
            raise wrong({f"amounts.{at}.number": say("本项目没有这一项金额。", "The project offers no such amount.")})
        given = Decimal(offered[one.number].contents["amount"]) if one.amount is None else one.amount
        if given <= 0:
            raise wrong({f"amounts.{at}.amount": say("金额应大于 0。", "The amount is above 0.")})
        amounts[one.number] = given
    taking.enter(document, amounts, said.date, said.source.value, said.reference, request.access)
    return _offers(request, document, project)


@routes.post(f"{_OF}/targets", response=answers(list[ProposalOut], *WRITES), auth=WRITE)
def draft_targets(request: Any, pk: int, project: int, said: ChosenIn) -> Any:
    """Begin a draft of targets from them."""
    document = _document(request, pk, project)
    taking.draft_targets(document, project, _of(request, document, project, said), request.access)
    return _offers(request, document, project)


@routes.post(f"{_OF}/actuals", response=answers(list[ProposalOut], *WRITES), auth=WRITE)
def fill_in(request: Any, pk: int, project: int, said: ChosenIn) -> Any:
    """Write what was reached into the draft of the self-evaluation."""
    document = _document(request, pk, project)
    taking.fill_in(document, project, _of(request, document, project, said), request.access)
    return _offers(request, document, project)


@routes.post(f"{_OF}/refusals", response=answers(list[ProposalOut], *WRITES), auth=WRITE)
def refuse(request: Any, pk: int, project: int, said: RefusalIn) -> Any:
    """Take them not over, with the reason; a project that is refused takes what belongs to it along."""
    document = _document(request, pk, project)
    taking.refuse(document, _of(request, document, project, said), said.reason, request.access)
    return _offers(request, document, project)


def _of(request: Any, document: Document, project: int, said: ChosenIn) -> list[int]:
    """The numbers that are offers of this project."""
    there = {one.number for one in _offers(request, document, project)}
    for at, number in enumerate(said.numbers):
        if number not in there:
            raise wrong({f"numbers.{at}": say("本项目没有这一项。", "The project has no such offer.")})
    return said.numbers
