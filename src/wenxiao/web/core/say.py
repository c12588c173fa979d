"""Both languages of the site, side by side where they are said."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from wenxiao.performance.terms import term_en


def english() -> bool:
    """Whether this request is answered in English."""
    return (get_language() or "").startswith("en")


def say(zh: str, en: str) -> str:
    """The words in the language of the request."""
    return en if english() else zh


#: The same, decided when it is shown: for names of fields and choices.
said: Any = lazy(say, str)


def term(zh: str) -> str:
    """A term of the official forms; on English pages in English with the term beside it. A unit's own words stay as they are."""
    en = term_en(zh) if english() else None
    return f"{en} ({zh})" if en else zh
