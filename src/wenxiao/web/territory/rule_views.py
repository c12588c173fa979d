"""The rules of the place, version by version: the latest holds from when it is saved on; what was frozen in events stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.grid.calendar import USUAL_HOURS, WorkCalendar
from wenxiao.grid.clock import WorkDay, read_limit, span
from wenxiao.grid.rules import ClockStart, read_hours, read_rules, told
from wenxiao.grid.states import OPEN, SOURCE_NAMES, STATE_NAMES, Source, State
from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import conflict
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.lasting import limit_words
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.models import Change, RuleVersion

NAMES = {
    "title": ("名称", "Name"), "title_en": ("英文名称", "Name in English"), "clock_start": ("处置时限起算", "The clock starts with"), "workday": ("工作日的算法", "A working day is"),
    "hours": ("工作时间", "Working hours"), "extensions": ("延期次数", "Extensions"), "suspension_days": ("挂账最长（天）", "Suspension at most (days)"),
    "reopen_days": ("可重开（天内）", "Reopening within (days)"), "late_entry": ("迟录（小时）", "Late entry after (hours)"),
    "pre_check": ("须先核实的来源", "Verified before filing"), "stages": ("各环节时限", "Limits of states"),
}  # fmt: skip
#: Filing conditions that one sentence names.
LISTED = 5
CLOCK = ((ClockStart.DISPATCHED.value, said("派遣", "dispatch")), (ClockStart.FILED.value, said("立案", "filing")))
WORKDAY = (
    (WorkDay.HOURS.value, said("按工作小时连续计算", "a day's work, in hours")),
    (WorkDay.EVENING.value, said("到第 n 个工作日下班", "to the evening of the n-th day")),
)


def shown(rules: dict[str, Any]) -> list[tuple[str, str]]:
    """The rules as lines of name and words."""
    words = {
        **rules,
        "clock_start": dict(CLOCK)[rules["clock_start"]], "workday": dict(WORKDAY)[rules["workday"]],
        "hours": "、".join(rules["hours"]), "pre_check": "、".join(say(*SOURCE_NAMES[Source(one)]) for one in rules["pre_check"]),
        "stages": say("；", "; ").join(f"{say(*STATE_NAMES[State(state)])} {limit_words(read_limit(limit))}" for state, limit in rules["stages"].items()),
    }  # fmt: skip
    return [(say(*NAMES[key]), str(words[key]) or "—") for key in NAMES]


def current() -> dict[str, Any]:
    latest = RuleVersion.objects.first()
    return dict(latest.told) if latest else told()


@allowed("territory.see")
def index(request: Any) -> HttpResponse:
    """The rules that hold, and what each version changed."""
    versions = list(RuleVersion.objects.select_related("by"))
    before = [one.told for one in versions[1:]] + [told()]
    lines = []
    for version, old in zip(versions, before, strict=False):
        was = dict(shown(old))
        lines.append({"version": version, "changes": [(name, was[name], new) for name, new in shown(version.told) if was[name] != new]})  # fmt: skip
    context = {"here": "rules", "rules": shown(current()), "lines": lines, "latest": versions[0] if versions else None}
    return render(request, "territory/rules.html", context)


class RulesForm(forms.Form):
    base = forms.IntegerField(widget=forms.HiddenInput)  # the version that this one was begun with
    title = forms.CharField(label=said(*NAMES["title"]), max_length=60)
    title_en = forms.CharField(label=said(*NAMES["title_en"]), max_length=60)
    clock_start = forms.ChoiceField(label=said(*NAMES["clock_start"]), choices=CLOCK)
    workday = forms.ChoiceField(label=said(*NAMES["workday"]), choices=WORKDAY)
    extensions = forms.IntegerField(label=said(*NAMES["extensions"]), min_value=0, max_value=20)
    suspension_days = forms.IntegerField(label=said(*NAMES["suspension_days"]), min_value=0, max_value=3650)
    reopen_days = forms.IntegerField(label=said(*NAMES["reopen_days"]), min_value=0, max_value=3650)
    late_entry = forms.IntegerField(label=said(*NAMES["late_entry"]), min_value=0, max_value=744)
    hours = forms.CharField(
        label=said(*NAMES["hours"]), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=said("每行一段，如 08:00-12:00", "One period a line, like 08:00-12:00"),
    )  # fmt: skip
    pre_check = forms.MultipleChoiceField(
        label=said(*NAMES["pre_check"]), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(each.value, said(*SOURCE_NAMES[each])) for each in Source],
    )  # fmt: skip
    note = forms.CharField(label=said("修改原因", "Why it is changed"), max_length=200)

    def __init__(self, data: Any, now: dict[str, Any], base: int) -> None:
        """``now``: the rules to begin with, ``base``: the number of their version, 0 for what ships."""
        stages = {f"stage_{state}": limit_words(read_limit(limit)) for state, limit in now["stages"].items()}
        super().__init__(data, initial={**now, "base": base, "hours": "\n".join(now["hours"]), **stages})
        for state in OPEN:
            label = say(f"{STATE_NAMES[state][0]}时限", f"Limit of: {STATE_NAMES[state][1]}")
            self.fields[f"stage_{state}"] = forms.CharField(label=label, max_length=20, required=False)

    def clean_hours(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["hours"].splitlines() if line.strip()]
        try:
            read_hours(lines)
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from None
        return lines

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed["stages"] = {}
        workday = WorkDay(typed.get("workday", WorkDay.HOURS))
        hours = read_hours(typed["hours"]) if "hours" in typed else USUAL_HOURS
        calendar = WorkCalendar(today().year, today().year, hours=hours)
        for state in OPEN:
            if text := typed.get(f"stage_{state}"):
                try:
                    limit = read_limit(text)
                    span(limit, calendar, workday)
                    typed["stages"][state.value] = str(limit)
                except ValueError as error:
                    self.add_error(f"stage_{state}", f"{error}。")
        self._check_conditions(calendar, workday)
        return typed

    def _check_conditions(self, calendar: WorkCalendar, workday: WorkDay) -> None:
        """Every filing condition has a limit under these rules too; those that have none are named."""
        wrong = []
        for one in ground().catalogue.conditions.values():
            try:
                span(one.limit, calendar, workday)
            except ValueError:
                wrong.append(say(f"“{one.zh}”（{one.code}，{one.limit}）", f"“{one.en}” ({one.code}, {one.limit.en})"))
        if wrong:
            listed = say("、", ", ").join(wrong[:LISTED])
            self.add_error(
                "workday",
                say(
                    f"{len(wrong)} 个立案条件的时限按此算法无法计算：{listed}{'等' if len(wrong) > LISTED else ''}；请先修改这些条件的时限。",
                    f"{len(wrong)} filing conditions have no limit under this: {listed}; change their limits first.",
                ),
            )

    def rules(self) -> dict[str, Any]:
        """With the keys of ``rules.toml``."""
        return {key: self.cleaned_data[key] for key in NAMES}


@allowed("territory.edit")
def new(request: Any) -> HttpResponse:
    """A new version, begun with the one that holds; of two who begin with the same one, the second is told."""
    latest = RuleVersion.objects.first()
    form = RulesForm(request.POST or None, current(), latest.number if latest else 0)
    if request.method == "POST" and form.is_valid():
        try:
            _added(form, request.user)
        except (Overtaken, IntegrityError):
            last = RuleVersion.objects.select_related("by").first()
            form.add_error(None, conflict(last.by if last else None))
        else:
            messages.success(request, say("新规则已生效；已立案件的期限不变。", "The new rules hold; deadlines of cases that are filed stay."))  # fmt: skip
            return redirect("grid-rules")
    context = {"here": "rules", "form": form}
    return render(request, "territory/rules_edit.html", context, status=422 if form.errors else 200)


class Overtaken(Exception):  # noqa: N818  (a fact about two people, not a fault)
    """Another version was saved since the form was opened."""


@transaction.atomic
def _added(form: RulesForm, user: Any) -> None:
    """Keep a valid form as the next version. Raises Overtaken, or IntegrityError where somebody saves at the same moment."""
    latest = RuleVersion.objects.select_for_update().first()
    before = latest.number if latest else 0
    if form.cleaned_data["base"] != before:
        raise Overtaken
    read_rules(f"local-{before + 1}", form.rules())
    note = form.cleaned_data["note"]
    RuleVersion.objects.create(number=before + 1, told=form.rules(), note=note, by=user)
    changed(Change.Part.RULES, f"规则第 {before + 1} 版：{note}", user)
