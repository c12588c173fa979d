"""Open data: tables as CSV and JSON, the data package, all of it in one archive, the feed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from wenxiao.publishing.open_data import feed as feeds
from wenxiao.publishing.open_data import files, tables
from wenxiao.web.core.say import say
from wenxiao.web.disclosure.models import Release
from wenxiao.web.disclosure.open import book
from wenxiao.web.disclosure.open.answering import data, once, page, public

CSV, JSON = "text/csv; charset=utf-8", "application/json"
ENTRIES = 50


def every_file(mark: str) -> dict[str, bytes]:
    """Every file of the open data by name, made once for each publication."""

    def made() -> dict[str, bytes]:
        done = Release.objects.filter(state="published").order_by("-published_at")
        last = done.values_list("published_at", flat=True).first()
        return files.every_file("预算绩效公开数据", last, book.everything())

    return once("open-data", mark, made)


@public
def described(request: Any) -> HttpResponse:
    """The page that says what there is, and how to check a release."""
    made = every_file(request.mark)
    shown = [
        {"table": one, "csv": len(made[f"{one.name}.csv"]), "json": len(made[f"{one.name}.json"])}
        for one in tables.TABLES
    ]
    return page(request, "open/data.html", {"tables": shown})


@public
def table(request: Any, name: str, ending: str) -> HttpResponse:
    found = every_file(request.mark).get(f"{name}.{ending}")
    if found is None or ending not in ("csv", "json"):
        raise Http404
    if name == "datapackage":
        return data(found, JSON)
    return data(found, CSV if ending == "csv" else JSON, f"{name}.{ending}")


@public
def archive(request: Any) -> HttpResponse:
    return data(files.archive(every_file(request.mark)), "application/zip", "wenxiao-open-data.zip")


@public
def of_project(request: Any, year: int, unit: str, code: str, name: str, ending: str) -> HttpResponse:  # noqa: ARG001
    """A table with the rows of one project in a year."""
    wanted, found = tables.find(name), book.statements(year, unit, code)
    if wanted is None or not found or ending not in ("csv", "json"):
        raise Http404
    rows = tables.rows(wanted, found)
    content = files.as_csv(wanted, rows) if ending == "csv" else files.as_json(wanted, rows)
    return data(content, CSV if ending == "csv" else JSON, f"{year}-{code}-{name}.{ending}")


@public
def feed(request: Any) -> HttpResponse:
    """The latest releases as Atom; absolute addresses, but in an export, which does not know where it will stand."""
    at = "/open/en/" if request.path.startswith("/open/en/") else "/open/"

    def link(path: str) -> str:
        return path.removeprefix(at) + "index.html" if request.exported else request.build_absolute_uri(path)

    entries = []
    space = "public-en" if at != "/open/" else "public"
    rows = book.published().order_by("-published_at", "-pk")[:ENTRIES]
    for one in rows:
        said = one.statement
        where = reverse(f"{space}:open-version", args=(one.number, one.version))
        entries.append(
            feeds.Entry(
                f"urn:sha256:{one.sha256}", said["title"], said["published_at"], said["unit"]["name"], link(where),
                said["reason"] or said["content"].get("goal", "")[:200],
            )
        )  # fmt: skip
    title = say("预算绩效公开", "Budget performance releases")
    own = request.path.removeprefix(at) if request.exported else request.build_absolute_uri(request.path)
    return data(feeds.atom(title, own, link(at), entries), "application/atom+xml; charset=utf-8")
