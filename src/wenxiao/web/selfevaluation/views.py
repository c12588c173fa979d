"""The list of self-evaluations, one of them with its scores, and its way through the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import STATES, NotAllowed, Role
from wenxiao.publishing.forms import docx, xlsx
from wenxiao.web.core.attachments import handed
from wenxiao.web.core.clock import today
from wenxiao.web.core.drafting import not_saved
from wenxiao.web.core.editing import Conflict, opened_at, save
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import DOCX, XLSX, widths, workbook
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.core.units import UnitField
from wenxiao.web.ledger.models import Entry
from wenxiao.web.selfevaluation import official, starting
from wenxiao.web.selfevaluation.audit import said_of
from wenxiao.web.selfevaluation.changes import since_return
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.passing import give_reasons
from wenxiao.web.selfevaluation.scored import missing, position, scored
from wenxiao.web.selfevaluation.showing import shown

COLUMNS = {
    "project": "year__project__name", "unit": "year__unit__code", "year": "year__year", "due": "due", "total": "total", "state": "state",
}  # fmt: skip


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("项目名称或代码", "Project or code"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    state = forms.ChoiceField(label=said("状态", "State"), required=False)

    def __init__(self, access: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", say("全部", "All"))
        years = access.numbers
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        self.fields["unit"].offer(access)
        self.fields["state"].choices = [
            every,
            *((state, say(*words)) for (machine, state), words in STATES.items() if machine == "self_evaluation"),
        ]

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """The rows that the filters leave; a filter that is not understood leaves all."""
        self.is_valid()
        asked = self.cleaned_data
        if words := asked.get("q"):
            rows = rows.filter(Q(year__project__name__icontains=words) | Q(year__project__code__startswith=words))
        if asked.get("year"):
            rows = rows.filter(year__year=asked["year"])
        if unit := asked.get("unit"):
            rows = rows.filter(year__unit__in=self.fields["unit"].below(unit))
        if asked.get("state"):
            rows = rows.filter(state=asked["state"])
        return rows


def seen(request: Any) -> QuerySet:
    """The self-evaluations that this person sees."""
    rows = SelfEvaluation.objects.filter(request.access.scope(year="year__")).shown_to(request.access)
    return rows.select_related("year__project", "year__unit__parent", "target_set", "changed_by")


def one_of(request: Any, pk: int, action: str = "selfevaluation.see") -> SelfEvaluation:
    """A self-evaluation to do this with: Http404 where one does not see it, PermissionDenied where one may not."""
    found = seen(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    request.access.year(action, found.year_id)
    return found


@allowed("selfevaluation.see")
def index(request: Any) -> HttpResponse:
    filters = Filters(request.access, request.GET)
    rows, order = ordered(filters.narrowed(seen(request)), request.GET.get("order"), COLUMNS, "-year")
    if request.GET.get("format") == "xlsx":
        heads = (
            say("项目代码", "Code"), say("项目名称", "Project"), say("实施单位", "Unit"), say("年度", "Year"), say("截止日期", "Due"),
            say("状态", "State"), say("自评总分", "Score"), say("等级", "Grade"), say("审核矛盾", "Errors"),
        )  # fmt: skip
        return workbook(request, say("单位自评", "Self-evaluations"), widths(heads), _lines(rows))
    waiting = ()
    if request.access.can("selfevaluation.edit"):
        mine = request.access.years(frozenset({Role.CLERK}))
        waiting = starting.ready(mine).select_related("project", "unit")[:20]
    year = today().year
    return render(
        request,
        "selfevaluation/index.html",
        {
            "filters": filters, "page": page(rows, request.GET.get("page")), "order": order, "waiting": waiting, "today": today(),
            "narrowed": any(filters.cleaned_data.values()), "start_year": year if today().month > 6 else year - 1,
        },
    )  # fmt: skip


def _lines(rows: QuerySet) -> Iterator[tuple[Any, ...]]:
    for one in rows.iterator(chunk_size=500):
        project = one.year.project
        yield (
            project.code, project.name, one.year.unit.name, one.year.year, one.due, one.state_words, one.total,
            one.grade or None, one.errors,
        )  # fmt: skip


@allowed("selfevaluation.edit")
@require_POST
def begin(request: Any, pk: int) -> HttpResponse:
    """The clerk starts the self-evaluation of a project-year."""
    year = request.access.year("selfevaluation.edit", pk)
    try:
        evaluation = starting.start(year, request.user)
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect("selfevaluation")
    return redirect("self-evaluation-edit", evaluation.pk)


class StartForm(forms.Form):
    """What the performance office starts."""

    year = forms.IntegerField(label=said("评价年度", "Year"), min_value=2000, max_value=2100)
    due = forms.DateField(label=said("截止日期", "Due"), widget=forms.DateInput(attrs={"type": "date"}))


@allowed("selfevaluation.start")
def begin_all(request: Any) -> HttpResponse:
    """The performance office starts the self-evaluation of all project-years with approved targets."""
    form = StartForm(request.POST or None, initial={"year": request.GET.get("year")})
    if request.method == "POST" and form.is_valid():
        years = request.access.years().filter(year=form.cleaned_data["year"])
        count = starting.start_all(years, request.user, form.cleaned_data["due"])
        messages.success(request, say(f"已发起 {count} 个项目的自评。", f"{count} self-evaluations were started."))
        return redirect(reverse("selfevaluation") + f"?year={form.cleaned_data['year']}")
    return render(request, "selfevaluation/begin.html", {"form": form})


@allowed("selfevaluation.see")
def self_evaluation(request: Any, pk: int) -> HttpResponse:
    """One self-evaluation: money, goal and outcome, every line with how it was scored, evidence, what the audit says."""
    from wenxiao.web.evidence.panels import panel

    evaluation = one_of(request, pk)
    money = position(evaluation)
    form = scored(evaluation, money=money)
    found = said_of(evaluation, form)
    editing = evaluation.state == "draft" and request.access.may("selfevaluation.edit", evaluation.year)
    files = evaluation.evidence.filter(removed_at=None).select_related("added_by").order_by("pk")
    return render(
        request,
        "selfevaluation/self_evaluation.html",
        {
            "one": evaluation, "form": form, "lines": shown(form, files=files), "money": money_rows(evaluation, money), "said": found,
            "passes": [(one, evaluation.passes.get(one.id, "")) for one in found], "editing": editing, "files": files,
            "answerable": any(one.severity == "error" for one in found),
            "missing": missing(evaluation, form) if evaluation.state == "draft" else (),
            "steps": steps(evaluation, request), "today": today(), "loose": [file for file in files if not file.key],
            "since": since_return(evaluation, request.access.as_of), "computed": panel(evaluation, request.access),
        },
    )  # fmt: skip


def money_rows(evaluation: SelfEvaluation, money: Any) -> list[dict[str, Any]]:
    """The money of the official form: the total as scored, and the sources as the ledger has them."""
    from wenxiao.performance import ledger

    entries = [entry.plain() for entry in Entry.objects.filter(project_year=evaluation.year_id)]
    rows = [{"name": say("年度资金总额", "All of the year"), "at": money, "rate": ledger.rate(money), "total": True}]
    now = ledger.position(entries)
    if (now.revised, now.paid) == (money.revised, money.paid):
        rows += [
            {"name": say(source.zh, source.en), "at": at, "rate": ledger.rate(at), "total": False}
            for source, at in ledger.by_source(entries).items()
        ]
    return rows


@allowed("selfevaluation.step")
@require_POST
def move(request: Any, pk: int) -> HttpResponse:
    return step(one_of(request, pk), request)


@allowed("selfevaluation.edit")
@require_POST
def passing(request: Any, pk: int) -> HttpResponse:
    """Reasons to go on in spite of errors; the reviewers see them beside the finding."""
    evaluation = one_of(request, pk, "selfevaluation.edit")
    given = {name.removeprefix("pass-"): words for name, words in request.POST.items() if name.startswith("pass-")}
    try:
        give_reasons(evaluation, opened_at(request), given, request.user)
    except Conflict as told:
        return not_saved(request, str(told), evaluation)
    except NotAllowed as refusal:
        return not_saved(request, say(refusal.zh, refusal.en), evaluation)
    messages.success(request, say("理由已保存，审核人会看到。", "The reasons are saved; reviewers will see them."))
    return redirect(evaluation)


@allowed("selfevaluation.edit")
@require_POST
def renew(request: Any, pk: int) -> HttpResponse:
    """Take over the targets that were approved last."""
    evaluation = one_of(request, pk, "selfevaluation.edit")
    if evaluation.state == "draft" and starting.renew(evaluation):
        save(evaluation, evaluation.revision, request.user)
        messages.success(
            request, say("已改用最新批复的目标，请核对。", "The latest targets are taken over; please check.")
        )
    return redirect("self-evaluation-edit", pk)


@allowed("selfevaluation.see")
def form_file(request: Any, pk: int, kind: str) -> HttpResponse:
    """The official form, as a workbook or a Word file."""
    evaluation = one_of(request, pk)
    layout, values = official.layout(), official.values(evaluation)
    name = f"{evaluation.year.year}{layout.title}-{evaluation.year.project.name}.{kind}"
    if kind == "xlsx":
        return handed(xlsx(layout, values), name, XLSX)
    return handed(docx(layout, values), name, DOCX)
