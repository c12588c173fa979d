"""Whose money paid for what, and what became of the rest (checks B06, B07, B10, B11, B12, B15)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.passages import sentence_of
from wenxiao.audit.registry import rule
from wenxiao.audit.rules.common import DATA_ARE_TRUE, DATA_ARE_TRUE_EN, EXECUTION, EXECUTION_EN, amount, relations_of
from wenxiao.audit.rules.telling import subject_at
from wenxiao.audit.words import minus, printed
from wenxiao.lexicons import lexicon
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.paper import percent
from wenxiao.reading.mentions import Mention
from wenxiao.reading.model import GIVEN, Project, Reading, Role, Verdict

_TENDER = re.compile(lexicon("funds").pattern("tender"))
_SAVED = re.compile(r"(?:节约|节省|节支|节余)(?:了)?(?:资金|经费|成本|预算|财政资金|金额|支出)?(?:共|约|为|[:])?\Z")
_YEARS = re.compile(r"20\d\d(?=年)")
_LEVELS = {
    "higher": ("上级资金", "money from above"),
    "central": ("中央资金", "central money"),
    "province": ("省级资金", "provincial money"),
    "city": ("市级资金", "city money"),
    "county": ("区县级资金", "county money"),
    "own": ("自筹等其他资金", "own and other money"),
}


def _mentions(reading: Reading, kind: str) -> list[Mention]:
    return [m for m in reading.mentions if m.kind == kind]


@rule(
    "B110", "earlier-debts-paid-from-this-year", Severity.WARNING, check="B10",
    title="用本年项目资金支付以前年度欠款", title_en="This year's project money paid an earlier year's debt",
    basis="预算支出按批准的用途和年度执行（《预算法》）", by_hand="查支付凭证和批复：资金是否经批准用于以前年度的款项，本年任务的资金从哪里来。",
    by_hand_en="See payment vouchers and approvals: was the use for an earlier year approved, and what paid for this year's work?",
    basis_en="Spending follows the approved purpose and year (Budget Law)",
)  # fmt: skip
def earlier_debts_paid_from_this_year(reading: Reading) -> Iterator[Outcome]:
    """This year's project money paid an earlier year's debt.

    动用2023年项目资金支付上年度欠款: the money was given for another year's work. The sentence itself must say both, whose
    money and whose debt. Where it goes on to say what that led to (造成资金不足), it is an error. Known false alarms: an
    approval that the text does not mention; where the sentence names one, the rule is silent.

    Fails::     动用2023年部分项目资金支付上年度的工程欠款，造成本年管护资金不足。
    Passes::    经批准，动用2023年部分项目资金支付上年度的工程欠款。上年度欠款已付清。
    Silent::    本年度支付工程尾款20万元。
    """
    consequences = _mentions(reading, "debt consequence")
    for mention in _mentions(reading, "earlier debt"):
        if mention.detail != "drawn":
            yield passed()
            continue
        sentence = sentence_of(reading, mention.span)
        led = [m.span for m in consequences if sentence.start <= m.start < sentence.end]
        yield failed(
            f"“{reading.quote(mention.span)}”：本年资金用于以前年度的款项" + (f"，并“{reading.quote(led[0])}”" if led else "") + "，请写明批准依据和本年任务的资金来源",
            f"“{reading.quote(mention.span)}”: this year's money paid for an earlier year; name the approval and what pays for this year's work",
            [mention.span, *led], severity=Severity.ERROR if led else None,
        )  # fmt: skip


_PURPOSE = re.compile(r"用于[^，,。；;]*")


def _says_how(reading: Reading, sentence: Span) -> bool:
    """Whether the sentence tells how money was saved. What money was for (用于课程服务采购) does not."""
    return _TENDER.search(_PURPOSE.sub("", reading.quote(sentence))) is not None


@rule(
    "B111", "unspent-called-saved", Severity.WARNING, check="B11",
    title="把没有支出的部分称为节约", title_en="What was not spent is called a saving",
    basis="成本节约率＝（计划成本－实际成本）÷计划成本，以完成既定产出为前提（财预〔2020〕10号评价框架）", by_hand="看任务是否全部完成、单价是否降低；没有开展或没有付款的部分是结余，不是节约。",
    by_hand_en="See whether all was delivered and at a lower price; what was not done or not paid is a balance, no saving.",
    basis_en="A saving is a lower cost of the planned output (evaluation framework, Caiyu 2020 No. 10)",
)  # fmt: skip
def unspent_called_saved(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """What was not spent is called a saving.

    预算650万元，支出390万元，节约260万元: the saving is just budget minus spending. It is one only if everything was delivered
    for less. Told when the part is large and the sentence does not say how it was saved (招标, 采购, 审减 …). Small
    remainders are left alone.

    Fails::     1、甲项目预算650.00万元，实际支出390.00万元，节约260.00万元。
    Fails::     年初预算25.00万元，实际执行15.00万元，执行率60%，节约率40%。
    Passes::    1、甲项目预算650.00万元，实际支出390.00万元，通过公开招标节约260.00万元。
    Silent::    1、甲项目预算650.00万元，实际支出390.00万元。
    """
    least = regime.thresholds["saving_of_budget"]
    for relation in relations_of(reading, "difference", "left"):
        saved = relation.stated
        if saved is None or not _SAVED.search(reading.text, max(0, saved.start - 14), saved.start):
            continue
        whole, spent = relation.operands
        sentence = sentence_of(reading, Span(min(whole.start, saved.start), saved.end))
        given = relation.project is not None and any(
            f.quantity == whole and f.role in (*GIVEN, Role.ADJUSTED, Role.ARRIVED)
            for f in reading.subjects[relation.project].facts
        )
        if not given:
            yield unknown("base not certain")
        elif saved.normalized < whole.normalized * least or _says_how(reading, sentence):
            yield passed()
        else:
            share = percent(saved.normalized / whole.normalized)
            yield failed(
                f"“{printed(reading, saved)}”等于预算减支出，占预算 {share}；没有写明如何节约，未支出的部分是结余，请写明",
                f"{printed(reading, saved)} is the budget minus the spending, {share} of it; say how it was saved, else it is a balance",
                relation.spans, operands=[whole, spent, saved], arithmetic=[minus(whole.normalized, spent.normalized, saved)],
                computed=share, project=relation.project,
            )  # fmt: skip
    savings = {r.quantity.start for r in reading.rates if r.measure == "saving" and "节" in reading.quote(r.cue)}
    for relation in relations_of(reading, "complement"):
        rate = next((q for q in relation.operands if q.start in savings), None)
        if rate is None or relation.verdict is not Verdict.HOLDS:
            continue
        sentence = sentence_of(reading, rate.span)
        if rate.normalized < least or _says_how(reading, sentence):
            yield passed()
            continue
        yield failed(
            f"节约率“{printed(reading, rate)}”正好是没有执行的部分；没有写明如何节约，未支出的部分是结余，请写明",
            f"The saving rate {printed(reading, rate)} is just what was not spent; say how it was saved, else it is a balance",
            relation.spans, operands=relation.operands, arithmetic=relation.formula.split("；"), project=relation.project,
        )  # fmt: skip


@rule(
    "B112", "sole-source-contradicted", Severity.ERROR, check="B12",
    title="称资金全部来自一处，又列出其他来源", title_en="One source of money is claimed, another is listed",
    basis=DATA_ARE_TRUE, by_hand="对照指标文件，逐笔写出资金的来源级次。",
    by_hand_en="Compare with the releasing documents and name the level that each amount came from.",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def sole_source_contradicted(reading: Reading) -> Iterator[Outcome]:
    """One source of money is claimed, another is listed.

    项目经费全部由区级安排, and an amount of 上级转移支付 in the same report. Transfers too may be 一般公共预算: only the level
    (中央, 省, 市, 区县) and own money are compared. Claims about one project are compared with that project's text only.
    Known false alarms: the other amount is of another year, in a sentence that does not say so.

    Fails::     项目经费全部由区级财政安排。全年执行上级转移支付资金135.00万元。
    Passes::    项目经费全部由区级财政安排。全年执行区级资金135.00万元。
    Silent::    全年执行上级转移支付资金135.00万元。
    """
    sources = _mentions(reading, "source")
    for claim in _mentions(reading, "sole source"):
        scope = _scope(reading, claim.start)
        inside = [s for s in sources if scope is None or scope.start <= s.start < scope.end]
        years = _years(reading, claim.span)
        others = [
            s
            for s in inside
            if _excludes(claim.detail, s.detail)
            and not (years and (y := _years(reading, s.span)) and y.isdisjoint(years))
        ]
        if not others:
            yield passed()
            continue
        zh, en = _LEVELS[claim.detail]
        first = others[0]
        yield failed(
            f"“{reading.quote(claim.span)}”与“{reading.quote(first.span)}”不能同时成立：后者不是{zh}，请写明资金来源的级次",
            f"“{reading.quote(claim.span)}” and “{reading.quote(first.span)}” cannot both hold: the latter is not {en}; name the level of each source",
            [claim.span, *(s.span for s in others)], operands=[q for s in others for q in s.amounts],
        )  # fmt: skip


def _excludes(a: str, b: str) -> bool:
    """Whether money of one level cannot be of the other: 上级 may be any level above."""
    return a != b and not ({a, b} & {"higher"} and {a, b} & {"central", "province", "city"})


def _scope(reading: Reading, offset: int) -> Span | None:
    """The text of the project around ``offset``, where the document has several."""
    if len(reading.projects) < 2:
        return None
    return next((p.scope for p in reading.projects if p.scope.start <= offset < p.scope.end), None)


def _years(reading: Reading, span: Span) -> set[str]:
    sentence = sentence_of(reading, span)
    return set(_YEARS.findall(reading.text, sentence.start, sentence.end))


@rule(
    "B115", "project-listed-twice", Severity.WARNING, check="B15",
    title="项目疑似重复列报", title_en="A project seems to be listed twice",
    basis="同一支出不重复列报", by_hand="对照项目代码和实施单位，看两处是否为同一项目。",
    by_hand_en="Compare project codes and units: are the two the same project?",
    basis_en="Spending is reported once",
)  # fmt: skip
def project_listed_twice(reading: Reading) -> Iterator[Outcome]:
    """A project seems to be listed twice.

    Two projects of one list with the same name and the same amounts. Names that are alike while executor or amounts differ
    are two projects (two streets may have the same duty), and phases and years are told apart. Known false alarms: equal
    shares for two units that the names do not tell.

    Fails::
        1、社区巡查经费项目预算12.50万元，支出12.40万元。
        2、河道保洁经费项目预算20.00万元，支出19.00万元。
        3、社区巡查经费项目预算12.50万元，支出12.40万元。
    Passes::
        1、社区巡查经费项目预算12.50万元，支出12.40万元。
        2、河道保洁经费项目预算20.00万元，支出19.00万元。
        3、社区巡查经费项目预算15.00万元，支出14.40万元。
    Silent::    1、社区巡查经费项目预算12.50万元，支出12.40万元。
    """
    projects = reading.projects
    seen: dict[str, int] = {}
    if len(projects) < 3:
        return
    for index, project in enumerate(projects):
        key = re.sub(r"[\W_]|项目|经费|专项|工作", "", project.name)
        if not key or project.budget is None or project.spent is None:
            continue
        other = seen.setdefault(key, index)
        if other == index or (project.budget, project.spent) != (projects[other].budget, projects[other].spent):
            yield passed()
            continue
        figures = _figures(project)
        yield failed(
            f"“{projects[other].name}”与“{project.name}”名称和金额都相同，请核对是否重复列报；若为两个单位，请在名称中写明",
            f"“{projects[other].name}” and “{project.name}” have the same name and amounts; are they one? If of two units, say so in the name",
            [Span(projects[other].start, projects[other].end), Span(project.start, project.end)], operands=figures, project=index,
        )  # fmt: skip


def _figures(project: Project) -> list[Quantity]:
    found = (project.given.quantity if project.given is not None else None, amount(project, Role.SPENT))
    return [q for q in found if q is not None]


@rule(
    "B119", "all-spent-yet-unspent", Severity.ERROR, check="B06",
    title="前称全部使用，后称有资金未使用", title_en="All is said to be spent, and some of it not",
    basis=DATA_ARE_TRUE, by_hand="把两处所说的资金对上：前者是否包含后者。",
    by_hand_en="Match the two: does the first include the second?",
    basis_en=DATA_ARE_TRUE_EN,
)  # fmt: skip
def all_spent_yet_unspent(reading: Reading) -> Iterator[Outcome]:
    """All is said to be spent, and some of it not.

    The chapter on the use of the money says 已全部使用, another sentence names a fund of which 当年未使用, or an execution rate
    of 0 %. Told only when the claim speaks of the whole (项目资金, 专项资金) in its chapter and the other sentence of a named
    part. Known false alarms: the part is money of another year.

    Fails::
        一、项目资金执行情况
        湿地专项资金共50万元，已全部使用。
        二、目标完成情况
        湿地管护补助资金共8万元，当年未使用，预算执行率0%。
    Passes::
        一、项目资金执行情况
        湿地专项资金共50万元，已全部使用。
        二、目标完成情况
        湿地管护补助资金共8万元，预算执行率100%。
    Passes::
        一、湿地管护项目
        （一）资金使用情况
        项目资金共50万元，已全部使用。
        二、鸟类监测项目
        （一）资金使用情况
        监测设备资金共8万元，当年未使用，预算执行率0%。
    Silent::    湿地管护补助资金共8万元，当年未使用，预算执行率0%。
    """
    unspent = [m for m in _mentions(reading, "unspent") if _at_zero(reading, m)]
    for claim in _mentions(reading, "all spent"):
        if not _of_everything(reading, claim):
            continue
        others = [
            m
            for m in unspent
            if sentence_of(reading, m.span) != sentence_of(reading, claim.span)
            and m.detail != claim.detail
            and _of_one(reading, claim, m)
        ]
        if not others:
            yield passed()
            continue
        first = others[0]
        yield failed(
            f"前面说“{claim.detail}…{reading.quote(claim.span)}”，后面说“{first.detail}…{reading.quote(first.span)}”，不能同时成立；若口径不同，请写明",
            f"“{claim.detail} … {reading.quote(claim.span)}” and “{first.detail} … {reading.quote(first.span)}” cannot both hold; if they speak of different money, say so",
            [claim.span, *(m.span for m in others)],
        )  # fmt: skip


_USE = re.compile(r"资金(?:的)?(?:执行|使用|支出|支付)|执行情况|使用情况")


def _of_everything(reading: Reading, claim: Mention) -> bool:
    """Whether a claim stands alone in the chapter on the use of the money: all that the chapter speaks of."""
    inner = [s for s in reading.sections if s.start <= claim.start < s.end]
    if not inner or not _USE.search(inner[-1].title):
        return False
    sentence = sentence_of(reading, claim.span)
    before = reading.text[inner[-1].heading.end : sentence.start].strip(" 。:\n")
    return not before and not re.search(r"其中|除|部分|分别", reading.text[sentence.start : sentence.end])


def _of_one(reading: Reading, claim: Mention, other: Mention) -> bool:
    """Whether no two projects are told of: each may spend all of its own."""
    subjects = {subject_at(reading, m.start) for m in (claim, other)} - {None}
    return len(subjects) < 2


def _at_zero(reading: Reading, mention: Mention) -> bool:
    """Whether the sentence says so with a rate: 当年未使用，执行率0%."""
    sentence = sentence_of(reading, mention.span)
    return any(
        r.measure == "execution" and not r.quantity.value and sentence.start <= r.quantity.start < sentence.end
        for r in reading.rates
    )


@rule(
    "B120", "by-plan-yet-little-spent", Severity.WARNING, check="B07",
    title="称按计划实施，而执行率很低", title_en="Said to run to plan, with little of the budget spent",
    basis=EXECUTION, by_hand="对照年初计划与实际执行的项目和金额；停止、调减、追加的请写明原因。",
    by_hand_en="Compare the opening plan with what was carried out; give the reasons for what was stopped, cut or added.",
    basis_en=EXECUTION_EN,
)  # fmt: skip
def by_plan_yet_little_spent(reading: Reading, regime: Regime) -> Iterator[Outcome]:
    """Said to run to plan, with little of the budget spent.

    按年初计划实施 about the document as a whole, and an execution rate of the whole below one half. Rates of single projects
    and of part of the year are not compared. Known false alarms: work done and payment due next year; then the text says so.

    Fails::     2023年批复项目12个，批复预算400.00万元，执行108.00万元，执行率27%。项目按年初计划有序实施。
    Passes::    2023年批复项目12个，批复预算400.00万元，执行390.00万元，执行率97.5%。项目按年初计划有序实施。
    Silent::    2023年批复项目12个，批复预算400.00万元，执行108.00万元，执行率27%。
    """
    outside = _outside(reading)
    claims = [m for m in _mentions(reading, "by plan") if outside(m.start)]
    if not claims:
        return
    rates = [
        r
        for r in reading.rates
        if r.measure == "execution" and not r.partial and r.quantity.kind == "percent" and outside(r.quantity.start)
    ]
    low = [r for r in rates if r.quantity.normalized < regime.thresholds["orderly_execution"]]
    told = [sentence_of(reading, place) for place in (*(c.span for c in claims), *(r.quantity.span for r in low))]
    if not low or _LATER.search(reading.text) or any(_CAUSE.search(reading.quote(sentence)) for sentence in told):
        if rates:
            yield passed()
        return
    claim, rate = claims[0], min(low, key=lambda r: r.quantity.normalized)
    unspent = percent(1 - rate.quantity.normalized)
    yield failed(
        f"“{reading.quote(claim.span)}”与“{reading.quote(rate.cue)}{printed(reading, rate.quantity)}”不相称：预算有 {unspent} 没有执行，请核对两处表述",
        f"“{reading.quote(claim.span)}” beside an execution rate of {printed(reading, rate.quantity)}: {unspent} of the budget was not spent; see which statement holds",
        [*(c.span for c in claims), Span(rate.cue.start, rate.quantity.end)], operands=[rate.quantity],
        arithmetic=[f"100% − {printed(reading, rate.quantity)} = {unspent}"], computed=unspent,
    )  # fmt: skip


_CAUSE = re.compile(r"因(?!此|素|而)|由于|受[^，。]{1,12}影响")
_LATER = re.compile(
    r"质保金|跨年|下一?年度?(?:再|继续)?支付|按(?:合同|进度)[^，。]{0,8}(?:支付|付款)|尚未结算|未到付款"
)


def _outside(reading: Reading) -> Callable[[int], bool]:
    """Whether an offset lies in no text of one project among several."""
    if len(reading.projects) < 2:
        return lambda _: True
    scopes = sorted((p.scope.start, p.scope.end) for p in reading.projects)

    def outside(offset: int) -> bool:
        i = bisect_right(scopes, (offset, len(reading.text))) - 1
        return i < 0 or offset >= scopes[i][1]

    return outside
