"""The pages of the targets: the list, a project-year's versions, one of them, the form, what it is checked for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from wenxiao.performance import ledger
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.performance.remarks import Severity
from wenxiao.publishing.forms import docx, find, xlsx
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict, opened_at
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import DOCX, XLSX
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.core.workflow import history
from wenxiao.web.ledger.models import Balance, Entry
from wenxiao.web.targets import services
from wenxiao.web.targets.auditing import values
from wenxiao.web.targets.checking import remarks_on, weights
from wenxiao.web.targets.comparing import compared, since_return
from wenxiao.web.targets.forms import LEVEL2, GoalForm, RowSet, rows_of
from wenxiao.web.targets.listing import Filters, table
from wenxiao.web.targets.models import TargetSet
from wenxiao.web.targets.services import visible

FILES = {
    "xlsx": (xlsx, XLSX),
    "docx": (docx, DOCX),
}


def one_of(request: Any, action: str, pk: int) -> TargetSet:
    """A version to do this with: 404 for what one does not see."""
    found = visible(request.access).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.year = request.access.year(action, found.year_id)
    return found


@allowed("targets.see")
def index(request: Any) -> HttpResponse:
    """Every project-year that one sees with its latest version, or none yet."""
    filters = Filters(request.access, request.GET)
    rows = filters.rows()
    if request.GET.get("export") == "xlsx":
        return table(rows)
    return render(request, "targets/index.html", {"filters": filters, "page": page(rows, request.GET.get("page"))})


@allowed("targets.see")
def of(request: Any, pk: int) -> HttpResponse:
    """The targets of a project-year: its latest version, or how to begin."""
    year = request.access.year("targets.see", pk)
    latest = visible(request.access).filter(year=year).order_by("-version").first()
    if latest is not None:
        latest.year = year
        return _page(request, latest)
    return render(request, "targets/none.html", {"year": year, "before": services.last_year(year)})


@allowed("targets.see")
def one(request: Any, pk: int) -> HttpResponse:
    return _page(request, one_of(request, "targets.see", pk))


def _page(request: Any, target_set: TargetSet) -> HttpResponse:
    year, plain = target_set.year, target_set.plain()
    regime = regime_of(year)
    versions = list(visible(request.access).filter(year=year).order_by("version"))
    said = [] if target_set.state in services.SETTLED and not target_set.passes else target_set.audit()
    editor = request.access.may("targets.edit", year)
    names = {indicator.key: indicator.name for indicator in plain.indicators}
    context = {
        "thing": target_set,
        "year": year,
        "plain": plain,
        "versions": versions,
        "before": next((one for one in versions if one.version == target_set.version - 1), None),
        "weights": weights(plain, regime),
        "regime": regime,
        "balance": Balance.objects.filter(pk=year.pk).first(),
        "said": [_told(one, target_set, names) for one in said],
        "errors": any(one.severity is Severity.ERROR for one in said),
        "missing": target_set.missing() if target_set.draft else [],
        "since": since_return(target_set, request.access.as_of),
        "editor": editor and target_set.draft,
        "adjustable": editor and target_set.state == "approved" and target_set.version == versions[-1].version,
        "fresh": editor and target_set.draft and not history(target_set).exists(),
        "steps": steps(target_set, request),
        "step_url": reverse("target-step", args=[target_set.pk]),
    }
    return render(request, "targets/one.html", context)


def _told(said: Any, target_set: TargetSet, names: dict[str, str]) -> dict[str, Any]:
    """One thing that is said, with the place in the page that it is about and the reason given for it."""
    key, _, field = said.field.rpartition(".")
    return {
        "said": said,
        "reason": target_set.passes.get(said.id, ""),
        "element": f"row-{key}" if key in names else (said.field if said.field in ("goal", "money") else "indicators"),
        "where": names.get(key, ""),
        "field": field,
    }


@allowed("targets.edit")
@require_POST
def begin(request: Any, pk: int) -> HttpResponse:
    """Begin the targets of a project-year, empty or from last year's."""
    year = request.access.year("targets.edit", pk)
    source = services.last_year(year) if request.POST.get("from") == "last-year" else None
    try:
        made = services.begin(year, request.access, source)
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect("targets-of", pk)
    return redirect("target-edit", made.pk)


@allowed("targets.edit")
def edit(request: Any, pk: int) -> HttpResponse:
    """The form of a draft."""
    target_set = one_of(request, "targets.edit", pk)
    if not target_set.draft:
        why = say(
            "已提交的版本不能修改；退回后方可修改，已批复的请申请调整。",
            "A version that was submitted cannot be edited; an approved one is adjusted.",
        )
        if request.method == "POST":
            return not_saved(request, why, target_set)
        messages.error(request, why)
        return redirect(target_set)
    goal = GoalForm(request.POST or None, instance=target_set)
    rows = (
        RowSet(request.POST, prefix="rows")
        if request.method == "POST"
        else RowSet(initial=rows_of(target_set), prefix="rows")
    )
    status = 200
    if request.method == "POST":
        rows.is_valid()
        if goal.is_valid() and not rows.refused() and not rows.non_form_errors():
            try:
                said = goal.cleaned_data
                services.save(
                    target_set,
                    said["revision"],
                    said["goal"],
                    said.get("reason", ""),
                    [form.cleaned_data for form in rows.kept()],
                    request.access,
                )
            except Conflict as conflict:
                goal.add_error(None, str(conflict))
            except NotAllowed as refusal:
                goal.add_error(None, say(refusal.zh, refusal.en))
            else:
                sent(request)
                messages.success(request, say("草稿已保存。", "The draft is saved."))
                return redirect("target-edit" if "stay" in request.POST else "target-set", pk)
        status = 422
    context = {
        "thing": target_set,
        "year": target_set.year,
        "goal": goal,
        "rows": rows,
        "level2": LEVEL2,
        "balance": Balance.objects.filter(pk=target_set.year_id).first(),
        "before": TargetSet.objects.filter(year=target_set.year, version=target_set.version - 1).first(),
    }
    return render(request, "targets/edit.html", context, status=status)


@allowed("targets.edit")
@require_POST
def check(request: Any, pk: int) -> HttpResponse:
    """What is said of what is typed so far; saves nothing."""
    target_set = one_of(request, "targets.edit", pk)
    goal = GoalForm(request.POST, instance=TargetSet(year=target_set.year, version=target_set.version))
    sums, lines = remarks_on(goal, RowSet(request.POST, prefix="rows"), regime_of(target_set.year))
    return render(request, "targets/check.html", {"weights": sums, "lines": lines})


@allowed("targets.step")
@require_POST
def go(request: Any, pk: int) -> HttpResponse:
    return step(one_of(request, "targets.step", pk), request)


@allowed("targets.edit")
@require_POST
def reasons(request: Any, pk: int) -> HttpResponse:
    """Reasons for which the unit submits although the audit finds errors."""
    target_set = one_of(request, "targets.edit", pk)
    given = {name.removeprefix("reason-"): words for name, words in request.POST.items() if name.startswith("reason-")}
    try:
        services.give_reasons(target_set, opened_at(request), given, request.access)
    except Conflict as conflict:
        return not_saved(request, str(conflict), target_set)
    except NotAllowed as refusal:
        return not_saved(request, say(refusal.zh, refusal.en), target_set)
    messages.success(
        request,
        say("理由已保存，审核人会在对应的问题旁看到。", "Saved: the reviewer sees it beside what was found."),
    )
    return redirect(target_set)


@allowed("targets.edit")
@require_POST
def adjust(request: Any, pk: int) -> HttpResponse:
    target_set, reason = one_of(request, "targets.edit", pk), request.POST.get("reason", "")[:2000]
    try:
        made = services.adjust(target_set, reason, request.access)
    except NotAllowed as refusal:
        if reason.strip():
            return not_saved(request, say(refusal.zh, refusal.en), target_set)
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(target_set)
    return redirect("target-edit", made.pk)


@allowed("targets.edit")
@require_POST
def discard(request: Any, pk: int) -> HttpResponse:
    target_set = one_of(request, "targets.edit", pk)
    year = target_set.year_id
    try:
        services.discard(target_set, request.access, request.POST.get("revision", ""))
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(target_set)
    messages.success(request, say("草稿已删除。", "The draft is dropped."))
    return redirect("targets-of", year)


@allowed("targets.see")
def differences(request: Any, pk: int) -> HttpResponse:
    """A version beside an earlier one (the one before, or ``with``)."""
    new = one_of(request, "targets.see", pk)
    versions = visible(request.access).filter(year=new.year)
    wanted = request.GET.get("with", "")
    old = versions.filter(pk=wanted).first() if wanted.isdecimal() else None
    old = old or versions.filter(version__lt=new.version).order_by("-version").first()
    if old is None:
        raise Http404
    context = {
        "new": new,
        "old": old,
        "year": new.year,
        "versions": versions.exclude(pk=new.pk),
        "compared": compared(old, new),
    }
    return render(request, "targets/differences.html", context)


@allowed("targets.see")
def official(request: Any, pk: int, ending: str) -> HttpResponse:
    """The official form as a file."""
    target_set = one_of(request, "targets.see", pk)
    if ending not in FILES:
        raise Http404
    draw, kind = FILES[ending]
    entries: list[ledger.Entry] = [entry.plain() for entry in Entry.objects.filter(project_year=target_set.year)]
    name = f"绩效目标申报表-{target_set.year.project.code}-{target_set.year.year}-v{target_set.version}.{ending}"
    answer = HttpResponse(draw(find("target"), values(target_set, entries)), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
