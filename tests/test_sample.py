"""The made-up district: what is planted is found, by the named rule and in the quoted place, and nothing else is."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from runpy import run_path
from typing import NamedTuple

import pytest

from wenxiao import Finding, Report, audit
from wenxiao.documents.model import Document
from wenxiao.documents.view import view
from wenxiao.reading.model import Verdict

SAMPLE = Path(__file__).parent.parent / "sample"
CLEAN = "08"
DOCUMENTS = {path.name[:2]: path for path in sorted(SAMPLE.iterdir()) if path.suffix in (".txt", ".docx")}


class Planted(NamedTuple):
    """A row of DEFECTS.md."""

    document: str
    quote: str
    check: str

    @property
    def code(self) -> str:
        return f"{self.check[0]}1{self.check[1:]}"


PLANTED = [
    Planted(*(cell.strip() for cell in row.strip().strip("|").split("|")[:3]))
    for row in (SAMPLE / "DEFECTS.md").read_text("utf8").splitlines()
    if re.match(r"\| \d\d \|", row)
]


@cache
def report(document: str) -> Report:
    return audit(DOCUMENTS[document])


def places(planted: Planted) -> list[tuple[int, int]]:
    """Where the quote stands in the reading text."""
    quote = view(Document("", "", "text/plain", planted.quote)).text
    return [m.span() for m in re.finditer(re.escape(quote), report(planted.document).reading.text)]


def touches(finding: Finding, planted: Planted) -> bool:
    return any(s.start < end and start < s.end for s in finding.outcome.spans for start, end in places(planted))


def described(findings: Iterator[Finding]) -> list[str]:
    return [f"{finding.rule.code} {finding.message()}" for finding in findings]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.document}-{planted.code}-{planted.quote}")
def test_planted_defect_is_found_at_its_place(planted: Planted) -> None:
    assert places(planted), "the quote of DEFECTS.md does not stand in the document"
    findings = report(planted.document).findings
    assert [f for f in findings if f.rule.code == planted.code and touches(f, planted)], described(iter(findings))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_nothing_is_found_but_what_is_planted(document: str) -> None:
    here = [planted for planted in PLANTED if planted.document == document]
    assert described(f for f in report(document).findings if not any(touches(f, planted) for planted in here)) == []


def test_the_clean_document_has_relations_and_no_finding() -> None:
    clean = report(CLEAN)
    assert clean.findings == ()
    verdicts = Counter(relation.verdict for relation in clean.reading.relations)
    assert verdicts[Verdict.HOLDS] >= 15
    assert set(verdicts) <= {Verdict.HOLDS, Verdict.UNKNOWN}


def test_sample_plants_enough_and_covers_the_document_types() -> None:
    assert len(PLANTED) >= 20
    assert len({report(document).reading.identity.type for document in DOCUMENTS}) >= 5


def test_word_files_are_those_that_the_sources_give(tmp_path: Path) -> None:
    build = run_path(str(SAMPLE / "build.py"))["build"]
    for source in sorted((SAMPLE / "sources").glob("*.md")):
        build(source, tmp_path / f"{source.stem}.docx")
        assert parts(tmp_path / f"{source.stem}.docx") == parts(SAMPLE / f"{source.stem}.docx"), "run make sample"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
