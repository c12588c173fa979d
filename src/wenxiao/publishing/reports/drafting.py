"""The first text of a report: its outline said with the facts. What is not known is left out, what only a person knows is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenxiao.publishing.reports.facts import Facts
from wenxiao.publishing.reports.outline import ChapterOutline, Line, Outline, Part
from wenxiao.publishing.reports.pieces import Piece, Ref, Text, joined

_KEY = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as it is drafted. ``key`` names it for ever, ``tables`` are the names of those at its end."""

    key: str
    title: str
    text: Text
    tables: tuple[str, ...] = ()


def chinese(number: int) -> str:
    """A number of a heading: 1 is 一, 12 is 十二, 20 is 二十; up to 999."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _NUMERALS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_NUMERALS[ones] if ones else "")


def heading(outline: Outline, facts: Facts) -> str:
    """The title of the report."""
    found = _Scope(facts).said(outline.heading)
    return "" if found is None else "".join(piece if isinstance(piece, str) else piece.words for piece in found)


def drafted(outline: Outline, facts: Facts) -> list[Chapter]:
    """Every chapter of the outline, with what is known."""
    chapters: list[Chapter] = []
    for one in outline.chapters:
        for at, prefix in enumerate(facts.groups.get(one.each, ()) if one.each else ("",), 1):
            scope = _Scope(facts, prefix, chinese(len(chapters) + 1))
            key = f"{one.key}.{prefix}" if one.each else one.key
            title = scope.words(one.title) or one.title
            chapters.append(Chapter(key, title, _chapter(one, scope), tuple(one.tables) if at == 1 else ()))
    return chapters


def _chapter(outline: ChapterOutline, scope: _Scope) -> Text:
    made: list[Piece] = []
    last = ""
    for part in outline.parts:
        if not (scope.knows(*part.when)) or (part.unless and scope.knows(*part.unless)):
            continue
        for head, paragraph in _part(part, scope):
            if head and head != last:
                made += [head, "\n"]
                last = head
            if paragraph:
                made += [*paragraph, "\n"]
    text = joined(made)
    if text and isinstance(text[-1], str):
        text = joined([*text[:-1], text[-1].rstrip("\n")])
    return text


def _part(part: Part, scope: _Scope) -> Iterator[tuple[str, list[Piece]]]:
    """The paragraphs of a part, each with its heading."""
    if part.each and part.inner is None and not part.heading.count("{"):
        yield _listed(part, scope)
        return
    members = scope.group(part.each) if part.each else [scope]
    for at, inside in enumerate(members, 1):
        inside.number = chinese(at) if part.each else scope.number
        head = inside.words(part.heading) or ""
        body = [piece for line in part.lines for piece in inside.choose(line)]
        if part.inner is not None:
            group, line = part.inner
            body += [piece for each in inside.group(group) for piece in each.choose(line)]
        yield head, _asked(part, body)


def _listed(part: Part, scope: _Scope) -> tuple[str, list[Piece]]:
    """A group said in one paragraph, its members one behind the other."""
    said = [[piece for line in part.lines for piece in one.choose(line)] for one in scope.group(part.each)]
    body: list[Piece] = []
    for one in filter(None, said):
        body += [part.between, *one] if body else one
    if body:
        body = [*scope.choose(part.before), *body, *scope.choose(part.after)]
    return scope.words(part.heading) or "", _asked(part, body)


def _asked(part: Part, body: list[Piece]) -> list[Piece]:
    """What was said, and the blank where something is asked for."""
    if part.blank and (part.ask or not body):
        return [*body, f"【待填写：{part.blank}】"]
    return body


class _Scope:
    """Where a line is said: below one prefix. What a project lacks is never taken from the whole that it is part of."""

    def __init__(self, facts: Facts, prefix: str = "", number: str = "") -> None:
        self.facts, self.prefix, self.number = facts, f"{prefix}." if prefix else "", number

    def group(self, name: str) -> list[_Scope]:
        return [_Scope(self.facts, one) for one in self.facts.groups.get(self.prefix + name, ())]

    def knows(self, *keys: str) -> bool:
        return all(self._piece(key) is not None for key in keys)

    def words(self, line: str) -> str | None:
        """A line as plain characters; None where something of it is not known."""
        found = self.said(line)
        return None if found is None else "".join(p if isinstance(p, str) else p.words for p in found)

    def choose(self, line: Line) -> list[Piece]:
        """The line, or the first of a choice that can be said; nothing where none can."""
        for one in (line,) if isinstance(line, str) else line:
            if one and (found := self.said(one)) is not None:
                return found
        return []

    def said(self, line: str) -> list[Piece] | None:
        made: list[Piece] = []
        at = 0
        for key in _KEY.finditer(line):
            piece = self._piece(key[1])
            if piece is None:
                return None
            made += [line[at : key.start()], piece]
            at = key.end()
        return [*made, line[at:]]

    def _piece(self, key: str) -> Piece | None:
        if key == "number":
            return self.number
        full = self.prefix + key
        if full in self.facts.figures:
            return Ref(full, self.facts.figures[full].words)
        return self.facts.words.get(full)
