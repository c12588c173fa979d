"""Agencies and posts from a file: upload, a preview with what is refused and why, and then the whole file or nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from wenxiao.told import NotAllowed
from wenxiao.web.core.importing import SHOWN, refusal_book, refusals_of
from wenxiao.web.core.pending import drop, find, sent
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable, workbook
from wenxiao.web.grid.agency_importing import KINDS, draft, example, heading, take_in


def _of_kinds(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the tables that there are; any other is not there."""

    @wraps(view)
    def known(request: Any, table: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if table not in KINDS:
            raise Http404
        return view(request, table, *args, **kwargs)

    return known


def _words(table: str) -> str:
    return say("责任单位", "agencies") if table == "agencies" else say("岗位", "posts")


def _gone(request: Any, table: str) -> HttpResponse:
    messages.error(request, say("文件已不在，请重新上传。", "The file is no longer kept; upload it again."))
    return redirect("agencies-import", table)


@allowed("grid.people")
@_of_kinds
def upload(request: Any, table: str) -> HttpResponse:
    """Choose a file."""
    kept, why = sent(request)
    if kept is not None:
        return redirect("agencies-preview", table, kept.sha256)
    context = {"why": why, "columns": KINDS[table], "table": table, "words": _words(table)}
    return render(request, "grid/agencies_import.html", context, status=422 if why else 200)


@allowed("grid.people")
@_of_kinds
def preview(request: Any, table: str, sha256: str) -> HttpResponse:
    """What the file would take in, and what is refused; sent back, it is taken in whole."""
    kept = find(request.user, sha256)
    if kept is None:
        return _gone(request, table)
    about = {"upload": kept, "table": table, "words": _words(table)}
    try:
        drafted = draft(table, kept)
    except Unreadable as error:
        return render(request, "grid/agencies_preview.html", about | {"why": str(error)}, status=422)
    if request.method == "POST" and not drafted.refusals:
        try:
            count = take_in(table, drafted, request.user)
        except (
            IntegrityError,
            NotAllowed,
        ):  # somebody was faster since the check: the preview says what stands in the way
            return redirect("agencies-preview", table, sha256)
        drop(kept)
        messages.success(request, say(f"已导入 {count} 条{_words(table)}。", f"{count} {_words(table)} were taken in."))
        return redirect("agencies")
    about |= {
        "draft": drafted, "refused": len({refusal.row for refusal in drafted.refusals}), "refusals": drafted.refusals[:SHOWN],
        "lines": drafted.lines[:20],
    }  # fmt: skip
    return render(request, "grid/agencies_preview.html", about, status=422 if request.method == "POST" else 200)


@allowed("grid.people")
@_of_kinds
def refused(request: Any, table: str, sha256: str) -> HttpResponse:
    """What is refused and why, as a workbook."""
    kept = find(request.user, sha256)
    return _gone(request, table) if kept is None else refusal_book(request, refusals_of(lambda: draft(table, kept)))


@allowed("grid.people")
@_of_kinds
def template(request: Any, table: str) -> HttpResponse:
    """An empty table with the headings, and one row to show how it is filled in."""
    name = say(f"{_words(table)}导入模板", f"{_words(table)}-template")
    return workbook(request, name, heading(table)[: len(KINDS[table])], [example(table)])
