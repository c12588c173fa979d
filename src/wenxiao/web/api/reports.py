"""Reports: started with chapters drafted from data, written chapter by chapter under the audit, submitted, approved, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from ninja import Query, Status

from wenxiao.publishing.reports import pieces
from wenxiao.publishing.reports.outline import find, outlines
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.files import OFFICIAL, a_file
from wenxiao.web.api.reports_shapes import (
    ChapterIn,
    ChapterOut,
    FigureIn,
    OutlineOut,
    ReportOut,
    ReportPage,
    RevisionIn,
    StartIn,
    TakenOver,
    TypedIn,
    TypedOut,
)
from wenxiao.web.api.shapes import ReasonsIn, StepIn, StepOut, Stepped
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import DOCX
from wenxiao.web.core.workflow import history
from wenxiao.web.people.models import Organisation
from wenxiao.web.reports import starting, views, writing
from wenxiao.web.reports.live import Found, checked, said_of, taken_over
from wenxiao.web.reports.material import Known, known
from wenxiao.web.reports.models import Chapter, Report
from wenxiao.web.reports.seeing import chapter_of, one_of, refuse_unless_writer, seen, to_step, writes

routes = router("reports")
READ, WRITE = Bearer("reports:read"), Bearer("reports:write")
_OF = "/{int:pk}/chapters/{str:key}"


def _references(text: pieces.Text, what: Known, draft: bool) -> list[dict[str, Any]]:
    now, made = what.facts.printed(), []
    for at, ref in pieces.refs(text):
        figure = what.facts.figures.get(ref.key)
        words = now.get(ref.key) if draft else None
        made.append(
            {
                "start": at, "end": at + len(ref.words), "fact": ref.key, "name": say(figure.zh, figure.en) if figure else "", "words": ref.words,
                "now": words, "moved": draft and words != ref.words,
            }
        )  # fmt: skip
    return made


def _chapter(one: Chapter, report: Report, what: Known) -> dict[str, Any]:
    return {
        "key": one.key, "title": one.title, "text": one.words, "references": _references(one.pieces, what, report.state == "draft"),
        "blanks": pieces.blanks(one.words), "tables": one.tables, "revision": one.revision, "changed_at": one.changed_at,
        "changed_by": str(one.changed_by) if one.changed_by else None,
    }  # fmt: skip


def _finding(one: Found | Said, texts: dict[str, str], passes: dict[str, str]) -> dict[str, Any]:
    said = {"id": one.id, "code": one.code, "severity": one.severity, "words": one.words, "arithmetic": list(one.arithmetic), "reason": passes.get(one.id, "")}  # fmt: skip
    if isinstance(one, Said):
        return said | {"chapter": one.field, "places": [], "fix": None}
    places = [
        {"chapter": key, "start": start, "end": end, "text": texts[key][start:end]} for key, start, end in one.places
    ]
    fix = {"fact": one.fix[0], "words": one.fix[1]} if one.fix else None
    return said | {"chapter": one.places[0][0] if one.places else "", "places": places, "fix": fix}


def _again(request: Any, pk: int) -> Any:
    """The report as it is stored now, whole."""
    report: Any = one_of(request.access, pk)
    what, chapters = known(report), list(report.chapters.select_related("changed_by"))
    found: Sequence[Found | Said] = said_of(report) if report.submitted_at else checked(report, what, chapters)
    texts = {one.key: one.words for one in chapters}
    report.written = [_chapter(one, report, what) for one in chapters]
    report.findings = [_finding(one, texts, report.passes) for one in found]
    report.writable = writes(report, request.access)
    report.lacking = [words for _, words in writing.lacking(chapters, what)] if report.writable else []
    report.ways = ways(report, request)
    return report


@routes.get("/outlines", response=answers(list[OutlineOut]), auth=READ)
def kinds(request: Any) -> Any:
    """The outlines of reports."""
    allow(request, "reports.see")
    return [{"name": one.name, "title": say(one.title, one.title_en), "subject": one.subject} for one in outlines()]


@routes.get("/departments/{str:code}/{int:year}/form.{ending}", response=answers(None), auth=READ, openapi_extra=OFFICIAL)  # fmt: skip
def department_form(request: Any, code: str, year: int, ending: Literal["xlsx", "docx"]) -> Any:
    """The official form of a whole department, of the self-evaluations that this person sees."""
    allow(request, "rollup.see")
    department = Organisation.objects.filter(code=code, kind="department").first()
    return views.department_form(request, department.pk if department else 0, year, ending)


@routes.get("", response=answers(ReportPage), auth=READ)
def listed(
    request: Any,
    q: str = Query("", max_length=200),
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    outline: str = Query("", max_length=40),
    state: str = Query("", max_length=24),
    mine: bool = False,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """Reports by the filters of the page, the latest year first; ``mine`` for those that wait for this person."""
    allow(request, "reports.see")
    asked = {"q": q, "year": year or "", "unit": unit, "outline": outline, "state": state, "mine": mine or ""}
    filters = views.Filters(request.access, asked)
    if not filters.is_valid():
        raise wrong(filters.errors)
    rows = filters.narrowed(seen(request.access)).order_by("-fiscal_year", "-pk")
    return {"count": rows.count(), "rows": list(rows[offset : offset + limit])}


@routes.post("", response=answers(ReportOut, *WRITES, status=201), auth=WRITE)
def start(request: Any, said: StartIn) -> Any:
    """Start a report with its chapters drafted. One that is not approved yet is given back as it is."""
    allow(request, "reports.write")
    return Status(201, _again(request, _started(request, said).pk))


def _started(request: Any, said: StartIn) -> Report:
    if said.outline not in {one.name for one in outlines()}:
        raise wrong({"outline": say("没有这种提纲。", "There is no such outline.")})
    subject = find(said.outline).subject
    if subject == "project":
        return starting.started_of_project(request.access, _needed(said, "project_year"))
    if subject == "evaluation":
        return starting.started_of_evaluation(request.access, _needed(said, "evaluation"), said.outline)
    year = _needed(said, "fiscal_year")
    form: starting.DepartmentForm | starting.DistrictForm
    if subject == "department":
        starting.refuse_others(request.access, subject)
        of = request.access.organisations().filter(code=said.organisation).first()
        form = starting.DepartmentForm(request.access, {"organisation": of.pk if of else 0, "fiscal_year": year})
    else:
        starting.refuse_others(request.access, subject)
        form = starting.DistrictForm(request.access, year, {"fiscal_year": year, "projects": said.projects})
    if not form.is_valid():
        raise wrong(form.errors)
    return starting.started_of_whole(request.access, form)


def _needed(said: StartIn, name: str) -> int:
    value: int | None = getattr(said, name)
    if value is None:
        raise wrong({name: say("这种报告需要填写。", "A report of this kind needs it.")})
    return value


@routes.get("/{int:pk}", response=answers(ReportOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One report with its chapters, what is found in it, and what is missing before it goes on."""
    return _again(request, pk)


@routes.put(_OF, response=answers(ChapterOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, key: str, said: ChapterIn) -> Any:
    """Write a chapter."""
    report, chapter, _ = chapter_of(request.access, pk, key)
    text = pieces.retyped(chapter.pieces, writing.clean(said.text))
    return _written(request, report, chapter, said.revision, text)


def _written(request: Any, report: Report, chapter: Chapter, revision: int, text: pieces.Text) -> dict[str, Any]:
    writing.write(chapter, revision, text, request.user)
    return _chapter(chapter, report, known(report))


@routes.post(f"{_OF}/findings", response=answers(TypedOut, *WRITES), auth=WRITE)
def live(request: Any, pk: int, key: str, said: TypedIn) -> Any:
    """What is found in the report with a chapter as it is typed so far; nothing is stored."""
    report, chapter, chapters = chapter_of(request.access, pk, key)
    what, typed = known(report), writing.clean(said.text)
    texts = {each.key: each.words for each in chapters} | {key: typed}
    found = [_finding(each, texts, report.passes) for each in checked(report, what, chapters, {key: typed})]
    text = pieces.retyped(chapter.pieces, typed)
    return {
        "text": typed,
        "references": _references(text, what, True),
        "blanks": pieces.blanks(typed),
        "findings": found,
    }


@routes.post(f"{_OF}/figures", response=answers(ChapterOut, *WRITES), auth=WRITE)
def accept(request: Any, pk: int, key: str, said: FigureIn) -> Any:
    """Take over what a fact says now, or the ledger's figure at a finding, and store the chapter."""
    report, chapter, chapters = chapter_of(request.access, pk, key)
    if bool(said.fact) == bool(said.finding):
        raise wrong({"fact": say("请填写 fact 或 finding 之一。", "Name a fact or a finding, one of them.")})
    what = known(report)
    typed = chapter.words if said.text is None else writing.clean(said.text)
    text = pieces.retyped(chapter.pieces, typed)
    if said.fact and said.fact not in {ref.key for _, ref in pieces.refs(text)}:
        raise wrong({"fact": say("文中没有引用这项数据。", "The text has no reference to it.")})
    found = checked(report, what, chapters, {key: typed}) if said.finding else []
    if said.finding and not any(
        each.id == said.finding and each.fix and any(place[0] == key for place in each.places) for each in found
    ):
        raise wrong({"finding": say("本章没有这条可采用台账数的发现。", "The chapter has no such finding with a fix.")})
    asked = f"fact:{said.fact}" if said.fact else said.finding
    return _written(request, report, chapter, said.revision, taken_over(asked, text, found, key, what))


@routes.post(f"{_OF}/draft", response=answers(ChapterOut, *WRITES), auth=WRITE)
def draft_again(request: Any, pk: int, key: str, said: RevisionIn) -> Any:
    """Draft a chapter again from the data of today, in place of what was written."""
    report, chapter, _ = chapter_of(request.access, pk, key)
    return _written(request, report, chapter, said.revision, writing.draft_again(chapter))


@routes.post("/{int:pk}/figures", response=answers(TakenOver, *WRITES), auth=WRITE)
def accept_all(request: Any, pk: int) -> Any:
    """Take over every figure that moved, in all chapters."""
    report = one_of(request.access, pk)
    refuse_unless_writer(report, request.access)
    return {"count": writing.accept(report, request.user)}


@routes.put("/{int:pk}/reasons", response=answers(ReportOut, *WRITES), auth=WRITE)
def reasons(request: Any, pk: int, said: ReasonsIn) -> Any:
    """Give a reason for each error to be passed, in place of those given before; whoever approves sees them."""
    report = one_of(request.access, pk)
    refuse_unless_writer(report, request.access)
    writing.give_reasons(report, said.revision, said.reasons, request.user)
    return _again(request, pk)


@routes.get("/{int:pk}/report.docx", response=answers(None), auth=READ, openapi_extra=a_file(DOCX))
def paper(request: Any, pk: int) -> Any:
    """The report as a Word file in the form of official papers."""
    return views.download(request, pk)


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Make a step; 409 where it cannot be made now, 422 where something is missing or contradicts itself. The report of an evaluation
    goes with the evaluation."""
    return stepped(to_step(request.access, pk, said.action), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    return list(history(one_of(request.access, pk), request.access.as_of))
