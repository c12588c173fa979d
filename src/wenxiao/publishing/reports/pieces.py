"""The text of a chapter: what somebody wrote, and in it the figures that are references to facts.

A reference keeps the words with which it was taken over. It goes on being one while its characters are left alone; what somebody
types over it is text like any other. So a text can be edited as plain characters, by any editor, and nothing is marked up in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

#: What only a person can write, with what to write there; a report is not submitted with one of these.
BLANK = re.compile(r"【待填写：([^【】]*)】")
#: Characters that would make another figure of the one that they touch.
_DIGITS = frozenset("0123456789.,，．０１２３４５６７８９-−")


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure drawn from data: which fact, and the words in which it stands in the text."""

    key: str
    words: str


Piece = str | Ref
Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A reference whose fact says something else by now; ``now`` is None where there is no such fact any more."""

    key: str
    was: str
    now: str | None
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.was)


def plain(text: Iterable[Piece]) -> str:
    """The characters as they are read."""
    return "".join(piece if isinstance(piece, str) else piece.words for piece in text)


def joined(pieces: Iterable[Piece]) -> Text:
    """The same with neighbouring strings made one, and nothing empty."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif not isinstance(piece, str) or piece:
            made.append(piece)
    return tuple(made)


def refs(text: Iterable[Piece]) -> Iterator[tuple[int, Ref]]:
    """Every reference and where it begins in the characters."""
    at = 0
    for piece in text:
        if isinstance(piece, Ref):
            yield at, piece
        at += len(piece if isinstance(piece, str) else piece.words)


def blanks(text: str) -> list[str]:
    """What is still to be written, as the marks in the text say it."""
    return [found[1] for found in BLANK.finditer(text)]


def moved(text: Iterable[Piece], now: Mapping[str, str]) -> list[Moved]:
    """The references whose fact has other words by now, in their order."""
    return [Moved(ref.key, ref.words, now.get(ref.key), at) for at, ref in refs(text) if now.get(ref.key) != ref.words]


def accepted(text: Sequence[Piece], now: Mapping[str, str], key: str = "") -> Text:
    """The references to ``key`` (to all facts where it is empty) with the words of today. A reference without a fact becomes text."""
    made: list[Piece] = []
    for piece in text:
        if isinstance(piece, Ref) and (not key or piece.key == key):
            words = now.get(piece.key)
            made.append(piece.words if words is None else Ref(piece.key, words))
        else:
            made.append(piece)
    return joined(made)


def retyped(before: Sequence[Piece], typed: str) -> Text:
    """The text after somebody edited its characters: references that were left alone stay references."""
    old = plain(before)
    if old == typed:
        return joined(before)
    kept: list[tuple[int, Ref]] = []
    blocks = list(_same(old, typed))
    for at, ref in refs(before):
        end = at + len(ref.words)
        for start, to, length in blocks:
            if start <= at and end <= start + length:
                place = to + at - start
                if _alone(typed, place, place + len(ref.words)):
                    kept.append((place, ref))
                break
    made: list[Piece] = []
    done = 0
    for place, ref in sorted(kept, key=lambda one: one[0]):
        made += [typed[done:place], ref]
        done = place + len(ref.words)
    return joined([*made, typed[done:]])


def bound(text: Sequence[Piece], start: int, end: int, ref: Ref) -> Text:
    """The text with what stands between two places replaced by a reference. References that it cuts become text."""
    made: list[Piece] = []
    at, put = 0, False
    for piece in text:
        words = piece if isinstance(piece, str) else piece.words
        first, last = max(start - at, 0), min(end - at, len(words))
        if first >= len(words) or last <= 0:
            made.append(piece)
        else:
            made.append(words[:first])
            if not put:
                made.append(ref)
                put = True
            made.append(words[last:])
        at += len(words)
    return joined(made)


def stored(text: Iterable[Piece]) -> list[Any]:
    """The text as JSON: a string, or ``{"fact": key, "as": words}``."""
    return [piece if isinstance(piece, str) else {"fact": piece.key, "as": piece.words} for piece in text]


def restored(kept: Iterable[Any]) -> Text:
    return joined(one if isinstance(one, str) else Ref(one["fact"], one["as"]) for one in kept)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no digit touches a figure."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (before and before in _DIGITS) and not after.isdigit()


def _same(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Stretches of the old text that are in the new one: (where, where to, how long). By lines first, as only few change at a time."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    from_, to = _starts(before), _starts(after)
    head, tail = _ends(before, after)
    yield 0, 0, from_[head]
    last, end = len(before) - tail, len(after) - tail
    for tag, i, j, k, m in _compared(before[head:last], after[head:end]):
        start, place = from_[head + i], to[head + k]
        if tag == "equal":
            yield start, place, from_[head + j] - start
        elif tag == "replace":
            for at, there, length in _inside(old[start : from_[head + j]], new[place : to[head + m]]):
                yield start + at, place + there, length
    yield from_[last], to[end], len(old) - from_[last]


def _inside(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """The same within lines: what they begin and end with, and between that what a comparison finds."""
    head, tail = _ends(old, new)
    yield 0, 0, head
    for tag, i, j, k, _ in _compared(old[head : len(old) - tail], new[head : len(new) - tail]):
        if tag == "equal":
            yield head + i, head + k, j - i
    yield len(old) - tail, len(new) - tail, tail


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items both begin with, and how many of the others both end with."""
    head = _shared(old, new)
    return head, _shared(old[head:][::-1], new[head:][::-1])


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    shorter = min(len(old), len(new))
    return next((at for at in range(shorter) if old[at] != new[at]), shorter)


#: Pairs of items that a comparison may look at, pairs that may be equal, and how many of one item where those are too many.
_PAIRS, _EQUAL, _RARE = 4_000_000, 100_000, 4


def _compared(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """The steps from one to the other. Where much is alike (blank lines), only what is rare is looked for: the work stays bounded."""
    if len(old) * len(new) > _PAIRS:
        return []
    left, right = Counter(old), Counter(new)
    alike = sum(count * right[one] for one, count in left.items()) > _EQUAL
    often = {one for one in right if alike and max(left[one], right[one]) > _RARE}
    return SequenceMatcher(often.__contains__, old, new, autojunk=False).get_opcodes()


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return starts
