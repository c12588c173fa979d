"""What people do with a document on the desk: decide its findings, say something beside them, assign it, correct what it is of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from wenxiao.performance.lifecycle import NotAllowed, NotYours, Role
from wenxiao.web.core.clock import today
from wenxiao.web.core.editing import as_seen, save
from wenxiao.web.core.happening import happened
from wenxiao.web.core.policy import ACTIONS, FINANCE, Access
from wenxiao.web.desk.models import Document, Found, Note, Triage
from wenxiao.web.desk.scoring import scored
from wenxiao.web.people.models import Membership, User
from wenxiao.web.problems.models import Problem
from wenxiao.web.register.models import ProjectYear

Verdict: Any = Found.Verdict
#: Verdicts that are given with a reason.
REASONED: frozenset[Any] = frozenset({Verdict.EXPLAINED, Verdict.FALSE_ALARM})
#: States in which whoever handed a document in corrects what it is of.
UNDER_WAY = frozenset({"received", "unreadable", "triage", "returned"})
#: Days until a confirmed finding is to be put right, where nobody says otherwise.
USUAL = 30


def _locked(document: int, access: Access, action: str) -> Document:
    """A document to do this with, under a lock. Raises NotYours."""
    paper = Document.objects.select_for_update(of=("self",)).select_related("place", "unit").get(pk=document)
    if not paper.roles_of(access) & ACTIONS[action]:
        raise NotYours("这一步不由您的岗位办理。", "This is not for your role.")
    return paper


@transaction.atomic
def decide(
    found: Found, verdict: str, access: Access, *, reason: str = "", year: ProjectYear | None = None, seen: int | None = None
) -> Triage:  # fmt: skip
    """Decide a finding, and keep the decision. Confirmed for a project-year, it becomes a problem there.

    ``seen``: the last decision that the person knows of (0: none); somebody else's in between is told, not overwritten.
    Raises NotAllowed, with one sentence.
    """
    paper = _locked(found.document_id, access, "desk.triage")
    found = Found.objects.select_for_update(of=("self",)).select_related("problem", "before__problem").get(pk=found.pk)
    reason = reason.strip()
    if verdict not in Verdict.values:
        raise NotAllowed("请选择研判结论。", "Choose a decision.")
    if paper.state != "triage":
        raise NotAllowed(
            f"文档当前为“{paper.state_words}”，不能研判；请刷新页面。",
            f"The document is “{paper.state_words}”; reload the page.",
        )
    last = found.decisions.order_by("-pk").select_related("by").first()
    if seen is not None and seen != (last.pk if last else 0):
        who = last.by if last else ""
        raise NotAllowed(
            f"{who} 已研判这条发现，请核对后再定。", f"{who} has decided this finding meanwhile; look again."
        )
    if verdict in REASONED and not reason:
        raise NotAllowed(f"“{Verdict(verdict).label}”需要写明理由。", f"“{Verdict(verdict).label}” needs a reason.")
    if verdict != Verdict.CONFIRMED and found.problem is not None and not found.problem.done:
        raise NotAllowed("这条发现已列入整改，请先在“问题整改”中办结。", "A problem was raised from this finding; close that first.")  # fmt: skip
    if verdict == Verdict.CONFIRMED and year is not None and found.raised is None:
        found.problem = _raise(found, year, access)
    role = min(paper.roles_of(access) & FINANCE)
    made = Triage.objects.create(found=found, verdict=verdict, reason=reason, by=access.user, role=role)
    found.verdict, found.reason, found.by, found.at = verdict, reason, access.user, made.at
    found.save(update_fields=("verdict", "reason", "by", "at", "problem"))
    scored(paper)
    paper.save()
    happened("finding.decided", thing=paper, document=paper.pk, finding=found.pk, rule=found.code, verdict=str(verdict))
    return made


def _raise(found: Found, year: ProjectYear, access: Access) -> Problem:
    if not access.may("problems.raise", year):
        raise NotYours("这个项目的问题不由您的岗位提出。", "Problems of this project are not for your role.")
    problem = Problem(
        year=year, origin=Problem.Origin.FINDING, rule=found.code, finding=found.finding, due=today() + timedelta(days=USUAL),
        text=f"{found.zh}（《{found.document}》）", raised_by=access.user,
    )  # fmt: skip
    save(problem, 0, access.user)
    return problem


@transaction.atomic
def note(document: Document, text: str, access: Access, found: Found | None = None) -> Note:
    """Say something beside a document or a finding of it. Raises NotAllowed."""
    paper = _locked(document.pk, access, "desk.note")
    if not text.strip():
        raise NotAllowed("请填写批注。", "Write the note.")
    return Note.objects.create(document=paper, found=found, text=text.strip()[:5000], by=access.user)


def assignees(document: Document) -> Any:
    """Who may be given a document: the finance offices that are responsible for it, and evaluators of firms."""
    path = document.unit.path if document.unit is not None else document.place.path
    above = [int(part) for part in path.strip("/").split("/")]
    offices = Q(role__in=[role.value for role in FINANCE], organisation__in=above)
    if document.unit is None:
        offices = Q(role=Role.PERFORMANCE.value, organisation__in=above)
    meant = Membership.objects.filter(offices | Q(role=Role.EVALUATOR.value))
    return User.objects.filter(pk__in=meant.values("user"), is_active=True).order_by("name")


@transaction.atomic
def assign(document: Document, to: User | None, access: Access, seen: str = "") -> Document:
    """Give a document to somebody, or to nobody in particular. Raises NotAllowed, also where it is not any more as it was ``seen``."""
    paper = _locked(document.pk, access, "desk.triage")
    as_seen(paper, seen)
    if to is not None and not assignees(paper).filter(pk=to.pk).exists():
        raise NotAllowed("请从名单中选择承办人。", "Choose somebody of the list.")
    paper.assigned_to = to
    paper.revision += 1
    paper.changed_by = access.user
    paper.save()
    return paper


def correctable(document: Document, access: Access) -> bool:
    """Whether somebody may correct what a document is of: whoever hands it in until it is closed, finance after that too."""
    roles = document.roles_of(access) & ACTIONS["desk.edit"]
    return bool(roles & FINANCE) or (bool(roles) and document.state in UNDER_WAY)


@transaction.atomic
def correct(document: Document, revision: int, access: Access) -> None:
    """Keep what somebody has corrected. Raises NotAllowed, and ``core.editing.Conflict``."""
    if not correctable(_locked(document.pk, access, "desk.edit"), access):
        raise NotAllowed(
            f"文档当前为“{document.state_words}”，单位、年度、文种和项目请财政部门更正。",
            f"The document is “{document.state_words}”: finance corrects what it is of.",
        )
    save(document, revision, access.user)
