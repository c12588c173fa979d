"""B108–B120, C113–C119, D101–D114: what a report tells. Most are a sentence that cannot stand beside what the document says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from proof.generator import Made, Place
from proof.generator.facts import Project
from proof.generator.sentences import RateFact, printed_rate
from proof.planters import Edit, Plant, inserted, pick, planter, replaced
from proof.planters.execution import scope_of, within

NOTE = "重大政策和重点项目绩效执行结果说明"
SELF = "项目支出绩效自评报告"
ANNEX = "项目支出绩效报告（自评）"
EVALUATION = "项目支出绩效评价报告"


def body(made: Made, title: str) -> list[Place]:
    """Texts under headings with this title, up to the next heading."""
    heads = made.of("heading")
    found = []
    for i, head in enumerate(heads):
        if made.quote(head.at["title"]).endswith(title):
            start = head.at["whole"].end
            end = heads[i + 1].at["whole"].start if i + 1 < len(heads) else len(made.text)
            words = made.text[start:end]
            lead = len(words) - len(words.lstrip())
            found.append(Place(start + lead, start + len(words.rstrip())))
    return found


def results(made: Made) -> list[Place]:
    """Ends of the paragraphs that say what was done."""
    found = [
        p
        for title in (
            "绩效目标完成情况",
            "绩效目标总体完成情况",
            "绩效目标执行结果",
            "产出情况",
            "产出数量",
            "履职完成情况",
        )
        for p in body(made, title)
        if made.text[p.end - 1] == "。"
    ]
    return [Place(p.end, p.end) for p in found]


def told(made: Made, rng: Random, types: Sequence[str], *sentences: str) -> Plant | None:
    """One of the sentences at the end of a paragraph of results."""
    if made.type not in types:
        return None
    place = pick(rng, results(made))
    return None if place is None else inserted(place.start, rng.choice(sentences))


@planter("B108")
def finished_and_unpaid(made: Made, rng: Random) -> Plant | None:
    found = [
        s for s in made.of("rate")
        if made.type == NOTE and isinstance(s.fact, RateFact) and s.fact.project and s.fact.top / s.fact.base < Decimal("0.66") and "base" in s.at and s.at["rate"].start > s.at["base"].end and made.text[s.at["rate"].start - 1] in "率为"
    ]  # fmt: skip
    site = pick(rng, found)
    if site is None or not isinstance(site.fact, RateFact) or site.fact.project is None:
        return None
    scope = scope_of(made, site.fact.project)
    place = pick(rng, [p for p in results(made) if scope.start < p.start <= scope.end])
    if place is None or within(made, site.fact.project, "states", "task"):
        return None
    return inserted(place.start, "项目工程完工率100%。", site.at["whole"])


@planter("B109")
def paid_before_begun(made: Made, rng: Random) -> Plant | None:
    site = pick(
        rng,
        [
            s
            for s in made.of("rate")
            if made.type == NOTE
            and isinstance(s.fact, RateFact)
            and s.fact.project
            and s.fact.top < s.fact.base
            and "spent" in s.at
        ],
    )
    if site is None:
        return None
    return inserted(site.at["whole"].end, "，主要用于支付施工单位预付款，其余4项工作仍未开展", site.at["whole"])


@planter("B110")
def debts_of_last_year(made: Made, rng: Random) -> Plant | None:
    if made.type != NOTE:
        return None
    place = pick(rng, body(made, "资金使用情况"))
    year = int(str(made.identity["fiscal_year"]))
    return (
        None
        if place is None
        else inserted(
            place.end,
            rng.choice(
                (
                    f"本年度使用了{year}年部分项目资金用于支付上年度的工程尾款。",
                    f"动用{year}年项目资金支付上年度的工程欠款，本年养护资金不足。",
                )
            ),
        )
    )


@planter("B111")
def left_called_saved(made: Made, rng: Random) -> Plant | None:
    """A large part that was not spent, as a rate of saving; nothing says how it was saved or when the rest is due."""
    low = [s for s in made.of("line-rate") if printed_rate(made.quote(s.at["rate"])) < 80]
    site = pick(rng, [s for s in low if "saving" not in s.at])
    if site is None:
        return None
    rest = made.style.shaped("，其余资金待考核合格后支付")
    end = site.at["rate"].end
    stop = end + len(rest) if made.text.startswith(rest, end) else end
    saving = made.style.percent(100 - printed_rate(made.quote(site.at["rate"])), 2)
    return Plant((Edit(Place(end, stop), made.style.shaped(f"，节约率{saving}")),), (site.at["whole"],))


@planter("B112")
def all_from_one_hand(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, [s for s in made.of("wide-rate") if "extra1" in s.at])
    if site is None:
        return None
    start = made.text.rfind("\n", 0, site.at["whole"].start) + 1
    level = "区级" if "区" in made.text[:12] else "县级"
    return inserted(start, f"项目经费全部由{level}财政安排。", site.at["whole"])


@planter("B114")
def one_sum_for_the_whole(made: Made, rng: Random) -> Plant | None:
    found = [
        s
        for s in made.of("rate")
        if made.type == NOTE
        and isinstance(s.fact, RateFact)
        and s.fact.project
        and s.fact.top / s.fact.base < Decimal("0.9")
        and "base" in s.at
        and not s.fact.project.is_adjusted
        and made.text[s.at["rate"].start - 1] in "率为"
    ]
    site = pick(rng, found)
    if site is None or not isinstance(site.fact, RateFact):
        return None
    part = (site.fact.top * Decimal("0.4") / made.style.grain).to_integral_value() * made.style.grain
    return inserted(
        site.at["whole"].start,
        f"本次评价对象为债券资金{made.style.amount(part)}，该笔资金使用率100%。",
        site.at["whole"],
    )


@planter("B118")
def accepted_before_begun(made: Made, rng: Random) -> Plant | None:
    year = made.identity.get("fiscal_year")
    return told(made, rng, (NOTE, SELF, EVALUATION), f"工程于{year}年6月开工，{year}年3月竣工验收。")


@planter("C113")
def content_without_figure(made: Made, rng: Random) -> Plant | None:
    """Low satisfaction admitted, and no figure of it anywhere in the document."""
    if made.type != NOTE:
        return None
    site = pick(rng, made.of("problem"))
    if site is None:
        return None
    at = made.text.find("存在", site.at["whole"].start) + 2
    gone = [Edit(s.at["whole"], "", shown=False) for s in made.of("satisfaction")]
    return Plant((Edit(Place(at, at), "项目满意度偏低、"), *gone), (site.at["whole"],), ("D113",))  # low, but how low?


@planter("C114")
def content_for_no_complaint(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("satisfaction"))
    if site is None:
        return None
    return replaced(site.at["whole"], "全年未收到投诉，群众满意度为100%。")


@planter("C119")
def grade_of_another_band(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, made.of("grade"))
    if site is None:
        return None
    return replaced(site.at["grade"], "良" if made.quote(site.at["grade"]) == "优" else "优", site.at["score"])


@planter("D101")
def planned_and_accepted(made: Made, rng: Random) -> Plant | None:
    return told(
        made,
        rng,
        (NOTE,),
        "完成拟建文化广场1处、新建停车场1处。以上建设项目均已通过验收。",
        "拟建垃圾收集房2座、硬化场地600平方米。上述建设内容均已全部完工并通过验收。",
    )


@planter("D102")
def done_what_was_not_listed(made: Made, rng: Random) -> Plant | None:
    if made.type != NOTE:
        return None
    site = pick(rng, [s for s in made.of("item") if isinstance(s.fact, Project)])
    if site is None or not isinstance(site.fact, Project):
        return None
    scope = scope_of(made, site.fact)
    first = next(
        (p for p in body(made, "项目概况") + body(made, "项目基本情况") if scope.start < p.start < scope.end), None
    )
    last = next((p for p in results(made) if scope.start < p.start <= scope.end), None)
    if first is None or last is None:
        return None
    at = made.text.find("。", first.start) + 1
    a, b, c, d = rng.sample(
        ["东山路箱变搬迁", "北湖片区线路迁改", "南岭路路灯安装", "西川路照明改造", "石桥泵站改造"], 4
    )
    return Plant(
        (Edit(Place(at, at), f"工程内容具体包括{a}工程、{b}工程、{c}工程。"), Edit(last, f"已完成{a}、{b}、{d}。"))
    )


@planter("D103")
def name_misspelt(made: Made, rng: Random) -> Plant | None:
    if made.type != NOTE:
        return None
    found = []
    for stated in made.stated:
        name = made.style.shaped(stated.project.name)
        at = made.text.find(name, stated.scope.start + len(name) + 4, stated.scope.end)
        if at > 0:
            found.append((at, name))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    at, name = chosen
    i = len(name) // 2
    return replaced(
        Place(at, at + len(name)), name[:i] + name[i + 1 :] if rng.random() < 0.5 else name[:i] + "网" + name[i + 1 :]
    )


@planter("D104")
def fourth_without_first(made: Made, rng: Random) -> Plant | None:
    if made.type != NOTE:
        return None
    return told(made, rng, (NOTE,), "四是村庄污水改造已完成。", "三是宣传活动已按月开展。")


@planter("D105")
def effect_of_what_was_not_begun(made: Made, rng: Random) -> Plant | None:
    return told(
        made, rng, (NOTE,), "目前3个标段已开工，其余4项工作仍未开展。通过对老化管道进行整治，提升了供气安全水平。"
    )


@planter("D106")
def problems_as_praise(made: Made, rng: Random) -> Plant | None:
    if made.type not in (SELF, ANNEX):
        return None
    site = pick(rng, made.of("problem"))
    if site is None:
        return None
    return replaced(site.at["whole"], "专项经费一直有据可依，管理规范。资金分配公平公正，不存在截留、挪用情况。")


@planter("D107")
def no_measures(made: Made, rng: Random) -> Plant | None:
    """The measures gone, their chapter with them."""
    if made.type != SELF:
        return None
    heads = made.of("heading")
    for i, head in enumerate(heads):
        if made.quote(head.at["title"]) == "改进措施" and head.fact == 2:
            measure = next(s for s in made.of("measure"))
            problem = next(s for s in made.of("problem"))
            after = heads[i + 1].at["whole"].start if i + 1 < len(heads) else measure.at["whole"].end
            one = next(h for h in heads if made.quote(h.at["title"]) == "存在的问题及改进措施")
            return Plant(
                (
                    Edit(one.at["title"], "存在的问题", shown=False),
                    Edit(Place(head.at["whole"].start, after), "", shown=False),
                ),
                (problem.at["whole"], one.at["whole"]),
                ("E109",),  # which asks for the chapter that is gone
            )
    return None


#: Words that tell of something wrong, or of works that are not through.
_OPEN = ("未", "不足", "不够", "滞后", "偏", "问题", "待验收", "正在办理")


@planter("D108")
def one_alone_with_problems(made: Made, rng: Random) -> Plant | None:
    """Of several projects only one names a problem; some of the others have no word of trouble left."""
    found = [s for s in made.of("problem") if isinstance(s.fact, Project)]
    if made.type != NOTE or len(found) < 4:
        return None
    gone = found[1:] if rng.random() < 0.5 else found[:-1]
    heads = []
    for site in gone:
        assert isinstance(site.fact, Project)
        scope = scope_of(made, site.fact)
        rest = "".join(made.quote(scope).replace(made.quote(site.at["whole"]), "").split())
        if not any(word in rest for word in _OPEN):
            heads.append(scope)
    if len(heads) < 2:
        return None
    return Plant(tuple(Edit(s.at["whole"], "", shown=False) for s in gone), tuple(heads))


@planter("D109")
def analysis_of_nothing(made: Made, rng: Random) -> Plant | None:
    if made.type != ANNEX:
        return None
    place = pick(rng, body(made, "项目的效率性分析"))
    if place is None:
        return None
    return replaced(place, "各部门根据职能职责扎实推进，按计划有序开展各项工作，确保各项任务落到实处。")


@planter("D110")
def answer_to_another_question(made: Made, rng: Random) -> Plant | None:
    if made.type != ANNEX:
        return None
    head = next((h for h in made.of("heading") if made.quote(h.at["title"]) == "项目的经济性分析"), None)
    place = pick(rng, body(made, "项目的经济性分析"))
    if head is None or place is None:
        return None
    return Plant(
        (
            Edit(head.at["title"], made.style.shaped("项目成本（预算）节约情况")),
            Edit(place, "在资金管理方面做到专款专用，合法合规使用，无截留、挤占情况。"),
        )
    )


@planter("D111")
def too_small_for_a_tender(made: Made, rng: Random) -> Plant | None:
    found = [p for p in body(made, "项目组织实施情况") if "公开招标" in made.quote(p)]
    place = pick(rng, found)
    if place is None or made.type != SELF:
        return None
    return inserted(place.start, "项目零星分散，没有达到招标限额。中标单位按期完成施工。", place)


@planter("D112")
def plan_told_as_result(made: Made, rng: Random) -> Plant | None:
    """The sentence of the content word for word among the results."""
    if made.type != NOTE:
        return None
    plan = "重点实施东村道路改造、污水治理、垃圾治理、公厕改造、房屋风貌改造、村庄绿化、沟渠治理、强弱电线路整治、村庄亮化、农户庭院美化和活动室改造共十一类建设内容。"
    site = pick(rng, [s for s in made.of("item") if isinstance(s.fact, Project)])
    if site is None or not isinstance(site.fact, Project):
        return None
    scope = scope_of(made, site.fact)
    first = next(
        (p for p in body(made, "项目概况") + body(made, "项目基本情况") if scope.start < p.start < scope.end), None
    )
    last = next((p for p in results(made) if scope.start < p.start <= scope.end), None)
    if first is None or last is None:
        return None
    at = made.text.find("。", first.start) + 1
    return Plant((Edit(Place(at, at), plan), Edit(last, plan)))


@planter("D113")
def result_without_number(made: Made, rng: Random) -> Plant | None:
    return told(made, rng, (NOTE, SELF), "每月污水处理率均达到95%左右。", "全年撰写调查报告百多篇。")


@planter("D114")
def all_but_not_all(made: Made, rng: Random) -> Plant | None:
    return told(made, rng, (NOTE,), "项目完成了资产清查、年度审计等各项工作，但存在部分子项目未按期实施的问题。")
