"""The list of reports, one of them with its chapters and what is found in it, its paper, and its way through the cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import STATES, NotAllowed
from wenxiao.publishing.reports.docx import docx
from wenxiao.publishing.reports.outline import outlines
from wenxiao.publishing.reports.pieces import blanks
from wenxiao.web.core.attachments import handed
from wenxiao.web.core.drafting import not_saved
from wenxiao.web.core.editing import Conflict, opened_at
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import DOCX
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.core.units import UnitField
from wenxiao.web.reports import writing as changes
from wenxiao.web.reports.live import checked, moved_in, said_of, whole
from wenxiao.web.reports.material import known
from wenxiao.web.reports.models import Report
from wenxiao.web.reports.papers import department_files
from wenxiao.web.reports.seeing import acting, one_of, refuse_unless_writer, seen, to_step, writes
from wenxiao.web.reports.writing import fresh, give_reasons, lacking
from wenxiao.web.selfevaluation.models import SelfEvaluation

COLUMNS = {
    "title": "title",
    "unit": "organisation__code",
    "year": "fiscal_year",
    "outline": "outline",
    "state": "state",
}


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("标题", "Title"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    outline = forms.ChoiceField(label=said("种类", "Kind"), required=False)
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    mine = forms.BooleanField(label=said("只看等我办理的", "Waiting for me"), required=False)

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        every = ("", say("全部", "All"))
        self.fields["year"].choices = [every, *((year, year) for year in access.numbers)]
        self.fields["unit"].offer(access)
        self.fields["outline"].choices = [every, *((one.name, say(one.title, one.title_en)) for one in outlines())]
        states = ((state, say(*words)) for (machine, state), words in STATES.items() if machine == "report")
        self.fields["state"].choices = [every, *states]

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows that the filters leave; a filter that is not understood leaves all."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("q"):
            rows = rows.filter(Q(title__icontains=asked["q"]))
        if asked.get("year"):
            rows = rows.filter(fiscal_year=asked["year"])
        if asked.get("unit"):
            rows = rows.filter(organisation__in=self.fields["unit"].below(asked["unit"]))
        for name in ("outline", "state"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        return rows.filter(pk__in=acting(self.access).values("pk")) if asked.get("mine") else rows


@allowed("reports.see")
def index(request: Any) -> HttpResponse:
    filters = Filters(request.access, request.GET)
    rows, order = ordered(filters.narrowed(seen(request.access)), request.GET.get("order"), COLUMNS, "-year")
    shown = page(rows, request.GET.get("page"))
    names = {one.name: say(one.title, one.title_en) for one in outlines()}
    mine = set(acting(request.access).filter(pk__in=[one.pk for one in shown]).values_list("pk", flat=True))
    context = {
        "filters": filters, "page": shown, "order": order, "names": names, "narrowed": any(filters.cleaned_data.values()),
        "rows": [(one, names.get(one.outline, one.outline), one.pk in mine) for one in shown],
    }  # fmt: skip
    return render(request, "reports/index.html", context)


@allowed("reports.see")
def report(request: Any, pk: int) -> HttpResponse:
    """One report: its chapters with what is still to be written, what is found, what moved, and the next step."""
    one = one_of(request.access, pk)
    what, chapters = known(one), list(one.chapters.select_related("changed_by"))
    found = said_of(one) if one.submitted_at is not None else checked(one, what, chapters)
    moved = moved_in(chapters, what) if one.state == "draft" else {}
    lines = [
        {
            "chapter": chapter, "blanks": blanks(chapter.words), "moved": moved.get(chapter.key, ()),
            "found": [f for f in found if _touches(f, chapter.key)], "size": len(chapter.words),
        }
        for chapter in chapters
    ]  # fmt: skip
    writing = writes(one, request.access)
    context = {
        "fresh": writing and fresh(one),
        "one": one, "lines": lines, "found": [(f, one.passes.get(f.id, "")) for f in found], "moved": sum(map(len, moved.values())),
        "writing": writing, "missing": lacking(chapters, what) if writing else (), "steps": steps(one, request), "outline": say(one.kind.title, one.kind.title_en),
        "answerable": any(f.severity == "error" for f in found),
    }  # fmt: skip
    return render(request, "reports/report.html", context)


def _touches(found: Any, key: str) -> bool:
    places = getattr(found, "places", None)
    return found.field == key if places is None else any(place[0] == key for place in places)


@allowed("reports.see")
def paper(request: Any, pk: int) -> HttpResponse:
    """The report as it is on paper."""
    one = one_of(request.access, pk)
    return render(
        request, "reports/paper.html", {"one": one, "whole": whole(one, known(one), list(one.chapters.all()))}
    )


@allowed("reports.see")
def download(request: Any, pk: int) -> HttpResponse:
    """The report as a Word file."""
    one = one_of(request.access, pk)
    return handed(docx(whole(one, known(one), list(one.chapters.all()))), f"{one.title}.docx", DOCX)


@allowed("rollup.see")
def department_form(request: Any, department: int, year: int, ending: str) -> HttpResponse:
    """The official form of a whole department, of the self-evaluations that this person sees."""
    access = request.access
    found = access.organisations().filter(pk=department, kind="department").first()
    own: Any = SelfEvaluation.objects
    made = department_files(found, year, access.years(), own.shown_to(access)) if found else []
    file = next((one for one in made if one[0].endswith(f".{ending}")), None)
    if file is None:
        raise Http404
    return handed(file[2], file[0], file[1])


@allowed("reports.step")
@require_POST
def move(request: Any, pk: int) -> HttpResponse:
    one = to_step(request.access, pk, request.POST.get("action", ""))
    return step(one, request)


@allowed("reports.write")
@require_POST
def discard(request: Any, pk: int) -> HttpResponse:
    """The writer drops a draft that was never submitted."""
    one = one_of(request.access, pk)
    refuse_unless_writer(one, request.access)
    try:
        changes.discard(one)
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(one)
    messages.success(request, say("草稿已删除。", "The draft is dropped."))
    return redirect("reports")


@allowed("reports.write")
@require_POST
def passing(request: Any, pk: int) -> HttpResponse:
    """Reasons to go on in spite of errors; whoever approves sees them beside the finding."""
    one: Report = one_of(request.access, pk)
    refuse_unless_writer(one, request.access)
    given = {name.removeprefix("pass-"): words for name, words in request.POST.items() if name.startswith("pass-")}
    try:
        give_reasons(one, opened_at(request), given, request.user)
    except Conflict as told:
        return not_saved(request, str(told), one)
    messages.success(request, say("理由已保存，审核人会看到。", "The reasons are saved; reviewers will see them."))
    return redirect(one)
