"""A refusal: what every state machine says where a step cannot be made."""

from __future__ import annotations


class NotAllowed(Exception):  # noqa: N818  (a refusal, not a fault)
    """A step that cannot be made, in one sentence of both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en
