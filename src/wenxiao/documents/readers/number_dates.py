"""Dates and times of spreadsheet cells: a day number under a date format."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*](?P<space>.)|\[(?P<elapsed>[hH]{1,2}|[mM]{1,2}|[sS]{1,2})\]'
    r"|\[(?P<bracket>[^\]]*)\]?|(?P<half>[Aa][Mm]/[Pp][Mm]|[Aa]/[Pp]|上午/下午)|(?P<token>[yYmMdDhHsSeEaA]{1,9})"
    r"|(?P<split>\.0{1,3})|(?P<plain>.)",
    re.DOTALL,
)
_RUN = re.compile(r"(?P<letter>[ymdhsea])(?P=letter){0,8}")
_DIGITS = re.compile(r"[0#?]")
_WEEK = "一二三四五六日"
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = 2_958_465  # 31 December 9999


@lru_cache(maxsize=1024)
def is_date(section: str) -> bool:
    """Whether a section of a number format shows a date or a time: it has their letters and no placeholder of a digit."""
    tokens = list(_TOKEN.finditer(section))
    if any(match["plain"] and _DIGITS.match(match["plain"]) for match in tokens):
        return False
    if any(match["plain"] in ("G", "@") for match in tokens):
        return False
    return any(match["elapsed"] or (match["token"] and _RUN.match(match["token"].lower())) for match in tokens)


def show_date(value: Decimal, section: str, from_1904: bool) -> str | None:
    """The day number as the section shows it; None for numbers that are no date."""
    runs = _runs(section)
    finest = 3 if any(kind == "split" for kind, _ in runs) else 0
    seconds = (value * 86400).quantize(Decimal(1).scaleb(-finest), ROUND_HALF_UP)
    if value < 0 or value > _LAST:
        return None
    if from_1904:
        seconds += 1462 * 86400
    elif seconds < 60 * 86400 and any(kind == "run" and words[0] in "ymd" for kind, words in runs):
        seconds += 86400  # day 60 is a 29 February 1900 that never was
    moment = datetime(1899, 12, 30) + timedelta(milliseconds=int(seconds * 1000))
    halved = any(kind == "half" for kind, _ in runs)
    pieces: list[str] = []
    for kind, words in runs:
        if kind == "literal":
            pieces.append(words)
        elif kind == "half":
            morning, evening = words.split("/")
            pieces.append(morning if moment.hour < 12 else evening)
        elif kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[words[0].lower()]
            pieces.append(f"{int((value * 86400).quantize(Decimal(1), ROUND_HALF_UP)) // unit:0{len(words)}d}")
        elif kind == "split":
            pieces.append(f"{moment.microsecond / 1e6:.{len(words) - 1}f}"[1:])
        else:
            pieces.append(_show(words, moment, halved))
    return "".join(pieces)


@lru_cache(maxsize=1024)
def _runs(section: str) -> tuple[tuple[str, str], ...]:
    """The pieces of a section; ``M`` for minutes, which are the m behind hours and before seconds."""
    found: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind == "token":
            found.extend(("run", run[0]) for run in _RUN.finditer(match["token"].lower()))
        elif kind in ("quoted", "escaped", "plain"):
            found.append(("literal", match[kind]))
        elif kind == "space":
            found.append(("literal", " "))
        elif kind == "bracket":
            inside = match["bracket"]
            found.append(("literal", inside[1:].partition("-")[0] if inside.startswith("$") else ""))
        else:
            found.append((str(kind), match[0].strip("[]")))
    timed = [at for at, (kind, words) in enumerate(found) if kind in ("run", "elapsed")]
    for order, at in enumerate(timed):
        kind, words = found[at]
        if kind == "run" and words[0] == "m" and len(words) < 3:
            before = found[timed[order - 1]][1].lower() if order else ""
            after = found[timed[order + 1]][1].lower() if order + 1 < len(timed) else ""
            if before.startswith("h") or after.startswith("s"):
                found[at] = "run", "M" * len(words)
    return tuple(found)


def _show(run: str, moment: datetime, halved: bool) -> str:
    letter, length = run[0], len(run)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length < 3 else f"{moment.year:04d}"
    if letter == "a":
        return ("星期" if length > 3 else "周") + _WEEK[moment.weekday()]
    if letter == "m" and length > 2:
        name = _MONTHS[moment.month - 1]
        return name[:1] if length == 5 else name if length == 4 else name[:3]
    if letter == "d" and length > 2:
        name = _DAYS[moment.weekday()]
        return name if length > 3 else name[:3]
    hour = (moment.hour % 12 or 12) if halved else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "M": moment.minute, "s": moment.second}[letter]
    return f"{number:0{min(length, 2)}d}"
