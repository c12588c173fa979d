"""Who sees which report, who writes it and who approves it.

- The clerk writes a unit's report, its head approves it.
- The department writes that of the whole department, the finance bureau approves it.
- The performance office writes and approves the statement of the district.
- The report of an evaluation is its draft: written by who does the evaluation, and it goes the way of the evaluation.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from wenxiao.performance.lifecycle import Role, Transition
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import EVERYBODY, INSIDE, Access
from wenxiao.web.core.say import say
from wenxiao.web.evaluation import seeing as evaluations
from wenxiao.web.reports.models import Chapter, Report

C, H, D, B, P = Role.CLERK, Role.HEAD, Role.DEPARTMENT, Role.BUSINESS, Role.PERFORMANCE
#: By what a report is of: who writes it and who approves it.
WRITERS: dict[str, Role] = {"project": C, "department": D, "district": P}
APPROVERS: dict[str, frozenset[Role]] = {
    "project": frozenset({H}),
    "department": frozenset({B, P}),
    "district": frozenset({P}),
}
#: The steps that a report makes with its evaluation, and never by itself.
WITH_EVALUATION = frozenset({"hand_in", "hand_back", "finish"})
_OF_PROJECTS, _OF_WHOLES = Q(year__isnull=False, evaluation=None), Q(year=None)


def seen(access: Access) -> QuerySet:
    """The reports that this person sees."""
    own = _OF_PROJECTS & access.scope(INSIDE, "year__")
    if access.firms:  # what is assigned to the firm: the unit's own report once it is approved
        own |= _OF_PROJECTS & Q(state="approved") & access.scope(frozenset({Role.EVALUATOR}), "year__")
    rows = Report.objects.filter(own | (_OF_WHOLES & _below(access, INSIDE)) | Q(evaluation__in=_evaluations(access)))
    if access.roles <= {Role.OVERSIGHT}:
        rows = Report.objects.filter(pk__in=rows.values("pk")).as_of(access.as_of or today()).filter(state="approved")
    return rows.select_related(
        "year__project", "year__unit__parent", "organisation", "evaluation__evaluator", "changed_by"
    )


def _evaluations(access: Access) -> list[int]:
    """The evaluations with a report whose plan, scores and conclusion this person reads."""
    found = evaluations.seen(access).filter(written__isnull=False)
    return [one.pk for one in found if evaluations.reads(one, access)]


def _below(access: Access, roles: frozenset[Role], to: str = "organisation__") -> Q:
    """Organisations at or below those for which somebody has one of these roles."""
    seen = Q(pk__in=())
    for one in access.memberships:
        if Role(one.role) in roles:
            seen |= Q(**{f"{to}path__startswith": one.organisation.path})
    return seen


def one_of(access: Access, pk: int) -> Report:
    """A report that this person sees; Http404 else."""
    found = seen(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def chapter_of(access: Access, pk: int, key: str) -> tuple[Report, Chapter, list[Chapter]]:
    """A chapter to write, its report and all chapters of that: Http404 for what one does not see, PermissionDenied for what is not
    this person's to write."""
    report = one_of(access, pk)
    chapters = list(report.chapters.select_related("changed_by"))
    chapter = next((one for one in chapters if one.key == key), None)
    if chapter is None:
        raise Http404
    refuse_unless_writer(report, access)
    chapter.report = report
    return report, chapter, chapters


def refuse_unless_writer(report: Report, access: Access) -> None:
    """Raises PermissionDenied where this person may not change it now."""
    if not writes(report, access):
        raise PermissionDenied(say("这份报告现在不由您修改。", "This report is not yours to change now."))


def to_step(access: Access, pk: int, action: str) -> Report:
    """A report to make this step with; PermissionDenied where it is somebody else's, or goes with an evaluation."""
    one = one_of(access, pk)
    if one.evaluation_id is not None:
        raise PermissionDenied(say("评价报告随评价一起办理。", "The report of an evaluation goes with the evaluation."))
    if not makes_step(one, access, action):
        raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
    return one


def roles(report: Report, access: Access) -> frozenset[Role]:
    """What this person is for a report."""
    if report.evaluation is not None:
        return evaluations.roles(report.evaluation, access)
    if report.year is not None:
        return access.inside(report.year)
    path = report.organisation.path
    return frozenset(Role(one.role) for one in access.memberships if path.startswith(one.organisation.path))


def makers(report: Report, way: Transition) -> frozenset[Role]:
    """Who makes a step of this report: its writer, or who approves it; of an evaluation's nobody, it goes with the evaluation."""
    if report.evaluation_id is not None or way.action in WITH_EVALUATION:
        return frozenset()
    subject = report.kind.subject
    return frozenset(way.roles) & (frozenset({WRITERS[subject]}) if way.source == "draft" else APPROVERS[subject])


def writes(report: Report, access: Access) -> bool:
    """Whether this person may change its chapters now."""
    if report.state != "draft":
        return False
    if report.evaluation is not None:
        return report.evaluation.state == "fieldwork" and evaluations.works(report.evaluation, access)
    return WRITERS[report.kind.subject] in roles(report, access)


def makes_step(report: Report, access: Access, action: str) -> bool:
    """Whether this person makes this step; of an evaluation's report, which goes with the evaluation, whoever makes that one's."""
    if report.evaluation_id is not None:
        return action in WITH_EVALUATION
    held, subject = roles(report, access), report.kind.subject
    if action == "submit":
        return WRITERS[subject] in held
    return action not in WITH_EVALUATION and bool(held & APPROVERS[subject])


def within(access: Access, held: frozenset[Role]) -> Q:
    """The reports for which somebody has one of these roles, as a condition."""
    return (Q(year__isnull=False) & access.scope(held & EVERYBODY, "year__")) | (_OF_WHOLES & _below(access, held))


def acting(access: Access) -> QuerySet:
    """The reports with which this person makes the next step. That of an evaluation waits as the evaluation."""
    from wenxiao.publishing.reports.outline import outlines

    names = {subject: [one.name for one in outlines() if one.subject == subject] for subject in WRITERS}
    mine = Q(pk__in=())
    for subject, writer in WRITERS.items():
        of = Q(outline__in=names[subject], evaluation=None)
        if writer in access.roles:
            mine |= of & Q(state="draft") & within(access, frozenset({writer}))
        approving = APPROVERS[subject] & access.roles
        if approving:
            mine |= of & Q(state="submitted") & within(access, frozenset(approving))
    return Report.objects.filter(mine)
