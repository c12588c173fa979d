"""Write docs/grid.md from the tables of the grid: its transitions, clocks, indicators and schemes on one page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wenxiao.grid.buckets import BUCKET_NAMES
from wenxiao.grid.classifications import BY_READING
from wenxiao.grid.clock import UNIT_NAMES, Unit
from wenxiao.grid.guards import GUARDS
from wenxiao.grid.rates import FEW, Indicator, indicators, readings
from wenxiao.grid.rules import rules
from wenxiao.grid.scores import schemes
from wenxiao.grid.states import IN_WORK, OPEN, ROLE_NAMES, STAGE_NAMES, STAGES, STATE_NAMES, State
from wenxiao.grid.transitions import TRANSITIONS, Need, Transition

TARGET = Path(__file__).with_name("grid.md")

INTRO = """# The grid

Written by `make docs` from the tables in `src/wenxiao/grid`. Urban grid command (城市网格化管理) without a database: a command becomes an event
(`commands.act`), events become a case (`cases.fold`), cases become counts and rates (`buckets`, `rates`), rates become scores (`scores`) and
evidence behind the indicators of the budget cycle (`evidence`). Site, API and importer go this one way.

    case, event = act(case, command, ground)     # refused with NotAllowed, one sentence in zh and en
    case = fold(events, until=cutoff)            # as it was known then; needs neither rules nor calendar
    raw, adjusted = both(newest("handled_on_time"), cases, period, cutoff)
    kept = snapshot(raw, scope="street=530114001")

`Ground` is what a place decides by: its rules (`data/rules.toml`), its work calendar, its catalogue (`data/catalogue.toml`). All moments have
a time zone. Mind two words: 核实 is before 立案 (is there a problem?), 核查 is after 处置 (is it solved?).

"""

CLOCKS = """## Clocks

- **The limit** is that of the filing condition (立案条件), frozen at 立案 in its own unit. A text that is no limit is refused, never guessed.
- **The start** is the first 派遣 (`clock_start`, or 立案). A case that nobody dispatches is due as if dispatched at the last moment allowed,
  so it cannot stay out of the rates. 回退, 返工 and 重开 never start the clock again; the dispatcher's own does.
- **延期**: asked for before the deadline, endorsed by one, granted by another; the original limit once more each time, at most `extensions` times.
- **挂账**: once, to a day that is granted; the deadline moves by the time it takes. It ends on that day even if nobody ends it; granted after
  the deadline it moves nothing.
- **调整类别** after 派遣: the earlier deadline holds, and only while nothing is extended or suspended.
- **作废 and 调整类别** are asked for by one person and signed by another; neither stops a clock.
- **督办** has a deadline of its own for the answer, by the order; it moves no other.
- **合并**: only into an open case that was reported before and is due no later.
- **Late entries**: what is recorded more than `late_entry` after it was done counts from its recording, and is marked. An imported ledger's
  times hold.
- **申诉** erases nothing: granted, it takes the case out of the adjusted view alone. **重开** takes the original success back there.
- **A year without published holidays** makes a deadline provisional (暂定).
- Every deadline is frozen in its event: later rules and calendars change nothing of what was.

"""

RATES = """## Indicators

Every entry is in exactly one bucket; N and D are sets of buckets. The raw view goes by the original deadline, the adjusted view by what was
granted and undone; both are printed. What ends 处置 is chosen with `finish`: `strict` (a feedback that no check found false; the default),
`lenient` (the first feedback), `passed` (核查), `closed` (结案). D = 0 is undefined. Below a denominator of {few} a rate carries a warning and is not
ranked; its Wilson interval (95 %) is beside it. Formulae are definitions that can be changed by a new version, not a standard's.

"""


def page() -> str:
    """The whole page as Markdown."""
    return "".join(
        [INTRO, _states(), _transitions(), _needs(), CLOCKS, _stages(), RATES.format(few=FEW), _rates(), _schemes()]
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *[list(row) for row in rows]]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _states() -> str:
    rows = ((f"`{s}`", *STATE_NAMES[s], f"{STAGE_NAMES[STAGES[s]][0]} {STAGE_NAMES[STAGES[s]][1]}") for s in State)
    return "## States\n\n" + _table(("state", "中文", "English", "stage"), rows)


def _from(row: Transition) -> str:
    if row.sources == OPEN:
        return "any that is not final"
    return "any in work" if row.sources == IN_WORK else ", ".join(row.sources) or "—"


def _roles(row: Transition) -> str:
    return "everybody" if len(row.roles) == len(ROLE_NAMES) else "、".join(ROLE_NAMES[role][0] for role in row.roles)


def _transitions() -> str:
    rows = (
        (f"`{row.action}`", row.zh, row.en, _from(row), row.target or "stays", _roles(row), ", ".join(row.needs) or "—")
        for row in TRANSITIONS
    )
    head = ("action", "中文", "English", "from", "to", "who", "takes")
    said = "In work: " + ", ".join(IN_WORK) + ". 督办 is a record on a case and no state.\n\n"
    return "## Transitions\n\n" + said + _table(head, rows)


def _needs() -> str:
    rows = ((f"`{need}`", *GUARDS[need][1:]) for need in Need)
    return "What a step takes, and what one is told without it:\n\n" + _table(("need", "中文", "English"), rows)


def _stages() -> str:
    usual = rules()
    units = "、".join(UNIT_NAMES[unit][0] for unit in Unit)
    rows = ((STATE_NAMES[state][0], f"`{state}`", str(limit)) for state, limit in usual.stages.items())
    said = f"Units: {units}. Usual rules: up to {usual.extensions} extensions, a suspension of up to {usual.suspension.days} days, reopening within "
    said += f"{usual.reopening.days} days, late after {usual.late_entry.total_seconds() / 3600:.0f} hours. How long a case may stay in a state:\n\n"
    return said + _table(("中文", "state", "limit"), rows)


def _counted(each: Indicator) -> tuple[str, str]:
    def names(buckets: Iterable[str]) -> str:
        return " + ".join(BUCKET_NAMES[bucket][0] for bucket in BUCKET_NAMES if bucket in buckets)

    return f"{each.n}（{names(each.numerator)}）", f"{each.d}（{names(each.denominator)}）" if each.d else "—"


def _rates() -> str:
    rows = (
        (
            f"`{each.id}`",
            each.zh,
            each.en,
            *_counted(each),
            f"`{each.classification}`",
            "↑" if each.better == "higher" else "↓",
        )
        for each in indicators().values()
    )
    chosen = ((f"`{each.name}`", each.zh, each.en) for each in readings().values())
    said = f"Which cases belong to a period, for {', '.join(f'`{name}`' for name in sorted(BY_READING))}; the others go by a moment of their own:\n\n"
    return (
        _table(("indicator", "中文", "English", "N", "D", "classification", "better"), rows)
        + said
        + _table(("reading", "中文", "English"), chosen)
    )


def _schemes() -> str:
    rows = (
        (
            f"`{each.id}`",
            each.zh,
            each.objects,
            "; ".join(f"{line.key} {line.points} ({line.mapping})" for line in each.lines),
        )
        for each in schemes().values()
    )
    said = "Examples; a place writes its own into `data/schemes.toml`. An undefined rate leaves the total open between a least and a most.\n\n"
    return "## Schemes\n\n" + said + _table(("scheme", "中文", "of", "lines"), rows).rstrip("\n") + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
