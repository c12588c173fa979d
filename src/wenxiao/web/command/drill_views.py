"""Drills: the plan, who was to come and who came, what was learnt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.web.command.models import Attendance, Drill, EarlyWarning
from wenxiao.web.core.attachments import ACCEPT, Refused, check, saved
from wenxiao.web.core.forms import MarkedForm
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid.models import Agency


def _counted() -> Any:
    return Drill.objects.annotate(
        expected=Count("attendance"), came=Count("attendance", filter=Q(attendance__came=True))
    ).order_by("-day", "-pk")


@allowed("command.see")
def index(request: Any) -> HttpResponse:
    rows = _counted()
    if request.GET.get("export") == "xlsx":
        heading = [(say(*w), n) for w, n in ((("演练", "Drill"), 40), (("科目", "Kind"), 16), (("日期", "Day"), 12), (("地点", "Where"), 24), (("应到（人）", "To come"), 10), (("实到（人）", "Came"), 10), (("小结", "What was learnt"), 60))]  # fmt: skip
        body = ((one.title, one.kind, one.day, one.place, one.expected, one.came, one.conclusion) for one in rows)
        return workbook(request, say("演练", "drills"), heading, body)
    return render(request, "command/drills.html", {"here": "drills", "page": page(rows, request.GET.get("page"))})


@allowed("command.see")
def one(request: Any, pk: int) -> HttpResponse:
    drill = get_object_or_404(_counted().select_related("warning", "entered_by"), pk=pk)
    context = {
        "here": "drills", "drill": drill, "rows": drill.attendance.select_related("agency"),
        "editor": request.access.can("command.lead"), "agencies": Agency.objects.filter(active=True),
    }  # fmt: skip
    return render(request, "command/drill.html", context)


class DrillForm(MarkedForm):
    class Meta:
        model = Drill
        fields = ("title", "kind", "day", "place", "warning", "plan", "plan_file", "conclusion")
        labels = {"warning": said("针对的预警", "For the warning")}
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "plan_file": forms.FileInput(attrs={"accept": ACCEPT})}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["warning"].queryset = EarlyWarning.objects.all()
        self.fields["warning"].empty_label = say("无", "none")

    def clean_plan_file(self) -> Any:
        file = self.cleaned_data.get("plan_file")
        if file and "plan_file" in self.files:
            try:
                taken = check(file)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
            self.instance.plan_name, self.instance.plan_sha256 = taken.name, taken.sha256
        return file


@allowed("command.lead")
def edit(request: Any, pk: int | None = None) -> HttpResponse:
    drill = get_object_or_404(Drill, pk=pk) if pk else Drill(entered_by=request.user)
    form = DrillForm(request.POST or None, request.FILES or None, instance=drill)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.untouched():
                return redirect(form.save())
    context = {"here": "drills", "form": form, "drill": drill if pk else None}
    return render(request, "command/drill_edit.html", context, status=422 if form.errors else 200)


@allowed("command.lead")
@require_POST
@transaction.atomic
def attendance(request: Any, pk: int) -> HttpResponse:
    """Who came of those who were to, and one more name where one is given."""
    drill = get_object_or_404(Drill, pk=pk)
    for row in drill.attendance.all():
        row.came = {"yes": True, "no": False}.get(request.POST.get(f"came-{row.pk}", ""))
        row.save(update_fields=["came"])
    name, agency = request.POST.get("name", "").strip()[:60], request.POST.get("agency", "")
    if name and agency.isdecimal() and len(agency) < 16:
        Attendance.objects.get_or_create(drill=drill, agency=get_object_or_404(Agency, pk=agency), name=name)
    return redirect(drill)


@allowed("command.see")
def plan(request: Any, pk: int) -> HttpResponse:
    """The plan as the file that was handed in."""
    drill = get_object_or_404(Drill, pk=pk)
    if not drill.plan_file:
        raise Http404
    return saved(request, drill.plan_file.open("rb"), drill.plan_name, f"drill plan {drill.pk}")
