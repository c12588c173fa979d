"""What a document of its type must contain (应有内容), and whether it is there.

A document that says almost nothing breaks no arithmetic; what shows it is the list of what is missing. The regime pack
says what each type must contain; a chapter is looked for among the headings, a fact among the facts of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wenxiao.performance.regime import Regime, Requirement
from wenxiao.reading.model import Reading

#: The facts that a pack may ask for by name.
FACTS: dict[str, str] = {
    "organisation": "单位", "year": "年度", "budget": "预算数", "spending": "支出数", "targets": "指标值", "actuals": "完成值",
    "scores": "各项得分", "score": "总分", "satisfaction": "满意度",
}  # fmt: skip

_WHOLE_LENGTH, _LONG = 1500, 3000  # characters: a plain text below it may be an excerpt; one above it is none
_END = re.compile(r"(?:[。!;)”》|]|\d日|单位|(?:局|委|办|院|中心|政府|街道|办事处|学校|公司))\s*\Z")
_SIGNED = re.compile(r"\n[^\n]{0,12}20\d\d年\d{1,2}月\d{1,2}日\s*\Z")
_HEADING = 40  # characters of a line that may be a heading without a number
# Each begins with words, so that the search skips all other text.
_TARGET = re.compile(r"(?:目标值|指标值|预期指标)[^。\n]{0,40}?\d")
_LEVEL = re.compile(r"指标[^。\n]{0,60}?\d")
_LEVELS = frozenset(
    {"数量", "质量", "时效", "成本", "意度", "产出", "效益"}
)  # what may stand before 指标, by two characters
_ACTUALS = (
    re.compile(r"(?:完成值|实际值|实际完成|完成率|完成情况|已完成|共完成|完成了)[^。\n]{0,40}?\d"),
    re.compile(
        r"(?:建成|新建|改造|拆除|举办|培训|受理|清运|处置|安装|购置|维修)"
        r"了?[^。，、;\n]{0,20}?\d[\d,.]*+(?:余|多)?+万?+(?![\d万元年月%])"
    ),
)
_ELSEWHERE = re.compile(
    r"见附[件表][^。，;)\n]{0,8}?(?:评分|指标|自评|绩效)[^。，;)\n]{0,2}表?|附[件表]\d{0,2}[^。，;)\n]{0,8}?(?:自评|评分|指标)表"
    r"|(?:自评|评分|指标)表[^。，;\n]{0,4}(?:后附|附后|另附)"
)
_SATISFACTION = re.compile(r"满意(?:度|率|程度)[^。\n]{0,40}?\d")
_SPENDING = re.compile(r"支出|执行|支付|拨付|使用|兑付|发放")
_PROMISE = re.compile(r"目标|计划|预期|力争|拟")
_MEASURED = frozenset({"count", "area", "length", "mass", "volume"})
_YEAR = re.compile(r"20\d\d")


class State(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A thing that the document must contain, and whether it is there."""

    requirement: Requirement
    state: State

    def name(self, lang: str = "zh") -> str:
        """The chapter's title, or the fact."""
        if lang == "en":
            return self.requirement.name_en
        return FACTS.get(self.requirement.name, self.requirement.name)


def obligations(reading: Reading, regime: Regime) -> tuple[Obligation, ...]:
    """Everything that a document of this type must contain; empty where the type is not known or nothing is laid down."""
    return tuple(_judged(reading, regime))


def whole(reading: Reading) -> bool:
    """Whether the text can be taken for the whole document: a Word file, a text from its title to the date under it, or one of
    some length that comes to an end. A short text without either may be an excerpt."""
    text, title = reading.text.rstrip(), reading.identity.title_span
    if "wordprocessing" in reading.document.media_type:
        return True
    if reading.attachments.excerpt:
        return False
    if title is not None and title.start < _HEADING and _SIGNED.search(text, max(0, len(text) - 40)):
        return True
    return len(text) >= _LONG or (len(text) >= _WHOLE_LENGTH and _END.search(text, max(0, len(text) - 12)) is not None)


def _judged(reading: Reading, regime: Regime) -> Iterator[Obligation]:
    required = regime.documents.get(reading.identity.type or "", ())
    headings = _headings(reading) if any(r.kind == "chapter" for r in required) else []
    for requirement in required:
        if requirement.kind == "chapter":
            yield Obligation(requirement, _chapter(reading.text, headings, requirement))
        else:
            yield Obligation(requirement, _LOOKED_FOR[requirement.name](reading))


def _headings(reading: Reading) -> list[str]:
    """Numbered headings, and short lines that end no sentence."""
    lines = [line.strip() for line in reading.text.split("\n")]
    short = [line for line in lines if 2 < len(line) <= _HEADING and "|" not in line and line[-1] not in "。;,，、"]
    return [section.title for section in reading.sections] + short


def _chapter(text: str, headings: list[str], requirement: Requirement) -> State:
    if any(word in heading for heading in headings for word in requirement.words):
        return State.PRESENT
    return State.UNKNOWN if any(word in text for word in (*requirement.words, *requirement.near)) else State.ABSENT


def _organisation(reading: Reading) -> State:
    return State.UNKNOWN if reading.identity.organisation is None else State.PRESENT


def _year(reading: Reading) -> State:
    if reading.identity.fiscal_year is not None:
        return State.PRESENT
    return State.UNKNOWN if _YEAR.search(reading.text) else State.ABSENT


def _money(reading: Reading) -> bool:
    return any(q.kind == "money" for q in reading.quantities)


def _budget(reading: Reading) -> State:
    if any(v is not None for p in reading.subjects for v in (p.budget, p.adjusted_budget, p.arrived)):
        return State.PRESENT
    return State.UNKNOWN if _money(reading) else State.ABSENT


def _spending(reading: Reading) -> State:
    if any(p.spent is not None or p.stated_execution_rate is not None for p in reading.subjects):
        return State.PRESENT
    return State.UNKNOWN if _money(reading) and _SPENDING.search(reading.text) else State.ABSENT


def _targets(reading: Reading) -> State:
    if any(i.target is not None for i in reading.indicators) or _TARGET.search(reading.text) or _level(reading.text):
        return State.PRESENT
    promised = [s for p in reading.subjects for s in p.targets if _PROMISE.search(s.text)]
    if any(q.kind not in ("money", "percent") for s in promised for q in s.quantities):
        return State.PRESENT
    return State.UNKNOWN if "三级指标" in reading.text else State.ABSENT


def _level(text: str) -> bool:
    """Whether an indicator of a level is given with a number (数量指标：……50公里)."""
    return any(text[max(0, m.start() - 2) : m.start()] in _LEVELS for m in _LEVEL.finditer(text))


def _actuals(reading: Reading) -> State:
    if any(i.actual is not None for i in reading.indicators) or any(p.search(reading.text) for p in _ACTUALS):
        return State.PRESENT
    if any(s.quantities for p in reading.subjects for s in p.outputs) or _delivered(reading):
        return State.PRESENT
    return State.UNKNOWN if "完成值" in reading.text else State.ABSENT


def _delivered(reading: Reading) -> bool:
    """Whether a sentence without money and promises counts or measures several things (修复路面1.9万平方米，补植行道树1,240株)."""
    start, counted, money = -1, 0, False
    for quantity in reading.quantities:
        here = max(reading.text.rfind(mark, 0, quantity.start) for mark in "。\n")
        if here != start:
            start, counted, money = here, 0, False
        money = money or quantity.kind == "money"
        counted += quantity.kind in _MEASURED
        if counted >= 2 and not money and not _PROMISE.search(reading.text, here + 1, quantity.start):
            return True
    return False


def _scores(reading: Reading) -> State:
    if reading.scored_rates or any(i.score is not None for i in reading.indicators):
        return State.PRESENT
    return State.UNKNOWN if "得分" in reading.text else State.ABSENT


def _score(reading: Reading) -> State:
    if reading.identity.self_score is not None:
        return State.PRESENT
    return State.UNKNOWN if re.search(r"得分|评分|总分|\d分", reading.text) else State.ABSENT


def _satisfaction(reading: Reading) -> State:
    if _SATISFACTION.search(reading.text):
        return State.PRESENT
    return State.UNKNOWN if "满意" in reading.text else State.ABSENT


_LOOKED_FOR: dict[str, Callable[[Reading], State]] = {
    "organisation": _organisation, "year": _year, "budget": _budget, "spending": _spending, "targets": _targets,
    "actuals": _actuals, "scores": _scores, "score": _score, "satisfaction": _satisfaction,
}  # fmt: skip


def elsewhere(reading: Reading) -> re.Match[str] | None:
    """Where the text points to a table or an annex that may hold what it lacks."""
    return _ELSEWHERE.search(reading.text)
