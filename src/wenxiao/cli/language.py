"""The language of the user, from the environment."""

from __future__ import annotations

import os


def preferred() -> str:
    """``en`` where the locale says English, ``zh`` otherwise."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh"


def say(zh: str, en: str, lang: str | None = None) -> str:
    return en if (lang or preferred()) == "en" else zh
