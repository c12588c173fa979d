"""What is wrong with a field, in the language of the request: the kinds of mistakes that pydantic tells apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenxiao.web.core.say import english

#: The beginning of the kind, and what is said; the first that fits counts.
_ZH: tuple[tuple[str, str], ...] = (
    ("missing", "必填。"),
    ("extra_forbidden", "没有这个字段。"),
    ("string_too_long", "不超过 {max_length} 个字符。"),
    ("string_too_short", "至少 {min_length} 个字符。"),
    ("too_long", "不超过 {max_length} 项。"),
    ("string", "应为文字。"),
    ("int", "应为整数。"),
    ("bool", "应为 true 或 false。"),
    ("date", "应为日期，如 2026-03-01。"),
    ("list", "应为列表。"),
    ("dict", "应为对象。"),
    ("model", "应为对象。"),
    ("enum", "应为以下之一：{expected}。"),
    ("literal_error", "应为以下之一：{expected}。"),
    ("greater_than_equal", "不小于 {ge}。"),
    ("less_than_equal", "不大于 {le}。"),
)


def words(error: Mapping[str, Any]) -> str:
    """The sentence for one error; what a form has said already stays as it is."""
    kind = str(error.get("type", ""))
    found = None if english() else next((zh for name, zh in _ZH if kind.startswith(name)), None)
    return str(error["msg"]) if found is None else found.format_map(error.get("ctx") or {})
