"""One defect in a record: a figure, a day, a missing answer. One small function per rule, found by its code."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from proof.generator.facts import half_up
from proof.records.made import Tree, printed


@dataclass(frozen=True, slots=True)
class Changed:
    """A record with one defect, and where it shows: the beginning of a place. ``along``: rules that rightly speak of it too."""

    tree: Tree
    place: str
    along: tuple[str, ...] = ()


Planter = Callable[[Tree, Random], str | tuple[str, ...] | None]
PLANTERS: dict[str, list[Planter]] = {}


def planter(code: str) -> Callable[[Planter], Planter]:
    """A planter changes the tree and returns the place, with the codes that rightly speak of it too; None where there is none."""

    def register(function: Planter) -> Planter:
        PLANTERS.setdefault(code, []).append(function)
        return function

    return register


def plant(tree: Tree, code: str, rng: Random) -> Changed | None:
    """One defect of this rule; None where the record has no place for it."""
    changed = deepcopy(tree)
    place = rng.choice(PLANTERS[code])(changed, rng)
    if place is None:
        return None
    first, *along = (place,) if isinstance(place, str) else place
    return Changed(changed, first, tuple(along))


@planter("F604")
def spending_of_the_report(tree: Tree, rng: Random) -> str | None:
    """The self-evaluation states some percent more than the ledger has."""
    figures = tree.get("self_evaluation", {}).get("figures", {})
    if "ledger" not in tree or not figures:
        return None
    role = rng.choice(sorted(figures))
    figures[role] = printed(rng, tree["ledger"][role] * rng.randint(103, 140) / 100)
    return f"self_evaluation.figures.{role}"


@planter("F604")
def spending_of_an_evaluation(tree: Tree, rng: Random) -> str | None:
    for n, one in enumerate(tree.get("evaluations", ()), 1):
        if "figures" in one and "ledger" in tree:
            one["figures"]["spent"] = printed(rng, tree["ledger"]["spent"] * rng.randint(60, 97) / 100)
            return f"evaluations[{n}].figures.spent"
    return None


@planter("F604")
def digits_cut_off(tree: Tree, rng: Random) -> str | None:
    figures = tree.get("self_evaluation", {}).get("figures", {})
    if "ledger" not in tree or "spent" not in figures:
        return None
    spent = half_up(tree["ledger"]["spent"] / 10000, 1)
    tree["ledger"]["spent"] = (spent + Decimal(rng.randint(6, 9)) / 1000) * 10000
    figures["spent"] = f"{spent}0万元"
    for one in tree.get("evaluations", ()):
        one.pop("figures", None)
    return "self_evaluation.figures.spent"


def _goals(tree: Tree) -> list[Tree] | None:
    return tree.get("self_evaluation", {}).get("indicators") if tree.get("targets") else None


@planter("F605")
def another_target(tree: Tree, rng: Random) -> str | None:
    goals = _goals(tree)
    if not goals:
        return None
    n = rng.randrange(len(goals))
    digits = "".join(c for c in goals[n]["target"] if c in "0123456789.")
    goals[n]["target"] = goals[n]["target"].replace(digits, f"{Decimal(digits) + 3:f}")
    return f"self_evaluation.indicators[{n + 1}]"


@planter("F605")
def left_out(tree: Tree, rng: Random) -> str | None:
    goals = _goals(tree)
    if not goals:
        return None
    goals.pop(rng.randrange(len(goals)))
    return "targets["


@planter("F605")
def never_approved(tree: Tree, rng: Random) -> str | None:
    goals = _goals(tree)
    if not goals:
        return None
    goals.append({"name": rng.choice(("编制手册册数", "信息简报期数")), "target": "≥2期", "points": 2, "score": 2})
    return f"self_evaluation.indicators[{len(goals)}]"


@planter("F617")
def no_approval_of_the_change(tree: Tree, rng: Random) -> str | tuple[str, ...] | None:
    if len(tree.get("targets", ())) < 2:
        return None
    del tree["targets"][1]["by_adjustment"]
    return "targets[2]", "F605"


@planter("F617")
def one_more_version(tree: Tree, rng: Random) -> str | None:
    versions = tree.get("targets")
    if not versions:
        return None
    version = deepcopy(versions[-1])
    version.pop("by_adjustment", None)
    version["indicators"].pop(rng.randrange(len(version["indicators"])))
    versions.append(version)
    return f"targets[{len(versions)}]"


@planter("F617")
def adjusted_after_the_year(tree: Tree, rng: Random) -> str | None:
    if len(tree.get("targets", ())) < 2:
        return None
    tree["targets"][1]["approved_at"] = date(tree["year"] + 1, rng.randint(1, 4), 9)
    return "targets[2].approved_at"


@planter("F606")
def expected_otherwise(tree: Tree, rng: Random) -> str | None:
    """The last round that speaks of an indicator with full marks did not expect it to be met."""
    if not tree.get("monitoring") or "self_evaluation" not in tree:
        return None
    full = [(n, i) for n, i in enumerate(tree["self_evaluation"]["indicators"], 1) if i["score"] == i["points"]]
    if not full:
        return None
    n, row = rng.choice(full)
    for one in tree["monitoring"]:
        one.pop("correction", None)
    last = tree["monitoring"][-1]
    for outlook in last["outlooks"]:
        if outlook["indicator"] == row["name"]:
            outlook["forecast"] = rng.choice(("有可能", "完全不可能"))
    row["reason"] = "无"
    if last["light"] == "red":
        last["light"] = "yellow"
    tree["self_evaluation"]["text"] = ""
    return f"self_evaluation.indicators[{n}]"


@planter("F606")
def red_and_full_marks(tree: Tree, rng: Random) -> str | None:
    if not tree.get("monitoring") or "self_evaluation" not in tree:
        return None
    for one in tree["monitoring"]:
        one.pop("correction", None)
        one["outlooks"] = []
    tree["monitoring"][-1]["light"] = "red"
    tree["self_evaluation"] |= {"total": 100, "text": rng.choice(("", "年度目标全部完成。"))}
    return f"monitoring[{len(tree['monitoring'])}].light"


@planter("F618")
def no_answer(tree: Tree, rng: Random) -> str | None:
    if not tree.get("monitoring") or "as_of" not in tree:
        return None
    n = rng.randrange(len(tree["monitoring"]))
    tree["monitoring"][n]["correction"] = {"due": tree["as_of"] - timedelta(rng.randint(1, 60))}
    return f"monitoring[{n + 1}].correction"


@planter("F618")
def answered_late(tree: Tree, rng: Random) -> str | None:
    for n, one in enumerate(tree.get("monitoring", ()), 1):
        if "correction" in one:
            one["correction"]["answered_on"] = one["correction"]["due"] + timedelta(rng.randint(1, 40))
            return f"monitoring[{n}].correction"
    return None


@planter("F610")
def weeks_later(tree: Tree, rng: Random) -> str | None:
    published = [n for n, one in enumerate(tree.get("disclosures", ())) if "published_at" in one]
    if not published:
        return None
    n = rng.choice(published)
    one = tree["disclosures"][n]
    one["published_at"] = one["approved_at"] + timedelta(rng.randint(21, 90))
    return f"disclosures[{n + 1}]"


@planter("F619")
def approved_and_not_published(tree: Tree, rng: Random) -> str | None:
    if not tree.get("disclosures") or "as_of" not in tree:
        return None
    n = rng.randrange(len(tree["disclosures"]))
    one = tree["disclosures"][n]
    one.pop("published_at", None)
    one["approved_at"] = tree["as_of"] - timedelta(rng.randint(21, 60))
    return f"disclosures[{n + 1}]"


@planter("F619")
def not_a_word(tree: Tree, rng: Random) -> str | None:
    if not tree.get("disclosures") or "as_of" not in tree:
        return None
    del tree["disclosures"][0]
    return "disclosures"


@planter("F613")
def still_open(tree: Tree, rng: Random) -> str | None:
    if not tree.get("problems") or "as_of" not in tree:
        return None
    one = tree["problems"][0]
    one.pop("closed_on", None)
    one["due"] = tree["as_of"] - timedelta(rng.randint(1, 80))
    return "problems[1]"


@planter("F613")
def closed_late(tree: Tree, rng: Random) -> str | None:
    for n, one in enumerate(tree.get("problems", ()), 1):
        if "closed_on" in one:
            one["closed_on"] = one["due"] + timedelta(rng.randint(1, 80))
            return f"problems[{n}]"
    return None


@planter("F613")
def closed_without_a_measure(tree: Tree, rng: Random) -> str | None:
    for n, one in enumerate(tree.get("problems", ()), 1):
        if "closed_on" in one:
            one["measure"] = rng.choice(("", "无"))
            return f"problems[{n}]"
    return None


@planter("F620")
def again(tree: Tree, rng: Random) -> str | None:
    """Last year's problem in nearly the same words."""
    if not tree.get("problems") or "before" not in tree:
        return None
    text = tree["before"]["problems"][0]["text"]
    n = rng.randrange(len(tree["problems"]))
    tree["problems"][n]["text"] = rng.choice((text, f"仍有{text}", f"{text}等问题", text.replace("个别", "部分")))
    return f"problems[{n + 1}]"


@planter("F614")
def a_poor_grade_and_more_money(tree: Tree, rng: Random) -> str | None:
    if "ledger" not in tree:
        return None
    tree.pop("decision", None)
    tree["evaluations"] = [{"kind": "财政评价", "score": rng.randint(30, 79)}]
    tree["ledger"]["next_approved"] = (tree["ledger"]["approved"] * rng.randint(100, 140) / 100).quantize(Decimal(1))
    return "evaluations[1]"


@planter("F621")
def decided_and_not_done(tree: Tree, rng: Random) -> str | None:
    if "ledger" not in tree:
        return None
    use = rng.choice(("压减", "取消"))
    tree["decision"] = {"use": use}
    share = rng.randint(100, 120) if use == "压减" else rng.randint(20, 120)
    tree["ledger"]["next_approved"] = (tree["ledger"]["approved"] * share / 100).quantize(Decimal(1))
    return "decision.use"
