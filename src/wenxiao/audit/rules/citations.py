"""Instruments that a document relies on, against the registry of instruments (check F03)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.performance.instruments import Instrument, by_number, instruments
from wenxiao.quantities.model import Span
from wenxiao.reading.citations import Citation, bare_title, citation
from wenxiao.reading.model import Reading

_AS_HISTORY = re.compile(r"原|废止|失效|替代|取代|修订|代替|此前|历史|当时|旧")
_ALIKE = 0.6


@rule(
    "F103", "citation-repealed-or-wrong", Severity.WARNING, check="F03",
    title="依据文件已废止或引用有误", title_en="A cited instrument is repealed or wrongly cited",
    basis="引用文件应现行有效，标题和文号完整准确（《党政机关公文处理工作条例》）", by_hand="在发文机关网站查该文号的标题和效力状态。",
    by_hand_en="Look up the number on the issuer's site: its title and whether it is in force.",
    basis_en="Instruments are cited with their full title and number and are in force",
)  # fmt: skip
def citation_repealed_or_wrong(reading: Reading) -> Iterator[Outcome]:
    """A cited instrument is repealed or wrongly cited.

    Numbers and titles are compared with the registry of the field's instruments: one that was repealed before the year
    reported on, a number with another instrument's title, a title with another number of the same issuer. Besides, a
    notice on the evaluation of a year cannot bear the number of an earlier one. Instruments that are not in the
    registry are not judged. A report on 2018 that cites a rule repealed in 2020 is right.

    Known false alarms: a repealed rule cited as history; where the sentence says 原 or 废止, the rule is silent.

    Fails::
        某县2023年度农村公路养护项目绩效评价报告
        本次评价依据《财政支出绩效评价管理暂行办法》（财预〔2011〕285号）开展。
    Fails::
        某县2023年度农村公路养护项目绩效评价报告
        本次评价依据《项目支出绩效评价管理办法》（财预〔2020〕12号）开展。
    Fails::
        某县2023年度农村公路养护项目绩效评价报告
        按照《关于开展2023年度项目支出绩效自评工作的通知》（甲财监〔2022〕24号）要求，开展自评。
    Passes::
        某县2023年度农村公路养护项目绩效评价报告
        本次评价依据《项目支出绩效评价管理办法》（财预〔2020〕10号）开展。
    Silent::
        某县2023年度农村公路养护项目绩效评价报告
        本次评价依据县财政局通知开展。
    """
    told: set[str] = set()
    for reference in reading.identity.legal_references:
        cited = citation(reference)
        place = Span(reference.start, reference.end)
        if cited.evaluates is not None and cited.year is not None:
            if cited.year >= cited.evaluates:
                yield passed()
            else:
                yield failed(
                    f"文号的年份是〔{cited.year}〕，标题却是开展 {cited.evaluates} 年度评价的通知，不能同时成立，请核对",
                    f"The number is of {cited.year}, the title is of a notice on the evaluation of {cited.evaluates}: both cannot hold",
                    [place],
                )  # fmt: skip
            continue
        known = by_number(cited.number) or _by_title(cited)
        if known is None or (key := cited.number or cited.title) in told:
            continue
        told.add(key)
        yield _compared(reading, cited, known, place)


@cache
def _by_bare_title() -> dict[str, Instrument]:
    return {bare_title(i.title): i for i in instruments()}


def _by_title(cited: Citation) -> Instrument | None:
    """The instrument of exactly this title, when the citation has no number or another one of the same issuer."""
    found = _by_bare_title().get(cited.title)
    if found is None or (cited.issuer and not found.number.startswith(f"{cited.issuer}〔")):
        return None
    return found


def _compared(reading: Reading, cited: Citation, known: Instrument, place: Span) -> Outcome:
    title = bare_title(known.title)
    if cited.number and cited.number != known.number:
        return failed(
            f"《{known.title}》的文号是 {known.number}，文中写作“{cited.number}”，请核对",
            f"The number of 《{known.title}》 is {known.number}; the text has {cited.number}",
            [place], computed=known.number,
        )  # fmt: skip
    if cited.title and title not in cited.title and cited.title not in title:
        alike = SequenceMatcher(None, title, cited.title).ratio() >= _ALIKE
        return failed(
            f"{known.number} 的标题是《{known.title}》，文中写作“{reading.quote(place)}”，" + ("请核对标题" if alike else "标题与文号不是同一个文件，请核对"),
            f"{known.number} is 《{known.title}》; the text has another title",
            [place], computed=known.title, severity=Severity.NOTE if alike else None,
        )  # fmt: skip
    if known.repealed is None:
        return passed()
    year = reading.identity.fiscal_year
    if year is None:
        return unknown("year of the document not known")
    if year < known.repealed.year or _AS_HISTORY.search(reading.text, max(0, place.start - 12), place.end + 12):
        return passed()
    instead = by_number(known.replaced_by or "")
    named = f"，应依据《{instead.title}》（{instead.number}）" if instead else ""
    return failed(
        f"“{reading.quote(place)}”已于 {known.repealed.year} 年 {known.repealed.month} 月废止，报告的是 {year} 年{named}",
        f"{known.number} was repealed in {known.repealed:%Y-%m}; the report is on {year}" + (f"; {instead.number} replaced it" if instead else ""),
        [place], computed=instead.number if instead else None,
    )  # fmt: skip
