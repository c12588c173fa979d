"""The page of a rule: what its docstring says, with the examples that the tests execute.

A page is a line of summary, prose, and example blocks, as often as wanted each::

    Fails::     text on the same line
    Passes::
        text of several lines,
        indented
    Silent::    text to which the rule has nothing to say
"""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass

from wenxiao.audit.model import Rule

_BLOCK = re.compile(r"(?P<kind>Fails|Passes|Silent)::[ \t]*(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Page:
    """``summary`` is one line, ``text`` the prose under it; the rest are example texts by how the rule ends on them."""

    summary: str
    text: str
    fails: tuple[str, ...]  # at least one finding
    passes: tuple[str, ...]  # looked at, nothing found
    silent: tuple[str, ...]  # nothing to look at


def parse(rule: Rule) -> Page:
    """The page of a rule. Total: what is not written is empty."""
    summary, _, rest = inspect.cleandoc(rule.page).partition("\n")
    prose: list[str] = []
    blocks: list[tuple[str, list[str]]] = []
    block: list[str] | None = None  # the example that indented lines belong to
    for line in rest.split("\n"):
        opening = _BLOCK.match(line)
        if opening:
            block = [opening["text"]] if opening["text"] else []
            blocks.append((opening["kind"], block))
        elif block is not None and (not line or line[0].isspace()):
            block.append(line)
        else:
            block = None
            prose.append(line)
    return Page(
        summary.strip(),
        "\n".join(prose).strip(),
        *(
            tuple(_dedented(block) for kind, block in blocks if kind == wanted)
            for wanted in ("Fails", "Passes", "Silent")
        ),
    )


def _dedented(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip("\n")
