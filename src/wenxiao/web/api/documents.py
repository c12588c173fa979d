"""Documents on the desk: handed in, read, triaged; their readings, letters and files."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Status
from ninja.files import UploadedFile

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.api.documents_shapes import (
    DecisionIn,
    DocumentIn,
    DocumentOne,
    DocumentOut,
    Documents,
    DocumentsAsked,
    FindingOut,
    HandedIn,
    NoteOut,
    TextIn,
)
from wenxiao.web.api.doors import WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import ANY, a_file
from wenxiao.web.api.shapes import Id, StepIn, StepOut, Stepped
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.attachments import handed
from wenxiao.web.core.editing import lock
from wenxiao.web.core.say import english, say
from wenxiao.web.core.spreadsheets import DOCX
from wenxiao.web.desk import document_views as views
from wenxiao.web.desk import triage
from wenxiao.web.desk.forms import EditForm
from wenxiao.web.desk.listing import chosen
from wenxiao.web.desk.models import Batch, Document, Found, Reading, Refusal
from wenxiao.web.desk.reading import Refused
from wenxiao.web.desk.receiving import begin, receive, resubmit
from wenxiao.web.desk.showing import WITH_A_FILE, Shown
from wenxiao.web.people.models import Organisation

routes = router("documents")
READ, WRITE = Bearer("documents:read"), Bearer("documents:write")


@routes.get("", response=answers(Documents), auth=READ)
def every(request: Any, asked: Query[DocumentsAsked]) -> Any:
    """The documents that this person sees, the riskiest first."""
    allow(request, "desk.see")
    said = {name: str(value) for name, value in asked.dict().items() if value not in (None, "") and name != "unit"}
    _, rows, _ = chosen(request.access, said)
    if asked.unit:
        rows = rows.filter(unit__code=asked.unit)
    return {"count": rows.count(), "rows": list(rows[asked.offset : asked.offset + asked.limit])}


@routes.post("", response=answers(HandedIn, *WRITES, status=201), auth=WRITE)
def hand_in(request: Any, file: File[UploadedFile], batch: Form[Id | None] = None, title: Form[str] = "") -> Any:
    """Hand a file in; it is read in the background. Further files come into the same ``batch``. The same content sent again to a
    batch gives the same document."""
    allow(request, "desk.upload")
    into = begin(request.access, title) if batch is None else Batch.objects.filter(uploaded_by=request.user, pk=batch).first()  # fmt: skip
    if into is None:
        raise wrong({"batch": say("不是您的批次。", "It is no batch of yours.")})
    made = receive(into, file, request.access)
    refused = f"{say(made.zh, made.en)}" if isinstance(made, Refusal) else ""
    return Status(201, {"batch": into.pk, "document": None if refused else made, "refused": refused})


@routes.get("/{int:pk}", response=answers(DocumentOne), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One document with its findings."""
    return _shown(request, pk)


def _shown(request: Any, pk: int) -> Any:
    shown = Shown(views.one(request, "desk.see", pk), request)
    document: Any = shown.document
    until = {"at__date__lte": shown.day} if shown.day else {}
    document.findings = [_finding(one, shown) for one in shown.found()]
    document.spoken = list(document.remarks.filter(found=None, **until).select_related("by"))
    document.ways = [] if shown.day else [way for way in ways(document, request) if way["action"] not in WITH_A_FILE]
    document.state = shown.state  # for who looks as of a day, that of the day
    return document


def _finding(one: Found, shown: Shown) -> dict[str, Any]:
    lang = "en" if english() else "zh"
    now = shown.day is None
    return {
        "id": one.pk, "number": one.number, "finding": one.finding, "code": one.code, "severity": one.severity,
        "title": one.title_en if english() else one.title, "words": one.words, "arithmetic": one.arithmetic,
        "places": [{"start": at["start"], "end": at["end"], "text": at["text"], "words": at[lang]} for at in one.places],
        "project": one.project, "change": one.change, "verdict": one.stands, "reason": one.reason if now else "",
        "by": str(one.by or "") if now else "", "at": one.at if now else None, "seen": one.last, "notes": one.said_beside,
        "problem": one.raised.pk if now and one.linked and one.raised is not None else None,
    }  # fmt: skip


@routes.put("/{int:pk}", response=answers(DocumentOne, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: DocumentIn) -> Any:
    """Correct whose document it is and of when; 404 follows where it is then not among what one sees."""
    found = views.one(request, "desk.edit", pk)
    unit = Organisation.objects.filter(code=said.unit).first() if said.unit else None
    if said.unit and unit is None:
        raise wrong({"unit": say("没有这个单位。", "There is no such unit.")})
    lock(found, said.revision)
    typed = {"revision": said.revision, "unit": unit.pk if unit else None, "fiscal_year": said.fiscal_year, "kind": said.kind, "year": said.project_year}  # fmt: skip
    form = EditForm(request.access, typed, instance=found)
    if not form.is_valid():
        errors = {("project_year" if name == "year" else "body" if name == "__all__" else name): of for name, of in form.errors.items()}  # fmt: skip
        raise wrong(errors)
    triage.correct(found, said.revision, request.access)
    return _shown(request, pk)


@routes.get("/{int:pk}/reading", response=answers(dict[str, Any]), auth=READ)
def reading(request: Any, pk: int) -> Any:
    """What it says: text, projects, facts, findings and coverage, as ``wenxiao audit --format json`` writes them."""
    return get_object_or_404(Reading, document=views.one(request, "desk.see", pk)).tree


@routes.get("/{int:pk}/file", response=answers(None), auth=READ, openapi_extra=ANY)
def original(request: Any, pk: int) -> Any:
    """The file as it was handed in; that it was taken is recorded."""
    return views.original(request, pk)


@routes.get("/{int:pk}/letter.docx", response=answers(None, 409), auth=READ, openapi_extra=a_file(DOCX))
def letter(request: Any, pk: int) -> Any:
    """The review letter: the findings but for those that were explained or are false alarms."""
    found = views.one(request, "desk.letter", pk)
    try:
        content = views.written(request, found, "letter")
    except Refused as refused:
        raise NotAllowed(refused.zh, refused.en) from None
    return handed(content, f"{say('审核意见书', 'review')}-{found.pk}.docx", DOCX)


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Make a step; 409 where it cannot be made now, 422 where findings are left to be decided."""
    return stepped(views.one(request, "desk.triage", pk), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    return Shown(views.one(request, "desk.see", pk), request).record


@routes.post("/{int:pk}/versions", response=answers(DocumentOut, *WRITES, status=201), auth=WRITE)
def renew(request: Any, pk: int, file: File[UploadedFile]) -> Any:
    """Hand in a new version, which takes its place."""
    return Status(201, resubmit(views.one(request, "desk.upload", pk), file, request.access))


@routes.post("/{int:pk}/notes", response=answers(NoteOut, *WRITES, status=201), auth=WRITE)
def note(request: Any, pk: int, said: TextIn) -> Any:
    """Say something beside a document."""
    return Status(201, triage.note(views.one(request, "desk.note", pk), said.text, request.access))


@routes.post("/findings/{int:pk}/decisions", response=answers(FindingOut, *WRITES, status=201), auth=WRITE)
def decide(request: Any, pk: int, said: DecisionIn) -> Any:
    """Decide a finding; every decision is kept, the last one holds."""
    document, found = views.finding(request, "desk.triage", pk)
    year = None
    if said.project_year is not None:
        year = request.access.years().filter(pk=said.project_year).first()
        if year is None:
            raise wrong({"project_year": say("没有这个项目年度。", "There is no such project-year.")})
    triage.decide(found, said.verdict, request.access, reason=said.reason, year=year, seen=said.seen)
    return Status(201, _again(request, document, pk))


@routes.post("/findings/{int:pk}/notes", response=answers(FindingOut, *WRITES, status=201), auth=WRITE)
def finding_note(request: Any, pk: int, said: TextIn) -> Any:
    """Say something beside a finding."""
    document, found = views.finding(request, "desk.note", pk)
    triage.note(document, said.text, request.access, found)
    return Status(201, _again(request, document, pk))


def _again(request: Any, document: Document, pk: int) -> dict[str, Any]:
    shown = Shown(views.one(request, "desk.see", document.pk), request)
    return _finding(shown.one(pk), shown)
