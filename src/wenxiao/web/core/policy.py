"""Who sees what and may do what: the one place. domain.md's visibility rules, as data and two questions.

- ``Access(user).years()``: the project-years that somebody sees;
- ``Access(user).may(action, year)``: whether they may do a thing with one of them.

A role of an organisation holds for all below it. A third party sees only what is assigned to its firm. Oversight reads, as of a day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from wenxiao.grid.states import Role as GridRole
from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.clock import today
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.core.say import say

#: Roles of the cycle, of the grid, or of both.
Who = frozenset[Role | GridRole]
C, H, D, B, P, E, O, A = Role  # noqa: E741  (in the order of the enum)
EVERYBODY = frozenset(Role)
INSIDE = frozenset({C, H, D, B, P, O})
FINANCE = frozenset({B, P})
HAND_IN = frozenset({C, H, D, B, P})
G = GridRole
#: Who works in the grid command: everybody with a post there, and those in the centre.
POSTS = frozenset(GridRole) - {G.PUBLIC, G.SYSTEM}
CENTRE = frozenset({G.ACCEPTOR, G.DISPATCHER, G.LEAD, G.INSPECTOR})

#: What one may do, and as whom, in the cycle or in the grid. Steps from state to state are in ``performance.lifecycle`` and in
#: ``grid.transitions``; these are the other doors.
ACTIONS: dict[str, Who] = {
    "home": EVERYBODY | POSTS,
    "overview": INSIDE,
    "register.see": INSIDE | {E},
    "register.edit": frozenset({C, D, B, P}),
    "register.import": frozenset({D, B, P}),
    "register.export": INSIDE,
    "ledger.see": INSIDE | {E},
    "ledger.enter": FINANCE,
    "ledger.import": FINANCE,
    "targets.see": INSIDE | {E},
    "targets.edit": frozenset({C}),
    "targets.step": frozenset({C, H, D, B, P}),
    "library.see": INSIDE | {E},
    "library.edit": frozenset({P}),
    "monitoring.see": INSIDE | {E},
    "monitoring.edit": frozenset({C}),
    "monitoring.issue": frozenset({P}),
    "monitoring.step": frozenset({C, H, D, B, P}),
    "selfevaluation.see": INSIDE | {E},
    "selfevaluation.edit": frozenset({C}),
    "selfevaluation.start": frozenset({P}),
    "selfevaluation.step": frozenset({C, H, D, B, P}),
    "rollup.see": frozenset({D, B, P, O}),
    "evaluation.see": INSIDE | {E},
    "evaluation.plan": frozenset({D, P}),
    "evaluation.work": frozenset({D, P, E}),
    "evaluation.step": frozenset({H, D, P, E}),
    "review.see": frozenset({D, B, P, O}),
    "review.draw": frozenset({P}),
    "review.score": frozenset({B, P}),
    "reports.see": INSIDE | {E},
    "reports.write": frozenset({C, D, P, E}),
    "reports.step": frozenset({C, H, D, B, P}),
    "problems.see": INSIDE,
    "problems.raise": frozenset({D, B, P}),
    "problems.edit": frozenset({C, H}),
    "problems.step": frozenset({C, H, D, B, P}),
    "results.decide": frozenset({B, P}),
    "disclosure.see": INSIDE,
    "disclosure.prepare": frozenset({C, D, B, P}),
    "disclosure.step": frozenset({C, H, D, B, P}),
    "disclosure.set": frozenset({P}),
    "desk.see": INSIDE | {E},
    "desk.upload": HAND_IN,
    "desk.edit": HAND_IN,
    "desk.note": HAND_IN | {E},
    "desk.triage": FINANCE,
    "desk.letter": frozenset({D, B, P}),
    "desk.overview": frozenset({D, B, P, O}),
    "desk.export": INSIDE,
    "desk.examples": frozenset({P}),
    "intake.see": INSIDE,
    "intake.take": HAND_IN,
    "exchange.import": frozenset({D, B, P, G.LEAD}),
    "hooks.keep": INSIDE,
    "people.manage": frozenset({A}),
    "grid.people": frozenset({A, G.LEAD}),
    "grid.see": POSTS,
    "open311.manage": frozenset({A, G.LEAD}),
    "platforms.import": frozenset({G.LEAD}),
    "scoring.see": POSTS | {B, P, O},
    "scoring.run": frozenset({G.LEAD}),
    "scoring.appeal": POSTS,  # of whose score: scoring.appealing.may_ask
    "scoring.review": frozenset({G.ACCEPTOR, G.DISPATCHER, G.LEAD}),
    "evidence.see": INSIDE | {E} | CENTRE,
    "evidence.link": frozenset({C}),
    "evidence.check": (INSIDE - {O}) | CENTRE,
    "grid.step": POSTS,
    "grid.report": frozenset({G.SUPERVISOR, G.INSPECTOR, G.ACCEPTOR, G.LEAD}),
    "grid.clear": frozenset({G.ACCEPTOR, G.DISPATCHER, G.LEAD}),
    "grid.reporter": frozenset({G.ACCEPTOR, G.LEAD}),
    "fieldwork.see": POSTS,
    "fieldwork.walk": frozenset({G.SUPERVISOR}),
    "fieldwork.plan": frozenset({G.LEAD}),
    "fieldwork.cost": CENTRE,
    "fieldwork.inspections": CENTRE,
    "fieldwork.inspect": frozenset({G.INSPECTOR}),
    "fieldwork.check": frozenset({G.INSPECTOR, G.SUPERVISOR}),
    "fieldwork.sites": frozenset({G.HANDLER, G.ACCEPTOR, G.LEAD}),
    "fieldwork.shops": POSTS,
    "fieldwork.register": frozenset({G.HANDLER, G.ACCEPTOR, G.LEAD}),
    "fieldwork.convene": frozenset({G.ACCEPTOR, G.DISPATCHER, G.LEAD}),
    "territory.see": POSTS,
    "territory.edit": frozenset({G.LEAD}),
    "territory.staff": CENTRE,
    "command.board": CENTRE,
    "command.see": POSTS,
    "command.lead": frozenset({G.LEAD}),
    "command.emergency": frozenset({G.LEAD, G.DISPATCHER, G.EMERGENCY}),
}
#: What an administrator does for the whole site: one of a part of it does not.
WHOLE_SITE = frozenset({"grid.people"})


def _of_user(name: str, user: int) -> QuerySet:
    """What a person holds, by the name that leads there."""
    relation: Any = get_user_model()._meta.get_field(name)
    return relation.related_model._default_manager.filter(user=user)


def _above() -> QuerySet:
    from wenxiao.web.people.models import Organisation

    return Organisation.objects.filter(parent=None).exclude(kind="firm").values_list("path", flat=True)[:2]


def _known(pk: int) -> QuerySet:
    from wenxiao.web.register.models import ProjectYear

    return ProjectYear.objects.select_related("project", "unit", "unit__parent").filter(pk=pk)


def _years(order: str) -> QuerySet:
    from wenxiao.web.register.models import ProjectYear

    return ProjectYear.objects.order_by(order).values_list("year", flat=True)[:1]


#: What every request asks.
_MEMBERSHIPS: Prepared[Any] = Prepared(
    lambda user: _of_user("memberships", user).select_related("organisation").order_by("organisation__path", "pk")
)
_POSTS: Prepared[Any] = Prepared(lambda user: _of_user("posts", user).select_related("agency").order_by("pk"))
_TOPS: Prepared[str] = Prepared(_above)
_YEAR: Prepared[Any] = Prepared(_known)
_FIRST_YEAR: Prepared[int] = Prepared(lambda: _years("year"))
_LAST_YEAR: Prepared[int] = Prepared(lambda: _years("-year"))


class Access:
    """What one person sees and may do. Made once a request; a person without a membership sees nothing.

    ``changed`` is the mark of a window in which something was sent lately, empty otherwise; ``reads``: made for a request that only
    looks. ``core.remembering`` asks for both.
    """

    def __init__(self, user: Any, changed: str = "", reads: bool = False) -> None:
        self.user, self.changed, self.reads = user, changed, reads

    @cached_property
    def memberships(self) -> list[Any]:
        return _MEMBERSHIPS(self.user.pk) if self.user.pk else []

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(m.role) for m in self.memberships)

    @cached_property
    def roles_above(self) -> frozenset[Role]:
        """What one is for an organisation that has none above it; firms stand beside."""
        return frozenset(
            Role(m.role) for m in self.memberships if not m.organisation.parent_id and m.organisation.kind != "firm"
        )

    @cached_property
    def posts(self) -> list[Any]:
        """What one is in the grid today, with the agency."""
        day = today()
        return [
            post
            for post in (_POSTS(self.user.pk) if self.user.pk else ())
            if post.since <= day and (post.until is None or post.until >= day)
        ]

    @cached_property
    def grid_roles(self) -> frozenset[GridRole]:
        return frozenset(GridRole(post.role) for post in self.posts)

    @cached_property
    def as_of(self) -> date | None:
        """The past day as of which everything is shown; None for the present."""
        days = [m.as_of for m in self.memberships if m.role == Role.OVERSIGHT and m.as_of and m.as_of < today()]
        return min(days) if days and self.oversees else None

    @cached_property
    def oversees(self) -> bool:
        """Whether one reads for the people's congress or audit, and is nothing else: what was never handed in is not shown."""
        return self.roles == {Role.OVERSIGHT}

    @cached_property
    def firms(self) -> list[int]:
        return [m.organisation_id for m in self.memberships if m.role == Role.EVALUATOR]

    def _paths(self, roles: Who) -> list[str]:
        return [m.organisation.path for m in self.memberships if m.role in roles and m.role in INSIDE | {A}]

    @cached_property
    def _everything(self) -> frozenset[str]:
        """The path of the organisation that is above all units, where somebody is something for it; empty otherwise."""
        if all(m.organisation.parent_id for m in self.memberships):
            return frozenset()
        tops = _TOPS()
        return frozenset(tops) if len(tops) == 1 else frozenset()

    def years(self, roles: Who = EVERYBODY) -> QuerySet:
        """The project-years that one sees in any of these roles."""
        from wenxiao.web.register.models import ProjectYear

        return ProjectYear.objects.filter(self.scope(roles))

    def scope(self, roles: Who = EVERYBODY, year: str = "") -> Q:
        """The same as a condition on whatever leads to a project-year by ``year`` (``year__``): where few of many rows are
        wanted, the database begins with them and not with all project-years."""
        paths = self._paths(roles - {A})
        if self._everything & set(paths):
            return Q()  # without a join, which would keep the database from using its order
        seen = Q(pk__in=())
        for path in paths:
            seen |= Q(**{f"{year}unit__path__startswith": path})
        if self.firms and E in roles:
            seen |= Q(**{f"{year}pk__in": self._assigned()})
        return seen

    def papers(self, roles: Who = EVERYBODY, to: str = "") -> Q:
        """The documents of the desk that one sees in any of these roles, as a condition on what leads to them by ``to``.

        One whose unit is not known is for who handed it in and for the performance office there; a third party sees what is
        assigned to it in person.
        """
        offices = self._paths(roles & {P})
        if self._everything & set(offices):
            return Q()
        seen = Q(pk__in=())
        for path in self._paths(roles - {A}):
            seen |= Q(**{f"{to}unit__path__startswith": path})
        for path in offices:
            seen |= Q(**{f"{to}unit": None, f"{to}place__path__startswith": path})
        if self.roles & roles & HAND_IN:
            seen |= Q(**{f"{to}unit": None, f"{to}uploaded_by": self.user.pk})
        if self.firms and E in roles:
            seen |= Q(**{f"{to}assigned_to": self.user.pk})
        return seen

    def roles_for_paper(self, paper: Any) -> frozenset[Role]:
        """What one is for a document of the desk."""
        roles = {Role.EVALUATOR} if self.firms and paper.assigned_to_id == self.user.pk else set()
        if paper.unit_id is not None:
            return self.inside(paper) | roles
        if paper.uploaded_by_id == self.user.pk:
            roles |= self.roles & HAND_IN
        return frozenset(roles) | {
            Role.PERFORMANCE
            for m in self.memberships
            if m.role == P and paper.place.path.startswith(m.organisation.path)
        }

    @cached_property
    def numbers(self) -> list[int]:
        """The years of which one sees anything, the latest first; of somebody who sees all, every year in between as well."""
        scope = self.scope()
        if not scope:
            first, last = _FIRST_YEAR.first(), _LAST_YEAR.first()
            return [] if first is None or last is None else list(range(last, first - 1, -1))
        return list(self.years().order_by("-year").values_list("year", flat=True).distinct())

    def _assigned(self) -> QuerySet:
        from wenxiao.web.evaluation.models import Evaluation

        return Evaluation.objects.filter(evaluator__in=self.firms).exclude(state="planned").values("year")

    def organisations(self, roles: Who = EVERYBODY) -> QuerySet:
        """The organisations that one sees in any of these roles."""
        from wenxiao.web.people.models import Organisation

        seen = Q(pk__in=self.firms)
        for path in self._paths(roles):
            seen |= Q(path__startswith=path)
        if A in roles & self.roles:
            seen |= Q(kind=Organisation.Kind.FIRM)  # firms stand beside the district and are looked after with it
        return Organisation.objects.filter(seen)

    def roles_for(self, year: Any) -> frozenset[Role]:
        """What one is for a project-year, or for a thing that knows it itself."""
        if year is None:
            return self.roles
        if hasattr(year, "roles_of"):
            return year.roles_of(self)
        if self.firms and self._assigned().filter(year=year.pk).exists():
            return self.inside(year) | {E}
        return self.inside(year)

    def inside(self, year: Any) -> frozenset[Role]:
        """What one is for a project-year by its unit; without a question to the database, for lists."""
        mine = (m for m in self.memberships if m.role in INSIDE and year.unit.path.startswith(m.organisation.path))
        return frozenset(Role(m.role) for m in mine)

    def can(self, action: str) -> bool:
        """Whether one may do this with anything at all."""
        who = ACTIONS[action]
        roles = self.roles_above if action in WHOLE_SITE else self.roles
        return bool(roles & who) or (not POSTS.isdisjoint(who) and bool(self.grid_roles & who))

    def may(self, action: str, year: Any) -> bool:
        """Whether one may do this with that project-year."""
        return bool(self.roles_for(year) & ACTIONS[action])

    def year(self, action: str, pk: int) -> Any:
        """A project-year to do this with: Http404 where one does not see it, PermissionDenied where one only sees it."""
        found = next(iter(_YEAR.where(self.scope(), pk)), None)
        if found is None:
            raise Http404
        if not self.may(action, found):
            raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
        return found


def allowed(action: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A page for those who may do ``action``; others are asked to log in, or told that it is not for them."""
    ACTIONS[action]  # a page for an action that nobody wrote down is a fault of the program

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        @login_required
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            if not request.access.can(action):
                raise PermissionDenied(say("这个页面不对您的岗位开放。", "This page is not for your role."))
            return view(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]  # the tests ask every page for it
        return guarded

    return decorate
