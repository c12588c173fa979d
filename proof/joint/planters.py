"""One defect between two documents of a group: a changed figure or name, a missing file, words of somebody else. One small
function per joint rule, found by its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from proof.generator.facts import Project
from proof.generator.types.self_report import plain
from proof.generator.writer import Place
from proof.joint.papers import (
    ACCOUNTS,
    ANSWERS,
    LAST,
    LAST_FORM,
    OTHER,
    PUBLISHED,
    REPORT,
    TARGETS,
    TOWNS,
    UNIT,
    Papers,
    line,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Texts with one defect, and where it shows: files and places. ``along``: codes of rules that rightly speak of it too."""

    texts: dict[str, str]
    places: tuple[tuple[str, Place], ...]
    along: tuple[str, ...] = ()


Planter = Callable[[Papers, Random], Changed | None]
PLANTERS: dict[str, list[Planter]] = {}


def planter(code: str) -> Callable[[Planter], Planter]:
    def register(function: Planter) -> Planter:
        PLANTERS.setdefault(code, []).append(function)
        return function

    return register


def plant(papers: Papers, code: str, rng: Random) -> Changed | None:
    """One defect of this rule; None where the group has no place for it."""
    return rng.choice(PLANTERS[code])(papers, rng)


def _changed(papers: Papers, file: str, old: str, new: str, *along: str) -> Changed | None:
    """``new`` for ``old``, which stands once in the file."""
    text = papers.texts[file]
    if text.count(old) != 1 or old == new:
        return None
    at = text.index(old)
    texts = {**papers.texts, file: text.replace(old, new)}
    return Changed(texts, ((file, Place(at, at + len(new))),), along)


def _telling(amount: Decimal) -> bool:
    return len(amount.normalize().as_tuple().digits) >= 4


def _other_amount(papers: Papers, rng: Random, p: Project) -> Decimal:
    """Some percent less spent, and nothing else of the group's amounts."""
    return (p.spent * rng.randint(71, 93) / 100 / papers.style.grain).to_integral_value() * papers.style.grain


def _in_list(papers: Papers, rng: Random, file: str, numbered: bool, *along: str) -> Changed | None:
    """Another spending in the line of one project of a list."""
    n = rng.randrange(len(papers.projects))
    p, look = papers.projects[n], papers.style
    head = f"{n + 1}、" if numbered else ""
    old = f"{head}{p.name}年初预算{look.amount(p.budget)}，支出{look.amount(p.spent)}"
    new = f"{head}{p.name}年初预算{look.amount(p.budget)}，支出{look.amount(_other_amount(papers, rng, p))}"
    return _changed(papers, file, old, new, *along)


@planter("A511")
def report_against_its_versions(papers: Papers, rng: Random) -> Changed | None:
    return _in_list(papers, rng, rng.choice((REPORT, PUBLISHED)), True, "F504")  # the accounts say otherwise too


@planter("A511")
def unit_against_department(papers: Papers, rng: Random) -> Changed | None:
    p, look = papers.projects[0], papers.style
    return _changed(
        papers,
        UNIT,
        f"支出{look.amount(p.spent)}",
        f"支出{look.amount(_other_amount(papers, rng, p))}",
        "F504",
    )


@planter("F504")
def accounts_against_report(papers: Papers, rng: Random) -> Changed | None:
    return _in_list(papers, rng, ACCOUNTS, True)


@planter("B515")
def reported_by_another_department(papers: Papers, rng: Random) -> Changed | None:
    """The other department lists a project of the first with its budget, and does the work itself."""
    p = rng.choice(papers.projects)
    if not _telling(p.budget):
        return None  # so round an amount is shared by chance
    again = replace(p, unit=papers.other.unit, spent=_other_amount(papers, rng, p))
    old = line(papers.style, 1, papers.other)
    return _changed(papers, OTHER, old, old + line(papers.style, 2, again))


@planter("C521")
def less_than_last_year(papers: Papers, rng: Random) -> Changed | None:
    """Last year half as much again was reached as is wanted now."""
    rows = [i for i in papers.earlier.indicators if i.level2 == "数量指标" and not i.decimals and i.actual >= 40]
    if not rows:
        return None
    row = rng.choice(rows)
    shown = f"{papers.style.number(row.actual)}{row.unit}"
    text = papers.texts[LAST_FORM]
    at = text.find(shown, text.index(row.name))
    more = f"{papers.style.number((row.actual * Decimal('1.6')).quantize(Decimal(1)))}{row.unit}"
    return Changed(
        {**papers.texts, LAST_FORM: text[:at] + more + text[at + len(shown) :]}, ((LAST_FORM, Place(at, at + len(more))),)
    )  # fmt: skip


@planter("D503")
def name_misspelt(papers: Papers, rng: Random) -> Changed | None:
    """A character of another kind in the middle of a project's name in one of two documents."""
    n = rng.randrange(len(papers.projects))
    p = papers.projects[n]
    at = len(p.name) // 2 + 1
    if not _telling(p.budget):
        return None
    if p.name[at - 1 : at + 2].strip("小区村镇公共大新老") != p.name[at - 1 : at + 2]:
        return None
    new = p.name[:at] + "网" + p.name[at + 1 :]
    return _changed(papers, ACCOUNTS, f"{n + 1}、{p.name}", f"{n + 1}、{new}")


@planter("E507")
def attachment_left_out(papers: Papers, rng: Random) -> Changed | None:
    texts = {name: text for name, text in papers.texts.items() if name != ANSWERS}
    places = []
    for file in (REPORT, PUBLISHED):
        at = texts[file].index("附件2")
        places.append((file, Place(at, at + 3)))
    return Changed(texts, tuple(places))


@planter("E511")
def words_of_another_town(papers: Papers, rng: Random) -> Changed | None:
    """A town's paragraph is the other's, with a sentence of its own at the end."""
    first, second = papers.paragraphs
    return _changed(papers, TOWNS[1], second, first + rng.choice(("下一年度继续巩固。", "镇村两级均已建账。", "")))


@planter("F505")
def target_changed(papers: Papers, rng: Random) -> Changed | None:
    i = rng.choice([i for i in papers.form.indicators if i.level2 in ("数量指标", "成本指标")])
    new = (i.target * rng.choice((Decimal("0.7"), Decimal("1.3")))).quantize(Decimal(1))
    return _changed(
        papers, TARGETS, f"{i.name}|{i.sign}{i.target:,}{i.unit}", f"{i.name}|{i.sign}{new:,}{i.unit}"
    )  # fmt: skip


@planter("F505")
def indicator_gone(papers: Papers, rng: Random) -> Changed | None:
    """An indicator that was set and that the self-evaluation does not have."""
    last = papers.form.indicators[-1]
    old = f"{last.name}|{last.sign}{last.target:,}{last.unit}\n"
    more = f"产出指标|数量指标|{rng.choice(('编制管护手册数量', '开展技术培训次数'))}|≥{rng.randint(3, 9)}次\n"
    return _changed(papers, TARGETS, old, old + more)


@planter("F507")
def other_score_in_public(papers: Papers, rng: Random) -> Changed | None:
    old = f"自评得分{plain(papers.score)}分"
    new = f"自评得分{plain(papers.score + Decimal(rng.randint(40, 200)) / 100)}分"
    return _changed(papers, PUBLISHED, old, new)


@planter("F516")
def not_taken_up_again(papers: Papers, rng: Random) -> Changed | None:
    """A project of last year of which this year's documents say nothing."""
    p, kind = papers.before[-1], papers.other.kind
    town = papers.other.name.partition("镇")[0]
    gone = replace(
        p, name=kind.names[-1].replace("{town}", town + "镇"), budget=p.budget + 12_300, spent=p.spent + 11_700
    )
    old = line(papers.style, len(papers.before), p)
    return _changed(papers, LAST, old, old + line(papers.style, len(papers.before) + 1, gone))
