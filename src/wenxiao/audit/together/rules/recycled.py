"""Paragraphs that one unit has from another (check E11)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from wenxiao.audit.model import Severity
from wenxiao.audit.summary import Paragraph, letters
from wenxiao.audit.together.bundle import Bundle, Joined
from wenxiao.audit.together.minhash import MISSING, alike, available, candidates, shingles
from wenxiao.audit.together.model import JOINT_PASSED, JointOutcome, cannot_tell, conflict
from wenxiao.audit.together.registry import joint_rule
from wenxiao.lexicons import lexicon
from wenxiao.performance.regime import Regime

_SENTENCE_ENDS = re.compile(r"(?<=[。!?;；])")
_DIGITS = re.compile(r"[\d.%]+")
_FORM = re.compile(lexicon("recycled").pattern())


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph without what anybody may say: the unit that wrote it, and its shingles."""

    document: int
    unit: str
    paragraph: Paragraph
    shingles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two passages of two units, and how much alike they are."""

    one: Passage
    other: Passage
    share: float


@joint_rule(
    "E511", "paragraphs-of-another-unit", Severity.WARNING, check="E11",
    title="与另一单位的文字大段雷同", title_en="Paragraphs that another unit's document has too",
    basis="评价报告应内容真实、针对项目实际（财预〔2020〕10号，报告应当依据充分、真实完整）",
    by_hand="对照两段文字，看所写的事实是否都是本单位的。",
    by_hand_en="Compare the two paragraphs and see whether their facts are each unit's own.",
    basis_en="A report is true and of the project itself (Caiyu 2020 No. 10)",
)  # fmt: skip
def paragraphs_of_another_unit(bundle: Bundle, regime: Regime) -> Iterator[JointOutcome]:
    """Paragraphs that another unit's document has too.

    Candidates come from MinHash, each is verified by the shingles themselves. Left out before: sentences that more than a
    few units have (outline and policy background), sentences that cite a basis or describe the method, the names of the
    units. Known false alarms: a report that sums up another.

    Fails::
        === 甲镇.txt
        丙县甲镇人民政府2023年度项目支出绩效自评报告
        镇里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，河沟两岸的垃圾堆放点全部取缔，群众反映强烈的黑臭水体得到治理，沿河而居的农户普遍表示夏天再也不用关着窗户过日子。
        === 乙镇.txt
        丙县乙镇人民政府2023年度项目支出绩效自评报告
        镇里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，河沟两岸的垃圾堆放点全部取缔，群众反映强烈的黑臭水体得到治理，沿河而居的农户普遍表示夏天再也不用关着窗户过日子。
    Passes::
        === 甲镇.txt
        丙县甲镇人民政府2023年度项目支出绩效自评报告
        镇里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，河沟两岸的垃圾堆放点全部取缔，群众反映强烈的黑臭水体得到治理，沿河而居的农户普遍表示夏天再也不用关着窗户过日子。
        === 乙镇.txt
        丙县乙镇人民政府2023年度项目支出绩效自评报告
        全镇新修机耕道八条，硬化村内巷道二十三条，安装太阳能路灯二百一十盏，配套建设垃圾收集房十一座，项目由各村村民委员会组织实施、镇农业农村服务中心验收，工程质量均达到合格标准，雨天出行难的问题得到解决，年底前已全部移交各村管护。
    Silent::
        === 甲镇.txt
        丙县甲镇人民政府2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
        === 乙镇.txt
        丙县乙镇人民政府2023年度项目支出绩效自评报告
        1、饮水安全工程预算120.50万元，支出100.25万元。
    """
    passages = _passages(bundle, regime)
    if len({passage.unit for passage in passages}) < 2:
        return
    if not available():
        yield cannot_tell(MISSING)
        return
    least = float(regime.thresholds["recycled_paragraph"])
    joined = Joined(range(len(passages)))
    for n, m in candidates([passage.shingles for passage in passages]):
        if alike(passages[n].shingles, passages[m].shingles) >= least:
            joined.join(n, m)
    pairs: dict[tuple[int, int], list[Alike]] = defaultdict(list)
    for group in joined.groups():
        first, *others = (passages[n] for n in group)
        if len({first.unit, *(other.unit for other in others)}) <= int(regime.thresholds["background_units"]):
            for other in others:
                share = alike(first.shingles, other.shingles)
                if other.unit != first.unit and share >= least:
                    pairs[first.document, other.document].append(Alike(first, other, share))
    if not pairs:
        yield JOINT_PASSED
    for found in pairs.values():
        yield recycled(bundle, found)


def _passages(bundle: Bundle, regime: Regime) -> list[Passage]:
    """Long paragraphs of documents whose unit is known, without whitelisted sentences; short remains are left out."""
    background, length = int(regime.thresholds["background_units"]), int(regime.thresholds["recycled_length"])
    units: dict[str, set[str]] = defaultdict(set)
    cut: list[tuple[int, str, Paragraph, list[str]]] = []
    for n in bundle.distinct:
        unit, identity = bundle.units[n], bundle.documents[n].identity
        if unit is None:
            continue
        for paragraph in bundle.documents[n].paragraphs:
            sentences = own_sentences(paragraph.text, identity.organisation, identity.region)
            cut.append((n, unit, paragraph, sentences))
            for sentence in sentences:
                units[without_figures(sentence)].add(unit)
    common = {sentence for sentence, of in units.items() if len(of) > background}
    found = []
    for n, unit, paragraph, sentences in cut:
        rest = what_remains(sentences, common)
        if len(rest) >= length:
            found.append(Passage(n, unit, paragraph, shingles(rest)))
    return found


def own_sentences(text: str, organisation: str | None, region: str | None) -> list[str]:
    """The sentences of a paragraph, letters alone, without the names of the unit and without what any document may say."""
    for name in (organisation, region):
        if name:
            text = text.replace(name, "")
    return [letters(s) for s in _SENTENCE_ENDS.split(text) if not _FORM.search(s)]


def without_figures(sentence: str) -> str:
    """The form in which sentences of several units are the same: whatever their figures."""
    return _DIGITS.sub("", sentence)


def what_remains(sentences: Sequence[str], common: Container[str]) -> str:
    """The text in which paragraphs are compared: without sentences that more units have."""
    return "".join(s for s in sentences if without_figures(s) not in common)


def recycled(bundle: Bundle, found: Sequence[Alike]) -> JointOutcome:
    """What is said of two documents that have these passages in common."""
    longest = max(found, key=lambda pair: len(pair.one.paragraph.text))
    a, b, share = longest.one, longest.other, round(longest.share * 100)
    one, other = bundle.documents[a.document], bundle.documents[b.document]
    more = f"，另有 {len(found) - 1} 段" if len(found) > 1 else ""
    more_en = f", and {len(found) - 1} more" if len(found) > 1 else ""
    firm = one.agency if one.agency is not None and one.agency == other.agency else None
    by, by_en = (f"，两份都由{firm}编写", f"; both written by {firm}") if firm else ("", "")
    return conflict(
        f"{bundle.name(a.document)} 与 {bundle.name(b.document)} 有一段文字 {share}% 相同{more}{by}；请核对所写是否都是本单位的事实",
        f"{bundle.name(a.document)} and {bundle.name(b.document)} have a paragraph in common, {share}% the same{more_en}{by_en}; see whether its facts are each unit's own",
        [*bundle.cite(a.document, a.paragraph.quote), *bundle.cite(b.document, b.paragraph.quote)],
    )
