"""The room inside: what could be public, one release on its way, what the gate needs to know."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.publishing.gate import KEYS, Verdict
from wenxiao.web.core.answering import answered
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict, save
from wenxiao.web.core.paging import SIZE
from wenxiao.web.core.policy import ACTIONS, INSIDE, Access, allowed
from wenxiao.web.core.say import english, say
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.disclosure import comparing, gating, listing, publishing, sources
from wenxiao.web.disclosure.forms import AgainForm, AnswerForm, ApprovalForm, ScreenedForm
from wenxiao.web.disclosure.models import Approval, Release, Screened

_WORDS = {
    Verdict.PASS: ("通过", "pass", "good"), Verdict.WARNING: ("待说明", "to explain", "warning"), Verdict.FAIL: ("未通过", "not let through", "error"),
    Verdict.UNKNOWN: ("无法判断", "cannot tell", "note"),
}  # fmt: skip


def seen(request: Any) -> Any:
    """The releases that this person sees; as of a day, those that had been published by then, for oversight what was submitted."""
    rows = Release.objects.filter(request.access.scope(INSIDE, year="")).shown_to(request.access)
    return rows.select_related("unit__parent", "year__project", "year__unit", "replaces", "prepared_by")


def one_of(request: Any, pk: int, action: str = "disclosure.see") -> Release:
    """A release to do this with: Http404 where one does not see it, PermissionDenied where one only sees it."""
    found = seen(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    if not found.roles_of(request.access) & ACTIONS[action] and action != "disclosure.see":
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    return found


def begin(access: Access, kind: str, subject: int) -> Release:
    """Begin the release of something that is ready. Raises NotAllowed; Http404 for what one does not see, PermissionDenied for what
    is not this person's to release."""
    source = sources.find(kind)
    if source is None:
        raise Http404
    try:
        taken = source.take(subject, papers=False)
    except LookupError:
        raise Http404 from None
    if not access.inside(taken):
        raise Http404
    if not Release(kind=kind, unit=taken.unit).roles_of(access) & ACTIONS["disclosure.prepare"]:
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    return publishing.prepare(kind, subject, access.user)


def versions(request: Any, one: Release) -> list[Release]:
    """Every version that this person sees, the newest first."""
    rows = seen(request).filter(kind=one.kind, subject=one.subject)
    return list(rows.defer("content", "statement", "words").order_by("-version"))


@allowed("disclosure.see")
def index(request: Any) -> HttpResponse:
    filters = listing.Filters(request.access, request.GET)
    year, found = listing.lines(request.access, filters)
    pages = Paginator(found, SIZE).get_page(request.GET.get("page"))
    rows = [(line, listing.preparable(request.access, line)) for line in pages]
    context = {
        "filters": filters,
        "page": pages,
        "rows": rows,
        "year": year,
        "narrowed": any(value for key, value in filters.cleaned_data.items() if key != "year"),
    }
    return render(request, "disclosure/index.html", context)


@allowed("disclosure.prepare")
@require_POST
def prepare(request: Any, kind: str, subject: int) -> HttpResponse:
    """Begin the release of something that is ready."""
    try:
        made = begin(request.access, kind, subject)
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect("disclosure")
    return redirect(made)


@allowed("disclosure.see")
def release(request: Any, pk: int) -> HttpResponse:
    return _shown(request, one_of(request, pk))


def _shown(
    request: Any, one: Release, form: AnswerForm | None = None, again: AgainForm | None = None, status: int = 200
) -> HttpResponse:
    open_ = one.state != "published"
    items = gating.items(one) if open_ else []
    working = bool(one.roles_of(request.access) & ACTIONS["disclosure.prepare"])
    editing = one.state == "prepared" and working
    form = form or (AnswerForm(one, items) if editing else None)
    groups = [
        {
            "name": say(*KEYS[key]),
            "items": [
                {"item": item, "words": say(item.zh, item.en), "verdict": _WORDS[item.verdict][english()], "pill": _WORDS[item.verdict][2], "field": form.field_of(item) if form else None, "reason": one.passes.get(item.id, "")}
                for item in items
                if item.key == key
            ],
        }
        for key in KEYS
    ]  # fmt: skip
    last = publishing.latest(one.kind, one.subject)
    context = {
        "one": one, "said": one.statement or publishing.statement(one, None), "groups": groups if items else (), "form": form, "steps": steps(one, request),
        "versions": versions(request, one), "differences": comparing.differences(one.replaces.content, one.content) if one.replaces and not one.withdrawn else None,
        "again": (again or AgainForm()) if working and not open_ and last is not None and last.pk == one.pk and not one.withdrawn else None,
        "deadline": gating.deadline(one), "replies": form.rows() if form else (),
    }  # fmt: skip
    return render(request, "disclosure/release.html", context, status=status)


@allowed("disclosure.prepare")
@require_POST
def answer(request: Any, pk: int) -> HttpResponse:
    """Keep replies to findings and reasons."""
    one = one_of(request, pk, "disclosure.prepare")
    if one.state != "prepared":
        why = say("已提交，不能修改；需要修改请先退回。", "It was submitted: it has to be returned before it is changed.")  # fmt: skip
        return not_saved(request, why, one)
    form = AnswerForm(one, gating.items(one), request.POST)
    if not form.is_valid():
        return _shown(request, one, form, status=422)
    form.take(one)
    try:
        save(one, form.cleaned_data["revision"], request.user)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _shown(request, one, form, status=422)
    sent(request, one.get_absolute_url())
    messages.success(request, say("已保存。", "Saved."))
    return redirect(one)


@allowed("disclosure.prepare")
@require_POST
def refresh(request: Any, pk: int) -> HttpResponse:
    """Take over what the source says now."""
    one = one_of(request, pk, "disclosure.prepare")
    with answered(request, say("已重新取数。", "Taken over again.")):
        publishing.refresh(one, request.user)
    return redirect(one)


@allowed("disclosure.step")
@require_POST
def move(request: Any, pk: int) -> HttpResponse:
    return step(one_of(request, pk, "disclosure.step"), request)


@allowed("disclosure.prepare")
@require_POST
def again(request: Any, pk: int) -> HttpResponse:
    """A new version of what is published: a correction, or a withdrawal."""
    one = one_of(request, pk, "disclosure.prepare")
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, again=form, status=422)
    given = form.cleaned_data
    try:
        made = publishing.prepare(one.kind, one.subject, request.user, given["reason"], given["what"] == "withdraw")
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(one)
    return redirect(made)


@allowed("disclosure.see")
def settings(request: Any) -> HttpResponse:
    """Days of approval and words to screen; the performance office keeps them."""
    may = request.access.can("disclosure.set")
    organisations = request.access.organisations().exclude(kind="firm")
    what = request.POST.get("what-form", "") if may else ""
    approval = ApprovalForm(organisations, request.POST if what == "approval" else None)
    word = ScreenedForm(request.POST if what == "word" else None)
    if request.method == "POST" and not may:
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    if what == "approval" and approval.is_valid():
        given = approval.cleaned_data
        key = {name: given[name] for name in ("organisation", "year", "what")}
        Approval.objects.update_or_create(
            **key, defaults={"approved_on": given["approved_on"], "entered_by": request.user}
        )
        messages.success(request, say("已保存批复日期。", "The day is saved."))
        return redirect("disclosure-settings")
    if what == "word" and word.is_valid():
        word.instance.entered_by = request.user
        word.save()
        messages.success(request, say("已加入词表。", "Added."))
        return redirect("disclosure-settings")
    if what == "drop":
        asked = request.POST.get("word", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 10:
            Screened.objects.filter(pk=int(asked)).delete()
        return redirect("disclosure-settings")
    status = 422 if request.method == "POST" else 200
    above = [path for one in organisations.values_list("path", flat=True) for path in _prefixes(one)]
    rows = Approval.objects.filter(organisation__path__in=set(above)).select_related("organisation", "entered_by")
    context = {
        "may": may,
        "approval": approval,
        "word": word,
        "approvals": rows[:100],
        "words": Screened.objects.select_related("entered_by"),
    }
    return render(request, "disclosure/settings.html", context, status=status)


def _prefixes(path: str) -> list[str]:
    """The path of an organisation and of all above it."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
