"""One document: its page, its files, and what people do with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import ROLE_NAMES, NotAllowed, NotYours, Role
from wenxiao.web.core.answering import answered
from wenxiao.web.core.attachments import handed, saved
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.policy import ACTIONS, allowed
from wenxiao.web.core.reads import note as read_note
from wenxiao.web.core.say import english, say
from wenxiao.web.core.spreadsheets import DOCX, XLSX
from wenxiao.web.core.stepping import step
from wenxiao.web.desk import triage as desk
from wenxiao.web.desk.forms import AssignForm, EditForm
from wenxiao.web.desk.jobs import reading
from wenxiao.web.desk.listing import next_of, papers
from wenxiao.web.desk.models import Document, Found, Reading, Rendering
from wenxiao.web.desk.reading import Refused, call, guard
from wenxiao.web.desk.receiving import resubmit
from wenxiao.web.desk.showing import Shown, trail
from wenxiao.web.desk.vault import kept
from wenxiao.web.people.models import Organisation


def one(request: Any, action: str, pk: int) -> Document:
    """A document to do this with: Http404 where one does not see it, PermissionDenied where one only sees it."""
    rows = papers(request.access).select_related("unit", "place", "year__project", "year__unit", "uploaded_by", "assigned_to", "batch", "replaces")  # fmt: skip
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not found.roles_of(request.access) & ACTIONS[action]:
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    return found


def finding(request: Any, action: str, pk: int) -> tuple[Document, Found]:
    """A finding and its document, to do this with."""
    found = Found.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return one(request, action, found.document_id), found


@allowed("desk.see")
def document(request: Any, pk: int) -> HttpResponse:
    shown = Shown(one(request, "desk.see", pk), request)
    if request.htmx:  # the page of a document that was not read yet asks whether it is now
        return HttpResponse(status=204) if shown.state == "received" else HttpResponse(headers={"HX-Refresh": "true"})
    section, cards = shown.section()
    if not section:
        reading_now = shown.state == "received" and reading(shown.document.batch)
        return render(request, "desk/unread.html", {**shown.work(), **shown.top(), "reading_now": reading_now})
    # The child wrote both from text that it escaped; what was put in is drawn by templates.
    context = {"document": shown.document, "section": mark_safe(section), "cards": mark_safe(cards)}
    return render(request, "desk/document.html", context)


@allowed("desk.see")
def pages(request: Any, pk: int) -> HttpResponse:
    """The pages of the original, drawn when they are first asked for and kept."""
    found = one(request, "desk.see", pk)
    rendering = Rendering.objects.filter(document=found).first()
    if rendering is None:
        raise Http404
    if rendering.pages is None:
        try:
            with guard() as child:
                rendering.pages = call(child, "pages", found).encode("utf-8", "replace")
        except Refused as refused:
            return render(request, "desk/later.html", {"document": found, "why": say(refused.zh, refused.en)})
        rendering.save(update_fields=("pages",))
    return HttpResponse(bytes(rendering.pages))


@allowed("desk.see")
def original(request: Any, pk: int) -> HttpResponse:
    """The file as it was handed in, to be saved and never shown by the browser."""
    found = one(request, "desk.see", pk)
    try:
        return saved(
            request, kept(found).open("rb"), found.name.rsplit("/", 1)[-1], f"document {found.pk} {found.sha256[:12]}"
        )
    except FileNotFoundError:
        raise Http404 from None


def written(request: Any, found: Document, what: str) -> bytes:
    """A file that the engine writes about a document, without the findings that were explained or false. Raises Refused; that it
    was taken is recorded."""
    if not Reading.objects.filter(document=found).exists():
        raise Http404
    apart = Found.objects.filter(document=found, verdict__in=[v.value for v in desk.REASONED]).select_related("by")
    aside = [(f.finding, f"{f.get_verdict_display()}：{f.reason}" if not english() else f"{f.get_verdict_display()}: {f.reason}", _decided(f)) for f in apart]  # fmt: skip
    more = (_office(request, found),) if what == "letter" else ()
    with guard() as child:
        content = bytes(call(child, what, found, aside, "en" if english() else "zh", *more))
    read_note(request, f"{what} document {found.pk}")
    return content


def _decided(found: Found) -> str:
    """Who decided a finding at the desk, and when."""
    day = f"{day_of(found.at):%Y-%m-%d}" if found.at else ""
    return say(f"{found.by}，{day} 研判", f"decided by {found.by}, {day}")


def _office(request: Any, found: Document) -> str:
    """For whom somebody writes of a document: their department, or their office of the district's finance."""
    path = found.unit.path if found.unit is not None else found.place.path
    mine = [m for m in request.access.memberships if m.role in ACTIONS["desk.letter"] and path.startswith(m.organisation.path)]  # fmt: skip
    if not mine:
        return ""
    nearest = max(mine, key=lambda m: len(m.organisation.path))
    if nearest.role == Role.DEPARTMENT:
        return nearest.organisation.name
    district = Organisation.objects.get(pk=nearest.organisation.path.strip("/").split("/")[0])
    zh, en = ROLE_NAMES[Role(nearest.role)]
    return say(f"{district}{zh}", f"{district}, {en}")


def _made(request: Any, pk: int, what: str, action: str, title: str, ending: str, kind: str) -> HttpResponse:
    """The file to save, or back to the document with what stands in the way."""
    found = one(request, action, pk)
    try:
        content = written(request, found, what)
    except Refused as refused:
        messages.error(request, say(refused.zh, refused.en))
        return redirect(found)
    return handed(content, f"{title}-{str(found)[:60]}.{ending}", kind)


@allowed("desk.letter")
def letter(request: Any, pk: int) -> HttpResponse:
    return _made(request, pk, "letter", "desk.letter", say("审核意见书", "review"), "docx", DOCX)


@allowed("desk.export")
def book(request: Any, pk: int) -> HttpResponse:
    return _made(request, pk, "book", "desk.export", say("审核结果", "audit"), "xlsx", XLSX)


@allowed("desk.see")
def changes(request: Any, pk: int) -> HttpResponse:
    """What became of the findings of the version before."""
    found = one(request, "desk.see", pk)
    reading = Reading.objects.filter(document=found).first()
    if reading is None or reading.changes is None:
        raise Http404
    earlier = {f.finding: f for f in Found.objects.filter(document=found.replaces_id).select_related("by")}
    lang = "_en" if english() else ""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in (line for document in reading.changes["documents"] for line in document["findings"]):
        entry = line["new"] or line["old"]
        before = earlier.get((line["old"] or {}).get("id", ""))
        groups.setdefault(line["change"], []).append(
            {"entry": entry, "words": entry[f"message{lang}"], "place": entry[f"place{lang}"], "before": before}
        )
    names = {
        "fixed": ("已解决", "Fixed", "good"), "remaining": ("仍在", "Still there", "error"), "changed": ("改过但仍不符", "Changed, still found", "warning"),
        "new": ("新出现", "New", "error"), "unchecked": ("这次没有核对", "Not checked this time", ""),
    }  # fmt: skip
    shown = [{"words": say(zh, en), "colour": colour, "lines": groups[key]} for key, (zh, en, colour) in names.items() if key in groups]  # fmt: skip
    before = papers(request.access).filter(pk=found.replaces_id).first()
    return render(request, "desk/changes.html", {"document": found, "before": before, "groups": shown})


@allowed("desk.triage")
def following(request: Any, pk: int) -> HttpResponse:
    """On to the riskiest document that waits."""
    to = next_of(request.access, one(request, "desk.see", pk), request.GET)
    if to is None:
        messages.success(request, say("没有其他待研判的文档。", "No other document waits to be triaged."))
        return redirect(f"{reverse('desk')}{trail(request)}")
    return redirect(f"{to.get_absolute_url()}{trail(request)}")


@allowed("desk.triage")
@require_POST
def make_step(request: Any, pk: int) -> HttpResponse:
    found = one(request, "desk.triage", pk)
    on = "next" in request.POST
    return step(found, request, f"{reverse('document-next', args=[pk])}{trail(request)}" if on else None)


@allowed("desk.triage")
@require_POST
def give(request: Any, pk: int) -> HttpResponse:
    """Assign a document."""
    found = one(request, "desk.triage", pk)
    form = AssignForm(desk.assignees(found), request.POST)
    if not form.is_valid():
        messages.error(request, say("请从名单中选择承办人。", "Choose somebody of the list."))
        return redirect(found)
    to, seen = form.cleaned_data["to"], request.POST.get("revision", "")
    done = say(f"已交{to}办理。", f"Assigned to {to}.") if to else say("已取消分派。", "Assigned to nobody.")
    with answered(request, done):
        desk.assign(found, to, request.access, seen)
    return redirect(found)


@allowed("desk.edit")
@require_POST
def edit(request: Any, pk: int) -> HttpResponse:
    """Correct whose document it is and of when."""
    found = one(request, "desk.edit", pk)
    form = EditForm(request.access, request.POST, instance=found)
    if not form.is_valid():
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("document", pk)
    try:
        desk.correct(found, form.cleaned_data["revision"], request.access)
    except Conflict as conflict:
        messages.error(request, str(conflict))
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
    else:
        messages.success(request, say("已保存。", "Saved."))
    seen = papers(request.access).filter(pk=pk).exists()
    return redirect("document", pk) if seen else redirect("desk")


@allowed("desk.note")
@require_POST
def add_note(request: Any, pk: int) -> HttpResponse:
    found = one(request, "desk.note", pk)
    with answered(request):
        desk.note(found, request.POST.get("text", ""), request.access)
    return redirect(found)


@allowed("desk.upload")
@require_POST
def hand_in(request: Any, pk: int) -> HttpResponse:
    """Hand in a new version."""
    found = one(request, "desk.upload", pk)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise NotAllowed("请选择修改后的文件。", "Choose the new version.")
        made = resubmit(found, file, request.access)
    except NotYours as refusal:
        raise PermissionDenied(say(refusal.zh, refusal.en)) from None
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(found)
    messages.success(request, say("已收到修改稿，正在读取。", "The new version is here and is being read."))
    return redirect(made)


@allowed("desk.triage")
@require_POST
def triage(request: Any, pk: int) -> HttpResponse:
    """Decide a finding: by a plain form, or in its place on the page."""
    document, found = finding(request, "desk.triage", pk)
    chosen = request.POST.get("year", "")
    year = request.access.years().filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    seen = request.POST.get("seen", "")
    why = ""
    try:
        desk.decide(
            found, request.POST.get("verdict", ""), request.access, reason=request.POST.get("reason", ""), year=year,
            seen=int(seen) if seen.isdecimal() else None,
        )  # fmt: skip
    except NotAllowed as refusal:
        why = say(refusal.zh, refusal.en)
    return _answer(request, document, found, why)


@allowed("desk.note")
@require_POST
def found_note(request: Any, pk: int) -> HttpResponse:
    """Say something beside a finding."""
    document, found = finding(request, "desk.note", pk)
    why = ""
    try:
        desk.note(document, request.POST.get("text", ""), request.access, found)
    except NotAllowed as refusal:
        why = say(refusal.zh, refusal.en)
    return _answer(request, document, found, why)


def _answer(request: Any, document: Document, found: Found, why: str) -> HttpResponse:
    """The finding as it stands now: a piece of the page for its script, else the page at its place."""
    if request.htmx:
        shown = Shown(one(request, "desk.see", document.pk), request)
        slip = shown.slip(shown.one(found.pk), why=why, typed=request.POST.get("reason", "") if why else "")
        around = {**shown.top(), "swapped": True}
        return HttpResponse(slip + "".join(shown.drawn(f"desk/{name}.html", around) for name in ("counts", "risk")))
    if why:
        messages.error(request, why)
    return redirect(f"{document.get_absolute_url()}{trail(request)}#d1-f{found.number}")
