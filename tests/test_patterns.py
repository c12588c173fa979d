"""No pattern of the program may backtrack without bound.

Every compiled pattern that a module keeps (also in tables and on its classes), and every literal one that it hands to
``re`` where it is used, is taken apart. A repetition without
bound that can give back what it took must not contain another one: that is what makes matching exponential. Possessive
repetitions and atomic groups give nothing back and are free.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType

import pytest

import wenxiao

_GIVES_BACK = {codes.MAX_REPEAT, codes.MIN_REPEAT}
_REPEATS = _GIVES_BACK | {codes.POSSESSIVE_REPEAT}


def _patterns() -> Iterator[tuple[str, str, int]]:
    for found in pkgutil.walk_packages(wenxiao.__path__, "wenxiao."):
        try:
            module = importlib.import_module(found.name)
        except ModuleNotFoundError as missing:
            if (missing.name or "").startswith("wenxiao"):
                raise
            continue  # a reader whose optional libraries are not here: it is looked at where they are
        kept = [(name, value) for name, value in vars(module).items() if not name.startswith("__")]
        own = [(n, v) for n, v in kept if isinstance(v, type) and v.__module__ == module.__name__]
        kept += [(f"{name}.{key}", value) for name, cls in own for key, value in vars(cls).items()]
        for name, value in kept:
            for pattern in _inside(value, 4):
                if isinstance(pattern.pattern, str):
                    yield f"{found.name}:{name}", pattern.pattern, pattern.flags
        yield from _literals(module)


def _literals(module: ModuleType) -> Iterator[tuple[str, str, int]]:
    """Patterns written out in a call: re.search(r"…", words)."""
    for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield f"{module.__name__}:{node.lineno}", node.args[0].value, 0


def _inside(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for item in [*value.keys(), *value.values()]:
            yield from _inside(item, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _inside(item, depth - 1)


def nested(tree: object, inside: bool = False) -> bool:
    """Whether an unbounded repetition that gives back stands in another, anywhere in a parsed pattern."""
    if isinstance(tree, parser.SubPattern):
        return any(nested(node, inside) for node in tree)
    if isinstance(tree, tuple) and tree and tree[0] in _REPEATS:
        _, (_, most, body) = tree
        unbounded = tree[0] in _GIVES_BACK and most is codes.MAXREPEAT
        return (unbounded and inside) or nested(body, inside or unbounded)
    if isinstance(tree, tuple | list):
        return any(nested(node, inside) for node in tree)
    return False


@pytest.mark.parametrize("pattern", [r"(\d+,?)+元", r"(?:a*b)*", r"(?:(?:x|y+)z?){3,}", r"(?=(?:a+)+)b"])
def test_the_check_sees_nested_repetition(pattern: str) -> None:
    assert nested(parser.parse(pattern))


@pytest.mark.parametrize("pattern", [r"\d+(?:,\d{3})+", r"\d++(?:,\d++)*+", r"(?:a{1,9}b)*", r"a*b*"])
def test_the_check_lets_linear_patterns_pass(pattern: str) -> None:
    assert not nested(parser.parse(pattern))


def test_no_pattern_of_the_program_repeats_a_repetition() -> None:
    patterns = list(_patterns())
    assert patterns
    assert [where for where, pattern, flags in patterns if nested(parser.parse(pattern, flags & ~re.UNICODE))] == []
