"""Records of one project-year that hold together: figures that agree, warnings that were followed, deadlines that were met.

A record is a tree as a file holds it, so that what reads files is proved too. Every part may be missing.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from proof.generator.facts import Indicator, half_up
from proof.generator.world import district, form, kinds, project

Tree = dict[str, Any]

#: Parts that a place may not record at all.
_PARTS = (
    "ledger",
    "targets",
    "monitoring",
    "self_evaluation",
    "evaluations",
    "problems",
    "disclosures",
    "before",
    "as_of",
)


def make(seed: int) -> Tree:
    """The record of a seed."""
    rng = Random(f"wenxiao record {seed}")
    place, year = district(rng), rng.randint(2020, 2024)
    kind, other, third = rng.sample(list(kinds()), 3)
    town = rng.choice(place.towns)
    p = project(rng, place, year, kind, rng.choice(kind.names).replace("{town}", town + "镇"), low=20, high=2500, grain=Decimal(100))  # fmt: skip
    rows = form(rng, p).indicators
    as_of = date(year + rng.choice((1, 2)), rng.randint(10, 12), rng.randint(1, 28))
    cents = Decimal(rng.randint(0, 9999)) / 100 if rng.random() < 0.5 else Decimal(0)
    ledger = {
        "approved": p.budget,
        "adjusted": p.adjusted,
        "arrived": p.adjusted,
        "spent": min(p.spent + cents, p.adjusted),
    }
    evaluations, decision, next_approved = _results(rng, year, ledger)
    ledger["next_approved"] = next_approved
    first, last = _versions(rng, year, rows)
    evaluated = _self_evaluation(rng, year, rows, ledger, last)
    tree: Tree = {
        "project": p.name,
        "year": year,
        "as_of": as_of,
        "unit": p.office,
        "region": f"{place.province}{place.city}{place.name}",
        "targets": [first] if last is first else [first, last],
        "ledger": ledger,
        "monitoring": _monitoring(rng, year, rows, evaluated),
        "self_evaluation": evaluated,
        "evaluations": evaluations,
        "problems": [_problem(rng, as_of, text) for text in (kind.problem, other.problem)[: rng.randint(0, 2)]],
        "disclosures": _disclosures(rng, year, as_of),
        "before": {
            "problems": [_problem(rng, date(year, 11, 1), third.problem)],
            "evaluations": [{"kind": "部门评价", "score": Decimal(rng.randint(650, 980)) / 10}],
        },
    }
    if decision is not None:
        tree["decision"] = decision
    if rng.random() < 0.05:
        tree |= {"withheld": "涉密项目", "disclosures": []}
    for part in _PARTS:
        if rng.random() < 0.12:
            del tree[part]
    return tree


def printed(rng: Random, amount: Decimal) -> str:
    """An amount as reports print it."""
    if rng.random() < 0.3:
        return f"{half_up(amount, 2):,}元"
    return f"{half_up(amount / 10000, rng.choice((2, 2, 4, 6)))}万元"


def wanted(rng: Random, row: Indicator) -> str:
    """A target as a form prints it."""
    sign = rng.choice({"≥": ("≥", "≥", "不少于"), "≤": ("≤", "≤", "不超过")}.get(row.sign, (row.sign,)))
    return f"{sign}{' ' if rng.random() < 0.1 else ''}{row.target:f}{row.unit}"


def _versions(rng: Random, year: int, rows: tuple[Indicator, ...]) -> tuple[Tree, Tree]:
    """The targets that were approved first and last: one version, or two by the procedure."""
    last = {"approved_at": date(year, 1, rng.randint(5, 28)), "indicators": [{"name": r.name, "target": wanted(rng, r)} for r in rows]}  # fmt: skip
    if rng.random() < 0.65:
        return last, last
    first = {**last, "indicators": [dict(one) for one in last["indicators"]]}  # type: ignore[attr-defined]
    changed = rng.randrange(len(rows))
    more = rows[changed].target * rng.choice((2, 3))
    first["indicators"][changed]["target"] = f"{rows[changed].sign}{more:f}{rows[changed].unit}"  # type: ignore[index]
    if rng.random() < 0.3:
        first["indicators"].append({"name": "宣传活动场次", "target": "≥6场"})  # type: ignore[attr-defined]
    return first, {**last, "approved_at": date(year, rng.randint(5, 12), rng.randint(1, 28)), "by_adjustment": True}


def _self_evaluation(rng: Random, year: int, rows: tuple[Indicator, ...], ledger: Tree, last: Tree) -> Tree:
    short = [r for r in rows if r.score < r.weight]
    total = sum((r.score for r in rows), Decimal(10))
    roles = rng.sample(("approved", "adjusted", "arrived", "spent"), rng.randint(1, 4))
    return {
        "date": date(year + 1, 3, rng.randint(1, 28)),
        "total": total,
        "text": "；".join(f"{r.name}未完成，{r.reason}" for r in short) or rng.choice(("", "各项目标均已完成。")),
        "indicators": [
            {
                "name": r.name,
                "target": rng.choice((wanted(rng, r), str(approved["target"]))),
                "actual": f"{r.actual:f}{r.unit}",
                "points": r.weight,
                "score": r.score,
                "reason": r.reason,
            }
            for r, approved in zip(rows, last["indicators"], strict=True)
        ],
        "figures": {role: printed(rng, ledger[role]) for role in roles},
    }


def _monitoring(rng: Random, year: int, rows: tuple[Indicator, ...], evaluated: Tree) -> list[Tree]:
    """Rounds whose last word fits the scores: a warning that stands is of what was not reached, or is explained."""
    rounds: list[Tree] = []
    for month in sorted(rng.sample(range(4, 12), rng.randint(0, 3))):
        outlooks = [{"indicator": r.name, "forecast": rng.choice(("确定能", "有可能", "完全不可能"))} for r in rows if rng.random() < 0.5]  # fmt: skip
        rounds.append(
            {
                "date": date(year, month, rng.randint(1, 28)),
                "light": rng.choice(("green", "yellow", "red")),
                "outlooks": outlooks,
            }
        )
    if not rounds:
        return rounds
    full = {r.name for r in rows if r.score == r.weight}
    final = {"indicator": "", "forecast": "确定能"}
    rounds[-1]["outlooks"] = [{**final, "indicator": r.name} if r.name in full else {"indicator": r.name, "forecast": rng.choice(("有可能", "完全不可能"))} for r in rows]  # fmt: skip
    if rounds[-1]["light"] == "red" and evaluated["total"] == 100:
        evaluated["text"] = "监控预警后增加了施工力量，年底前全部完成。"
    if rng.random() < 0.4:
        issued = rounds[0]["date"]
        rounds[0]["correction"] = {"issued_on": issued, "due": issued + timedelta(30), "answered_on": issued + timedelta(rng.randint(3, 30))}  # fmt: skip
    return rounds


def _results(rng: Random, year: int, ledger: Tree) -> tuple[list[Tree], Tree | None, Decimal]:
    """Evaluations, what was decided, and next year's budget, which follows them."""
    low = rng.random() < 0.35
    scores = [Decimal(rng.randint(400, 799) if low else rng.randint(800, 990)) / 10 for _ in range(rng.randint(0, 2))]
    evaluations: list[Tree] = []
    for n, score in enumerate(scores):
        grade = next(word for bound, word in ((90, "优"), (80, "良"), (60, "中"), (0, "差")) if score >= bound)
        one: Tree = {"kind": ("部门评价", "财政评价")[n], "date": date(year + 1, 5 + n, 20), "score": score}
        if rng.random() < 0.6:
            one["grade"] = rng.choice((grade, "良好")) if grade == "良" else grade
        if rng.random() < 0.5:
            one["figures"] = {"spent": printed(rng, ledger["spent"])}
        evaluations.append(one)
    approved: Decimal = ledger["approved"]
    if not (low and evaluations):
        use = rng.choice((None, "优先", "维持"))
        return evaluations, {"use": use} if use else None, (approved * rng.randint(80, 130) / 100).quantize(Decimal(1))
    if rng.random() < 0.2:
        return evaluations, {"use": "维持", "reason": "任务增加，已核减单位成本"}, approved
    share = rng.choice((0, 50, 80, 95))
    use = rng.choice((None, "取消" if share == 0 else "压减"))
    less = (approved * share / 100).quantize(Decimal(1))
    return evaluations, {"use": use, "decided_on": date(year + 1, 9, 30)} if use else None, less


def _problem(rng: Random, as_of: date, text: str) -> Tree:
    raised = as_of - timedelta(rng.randint(90, 200))
    due = raised + timedelta(60)
    if rng.random() < 0.2:
        return {"text": text, "raised_on": raised, "due": as_of + timedelta(rng.randint(0, 40))}
    closed = raised + timedelta(rng.randint(10, 60))
    return {"text": text, "raised_on": raised, "due": due, "closed_on": closed, "measure": "已制定办法并逐项落实"}


def _disclosures(rng: Random, year: int, as_of: date) -> list[Tree]:
    found: list[Tree] = []
    for what, approved in (("绩效目标", date(year, 1, 25)), ("绩效自评", date(year + 1, 9, 8))):
        found.append({"what": what, "approved_at": approved, "published_at": approved + timedelta(rng.randint(0, 20))})
    if rng.random() < 0.15:
        recent = as_of - timedelta(rng.randint(0, 20))
        found[1] = {"what": "绩效自评", "approved_at": recent}
    return found
