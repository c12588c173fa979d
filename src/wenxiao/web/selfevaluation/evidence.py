"""Evidence files (佐证资料): handed in at an indicator, given out only to those who may see the project-year, each time recorded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.web.core.attachments import Refused, check, given
from wenxiao.web.core.clock import now
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.selfevaluation.models import Evidence, SelfEvaluation
from wenxiao.web.selfevaluation.views import one_of


def attach(evaluation: SelfEvaluation, key: str, file: Any, user: Any) -> Evidence:
    """Keep a file at an indicator of a draft, or at the whole of it (``key`` empty). Raises Refused."""
    keys = {"", *evaluation.target_set.indicators.values_list("key", flat=True)}
    if evaluation.state != "draft" or key not in keys:
        raise Refused(say("已提交，不能再增加材料。", "It is submitted; nothing can be added."))
    if file is None:
        raise Refused(say("请选择文件。", "Choose a file."))
    checked = check(file)
    if evaluation.evidence.filter(key=key, removed_at=None, sha256=checked.sha256).exists():
        raise Refused(say(f"“{checked.name}”已经上传过。", f"“{checked.name}” is already there."))
    return Evidence.objects.create(
        self_evaluation=evaluation, key=key, name=checked.name, file=file, sha256=checked.sha256,
        size=checked.size, added_by=user,
    )  # fmt: skip


def take_out(file: Evidence) -> None:
    """Take a file out of a draft; it stays in the store, as who looked at the draft may have relied on it. Raises Refused."""
    if file.self_evaluation.state != "draft":
        raise Refused(say("已提交，不能删除材料。", "It is submitted; nothing can be taken out."))
    file.removed_at = now()
    file.save(update_fields=["removed_at"])


@allowed("selfevaluation.edit")
@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    evaluation, key, told = one_of(request, pk, "selfevaluation.edit"), request.POST.get("key", ""), ""
    try:
        attach(evaluation, key, request.FILES.get("file"), request.user)
    except Refused as why:
        told = str(why)
    return _answer(request, evaluation, key, told)


@allowed("selfevaluation.edit")
@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    file, told = one_file(request, pk, "selfevaluation.edit"), ""
    try:
        take_out(file)
    except Refused as why:
        told = str(why)
    return _answer(request, file.self_evaluation, file.key, told)


@allowed("selfevaluation.see")
def download(request: Any, pk: int) -> HttpResponse:
    file = one_file(request, pk, "selfevaluation.see")
    return given(request, file, f"evidence {file.pk} {file.name}")


def one_file(request: Any, pk: int, action: str) -> Evidence:
    """A file of a self-evaluation to do this with: Http404 where one does not see it, PermissionDenied where one may not."""
    file = Evidence.objects.filter(pk=pk, removed_at=None).first()
    if file is None:
        raise Http404
    file.self_evaluation = one_of(request, file.self_evaluation_id, action)
    return file


def _answer(request: Any, evaluation: SelfEvaluation, key: str, told: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        files = evaluation.evidence.filter(key=key, removed_at=None).order_by("pk")
        return render(
            request,
            "selfevaluation/files.html",
            {"one": evaluation, "files": files, "key": key, "editing": True, "told": told},
        )
    if told:
        messages.error(request, told)
    return redirect(evaluation)
