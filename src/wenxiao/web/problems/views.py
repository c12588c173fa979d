"""Problems from where they are raised to where they are closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.lifecycle import NotAllowed, NotYours
from wenxiao.web.core.answering import answered
from wenxiao.web.core.attachments import given
from wenxiao.web.core.clock import day_of, today
from wenxiao.web.core.drafting import not_saved, sent
from wenxiao.web.core.editing import Conflict, as_seen, save
from wenxiao.web.core.models import Event
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import Access, allowed
from wenxiao.web.core.say import say
from wenxiao.web.core.sorting import ordered
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.core.stepping import step, steps
from wenxiao.web.core.workflow import advance
from wenxiao.web.ledger.services import CHUNK, chunks
from wenxiao.web.overview.findings import found
from wenxiao.web.problems.forms import ExtendForm, Filters, PlanForm, ProofForm, RaiseForm, ReportForm
from wenxiao.web.problems.models import DONE, Problem, Proof
from wenxiao.web.problems.rechecking import has_rule, looked_again
from wenxiao.web.problems.recurrence import earlier, proposed
from wenxiao.web.problems.then import by_then, stood

#: What the list sorts by: the name in the address, and the column.
ORDERS = {
    "due": "due", "state": "state", "year": "year__year", "unit": "year__unit__code", "project": "year__project__name", "raised": "raised_at",
}  # fmt: skip
#: Days until a problem is to be put right, where nobody says otherwise.
USUAL = 30
#: The form that a unit fills in, by state.
FORMS = {"open": PlanForm, "rectifying": ReportForm}


def listed(request: Any) -> Any:
    """The problems that this person sees; as of a day, those that had been raised by then."""
    rows = Problem.objects.filter(request.access.scope(year="year__")).select_related("year__project", "year__unit")
    return by_then(rows, request.access.as_of)


def day(request: Any) -> Any:
    """The day on which somebody stands who looks: the present one, or a past one."""
    return request.access.as_of or today()


def chosen(request: Any) -> tuple[Filters, Any, str]:
    """The filters of the address, the rows that they leave in its order, and the order."""
    years = request.access.numbers
    filters = Filters(request.access, years, request.GET)
    rows, order = ordered(filters.narrowed(listed(request), day(request)), request.GET.get("order"), ORDERS, "due")
    return filters, rows, order


@allowed("problems.see")
def index(request: Any) -> HttpResponse:
    filters, rows, order = chosen(request)
    late = listed(request).filter(due_then__lt=day(request)).exclude(then__in=DONE).count()
    context = {"filters": filters, "page": page(rows, request.GET.get("page")), "order": order, "today": day(request), "late": late}  # fmt: skip
    stood(context["page"].object_list, request.access.as_of)
    for problem in context["page"]:
        problem.days = (problem.due - day(request)).days
    return render(request, "problems/index.html", context)


@allowed("problems.see")
def export(request: Any) -> HttpResponse:
    """The list as it is filtered, as a workbook."""
    _, rows, _ = chosen(request)
    heads = say("问题,项目代码,项目,单位,年度,来源,规则,责任人,整改措施,整改结果,整改期限,状态,销号日期,上年同类问题", "Problem,Code,Project,Unit,Year,Origin,Rule,Owner,Measure,Result,Due,State,Closed,Came back").split(",")  # fmt: skip
    lines = (
        (
            p.text, p.year.project.code, p.year.project.name, p.year.unit.name, p.year.year, p.get_origin_display(), p.rule, p.owner,
            p.measure, p.result, p.due, p.state_words, day_of(p.closed_at) if p.closed_at and p.state == "closed" else None, p.recurs.text if p.recurs else "",
        )
        for p in _every(rows.select_related("year__project", "year__unit", "recurs"), request.access.as_of)
    )  # fmt: skip
    return workbook(request, say("问题整改", "Problems"), widths(heads), lines)


def _every(rows: Any, as_of: Any) -> Iterator[Problem]:
    """All of them as they stand, or stood, read in parts."""
    for some in chunks(rows.iterator(chunk_size=CHUNK), CHUNK):
        stood(some, as_of)
        yield from some


def one(request: Any, action: str, pk: int) -> Problem:
    """A problem to do this with: Http404 where one does not see it, PermissionDenied where one only sees it."""
    known = Problem.objects.as_of(request.access.as_of).select_related("recurs__year", "raised_by")
    problem = get_object_or_404(known, pk=pk)
    problem.year = request.access.year(action, problem.year_id)
    stood([problem], request.access.as_of)
    return problem


def finding_of(year: Any, wanted: str) -> Any:
    """What is found of a project-year now under this id; None where nothing is."""
    return next((one.said for one in found(year, today()) if one.said.id == wanted), None)


def raised(form: RaiseForm, year: Any, finding: Any, user: Any) -> Problem:
    """Raise a problem as a valid form says, from a finding where there is one."""
    problem = form.instance
    problem.year, problem.raised_by = year, user
    if finding:
        problem.rule, problem.finding = finding.code, finding.id
    save(problem, 0, user)
    return problem


@allowed("problems.raise")
def new(request: Any, year: int) -> HttpResponse:
    """Raise a problem, from a finding on entered data or from what somebody saw."""
    of = request.access.year("problems.raise", year)
    wanted = request.GET.get("finding", "")
    finding = finding_of(of, wanted) if wanted else None
    if wanted and finding is None:
        messages.warning(request, say("这条发现已不存在，可能已经修改。", "This finding is no longer there; it may have been mended."))  # fmt: skip
        return redirect("project", of.pk)
    text = finding.zh if finding else ""
    known = list(earlier(of, 3))
    alike = proposed(text, [problem for problem in known if problem.year.year == of.year - 1])
    origin = "finding" if finding else request.GET.get("origin", "")
    initial = {"text": text, "origin": origin, "due": today() + timedelta(days=USUAL), "recurs": alike[0] if alike else None}  # fmt: skip
    form = RaiseForm(earlier(of, 3), request.POST or None, initial=initial, fixed="finding" if finding else "")
    if request.method == "POST" and form.is_valid():
        made = raised(form, of, finding, request.user)
        sent(request)
        messages.success(request, say("已下达整改。", "The problem is raised."))
        return redirect(made)
    return render(request, "problems/new.html", {"form": form, "year": of, "finding": finding, "alike": alike})


@allowed("problems.see")
def problem(request: Any, pk: int) -> HttpResponse:
    found_one = one(request, "problems.see", pk)
    return _shown(request, found_one)


def _shown(
    request: Any, problem: Problem, form: Any = None, proof: Any = None, status: int = 200, later: Any = None
) -> HttpResponse:
    access, shown = request.access, steps(problem, request)
    if any(way["action"] == "extend" for way in shown["ways"]):
        later = later or ExtendForm(initial={"revision": problem.revision})
    shown["ways"] = [way for way in shown["ways"] if way["action"] != "extend"]  # it has a form of its own, with a day
    editable = problem.state in FORMS and access.may("problems.edit", problem.year)
    if editable:
        form = form or FORMS[problem.state](instance=problem)
        proof = proof or (ProofForm() if problem.state == "rectifying" else None)
    alike, then = None, day(request)
    raising = access.may("problems.raise", problem.year)
    if problem.recurs_id is None and raising and not problem.done:
        alike = proposed(problem.text, earlier(problem.year))
    context = {
        "problem": problem, "year": problem.year, "steps": shown, "later": later, "form": form if editable else None, "alike": alike,
        "proof_form": proof if editable else None, "proof": list(problem.proof.filter(added_at__date__lte=then).select_related("added_by")), "raising": raising,
        "rechecks": list(problem.rechecks.filter(at__date__lte=then).select_related("by")[:5]), "days": (problem.due - then).days,
        "ruled": has_rule(problem), "again": list(problem.recurrences.as_of(access.as_of).exclude(state="withdrawn").select_related("year")),
    }  # fmt: skip
    return render(request, "problems/problem.html", context, status=status)


@allowed("problems.edit")
@require_POST
def edit(request: Any, pk: int) -> HttpResponse:
    """Keep what the unit fills in: the measure, later what came of it."""
    problem = one(request, "problems.edit", pk)
    if problem.state not in FORMS:
        why = say("当前状态不能修改。", "It cannot be changed as it stands.")
        return not_saved(request, why, problem)
    form = FORMS[problem.state](request.POST, instance=problem)
    if not form.is_valid():
        return _shown(request, problem, form, status=422)
    try:
        save(problem, form.cleaned_data["revision"], request.user)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _shown(request, problem, form, status=422)
    sent(request, problem.get_absolute_url())
    messages.success(request, say("已保存。", "Saved."))
    return redirect(problem)


@allowed("problems.step")
@require_POST
def make_step(request: Any, pk: int) -> HttpResponse:
    return step(one(request, "problems.step", pk), request)


@allowed("problems.step")
@require_POST
def extend(request: Any, pk: int) -> HttpResponse:
    """Set a later day, with a reason."""
    problem, form = one(request, "problems.step", pk), ExtendForm(request.POST)
    if form.is_valid():
        got = form.cleaned_data
        try:
            extended(problem, got["due"], got["comment"], request.access, request.POST.get("revision", ""))
        except NotYours as refusal:
            raise PermissionDenied(say(refusal.zh, refusal.en)) from None
        except NotAllowed as refusal:
            form.add_error(None, say(refusal.zh, refusal.en))
        else:
            messages.success(request, say(f"已延期至 {got['due']}。", f"Extended to {got['due']}."))
            return redirect(problem)
    return _shown(request, problem, status=422, later=form)


def extended(problem: Problem, due: date, reason: str, access: Access, seen: str = "") -> Event:
    """Set a later day. Raises NotAllowed where that cannot be now, or the day is not a later one."""
    return advance(problem, "extend", access, reason, seen=seen, given={"due": due})


@allowed("problems.edit")
@require_POST
def add_proof(request: Any, pk: int) -> HttpResponse:
    """Hand in a file that shows what was done; only while it is being put right."""
    problem = one(request, "problems.edit", pk)
    form = ProofForm(request.POST, request.FILES)
    if problem.state == "rectifying" and not form.is_valid():
        return _shown(request, problem, proof=form, status=422)
    with answered(request, say("已上传。", "Handed in.")):
        proved(problem, form, request.user)
    return redirect(problem)


def proved(problem: Problem, form: ProofForm, user: Any) -> Proof:
    """Keep the file of a valid form. Raises NotAllowed where the problem is not being put right."""
    if problem.state != "rectifying":
        raise NotAllowed("整改中才能上传佐证。", "Proof is handed in while it is being put right.")
    return Proof.objects.create(
        problem=problem,
        name=form.checked.name,
        file=form.cleaned_data["file"],
        sha256=form.checked.sha256,
        added_by=user,
    )


@allowed("problems.see")
def proof(request: Any, pk: int) -> HttpResponse:
    """One file of proof, for those who see the problem."""
    file = get_object_or_404(Proof, pk=pk, added_at__date__lte=day(request))
    one(request, "problems.see", file.problem_id)
    try:
        return given(request, file, f"proof {file.pk} {file.sha256[:12]}")
    except FileNotFoundError:
        raise Http404 from None


@allowed("problems.step")
@require_POST
def recheck(request: Any, pk: int) -> HttpResponse:
    """Let the rule that found it look again, and keep what it says."""
    problem = one(request, "problems.step", pk)
    try:
        check = looked_again(problem, request.user)
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
        return redirect(problem)
    level = messages.WARNING if check.still is not False else messages.SUCCESS
    messages.add_message(request, level, say(f"按规则 {problem.rule} 复查：{check.verdict}。", f"Rule {problem.rule} looked again: {check.verdict}."))  # fmt: skip
    return redirect(problem)


@allowed("problems.raise")
@require_POST
def link(request: Any, pk: int) -> HttpResponse:
    """Say that a problem of an earlier year came back."""
    problem = one(request, "problems.raise", pk)
    wanted = request.POST.get("recurs", "")
    before = get_object_or_404(earlier(problem.year, 3), pk=int(wanted) if wanted.isdecimal() else 0)
    done = say("已与以前年度的问题关联。", "Linked to the problem of the earlier year.")
    with answered(request, done), transaction.atomic():
        problem = Problem.objects.select_for_update().get(pk=pk)
        as_seen(problem, request.POST.get("revision", ""))
        problem.recurs = before
        save(problem, problem.revision, request.user)
    return redirect(problem)
