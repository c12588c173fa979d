"""Which phase of money a number states, told by the words before and after it; and which rate a percentage is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.record import record
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.model import Rate, Role

# The last of these words before a number decides. Longer words first where one contains another.
_WORDS: tuple[tuple[Role, str], ...] = (
    (Role.ADJUSTED, r"调整后(?:的)?(?:全年)?预算|调整预算后(?:的)?(?:项目)?(?:总)?预算|调整(?:后)?预算数|全年预算|调整后项目预算|预算调整为|调整后(?:金额|资金)?(?:为|共)?"),
    (Role.PLANNED, r"总投资|概算|估算|控制价|最高限价|计划(?:总)?投资|投资(?:总)?额|项目投资|建设投资|投资(?:为|共)"),
    (Role.CONTRACTED, r"合同(?:总)?(?:金额|价款?|额)|中标(?:价|金额)|签约(?:金额|价)|审定(?:金额|价)"),
    (Role.SPENT, r"(?:实际|累计|已|共)?(?:支出|(?<!转移)支付|执行|使用|兑付|列支|发放|开支|花费|支用|报账|付款|用款|(?<=共)支(?![持部出付]))(?!项目(?:\d|\Z))(?:数|额|金额|资金)?|补[助贴]金额|拨付(?!到位)|缴付|结算(?:金额|支付)|决算(?:数|金额)?"),
    (Role.APPROVED, r"应(?:到位|下达|拨付|配套|执行|支出|支付|发放)(?:资金|金额|数)?"),
    (Role.CARRIED_OVER, r"结转(?!(?:资金|结余)?转入)|结余|剩余|余额|节余|未(?:执行|支出|使用|支付)"),
    (Role.RETURNED, r"(?:调减|收回|核减|压减|追减|扣减|缴回|退回|上缴|划转|划出|调出)(?:预算|资金|额度|金额)?|预算调整(?!后|为)"),
    (Role.ADDED, r"结转(?:资金|结余)?转入|(?:追加|调增|增加(?!收入|值|额)|划入|调入)(?:项目|预算|资金|经费|金额)?|新增(?:预算|资金|经费)|增拨"),
    (Role.ARRIVED, r"到位|到账|收到|拨入|转入"),
    (Role.ALLOCATED, r"下达|下拨|分配|划拨|分解|转下"),
    (Role.APPROVED, r"年初(?:部门)?预算(?:数|安排)?|预算支出(?:合计|总额|总计)|预算(?:数|总额|总金额|资金|金额|安排|批复|经费)?(?!执行|完成|支出|到位|调)|批复|核定|安排|申报|拨款|计划(?:安排|投入)?|投入"),
)  # fmt: skip
_NAMES = [role for role, _ in _WORDS]
_ROLE = re.compile("|".join(f"(?P<r{i}>{pattern})" for i, (_, pattern) in enumerate(_WORDS)))
_BRACKETS = re.compile(r"\([^()]*\)")
# 中央拨付, 省财政厅拨付: from whoever gives it, a release.
_FROM_ABOVE = re.compile(r"(?:中央|省级?|自治区|上级|财政[部厅])(?:财政)?(?:共|已|实际)?\Z")
_HEADS = re.compile(
    r"(?:主要)?(?:包括|包含|分为|构成)"
)  # 项目支出包括甲经费: what follows is a list of items, not what was paid
_WEAK_VERB = re.compile(r"支付|支出|拨付|付清|缴付|兑付")
_NAMED = re.compile(r"(?:资金|经费|补助|补贴|项目|工程|基金)\Z")
# 年初批复预算8个项目985万元: what is counted stands between the word and the amount.
_COUNTED = re.compile(r"(?:子?项目|单位|标段|工程|乡镇)?(?:资金|经费|共计?|合计|总额|金额|[,，])*")
_COMPARED = re.compile(
    r"[比较](?:上年|去年|上一年|往年|同期|20\d\d年|年初|预算|计划)|同比|环比"
)  # 比上年增加8万元 adds nothing to a budget
_BEYOND = re.compile(
    r"(?:大于|小于|高于|低于|超过?|多于|少于|突破)[^，。；;,\d]{0,8}\Z"
)  # 决算数大于预算数5万元: a difference
_NEEDED = re.compile(r"共需|[还尚仍]需(?:支付|拨付)?|需要|需资金|所需|需求|缺口")
_EMPTY = re.compile(
    r"(?:其中|合计|共计|总计|共|计|金额|总额|资金|经费|约|近|为|是|达|达到|分别|人民币|累计|总金额|数额|[:\s])*\Z"
)
_WANTED = re.compile(
    r"争取|需求|申贷|授信|贷款(?!贴息)|缺口|共需|需要|需资金|所需|产值|(?:(?<!低)收入|税)(?![^，。,;\d]{0,24}(?:资金|经费|补助|转移支付|项目))|营业|利润|损失|(?<!高)标准(?!化)|以上的?项目|限额|单价|人均|户均|每[人户亩]|市场价|价值|节约|减少|评价对象"
)
# After the number: 105万元已全部到位, 资金48万元全部支出.
_AFTER = re.compile(
    r"(?:的?(?:资金|经费|补助资金|专项资金))?(?:[，,]?(?:已|均|现)?(?:经)?(?:全部|全额|足额|及时|均|已|按时|已经|在规定时限内|按要求){1,4}(?:及时)?(?:拨款|拨付|下达拨付|下达|划拨)?)"
    r"(?P<word>到位|到账|下达|拨付给|拨付|支出|支付|使用|执行|兑付|发放)"
    r"(?!(?:资金|金额|经费)?(?:共|合计|约|为)?\d)"  # ，已支付240万元 speaks of the next amount
)
_AFTER_ROLE = {
    "到位": Role.ARRIVED, "到账": Role.ARRIVED, "拨付给": Role.ARRIVED, "下达": Role.ALLOCATED, "拨付": Role.SPENT, "支出": Role.SPENT,
    "支付": Role.SPENT, "使用": Role.SPENT, "执行": Role.SPENT, "兑付": Role.SPENT, "发放": Role.SPENT,
}  # fmt: skip
_NEGATED = re.compile(r"[未没无不]\S{0,2}\Z")
_TO_COME = re.compile(r"(?:将|拟)(?:于\S{0,8})?\Z")
_YEAR = re.compile(r"(20\d\d|19\d\d)(?<!\d\d{4})(?=年|-|至)")

_PARTIAL = re.compile(r"该笔|评价对象|[该本]批")
#: Said of a part of the year: 上半年, 一季度, 截至9月.
PART_OF_YEAR = re.compile(
    r"上半年|[前一二三]{1,2}季度|截[至止](?:[1-9]|1[01])月|(?<![\d年])(?:[1-9]|1[01])月(?:底|末|份)"
)
_BOUND = re.compile(
    r"未达到?\Z|[不未]?[低高]于\Z|不(?:少于|超过|足)\Z|[≥≤<>]=?\Z"
)  # 执行率未达到90%的应说明原因: no rate of anything
_PARTIAL_CLAUSE = re.compile(r"其中|第[一二三四]批")
_RATE = re.compile(
    r"(?P<execution>(?:预算|资金|经费|支出)?(?:总?(?<![制政][度策])(?<!方案|标准|计划|合同)执行|支出|支用|列支)(?:完成)?(?:进度|率|比例)|预算完成率|执行进度|支付(?:完成)?率|(?<!及时)(?<!按时)(?<!按期)拨付率|资金(?:支付|拨付)进度|(?<!及时)(?<!按时)(?<!按期)发放率|(?<!及时)(?<!按时)(?<!按期)兑付率|完成(?:年初|全年|调整后?)?预算的)"
    r"|(?P<arrival>(?:资金|预算|经费)?(?:整体)?(?:足额)?到位(?!及时)率|资金到位比例|下达率)"
    r"|(?P<usage>(?:资金|经费)?使用(?:率|进度))|(?P<payment>(?:合同)?(?:支付|付款|拨付|拨款)(?:进度|比例))"
    r"|(?P<saving>(?:成本|资金|预算|投资)?(?:节约|节省|节支)率|未执行率|结余率|结转率|结转结余率)"
    r"|(?P<completion>(?:工程|任务|目标|整体|实际|计划|形象|建设|投资|指标|按时|按期)?(?:完成|完工|竣工|开工|开工建设|进场|达成|实现|改造|覆盖|整改|办结|结案)(?:比例|进度|率))"
    r"|(?P<share>占(?:总数|总额|总投资|总预算|总面积|预算|比|全部|[^，。,;]{0,12})的?(?:比例|比重)?)"
    r"|(?P<other>[满合优良知投发增降复利使][意格秀好晓诉生长低减用]率|满意度|合格率|达标率|及时率|增长|下降|提高|降低|同比|比上年)"
)


@record
class Money:
    """A money quantity with what the text says of it."""

    quantity: Quantity
    role: Role | None
    cue: Span
    after: Role | None = None  # a second role, stated behind the number
    period: str | None = None
    wanted: bool = False  # demand, income, a threshold: no amount of a project
    inherited: bool = False  # role taken from the clause before


def bind_money(clauses: Clauses, quantities: Sequence[Quantity]) -> list[Money]:
    """Role of every money quantity, in order of place."""
    text = clauses.text
    bound: list[Money] = []
    counts = {q.end: q for q in quantities if q.kind == "count"}
    for quantity in quantities:
        if quantity.kind != "money":
            continue
        left = clauses.left(quantity)
        words = text[left.start : left.end]
        role, cue = _role(words, left.start)
        inherited = False
        if role is None and _EMPTY.match(words):
            before = clauses.clause_before(left.start)
            role, cue = _role(text[before.start : before.end], before.start)
            inherited = role is not None
        if role is None and _COUNTED.fullmatch(words) and (count := counts.get(left.start)) is not None:
            before = clauses.left(count)
            role, cue = _role(text[before.start : before.end], before.start)
            inherited = role is not None
        needed = _NEEDED.search(words)
        if needed:
            role, cue = Role.NEEDED, Span(left.start + needed.start(), left.start + needed.end())
        if (
            role is None
            and bound
            and bound[-1].role is Role.ALLOCATED
            and _NAMED.search(words)
            and clauses.sentence_number(left.start) == clauses.sentence_number(bound[-1].quantity.start)
        ):
            role, cue, inherited = Role.ALLOCATED, left, True  # 下达甲资金120万元，乙资金100万元
        compared = (role in (Role.ADDED, Role.RETURNED) and _COMPARED.search(words) is not None) or (
            "预算" in words and _BEYOND.search(words) is not None
        )
        if compared:
            role, cue = None, left
        behind = _AFTER.match(text, quantity.end)
        after = _AFTER_ROLE[behind["word"]] if behind is not None else None
        years = _YEAR.findall(words) or _YEAR.findall(text, max(0, left.start - 16), left.start)
        bound.append(
            Money(
                quantity,
                role,
                cue if role is not None else left,
                after if after is not role else None,
                years[-1] if years else None,
                wanted=compared or _WANTED.search(words) is not None or "/" in quantity.base_unit,
                inherited=inherited,
            )
        )
    return bound


def _role(words: str, offset: int) -> tuple[Role | None, Span]:
    last = None
    if "(" in words:
        words = _BRACKETS.sub(lambda m: " " * len(m[0]), words)  # 预算（含上年结转）45万元 is a budget
    for match in _ROLE.finditer(words):
        role, before = _NAMES[_group(match)], words[max(0, match.start() - 14) : match.start()]
        if role is Role.SPENT and (
            _NEGATED.search(before) or _TO_COME.search(before) or _HEADS.match(words, match.end())
        ):
            continue
        if role in (Role.ALLOCATED, Role.ARRIVED) and before.endswith("未"):
            continue
        last = match
    if last is None:
        return None, Span(offset, offset + len(words))
    role = _NAMES[_group(last)]
    if role is Role.SPENT and last[0] == "拨付" and _FROM_ABOVE.search(words, 0, last.start()):
        role = Role.ALLOCATED
    if (
        role in (Role.CONTRACTED, Role.PLANNED, Role.APPROVED)
        and _WEAK_VERB.search(words, 0, last.start())
        and "预算" not in last[0]
    ):
        role = Role.SPENT  # 支付合同金额: paid, not contracted
    return role, Span(offset + last.start(), offset + last.end())


def _group(match: re.Match[str]) -> int:
    return int((match.lastgroup or "r0")[1:])


def _clause_group(text: str, offset: int) -> int:
    """Where the clauses begin that speak of the number at ``offset``: after the last full stop or semicolon."""
    low = max(0, offset - 40)
    return max(low, *(text.rfind(mark, low, offset) + 1 for mark in "。；;\n|"))


def bind_rates(clauses: Clauses, quantities: Sequence[Quantity]) -> list[Rate]:
    """Every printed rate with the word that names it. A rate printed with a money unit is one too (执行率为91.33万元)."""
    text = clauses.text
    rates: list[Rate] = []
    for quantity in quantities:
        money = quantity.kind == "money"
        if quantity.kind != "percent" and not money:
            continue
        left = clauses.left(quantity, 30)
        if money and "率" not in text[left.start : left.end]:
            continue
        last = None
        for match in _RATE.finditer(text, left.start, left.end):
            last = match
        if last is None:
            if not money:
                rates.append(Rate("", quantity, left))
            continue
        if money and (left.end - last.end() > 2 or not last[0].endswith("率")):
            continue
        sentence = clauses.sentence(quantity.start)
        partial = (
            _PARTIAL.search(text, max(sentence.start, quantity.start - 60), quantity.start) is not None
            or _PARTIAL_CLAUSE.search(text, left.start, left.end) is not None
            or _BOUND.search(text, last.end(), quantity.start) is not None
            or PART_OF_YEAR.search(text, _clause_group(text, quantity.start), quantity.start) is not None
        )
        rates.append(Rate(last.lastgroup or "", quantity, Span(last.start(), last.end()), partial))
    return rates
