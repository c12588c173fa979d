"""Projects from a file: upload, a preview with what is refused and why, and then the whole file or nothing of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.web.core.clock import today
from wenxiao.web.core.importing import EXAMPLE, SHOWN, refusal_book, refusals_of
from wenxiao.web.core.pending import drop, find, gone, sent
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable, workbook
from wenxiao.web.register.importing import COLUMNS, draft, take_in


@allowed("register.import")
def upload(request: Any) -> HttpResponse:
    """Choose a file."""
    kept, why = sent(request)
    if kept is not None:
        return redirect("register-import-preview", kept.sha256)
    return render(request, "register/import.html", {"why": why, "columns": COLUMNS}, status=422 if why else 200)


@allowed("register.import")
def preview(request: Any, sha256: str) -> HttpResponse:
    """What the file would take in, and what is refused; sent back, it is taken in whole."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "register-import")
    try:
        drafted = draft(kept, request.access)
    except Unreadable as error:
        return render(request, "register/preview.html", {"upload": kept, "why": str(error)}, status=422)
    if request.method == "POST" and not drafted.refusals:
        try:
            count = take_in(drafted, request.user)
        except IntegrityError:  # somebody took one of the codes between the check and now: the preview says which
            return redirect("register-import-preview", sha256)
        drop(kept)
        messages.success(request, say(f"已列入 {count} 个项目。", f"{count} projects are in the register."))
        return redirect("register")
    said = {
        "upload": kept,
        "draft": drafted,
        "refused": len({refusal.row for refusal in drafted.refusals}),
        "refusals": drafted.refusals[:SHOWN],
        "lines": drafted.projects[:20],
    }
    return render(request, "register/preview.html", said, status=422 if request.method == "POST" else 200)


@allowed("register.import")
def refused(request: Any, sha256: str) -> HttpResponse:
    """What is refused and why, as a workbook."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "register-import")
    return refusal_book(request, refusals_of(lambda: draft(kept, request.access)))


@allowed("register.import")
def template(request: Any) -> HttpResponse:
    """An empty table with the headings, and one row to show how it is filled in."""
    year = today().year
    example = (
        f"某项目（{EXAMPLE}）",
        "530100-0000",
        "201001",
        "新增",
        year,
        year + 2,
        "一般公共预算",
        "否",
        year,
        "做什么、为谁做",
    )
    heading = [(column.names[0], 16) for column in COLUMNS]
    return workbook(request, say("项目导入模板", "Project template"), heading, [example])
