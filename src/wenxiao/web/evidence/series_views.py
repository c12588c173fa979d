"""Series of readings: made, read in from files, looked at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.series import USES, Reading, Use, total
from wenxiao.web.core.attachments import Refused, given
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.evidence.forms import SeriesForm
from wenxiao.web.evidence.models import SeriesFile
from wenxiao.web.evidence.seeing import one_series
from wenxiao.web.evidence.seeing import series as seen
from wenxiao.web.evidence.taking import read_in

#: Readings that the picture shows, the last ones, and its size.
DRAWN, WIDTH, HEIGHT = 400, 720, 130


@allowed("evidence.link")
def new(request: Any, pk: int) -> HttpResponse:
    """A new series of a project-year."""
    year = request.access.year("evidence.link", pk)
    form = SeriesForm(year, request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = form.save(commit=False)
        one.mapping, one.made_by = form.cleaned_data["mapping"], request.user
        one.save()
        return redirect(one)
    return render(request, "evidence/series_new.html", {"form": form, "year": year}, status=422 if form.errors else 200)


@allowed("evidence.see")
def one(request: Any, pk: int) -> HttpResponse:
    """A series: its picture, what it comes to, its files with what was refused, its readings."""
    found = one_series(request, pk)
    readings = [
        Reading(*row) for row in found.points.order_by("at", "place").values_list("at", "value", "place", "replaced")
    ]
    totals = [(say(*USES[use]), total(use, readings)) for use in Use if use is not Use.SHARE]
    return render(
        request,
        "evidence/series.html",
        {
            "series": found, "page": page(found.points.select_related("file").order_by("-at", "place"), request.GET.get("page")),
            "files": found.files.select_related("added_by"), "totals": totals, "count": len(readings), "lines": drawn(readings[-DRAWN:]),
            "may_add": request.access.may("evidence.link", found.year), "columns": found.mapping.items(),
        },
    )  # fmt: skip


def drawn(readings: list[Reading]) -> list[tuple[str, str]]:
    """A line for each place: its name and its corners, in a picture of ``WIDTH`` by ``HEIGHT``."""
    if len(readings) < 2:
        return []
    values, times = [one.value for one in readings], [one.at.timestamp() for one in readings]
    low, high = min(*values, Decimal(0)), max(values)
    begin, whole, tall = min(times), (max(times) - min(times)) or 1, (high - low) or Decimal(1)
    places: dict[str, list[str]] = {}
    for reading in readings:
        x = round(WIDTH * (reading.at.timestamp() - begin) / whole, 1)
        y = round(HEIGHT - float((reading.value - low) / tall) * HEIGHT, 1)
        places.setdefault(reading.place, []).append(f"{x},{y}")
    return [(place, " ".join(corners)) for place, corners in sorted(places.items()) if len(corners) > 1]


@allowed("evidence.link")
@require_POST
def upload(request: Any, pk: int) -> HttpResponse:
    """Read a file in; what is refused is listed with its row and its reason."""
    found = one_series(request, pk, "evidence.link")
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused(say("请选择文件。", "Choose a file."))
        kept, sheets = read_in(found, file, request.user)
    except (Refused, Unreadable) as why:
        messages.error(request, str(why))
    else:
        words = say(
            f"读入 {kept.taken} 条，已有 {kept.known} 条，拒绝 {len(kept.refused)} 条。",
            f"{kept.taken} taken, {kept.known} known already, {len(kept.refused)} refused.",
        )
        (messages.warning if kept.refused else messages.success)(request, words)
        if sheets.words:
            messages.warning(request, sheets.words)
    return redirect(found)


@allowed("evidence.see")
def download(request: Any, pk: int) -> HttpResponse:
    kept = get_object_or_404(SeriesFile.objects.filter(series__in=seen(request.access)), pk=pk)
    return given(request, kept, f"series file {kept.pk} {kept.name}")
