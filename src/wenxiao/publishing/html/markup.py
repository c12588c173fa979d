"""Writing HTML: escaping, both languages side by side, data for scripts."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import Any

from wenxiao.publishing.words import Words


def esc(text: str) -> str:
    """Text for an element or a quoted attribute. NUL and other controls that HTML forbids become spaces."""
    return escape(text.translate(_CONTROLS), quote=True)


_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF), " ")


def both(words: Words) -> str:
    """Both languages; the style sheet shows the one of the page."""
    zh, en = (esc(word) for word in words)
    return zh if zh == en else f'<span class="zh" lang="zh-CN">{zh}</span><span class="en" lang="en">{en}</span>'


def script_data(tree: Any) -> str:
    """JSON that cannot end its script element, whatever the document says."""
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def asset(name: str) -> str:
    """A style sheet or script of the page."""
    return files(__package__).joinpath("assets", name).read_text("utf-8")
