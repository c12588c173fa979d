"""E107–E111, F101–F115: attachments, chapters, dates, sources, persons."""

from __future__ import annotations

from random import Random

from proof.generator import Made, Place
from proof.planters import Edit, Plant, inserted, pick, planter, replaced
from proof.planters.story import ANNEX, EVALUATION, NOTE, SELF, body, results, told


def _prose(made: Made) -> list[Place]:
    return [s.at["end"] for s in made.of("paragraph") if made.text[s.at["end"].start - 1] == "。"]


@planter("E107")
def attachment_that_is_not_there(made: Made, rng: Random) -> Plant | None:
    place = pick(rng, _prose(made))
    return None if place is None else inserted(place.start, rng.choice(("各项得分详见附件5。", "实施图样详见附件4。")))


@planter("E108")
def wrong_character(made: Made, rng: Random) -> Plant | None:
    place = pick(rng, _prose(made))
    words = ("与施工方签定合同3份。", "尾款已按期拔付。", "为住户开展心里咨询2次。")
    return None if place is None else inserted(place.start, rng.choice(words))


@planter("E109")
def chapter_left_out(made: Made, rng: Random) -> Plant | None:
    """The last chapter, the one on problems, is gone."""
    if made.type != SELF:
        return None
    heads = [h for h in made.of("heading") if h.fact == 1]
    if not heads or made.quote(heads[-1].at["title"]) != "存在的问题及改进措施":
        return None
    end = next(s for s in made.of("measure")).at["whole"].end
    title = next(s for s in made.of("title")).at["whole"]
    return Plant(
        (Edit(Place(heads[-1].at["whole"].start, end), "", shown=False),), (title, Place(0, len(made.text) // 2))
    )


@planter("E111")
def paragraph_twice(made: Made, rng: Random) -> Plant | None:
    if made.type != NOTE:
        return None
    text = "在东片区新建雨水管道和检查井，改造沿线破损路面，更换老旧路灯，补种行道树，增设休息座椅和无障碍坡道，设置统一的指示标识，清理河道淤泥，修复驳岸，安装监控设备，并对沿街立面进行统一整治和粉刷。"
    places = results(made)
    if len(places) < 2:
        return None
    return Plant(tuple(Edit(p, "\n" + text) for p in sorted(rng.sample(places, 2))))


@planter("F101")
def date_of_the_year_before(made: Made, rng: Random) -> Plant | None:
    year = int(str(made.identity["fiscal_year"]))
    if made.type not in (NOTE, SELF, EVALUATION):
        return None
    if str(year) not in made.text[: made.text.index("\n")]:  # the title states the year
        return None
    found = []
    for place in [*body(made, "资金使用情况"), *body(made, "资金投入和使用情况"), *body(made, "资金到位情况")]:
        at = made.text.find(f"截至{year}年12月31日", place.start, place.end)
        if at >= 0:
            found.append(Place(at + 2, at + 6))
    chosen = pick(rng, found)
    return None if chosen is None else replaced(chosen, str(year - 1), Place(chosen.start - 2, chosen.end + 7))


@planter("F102")
def done_after_the_year(made: Made, rng: Random) -> Plant | None:
    year = int(str(made.identity["fiscal_year"]))
    return told(made, rng, (NOTE, SELF, ANNEX), f"外墙修缮工作于{year + 1}年3月完成，共修缮3栋。")


@planter("F103")
def repealed_source(made: Made, rng: Random) -> Plant | None:
    title = "《项目支出绩效评价管理办法》"
    at = made.text.find(title)
    if at < 0:
        return None
    end = made.text.index("号", at) + 2
    return replaced(Place(at, end), made.style.shaped("《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）"))


@planter("F108")
def person_named(made: Made, rng: Random) -> Plant | None:
    place = pick(rng, _prose(made))
    words = ("向退休职工周文海家属发放丧葬费及抚恤费。", "向困难群众李桂芳（身份证号530102196503124528）发放救助金。")
    return None if place is None else inserted(place.start, rng.choice(words))


@planter("F109")
def judged_by_others(made: Made, rng: Random) -> Plant | None:
    if made.type not in (SELF, ANNEX):
        return None
    place = pick(rng, [*body(made, "项目组织实施情况")])
    return None if place is None else inserted(place.end, "我单位委托甲会计师事务所对本项目开展绩效自评工作。")


@planter("F111")
def self_evaluation_inside(made: Made, rng: Random) -> Plant | None:
    if made.type != EVALUATION:
        return None
    place = pick(rng, body(made, "绩效评价目的、对象和范围"))
    year = made.identity["fiscal_year"]
    return None if place is None else inserted(place.start, f"本次自评的目的是了解我单位{year}年度资金支出情况。")


@planter("F112")
def whole_department_inside(made: Made, rng: Random) -> Plant | None:
    if made.type != EVALUATION:
        return None
    place = pick(rng, body(made, "绩效评价工作过程"))
    year = made.identity["fiscal_year"]
    return (
        None
        if place is None
        else inserted(place.end, f"评价组核查了{year}年度部门整体支出数据，着重核查了“三公”经费。")
    )


@planter("F115")
def sample_unexplained(made: Made, rng: Random) -> Plant | None:
    if made.type != EVALUATION:
        return None
    place = pick(rng, body(made, "绩效评价工作过程"))
    return None if place is None else inserted(place.end, "评价组实地抽查公厕12座。")
