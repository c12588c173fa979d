"""How amounts are written: units mixed, lost or misspelt, and figures per head that cannot be (checks A09, A15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from wenxiao.audit.model import Outcome, Severity, failed, passed, relation_operands
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import ARITHMETIC, DATA_ARE_TRUE, DATA_ARE_TRUE_EN, relations_of
from wenxiao.audit.words import printed
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Quantity
from wenxiao.quantities.paper import plain
from wenxiao.reading.mentions import Mention
from wenxiao.reading.model import Reading, Relation, Verdict

_LARGE, _SMALL = "万元", "元"
_FEWEST_AMOUNTS = 3
_LEAST = 1000  # 500元 in a list of 万元 is rightly in 元


def _mentions(reading: Reading, kind: str) -> list[Mention]:
    return [m for m in reading.mentions if m.kind == kind]


@rule(
    "A109", "units-of-money-mixed", Severity.NOTE, check="A09",
    title="同一组金额单位不一致", title_en="Amounts of one list in two units",
    basis="数据口径和计量单位前后一致（财预〔2020〕10号，数据真实、准确）", by_hand="把一组金额换算成同一单位再相加；看总数与分项的单位是否都写对。",
    by_hand_en="Convert the amounts of a list to one unit and add them; see whether total and parts both have the right unit.",
    basis_en="Data are accurate and of one scope and unit (Caiyu 2020 No. 10)",
)  # fmt: skip
def units_of_money_mixed(reading: Reading) -> Iterator[Outcome]:
    """Amounts of one list in two units.

    Where total and parts agree digit by digit and only the unit differs (预算1530元，其中1180万元、350万元), one unit is
    wrong: an error. Where one part of a list of 万元 is printed in 元, the reader adds apples to pears: a note. Prices and
    standards (每人300元) are rightly in 元 and not looked at.

    Fails::     项目全年预算1530元，其中：中央资金1180万元，省级资金350万元。
    Fails::     全年经费共38.56万元，其中：活动经费25万元，培训费12万元，印刷费15600元。
    Passes::    项目全年预算1530万元，其中：中央资金1180万元，省级资金350万元。
    Silent::    项目全年预算1530万元。
    """
    slipped: set[int] = set()
    for relation in relations_of(reading, "sum", "unit"):
        total = relation.stated
        assert total is not None
        slipped.add(total.start)
        unit = relation.operands[0].unit
        yield failed(
            f"各分项相加为 {plain(total.value)}{unit}，总数写成“{printed(reading, total)}”，两处单位不能同时成立",
            f"The parts add up to {plain(total.value)}{unit}; the total is printed as {printed(reading, total)}: one unit is wrong",
            relation.spans, operands=relation_operands(relation), arithmetic=[relation.formula], computed=f"{plain(total.value)}{unit}",
            severity=Severity.ERROR, project=relation.project,
        )  # fmt: skip
    for relation in relations_of(reading, "sum", "list", "implied"):
        if (
            relation.stated is None
            or relation.stated.kind != "money"
            or relation.stated.start in slipped
            or relation.verdict is Verdict.UNKNOWN
        ):
            continue
        odd = _in_yuan(relation)
        if odd is None or any(q.start in slipped for q in odd):
            continue
        if not odd:
            yield passed()
            continue
        words = "、".join(f"“{printed(reading, q)}”" for q in odd)
        yield failed(
            f"同一组金额以万元为单位，{words}以元为单位，请统一",
            f"In a list in 万元, {', '.join(printed(reading, q) for q in odd)} is in 元; use one unit",
            [q.span for q in (*odd, relation.stated)], operands=odd, project=relation.project,
        )  # fmt: skip


def _in_yuan(relation: Relation) -> Sequence[Quantity] | None:
    """The amounts in 元 of a list that is else in 万元; None for a list too short to have a unit of its own."""
    amounts = relation_operands(relation)
    units = Counter(q.unit for q in amounts)
    if (
        len(amounts) < _FEWEST_AMOUNTS
        or units[_LARGE] + units[_SMALL] != len(amounts)
        or units[_LARGE] <= units[_SMALL]
    ):
        return None
    return [q for q in amounts if q.unit == _SMALL and q.value >= _LEAST]


@rule(
    "A117", "number-without-unit", Severity.WARNING, check="A09",
    title="同一组数量中有的没有单位", title_en="A number of a sum stands without its unit",
    basis=DATA_ARE_TRUE, by_hand="看同一句里其他数的单位，补上缺的单位。",
    by_hand_en="See the unit of the other numbers of the sentence and add it.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def number_without_unit(reading: Reading) -> Iterator[Outcome]:
    """A number of a sum stands without its unit.

    开工1207（其中：城镇1025套，工矿182）: the parts make the total to the last digit, so that all of them count one thing, and
    only some say which. Told only where the sum holds.

    Fails::     全年开工1207(其中：城镇项目1025套，工矿项目182)。
    Passes::    全年开工1207套(其中：城镇项目1025套，工矿项目182套)。
    Silent::    全年开工1207套。
    """
    lost = _mentions(reading, "no unit")
    by_unit: dict[str, list[Mention]] = {}
    for mention in lost:
        by_unit.setdefault(mention.detail, []).append(mention)
    for unit, places in by_unit.items():
        words = "、".join(f"“{reading.quote(m.span)}”" for m in places)
        yield failed(
            f"{words}后面没有单位，同组的其他数以“{unit}”计，请补上",
            f"{', '.join(reading.quote(m.span) for m in places)} stand without a unit; the others of the sum are in {unit}",
            [m.span for m in places],
        )  # fmt: skip
    if not lost and any(
        r.stated is not None and r.stated.kind == "count" for r in relations_of(reading, "sum", "list")
    ):
        yield passed()


@rule(
    "A118", "unit-symbol-misspelt", Severity.NOTE, check="A09",
    title="计量单位符号写法不规范", title_en="A unit symbol in a wrong spelling",
    basis="法定计量单位的符号（GB 3100、GB 3101）", by_hand="千为小写 k，伏为大写 V，瓦为大写 W，米为小写 m。",
    by_hand_en="kilo is a small k, volt a capital V, watt a capital W, metre a small m.",
    basis_en="Symbols of legal units (GB 3100, GB 3101)",
)  # fmt: skip
def unit_symbol_misspelt(reading: Reading) -> Iterator[Outcome]:
    """A unit symbol in a wrong spelling.

    Symbols of units are spelt in one way: kV, kW, km, kg, m², hm². Only symbols behind a number are looked at, and one
    spelling is reported once however often it stands. Known false alarms: a type designation.

    Fails::     架设10KV线路1条。
    Passes::    架设10kV线路1条。
    Silent::    架设线路1条。
    """
    by_symbol: dict[tuple[str, str], list[Mention]] = {}
    for mention in _mentions(reading, "unit symbol"):
        wrong = reading.quote(mention.span).lstrip("0123456789.,")
        by_symbol.setdefault((wrong, mention.detail), []).append(mention)
    for (wrong, right), places in by_symbol.items():
        many = f"（共{len(places)}处）" if len(places) > 1 else ""
        yield failed(
            f"“{reading.quote(places[0].span)}”的单位符号“{wrong}”应写作“{right}”{many}",
            f"The unit symbol {wrong} of {reading.quote(places[0].span)} is written {right}",
            [m.span for m in places],
        )  # fmt: skip
    right_symbols = {m.detail for m in reading.mentions if m.kind == "unit symbol"}
    if not right_symbols and any(q.unit.isascii() and q.kind not in ("percent", "score") for q in reading.quantities):
        yield passed()


@rule(
    "A115", "household-size-out-of-range", Severity.NOTE, check="A15",
    title="户数与人数的比例不合常理", title_en="Households and persons in an unlikely proportion",
    basis=ARITHMETIC, by_hand="人数除以户数，看每户人数是否在合理范围；若户数和人数不是同一批对象，请分开写。",
    by_hand_en="Divide persons by households and see whether the size is likely; where they are not the same people, say so.",
    basis_en="Arithmetic",
)  # fmt: skip
def household_size_out_of_range(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Households and persons in an unlikely proportion.

    1200户3100人 side by side are the same people. Fewer persons than households, or more than a household holds, is a
    question worth asking: a digit too many, or two different groups. The bounds are data of the regime.

    Known false alarms: dormitories, business premises counted as households.

    Fails::     项目惠及困难群众120户3100人。
    Passes::    项目惠及困难群众1200户3100人。
    Silent::    项目惠及困难群众1200户。
    """
    low, high = regime.thresholds["smallest_household"], regime.thresholds["largest_household"]
    for mention in _mentions(reading, "household"):
        homes, persons = mention.amounts
        if not homes.normalized:
            continue
        size = persons.normalized / homes.normalized
        if low <= size <= high:
            yield passed()
            continue
        shown = plain(round(size, 1))
        yield failed(
            f"“{reading.quote(mention.span)}”平均每{homes.counter} {shown} 人，请核对；若不是同一批对象，请分开写明",
            f"{reading.quote(mention.span)} makes {shown} persons a household; check, and say so where they are not the same people",
            [mention.span], operands=mention.amounts,
            arithmetic=[f"{plain(persons.normalized)} ÷ {plain(homes.normalized)} = {shown}"], computed=shown,
        )  # fmt: skip
