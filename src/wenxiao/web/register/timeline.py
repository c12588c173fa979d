"""The project page: what is known of one project-year, its time line, what waits, and who may go on with it.

Every kind of thing is read once, whatever its number, so that the page takes the same number of queries for every project.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from wenxiao.performance import timeline
from wenxiao.performance.lifecycle import MACHINES, ROLE_NAMES, Role, Transition, ways
from wenxiao.performance.monitoring import Light
from wenxiao.web.core.clock import today as present
from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.policy import ACTIONS, Access
from wenxiao.web.core.prepared import Prepared, attach
from wenxiao.web.core.say import english, say
from wenxiao.web.problems.then import stood
from wenxiao.web.register import asking

#: The steps of those who fill something in; the others look at what was filled in.
FILLING = frozenset({"submit", "plan", "report", "answer", "submit_plan", "submit_draft"})

#: States from which nobody has to go on.
FINISHED = frozenset({"superseded", "closed", "accepted", "final", "published"})


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits: what, where to, for whom, how long. ``mine``: for the person who looks."""

    thing: Stateful
    what: str
    state: str
    url: str
    who: str
    mine: bool
    due: date | None
    days: int | None

    @property
    def late(self) -> bool:
        return self.days is not None and self.days < 0


def address(thing: Any) -> str:
    """The page of a thing; that of its project-year where it has none of its own."""
    try:
        return str(thing.get_absolute_url())
    except (AttributeError, NoReverseMatch):
        return reverse("project", args=[thing.project_year.pk])


def due_of(thing: Any) -> date | None:
    """The day until which the unit must do something about a thing as it stands; None once it has, or where there is none."""
    if thing.machine == "monitoring":
        return thing.round.due if thing.state == "issued" else None
    if thing.machine == "self_evaluation":
        return thing.due if thing.state == "draft" else None
    if thing.machine == "problem":
        return None if thing.done else thing.due
    return None


def named(thing: Any) -> str:
    """What a thing is, in a few words."""
    zh, en = MACHINES[thing.machine]
    if thing.machine == "target":
        return (
            say(f"{zh}（第{thing.version}版）", f"{en}, version {thing.version}") if thing.version > 1 else say(zh, en)
        )
    if thing.machine == "monitoring":
        month = thing.round.month
        return say(f"1—{month}月监控", f"Monitoring to month {month}")
    if thing.machine == "evaluation":
        return str(thing.get_kind_display())
    if thing.machine == "problem":
        return say("整改：", "Problem: ") + str(thing)
    if thing.machine == "report":
        return say(thing.kind.title, thing.kind.title_en)
    if thing.machine == "release":
        return say("公开：", "Disclosure: ") + thing.kind_words
    return say(zh, en)


def duty(thing: Stateful, way: Transition) -> str:
    """The words on the button that leads to a step."""
    zh, en = MACHINES[thing.machine]
    if way.action == "answer":
        return say("答复纠偏通知", "Answer the order")
    if thing.machine == "release":
        return named(thing)
    if way.action in FILLING:
        return say(f"填报{zh}", f"Fill in: {en}")
    return say(f"办理{zh}", f"Go on: {en}")


class Page:
    """One project-year as the page shows it to one person."""

    def __init__(self, year: Any, access: Access) -> None:
        self.year, self.access = year, access
        self.today = access.as_of or present()

    @cached_property
    def roles(self) -> frozenset[Role]:
        return self.access.roles_for(self.year)

    @cached_property
    def years(self) -> list[Any]:
        """The years of its project that this person sees."""
        return asking.YEARS.where(self.access.scope(), self.year.pk)

    @cached_property
    def events(self) -> list[Event]:
        """All that happened, newest first; for who looks as of a day, up to that day."""
        return [event for event in asking.EVENTS(self.year.pk) if self._day(event.at) <= self.today]

    def _of(self, question: Prepared[Any]) -> list[Any]:
        """What the project-year has of something with a state; for who oversees, what was handed in, as of a day what had come to
        its end by then."""
        if not self.access.oversees:
            return question(self.year.pk)
        return list(question.plain(self.year.pk).shown_to(self.access))

    @cached_property
    def record(self) -> list[dict[str, Any]]:
        """The events that this person may read. What evaluators and their clients write to one another is not for the unit."""
        of_unit = {Role.CLERK, Role.HEAD}
        unit = self.roles <= of_unit
        return [
            {
                "event": event,
                "what": MACHINES[event.machine][english()],
                "role": ROLE_NAMES[Role(event.role)][english()],
                "comment": ""
                if unit and event.machine == "evaluation" and event.role not in of_unit
                else event.comment,
            }
            for event in self.events
            if event.machine not in ("problem", "use_of_result") or self.sees_problems
        ]

    @cached_property
    def sees_problems(self) -> bool:
        return bool(self.roles & ACTIONS["problems.see"])

    @cached_property
    def target_sets(self) -> list[Any]:
        found = self._of(asking.TARGET_SETS)
        attach(found, "indicators", asking.INDICATORS(self.year.pk) if found else (), "target_set_id")
        return found

    @cached_property
    def monitorings(self) -> list[Any]:
        found = self._of(asking.MONITORINGS)
        attach(found, "corrections", asking.CORRECTIONS(self.year.pk) if found else (), "monitoring_id")
        attach(found, "progress", asking.PROGRESS(self.year.pk) if found else (), "monitoring_id")
        return found

    @cached_property
    def self_evaluation(self) -> Any:
        found = next(iter(self._of(asking.SELF_EVALUATIONS)), None)
        if found is not None:
            found.year = self.year  # already read, like its targets
            attach([found], "actuals", asking.ACTUALS(self.year.pk), "self_evaluation_id")
            for targets in self.target_sets:
                if targets.pk == found.target_set_id:
                    found.target_set = targets
        return found

    @cached_property
    def evaluations(self) -> list[Any]:
        return self._of(asking.EVALUATIONS)

    @cached_property
    def problems(self) -> list[Any]:
        found = self._of(asking.PROBLEMS) if self.sees_problems else []
        stood(found, self.access.as_of)
        return found

    @cached_property
    def reviews(self) -> list[Any]:
        """The reviews of the self-evaluation, for those who may read them: not for the unit, nor for evaluators."""
        from wenxiao.web.evaluation.reviews import finished_by

        if not self.roles & ACTIONS["review.see"]:
            return []
        found = asking.REVIEWS.where(finished_by(self.access), self.year.pk)
        attach(found, "lines", asking.REVIEW_LINES(self.year.pk) if found else (), "review_id")
        return found

    @cached_property
    def written(self) -> list[Any]:
        """The reports of the project-year, of evaluations as well; who sees which of them is not asked here."""
        return self._of(asking.REPORTS)

    @cached_property
    def reports(self) -> list[Any]:
        """The unit's own reports; that of an evaluation goes with the evaluation."""
        if not self.roles & ACTIONS["reports.step"]:
            return []
        return [one for one in self.written if one.evaluation_id is None]

    @cached_property
    def releases(self) -> list[Any]:
        if not self.roles & ACTIONS["disclosure.see"]:
            return []
        return self._of(asking.RELEASES)

    def things(self) -> list[Any]:
        """Everything that has a state, in the order of the cycle."""
        own = [self.self_evaluation] if self.self_evaluation else []
        return [
            *self.target_sets,
            *self.monitorings,
            *own,
            *self.evaluations,
            *self.reports,
            *self.problems,
            *self.releases,
        ]

    @staticmethod
    def _day(moment: Any) -> date:
        return timezone.localtime(moment).date()

    def _last(self, thing: Any, *actions: str) -> date | None:
        """The last day on which one of these steps was made; ``events`` is newest first."""
        steps = (
            e for e in self.events if (e.machine, e.object_id) == (thing.machine, thing.pk) and e.action in actions
        )
        found = next(steps, None)
        return self._day(found.at) if found else None

    def _reached(self, thing: Any, state: str) -> date | None:
        """The first day on which a thing came into a state."""
        steps = (
            e for e in reversed(self.events) if (e.machine, e.object_id, e.target) == (thing.machine, thing.pk, state)
        )
        found = next(steps, None)
        return self._day(found.at) if found else None

    @cached_property
    def cycle(self) -> timeline.Cycle:
        entered = [(kind, day) for kind, day in asking.BUDGET_DAYS(self.year.pk) if day <= self.today]
        days = dict(sorted(entered, reverse=True))  # of each kind the first
        own = self.self_evaluation
        return timeline.Cycle(
            self.year.year,
            tuple(timeline.Targets(t.version, t.state, self._reached(t, "approved")) for t in self.target_sets),
            days.get("approved"),
            days.get("allocated"),
            tuple(map(self._report, self.monitorings)),
            timeline.SelfEvaluation(
                own.state, own.due, self._last(own, "submit"), self._reached(own, "accepted"), own.total, own.grade
            )
            if own
            else None,
            (*map(self._reviewed, self.reviews), *map(self._evaluated, self.evaluations)),
            tuple(
                timeline.Trouble(p.due, self._day(p.closed_at) if p.closed_at else None)
                for p in self.problems
                if p.state != "withdrawn"
            ),
            tuple(self._released()),
        )

    def _report(self, one: Any) -> timeline.Report:
        orders = [order.due for order in one.corrections.all() if order.answered_at is None]
        light = Light(one.light) if one.light else None
        sent, done = self._last(one, "submit"), self._reached(one, "closed")
        return timeline.Report(one.round.month, one.state, one.round.due, sent, done, light, min(orders, default=None))

    def _released(self) -> Iterable[timeline.Release]:
        """What is or could be public, each kind once; of what is not for this person's eyes nothing."""
        from wenxiao.web.disclosure.listing import of_year

        if not self.roles & ACTIONS["disclosure.see"]:
            return
        for source, deadline, done in of_year(self.year, self.releases):
            day = self._day(done) if done else None
            due = deadline.due if deadline else None
            yield timeline.Release(source.zh, source.en, day, due, source.kind == "self_evaluation")

    def _reviewed(self, one: Any) -> timeline.Judgement:
        return timeline.Judgement("复核", "review", self._day(one.finished_at) if one.finished_at else None)

    def _evaluated(self, one: Any) -> timeline.Judgement:
        kind = one.get_kind_display()
        return timeline.Judgement(kind, kind, self._reached(one, "final"), one.total, one.grade)

    @cached_property
    def stations(self) -> list[dict[str, Any]]:
        """The time line with its words in the language of the request, and the place on this page that it leads to."""
        at = {"budget": "ledger", "target": "targets", "self_evaluation": "selfevaluation", "problem": "problems"}
        shown = []
        for station in timeline.stations(self.cycle, self.today):
            lines = [en if english() else zh for zh, en in timeline.words(station, self.year.year)]
            room = at.get(station.key, station.key.partition("-")[0])
            shown.append({"station": station, "name": say(station.zh, station.en), "lines": lines, "room": room})
        return shown

    def _able(self) -> set[int]:
        """The evaluations with which this person may make steps: there roles alone do not say it."""
        from wenxiao.web.evaluation.models import Evaluation

        if not self.evaluations:
            return set()
        return set(Evaluation.acting(self.access).filter(year=self.year).values_list("pk", flat=True))

    @cached_property
    def tasks(self) -> list[Task]:
        """What waits, the viewer's own first, then by how late it is."""
        found = []
        able = self._able()
        for thing in self.things():
            if thing.state in FINISHED:
                continue
            mine = thing.roles_of(self.access) if thing.machine == "release" else self.roles
            onward = [way for way in ways(thing.machine, thing.state) if not (way.back or way.automatic or way.aside)]
            roles = [role for role in Role if any(role in thing.makers(way) for way in onward)]
            if not roles:
                continue
            due = due_of(thing)
            found.append(
                Task(
                    thing, named(thing), thing.state_words, address(thing),
                    say("、", ", ").join(ROLE_NAMES[role][english()] for role in roles),
                    bool(mine & set(roles)) and (thing.machine != "evaluation" or thing.pk in able), due, (due - self.today).days if due else None,
                )
            )  # fmt: skip
        return sorted(found, key=lambda task: (not task.mine, 9999 if task.days is None else task.days))

    @cached_property
    def next_step(self) -> tuple[str, str] | None:
        """Words and address of the primary button: the first thing of the cycle that this person has to go on with."""
        for task in self.tasks:
            if not task.mine:
                break
            every = ways(task.thing.machine, task.thing.state)
            way = next(w for w in every if not w.aside and self.roles & task.thing.makers(w))
            return duty(task.thing, way), task.url
        return self._beginning()

    def _beginning(self) -> tuple[str, str] | None:
        """The first thing to make where nothing is there yet."""
        if self.target_sets or not self.access.may("targets.edit", self.year):
            return None
        try:
            return say("填报绩效目标", "Fill in the targets"), reverse("targets-of", args=[self.year.pk])
        except NoReverseMatch:
            return None

    @cached_property
    def panels(self) -> list[dict[str, Any]]:
        """What each room shows of this project-year, in the order of the cycle: its template and what that needs."""
        shown = []
        for room, module in asking.panels().items():
            made = module.panel(self)
            if made is not None:
                shown.append({"room": room, "template": made[0], "context": made[1]})
        return shown

    @property
    def money(self) -> dict[str, Any] | None:
        """The money of the project-year, which stands beside what waits."""
        return next((panel for panel in self.panels if panel["room"] == "ledger"), None)

    @property
    def rooms(self) -> list[dict[str, Any]]:
        """The panels of the other rooms."""
        return [panel for panel in self.panels if panel["room"] != "ledger"]
