"""Filling in a self-evaluation: the form, its live score, and a filled official form read into it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.documents.model import UnreadableError
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.attachments import ACCEPT, Refused, check
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, say
from wenxiao.web.selfevaluation import official
from wenxiao.web.selfevaluation.audit import remarks
from wenxiao.web.selfevaluation.entering import Filled, refuse_unless_draft
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import missing, position, scored
from wenxiao.web.selfevaluation.showing import shown
from wenxiao.web.selfevaluation.views import money_rows, one_of


@allowed("selfevaluation.edit")
def edit(request: Any, pk: int) -> HttpResponse:
    evaluation = one_of(request, pk, "selfevaluation.edit")
    try:
        refuse_unless_draft(evaluation)
    except NotAllowed as refusal:
        if request.method == "POST":
            return not_saved(request, say(refusal.zh, refusal.en), evaluation)
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(evaluation)
    filled = Filled(evaluation, request.POST or None)
    if request.method == "POST" and filled.is_valid():
        try:
            filled.save(request.user)
        except Conflict as told:
            filled.whole.add_error(None, str(told))
        else:
            sent(request)
            messages.success(request, say("已保存。", "Saved."))
            return redirect(evaluation)
    return _page(request, evaluation, filled, 422 if request.method == "POST" else 200)


def _page(request: Any, evaluation: SelfEvaluation, filled: Filled, status: int = 200, **more: Any) -> HttpResponse:
    money = position(evaluation)
    typed = filled.typed() if filled.whole.is_bound else None
    form = scored(evaluation, typed, money)
    files = list(evaluation.evidence.filter(removed_at=None).order_by("pk"))
    context = {
        "one": evaluation, "form": form, "filled": filled, "lines": shown(form, filled.rows, files), "accept": ACCEPT,
        "money": money_rows(evaluation, money), "missing": missing(evaluation, form), "remarks": remarks(form),
    }  # fmt: skip
    return render(request, "selfevaluation/edit.html", {**context, **more}, status=status)


@allowed("selfevaluation.edit")
@require_POST
def score(request: Any, pk: int) -> HttpResponse:
    """The score of what is typed so far; nothing is stored."""
    evaluation = one_of(request, pk, "selfevaluation.edit")
    filled = Filled(evaluation, request.POST)
    form = scored(evaluation, filled.typed())
    filled.whole.is_valid()
    for name in ("outcome", "execution_reason"):
        setattr(evaluation, name, filled.whole.cleaned_data.get(name, ""))
    return render(
        request,
        "selfevaluation/live.html",
        {
            "one": evaluation,
            "form": form,
            "lines": shown(form),
            "missing": missing(evaluation, form),
            "remarks": remarks(form),
        },
    )


@allowed("selfevaluation.edit")
@require_POST
def take(request: Any, pk: int) -> HttpResponse:
    """Read a filled official form into the fields; nothing is stored until the form is saved."""
    evaluation = one_of(request, pk, "selfevaluation.edit")
    file = request.FILES.get("file")
    if evaluation.state != "draft" or file is None:
        messages.error(request, say("请选择填好的自评表文件。", "Choose a form that was filled in."))
        return redirect("self-evaluation-edit", pk)
    try:
        checked = check(file)
        taken = official.taken(evaluation, file.read(), checked.name.rsplit(".", 1)[-1].lower())
    except Refused as why:
        messages.error(request, str(why))
        return redirect("self-evaluation-edit", pk)
    except UnreadableError as why:
        messages.error(request, why.message("en" if english() else "zh"))
        return redirect("self-evaluation-edit", pk)
    return _page(request, evaluation, Filled(evaluation, taken=taken.fields), taken=taken, file=checked.name)
