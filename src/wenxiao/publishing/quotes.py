"""The words of the document that a finding speaks of, with some of the text around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wenxiao.documents.places import Places
from wenxiao.quantities.model import Span

#: Characters of a line kept before and after what is meant, and between two places that share a quote.
_AROUND, _BETWEEN = 24, 60
#: Longer places are quoted by their beginning and their end.
_LONG = 160
_STOPS = "。；;！？!?\n\t"


@dataclass(frozen=True, slots=True)
class Quote:
    """A place with its words: ``parts`` are pieces of text, each with whether it is what the finding means."""

    place: str
    parts: tuple[tuple[str, bool], ...]


def quotes(places: Places, spans: Sequence[Span], lang: str) -> list[Quote]:
    """One quote for each line and neighbourhood that the spans touch, in the order of the text."""
    found: list[Quote] = []
    for group in _groups(places, spans):
        start, end = _widened(places.text, group)
        parts = [(label, False)] if (label := _row(places.text, start, end)) else []
        parts += _parts(places.text, start, end, group)
        found.append(Quote(places.at(group[0].start).name(lang), tuple(parts)))
    return found


def _groups(places: Places, spans: Sequence[Span]) -> Iterable[list[Span]]:
    groups: list[list[Span]] = []
    for span in sorted(set(spans)):
        if groups:
            last = groups[-1][-1]
            between = places.text[last.end : span.start]
            if span.start - last.end <= _BETWEEN and "\n" not in between and "\t" not in between:
                if span.end > last.end:
                    groups[-1].append(Span(max(span.start, last.end), span.end))
                continue
        groups.append([span])
    return groups


def _row(text: str, start: int, end: int) -> str:
    """What a table calls the row of a cell: its first cell with words, where that is another one."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    if "\t" not in text[first : last if last >= 0 else len(text)]:
        return ""
    named = next((cell for cell in text[first:start].split("\t") if any("\u4e00" <= c <= "\u9fff" for c in cell)), "")
    return f"{_plain(named)[:30]} … " if named.strip() else ""


def _widened(text: str, group: Sequence[Span]) -> tuple[int, int]:
    """The sentence around the group, or so much of it as is near."""
    start, end = group[0].start, group[-1].end
    first = max(text.rfind(stop, 0, start) for stop in _STOPS) + 1
    last = min((at for stop in _STOPS if (at := text.find(stop, end)) >= 0), default=len(text))
    if last < len(text) and text[last] not in "\n\t":
        last += 1  # with its full stop
    return max(first, start - _AROUND), min(max(last, end), end + _AROUND)


def _parts(text: str, start: int, end: int, group: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    at = start
    lead = "…" if start > 0 and text[start - 1] not in _STOPS else ""
    for span in group:
        yield lead + _plain(text[at : span.start]), False
        yield _shortened(_plain(text[span.start : span.end])), True
        at, lead = max(at, span.end), ""
    tail = _plain(text[at:end]).rstrip("，、,： ")
    done = text[end - 1] in _STOPS or end >= len(text) or (text[end] in _STOPS and len(tail) == end - at)
    yield tail + ("" if done else "…"), False


def _plain(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG // 2]}…{text[-_LONG // 4 :]}"
