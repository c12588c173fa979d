"""B117, C102–C124, E110: cells of a self-evaluation form. What hangs on a changed cell is changed with it, the total above all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from proof.generator import Made, Place, Site
from proof.generator.facts import Form, Indicator, half_up
from proof.generator.types.self_form import plain
from proof.planters import Edit, Plant, pick, planter

_EXPLAINED = "部分工作受天气影响顺延，下一步提前安排，第一季度内补齐"


def rows(made: Made, wanted: Callable[[Indicator], bool] = lambda _: True) -> list[tuple[Site, Indicator]]:
    return [(s, s.fact) for s in made.of("indicator") if isinstance(s.fact, Indicator) and wanted(s.fact)]


def form_of(made: Made, site: Site) -> tuple[Form, Site, list[Site]]:
    """The form that a row belongs to: its facts, the cell of its total, its rows."""
    total = _of(made, site)
    form = total.fact
    assert isinstance(form, Form)
    return form, total, [s for s in made.of("indicator") if s.fact in form.indicators and _of(made, s) == total]  # fmt: skip


def _of(made: Made, site: Site) -> Site:
    return next(s for s in made.of("form-score") if s.at["score"].start >= site.at["whole"].start)


def retotalled(made: Made, site: Site, by: Decimal) -> Edit:
    form, total, _ = form_of(made, site)
    return Edit(total.at["score"], plain(form.total + by, 2), shown=False)


def _edits(site: Site, *, hidden: Sequence[str] = (), **cells: str) -> list[Edit]:
    return [Edit(site.at[key], words, shown=key not in hidden) for key, words in cells.items()]


@planter("B117")
def full_points_for_part_of_the_money(made: Made, rng: Random) -> Plant | None:
    found = [
        s
        for s in made.of("form-total")
        if isinstance(s.fact, Form) and s.fact.rate < 90 and s.fact.total + 10 - s.fact.rate_score < 100
    ]
    site = pick(rng, found)
    if site is None:
        return None
    form = site.fact
    assert isinstance(form, Form)
    return Plant((Edit(site.at["score"], "10"), retotalled(made, site, 10 - form.rate_score)), (site.at["rate"],))


@planter("C102")
def total_above_its_points(made: Made, rng: Random) -> Plant | None:
    found = [s for s in made.of("form-score") if isinstance(s.fact, Form) and s.fact.total <= 98]
    site = pick(rng, found)
    if site is None:
        return None
    form = site.fact
    assert isinstance(form, Form)
    return Plant((Edit(site.at["score"], plain(form.total + Decimal("1.5"), 2)),))


@planter("C103")
def weights_of_103(made: Made, rng: Random) -> Plant | None:
    """A row of three points more, its score and the total with it."""
    found = [(s, i) for s, i in rows(made, lambda i: i.score == i.weight) if form_of(made, s)[0].total <= 97]
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, i = chosen
    _, total, others = form_of(made, site)
    edits = _edits(site, weight=f"{i.weight + 3}", score=f"{i.weight + 3}", hidden=("score",))
    return Plant((*edits, retotalled(made, site, Decimal(3))), (total.at["score"], *(s.at["whole"] for s in others)))


@planter("C105")
def too_much_for_too_dear(made: Made, rng: Random) -> Plant | None:
    """A cost far above its limit with most of the points."""
    chosen = pick(rng, rows(made, lambda i: i.sign == "≤" and i.score == i.weight))
    if chosen is None:
        return None
    site, i = chosen
    new, score = half_up(i.target * Decimal("1.9"), 0), half_up(i.weight * Decimal("0.8"), 2)
    edits = _edits(
        site,
        actual=f"{made.style.number(new)}{i.unit}",
        score=plain(score, 2),
        reason="材料价格上涨；下一步提前锁定供货价格",
        hidden=("reason",),
    )
    return Plant((*edits, retotalled(made, site, score - i.score)), (site.at["whole"],))


@planter("C106")
def cost_as_a_floor(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.sign == "≤"))
    if chosen is None:
        return None
    site, i = chosen
    value = f"{made.style.number(i.target)}{i.unit}"
    return Plant(tuple(_edits(site, target="≥" + value, actual=value, hidden=("actual",))), (site.at["whole"],))


@planter("C107")
def far_above_unexplained(made: Made, rng: Random) -> Plant | None:
    """More than twice the target without a word why; the goals above the row say the same number."""
    found = []
    for site, i in rows(made, lambda i: i.level2 == "数量指标" and i.score == i.weight):
        if form_of(made, site)[0].project.kind.key in ("care", "safety"):  # served as many as came
            continue
        output = next(o for o in form_of(made, site)[0].project.outputs if o.noun == i.name)
        begin = made.text.rfind("实际完成情况", 0, site.at["whole"].start)
        at = made.text.find(
            f"{output.what}{output.done}{output.unit}",
            made.text.index("全年", begin) if begin > 0 else 0,
            site.at["whole"].start,
        )
        if at > 0:
            at += len(output.what)
            found.append((site, i, Place(at, at + len(f"{output.done}"))))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    site, i, said = chosen
    new = half_up(i.target * Decimal("2.3"), 0)
    return Plant(
        (Edit(said, f"{new}", shown=False), *_edits(site, actual=f"{made.style.number(new)}{i.unit}")),
        (site.at["whole"],),
    )


@planter("C108")
def actuals_copied(made: Made, rng: Random) -> Plant | None:
    """All actual values are the targets, where the text below does not say otherwise."""
    for site in made.of("form-score"):
        form, _, rows_ = form_of(made, site)
        if all(o.done == o.target for o in form.project.outputs) and all(i.score == i.weight for i in form.indicators):
            edits = [
                Edit(s.at["actual"], made.quote(s.at["target"])[1:])
                for s in rows_
                if isinstance(s.fact, Indicator) and "满意度" not in s.fact.level1
            ]
            return Plant(tuple(edits))
    return None


@planter("C109")
def no_target_but_points(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.level2 in ("可持续影响指标", "时效指标") and i.score == i.weight))
    if chosen is None:
        return None
    words = rng.choice(("不涉及", "无", "/"))
    return Plant(tuple(_edits(chosen[0], target=words, actual=words)), (chosen[0].at["whole"],))


@planter("C110")
def one_percentage_for_all(made: Made, rng: Random) -> Plant | None:
    """Three benefits in words with one percentage: the two rows of the form and one more that takes half of the points."""
    two = rows(made, lambda i: i.level1 == "效益指标")[:2]
    if len(two) < 2:
        return None
    (a, first), (b, second) = two
    names = rng.choice(
        (("社会效益明显", "生态环境改善", "长效机制健全"), ("社会影响良好", "环境质量提升", "可持续发展"))
    )
    half = half_up(second.weight / 2, 0)
    line = made.text[made.text.rfind("\n", 0, b.at["whole"].start) + 1 : made.text.index("\n", b.at["whole"].start)]
    more = line.replace(made.quote(b.at["name"]), names[2]).replace(made.quote(b.at["target"]), "≥95%")
    bar = "|" if "|" in line else "\t"
    cells = more.split(bar)
    at = next(i for i, c in enumerate(cells) if c.strip() == names[2])
    lead = " " if cells[at].startswith(" ") else ""
    for offset, words in (
        (1, "≥95%"),
        (2, "95%"),
        (3, f"{second.weight - half}"),
        (4, f"{second.weight - half}"),
        (5, "无"),
    ):
        cells[at + offset] = f"{lead}{words}{lead}" if at + offset < len(cells) - 1 else f"{lead}{words}"
    end = made.text.index("\n", b.at["whole"].start)
    edits = [
        *_edits(
            a,
            name=names[0],
            target="≥95%",
            actual="95%",
            score=f"{first.weight}",
            reason="无",
            hidden=("score", "reason"),
        ),
        *_edits(
            b,
            name=names[1],
            target="≥95%",
            actual="95%",
            weight=f"{half}",
            score=f"{half}",
            reason="无",
            hidden=("weight", "score", "reason"),
        ),
        Edit(Place(end, end), "\n" + bar.join(cells)),
    ]
    by = first.weight - first.score + second.weight - second.score
    return Plant((*edits, *([retotalled(made, a, by)] if by else [])))


@planter("C111")
def target_without_measure(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.level2 == "质量指标"))
    if chosen is None:
        return None
    words = rng.choice(("明显提高", "有效提升", "进一步改善"))
    return Plant(tuple(_edits(chosen[0], name="工作质量", target=words, actual=words)), (chosen[0].at["whole"],))


@planter("C115")
def output_of_another_kind(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.level2 == "数量指标" and i.score == i.weight))
    if chosen is None:
        return None
    return Plant(tuple(_edits(chosen[0], name="资金支付率", target="≥80%", actual="81%")), (chosen[0].at["whole"],))


@planter("C116")
def served_by_another_project(made: Made, rng: Random) -> Plant | None:
    found = []
    for site, i in rows(made, lambda i: i.level1 == "满意度指标"):
        form, _, _ = form_of(made, site)
        if form.project.kind.key in ("river", "lighting", "road", "farm"):
            found.append((site, i))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    return Plant(tuple(_edits(chosen[0], name="受益老年人或其家属满意度")), (chosen[0].at["whole"],))


@planter("C118")
def late_with_full_points(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.level2 == "时效指标" and i.score == i.weight))
    if chosen is None:
        return None
    site, _ = chosen
    year = form_of(made, site)[0].project.year
    return Plant(
        tuple(_edits(site, name="工程完成时间", target=f"{year}年12月底前", actual=f"{year + 1}年3月完成")),
        (site.at["whole"],),
    )


@planter("C120")
def missed_without_reason(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.score < i.weight))
    if chosen is None:
        return None
    return Plant(tuple(_edits(chosen[0], reason=rng.choice(("无", "")))), (chosen[0].at["whole"],))


@planter("C122")
def more_than_all(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.level2 == "可持续影响指标" and i.name.endswith("覆盖率")))
    if chosen is None:
        return None
    return Plant(tuple(_edits(chosen[0], actual="106%")), (chosen[0].at["whole"],))


@planter("C124")
def deducted_otherwise(made: Made, rng: Random) -> Plant | None:
    chosen = pick(rng, rows(made, lambda i: i.score < i.weight))
    if chosen is None:
        return None
    site, i = chosen
    wrong = plain(i.weight - i.score + 2, 2)
    return Plant(tuple(_edits(site, reason=f"{_EXPLAINED}，扣{wrong}分")), (site.at["whole"],))


@planter("E110")
def blank_cell(made: Made, rng: Random) -> Plant | None:
    found = rows(made, lambda i: i.level2 in ("质量指标", "可持续影响指标"))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    return Plant(tuple(_edits(chosen[0], actual="")), (chosen[0].at["whole"],))


def _line(made: Made, site: Site) -> Place:
    start = made.text.rfind("\n", 0, site.at["whole"].start) + 1
    return Place(start, made.text.index("\n", site.at["whole"].end - 1) + 1)


def _weighted(made: Made, site: Site, i: Indicator, weight: Decimal) -> tuple[list[Edit], Decimal]:
    """The edits that give a row other points, and by how much its score changes."""
    reached = i.score == i.weight
    score = weight if reached else half_up(weight * i.actual / i.target, 2)
    edits = _edits(site, weight=f"{weight}", score=plain(score, 2), hidden=("score",))
    return edits, score - i.score


def _copied(made: Made, site: Site, i: Indicator, name: str, target: str, actual: str, points: str) -> str:
    """The line of a row with another indicator in it."""
    line, offset = _line(made, site), 0
    words = made.quote(line)
    cells = {"name": name, "target": target, "actual": actual, "weight": points, "score": points, "reason": "无"}
    for key, new in cells.items():
        at = Place(site.at[key].start - line.start + offset, site.at[key].end - line.start + offset)
        words = words[: at.start] + new + words[at.end :]
        offset += len(new) - (at.end - at.start)
    return words


@planter("C123")
def equal_points(made: Made, rng: Random) -> Plant | None:
    """Ten points for each: one output fewer, one benefit more, so that the levels keep their 50, 30 and 10."""
    every = rows(made)
    quantities = [(s, i) for s, i in every if i.level2 == "数量指标"]
    if len(made.of("form-score")) != 1 or len(quantities) < 2 or quantities[-1][1].score != quantities[-1][1].weight:
        return None
    gone, lost = quantities[-1]
    last, benefit = next((s, i) for s, i in every if i.level2 == "可持续影响指标")
    edits = [Edit(_line(made, gone), "", shown=False)]
    by = 10 - lost.score
    for site, i in every:
        if site is not gone:
            more, change = _weighted(made, site, i, Decimal(10))
            edits += more
            by += change
    end = _line(made, last).end
    edits.append(Edit(Place(end, end), _copied(made, last, benefit, "管护责任落实率", "≥98%", "100%", "10")))
    if form_of(made, gone)[0].total + by >= 100:
        return None  # full marks beside a problem would be a defect of its own
    return Plant((*edits, retotalled(made, gone, by)), (every[0][0].at["whole"], every[-1][0].at["whole"]))


@planter("C123")
def twenty_and_more(made: Made, rng: Random) -> Plant | None:
    """A row for each lot, at one point, taken from the six rows of the outputs."""
    every = rows(made)
    outputs = [(s, i) for s, i in every if i.level1 == "产出指标"]
    if len(made.of("form-score")) != 1 or len(outputs) != 6:
        return None
    after, timely = next((s, i) for s, i in outputs if i.level2 == "时效指标")
    edits: list[Edit] = []
    by = Decimal(12)
    for site, i in outputs:
        more, change = _weighted(made, site, i, i.weight - 2)
        edits += more
        by += change
    end = _line(made, after).end
    lots = (f"第{n}标段按期完成率" for n in range(1, 13))
    lines = "".join(_copied(made, after, timely, name, "≥95%", "100%", "1") for name in lots)
    edits.append(Edit(Place(end, end), lines))
    if form_of(made, after)[0].total + by >= 100:
        return None
    return Plant((*edits, retotalled(made, after, by)), (every[0][0].at["whole"], every[-1][0].at["whole"]))
