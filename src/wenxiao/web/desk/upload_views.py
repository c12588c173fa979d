"""Handing in: one file or a thousand, by a plain form or piece by piece with progress; and how far a batch is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.documents.items import ARCHIVES, ENDINGS
from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import FINANCE, Access, allowed
from wenxiao.web.core.say import say
from wenxiao.web.desk.jobs import ask, reading
from wenxiao.web.desk.limits import limits
from wenxiao.web.desk.models import Batch, Document, Refusal
from wenxiao.web.desk.receiving import begin, receive
from wenxiao.web.desk.views import leveled

ACCEPT = ",".join(sorted(ENDINGS | ARCHIVES | {".png", ".jpg", ".jpeg", ".tif", ".tiff"}))
#: Files and bytes that the page's script sends at once.
AT_ONCE, BYTES_AT_ONCE = 20, 20_000_000


def batches(access: Access) -> Any:
    """The batches that one sees: one's own, and in finance those of which one sees a document."""
    mine = Q(uploaded_by=access.user)
    if access.roles & FINANCE:
        mine |= Q(pk__in=Document.objects.filter(access.papers(FINANCE)).values("batch"))
    return Batch.objects.filter(mine)


def _own(request: Any, pk: int) -> Batch:
    found = Batch.objects.filter(pk=pk, uploaded_by=request.user).select_related("place").first()
    if found is None:
        raise Http404
    return found


def _over(batch: Batch, access: Access) -> bool:
    """Whether somebody is the performance office of a batch's place: what is not read may be of any unit there."""
    offices = [m.organisation.path for m in access.memberships if m.role == Role.PERFORMANCE]
    return any(batch.place.path.startswith(path) for path in offices)


@allowed("desk.upload")
def upload(request: Any) -> HttpResponse:
    """Choose files. Without scripts they come with this form; the page's script sends them some at a time."""
    why = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if files:
            made = begin(request.access, request.POST.get("title", ""))
            for file in files:
                receive(made, file, request.access)
            return redirect(made)
        why = say("请选择要上传的文件。", "Choose the files to hand in.")
    latest = Batch.objects.filter(uploaded_by=request.user).order_by("-pk")
    counts = {"total": Count("documents"), "waiting": Count("documents", Q(documents__state="received"))}
    context = {
        "why": why, "accept": ACCEPT, "limits": limits(), "latest": latest.annotate(**counts)[:10],
        "at_once": AT_ONCE, "bytes_at_once": BYTES_AT_ONCE,
    }  # fmt: skip
    return render(request, "desk/upload.html", context, status=422 if why else 200)


@allowed("desk.upload")
@require_POST
def new_batch(request: Any) -> HttpResponse:
    """Begin a batch, for the script that then sends files to it."""
    made = begin(request.access, request.POST.get("title", ""))
    return JsonResponse({"url": made.get_absolute_url(), "add": f"{made.get_absolute_url()}add/"})


@allowed("desk.upload")
@require_POST
def add(request: Any, pk: int) -> HttpResponse:
    """Take some files into one's own batch; what became of each, in their order."""
    made = _own(request, pk)
    answers = []
    for file in request.FILES.getlist("files"):
        one = receive(made, file, request.access)
        answers.append({"name": one.name, "refused": say(one.zh, one.en) if isinstance(one, Refusal) else ""})
    return JsonResponse({"files": answers})


@allowed("desk.see")
def batch(request: Any, pk: int) -> HttpResponse:
    """How far a batch is: the page asks again while something waits."""
    found = batches(request.access).select_related("uploaded_by", "place").filter(pk=pk).first()
    if found is None:
        raise Http404
    seen = found.documents.filter(request.access.papers())
    own = found.uploaded_by_id == request.user.pk
    counted = (
        found.documents.all() if own else seen
    )  # one's own are counted also where another unit's they turned out to be
    counts = dict(counted.order_by().values_list("state").annotate(Count("pk")))
    waiting, every = counts.get("received", 0), sum(counts.values()) - counts.get("unpacked", 0)
    unread = seen.filter(state="unreadable").order_by("pk")
    shown = page(seen.exclude(state__in=("unpacked", "unreadable")).select_related("unit", "assigned_to").order_by("-risk", "pk"), request.GET.get("page"))  # fmt: skip
    context = {
        "batch": found, "every": every, "waiting": waiting, "done": every - waiting, "counts": counts, "unread": unread,
        "refusals": list(found.refusals.all()) if own or _over(found, request.access) else [], "page": [leveled(one) for one in shown], "pages": shown,
        "stuck": waiting and not reading(found), "own": own, "trail": f"?batch={found.pk}",
    }  # fmt: skip
    return render(request, "desk/batch.html", context)


@allowed("desk.upload")
@require_POST
def go_on(request: Any, pk: int) -> HttpResponse:
    """Have what still waits of one's own batch read."""
    made = _own(request, pk)
    ask(made, request.user)
    messages.success(request, say("已继续读取。", "Reading goes on."))
    return redirect(made)
