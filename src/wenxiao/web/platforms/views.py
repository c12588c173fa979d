"""Ledgers of other platforms: a file chosen, a preview with what is refused and why, the sound rows read in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.web.core.importing import EXAMPLE, SHOWN, refusal_book, refusals_of
from wenxiao.web.core.large_files import large
from wenxiao.web.core.pending import Upload, drop, find, gone, sent
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable, workbook
from wenxiao.web.exchange import services
from wenxiao.web.platforms import sample_ledger
from wenxiao.web.platforms.columns import COLUMNS
from wenxiao.web.platforms.importing import Refused, draft, enter
from wenxiao.web.platforms.jobs import FILES, entered
from wenxiao.web.platforms.looking import Look, look
from wenxiao.web.platforms.models import Batch


@allowed("platforms.import")
def upload(request: Any) -> HttpResponse:
    """Choose a file in our own form, or a profile for one of theirs."""
    kept, why = sent(request)
    if kept is not None:
        return redirect("platforms-preview", kept.sha256)
    profiles = services.profiles(request.access).filter(target="cases", active=True)
    latest = Batch.objects.select_related("read_by")[:10]
    said = {"why": why, "latest": latest, "under_way": FILES.under_way(request.user), "profiles": profiles}
    return render(request, "platforms/import.html", said, status=422 if why else 200)


@allowed("platforms.import")
def preview(request: Any, sha256: str) -> HttpResponse:
    """What the file would do, and what is refused; sent back, it is done. A large one is for the background."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "platforms")
    if large(kept):
        checked = FILES.next(request, kept, lambda look: bool(look.does))
        return _shown(request, kept, checked) if isinstance(checked, Look) else checked
    try:
        drafted = draft(kept)
        found = look(drafted)
        if request.method == "POST" and found.does:
            batch = enter(kept, drafted, request.user)
            drop(kept)
            messages.success(request, entered(batch))
            return redirect("platforms")
    except Unreadable as error:
        return render(request, "platforms/preview.html", {"upload": kept, "why": str(error)}, status=422)
    except Refused as refused:
        return render(
            request, "platforms/preview.html", {"upload": kept, "why": say(refused.zh, refused.en)}, status=422
        )
    return _shown(request, kept, found)


def _shown(request: Any, kept: Upload, found: Look) -> HttpResponse:
    said = {"upload": kept, "look": found, "refusals": found.refusals[:SHOWN]}
    return render(request, "platforms/preview.html", said, status=422 if request.method == "POST" else 200)


@allowed("platforms.import")
def refused(request: Any, sha256: str) -> HttpResponse:
    """What is refused and why, as a workbook."""
    kept = find(request.user, sha256)
    if kept is None:
        return gone(request, "platforms")
    if large(kept):
        found = FILES.looked_at(request.user, kept)
        return refusal_book(request, found.refusals) if found else redirect("platforms-preview", sha256)
    return refusal_book(request, refusals_of(lambda: draft(kept)))


@allowed("platforms.import")
def template(request: Any) -> HttpResponse:
    """An empty table in our own form, and one row to show how it is filled in."""
    example = {"platform": "市级平台", "external": "2026-000001", "source": "监督员上报", "description": EXAMPLE, "category": "06010", "condition": "rubbish", "grid": "530100001001001", "unit": "G22", "reported": "2026-10-12 09:00", "filed": "2026-10-12 09:10", "dispatched": "2026-10-12 09:20", "disposed": "2026-10-12 11:00", "passed": "2026-10-12 11:30", "closed": "2026-10-12 11:40"}  # fmt: skip
    heading = [(column.names[0], 18) for column in COLUMNS]
    rows = [tuple(example.get(column.key) for column in COLUMNS)]
    return workbook(request, say("案件导入模板", "Template of cases"), heading, rows)


@allowed("platforms.import")
def ledger(request: Any) -> HttpResponse:
    """A small made-up ledger of another platform, in its own form: to try a profile with."""
    return workbook(
        request, say("市级平台案件台账（示例）", "A ledger to try"), sample_ledger.HEADING, sample_ledger.rows()
    )
