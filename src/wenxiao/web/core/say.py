"""Both languages of the site, side by side where they are said."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language


def english() -> bool:
    """Whether this request is answered in English."""
    return (get_language() or "").startswith("en")


def say(zh: str, en: str) -> str:
    """The words in the language of the request."""
    return en if english() else zh


#: The same, decided when it is shown: for names of fields and choices.
said: Any = lazy(say, str)
