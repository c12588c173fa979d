"""The gate over files and words, without Django: what others handed in is opened by it in the guarded process of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading
from wenxiao.documents.items import Item as Place
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import open_source
from wenxiao.documents.readers.base import Source
from wenxiao.performance.disclosure import Deadline
from wenxiao.performance.regime import Regime
from wenxiao.performance.regime import regime as named
from wenxiao.publishing.gate import Item, Paper, gate
from wenxiao.reading.pipeline import read_document


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release: its name, where its bytes are, whether the site wrote it as an official form."""

    name: str
    path: str
    form: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the gate is asked; ``aside``: ids of findings that finance has called false alarms."""

    texts: dict[str, str]
    blanks: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    deadline: Deadline | None
    regime: Regime
    today: date
    aside: frozenset[str]


def do(asked: Asked, files: Sequence[File]) -> tuple[list[Item], list[str]]:
    """Every item of the gate, and the names of files that no reader knows."""
    found = list(papers(files, asked.regime, asked.aside))
    read = [paper for _, paper in found if paper is not None]
    made = gate(asked.texts, read, asked.blanks, asked.words, asked.deadline, asked.regime, asked.today)
    return made, [file.name for file, paper in found if paper is None]


def papers(files: Sequence[File], regime: Regime, aside: frozenset[str]) -> Iterator[tuple[File, Paper | None]]:
    """Each file read and audited; None in the place of one that no reader knows."""
    for file in files:
        try:
            report = _audited(file.name, Path(file.path).read_bytes(), regime.name)
        except UnreadableError:
            yield file, None
            continue
        kept = tuple(one for one in report.findings if one.id not in aside)
        yield file, Paper(file.name, replace(report, findings=kept), file.form)


@lru_cache(maxsize=32)
def _audited(name: str, content: bytes, of: str) -> Report:
    """The same file comes to the gate at every step of its release and when somebody looks: it is read once.

    Nothing in a report says where the file lay. Raises UnreadableError.
    """
    place = Place(Path(name))
    return audit_reading(read_document(open_source(Source(name, content), place)), under=named(of))
