"""The work calendar by year: what the notices of the State Council say, and what the place changes."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wenxiao.grid.calendar import notices
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, said, say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.models import Change, LocalDay, LocalYear

#: Holidays as the library that holds the notices names them.
_NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节", "Dragon Boat Festival": "端午节",
    "National Day": "国庆节", "Mid-autumn Festival": "中秋节", "Anti-Fascist 70th Day": "抗战胜利纪念日",
}  # fmt: skip


def _name(holiday: str) -> str:
    return holiday if english() else _NAMES.get(holiday, holiday)


class DayForm(forms.Form):
    day = forms.DateField(label=said("日期", "Day"), widget=forms.DateInput(attrs={"type": "date"}))
    worked = forms.ChoiceField(
        label=said("安排", "It is"),
        choices=(
            ("1", said("上班", "worked")),
            ("0", said("放假", "off")),
            ("", said("按国家通知", "as the notices say")),
        ),
        required=False,
    )
    why = forms.CharField(label=said("依据", "Why"), max_length=120)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        of = ground().calendar
        if not of.first <= day.year <= of.last:
            raise forms.ValidationError(
                say(f"日历只到 {of.first}—{of.last} 年。", f"The calendar goes from {of.first} to {of.last}.")
            )
        return day


class YearForm(forms.Form):
    year = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.CharField(label=said("通知文号或名称", "The notice"), max_length=120)


def _asked(request: Any) -> int:
    text = request.GET.get("year", "")
    of = ground().calendar
    year = int(text) if text.isdecimal() and len(text) == 4 else today().year
    if not of.first <= year <= of.last:
        raise Http404
    return year


def _months(year: int) -> list[dict[str, Any]]:
    of = ground().calendar
    off, made_up = notices()
    own = {row.day: row for row in LocalDay.objects.filter(day__year=year)}
    now = today()

    def cell(day: date, month: int) -> dict[str, Any] | None:
        if day.month != month:
            return None
        worked, usual = of.is_workday(day), day.weekday() < 5
        kind = "off" if usual and not worked else "made-up" if worked and not usual else "weekend" if not usual else ""
        why = _name(off.get(day) or made_up.get(day) or "")
        if day in own:
            kind, why = f"{kind} own", own[day].why
        return {
            "day": day, "kind": kind, "why": why, "today": day == now, "worked": say("上班", "worked") if worked else say("休息", "off"),
        }  # fmt: skip

    weeks = Calendar(0)
    return [
        {"first": date(year, month, 1), "weeks": [[cell(day, month) for day in week] for week in weeks.monthdatescalendar(year, month)]}
        for month in range(1, 13)
    ]  # fmt: skip


@allowed("territory.see")
def index(request: Any) -> HttpResponse:
    return _page(request, _asked(request), None, None)


def _page(request: Any, year: int, day: DayForm | None, notice: YearForm | None) -> HttpResponse:
    of = ground().calendar
    own = LocalYear.objects.filter(year=year).first()
    number = sum(of.is_workday(date.fromordinal(one)) for one in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()))  # fmt: skip
    week = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] if english() else list("一二三四五六日")
    context = {
        "here": "calendar", "week": week, "year": year, "months": _months(year), "published": year in of.published, "own_year": own, "number": number,
        "hours": [f"{start:%H:%M}—{end:%H:%M}" for start, end in of.hours], "before": year - 1 if year > of.first else None,
        "after": year + 1 if year < of.last else None, "days": LocalDay.objects.filter(day__year=year),
        "day_form": day or DayForm(), "year_form": notice or YearForm(initial={"year": year}),
    }  # fmt: skip
    return render(request, "territory/calendar.html", context, status=422 if day or notice else 200)


@allowed("territory.edit")
@require_POST
def day(request: Any) -> HttpResponse:
    """Change one day, or take the change back."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, today().year, form, None)
    got = form.cleaned_data
    with transaction.atomic():
        if got["worked"] == "":
            LocalDay.objects.filter(day=got["day"]).delete()
            words = "按国家通知"
        else:
            worked = got["worked"] == "1"
            LocalDay.objects.update_or_create(day=got["day"], defaults={"worked": worked, "why": got["why"]})
            words = "上班" if worked else "放假"
        changed(Change.Part.CALENDAR, f"{got['day']} {words}：{got['why']}", request.user)
    messages.success(request, say("已修改；已立案件的期限不变。", "Changed; deadlines of cases that are filed stay."))
    return redirect(f"{reverse('work-calendar')}?year={got['day'].year}")


@allowed("territory.edit")
@require_POST
def year(request: Any) -> HttpResponse:
    """The holidays of a year have been published and entered: its deadlines are no longer provisional."""
    form, of = YearForm(request.POST), ground().calendar
    if not form.is_valid() or not of.first <= form.cleaned_data["year"] <= of.last:
        return _page(request, today().year, None, form)
    got = form.cleaned_data
    with transaction.atomic():
        LocalYear.objects.update_or_create(year=got["year"], defaults={"source": got["source"]})
        changed(Change.Part.CALENDAR, f"{got['year']} 年放假安排已公布：{got['source']}", request.user)
    messages.success(request, say("已标记为公布。", "Marked as published."))
    return redirect(f"{reverse('work-calendar')}?year={got['year']}")
