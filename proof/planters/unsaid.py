"""C112, C117, D115, D116: results that are told and not shown, or not told at all."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from proof.generator import Made, Place
from proof.generator.facts import Project
from proof.planters import Edit, Plant, inserted, pick, planter
from proof.planters.execution import scope_of, within
from proof.planters.forms import form_of, rows
from proof.planters.story import NOTE, SELF, body, results

WHOLE = "部门整体支出绩效自评报告"


@planter("C112")
def narrative_only(made: Made, rng: Random) -> Plant | None:
    """Every chapter with a target or a result has words in its place; money and management stay."""
    if made.type != SELF:
        return None
    words = {
        "项目绩效目标": ("年度目标是改善设施条件，方便群众使用。",),
        "项目组织实施情况": ("项目由项目科室牵头，按实施方案分段推进，施工单位通过公开招标确定。",),
        "产出情况": ("各点位的建设内容已交付使用。", "设备和材料已到场并安装调试。"),
        "产出数量": ("各点位的建设内容已交付使用。", "设备和材料已到场并安装调试。"),
        "产出质量和时效": ("已交付的部分运行正常，质量符合合同约定的标准。",),
        "效益情况": ("沿线环境改善，群众出行更加方便。",),
    }
    edits = [
        Edit(place, made.style.shaped(rng.choice(texts)))
        for title, texts in words.items()
        for place in body(made, title)
        if place.end > place.start
    ]
    for head in made.of("heading"):
        if (
            made.quote(head.at["title"]) == "满意度情况"
        ):  # the last of its chapter; without a figure it would be a defect of its own
            end = next(p.end for p in body(made, "满意度情况") if p.start >= head.at["whole"].end)
            edits.append(Edit(Place(head.at["whole"].start, end), "", shown=False))
    title = next(s for s in made.of("title")).at["whole"]
    return Plant(tuple(edits), (title,))


@planter("C117")
def passed_before_acceptance(made: Made, rng: Random) -> Plant | None:
    """The works wait for their acceptance, and all of them passed it; the form says the one, its note the other."""
    found = [s for s, i in rows(made, lambda i: "验收合格率" in i.name) if len(made.of("form-score")) == 1]
    site = pick(rng, found)
    if site is None or form_of(made, site)[0].project.kind.key not in ("river", "housing", "lighting", "road"):
        return None
    at = made.text.find("自评说明", site.at["whole"].end)
    end = made.text.index("\n", at)
    words = rng.choice(("项目主体工程已完工，尚未组织验收。", "目前工程已完工，尚未开展竣工验收。"))
    return Plant((Edit(Place(end, end), words),), (site.at["whole"],), ("B109",))


@planter("C117")
def passed_in_another_chapter(made: Made, rng: Random) -> Plant | None:
    if made.type not in (NOTE, SELF):
        return None
    found = []
    for stated in made.stated:
        p, scope = stated.project, stated.scope
        if any(scope.start <= s.at["whole"].start < scope.end for s in made.of("states", "task")):
            continue
        first = next(
            (
                b
                for t in ("资金使用情况", "项目组织实施情况")
                for b in body(made, t)
                if scope.start < b.start < scope.end
            ),
            None,
        )
        titles = ("产出情况", "产出数量", "绩效目标完成情况", "绩效目标总体完成情况")
        last = next(
            (b for t in titles for b in body(made, t) if scope.start < b.start < scope.end and b.end > b.start), None
        )
        if (
            first is not None
            and last is not None
            and "验收" not in made.quote(scope)
            and p.kind.key in ("river", "road", "farm")
        ):
            found.append((first, last))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    first, last = chosen
    return Plant(
        (
            Edit(Place(first.end, first.end), "项目主体工程已完工，尚未组织验收。"),
            Edit(Place(last.end, last.end), "工程验收合格率100%。"),
        ),
        along=("B109",),  # where all is paid before the acceptance
    )


@planter("D115")
def some_of_the_list(made: Made, rng: Random) -> Plant | None:
    """The chapter on what was done takes the listed projects up one by one and leaves the last ones out."""
    if made.type != WHOLE:
        return None
    many = [s.fact for s in made.of("row") if isinstance(s.fact, Project)]
    place = pick(rng, body(made, "履职完成情况"))
    if len(many) < 5 or place is None:
        return None
    said = (
        "由镇级组织实施，已投入使用",
        "按月巡查，台账齐备",
        "通过公开招标确定施工单位",
        "实行专人管护，损坏即修",
    )
    told = many[: rng.randint(3, len(many) - 1)]
    lines = "".join(
        f"\n{made.style.indent}{n}.{p.name}{'：' if not made.style.narrow else ':'}{rng.choice(said)}。"
        for n, p in enumerate(told, 1)
    )
    left = [s.at["name"] for s in made.of("row") if s.fact not in told]
    return inserted(place.end, lines, *left)


@planter("D116")
def unpaid_for_no_reason(made: Made, rng: Random) -> Plant | None:
    """All works finished; the reason why a rest was not paid gives way to a condition that is not named."""
    found = []
    for site in made.of("why"):
        p = site.fact
        if made.type != NOTE or not isinstance(p, Project) or p.spent / p.adjusted < Decimal("0.82"):
            continue
        scope = scope_of(made, p)
        at = made.text.find(made.style.shaped(p.kind.unspent), site.at["whole"].start, site.at["whole"].end)
        last = next((r for r in results(made) if scope.start < r.start <= scope.end), None)
        if at > 0 and last is not None and not within(made, p, "states", "task"):
            found.append((Place(at, at + len(p.kind.unspent)), last))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    reason, last = chosen
    words = rng.choice(("未达到支付条件，暂未支付", "未达到付款要求", "因未达到合同约定的支付条件"))
    return Plant((Edit(reason, made.style.shaped(words)), Edit(last, "工程完工率100%。")))
