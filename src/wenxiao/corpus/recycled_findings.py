"""The engine's finding of recycled paragraphs (E511) from the pairs of a whole store."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa

from wenxiao.audit.summary import Paragraph, Quote, shown
from wenxiao.audit.together.bundle import Bundle, Joined
from wenxiao.audit.together.model import JointFinding
from wenxiao.audit.together.registry import joint_rules
from wenxiao.audit.together.rules.recycled import Alike, Passage, recycled
from wenxiao.audit.together.run import finding_of
from wenxiao.corpus.comparable import unpacked, where
from wenxiao.corpus.queries import Questions
from wenxiao.documents.places import Place
from wenxiao.performance.regime import Regime
from wenxiao.quantities.model import Span

#: A paragraph: document and number.
Key = tuple[str, int]
Found = tuple[JointFinding, list[str], dict[str, dict[str, Any]]]

_TEXTS = """
    with wanted as (select unnest($sha256) as sha256, unnest($number) as number)
    select sha256, number, text, p.start, p."end" from paragraphs p join wanted using (sha256, number)
"""
_PAPERS = """
    with wanted as (select unnest($sha256) as sha256)
    select sha256, d.uri, summary from wanted join summaries using (sha256) join documents d using (sha256)
"""
#: Pairs of documents whose summaries are in memory at a time.
_AT_ONCE = 1_000


def recycled_findings(questions: Questions, pairs: pa.Table, regime: Regime, seen: Counter[str]) -> Iterator[Found]:
    """Each finding with its two documents and where they are from."""
    rule = next(rule for rule in joint_rules() if rule.code == "E511")
    of_documents = list(_of_documents(pairs, regime).items())
    for start in range(0, len(of_documents), _AT_ONCE):
        some = of_documents[start : start + _AT_ONCE]
        texts = _texts(questions, {key for _, found in some for one, other, _ in found for key in (one, other)})
        papers = _papers(questions, {sha256 for pair, _ in some for sha256 in pair})
        for (a, b), found in some:
            if a not in papers or b not in papers:
                continue
            bundle = Bundle([papers[a], papers[b]])
            alike = [
                Alike(_passage(0, texts[one]), _passage(1, texts[other]), likeness) for one, other, likeness in found
            ]
            wheres = {sha256: where(papers[sha256]) for sha256 in (a, b)}
            yield finding_of(rule, recycled(bundle, alike), seen), [a, b], wheres


def _of_documents(pairs: pa.Table, regime: Regime) -> dict[tuple[str, str], list[tuple[Key, Key, float]]]:
    """The pairs that the rule tells: the first paragraph of each group of like ones with every other unit's, unless so many
    units have it that it is everybody's."""
    least, background = float(regime.thresholds["recycled_paragraph"]), int(regime.thresholds["background_units"])
    numbers: dict[Key, int] = {}
    units: list[str] = []
    alike: dict[tuple[int, int], float] = {}
    for row in pairs.to_pylist():
        if float(row["likeness"]) < least:
            continue
        ends = []
        for side in ("a", "b"):
            key = row[f"sha256_{side}"], row[f"paragraph_{side}"]
            if key not in numbers:
                numbers[key] = len(units)
                units.append(row[f"unit_{side}"])
            ends.append(numbers[key])
        alike[min(ends), max(ends)] = float(row["likeness"])
    keys = list(numbers)
    joined = Joined(range(len(units)))
    for one, other in alike:
        joined.join(one, other)
    told: dict[tuple[str, str], list[tuple[Key, Key, float]]] = defaultdict(list)
    for first, *others in joined.groups():
        if len({units[first], *(units[other] for other in others)}) <= background:
            for other in others:
                if units[other] != units[first] and (first, other) in alike:
                    a, b = keys[first], keys[other]
                    told[a[0], b[0]].append((a, b, alike[first, other]))
    return told


def _texts(questions: Questions, keys: set[Key]) -> dict[Key, Paragraph]:
    ordered = sorted(keys)
    rows = questions.rows(_TEXTS, {"sha256": [key[0] for key in ordered], "number": [key[1] for key in ordered]})
    nowhere = Place(0, 0, None)
    return {
        (sha256, number): Paragraph(text, Quote(shown(text), Span(start, end), nowhere))
        for sha256, number, text, start, end in rows
    }


def _papers(questions: Questions, documents: set[str]) -> dict[str, Any]:
    found = {}
    for sha256, uri, summary in questions.rows(_PAPERS, {"sha256": sorted(documents)}):
        try:
            found[sha256] = replace(unpacked(summary), path=uri)
        except ValueError:
            continue
    return found


def _passage(document: int, paragraph: Paragraph) -> Passage:
    return Passage(document, "", paragraph, frozenset())
