"""The page of one project-year: its time line, what waits, the rooms in the order of the cycle, and the record of what was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.web.core.policy import allowed
from wenxiao.web.core.prepared import together
from wenxiao.web.register.asking import questions
from wenxiao.web.register.findings import found_of
from wenxiao.web.register.timeline import Page

#: Events that are shown before the rest is asked for.
RECENT = 8


@allowed("register.see")
def project(request: Any, pk: int) -> HttpResponse:
    """One project-year on the screen."""
    return _shown(request, pk, paper=False)


@allowed("register.see")
def on_paper(request: Any, pk: int) -> HttpResponse:
    """The same to print: everything open, nothing to press."""
    return _shown(request, pk, paper=True)


@allowed("problems.see")
def findings(request: Any, pk: int) -> HttpResponse:
    """What is found about one project-year: a part of its page that comes after it, or a page of its own without scripts."""
    year = request.access.year("problems.see", pk)
    name = "findings" if request.htmx else "findings_page"
    return render(request, f"register/{name}.html", {"year": year, "findings": found_of(year, request.access)})


def _shown(request: Any, pk: int, paper: bool) -> HttpResponse:
    year = request.access.year("register.see", pk)
    shown = Page(year, request.access)
    context = {"year": year, "shown": shown, "paper": paper, "recent": RECENT}
    if paper and shown.sees_problems:
        context["findings"] = found_of(year, request.access)
    with together(questions(), year.pk):
        return render(request, "register/project.html", context)
