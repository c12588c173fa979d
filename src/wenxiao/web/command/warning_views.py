"""Warnings: issued to those who answer for their agencies, acknowledged by each, closed with what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.web.command.models import Answerable, EarlyWarning, ResponsiblePerson
from wenxiao.web.core.clock import minute, now
from wenxiao.web.core.forms import say_what_to_choose
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.people.models import User
from wenxiao.web.territory.naming import street_names


@allowed("command.see")
def index(request: Any) -> HttpResponse:
    rows = (
        EarlyWarning.objects.select_related("issued_by")
        .annotate(people=Count("answerable"), waiting=Count("answerable", filter=Q(answerable__acknowledged_at=None)))
        .order_by("-issued_at", "-pk")
    )
    if request.GET.get("open") == "on":
        rows = rows.filter(closed_at=None)
    if request.GET.get("export") == "xlsx":
        heading = [(say(*w), n) for w, n in ((("预警事件", "Event"), 40), (("类别", "Kind"), 12), (("等级", "Level"), 12), (("发布", "Issued"), 18), (("已签收", "Acknowledged"), 10), (("责任人", "People"), 10), (("解除", "Closed"), 18))]  # fmt: skip
        body = ((one.title, one.kind, str(one.get_level_display()), minute(one.issued_at), one.people - one.waiting, one.people, minute(one.closed_at)) for one in rows)  # fmt: skip
        return workbook(request, say("预警", "warnings"), heading, body)
    names = street_names()
    shown = page(rows, request.GET.get("page"))
    for one in shown:
        one.where = names.get(one.street, one.street) or say("全区", "whole district")
    return render(request, "command/warnings.html", {"here": "warnings", "page": shown})


class WarningForm(forms.ModelForm):
    street = forms.ChoiceField(label=said("范围", "Where"), required=False)
    people = forms.ModelMultipleChoiceField(
        ResponsiblePerson.objects.filter(active=True).select_related("agency"),
        label=said("责任人", "Who answers"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = EarlyWarning
        fields = ("title", "kind", "level", "street", "answer_by", "text", "people")
        widgets = {"answer_by": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        self.fields["street"].choices = [("", say("全区", "Whole district")), *street_names().items()]

    def clean_answer_by(self) -> Any:
        if self.cleaned_data["answer_by"] <= now():
            raise forms.ValidationError(say("签收时限须晚于现在。", "It must lie ahead."))
        return self.cleaned_data["answer_by"]


@allowed("command.lead")
def new(request: Any) -> HttpResponse:
    form = WarningForm(request.POST or None, instance=EarlyWarning(issued_by=request.user))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save()
            Answerable.objects.bulk_create(
                Answerable(warning=made, agency=one.agency, person=one, name=one.name)
                for one in form.cleaned_data["people"]
            )
        messages.success(request, say("预警已发布。", "The warning is issued."))
        return redirect(made)
    context = {"here": "warnings", "form": form, "people": form.fields["people"].queryset.exists()}
    return render(request, "command/warning_new.html", context, status=422 if form.errors else 200)


def _mine(access: Access, row: Answerable) -> bool:
    """Whether this person may say that it has been received: themselves, or the shift lead for who was told by telephone."""
    return row.person.user_id == access.user.pk or access.can("command.lead")


class CloseForm(forms.Form):
    outcome = forms.CharField(
        label=said("处置结果", "What came of it"), max_length=4000, widget=forms.Textarea({"rows": 3}),
        error_messages={"required": said("请写明处置结果后再解除。", "Write down what came of it, then close it.")},
    )  # fmt: skip


@allowed("command.see")
def one(request: Any, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: Any, pk: int, wrong: CloseForm | None = None) -> HttpResponse:
    """The page of a warning; ``wrong``: the form that closes it, where it was not understood."""
    warning = get_object_or_404(EarlyWarning.objects.select_related("issued_by", "closed_by"), pk=pk)
    rows = list(warning.answerable.select_related("agency", "person", "acknowledged_by"))
    for row in rows:
        row.warning = warning
        row.mine = row.acknowledged_at is None and warning.closed_at is None and _mine(request.access, row)
    context = {
        "here": "warnings", "warning": warning, "rows": rows, "where": street_names().get(warning.street, say("全区", "whole district")),
        "closing": (wrong or CloseForm()) if warning.closed_at is None and request.access.can("command.lead") else None,
        "phones": request.access.can("command.board"), "waiting": sum(row.acknowledged_at is None for row in rows),
        "drills": warning.drills.all(),
    }  # fmt: skip
    return render(request, "command/warning.html", context, status=422 if wrong else 200)


@allowed("command.see")
@require_POST
@transaction.atomic
def acknowledge(request: Any, pk: int) -> HttpResponse:
    """One of those who answer has the warning; said once, with what they do about it."""
    warning = get_object_or_404(EarlyWarning, pk=pk)
    asked = request.POST.get("row", "")
    rows = warning.answerable.select_for_update(of=("self",)).select_related("person")
    row = get_object_or_404(rows, pk=asked if asked.isdecimal() and len(asked) < 16 else 0)
    if not _mine(request.access, row):
        raise PermissionDenied(say("只能由责任人本人签收。", "Only they themselves acknowledge it."))
    if row.acknowledged_at is None and warning.closed_at is None:
        row.acknowledged_at, row.acknowledged_by = now(), request.user
        row.answer = request.POST.get("answer", "").strip()[:500]
        row.save()
        messages.success(request, say("已签收。", "Acknowledged."))
    return redirect(warning)


@allowed("command.lead")
@require_POST
@transaction.atomic
def close(request: Any, pk: int) -> HttpResponse:
    """The warning is over; what came of it is written down."""
    warning = get_object_or_404(EarlyWarning.objects.select_for_update(), pk=pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    if warning.closed_at is None:
        warning.closed_at, warning.closed_by, warning.outcome = now(), request.user, form.cleaned_data["outcome"]
        warning.save()
        messages.success(request, say("预警已解除。", "The warning is closed."))
    return redirect(warning)


class PersonForm(forms.ModelForm):
    class Meta:
        model = ResponsiblePerson
        fields = ("agency", "name", "duty", "phone", "user")
        labels = {"agency": said("单位", "Agency"), "user": said("登录用户", "Login")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        self.fields["user"].queryset = User.objects.filter(posts__isnull=False).distinct().order_by("username")
        self.fields["user"].required = False


@allowed("command.board")
def responsible(request: Any) -> HttpResponse:
    """Who answers for each agency; the shift lead names them."""
    editor = request.access.can("command.lead")
    if request.method == "POST" and not editor:
        raise PermissionDenied(say("责任人由值班长登记。", "The shift lead names who answers."))
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("responsible")
    rows = ResponsiblePerson.objects.filter(active=True).select_related("agency", "user")
    context = {"here": "responsible", "rows": rows, "form": form if editor else None}
    return render(request, "command/responsible.html", context, status=422 if form.errors else 200)


@allowed("command.lead")
@require_POST
def end(request: Any, pk: int) -> HttpResponse:  # noqa: ARG001
    """Somebody answers no longer; what they acknowledged stays."""
    ResponsiblePerson.objects.filter(pk=get_object_or_404(ResponsiblePerson, pk=pk).pk).update(active=False)
    return redirect("responsible")
