"""Notes to this program inside a document: which check not to make here, and why.

``【问效：不核对 A101，理由：分母含上年结转】`` or ``<!-- wenxiao: ignore A101 the base includes last year's rest -->``.
They are no content: the reading text does not have them, so that a figure in a reason is no figure of the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODES = r"(?P<rules>(?:[A-Za-z]\d{2,3}(?!\d)[、,， ]{0,3}){0,9})"
_FORMS = (
    re.compile(rf"【问效[:：][ \u3000]{{0,4}}(?:不核对|不审核)[ \u3000]{{0,4}}{_CODES}(?P<reason>[^】\n]{{0,400}})】"),
    re.compile(rf"<!--[ ]{{0,4}}wenxiao:[ ]{{0,4}}ignore[ ]{{0,4}}{_CODES}(?P<reason>[^\n]{{0,400}}?)-->"),
)
_BEGINNINGS = ("【问效", "wenxiao:")
_LEAD = re.compile(
    r"[，,;；。 \t\u3000]{0,9}(?:(?:理由|原因|reason)[ \t]{0,3}[:：为]?)?[ \t\u3000]{0,9}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Directive:
    """``start`` and ``end`` are offsets of the document's own text; ``reason`` is empty where none is given."""

    start: int
    end: int
    rules: tuple[str, ...]
    reason: str


def directives(text: str) -> tuple[Directive, ...]:
    """Every directive of a text, in its order."""
    if not any(beginning in text for beginning in _BEGINNINGS):
        return ()
    found = [
        Directive(*match.span(), _rules(match["rules"]), _reason(match["reason"]))
        for form in _FORMS
        for match in form.finditer(text)
    ]
    return tuple(sorted(found, key=lambda directive: directive.start))


def without_directives(text: str) -> str:
    """The text with spaces where directives stand, and where the line break before one that has a line of its own."""
    for directive in directives(text):
        start, end = directive.start, directive.end
        if text[start - 1 : start] == "\n" and text[end : end + 1] == "\n":
            start -= 1
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _rules(text: str) -> tuple[str, ...]:
    return tuple(part.upper() for part in re.split(r"[、,， ]+", text) if part)


def _reason(text: str) -> str:
    lead = _LEAD.match(text)
    return text[lead.end() if lead else 0 :].strip()
