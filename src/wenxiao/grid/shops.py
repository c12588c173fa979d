"""The register of shops (门前三包): which entries may be the same shop, and what others are shown of who runs it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_NOISE = re.compile(r"[\W_]+")
_NOT_DIGITS = re.compile(r"\D+")
#: Digits that a telephone number has at least; fewer say nothing.
_LEAST = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as far as it may be the same as another."""

    id: int
    name: str
    address: str
    phone: str = ""


def folded(text: str) -> str:
    """A name or an address as it is compared: full width as half width, small letters, without spaces and punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def number(phone: str) -> str:
    """The digits of a telephone number, without the code of the country; empty where they are too few to say anything."""
    digits = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", phone))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if len(digits) >= _LEAST else ""


def place(name: str, address: str) -> str:
    """Name and address as one key; empty where one of them says nothing."""
    left, right = folded(name), folded(address)
    return f"{left}\n{right}" if left and right else ""


def alike(entries: Iterable[Entry]) -> list[tuple[int, int, str]]:
    """Pairs that may be one shop, as (earlier, later, why): ``place`` where name and address are the same, ``phone`` where the number
    is. Each entry is paired with the first that it is like. A hint: a person decides."""
    first: dict[str, int] = {}
    found: dict[tuple[int, int], str] = {}
    for entry in sorted(entries, key=lambda each: each.id):
        for why, key in (("place", place(entry.name, entry.address)), ("phone", number(entry.phone))):
            if key:
                before = first.setdefault(f"{why}\n{key}", entry.id)
                if before != entry.id:
                    found.setdefault((before, entry.id), why)
    return [(before, later, why) for (before, later), why in sorted(found.items())]


def masked_name(name: str) -> str:
    """王** for a person; what has no letters stays empty."""
    said = name.strip()
    return f"{said[0]}{'*' * max(1, min(len(said) - 1, 2))}" if said else ""


def masked_phone(phone: str) -> str:
    """138****5678; a short number shows its last two digits alone."""
    said = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", phone))
    if not said:
        return ""
    return f"{said[:3]}****{said[-4:]}" if len(said) >= 11 else f"****{said[-2:]}"
