"""Pages of joint meetings: the twelve months, one meeting, what it decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.states import Role
from wenxiao.told import Told
from wenxiao.web.core.clock import today
from wenxiao.web.core.days import month_said
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.forms import RevisedForm, say_what_to_choose
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.fieldwork import meeting as meetings
from wenxiao.web.fieldwork.models import Meeting, MeetingAction
from wenxiao.web.fieldwork.patrol_forms import day_field
from wenxiao.web.fieldwork.rules import rules
from wenxiao.web.fieldwork.who import refuse
from wenxiao.web.grid.models import Agency


class MeetingForm(RevisedForm):
    class Meta:
        model = Meeting
        fields = ("held_on", "place", "chair", "minutes")
        widgets = {"held_on": day_field()}


class ActionForm(forms.ModelForm):
    class Meta:
        model = MeetingAction
        fields = ("text", "agency", "due")
        widgets = {"due": day_field()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(active=True)
        say_what_to_choose(self)

    def clean_due(self) -> Any:
        due, of = self.cleaned_data["due"], self.instance.meeting
        if due is not None and due < (of.held_on or of.month):
            raise forms.ValidationError(say("不能早于会议。", "It is before the meeting."))
        return due


@allowed("fieldwork.see")
def index(request: Any) -> HttpResponse:
    """The months of a year, and the actions that are not done."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and 1990 <= int(asked) <= 2100 else today().year
    months = meetings.matrix(year)
    waiting = MeetingAction.objects.filter(done_on=None).select_related("agency", "meeting")[:100]
    held = sum(one.state in ("held", "late") for one in months)
    said = {
        "year": year, "months": months, "held": held, "of": rules().meetings_a_year, "waiting": waiting, "today": today(),
        "next": next((one.month for one in months if one.meeting is None and one.month <= today()), None),
    }  # fmt: skip
    return render(request, "fieldwork/meetings.html", said)


@allowed("fieldwork.convene")
@require_POST
def call(request: Any) -> HttpResponse:
    """A new meeting on a month."""
    month = month_said(request.POST.get("month", ""))
    if month is None:
        messages.error(request, say("请选择月份，如 2026-09。", "Choose a month, like 2026-09."))
        return redirect("fieldwork-meetings")
    try:
        return redirect(meetings.call(month, request.user))
    except Told as told:
        messages.error(request, say(told.zh, told.en))
        return redirect("fieldwork-meetings")


@allowed("fieldwork.see")
def meeting(request: Any, pk: int) -> HttpResponse:
    one = get_object_or_404(Meeting, pk=pk)
    may = request.access.can("fieldwork.convene")
    form = MeetingForm(request.POST or None, instance=one) if may else None
    if request.method == "POST":
        if form is None:
            refuse()
        elif form.is_valid() and _held(request, form):
            messages.success(request, say("已保存。", "Saved."))
            return redirect(one)
    return _meeting(request, pk, form, None)


def _held(request: Any, form: MeetingForm) -> bool:
    """Keep a valid form; False where it cannot be, which the form then says."""
    came = {
        int(name.removeprefix("came-")): request.POST.get(f"name-{name.removeprefix('came-')}", "").strip()
        for name in request.POST
        if name.removeprefix("came-").isdecimal() and name.startswith("came-")
    }
    try:
        meetings.hold(form.instance, came, form.cleaned_data["revision"], request.user)
    except Conflict as changed:
        form.add_error(None, str(changed))
    except Told as told:
        form.add_error("held_on", say(told.zh, told.en))
    else:
        return True
    return False


def _meeting(request: Any, pk: int, form: Any, action: Any) -> HttpResponse:
    stored = Meeting.objects.get(pk=pk)
    may = request.access.can("fieldwork.convene")
    presences = list(stored.presences.select_related("agency"))
    rows = list(stored.actions.select_related("agency", "done_by"))
    said = {
        "meeting": stored, "form": form, "action_form": (action or ActionForm(instance=MeetingAction(meeting=stored))) if may else None,
        "agenda": meetings.agenda(stored), "presences": presences, "came": sum(one.came for one in presences), "actions": rows,
        "due": meetings.due_on(stored.month), "today": today(), "may": may,
    }  # fmt: skip
    return render(request, "fieldwork/meeting.html", said, status=422 if request.method == "POST" else 200)


@allowed("fieldwork.convene")
@require_POST
def decide(request: Any, pk: int) -> HttpResponse:
    """Add what the meeting decided."""
    one = get_object_or_404(Meeting, pk=pk)
    form = ActionForm(request.POST, instance=MeetingAction(meeting=one))
    if form.is_valid():
        form.save()
        return redirect(one)
    return _meeting(request, pk, MeetingForm(instance=one), form)


@allowed("fieldwork.see")
def action(request: Any, pk: int) -> HttpResponse:
    """One thing that was decided; its agency, or the centre, says that it is done."""
    one = get_object_or_404(MeetingAction.objects.select_related("meeting", "agency", "done_by"), pk=pk)
    access, why = request.access, ""
    may = one.done_on is None and (
        access.can("fieldwork.convene")
        or any(post.agency_id == one.agency_id and post.role in (Role.HANDLER, Role.EMERGENCY, Role.LEAD) for post in access.posts)
    )  # fmt: skip
    if request.method == "POST":
        if not may and one.done_on is None:
            refuse()
        try:
            meetings.finish(one, request.POST.get("result", ""), request.user)
        except Told as told:
            why = say(told.zh, told.en)
        else:
            messages.success(request, say("已记为完成。", "It is done."))
            return redirect(one)
    said = {"action": one, "may": may, "why": why, "today": today()}
    return render(request, "fieldwork/action.html", said, status=422 if why else 200)


@allowed("fieldwork.see")
def export(request: Any) -> HttpResponse:
    """What meetings decided, as a workbook."""
    rows = MeetingAction.objects.select_related("meeting", "agency").order_by("meeting__month", "due", "pk")
    heads = widths(say(*head) for head in (("会议月份", "Meeting on"), ("议定事项", "To be done"), ("责任单位", "By"), ("完成期限", "Due"), ("完成日期", "Done"), ("完成情况", "What was done")))  # fmt: skip
    body = ((f"{one.meeting.month:%Y-%m}", one.text, one.agency.name, one.due, one.done_on, one.result) for one in rows.iterator(chunk_size=2000))  # fmt: skip
    return workbook(request, say("议定事项", "Actions"), heads, body)
