"""A new report: who may say that it comes from where, what it says, and the door that it goes through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import transaction

from wenxiao.grid.coordinates import System, stored
from wenxiao.grid.states import OUTSIDE, SOURCE_NAMES, Level, Role, Source
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say
from wenxiao.web.grid import photos
from wenxiao.web.grid.fields import Moment
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Actor, Place, report
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Case, Photo, Reporter
from wenxiao.web.grid.photo_fields import PhotosField, taken
from wenxiao.web.grid.reporters import callable_until
from wenxiao.web.grid.seeing import actors
from wenxiao.web.grid.steps import categories_in_force, unit_grid

#: Who may report from where: the desk takes down what others say.
SOURCES: dict[Role, tuple[Source, ...]] = {
    Role.ACCEPTOR: (Source.HOTLINE, Source.PUBLIC, Source.LEADER, Source.VIDEO, Source.SYSTEM),
    Role.LEAD: (Source.LEADER, Source.HOTLINE, Source.PUBLIC, Source.VIDEO, Source.SYSTEM),
    Role.INSPECTOR: (Source.INSPECTOR,),
    Role.SUPERVISOR: (Source.SUPERVISOR,),
}


def sources(access: Access) -> dict[Source, Actor]:
    """From where this person may report, and as what."""
    found: dict[Source, Actor] = {}
    for actor in actors(access):
        for source in SOURCES.get(actor.role, ()):
            found.setdefault(source, actor)
    return found


class ReportForm(forms.Form):
    """What somebody reports. Coordinates are converted on entry; what was given is kept beside."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    source = forms.ChoiceField(label=said("来源", "Source"))
    category = forms.ChoiceField(label=said("类别", "Category"))
    description = forms.CharField(
        label=said("问题描述", "What is wrong"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    address = forms.CharField(label=said("地址或参照物", "Where"), max_length=200, required=False)
    longitude = forms.FloatField(label=said("经度", "Longitude"), required=False)
    latitude = forms.FloatField(label=said("纬度", "Latitude"), required=False)
    system = forms.ChoiceField(
        label=said("坐标系", "Coordinates are"), choices=[(one.value, one.value) for one in System], required=False
    )
    grid = forms.CharField(
        label=said("单元网格（填坐标可自动判定）", "Unit grid (found from the coordinates)"),
        max_length=20,
        required=False,
    )
    photos = PhotosField(label=said("照片", "Photos"), required=False)
    missed = forms.BooleanField(
        label=said("监督员应报未报（漏报）", "A supervisor should have reported it"), required=False
    )
    name = forms.CharField(label=said("举报人", "Reported by"), max_length=60, required=False)
    phone = forms.CharField(label=said("联系电话", "Phone"), max_length=40, required=False)
    occurred_at = forms.DateTimeField(
        label=said("发现时间（补录时填写）", "When it was seen (if entered later)"),
        required=False,
        widget=Moment(),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, access: Access, *args: Any, kept: Iterable[Photo] = (), **kwargs: Any) -> None:
        """``kept``: photos that were sent before."""
        super().__init__(*args, **kwargs)
        self.kept = list(kept)
        self.fields["photos"].user = access.user
        self.by = sources(access)
        self.initial["token"] = uuid4()
        self.initial.setdefault("system", System.CGCS2000.value)
        self.fields["source"].choices = [(one.value, say(*SOURCE_NAMES[one])) for one in self.by]
        catalogue = ground().catalogue
        self.fields["category"].choices = [("", say("请选择", "choose")), *categories()]
        self.fields["category"].widget.attrs["data-search"] = say("查找类别", "Find a category")
        self.known = catalogue.categories
        if Source.INSPECTOR not in self.by:
            del self.fields["missed"]
        if not set(OUTSIDE) & self.by.keys():
            del self.fields["name"], self.fields["phone"]

    def clean_grid(self) -> str:
        code = (self.cleaned_data.get("grid") or "").strip()
        return unit_grid(code) if code else ""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        lon, lat = told.get("longitude"), told.get("latitude")
        self.place = Place(address=told.get("address") or "")
        if (lon is None) != (lat is None):
            self.add_error("longitude", say("经度和纬度须同时填写。", "Give longitude and latitude together."))
        elif lon is not None and lat is not None:
            system = System(told.get("system") or System.CGCS2000)
            try:
                at = stored(lon, lat, system)
            except ValueError as error:
                self.add_error("longitude", str(error))
            else:
                self.place = Place(at.lon, at.lat, lon, lat, system.value, told.get("address") or "")
        elif not self.place.address and not told.get("grid"):
            self.add_error(
                "address", say("请填写地址、坐标或网格中的一项。", "Give the address, the coordinates or the grid.")
            )
        return told


def categories() -> list[Any]:
    """The categories in force that have a filing condition, for a choice."""
    return [(one.key, f"{one.code} {say(one.zh, one.en)}") for one in categories_in_force()]


def made(form: ReportForm, token: UUID | None) -> Case:
    """The case of a valid form. Raises NotAllowed; then nothing is kept."""
    told = form.cleaned_data
    source = Source(told["source"])
    pictures = told.get("photos") or []
    actor = form.by[source]
    name, phone = (told.get(each) or "" if source in OUTSIDE else "" for each in ("name", "phone"))
    forget_on = today() + timedelta(days=limits()["reporter_days"])
    with transaction.atomic():
        rows = [*photos.rows_of(pictures, actor.user), *form.kept]
        case = report(
            actor, told["description"], form.place, token=token, photos=rows, occurred_at=told.get("occurred_at"), source=source,
            level=Level.DISTRICT, category=told["category"], grid=told.get("grid") or "", missed=bool(told.get("missed")),
            callable_until=callable_until(phone, forget_on),
        )  # fmt: skip
        if name or phone:
            Reporter.objects.update_or_create(
                case=case, defaults={"name": name, "phone": phone, "forget_on": forget_on}
            )
        photos.written(pictures)
        taken(form)
    return case
