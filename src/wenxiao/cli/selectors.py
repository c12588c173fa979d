"""Which rules run: the selectors of the command line, and what was probably meant by one that fits no rule."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from wenxiao.audit.model import Rule
from wenxiao.audit.registry import every_rule
from wenxiao.audit.run import select
from wenxiao.cli.language import say
from wenxiao.performance.regime import Regime, names, regime


class UnknownSelectorError(Exception):
    """A selector that fits no rule, or a regime that no pack has. The message is one sentence for the user."""


def split(values: Sequence[str]) -> tuple[str, ...]:
    """Repeated options, each a list with commas."""
    return tuple(part.strip() for value in values for part in value.replace("，", ",").split(",") if part.strip())


def chosen(selected: Sequence[str], ignored: Sequence[str], lang: str) -> tuple[Rule, ...]:
    """The rules that a command line asks for. Raises ``UnknownSelectorError``."""
    try:
        return select(split(selected), split(ignored))
    except ValueError as error:
        raise UnknownSelectorError(_unknown(str(error), lang)) from None


def find(name: str, lang: str) -> tuple[Rule, ...]:
    """The rules of a code, a slug or a number of the catalogue. Raises ``UnknownSelectorError``."""
    every = every_rule()
    key = name.strip().lower()
    found = tuple(r for r in every if key in (r.code.lower(), r.slug)) or tuple(
        r for r in every if r.check.lower() == key
    )
    if not found:
        raise UnknownSelectorError(_unknown(name, lang))
    return found


def regime_named(name: str, lang: str) -> Regime:
    """The regime pack of that name. Raises ``UnknownSelectorError``."""
    if name not in names():
        zh, en = f"没有名为“{name}”的规则包", f"no regime is called “{name}”"
        raise UnknownSelectorError(
            say(f"{zh}；有 {'、'.join(names())}。", f"{en}; there are {', '.join(names())}.", lang)
        )
    return regime(name)


def _unknown(name: str, lang: str) -> str:
    every = every_rule()
    names = {word.lower(): word for rule in every for word in (rule.code, rule.slug, rule.check)}
    near = [names[word] for word in get_close_matches(name.lower(), names, n=3, cutoff=0.5)]
    zh = f"没有代码或名称为“{name}”的规则；" + (f"是不是 {'、'.join(near)}？" if near else "")
    en = f"no rule is called “{name}”; " + (f"did you mean {', '.join(near)}? " if near else "")
    return say(f"{zh}全部规则见 wenxiao rules。", f"{en}See wenxiao rules for all of them.", lang)
