"""Pages of trainings: the list with claimed and counted numbers, one training with who came, the list of names from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import RevisedForm, say_what_to_choose
from wenxiao.web.core.importing import EMPTY, EXAMPLE, Column, Names, RowReader, RowRefusal, Sheets, Wrong, read, text
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import BYTES, Unreadable, widths, workbook
from wenxiao.web.fieldwork.editing import edit
from wenxiao.web.fieldwork.models import Attendance, Training
from wenxiao.web.fieldwork.models.gatherings import ROLES
from wenxiao.web.fieldwork.patrol_forms import day_field
from wenxiao.web.fieldwork.who import in_centre
from wenxiao.web.grid.models import Agency

COLUMNS = (Column("name", ("姓名", "name")), Column("role", ("人员类别", "类别", "role")), Column("agency", ("单位", "所属单位", "agency")))  # fmt: skip
_ORDERS = {"day": "held_on", "title": "title", "claimed": "claimed", "counted": "counted"}


class TrainingForm(RevisedForm):
    class Meta:
        model = Training
        fields = ("title", "held_on", "place", "hours", "organiser", "subject", "claimed")
        widgets = {"held_on": day_field()}
        help_texts = {"claimed": said("对外填报的人次；以签到记录为准核对", "as it was reported; compared with the signatures")}  # fmt: skip


class AttendanceForm(forms.ModelForm):
    class Meta:
        model = Attendance
        fields = ("name", "role", "agency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(active=True)
        say_what_to_choose(self)


@dataclass(frozen=True, slots=True)
class Gap:
    """Claimed and counted person-times; ``gap`` is None where nothing was claimed, above 0 where more was claimed than signed."""

    claimed: int | None
    counted: int

    @property
    def gap(self) -> int | None:
        return None if self.claimed is None else self.claimed - self.counted


@allowed("fieldwork.see")
def index(request: Any) -> HttpResponse:
    rows, order = ordered(_rows(), request.GET.get("order"), _ORDERS, "-day")
    shown = page(rows, request.GET.get("page"))
    for row in shown:
        row.gap = Gap(row.claimed, row.counted).gap
    said = {"page": shown, "order": order, "held": Training.objects.filter(held_on__lte=today()).count(), "times": Attendance.objects.filter(training__held_on__lte=today()).count()}  # fmt: skip
    return render(request, "fieldwork/trainings.html", said)


def _rows() -> Any:
    return Training.objects.select_related("organiser").annotate(counted=Count("attendances"))


@allowed("fieldwork.see")
def export(request: Any) -> HttpResponse:
    heads = widths(say(*head) for head in (("培训名称", "Training"), ("日期", "Day"), ("地点", "Place"), ("学时", "Hours"), ("组织单位", "Held by"), ("填报人次", "Reported"), ("签到人次", "Signed"), ("差额", "Gap")))  # fmt: skip
    body = (
        (one.title, one.held_on, one.place, one.hours, one.organiser.name, one.claimed, one.counted, Gap(one.claimed, one.counted).gap)
        for one in _rows().order_by("held_on", "pk").iterator(chunk_size=2000)
    )  # fmt: skip
    return workbook(request, say("培训", "Trainings"), heads, body)


@allowed("fieldwork.see")
def training(request: Any, pk: int) -> HttpResponse:
    return _training(request, pk, AttendanceForm())


def _training(
    request: Any, pk: int, form: AttendanceForm, refusals: Iterable[RowRefusal] = (), why: str = ""
) -> HttpResponse:
    """One training: counted by role and agency; names for the centre, and of one's own agencies."""
    one = get_object_or_404(Training.objects.select_related("organiser"), pk=pk)
    rows = one.attendances.select_related("agency")
    counted = list(one.attendances.order_by("role").values("role").annotate(number=Count("pk")))
    names, refused = dict(ROLES), list(refusals)
    if not in_centre(request.access):
        rows = rows.filter(agency__in=[post.agency_id for post in request.access.posts])
    said = {
        "training": one, "page": page(rows, request.GET.get("page"), 100), "form": form, "refusals": refused, "why": why,
        "roles": [(names[row["role"]], row["number"]) for row in counted],
        "numbers": Gap(one.claimed, sum(row["number"] for row in counted)), "past": one.held_on <= today(),
    }  # fmt: skip
    return render(request, "fieldwork/training.html", said, status=422 if why or refused or form.errors else 200)


@allowed("fieldwork.convene")
def edit_training(request: Any, pk: int | None = None) -> HttpResponse:
    one = get_object_or_404(Training, pk=pk) if pk else Training(held_on=today())
    title = say("修改培训", "Change the training") if pk else say("登记培训", "New training")
    return edit(request, TrainingForm(request.POST or None, instance=one), title, "fieldwork-trainings")


@allowed("fieldwork.convene")
@require_POST
def sign(request: Any, pk: int) -> HttpResponse:
    """Add one person who came."""
    one = get_object_or_404(Training, pk=pk)
    form = AttendanceForm(request.POST, instance=Attendance(training=one))
    if form.is_valid():
        try:
            with transaction.atomic():
                form.save()
            return redirect(one)
        except IntegrityError:
            form.add_error(
                "name", say("该单位已有同名签到，请加以区分。", "There is that name of this agency already.")
            )
    return _training(request, pk, form)


@allowed("fieldwork.convene")
@require_POST
def names(request: Any, pk: int) -> HttpResponse:
    """The list of who came, from a workbook: taken whole or not at all."""
    one = get_object_or_404(Training, pk=pk)
    file = request.FILES.get("file")
    if file is None or file.size > BYTES:
        return _training(request, pk, AttendanceForm(), why=say("请选择一个 .xlsx 或 .csv 文件。", "Choose a .xlsx or .csv file."))  # fmt: skip
    with NamedTemporaryFile(suffix=".xlsx") as kept:
        for part in file.chunks():
            kept.write(part)
        kept.flush()
        try:
            rows, refusals, sheets = _read(Path(kept.name), one)
        except Unreadable as error:
            return _training(request, pk, AttendanceForm(), why=str(error))
    if sheets.words:
        messages.warning(request, sheets.words)
    if refusals:
        return _training(request, pk, AttendanceForm(), refusals)
    Attendance.objects.bulk_create(rows, batch_size=500)
    messages.success(request, say(f"已导入 {len(rows)} 人。", f"{len(rows)} people are in the list."))
    return redirect(one)


def _read(path: Path, one: Training) -> tuple[list[Attendance], list[RowRefusal], Sheets]:
    table = read(path, COLUMNS)
    roles = Names((value, value, (str(words),)) for value, words in ROLES)
    agencies = Names((each.code, each, (each.name,)) for each in Agency.objects.filter(active=True))
    there = set(one.attendances.values_list("name", "agency"))
    rows, refusals = list[Attendance](), list[RowRefusal]()
    for row in table.rows:
        reader = RowReader(row, table.headings, refusals)
        name = reader.cell("name", _name)
        role = reader.cell("role", lambda cell: _known(cell, roles, "、".join(str(words) for _, words in ROLES)))
        agency = reader.cell("agency", lambda cell: _known(cell, agencies, say("责任单位的名称或代码", "the name or code of an agency")))  # fmt: skip
        if reader.sound and (name, agency.pk) in there:
            reader.refuse("name", f"“{name}”（{agency}）已签到或在本文件中重复。", f"{name} ({agency}) signed already, or twice in this file.")  # fmt: skip
        if reader.sound:
            there.add((name, agency.pk))
            rows.append(Attendance(training=one, name=name, role=role, agency=agency))
    return rows, refusals, table.sheets


def _name(cell: Any) -> str:
    said = text(cell, 60)
    if not said:
        raise Wrong(*EMPTY)
    return said


def _known(cell: Any, known: Names[Any], examples: str) -> Any:
    said = text(cell, 60)
    found = known.find(said)
    if found is None:
        raise Wrong(f"“{said}”认不出，请写：{examples}。", f"“{said}” is not known; write {examples}.")
    return found


@allowed("fieldwork.convene")
def template(request: Any) -> HttpResponse:
    return workbook(request, say("签到表模板", "Attendance template"), [(column.names[0], 18) for column in COLUMNS], [(f"某某（{EXAMPLE}）", "监督员", "某某街道办事处")])  # fmt: skip
