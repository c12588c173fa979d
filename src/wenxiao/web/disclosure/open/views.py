"""The public pages: district, year, department and unit, project, release, search, list of releases."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from wenxiao.publishing.open_data import statement
from wenxiao.web.core.spreadsheets import DOCX, XLSX
from wenxiao.web.disclosure.models import Blob
from wenxiao.web.disclosure.open import book
from wenxiao.web.disclosure.open.answering import data, kept, page, public

LATEST, SIZE = 8, 50
#: What a browser may be told of a file; anything else is bytes.
SAFE = frozenset({
    "application/pdf", "text/csv", "text/plain", DOCX,
    XLSX,
})  # fmt: skip


@public
def nothing(request: Any) -> HttpResponse:
    """An address at which nothing is public is answered as the public pages answer, and not as the site inside."""
    if not request.path.endswith("/") and resolve(f"{request.path}/").url_name != "open-nothing":
        return redirect(request.get_full_path(force_append_slash=True), permanent=True)
    raise Http404


@public
@kept
def front(request: Any) -> HttpResponse:
    """The district in the latest year of which it is known what was spent; else in the latest one."""
    known = book.years(request.mark)
    if not known:
        return page(request, "open/empty.html")
    over = (year for year in known if any(line.summary["paid"] for line in book.lines(year, request.mark)))
    return _year(request, next(over, known[0]), front=True)


@public
@kept
def year(request: Any, year: int) -> HttpResponse:
    if year not in book.years(request.mark):
        raise Http404
    return _year(request, year)


def _year(request: Any, year: int, front: bool = False) -> HttpResponse:
    found = book.lines(year, request.mark)
    projects = book.projects(found)
    grades: dict[str, int] = {}
    for one in projects:
        if one.grade:
            grades[one.grade] = grades.get(one.grade, 0) + 1
    district = found[0].summary["district"]
    own = [line for line in found if line.unit["code"] == district["code"]]
    most = sorted(projects, key=lambda one: -(one.revised or one.original or 0))[:LATEST]
    context = {
        "year": year, "district": district, "whole": book.together(projects), "papers": own,
        "departments": book.departments([line for line in found if line not in own]),
        "grades": sorted(grades.items(), key=lambda pair: "优良中差".find(pair[0][:1])), "latest": book.latest(LATEST) if front else (),
        "largest": most, "front": front,
    }  # fmt: skip
    return page(request, "open/year.html", context)


@public
@kept
def unit(request: Any, year: int, unit: str, number: int = 1) -> HttpResponse:
    """A department or a unit in a year: its projects, page by page."""
    named, mine = book.of_unit(book.lines(year, request.mark), unit)
    if named is None:
        raise Http404
    units = {line.unit["code"]: line.unit["name"] for line in mine}
    sums = [
        book.together(book.projects(line for line in mine if line.unit["code"] == code), code, name)
        for code, name in sorted(units.items())
    ]
    projects = book.projects(mine)
    pages = Paginator(projects, SIZE)
    if number > pages.num_pages:
        raise Http404
    context = {
        "year": year, "unit": named, "whole": book.together(projects), "page": pages.page(number), "units": sums if len(sums) > 1 else (),
        "department": mine[0].department if mine[0].department["code"] != unit else None, "papers": [line for line in mine if not line.project],
        "known": [other for other in book.years(request.mark) if book.of_unit(book.lines(other, request.mark), unit)[0]],
    }  # fmt: skip
    return page(request, "open/unit.html", context)


@public
def project(request: Any, year: int, unit: str, code: str) -> HttpResponse:
    """A project in a year: its money, targets and what was reached, problems, documents, what was checked."""
    found = book.statements(year, unit, code)
    if not found:
        raise Http404
    said = [one.statement for one in found]
    rich = next((one for one in said if one["content"].get("money", {}).get("revised")), None)
    rich = rich or next((one for one in said if one["content"].get("money")), None)
    lines = next((one for one in said if one["content"].get("indicators")), None)
    evaluation = next((one for one in said if one["content"].get("evaluation")), None)
    last = max((one for one in said if "problems" in one["content"]), key=lambda one: one["published_at"], default=None)
    context = {
        "year": year, "first": said[0], "releases": found, "rich": rich, "lines": lines, "told": last, "evaluation": evaluation,
        "scored": [one for one in said if (one["content"].get("score") or {}).get("total")],
        "purpose": next((one["project"].get("purpose") for one in said if one["project"].get("purpose")), ""),
        "known": book.other_years(unit, code), "checked": [one for one in said if one["checked"].get("documents")],
    }  # fmt: skip
    return page(request, "open/project.html", context)


@public
def release(request: Any, number: int, version: int | None = None) -> HttpResponse:
    """One release: the version that is asked for, else the one that holds; an older one says what replaced it."""
    every = book.versions(number)
    shown = every[0] if every and version is None else next((one for one in every if one.version == version), None)
    if shown is None:
        raise Http404
    why = next((one for one in every if one.withdrawn and one.version > shown.version), None)
    context = {
        "release": shown, "said": None if shown.gone else shown.statement, "versions": every, "withdrawn": why,
        "replaced": every[0] if every[0].version != shown.version else None, "fixed": version is not None,
    }  # fmt: skip
    return page(request, "open/release.html", context)


def _version(number: int, version: int) -> Any:
    """A published version that may be seen. Raises Http404."""
    found = next((one for one in book.versions(number) if one.version == version and not one.gone), None)
    if found is None:
        raise Http404
    return found


@public
def release_json(request: Any, number: int, version: int) -> HttpResponse:  # noqa: ARG001
    """The statement with its hash, for programs and for whoever checks it."""
    found = _version(number, version)
    return data(statement.printed(found.statement, found.sha256), "application/json")


@public
def file(request: Any, number: int, version: int, name: str) -> HttpResponse:  # noqa: ARG001
    """A file of a release."""
    found = next((one for one in _version(number, version).statement["files"] if one["name"] == name), None)
    if found is None:
        raise Http404
    try:
        content = Blob(sha256=found["sha256"]).path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    kind = found["media_type"] if found["media_type"] in SAFE else "application/octet-stream"
    return data(content, kind, name)


@public
def releases(request: Any, number: int = 1) -> HttpResponse:
    """Everything that is public, the newest first."""
    pages = Paginator(book.current().order_by("-published_at", "-pk"), SIZE)
    if number > pages.num_pages:
        raise Http404
    return page(request, "open/releases.html", {"page": pages.page(number)})


@public
def search(request: Any) -> HttpResponse:
    """Releases by words."""
    words = request.GET.get("q", "").strip()[:100]
    asked = request.GET.get("page", "1")
    found = Paginator(book.search(words), SIZE).get_page(asked) if words else None
    return page(request, "open/search.html", {"words": words, "page": found})
