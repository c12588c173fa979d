"""The district's documents at a glance, and the labelled examples that come of their triage."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.web.core.attachments import handed
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import said, say
from wenxiao.web.desk import labels
from wenxiao.web.desk.district import picture
from wenxiao.web.desk.listing import current, papers
from wenxiao.web.desk.views import severity_words


class Chosen(forms.Form):
    """Which documents, read from the address."""

    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=said("文种", "Kind"), required=False)
    severity = forms.ChoiceField(label=said("级别", "Severity"), required=False)
    batch = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", say("全部", "All"))
        years = rows.exclude(fiscal_year=None).order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        kinds = rows.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        self.fields["kind"].choices = [every, *((kind, kind) for kind in kinds)]
        self.fields["severity"].choices = [every, *severity_words().items()]


@allowed("desk.overview")
def overview(request: Any) -> HttpResponse:
    seen = current(request.access)
    form = Chosen(seen, request.GET)
    form.is_valid()
    asked = form.cleaned_data
    names = {"year": "fiscal_year", "kind": "kind", "batch": "batch"}
    narrowed = {column: asked[name] for name, column in names.items() if asked.get(name)}
    replaced = papers(request.access).filter(state="replaced", **narrowed)
    made = picture(seen.filter(**narrowed), request.access, asked.get("severity") or "", replaced)
    context = {
        "form": form, "picture": made, "documents": sum(unit.documents for unit in made.units),
        "unreadable": sum(unit.unreadable for unit in made.units), "open": sum(unit.open for unit in made.units),
        "total": sum(unit.total for unit in made.units), "severities": severity_words(), "past": request.access.as_of is not None,
    }  # fmt: skip
    return render(request, "desk/overview.html", context)


@allowed("desk.examples")
def examples(request: Any) -> HttpResponse:
    """False alarms and confirmed findings with the text that they stand in."""
    content, count = labels.examples(request.access)
    if not count:
        messages.info(
            request, say("还没有判为属实或误报的发现。", "No finding has been confirmed or called false yet.")
        )
        return redirect("desk-overview")
    note(request, f"export {count} labelled findings")
    return handed(content, f"{say('标注样例', 'labels')}-{today()}.zip", "application/zip")
