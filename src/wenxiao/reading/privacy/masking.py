"""Hiding personal information: character by character, so that every offset stays where it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wenxiao.documents.model import Document
from wenxiao.documents.view import View
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Personal

#: What stands for a hidden character.
HIDDEN = "*"

#: How many characters of each kind stay readable at the beginning and at the end.
_SHOWN = {
    "identity_card": (3, 1),
    "bank_card": (4, 3),
    "mobile": (4, 3),
    "landline": (4, 1),
    "plate": (2, 1),
    "address": (3, 0),
    "name": (1, 0),
    "name_part": (0, 0),
}
#: Kinds that are no data of a person: nothing of them is hidden.
_OPEN = frozenset({"matter", "screened_matter"})
_SEPARATORS = " -\n\t"
_COMPOUND = 4  # a name of so many characters has a surname of two


def masked(text: str, found: Iterable[Personal]) -> str:
    """``text`` with every place of ``found`` hidden; of the same length, and the same again when masked twice."""
    characters: list[str] | None = None
    for personal in found:
        if personal.kind in _OPEN:
            continue
        for span in personal.spans:
            characters = characters or list(text)
            characters[span.start : span.end] = told(personal.kind, text[span.start : span.end])
    return text if characters is None else "".join(characters)


def told(kind: str, words: str) -> str:
    """What may be shown of a number, a name or an address: 张**, 1381****234. Separators stay."""
    first, last = _SHOWN[kind]
    if kind == "name" and len(words) >= _COMPOUND:
        first = 2
    places = [n for n, character in enumerate(words) if character not in _SEPARATORS]
    shown = {*places[:first], *places[max(len(places) - last, 0) :]}
    return "".join(c if n in shown or c in _SEPARATORS else HIDDEN for n, c in enumerate(words))


def without_personal(words: str, text: str, found: Sequence[Personal]) -> str:
    """Words made from ``text`` without what must not be told of it; for keys that are kept."""
    for personal in found:
        if personal.kind not in _OPEN:
            for span in personal.spans:
                raw = text[span.start : span.end]
                words = words.replace(raw, told(personal.kind, raw))
    return words


def hidden(document: Document, view: View, found: Iterable[Personal]) -> list[Span]:
    """The ranges of a document's text that ``withhold`` has hidden; none where it was not called."""
    places = {
        view.source(Span(at, at + 1)).start
        for personal in found
        if personal.kind not in _OPEN
        for span in personal.spans
        for at in range(span.start, span.end)
    }
    return _ranges(sorted(at for at in places if document.text[at] == HIDDEN))


def _ranges(places: Iterable[int]) -> list[Span]:
    """Runs of offsets that follow each other."""
    runs: list[Span] = []
    for at in places:
        if runs and runs[-1].end == at:
            runs[-1] = Span(runs[-1].start, at + 1)
        else:
            runs.append(Span(at, at + 1))
    return runs


def withhold(document: Document, view: View, found: Sequence[Personal]) -> tuple[Document, View]:
    """The document and its reading text without what must not be told: all that is read from them has none of it."""
    hidden = masked(view.text, found)
    if hidden == view.text:
        return document, view
    characters = list(document.text)
    for personal in found:
        for span in personal.spans:
            for at in range(span.start, span.end):
                if hidden[at] == HIDDEN:
                    characters[view.source(Span(at, at + 1)).start] = HIDDEN
    return replace(document, text="".join(characters)), view.rewritten(hidden)
