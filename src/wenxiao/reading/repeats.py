"""Long passages of one document that are nearly the same (大段雷同): paragraphs, or single sentences, of 80 characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from wenxiao.documents.model import Block
from wenxiao.quantities.model import Span

_SHORTEST = 80  # characters of a passage
_ENOUGH = 60  # shingles of its own, when titles of documents and what is common are taken away
_SHINGLE = 6  # characters
#: Shingles that stand in more paragraphs than this are the template's: sentences that every entry repeats.
_COMMON = 3
_SAME = 0.8  # share of common shingles from which two passages are the same text
_PARAGRAPH = re.compile(rf"[^\n]{{{_SHORTEST},}}+")
_CLAUSE = re.compile(r"[^，。;:、\n]{4,}+")
#: The basis of several projects is the same list of documents.
# Every branch begins with a literal: the engine then scans for these three characters only.
_CITED = re.compile(r"《[^》]{0,200}》|\([^()〔〕]{0,40}[)〕]|〔[^()〔〕]{0,40}[)〕]")
_MARKS = re.compile(r"[，。、;:]+")
_OTHER_MARKS = re.compile(r"[ \t()《》“”\"']+")


def find_repeated(text: str, blocks: Collection[Block] = ()) -> tuple[tuple[Span, Span], ...]:
    """Pairs of passages, the earlier first; of several copies each with the first. Cells of tables are not looked at."""
    cells = {block.start for block in blocks if block.kind == "cell"}
    passages = list(_alike(text, [span for span in _paragraphs(text) if span.start not in cells]))
    if len(passages) < 2:
        return ()
    pieces = [_pieces(text, span) for span in passages]
    neighbours = Counter(chain.from_iterable(set(pairwise(each)) for each in pieces))
    rare = [list(_rare(each, neighbours)) for each in pieces]
    if all(sum(len(words) - _SHINGLE + 1 for words in each) < _ENOUGH for each in rare):
        return ()
    common = frozenset(s for pair, count in neighbours.items() if count > _COMMON for s in _shingles("".join(pair)))
    distinct = [_shingles(*each) - common for each in rare]
    spread = Counter(chain.from_iterable(distinct))
    own = [frozenset(s for s in each if spread[s] <= _COMMON) for each in distinct]
    for span, shingles in zip(list(passages), list(own), strict=True):
        sentences = list(_sentences(text, span)) if len(shingles) >= _ENOUGH else [span]
        if sentences != [span]:
            passages += sentences
            own += [
                frozenset(s for s in _shingles("".join(_pieces(text, each))) - common if spread[s] <= _COMMON)
                for each in sentences
            ]
    twice = frozenset(s for s, count in spread.items() if 1 < count <= _COMMON)
    pairs = [(passages[a], passages[b]) for a, b in _pairs(passages, own, twice)]
    return _joined(sorted(_largest(pairs)), text)


def _paragraphs(text: str) -> Iterator[Span]:
    for match in _PARAGRAPH.finditer(text):
        words = match[0]
        if "|" not in words and "\t" not in words:
            yield Span(*match.span())


def _alike(text: str, passages: Sequence[Span]) -> Iterator[Span]:
    """Passages of which half has the clauses of other ones: only these are worth a closer look."""
    clauses = [set(_CLAUSE.findall(text, *span)) for span in passages]
    spread = Counter(chain.from_iterable(clauses))
    for span, each in zip(passages, clauses, strict=True):
        if sum([len(clause) for clause in each if spread[clause] > 1]) * 2 >= _SHORTEST:
            yield span


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        stop = text.find("。", start, span.end)
        end = span.end if stop < 0 else stop + 1
        if end - start >= _SHORTEST:
            yield Span(start, end)
        start = end


def _pieces(text: str, span: Span) -> list[str]:
    """The letters of a passage, cut into pieces of a clause or more, without titles of documents and marks; a last empty one.

    No shingle touches more than two pieces: a short clause goes with the one before.
    """
    words = _OTHER_MARKS.sub("", _CITED.sub("", text[span.start : span.end]))
    first, *clauses = _MARKS.split(words)
    pieces = [first]
    for clause in clauses:
        if len(clause) < _SHINGLE - 1:  # so short that a shingle could touch it and both of its neighbours
            pieces[-1] += clause
        else:
            pieces.append(clause)
    return [*pieces, ""]


def _rare(pieces: Sequence[str], neighbours: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """The words of a passage, without the shingles in two neighbouring pieces that stand so in more than ``_COMMON`` passages.

    Most of a text is its template's, and need not be cut into shingles to know it.
    """
    edge = _SHINGLE - 1  # letters of a common piece that a shingle of the piece beside it can touch
    pairs = list(pairwise(pieces))
    rare = [neighbours[pair] <= _COMMON for pair in pairs]
    words = ""
    for i, (first, second) in enumerate(pairs):
        if not rare[i]:
            continue
        if not words:
            words = first[-edge:] if i else first
        if i + 1 < len(pairs) and not rare[i + 1]:
            yield words + second[:edge]
            words = ""
        else:
            words += second
    if words:
        yield words


def _shingles(*passages: str) -> frozenset[str]:
    return frozenset([words[n : n + _SHINGLE] for words in passages for n in range(len(words) - _SHINGLE + 1)])


def _pairs(passages: Sequence[Span], own: Sequence[frozenset[str]], twice: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Indices of passages that share four fifths of what is not common; each later one once. ``twice``: what can be shared."""
    holders: dict[str, list[int]] = {}
    for number in sorted(range(len(passages)), key=lambda n: (passages[n].start, -passages[n].end)):
        shingles = own[number]
        if len(shingles) < _ENOUGH:
            continue
        shared = Counter(earlier for shingle in shingles & twice for earlier in holders.get(shingle, ()))
        for earlier, count in sorted(shared.items()):
            apart = passages[earlier].end <= passages[number].start
            if apart and count >= _SAME * (len(shingles) + len(own[earlier]) - count):
                yield earlier, number
                break
        for shingle in shingles & twice:
            holders.setdefault(shingle, []).append(number)


def _largest(pairs: Sequence[tuple[Span, Span]]) -> Iterator[tuple[Span, Span]]:
    """Pairs whose later passage lies in no other later passage."""
    reach = -1
    for first, second in sorted(pairs, key=lambda pair: (pair[1].start, -pair[1].end)):
        if second.end > reach:
            yield first, second
            reach = second.end


def _joined(pairs: Sequence[tuple[Span, Span]], text: str) -> tuple[tuple[Span, Span], ...]:
    """Sentences that follow each other in both places are one passage."""
    out: list[tuple[Span, Span]] = []
    for first, second in pairs:
        last = out[-1] if out else None
        if last and all(
            not text[b.end : n.start].strip() and b.end <= n.start for b, n in zip(last, (first, second), strict=True)
        ):
            out[-1] = (Span(last[0].start, first.end), Span(last[1].start, second.end))
        else:
            out.append((first, second))
    return tuple(out)
