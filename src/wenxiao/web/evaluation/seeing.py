"""Who sees which evaluation, and how much of it, and who goes on with it.

- A third party sees only what is assigned to its own firm.
- The unit sees that it is evaluated, and the draft from the day on which it is asked for comment.
- A department sees the whole of its own evaluations, of those of finance what its unit sees.
- Oversight reads what is final.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from wenxiao.performance.lifecycle import NotAllowed, Role
from wenxiao.web.core.models import Event
from wenxiao.web.core.policy import ACTIONS, Access
from wenxiao.web.core.say import say
from wenxiao.web.evaluation.models import Evaluation

#: The states from which on the unit sees the draft.
OPEN = ("commenting", "commented", "final")
_UNIT = frozenset({Role.CLERK, Role.HEAD})
_INSIDE = frozenset({Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.BUSINESS, Role.PERFORMANCE, Role.OVERSIGHT})


def seen(access: Access) -> QuerySet:
    """The evaluations of which this person may know."""
    known = access.scope(_INSIDE, "year__")
    if known and access.firms:
        known |= Q(evaluator__in=access.firms) & ~Q(state="planned")
    rows = Evaluation.objects.filter(known).shown_to(access)
    return rows.select_related("year__project", "year__unit__parent", "evaluator", "changed_by", "written")


def one_of(access: Access, pk: int, action: str = "evaluation.see") -> Evaluation:
    """An evaluation to do this with: Http404 where one does not know of it, PermissionDenied where one may not."""
    found = seen(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    if not roles(found, access) & ACTIONS[action]:
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    return found


def roles(evaluation: Evaluation, access: Access) -> frozenset[Role]:
    """What this person is for an evaluation: a third party by its own firm, a department only for its own kind."""
    held = access.inside(evaluation.year)
    if evaluation.evaluator_id in access.firms and evaluation.state != "planned":
        held |= {Role.EVALUATOR}
    return held


def owns(evaluation: Evaluation, access: Access) -> bool:
    """Whether it is this person's office that has the evaluation done."""
    office = Role.DEPARTMENT if evaluation.kind == Evaluation.Kind.DEPARTMENT else Role.PERFORMANCE
    return office in roles(evaluation, access)


def works(evaluation: Evaluation, access: Access) -> bool:
    """Whether this person does the evaluation: the firm that it is assigned to, else the office itself."""
    if evaluation.evaluator_id is not None:
        return Role.EVALUATOR in roles(evaluation, access)
    return owns(evaluation, access)


def reads(evaluation: Evaluation, access: Access) -> bool:
    """Whether this person sees plan, scores and conclusion."""
    held = roles(evaluation, access)
    if owns(evaluation, access) or works(evaluation, access) or held & {Role.BUSINESS, Role.PERFORMANCE}:
        return True
    if held & (_UNIT | {Role.DEPARTMENT}):
        return evaluation.state in OPEN
    return Role.OVERSIGHT in held and evaluation.state == "final"


def reads_papers(evaluation: Evaluation, access: Access) -> bool:
    """Whether this person sees the working papers; the unit never does."""
    held = roles(evaluation, access)
    return (
        owns(evaluation, access)
        or works(evaluation, access)
        or bool(held & {Role.BUSINESS, Role.PERFORMANCE})
        or (Role.OVERSIGHT in held and evaluation.state == "final")
    )


def may_step(evaluation: Evaluation, access: Access, action: str) -> bool:
    """Whether this person, who has the role for it, makes this step."""
    if action in ("submit_plan", "submit_draft"):
        return works(evaluation, access)
    if action == "comment":
        return Role.HEAD in roles(evaluation, access)
    return owns(evaluation, access)


def refuse_others(evaluation: Evaluation, action: str, event: Event) -> None:
    """Raises NotAllowed where somebody has the role, but not for this evaluation."""
    if not may_step(evaluation, Access(event.actor), action):
        raise NotAllowed(
            "这项评价由其他机构或科室办理，您不能办理这一步。",
            "This evaluation belongs to another firm or office; the step is not yours.",
        )


def acting(access: Access) -> QuerySet:
    """The evaluations with which this person may make steps."""
    mine = Q(pk__in=())
    if Role.HEAD in access.roles:
        mine |= access.scope(frozenset({Role.HEAD}), "year__") & Q(state="commenting")
    office = ~Q(evaluator__isnull=False, state__in=("assigned", "fieldwork")) & ~Q(state="commenting")
    if Role.DEPARTMENT in access.roles:
        mine |= access.scope(frozenset({Role.DEPARTMENT}), "year__") & Q(kind=Evaluation.Kind.DEPARTMENT) & office
    if Role.PERFORMANCE in access.roles:
        mine |= access.scope(frozenset({Role.PERFORMANCE}), "year__") & Q(kind=Evaluation.Kind.FINANCE) & office
    if access.firms:
        mine |= Q(evaluator__in=access.firms, state__in=("assigned", "fieldwork"))
    return Evaluation.objects.filter(mine)
