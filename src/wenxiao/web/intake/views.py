"""The pages of a document's offers to the register, and of its comparison with what the site holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wenxiao.performance.ledger import Kind
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.publishing.words import reason
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import ACTIONS, allowed
from wenxiao.web.core.say import english, say
from wenxiao.web.desk.models import Document
from wenxiao.web.intake import jobs, taking
from wenxiao.web.intake.comparing import against, between, matching_of
from wenxiao.web.intake.forms import EnterForm, NewProjectForm
from wenxiao.web.intake.matching import candidates, offered
from wenxiao.web.intake.models import Proposal
from wenxiao.web.ledger.reading import until
from wenxiao.web.ledger.services import sums_by_year

#: Characters before and after a place that are shown with it.
AROUND = 24


def document_for(request: Any, action: str, pk: int) -> Document:
    """A document that was read, to do this with: Http404 where one does not see it, PermissionDenied where one only sees it."""
    rows = Document.objects.filter(request.access.papers()).select_related("unit", "place", "reading", "year")
    found = rows.as_of(request.access.as_of).filter(pk=pk).first()
    if found is None or not hasattr(found, "reading"):
        raise Http404
    if not found.roles_of(request.access) & ACTIONS[action]:
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    return found


def around(text: str, one: Proposal) -> tuple[str, str, str]:
    """What stands before, at and after the place of a proposal, on its line."""
    before = text[max(0, one.start - AROUND) : one.start].rpartition("\n")[2]
    after = text[one.end : one.end + AROUND].partition("\n")[0]
    return before, text[one.start : one.end], after


class Marks:
    """The marks of a document's page: its quantities, each with an id (``publishing.html``)."""

    def __init__(self, tree: Any) -> None:
        self.places = sorted((one["start"], one["id"]) for one in tree["quantities"])
        self.starts = [start for start, _ in self.places]

    def at(self, start: int | None) -> str:
        """The fragment that leads to the first mark from a place on; empty where there is none."""
        number = bisect_left(self.starts, start) if start is not None else len(self.starts)
        return f"#d1-{self.places[number][1]}" if number < len(self.starts) else ""


@allowed("intake.see")
def intake(request: Any, pk: int) -> HttpResponse:
    """What a document offers, project by project."""
    return _shown(request, document_for(request, "intake.see", pk))


def _shown(
    request: Any, document: Document, project: int = 0, form: Any = None, new: Any = None, status: int = 200
) -> HttpResponse:
    access, tree = request.access, document.reading.tree
    text, marks = tree["text"], Marks(tree)
    proposals = taking.read_out(document, access)
    works = bool(document.roles_of(access) & ACTIONS["intake.take"])
    meant = {one.year_id for one in proposals if one.year_id}
    years = access.years().select_related("project", "unit").in_bulk(meant)
    held = sums_by_year(years, until(access))
    rows = offered(document, access) if works else []
    groups = []
    for number in dict.fromkeys(one.project for one in proposals):
        mine = [one for one in proposals if one.project == number]
        head = next(one for one in mine if one.kind == "project")
        lines = [{**_line(one, text, held, mine), "at": marks.at(one.start)} for one in mine if one is not head]
        kinds = {kind: [line for line in lines if line["one"].kind == kind] for kind in ("entry", "target", "actual")}
        open_ = works and head.state != "refused"
        year = years.get(head.year_id)
        said = head.state != "open"
        groups.append(
            {
                "number": number, "head": head, "year": year, "place": around(text, head), "at": marks.at(head.start), "kinds": kinds, "works": open_,
                "candidates": candidates(rows, head.contents["name"]) if open_ else [],
                "new": (new if number == project and new else NewProjectForm(access, document, head)) if open_ and access.can("register.edit") else None,
                "opened": number == project and new is not None,
                "enter": form if number == project and form is not None else EnterForm([], initial={"date": _day(document), "reference": document.name[:80]}),
                "enters": bool(open_ and said and year and access.may("ledger.enter", year)),
                "targets": bool(open_ and said and year and access.may("targets.edit", year) and not year.target_sets.exists()),
                "fills": bool(open_ and said and year and access.may("selfevaluation.edit", year)),
                "left": sum(one.state == "open" for one in mine),
            }
        )  # fmt: skip
    context = {"document": document, "groups": groups, "works": works}
    return render(request, "intake/intake.html", context, status=status)


def _line(one: Proposal, text: str, held: Any, mine: list[Proposal]) -> dict[str, Any]:
    """A proposal as a row of the page; of money with what the ledger has. ``sound``: nothing in the ledger speaks against it."""
    kind = Kind(one.contents["kind"]) if one.kind == "entry" else None
    sums = held.get(one.year_id, {})
    ledger = sums.get(kind) if kind else None
    amount = Decimal(one.contents["amount"]) if kind else None
    sound = ledger is None
    if kind in (Kind.ADDED, Kind.CUT) and (base := sums.get(Kind.APPROVED)) is not None:
        approved = next((each for each in mine if each.contents.get("kind") == Kind.APPROVED.value), None)
        sound = sound and approved is not None and Decimal(approved.contents["amount"]) == base
    return {
        "one": one,
        "amount": amount,
        "place": around(text, one),
        "kind": say(kind.zh, kind.en) if kind else "",
        "held": ledger,
        "sound": sound,
    }


def _day(document: Document) -> date:
    """The last day of the document's year, or today where that is earlier."""
    return min(today(), date(document.fiscal_year or today().year, 12, 31))


@allowed("intake.take")
@require_POST
def act(request: Any, pk: int, project: int) -> HttpResponse:
    """One of the things that may be done with the offers of one project of a document."""
    document = document_for(request, "intake.take", pk)
    if not document.proposals.filter(project=project).exists():
        raise Http404
    done: dict[str, Callable[[], str]] = {
        "mean": lambda: _mean(request, document, project),
        "targets": lambda: _targets(request, document, project),
        "actuals": lambda: _actuals(request, document, project),
        "refuse": lambda: _refused(request, document),
    }
    action = request.POST.get("action", "")
    try:
        if action == "new":
            return _new(request, document, project)
        if action == "enter":
            return _enter(request, document, project)
        if action not in done:
            raise NotAllowed("请选择要做的事。", "Choose what to do.")
        messages.success(request, done[action]())
    except NotAllowed as refusal:
        messages.error(request, say(refusal.zh, refusal.en))
    return _back(document, project)


def _back(document: Document, project: int) -> HttpResponse:
    return redirect(reverse("intake", args=[document.pk]) + f"#p{project}")


def _numbers(request: Any) -> list[int]:
    return [int(one) for one in request.POST.getlist("chosen") if one.isdecimal()]


def _mean(request: Any, document: Document, project: int) -> str:
    wanted = request.POST.get("year", "")
    year = get_object_or_404(request.access.years(), pk=int(wanted) if wanted.isdecimal() else 0)
    taking.mean(document, project, year, request.access)
    return say(f"已对应到“{year}”。", f"It is “{year}”.")


def _new(request: Any, document: Document, project: int) -> HttpResponse:
    if not request.access.can("register.edit"):
        raise NotAllowed(
            "项目由预算单位、主管部门或财政部门登记。", "Projects are registered by units, departments or finance."
        )
    head = document.proposals.get(project=project, kind="project")
    form = NewProjectForm(request.access, document, head, request.POST)
    if not form.is_valid():
        return _shown(request, document, project, new=form, status=422)
    try:
        year = taking.register(document, project, form.instance, request.access)
    except NotAllowed as refusal:
        form.add_error(None, say(refusal.zh, refusal.en))
        return _shown(request, document, project, new=form, status=422)
    messages.success(request, say(f"“{year}”已列入项目库。", f"“{year}” is in the register."))
    return _back(document, project)


def _enter(request: Any, document: Document, project: int) -> HttpResponse:
    rows = document.proposals.filter(project=project, number__in=_numbers(request), kind="entry", state="open")
    form = EnterForm(list(rows), request.POST)
    if not rows:
        form.add_error(None, say("请勾选要登记的金额。", "Choose the amounts to enter."))
    if not form.is_valid():
        return _shown(request, document, project, form, status=422)
    data = form.cleaned_data
    try:
        made = taking.enter(document, form.amounts, data["date"], data["source"], data["reference"], request.access)
    except NotAllowed as refusal:
        form.add_error(None, say(refusal.zh, refusal.en))
        return _shown(request, document, project, form, status=422)
    messages.success(request, say(f"已登记 {len(made)} 笔。", f"{len(made)} entries were made."))
    return _back(document, project)


def _targets(request: Any, document: Document, project: int) -> str:
    made = taking.draft_targets(document, project, _numbers(request), request.access)
    return say(f"已生成绩效目标草稿：{made.indicators.count()} 项指标，请核对后提交。", f"A draft with {made.indicators.count()} indicators is made; check it and submit.")  # fmt: skip


def _actuals(request: Any, document: Document, project: int) -> str:
    taking.fill_in(document, project, _numbers(request), request.access)
    return say("已填入自评表草稿，请核对。", "It is in the draft of the self-evaluation; check it.")


def _refused(request: Any, document: Document) -> str:
    count = taking.refuse(document, _numbers(request), request.POST.get("reason", ""), request.access)
    return say(f"{count} 项不采纳。", f"{count} refused.")


@allowed("intake.see")
def reconcile(request: Any, pk: int) -> HttpResponse:
    """A document against what the site holds; POST has it compared with the other documents of the unit."""
    document = document_for(request, "intake.take" if request.method == "POST" else "intake.see", pk)
    if request.method == "POST":
        return redirect("job", jobs.ask(document, request.user).pk)
    access, marks = request.access, Marks(document.reading.tree)
    projects = []
    for one in against(document, access):
        shown: dict[str, Any] = {"head": one.head, "year": one.year}
        if one.said:
            shown["said"] = one.said
            lang = "en" if english() else "zh"
            shown["unknown"] = [(reason(words, lang), count) for words, count in one.said.unknown.items()]
            shown["figures"] = [(figure, marks.at(figure.start)) for figure in one.said.figures]
            shown["lines"] = [
                {"said": line, "quotes": [(quote, marks.at(quote.start)) for quote in line.quotes]}
                for line in one.said.contradictions
            ]
        projects.append(shown)
    matching = matching_of(document)
    context = {
        "document": document, "projects": projects, "matching": matching, "beside": jobs.others(document, access).count(),
        "works": bool(document.roles_of(access) & ACTIONS["intake.take"]),
        "between": [{**one, "words": say(one["zh"], one["en"])} for one in between(matching, access)],
    }  # fmt: skip
    return render(request, "intake/reconcile.html", context)
