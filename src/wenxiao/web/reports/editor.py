"""Writing a chapter: plain text, its references kept beside it, and the audit at its words while it is typed.

Without scripts the same happens at the press of a button: “检查” shows what is found, “采用台账数” puts the ledger's figure in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.publishing.reports import pieces
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict, opened_at
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.reports import writing
from wenxiao.web.reports.live import checked, taken_over
from wenxiao.web.reports.material import Known, known
from wenxiao.web.reports.models import Chapter, Report
from wenxiao.web.reports.seeing import chapter_of, one_of, refuse_unless_writer


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the chapter that is shown as something: a reference, one that moved, a blank."""

    start: int
    end: int
    kind: str
    words: str


def _typed(request: Any, chapter: Chapter) -> str:
    """What was sent of a chapter; what is stored where nothing was."""
    text = request.POST.get("text")
    return chapter.words if text is None else writing.clean(text)


@allowed("reports.write")
def write(request: Any, pk: int, key: str) -> HttpResponse:
    try:
        report, chapter, chapters = chapter_of(request.access, pk, key)
    except PermissionDenied as refusal:
        if request.method != "POST":
            raise
        return not_saved(request, str(refusal), one_of(request.access, pk), 403)
    what = known(report)
    if request.method != "POST":
        return _page(request, report, chapter, chapters, what, chapter.words)
    typed = _typed(request, chapter)
    if "check" in request.POST:
        return _page(request, report, chapter, chapters, what, typed)
    if "again" in request.POST:
        text = writing.draft_again(chapter)
    else:
        text = pieces.retyped(chapter.pieces, typed)
        if asked := request.POST.get("accept"):
            text = taken_over(asked, text, checked(report, what, chapters, {key: typed}), key, what)
    try:
        writing.write(chapter, opened_at(request), text, request.user)
    except Conflict as told:
        return _page(request, report, chapter, chapters, what, typed, str(told))
    except NotAllowed as refusal:
        return not_saved(request, say(refusal.zh, refusal.en), report)
    sent(request)
    messages.success(request, say("已保存。", "Saved."))
    if "next" in request.POST:
        after = next((one for one in chapters if one.order > chapter.order), None)
        return redirect("report-write", pk, after.key) if after else redirect(report)
    return redirect("report-write", pk, key)


@allowed("reports.write")
@require_POST
def live(request: Any, pk: int, key: str) -> HttpResponse:
    """What is found in the text as it is typed so far; nothing is stored."""
    report, chapter, chapters = chapter_of(request.access, pk, key)
    context = _panel(report, chapter, chapters, known(report), _typed(request, chapter))
    return render(request, "reports/found.html", context)


@allowed("reports.write")
@require_POST
def accept(request: Any, pk: int) -> HttpResponse:
    """Take over every figure that moved."""
    report = one_of(request.access, pk)
    refuse_unless_writer(report, request.access)
    count = writing.accept(report, request.user)
    messages.success(request, say(f"已更新 {count} 处数据。", f"{count} figures were taken over."))
    return redirect(report)


def _panel(report: Report, chapter: Chapter, chapters: list[Chapter], what: Known, typed: str) -> dict[str, Any]:
    """What stands beside the text, and where in it."""
    text = pieces.retyped(chapter.pieces, typed)
    every = checked(report, what, chapters, {chapter.key: typed})
    here, elsewhere = [], 0
    for one in every:
        places = [place for place in one.places if place[0] == chapter.key]
        if places:
            here.append(
                {"found": one, "places": places, "first": places[0], "quote": typed[places[0][1] : places[0][2]]}
            )
        elif one.severity != "note":
            elsewhere += 1
    moved = pieces.moved(text, what.facts.printed())
    gone = {one.start for one in moved}
    marks = [
        Mark(at, at + len(ref.words), "moved" if at in gone else "ref", _label(ref.key, what))
        for at, ref in pieces.refs(text)
    ]
    marks += [Mark(found.start(), found.end(), "blank", found[1]) for found in pieces.BLANK.finditer(typed)]
    return {
        "one": report, "chapter": chapter, "here": here, "elsewhere": elsewhere, "marks": marks,
        "moved": [(one, _label(one.key, what)) for one in moved], "blanks": pieces.blanks(typed),
    }  # fmt: skip


def _label(key: str, what: Known) -> str:
    figure = what.facts.figures.get(key)
    return say(figure.zh, figure.en) if figure is not None else ""


def _page(
    request: Any, report: Report, chapter: Chapter, chapters: list[Chapter], what: Known, typed: str, refused: str = ""
) -> HttpResponse:
    context = _panel(report, chapter, chapters, what, typed)
    now = what.facts.printed()
    context |= {
        "typed": typed, "refused": refused, "most": writing.MOST, "tables": [what.tables[name] for name in chapter.tables if name in what.tables],
        "chapters": [(one, len(pieces.blanks(one.words)), len(pieces.moved(one.pieces, now))) for one in chapters],
        "after": next((one for one in chapters if one.order > chapter.order), None),
    }  # fmt: skip
    return render(request, "reports/write.html", context, status=409 if refused else 200)
