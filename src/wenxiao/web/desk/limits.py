"""The limits of the desk, from ``limits.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    file_megabytes: int
    batch_documents: int
    unpacked_megabytes: int
    silence_seconds: int
    longest_seconds: int
    memory_megabytes: int
    slice_seconds: int
    corpus_documents: int


@cache
def limits() -> Limits:
    return Limits(**tomllib.loads(files(__package__).joinpath("limits.toml").read_text("utf-8")))
