"""Refusals in words: what every floor raises where a person, not the program, has to do something."""

from __future__ import annotations


class Told(Exception):  # noqa: N818  (a refusal, not a fault)
    """Something that cannot be done, as one sentence in each language: what is wrong, where, what to do. ``str`` is the Chinese one."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return self.zh

    def message(self, lang: str = "zh") -> str:
        """The sentence in the language asked for: ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class NotAllowed(Told):
    """A step of a state machine that cannot be made."""


class NotYours(NotAllowed):
    """A step that somebody else makes."""
