"""Snapshots: computed, kept once, computed again from the log and the readings as they were known at the cutoff."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wenxiao.grid.buckets import Finish, Period, View
from wenxiao.grid.cases import Case
from wenxiao.grid.evidence import CODE_VERSION, moment_told, snapshot, zero
from wenxiao.grid.many import Many
from wenxiao.grid.patrols import Plan
from wenxiao.grid.rates import Rate, indicators
from wenxiao.grid.scope import Scope
from wenxiao.performance.series import Reading, Use, total
from wenxiao.quantities.paper import plain
from wenxiao.web.evidence.models import Check, Point, Snapshot
from wenxiao.web.evidence.providing import counted, coverage
from wenxiao.web.fieldwork.evidence import Counted, Known
from wenxiao.web.scoring.cases import cases
from wenxiao.web.scoring.passes import passed


@dataclass(frozen=True, slots=True)
class Asked:
    """What a snapshot answers. ``subject``: an indicator with its version, the number of a series, the name of a measure."""

    kind: str
    subject: str
    period: Period
    cutoff: datetime
    scope: str = ""
    question: Mapping[str, Any] | None = None
    again: bool = False  # asked before: all that it goes by stands in the question


@dataclass(frozen=True, slots=True)
class Within:
    """Indicators over the cases of a scope alone."""

    scope: Scope
    many: Many

    def read(self, cases: Iterable[Case]) -> None:
        """Classify those of these cases too that are within the scope."""
        self.many.read(self.scope.of(cases))

    def absorb(self, other: Within) -> None:
        """Take over what another one, of the same question, found in other cases."""
        self.many.absorb(other.many)


def kept(rate: Rate, scope: str, user: Any = None) -> Snapshot:
    """The row of a rate, not saved yet."""
    made = snapshot(rate, scope)
    return Snapshot(
        kind=Snapshot.Kind.RATE, subject=made.indicator, start=made.start, end=made.end, cutoff=made.cutoff, scope=scope,
        question={"reading": made.reading or "deadline", "view": made.view, "finish": made.finish},
        n=made.n, d=made.d, exact=_exact(made.value), few=made.few, excluded=dict(made.excluded), digest=made.digest,
        code_version=made.code_version, made_by=user,
    )  # fmt: skip


def computed(asked: Asked, user: Any = None) -> Snapshot:
    """The snapshot of a question, not saved yet."""
    return next(iter(computed_many([asked], user)))


def computed_many(every: Iterable[Asked], user: Any = None) -> list[Snapshot]:
    """Snapshots of many questions in their order; the cases are read once for all that ask about the same period and cutoff."""
    wanted = list(every)
    rates = _rates([one for one in wanted if one.kind == "rate"])
    return [
        kept(rates[at], one.scope, user) if (at := _key(one)) in rates else _MAKE[one.kind](one, user) for one in wanted
    ]


def rate_of(asked: Asked) -> Rate:
    """The rate that a question asks for, with its lists."""
    return _rates([asked])[_key(asked)]


def _key(one: Asked) -> tuple[Any, ...]:
    told = one.question or {}
    return (
        one.kind,
        one.subject,
        one.period,
        one.cutoff,
        one.scope,
        told.get("view"),
        told.get("finish"),
        told.get("reading"),
    )


def _rates(every: list[Asked]) -> dict[tuple[Any, ...], Rate]:
    """The rates asked for. All of one period and cutoff are found in one pass, the groups of all cases by one reader; a scope of several
    parts, or of a category, has a reader of its own."""
    passes: dict[tuple[Any, ...], list[Asked]] = defaultdict(list)
    for one in every:
        passes[one.period, one.cutoff].append(one)
    found: dict[tuple[Any, ...], Rate] = {}
    for (period, cutoff), asked in passes.items():
        of = {indicators()[each.subject] for each in asked}
        readers: dict[tuple[Any, ...], Within] = {}
        for one in asked:
            within, _, _ = _grouped(Scope.read(one.scope))
            how = _how(one)
            many = Many(of, period, cutoff, finish=Finish(how[0]), reading=how[1])
            readers.setdefault((within, how), Within(within, many))
        passed(list(readers.values()), period, cutoff)
        for one in asked:
            within, by, group = _grouped(Scope.read(one.scope))
            many = readers[within, _how(one)].many
            indicator, view = indicators()[one.subject], View((one.question or {}).get("view", "raw"))
            found[_key(one)] = many.rates(indicator, view, by).get(group) or many.none(indicator, view)
    return found


def _how(one: Asked) -> tuple[str, str]:
    told = one.question or {}
    return told.get("finish", "strict"), told.get("reading", "deadline")


def _grouped(scope: Scope) -> tuple[Scope, str, str]:
    """Which cases are read for a scope, and of which group the rate is then asked."""
    if scope.person:
        return replace(scope, person=""), "person", scope.person
    for by in ("street", "unit"):
        if str(scope) == f"{by}={getattr(scope, by)}":
            return Scope(), by, getattr(scope, by)
    return scope, "all", ""


def _zero(one: Asked, user: Any) -> Snapshot:
    """Whether nothing new came up: cases of the scope, how closely was looked, and what there may be at most."""
    told = one.question or {}
    least = Decimal(str(told.get("coverage", "0.9")))
    start, end = one.period
    within = Scope.read(one.scope).of(cases(one.period, one.cutoff))
    names = sorted(case.id for case in within if start <= case.reported_at < end)
    looked = coverage(one.period, Scope.read(one.scope), _known(one))
    verdict = zero(len(names), looked.covered, looked.samples, looked.found, least_coverage=least)
    answer = {
        "holds": verdict.holds, "most": None if verdict.most is None else plain(verdict.most), "samples": looked.samples,
        "found": looked.found, "covered": None if looked.covered is None else plain(looked.covered),
    }  # fmt: skip
    value = Decimal(len(names)) if verdict.holds is not None else None
    return _row(
        one,
        {**_frozen(one, looked.plans), "coverage": plain(least)},
        len(names),
        looked.samples,
        value,
        answer,
        names,
        user,
    )


def _series(one: Asked, user: Any) -> Snapshot:
    told = dict(one.question or {})
    rows = Point.objects.filter(
        series=int(one.subject), at__gte=one.period.start, at__lt=one.period.end, file__added_at__lte=one.cutoff
    ).order_by("at", "place")
    if one.scope:
        rows = rows.filter(place=one.scope.removeprefix("place="))
    points = [Reading(*row) for row in rows.values_list("at", "value", "place", "replaced")]
    low, high = (None if told.get(name) is None else Decimal(told[name]) for name in ("low", "high"))
    came = total(Use(told["use"]), points, low, high)
    names = [f"{moment_told(p.at)}|{p.place}|{plain(p.value)}|{p.replaced:d}" for p in points]
    return _row(one, told, came.n, came.d, came.value, dict(came.excluded), names, user)


def _measure(one: Asked, user: Any) -> Snapshot:
    return measured(one, counted(one.subject, one.period, one.scope, _known(one)), user)


def measured(one: Asked, found: Counted, user: Any = None) -> Snapshot:
    """The snapshot of a measure that came to this, not saved yet."""
    names = [*sorted(found.ids), "/", *sorted(found.of)]
    size = len(found.of) if found.d is not None else 0
    return _row(one, _frozen(one, found.plans), len(found.ids), size, found.value, dict(found.excluded), names, user)


def _known(one: Asked) -> Known:
    """As of when, and by which plans; a snapshot that was kept before plans were has none."""
    plans = (one.question or {}).get("plans")
    return Known(one.cutoff, None if plans is None else tuple(_plan(*each) for each in plans))


def _plan(id: str, grids: list[str], since: str, until: str | None, visits: int, rounds: int) -> Plan:
    last = None if until is None else date.fromisoformat(until)
    return Plan(id, frozenset(grids), date.fromisoformat(since), last, visits, rounds)


def _frozen(one: Asked, plans: tuple[Plan, ...] | None) -> dict[str, Any]:
    """The question with the plans that were gone by: a plan that is changed later changes nothing of it."""
    told = dict(one.question or {})
    if plans is not None and not one.again:
        told["plans"] = [
            [each.id, sorted(each.grids), each.since.isoformat(), each.until and each.until.isoformat(), each.visits, each.rounds]
            for each in plans
        ]  # fmt: skip
    return told


_MAKE: dict[str, Callable[[Asked, Any], Snapshot]] = {"zero": _zero, "series": _series, "measure": _measure}


def _row(
    one: Asked, told: Mapping[str, Any], n: int, d: int, value: Decimal | None, excluded: dict[str, Any], names: list[str], user: Any
) -> Snapshot:  # fmt: skip
    """A snapshot of something that is no rate; its digest is over the question, the answer and the names of what was counted."""
    written = json.dumps(
        [one.kind, one.subject, told, [moment_told(each) for each in (*one.period, one.cutoff)], one.scope, n, d,
         None if value is None else plain(value), excluded, names, CODE_VERSION],
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    return Snapshot(
        kind=one.kind, subject=one.subject, question=dict(told), start=one.period.start, end=one.period.end, cutoff=one.cutoff,
        scope=one.scope, n=n, d=d, exact=_exact(value), excluded=excluded, digest=hashlib.sha256(written.encode()).hexdigest(),
        code_version=CODE_VERSION, made_by=user,
    )  # fmt: skip


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def asked_of(row: Snapshot) -> Asked:
    """The question that a snapshot answers."""
    return Asked(row.kind, row.subject, Period(row.start, row.end), row.cutoff, row.scope, row.question, again=True)


def checked(rows: Iterable[Snapshot], user: Any = None) -> Iterator[Check]:
    """Compute these again and keep whether each came out the same."""
    every = list(rows)
    again = computed_many([asked_of(row) for row in every], user)
    for row, new in zip(every, again, strict=True):
        yield Check.objects.create(snapshot=row, same=row.digest == new.digest, digest=new.digest, by=user)
