"""What could and should be made public: every source that is ready in a year, with its deadline and how far its release is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Min, Q

from wenxiao.performance import records
from wenxiao.performance.disclosure import Deadline
from wenxiao.performance.lifecycle import STATES
from wenxiao.web.core.clock import day_of, today
from wenxiao.web.core.policy import INSIDE, Access
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.units import UnitField
from wenxiao.web.disclosure import gating, sources
from wenxiao.web.disclosure.models import OF_FINANCE, Release
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear

NONE = "none"  # nothing was begun


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    kind = forms.ChoiceField(label=said("种类", "Kind"), required=False)
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    late = forms.BooleanField(label=said("只看逾期", "Late only"), required=False)

    def __init__(self, access: Access, asked: Mapping[str, Any]) -> None:
        known = [str(year) for year in access.numbers]
        shown = {} if str(asked.get("year", "")) in known else {"year": year_of(access, None)}
        super().__init__({name: asked[name] for name in asked} | shown)
        every = ("", say("全部", "All"))
        self.fields["year"].choices = [(year, year) for year in access.numbers] or [("", "—")]
        self.fields["unit"].offer(access)
        self.fields["kind"].choices = [every, *((one.kind, say(one.zh, one.en)) for one in sources.every())]
        states = [(state, words[english()]) for (machine, state), words in STATES.items() if machine == "release"]
        self.fields["state"].choices = [every, (NONE, say("未准备", "Not begun")), *states]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that could be public."""

    source: sources.Source
    subject: int
    year: Any
    unit: Any
    release: Release | None
    deadline: Deadline | None

    @property
    def state(self) -> str:
        return self.release.state if self.release else NONE

    @property
    def kind_words(self) -> str:
        return say(self.source.zh, self.source.en)

    @property
    def days(self) -> int | None:
        """Days that are left until it has to be public; None of what is, or where no day is known."""
        done = self.release is not None and (self.release.state == "published" or self.release.replaces_id)
        return None if done or self.deadline is None else self.deadline.days(today())


def year_of(access: Access, asked: int | None) -> int | None:
    """The year that is shown: the one that is asked for, else the last one that is over."""
    known = access.numbers
    if asked in known:
        return asked
    return next((year for year in known if year < today().year), known[0] if known else None)


def lines(access: Access, filters: Filters) -> tuple[int | None, list[Line]]:
    """The year and its lines, what is late first; a fixed number of queries. As of a day those that had been published by then."""
    filters.is_valid()
    asked = filters.cleaned_data
    year = year_of(access, asked.get("year"))
    if year is None:
        return None, []
    below = Q(unit__in=filters.fields["unit"].below(asked["unit"])) if asked.get("unit") else Q()
    years = access.years().filter(below, year=year)
    days = gating.approvals(year)
    latest: dict[tuple[str, int], Release] = {}
    rows = Release.objects.filter(access.scope(INSIDE, year=""), below, fiscal_year=year).shown_to(access)
    rows = rows.select_related("unit__parent", "year__project", "year__unit")
    for release in rows.defer("content", "statement", "words", "checked").order_by("version"):
        latest[release.kind, release.subject] = release
    found: list[Line] = []
    wanted: list[tuple[sources.Source, int, int | None, int]] = []
    for source in sources.every():
        if asked.get("kind") in ("", None, source.kind):
            wanted += [(source, *row) for row in source.ready(years)]
    units = Organisation.objects.select_related("parent").in_bulk({row[3] for row in wanted})
    projects = ProjectYear.objects.select_related("project", "unit").in_bulk({row[2] for row in wanted if row[2]})
    for source, subject, of, unit in wanted:
        deadline = gating.deadline_of(source, units[unit], year, days) if source.goes_with else None
        line = Line(source, subject, projects.get(of) if of else None, units[unit], latest.pop((source.kind, subject), None), deadline)  # fmt: skip
        if of or access.inside(line):  # what belongs to a whole department is for those who are something for it
            found.append(line)
    for release in latest.values():  # what was released and whose source is not ready any more
        known = sources.find(release.kind)
        if known is not None and asked.get("kind") in ("", None, known.kind):
            found.append(Line(known, release.subject, release.year, release.unit, release, None))
    if access.as_of:
        found = [line for line in found if line.release]
    if asked.get("state"):
        found = [line for line in found if line.state == asked["state"]]
    if asked.get("late"):
        found = [line for line in found if line.days is not None and line.days < 0]
    found.sort(key=lambda line: (line.days if line.days is not None else 9999, line.unit.code, line.source.kind))
    return year, found


def preparable(access: Access, line: Line) -> bool:
    """Whether this person may begin a release of it."""
    from wenxiao.web.core.policy import ACTIONS

    held = access.inside(line)
    roles = {role.value for role in held & ACTIONS["disclosure.prepare"]}
    barred = {"clerk", "head"} if line.source.kind in OF_FINANCE else {"business"}
    return bool(roles - barred)


def of_year(year: Any, releases: Iterable[Release]) -> Iterator[tuple[sources.Source, Deadline | None, Any]]:
    """What of one project-year could be public, its deadline, and when it first was (None: not yet); as many queries for every year."""
    days = gating.approvals(year.year)
    first: dict[str, Any] = {}
    for release in releases:
        if release.published_at:
            first.setdefault(release.kind, release.published_at)
    for source in sources.every():
        if not source.of_project:
            continue
        if source.kind in first or source.offered(year.pk):
            deadline = gating.deadline_of(source, year.unit, year.year, days) if source.goes_with else None
            yield source, deadline, first.get(source.kind)


class Publications:
    """When what a regime wants published of some project-years was published, as the rules over records ask it: two queries for all of them."""

    def __init__(self, years: Iterable[Any], as_of: date) -> None:
        every = list(years)
        self.days = gating.approvals(*{one.year for one in every})
        rows = Release.objects.filter(
            year__in=[one.pk for one in every], state="published", published_at__date__lte=as_of
        )
        first = rows.order_by().values_list("year", "kind").annotate(Min("published_at"))
        self.first = {(year, kind): day_of(at) for year, kind, at in first}

    def of(self, year: Any) -> tuple[records.Disclosure, ...] | None:
        """None where nobody entered a day of approval and nothing was published: then nothing is known of it."""
        found = []
        for source in sources.every():
            if not source.published or source.goes_with is None:
                continue
            approved = gating.deadline_of(source, year.unit, year.year, self.days).approved_on
            published = self.first.get((year.pk, source.kind))
            if approved or published:
                found.append(records.Disclosure(records.Published(source.published), approved, published))
        return tuple(found) or None
