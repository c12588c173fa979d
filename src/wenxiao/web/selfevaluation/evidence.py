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


@allowed("selfevaluation.edit")
@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    evaluation = one_of(request, pk, "selfevaluation.edit")
    key = request.POST.get("key", "")
    keys = {"", *evaluation.target_set.indicators.values_list("key", flat=True)}
    file, told = request.FILES.get("file"), ""
    if evaluation.state != "draft" or key not in keys:
        told = say("已提交，不能再增加材料。", "It is submitted; nothing can be added.")
    elif file is None:
        told = say("请选择文件。", "Choose a file.")
    else:
        try:
            checked = check(file)
        except Refused as why:
            told = str(why)
        else:
            mine = evaluation.evidence.filter(key=key, removed_at=None)
            if mine.filter(sha256=checked.sha256).exists():
                told = say(f"“{checked.name}”已经上传过。", f"“{checked.name}” is already there.")
            else:
                Evidence.objects.create(
                    self_evaluation=evaluation, key=key, name=checked.name, file=file, sha256=checked.sha256,
                    size=checked.size, added_by=request.user,
                )  # fmt: skip
    return _answer(request, evaluation, key, told)


@allowed("selfevaluation.edit")
@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    """Take a file out of a draft; it stays in the store, as who looked at the draft may have relied on it."""
    file = _file(request, pk, "selfevaluation.edit")
    told = ""
    if file.self_evaluation.state != "draft":
        told = say("已提交，不能删除材料。", "It is submitted; nothing can be taken out.")
    else:
        file.removed_at = now()
        file.save(update_fields=["removed_at"])
    return _answer(request, file.self_evaluation, file.key, told)


@allowed("selfevaluation.see")
def download(request: Any, pk: int) -> HttpResponse:
    file = _file(request, pk, "selfevaluation.see")
    return given(request, file, f"evidence {file.pk} {file.name}")


def _file(request: Any, pk: int, action: str) -> Evidence:
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
