"""One page for every import: the file is looked at first, and taken whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wenxiao.grid.coordinates import System
from wenxiao.web.core.importing import SHOWN
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import Unreadable, widths, workbook
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.grid_views import SYSTEMS
from wenxiao.web.territory.importing import catalogue, components, grids, people
from wenxiao.web.territory.importing.base import Kind, Taken
from wenxiao.web.territory.models import Change

#: By the word in the address: the kind, the part of the ground that it changes, the page to go back to.
KINDS: dict[str, tuple[Kind, Any, str]] = {
    "grids": (grids.KIND, Change.Part.GRIDS, "territory"),
    "components": (components.KIND, Change.Part.COMPONENTS, "components"),
    "duty": (people.DUTY, Change.Part.STAFF, "duty-grids"),
    "staff": (people.STAFF, Change.Part.STAFF, "grid-staff"),
    "categories": (catalogue.CATEGORIES, Change.Part.CATALOGUE, "catalogue"),
    "conditions": (catalogue.CONDITIONS, Change.Part.CATALOGUE, "conditions"),
}


class UploadForm(forms.Form):
    system = forms.ChoiceField(label=said("坐标系", "System of coordinates"), choices=SYSTEMS)
    file = forms.FileField(label=said("文件", "File"))


def _kind(name: str) -> tuple[Kind, Any, str]:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@transaction.atomic
def take_in(kind: str, path: Path, system: System, user: Any, *, really: bool) -> Taken:
    """Look at a file, and keep it where ``really`` and nothing is refused. Raises Unreadable."""
    of, part, _ = KINDS[kind]
    taken = Taken()
    keep = of.take(path, system, taken)
    if really and not taken.refused:
        keep()
        changed(part, f"导入{of.zh}：新增 {taken.new}，修改 {taken.changed}", user)
    return taken


@allowed("territory.edit")
def take(request: Any, kind: str) -> HttpResponse:
    of, _, back = _kind(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if not of.placed:
        del form.fields["system"]
    taken, why, really = None, "", "take" in request.POST
    if request.method == "POST" and form.is_valid():
        with NamedTemporaryFile() as kept:
            for part in form.cleaned_data["file"].chunks():
                kept.write(part)
            kept.flush()
            try:
                system = System(form.cleaned_data.get("system", System.CGCS2000))
                taken = take_in(kind, Path(kept.name), system, request.user, really=really)
            except Unreadable as error:
                why = str(error)
    refused = taken.refused if taken else []
    context = {
        "form": form, "kind": kind, "words": say(of.zh, of.en), "taken": taken, "why": why, "back": reverse(back),
        "done": really and taken is not None and not refused, "refused": sorted(refused, key=lambda one: one.row)[:SHOWN],
        "more": max(0, len(refused) - SHOWN), "columns": [column.words for column in of.columns],
    }  # fmt: skip
    return render(request, "territory/import.html", context, status=422 if refused or why else 200)


@allowed("territory.edit")
def template(request: Any, kind: str) -> HttpResponse:
    """An empty workbook with the headings and an example."""
    of, _, _ = _kind(kind)
    name = say(f"{of.zh}模板", f"{of.en}-template")
    return workbook(request, name, widths([column.names[0] for column in of.columns]), [of.example])
