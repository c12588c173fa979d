"""Shops from a file: upload, a preview with what is refused and why, and then the whole file or nothing of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wenxiao.web.core.clock import today
from wenxiao.web.core.importing import EXAMPLE, SHOWN, refusal_book, refusals_of
from wenxiao.web.core.pending import drop, find, gone, sent
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable, workbook
from wenxiao.web.fieldwork.models import Collection
from wenxiao.web.fieldwork.registering import add
from wenxiao.web.fieldwork.shop_importing import COLUMNS, draft


@allowed("fieldwork.register")
def upload(request: Any, pk: int) -> HttpResponse:
    """Choose a file."""
    one = get_object_or_404(Collection, pk=pk)
    kept, why = sent(request)
    if kept is not None:
        return redirect("fieldwork-shops-preview", one.pk, kept.sha256)
    said = {"collection": one, "why": why, "columns": COLUMNS}
    return render(request, "fieldwork/shops_import.html", said, status=422 if why else 200)


@allowed("fieldwork.register")
def preview(request: Any, pk: int, sha256: str) -> HttpResponse:
    """What the file would take in, and what is refused; sent back, it is taken in whole."""
    one = get_object_or_404(Collection, pk=pk)
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "fieldwork-shops")
    try:
        drafted = draft(kept, one, request.access)
    except Unreadable as error:
        return render(request, "fieldwork/shops_preview.html", {"collection": one, "upload": kept, "why": str(error)}, status=422)  # fmt: skip
    if request.method == "POST" and not drafted.refusals:
        made = add([shop for _, shop in drafted.shops])
        drop(kept)
        messages.success(request, say(f"已登记 {len(made)} 家。", f"{len(made)} shops are in the register."))
        return redirect(one)
    said = {
        "collection": one, "upload": kept, "draft": drafted, "refused": len({refusal.row for refusal in drafted.refusals}),
        "refusals": drafted.refusals[:SHOWN], "lines": drafted.shops[:20],
    }  # fmt: skip
    return render(request, "fieldwork/shops_preview.html", said, status=422 if request.method == "POST" else 200)


@allowed("fieldwork.register")
def refused(request: Any, pk: int, sha256: str) -> HttpResponse:
    """What is refused and why, as a workbook."""
    one = get_object_or_404(Collection, pk=pk)
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "fieldwork-shops")
    return refusal_book(request, refusals_of(lambda: draft(kept, one, request.access)))


@allowed("fieldwork.register")
def template(request: Any) -> HttpResponse:
    """An empty table with the headings, and one row to show how it is filled in."""
    example = ("某某街道", f"某店（{EXAMPLE}）", "某路1号", "某某", "13800000000", today(), "", "是")
    return workbook(request, say("商铺导入模板", "Shop template"), [(column.names[0], 16) for column in COLUMNS], [example])  # fmt: skip
