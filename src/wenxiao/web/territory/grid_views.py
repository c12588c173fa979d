"""Unit grids: the list and the map, one of them, what is wrong with them as a set, and which one a position lies in."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from wenxiao.grid.coordinates import Position, System, stored
from wenxiao.web.core.attachments import handed
from wenxiao.web.core.clock import today
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid.models import Case
from wenxiao.web.territory import lookup
from wenxiao.web.territory.changes import token
from wenxiao.web.territory.geojson import collection
from wenxiao.web.territory.models import Change, UnitGrid
from wenxiao.web.territory.naming import community_names, street_names

_ORDERS = {"code": "code", "area": "area", "components": "things"}
#: Systems with the words that people know them by.
SYSTEMS = (
    (System.CGCS2000, "CGCS2000"), (System.WGS84, said("WGS84（GPS）", "WGS84 (GPS)")), (System.GCJ02, said("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)")),
    (System.BD09, said("BD-09（百度）", "BD-09 (Baidu)")),
)  # fmt: skip
FAULTS = {
    "code": said("编码重复", "Code stands twice"),
    "open": said("边界未闭合", "Outline not closed"),
    "crossed": said("边界自相交", "Outline crosses itself"),
    "overlap": said("相互重叠", "Overlap"),
    "gap": said("之间有空隙", "Gap between grids"),
}


class Filters(forms.Form):
    q = forms.CharField(label=said("编码", "Code"), max_length=20, required=False)
    street = forms.ChoiceField(label=said("街道", "Street"), required=False)
    community = forms.ChoiceField(label=said("社区", "Community"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = ("", say("全部", "All"))
        self.fields["street"].choices = [every, *street_names().items()]
        self.fields["community"].choices = [every, *community_names().items()]

    def rows(self) -> QuerySet:
        self.is_valid()
        rows, asked = UnitGrid.objects.all(), self.cleaned_data
        if asked.get("q"):
            rows = rows.filter(code__contains=asked["q"])
        for name in ("street", "community"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        return rows


@allowed("territory.see")
def index(request: Any) -> HttpResponse:
    filters = Filters(request.GET)
    rows = filters.rows()
    match request.GET.get("export"):
        case "xlsx":
            return _book(request, rows)
        case "geojson":
            note(request, f"export {request.get_full_path()}")
            name = f"{say('单元网格', 'unit-grids')}-{today()}.geojson"
            return handed(_written(collection(rows)), name, "application/geo+json")
    rows, order = ordered(
        rows.annotate(things=Count("components")).defer("outline", "given_outline"), request.GET.get("order"), _ORDERS, "code"
    )  # fmt: skip
    shown, names = page(rows, request.GET.get("page")), street_names()
    for grid in shown:
        grid.street_name = names.get(grid.street, grid.street)
    context = {
        "here": "grids", "filters": filters, "page": shown, "order": order,
        "changes": Change.objects.select_related("by")[:8], "find": FindForm(), "faults": len(lookup.faults()),
    }  # fmt: skip
    return render(request, "territory/index.html", context)


def _written(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def _book(request: Any, rows: QuerySet) -> Any:
    heading = (
        (say("单元网格编码", "Code"), 20), (say("编码标准", "Standard"), 16), (say("街道", "Street"), 14), (say("社区", "Community"), 14),
        (say("面积（平方米）", "Area (m²)"), 14), (say("边界（WKT，CGCS2000）", "Outline (WKT, CGCS2000)"), 80),
    )  # fmt: skip
    names = street_names()
    body = (
        (grid.code, grid.standard, names.get(grid.street, grid.street), grid.community_name, int(grid.area), _wkt(grid.outline))
        for grid in rows.iterator(500)
    )  # fmt: skip
    return workbook(request, say("单元网格", "unit-grids"), heading, body)


def _wkt(outline: Any) -> str:
    return "POLYGON ((" + ", ".join(f"{lon} {lat}" for lon, lat in outline) + "))"


@allowed("territory.see")
def on_map(request: Any) -> HttpResponse:
    """All unit grids as GeoJSON, or one (``around``, its code) with those beside it; a browser that has them is told so (304)."""
    around = request.GET.get("around", "")
    mark = f'"{token("grids", (Change.Part.GRIDS,))}"'
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponse(status=304)
    else:
        rows = (
            UnitGrid.objects.filter(code__in=[around, *lookup.neighbours(around)]) if around else UnitGrid.objects.all()
        )
        answer = HttpResponse(_written(collection(rows)), content_type="application/geo+json")
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-cache"
    return answer


@allowed("territory.see")
def one(request: Any, pk: int) -> HttpResponse:
    grid = get_object_or_404(UnitGrid, pk=pk)
    found = Case.objects.filter(grid=grid.code).order_by()
    context = {
        "here": "grids", "grid": grid, "street": street_names().get(grid.street, grid.street),
        "neighbours": UnitGrid.objects.filter(code__in=lookup.neighbours(grid.code)).defer("outline", "given_outline"),
        "components": grid.components.values("name").annotate(n=Count("*")).order_by("name"),
        "duty": grid.duty_grids.all(), "open": found.filter(open=True).count(), "all": found.count(),
    }  # fmt: skip
    return render(request, "territory/grid.html", context)


@allowed("territory.see")
def faults(request: Any) -> HttpResponse:
    """What is wrong with the unit grids as a set."""
    found = lookup.faults()
    rows = {grid.code: grid for grid in UnitGrid.objects.filter(code__in={c for f in found for c in f.codes})}
    lines = [
        {"words": FAULTS[fault.kind], "grids": [rows[code] for code in fault.codes if code in rows], "area": fault.area or None}
        for fault in found
    ]  # fmt: skip
    context = {"here": "grids", "lines": lines, "number": UnitGrid.objects.count()}
    return render(request, "territory/faults.html", context)


class FindForm(forms.Form):
    system = forms.ChoiceField(label=said("坐标系", "System"), choices=SYSTEMS)
    lon = forms.FloatField(label=said("经度", "Degrees east"), widget=forms.NumberInput(attrs={"step": "any"}))
    lat = forms.FloatField(label=said("纬度", "Degrees north"), widget=forms.NumberInput(attrs={"step": "any"}))

    def position(self) -> Position | None:
        """The stored position of what was typed; None where it is nowhere, with an error on the form."""
        got = self.cleaned_data
        try:
            return stored(got["lon"], got["lat"], System(got["system"]))
        except ValueError as error:
            self.add_error(None, f"{error}。")
            return None


@allowed("territory.see")
def find(request: Any) -> HttpResponse:
    """Which unit grid a position lies in."""
    form = FindForm(request.GET if "lon" in request.GET else None)
    position = form.position() if form.is_valid() else None
    grid = UnitGrid.objects.filter(code=lookup.grid_of(position)).first() if position else None
    context = {"here": "grids", "form": form, "position": position, "grid": grid}
    return render(request, "territory/find.html", context, status=422 if form.errors else 200)
