"""Entries from a file: upload, a preview with what is refused and why, and then the whole file or nothing of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.core.clock import today
from wenxiao.web.core.importing import EXAMPLE, SHOWN, refusal_book, refusals_of
from wenxiao.web.core.large_files import large
from wenxiao.web.core.pending import Upload, drop, find, gone, sent
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable, workbook
from wenxiao.web.ledger.importing import COLUMNS, draft, enter
from wenxiao.web.ledger.jobs import FILES, entered
from wenxiao.web.ledger.looking import Look, look
from wenxiao.web.ledger.models import Batch
from wenxiao.web.ledger.services import Refused


@allowed("ledger.import")
def upload(request: Any) -> HttpResponse:
    """Choose a file."""
    kept, why = sent(request)
    if kept is not None:
        return redirect("ledger-import-preview", kept.sha256)
    latest = Batch.objects.filter(read_by=request.user).order_by("-pk")[:10]
    said = {
        "why": why,
        "latest": latest,
        "under_way": FILES.under_way(request.user),
        "kinds": list(Kind),
        "sources": list(Source),
    }
    return render(request, "ledger/import.html", said, status=422 if why else 200)


@allowed("ledger.import")
def preview(request: Any, sha256: str) -> HttpResponse:
    """What the file would enter, and what is refused; sent back, it is entered whole. A large one is for the background."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "ledger-import")
    if large(kept):
        found = FILES.next(request, kept, lambda look: not look.refusals)
        return _shown(request, kept, found) if isinstance(found, Look) else found
    try:
        drafted = draft(kept, request.access)
        if request.method == "POST":
            batch = enter(kept, drafted, request.user)
            drop(kept)
            messages.success(request, entered(batch.rows))
            return redirect("ledger")
    except Unreadable as error:
        return render(request, "ledger/preview.html", {"upload": kept, "why": str(error)}, status=422)
    except Refused as refused:  # somebody posted between the check and the entering
        return render(request, "ledger/preview.html", {"upload": kept, "why": say(refused.zh, refused.en)}, status=422)
    return _shown(request, kept, look(drafted))


def _shown(request: Any, kept: Upload, found: Look) -> HttpResponse:
    said = {"upload": kept, "look": found, "refusals": found.refusals[:SHOWN], "cautions": found.cautions[:SHOWN]}
    return render(request, "ledger/preview.html", said, status=422 if request.method == "POST" else 200)


@allowed("ledger.import")
def refused(request: Any, sha256: str) -> HttpResponse:
    """What is refused and why, as a workbook."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "ledger-import")
    if large(kept):
        found = FILES.looked_at(request.user, kept)
        return refusal_book(request, found.refusals) if found else redirect("ledger-import-preview", sha256)
    return refusal_book(request, refusals_of(lambda: draft(kept, request.access)))


@allowed("ledger.import")
def template(request: Any) -> HttpResponse:
    """An empty table with the headings, and one row to show how it is filled in."""
    heading = [(column.names[0], 16) for column in COLUMNS if column.key != "wan"]
    day = today()
    example = ("530100-0001", day.year, Kind.PAID.zh, Source.FISCAL.zh, day, "12345.60", "凭证号", EXAMPLE)
    return workbook(request, say("台账导入模板", "Ledger template"), heading, [example])
