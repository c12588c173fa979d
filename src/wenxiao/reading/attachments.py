"""Attachments (附件 附表): which the text refers to, which it holds, which it lists, and whether it is one itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from wenxiao.quantities.model import Span
from wenxiao.reading.hygiene.lines import lines_of
from wenxiao.reading.model import Attachments, Reference, Section

_NUMBER = r"(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-—.]\d{1,2})?)?"
#: A heading under which an attachment begins: it stands alone in its line, or before the title.
_HEAD = re.compile(rf"[(〔]?(?P<kind>附[件表录])\s?{_NUMBER}[)〕]?(?P<rest>[:、.\s]?.*)")
_ENTRY = re.compile(r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})[.、]\s?(?=[^\d\s])")
#: 详见附件2, 具体评分见附件评分表; the verb is what makes it a reference.
_VERB = r"(?:详情请?查看|具体[^，。;\n]{0,12}见|详情请?见|详细见|具体见|参见|请见|另见|详见|见|如)"
_REFERENCE = re.compile(
    rf"(?P<verb>{_VERB})[本后]?(?P<kind>附[件表录])\s?{_NUMBER}(?P<after>(?:[\u4e00-\u9fff]{{0,10}}?[表书单图册])?)"
)
#: Attachments of a cited document: 《…》附件1, 云财绩〔2020〕10号附件.
_OTHERS = re.compile(r"[》号]\)?(?:文件?|通知)?(?:中|的|之)?$")
_FILE = re.compile(r"附[件表]\s?(?P<number>\d{1,2}(?:[-—.]\d{1,2})?|[一二三四五六七八九十]{1,3})")
_UNDECIDED = re.compile(r"(?:可|不|未|意|参|常|罕|少|明|听|看|望|预|偏|远|高|再|相|会)$")
_CLAUSE = re.compile(r"[，,;]")
_ENDS = "。!?;:)》”|…."
_DIGITS = "零一二三四五六七八九"
_LONGEST_HEAD = 60


def find_attachments(text: str, sections: Sequence[Section] = (), companions: Iterable[str] = ()) -> Attachments:
    """All of it; linear. ``companions``: names of the files that came with the document. References inside 《》 and those to attachments of cited documents are none of this document's."""
    if "附" not in text:
        return Attachments()
    references: list[Reference] = []
    for match in _REFERENCE.finditer(text):
        before = text[max(0, match.start() - 6) : match.start()]
        if not _OTHERS.search(text, max(0, match.start("kind") - 6), match.start("kind")) and not _UNDECIDED.search(
            before
        ):
            references.append(Reference(Span(*match.span()), match["kind"], number(match["number"])))
    held: list[Reference] = []
    listed: list[Reference] = []
    own: Reference | None = None
    listing = ""
    for count, line in enumerate(lines_of(text, sections)):
        words = text[line.start : line.end].strip()
        head = _HEAD.match(words)
        if head is None:
            entry = _ENTRY.match(words) if listing else None
            if entry is None:
                listing = ""
            else:
                listed.append(Reference(Span(line.start, line.end), listing, number(entry["number"])))
            continue
        start = text.index(words, line.start)
        place = Reference(Span(start, start + head.end("kind")), head["kind"], number(head["number"]))
        rest = head["rest"].lstrip(":、. ")
        listing = ""
        if count == 0 and head["number"]:
            own = place
        elif head["rest"].startswith(":") and not head["number"] and rest:
            entries = list(_ENTRY.finditer(rest))
            listed += [Reference(place.span, place.kind, number(e["number"])) for e in entries] or [place]
            listing = place.kind
        elif len(words) <= _LONGEST_HEAD and "。" not in words:
            held.append(place)
            listing = place.kind if not rest and head["rest"].startswith(":") else ""
    beside = frozenset(filter(None, map(file_number, companions))) if references else frozenset[str]()
    return Attachments(tuple(references), tuple(held), tuple(listed), own, _excerpt(text, sections), beside)


def file_number(name: str) -> str | None:
    """The number of an attachment by the name of its file: 附件2：自评表.xlsx; None for any other file."""
    named = _FILE.match(name)
    return number(named["number"]) if named else None


def _excerpt(text: str, sections: Sequence[Section]) -> bool:
    """Whether the text begins in a later chapter or breaks off in a sentence: what is not there may stand outside it."""
    first = next((s.number for s in sections if s.style == "一、"), "一")
    last = text[text.rstrip().rfind("\n") + 1 :].rstrip()
    return first != "一" or (_CLAUSE.search(last) is not None and last[-1] not in _ENDS)


def number(printed: str | None) -> str:
    """A number in Arabic digits; empty for none."""
    if not printed or printed[0].isdigit():
        return (printed or "").replace("—", "-")
    if printed == "十":
        return "10"
    tens, has_ten, ones = printed.rpartition("十")
    if not has_ten:
        return str(_DIGITS.find(printed)) if len(printed) == 1 else printed
    return str((_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0))
