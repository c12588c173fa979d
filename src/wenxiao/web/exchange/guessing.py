"""A good guess at a profile from a file that somebody shows, by the names of its columns and the words in them."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from wenxiao.web.core.importing import folded
from wenxiao.web.exchange.mapping import WORD, Said
from wenxiao.web.exchange.source import Sample
from wenxiao.web.exchange.targets import AMOUNT, TARGETS


@cache
def _guesses() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("guesses.toml").read_text("utf-8"))


def known(target: str) -> Collection[str]:
    """The folded words by which the heading of such a file is told."""
    return {folded(word) for words in _guesses()[target]["columns"].values() for word in words}


def guess(sample: Sample, target: str) -> Said:
    """What a profile for this file would be."""
    columns: dict[str, str] = {}
    for key, names in _guesses()[target]["columns"].items():
        free = [heading for heading in sample.headings if heading not in columns.values() or key == "year"]
        if heading := _named(names, free):
            columns[key] = heading
    words = {
        key: meant(sample.words.get(heading, ()), key, target)
        for key, heading in columns.items()
        if TARGETS[target].field(key).choices
    }
    unit = "wan" if "万元" in columns.get(AMOUNT, "") else "yuan"
    paid = target == "entries" and "kind" not in columns and any("支付" in heading for heading in sample.headings)
    return Said(columns, {"kind": "paid"} if paid else {}, {key: of for key, of in words.items() if of}, unit)


def meant(words: Iterable[str], key: str, target: str) -> dict[str, str]:
    """What each of their words probably means; of one that is like nothing known, nothing."""
    guesses: Mapping[str, Sequence[str]] = _guesses()[target]["words"].get(key, {})
    found = {}
    for word in words:
        if len(word) > WORD:
            continue
        said = folded(word)
        exact = (value for value, names in guesses.items() if said in map(folded, names))
        part = (value for value, names in guesses.items() if any(folded(name) in said for name in names))
        value = next(exact, None) or next(part, None)
        if value is not None:
            found[word] = value
    return found


def _named(names: Sequence[str], headings: Sequence[str]) -> str | None:
    """The heading that is called so, else the first that has one of the names in it."""
    for name in names:
        for heading in headings:
            if folded(heading) == folded(name):
                return heading
    return next((heading for name in names for heading in headings if folded(name) in folded(heading)), None)
