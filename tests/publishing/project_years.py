"""Made-up districts: project-years by seed, with everything that data of a year can have or lack."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from wenxiao.performance.evaluation import Actual, evaluate
from wenxiao.performance.ledger import Position, Source, together
from wenxiao.performance.regime import Regime, find
from wenxiao.performance.target_form import Indicator, Nature, TargetSet
from wenxiao.publishing.reports.facts import ProjectMaterial
from wenxiao.publishing.reports.wholes import Criterion, EvaluationMaterial

REGIME = find("云南省昆明市", 2025, "项目支出绩效自评表")
NAMES = (
    "城市网格化管理运行经费", "环卫保洁服务采购项目", "河道清淤整治工程", "义务教育营养改善计划", "图书馆免费开放补助", "疫苗接种服务经费",
    "老旧小区改造工程", "农村公路养护资金", "就业培训补贴", "数字档案室建设项目", "消防站点运行维护费", "社区养老服务中心建设",
)  # fmt: skip
UNITS = ("星河区城市管理局", "星河区水务局", "星河区教育体育局", "星河区卫生健康局")
PURPOSES = (
    "购买巡查、清扫和案件处置服务，保障全区市政道路整洁。", "对辖区河道实施清淤和岸坡整治，改善行洪条件。",
    "补助学校食堂用餐和设备更新，保障学生营养。", "",
)  # fmt: skip
#: level 1, level 2, name, nature, unit, size of the target
INDICATORS = (
    ("产出", "数量指标", "清扫保洁面积", "ge", "万平方米", 320), ("产出", "数量指标", "开展巡查次数", "ge", "次", 1200),
    ("产出", "质量指标", "案件按期处置率", "ge", "%", 95), ("产出", "时效指标", "平均处置时间", "le", "小时", 24),
    ("产出", "成本指标", "每平方米保洁成本", "le", "元", 12), ("产出", "质量指标", "验收合格率", "eq", "%", 100),
    ("效益", "社会效益指标", "市容环境改善程度", "qualitative", "", 0), ("效益", "生态效益指标", "水质达标断面比例", "ge", "%", 90),
    ("满意度", "服务对象满意度指标", "居民满意度", "ge", "%", 90),
)  # fmt: skip
REASONS = ("汛期施工停工较多，部分任务顺延至下一年度实施。", "设备检修时间长于计划，已与供应商约定备件到货时间。")


@dataclass(frozen=True)
class Kind:
    """What a made-up year is like."""

    name: str
    overspent: bool = False


def project(random: Random, name: str | None = None, overspent: bool = False) -> ProjectMaterial:
    """A project-year with money, targets and scores as the seed has it."""
    money, by_source = _money(random, overspent)
    form = _form(random, money) if random.random() < 0.9 else None
    short = form is not None and any(line.reached is False for line in form.lines)
    return ProjectMaterial(
        name=name or random.choice(NAMES),
        unit=random.choice(UNITS),
        office=random.choice(UNITS),
        year=2025,
        position=money,
        by_source=by_source,
        form=form,
        attribute=random.choice(("新增", "延续")),
        fund="一般公共预算",
        period="2024年至2027年",
        purpose=random.choice(PURPOSES),
        goal="完成年度各项任务，提高公共服务水平。" if form else "",
        outcome=random.choice(("全年服务正常开展，日常巡查没有间断。", "")) if form else "",
        execution_reason=random.choice(("部分合同款项按约定于次年支付。", "")),
        problems=random.choice(("", "个别月份台账更新不及时。", ""))
        if not short
        else "部分任务因工期安排未能按期完成。",
        measures=random.choice(("", "由项目单位按月核对台账，逐季通报进度。")),
    )


def _money(random: Random, overspent: bool) -> tuple[Position, dict[Source, Position]]:
    """The position and its sources: plain or adjusted, carried over, returned, missing, zero, of every scale."""
    if random.random() < 0.06:
        return Position(), {}
    sources = [
        Source.FISCAL,
        *([Source.TRANSFER] if random.random() < 0.25 else []),
        *([Source.OTHER] if random.random() < 0.2 else []),
    ]
    parts: dict[Source, Position] = {source: _one(random, overspent) for source in sources}
    if random.random() < 0.25:
        amount = _amount(random)
        parts[Source.CARRYOVER] = _made(carried_in=amount, paid=_share(random, amount))
    return together(parts.values()), parts


def _one(random: Random, overspent: bool) -> Position:
    if random.random() < 0.05:
        return _made(original=Decimal(0))
    original = _amount(random)
    changes: dict[str, Decimal] = {}
    if random.random() < 0.2:
        changes["added"] = _amount(random)
    if random.random() < 0.15:
        changes["cut"] = (original * random.randint(1, 30) / 100).quantize(Decimal("0.01"))
    if random.random() < 0.1:
        changes["returned"] = (original * random.randint(1, 20) / 100).quantize(Decimal("0.01"))
    revised = (
        original
        + changes.get("added", Decimal(0))
        - changes.get("cut", Decimal(0))
        - changes.get("returned", Decimal(0))
    )
    if overspent:
        return _made(original=original, **changes, paid=revised + _amount(random))
    if random.random() < 0.1:
        return _made(original=original, **changes)
    paid = _share(random, revised)
    arrived = (
        revised if random.random() < 0.5 else None if random.random() < 0.4 else max(paid, _share(random, revised))
    )
    out = revised - paid if paid < revised and random.random() < 0.2 else None
    return _made(
        original=original,
        **changes,
        paid=paid,
        arrived=arrived,
        allocated=revised if arrived else None,
        carried_out=out,
    )


def _made(**sums: Decimal | None) -> Position:
    """A position with what follows from the sums."""
    known = {key: amount for key, amount in sums.items() if amount is not None}
    zero = Decimal(0)
    begun = any(key in known for key in ("original", "carried_in", "added"))
    revised = (
        sum((known.get(key, zero) for key in ("original", "carried_in", "added")), zero)
        - known.get("cut", zero)
        - known.get("returned", zero)
    )
    left = revised - known.get("paid", zero) - known.get("carried_out", zero)
    return Position(**known, revised=revised if begun else None, left=left if begun else None)


def _amount(random: Random) -> Decimal:
    """An amount of any scale: thousands to hundreds of millions, round, to the yuan or to the fen."""
    whole = Decimal(random.choice((3, 12, 58, 320, 1250, 9876))) * 10 ** random.randint(3, 5)
    return whole + random.choice(
        (Decimal(0), Decimal(random.randint(1, 9999)), Decimal(random.randint(1, 999999)) / 100)
    )


def _share(random: Random, of: Decimal) -> Decimal:
    if random.random() < 0.3:
        return of
    return (of * random.randint(0, 1000) / 1000).quantize(Decimal("0.01"))


def _form(random: Random, money: Position):  # type: ignore[no-untyped-def]
    """A scored form; some years have values missing."""
    chosen = [one for one in INDICATORS if random.random() < 0.8] or [INDICATORS[0]]
    left, indicators = Decimal(90), []
    for at, (level1, level2, name, nature, unit, size) in enumerate(chosen):
        weight = left if at == len(chosen) - 1 else Decimal(round(90 / len(chosen)))
        left -= weight
        target = None if nature == "qualitative" else Decimal(size)
        text = "明显改善" if nature == "qualitative" else ""
        indicators.append(Indicator(f"k{at}", level1, level2, name, Nature(nature), target, None, text, unit, weight))
    lacking = random.random() < 0.2
    actuals = [_actual(random, one) for one in indicators if not (lacking and random.random() < 0.3)]
    return evaluate(TargetSet("完成年度各项任务", tuple(indicators)), actuals, money, REGIME)


def _actual(random: Random, one: Indicator) -> Actual:
    if one.nature is Nature.QUALITATIVE:
        answer = REGIME.answers[0]
        return Actual(
            one.key,
            answer=answer.label,
            manual=(one.weight * Decimal("0.9")).quantize(Decimal("0.1")),
            reason="抽查街道，多数达到标准。",
        )
    assert one.target is not None
    short = random.random() < 0.25
    if one.nature is Nature.EQUAL:
        value = one.target if not short else one.target - 2
    elif one.nature is Nature.AT_MOST:
        value = one.target - 1 if not short else one.target + 3
    elif one.percent:
        value = min(Decimal(100), one.target + 3) if not short else one.target - Decimal("4.5")
    else:
        value = one.target + random.randint(0, 20) if not short else (one.target * Decimal("0.85")).quantize(Decimal(1))
    return Actual(one.key, value, reason=random.choice(REASONS) if short else "")


CRITERIA = (
    ("决策", "项目立项", "立项依据充分性", 5), ("决策", "绩效目标", "绩效指标明确性", 10), ("过程", "资金管理", "预算执行率", 10),
    ("过程", "组织实施", "制度执行有效性", 10), ("产出", "产出数量", "实际完成率", 20), ("产出", "产出质量", "质量达标率", 15),
    ("效益", "项目效益", "实施效益", 20), ("效益", "项目效益", "满意度", 10),
)  # fmt: skip


def evaluation(random: Random) -> EvaluationMaterial:
    """An evaluation, scored in full or in part."""
    whole = random.random() < 0.8
    criteria = []
    for level1, level2, name, points in CRITERIA:
        score = Decimal(points) * random.choice((10, 10, 9, 8, 5)) / 10
        known = whole or random.random() < 0.6
        basis = "查阅文件资料，符合要求。" if score == points else "抽查资料，部分环节执行不够到位。"
        criteria.append(
            Criterion(level1, level2, name, Decimal(points), score if known else None, basis if known else "")
        )
    scores = [one.score for one in criteria]
    total = None if None in scores else sum((score for score in scores if score is not None), Decimal(0))
    grade = "" if total is None else next(band.name for band in REGIME.grades if total >= band.low)
    return EvaluationMaterial(
        "项目支出绩效评价指标体系框架", criteria, total, grade, "明衡绩效评价咨询有限公司", "方衡", "采用资料核查、现场查看和问卷调查的方法。",
        "项目组织有序，产出基本达到目标。" if total is not None else "",
    )  # fmt: skip


def regime() -> Regime:
    return REGIME
