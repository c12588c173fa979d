"""What stands under a heading: problems or praise, figures or phrases, an answer to what the heading asks or another one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from wenxiao.lexicons import lexicon
from wenxiao.quantities.model import Quantity, Span
from wenxiao.reading.model import Mark
from wenxiao.reading.told import Chapter, Purpose, Remark

_PROBLEMS = lexicon("problems")
_TOPICS = lexicon("topics")
_DEFECT = re.compile(_PROBLEMS.pattern("defects"))
_PRAISE = re.compile(_PROBLEMS.pattern("praise"))
_SHORTCOMING = re.compile(_PROBLEMS.pattern("shortcomings"))
_NONE = re.compile(_PROBLEMS.pattern("none") + r"\Z")
_DENIED = re.compile(_PROBLEMS.pattern("denials") + r"[^，。;]{0,30}")
_REMEDY = re.compile(_PROBLEMS.pattern("remedies"))
_HOLLOW = re.compile(lexicon("hollow").pattern("phrases"))
_SENTENCE = re.compile(r"[^。;\n|]++")
_ANALYSIS = re.compile(r"(?:经济性|效率性|有效性|效益性|可持续性)|绩效情况\Z|绩效分析\Z")
_NAMED = re.compile(r"[《》:]|一是|\d|[一二三四五六七八九十百千万]+[个项次场名人户家处条座台]")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_TOPIC = tuple(
    (topic, re.compile(_TOPICS.pattern(f"{topic}_asked")), re.compile(_TOPICS.pattern(f"{topic}_answered")))
    for topic in (group.removesuffix("_asked") for group in _TOPICS.words if group.endswith("_asked"))
)
_ASKED = re.compile("|".join(asked.pattern for _, asked, _ in _TOPIC))
_TARGET_IS = re.compile(r"绩效目标[是为](?P<aim>[^。;\n|]{8,60}+)(?=[。;\n|]|\Z)")
_AIMS = re.compile(lexicon("vague").pattern("aims"))
_SHORTEST, _LONGEST = 8, 260  # characters of a text that is judged as a whole


def find_remarks(
    text: str, chapters: Sequence[Chapter], quantities: Sequence[Quantity], marks: Sequence[Mark]
) -> tuple[Remark, ...]:
    """In order of place. Guidance of the template that was left in the text is nobody's remark."""
    guidance = [Span(m.start, m.end) for m in marks if m.kind == "template_guidance"]
    figures = [q.start for q in quantities if q.kind != "count" or q.counter != "年"]
    found: list[Remark] = []
    for chapter in chapters:
        if Purpose.PROBLEM in chapter.purposes:
            found += _on_problems(text, chapter, guidance)
        elif Purpose.RESULT in chapter.purposes:
            found += [
                Remark("shortcoming", span)
                for span in _own(text, chapter, guidance)
                if _SHORTCOMING.search(_DENIED.sub("", text[span.start : span.end]))
            ]
        if chapter.leaf:
            found += _as_a_whole(text, chapter, guidance, figures)
    found += _vague_targets(text)
    return tuple(sorted(found, key=lambda r: r.span.start))


def _vague_targets(text: str) -> Iterator[Remark]:
    """绩效目标是提升服务水平: a short sentence of aims, without a figure, a date or a title."""
    for match in _TARGET_IS.finditer(text):
        words = _YEAR.sub("", match["aim"])
        if len(words) >= _SHORTEST and _AIMS.search(words) and not _NAMED.search(words):
            yield Remark("vague_target", Span(match.start(), match.end()))


def _own(text: str, chapter: Chapter, guidance: Sequence[Span]) -> Iterator[Span]:
    for sentence in _SENTENCE.finditer(text, chapter.own.start, chapter.own.end):
        lead = len(sentence[0]) - len(sentence[0].lstrip(" :、，,\t"))
        span = Span(sentence.start() + lead, sentence.end())
        if span.start < span.end and not any(g.start < span.end and span.start < g.end for g in guidance):
            yield span


def _on_problems(text: str, chapter: Chapter, guidance: Sequence[Span]) -> Iterator[Remark]:
    for span in _own(text, chapter, guidance):
        words = text[span.start : span.end].strip(" :、,，\t")
        if _NONE.match(words):
            yield Remark("none", span)
        elif len(words) < _SHORTEST:
            continue
        elif _REMEDY.search(words):
            yield Remark("remedy", span)
        elif _DEFECT.search(_DENIED.sub("", words)):
            yield Remark("defect", span)
        elif _PRAISE.search(words):
            yield Remark("praise", span)
        else:
            yield Remark("other", span)


def _as_a_whole(text: str, chapter: Chapter, guidance: Sequence[Span], figures: Sequence[int]) -> Iterator[Remark]:
    analysis = _ANALYSIS.search(chapter.title) is not None
    if not analysis and not _ASKED.search(chapter.title):
        return
    topics = [(topic, answer) for topic, asked, answer in _TOPIC if asked.search(chapter.title)]
    sentences = list(_own(text, chapter, guidance))
    words = "".join(text[s.start : s.end] for s in sentences).strip(" :\n\t")
    if not sentences or not _SHORTEST < len(words) < _LONGEST:
        return
    span = Span(sentences[0].start, sentences[-1].end)
    measured = bisect_left(figures, span.start) < bisect_left(figures, span.end)
    if analysis:
        bare = _YEAR.sub("", words)
        if not measured and not _NAMED.search(bare) and len(_HOLLOW.findall(bare)) >= 2:
            yield Remark("hollow", span)
        else:
            yield Remark("analysis", span)
    for topic, answer in topics[:1]:
        answered = measured or answer.search(words) or _NONE.match(words)
        yield Remark("answered" if answered else "off_topic", span, topic)
