"""Many words as one pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby


def alternation(words: Iterable[str], behind: Callable[[str], str] | None = None) -> str:
    """A pattern of any of the words, of those that begin alike the longest. ``behind`` is what must follow a word, as a pattern.

    The words are grouped by their first characters: at each place of a text the engine tries every branch of a pattern in
    turn, and there are many times fewer first characters than words.
    """
    groups = groupby(sorted(words, key=lambda word: (word[0], -len(word), word)), key=lambda word: word[0])
    return "|".join(
        _branch(first, [re.escape(word[1:]) + (behind(word) if behind else "") for word in group])
        for first, group in groups
    )


def _branch(first: str, rests: list[str]) -> str:
    return re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
