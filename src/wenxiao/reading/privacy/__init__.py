"""Personal and sensitive information (个人信息、敏感事项): found before anything else is read, hidden unless asked for.

What is found is hidden in the document's text and in the reading text at once, character by character. Whatever is read
from them afterwards (names of projects, statements, formulas), every message, every key and every output format then
holds only what may be told, by construction. Offsets do not change.
"""

from __future__ import annotations

from collections.abc import Sequence

from wenxiao.documents.model import Document
from wenxiao.documents.view import view
from wenxiao.quantities.model import Span
from wenxiao.reading.model import Personal
from wenxiao.reading.privacy.masking import hidden, masked, told, withhold, without_personal
from wenxiao.reading.privacy.matters import find_matters
from wenxiao.reading.privacy.numbers import find_numbers
from wenxiao.reading.privacy.people import find_names, leftovers
from wenxiao.reading.tables import Grid

__all__ = ["find_personal", "hidden", "hidden_by_itself", "masked", "told", "withhold", "without_personal"]


def find_personal(text: str, grids: Sequence[Grid] = ()) -> tuple[Personal, ...]:
    """All of it, in order of place: of one number, name or word one entry with its places."""
    places: dict[tuple[str, str, bool], list[Span]] = {}
    for number in find_numbers(text):
        key = (number.kind, text[number.span.start : number.span.end], number.contact)
        places.setdefault(key, []).append(number.span)
    names = dict.fromkeys(text[span.start : span.end] for span in find_names(text, grids))
    for name in names:
        places[("name", name, False)] = _everywhere(text, name)
        for span in leftovers(text, name):
            places.setdefault(("name_part", text[span.start : span.end], False), []).append(span)
    for kind, span in find_matters(text):
        places.setdefault((kind, text[span.start : span.end], False), []).append(span)
    found = [
        Personal(kind, tuple(spans), words if kind.endswith("matter") else told(kind, words), contact)
        for (kind, words, contact), spans in places.items()
    ]
    return tuple(sorted(found, key=lambda personal: personal.spans[0]))


def hidden_by_itself(text: str) -> list[Span]:
    """The ranges that must not be told of a text that was not read with its document, such as the head of a page."""
    document = Document("", "", "text/plain", text)
    read = view(document)
    found = find_personal(read.text)
    document, _ = withhold(document, read, found)
    return hidden(document, read, found)


def _everywhere(text: str, name: str) -> list[Span]:
    """A person who is named once is the same person wherever the name stands."""
    spans: list[Span] = []
    at = text.find(name)
    while at >= 0:
        spans.append(Span(at, at + len(name)))
        at = text.find(name, at + len(name))
    return spans
