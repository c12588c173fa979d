"""One project under two names, or reported by two units (checks B15, D03)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from wenxiao.audit.model import Severity
from wenxiao.audit.summary import Amount
from wenxiao.audit.together.bundle import Bundle, Item, bare_office, telling
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, conflict
from wenxiao.audit.together.names import apart, two_things
from wenxiao.audit.together.registry import joint_rule
from wenxiao.performance.regime import Regime
from wenxiao.reading.types import SELF_FORM, SELF_REPORT, SELF_REPORT_ANNEX

#: Types in which a unit speaks of its own projects; a department's or a finance bureau's report repeats those of others.
OWN = (SELF_FORM, SELF_REPORT, SELF_REPORT_ANNEX)


@joint_rule(
    "B515", "project-reported-twice", Severity.WARNING, check="B15",
    title="两个单位列报同一项目", title_en="Two units report the same project",
    basis="同一笔资金只列报一次；项目立项与相关项目不重复（财预〔2020〕10号附1，立项依据充分性）",
    by_hand="按项目代码、资金文号核对两个单位列的是否同一笔钱；共同列报的写明各自的数。",
    by_hand_en="Compare project codes and document numbers; where both report one sum, state each unit's own part.",
    basis_en="A sum is reported once; projects do not overlap (Caiyu 2020 No. 10, annex 1)",
)  # fmt: skip
def project_reported_twice(bundle: Bundle, regime: Regime) -> Iterator[JointOutcome]:
    """Two units report the same project.

    Nearly the same name in one year and district, and the same executor or an amount of so many digits that it is not
    shared by chance. Units that run the same kind of work, each with its own money, are not meant. Known false alarms: a
    project that two units carry out together.

    Fails::
        === 水务局.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、城区排水管网改造工程预算1,234.56万元，支出1,100.25万元。
        === 城管局.txt
        甲县城市管理局2023年度项目支出绩效自评报告
        1、城区排水管网改造项目预算1,234.56万元，支出1,034.56万元。
    Passes::
        === 柳溪街道.txt
        甲县柳溪街道办事处2023年度项目支出绩效自评报告
        1、违法建设治理经费预算123.45万元，支出120.25万元。
        === 松山街道.txt
        甲县松山街道办事处2023年度项目支出绩效自评报告
        1、违法建设治理工作预算234.56万元，支出200.25万元。
    Silent::
        === 水务局.txt
        甲县水务局2023年度项目支出绩效自评报告
        1、城区排水管网改造工程预算1,234.56万元，支出1,100.25万元。
        === 财政局.txt
        甲县财政局2023年度项目支出绩效自评报告
        1、信息系统维护项目预算12.34万元，支出12.34万元。
    """
    least = float(regime.thresholds["same_title"])
    binding: dict[object, list[Item]] = defaultdict(list)
    titled: dict[object, set[str]] = defaultdict(set)
    for item in bundle.items:
        n, district, year = item.document, bundle.districts[item.document], bundle.year(item.document)
        unit = bundle.units[n]
        if unit is None or year is None or district is None or bundle.type(n) not in OWN:
            continue
        titled[district, year, item.key].add(unit)
        for amount in item.project.amounts:
            if telling(amount):
                binding[district, year, amount.role, amount.quantity.normalized].append(item)
        for executor in item.project.executors:
            binding[district, year, executor].append(item)
    told: set[frozenset[tuple[int, str]]] = set()
    for members in binding.values():
        for a, b in pairwise(members):
            pair = frozenset(((a.document, a.key), (b.document, b.key)))
            if pair in told or bundle.units[a.document] == bundle.units[b.document] or not _same_title(a, b, least):
                continue
            told.add(pair)
            if not _one_carries_out_the_others(bundle, a, b):
                yield _twice(bundle, a, b)
    if not told and any(len(units) > 1 for units in titled.values()):
        yield JOINT_PASSED


def _same_title(a: Item, b: Item, least: float) -> bool:
    if a.key == b.key:
        return True
    return not two_things(a.key, b.key) and SequenceMatcher(None, a.key, b.key, autojunk=False).ratio() >= least


def _one_carries_out_the_others(bundle: Bundle, a: Item, b: Item) -> bool:
    """A department and the unit that it names as executor both report the project: that is how it should be."""
    for one, other in ((a, b), (b, a)):
        office = bare_office(bundle.documents[other.document].identity.organisation)
        if office and any(bare_office(name) == office for name in one.project.executors):
            return True
    return False


def _twice(bundle: Bundle, a: Item, b: Item) -> JointOutcome:
    shared = [(x, y) for x in a.project.amounts for y in b.project.amounts if telling(x) and _equal(x, y)]
    executors = [name for name in a.project.executors if name in b.project.executors]
    why = f"金额同为“{shared[0][0].quote.words}”" if shared else f"承担单位同为“{executors[0]}”"
    why_en = f"both with {shared[0][0].quote.words}" if shared else f"both carried out by {executors[0]}"
    quotes = [*bundle.cite(a.document, a.project.quote), *bundle.cite(b.document, b.project.quote)]
    if shared:
        quotes += bundle.cite(a.document, shared[0][0].quote) + bundle.cite(b.document, shared[0][1].quote)
    return conflict(
        f"{bundle.name(a.document)} 的“{a.project.name}”与 {bundle.name(b.document)} 的“{b.project.name}”名称相近，{why}；若是同一笔钱，请写明由谁列报",
        f"“{a.project.name}” of {bundle.name(a.document)} and “{b.project.name}” of {bundle.name(b.document)} have nearly one name, {why_en}; if it is one sum, say who reports it",
        quotes,
    )  # fmt: skip


def _equal(x: Amount, y: Amount) -> bool:
    return x.role is y.role and x.quantity.normalized == y.quantity.normalized


@joint_rule(
    "D503", "project-name-differs", Severity.NOTE, check="D03",
    title="同一项目在两份文件中名称不一", title_en="A project has two names in two documents",
    basis="项目名称应与批复一致", by_hand="对照预算批复中的项目名称，改成一致。",
    by_hand_en="Use the name of the approved budget in both.",
    basis_en="A project is called as in its approval",
)  # fmt: skip
def project_name_differs(bundle: Bundle) -> Iterator[JointOutcome]:
    """A project has two names in two documents.

    Names of one unit and year that differ by one or two characters, with an amount in common and no document that has
    both. Known false alarms: a project that was renamed.

    Fails::
        === 自评表.txt
        甲县城市管理局2023年度项目支出绩效自评表
        1、社区网络监督员补助预算123.45万元，支出120.25万元。
        === 自评报告.txt
        甲县城市管理局2023年度项目支出绩效自评报告
        1、社区网格监督员补助预算123.45万元，支出120.25万元。
    Passes::
        === 自评表.txt
        甲县城市管理局2023年度项目支出绩效自评表
        1、社区网格监督员补助预算123.45万元，支出120.25万元。
        === 自评报告.txt
        甲县城市管理局2023年度项目支出绩效自评报告
        1、社区网格监督员补助预算123.45万元，支出120.25万元。
    Silent::
        === 一期.txt
        甲县城市管理局2023年度项目支出绩效自评表
        1、公厕改造一期工程预算123.45万元，支出120.25万元。
        === 二期.txt
        甲县城市管理局2023年度项目支出绩效自评报告
        1、公厕改造二期工程预算123.45万元，支出120.25万元。
    """
    told: set[frozenset[str]] = set()
    for members in (*bundle.by_unit_and_year.values(), *bundle.versions):
        items = bundle.items_of(members) if len(members) > 1 else []
        here: dict[int, set[str]] = defaultdict(set)
        sharing: dict[object, list[Item]] = defaultdict(list)
        for item in items:
            here[item.document].add(item.key)
            for amount in item.project.amounts:
                if telling(amount):
                    sharing[amount.role, amount.quantity.normalized].append(item)
        for several in sharing.values():
            for a, b in pairwise(several):
                pair = frozenset((f"{a.document} {a.key}", f"{b.document} {b.key}"))
                if a.document == b.document or pair in told:
                    continue
                told.add(pair)
                if a.key == b.key:
                    yield JOINT_PASSED
                elif b.key not in here[a.document] and a.key not in here[b.document] and _slip(a.key, b.key):
                    yield conflict(
                        f"{bundle.name(a.document)} 写“{a.project.name}”，{bundle.name(b.document)} 写“{b.project.name}”，金额相同；是否同一项目，请统一名称",
                        f"{bundle.name(a.document)} says “{a.project.name}”, {bundle.name(b.document)} “{b.project.name}”, with one amount; if it is one project, use one name",
                        [*bundle.cite(a.document, a.project.quote), *bundle.cite(b.document, b.project.quote)],
                    )  # fmt: skip


def _slip(a: str, b: str) -> bool:
    """Whether two names are one, miswritten: a character of a short name, two of a long one."""
    shorter = min(len(a), len(b))
    return shorter >= 5 and not two_things(a, b) and apart(a, b, 1 if shorter < 10 else 2) is not None
