"""Whole documents of the field whose truth is known. ``generate(seed)`` is the door; the same seed makes the same text."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from random import Random

from proof.generator import types
from proof.generator.facts import District
from proof.generator.style import Style, style
from proof.generator.world import district
from proof.generator.writer import Made, Place, Site, Stated, Writer

__all__ = ["TYPES", "Made", "Place", "Site", "Stated", "generate"]

#: One module per document type, each with ``TYPE``, ``WEIGHT`` (how often) and ``write(writer, rng, place, year)``.
TYPES = tuple(import_module(f"{types.__name__}.{m.name}") for m in iter_modules(types.__path__))


def generate(seed: int, only: str | None = None, look: Style | None = None) -> Made:
    """The document of a seed. ``only``: the name of the module of one type. ``look``: in this style, not a random one."""
    rng = Random(f"wenxiao {seed}")
    chosen = [t for t in TYPES if only is None or t.__name__.endswith(only)]
    kind = rng.choices(chosen, [t.WEIGHT for t in chosen])[0]
    printed = look or style(rng)
    place: District = district(rng)
    writer = Writer(rng, printed)
    kind.write(writer, rng, place, rng.randint(2021, 2024))
    return writer.finish(seed, kind.TYPE)
