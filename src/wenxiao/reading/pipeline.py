"""The whole way from bytes to facts. Read this file first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document
from wenxiao.documents.recognised import Recognition
from wenxiao.documents.tab_rows import tab_tables
from wenxiao.documents.view import View, view
from wenxiao.quantities.model import Span
from wenxiao.quantities.precision import settle_precision
from wenxiao.quantities.scan import scan
from wenxiao.reading import projects, relations
from wenxiao.reading.attachments import find_attachments
from wenxiao.reading.attainment import attainments
from wenxiao.reading.blank_cells import blank_cells
from wenxiao.reading.clauses import Clauses
from wenxiao.reading.collector import no_cycles
from wenxiao.reading.dates import find_moments
from wenxiao.reading.form_making import made_forms
from wenxiao.reading.forms import read_forms
from wenxiao.reading.hygiene import find_marks
from wenxiao.reading.identity import identify
from wenxiao.reading.lists import part_lists
from wenxiao.reading.mentions import find_mentions
from wenxiao.reading.model import Project, Reading
from wenxiao.reading.narrative import find_narrative
from wenxiao.reading.paragraph_tables import paragraph_grids
from wenxiao.reading.periods import dated_steps
from wenxiao.reading.printed_units import find_printed_units
from wenxiao.reading.privacy import find_personal, withhold
from wenxiao.reading.recognition import settle
from wenxiao.reading.repeats import find_repeated
from wenxiao.reading.roles import bind_money, bind_rates
from wenxiao.reading.scored_rows import scored_rates
from wenxiao.reading.statements import Statements
from wenxiao.reading.structure import blocks_in, find_sections
from wenxiao.reading.tables import find_grids


def read(path: str | Path, *, show_personal: bool = False) -> Reading:
    """Read one file. Raises ``UnreadableError`` with one sentence for the user."""
    return read_document(open_document(Path(path)), show_personal=show_personal)


@no_cycles()
def read_document(document: Document, *, show_personal: bool = False) -> Reading:
    """What a document says: sections, quantities, projects with their facts, relations.

    Personal information is hidden before anything else is read, and stays out of all that follows, unless it is to be shown.
    """
    text = view(document)
    personal = find_personal(
        text.text, find_grids(document, text) if "姓名" in text.text or "户主" in text.text else ()
    )
    if not show_personal:
        document, text = withhold(document, text, personal)
    printed = scan(text.text)
    blocks = blocks_in(text, document)
    sections = find_sections(text.text, blocks)
    identity = identify(text.text, sections, document)
    tables = find_grids(document, text)
    grids = (*tables, *paragraph_grids(document, text, [grid.span for grid in tables]))
    forms = read_forms(text.text, grids, printed)
    kept = [q for q in printed if q.start not in forms.undone]
    quantities = settle_precision(sorted([*kept, *forms.quantities], key=lambda q: q.start))
    forms.settle({q.start: q for q in quantities})
    clauses = Clauses(text.text, quantities)
    money = bind_money(clauses, quantities)
    rates = bind_rates(clauses, quantities)
    apart = {r.quantity.start for r in rates if r.quantity.kind == "money"} | {q.start for q in forms.quantities}
    lists = part_lists(clauses, [q for q in quantities if q.start not in apart])
    moments = find_moments(text.text)
    statements = Statements(clauses, sections, quantities)
    material = projects.Material(clauses, sections, identity, money, rates, lists, forms)
    found = _as_printed(text, document, projects.find_projects(material, statements))
    unnamed = None if found else projects.unnamed(material, statements)
    marks = find_marks(text, sections, document, blocks)
    subjects = found if unnamed is None else (unnamed,)
    told = scored_rates(text.text, quantities, forms.judged)
    scored = tuple(sorted([*forms.scored, *told], key=lambda row: row.start))
    recognition = Recognition(document.recognised, text)
    return Reading(
        document=document,
        view=text,
        identity=identity,
        sections=sections,
        quantities=quantities,
        projects=found,
        unnamed=unnamed,
        relations=settle(
            relations.find_relations(relations.Material(clauses, quantities, money, rates, lists, forms, subjects)),
            recognition,
        ),
        indicators=tuple(forms.indicators),
        marks=marks,
        rates=tuple(rates),
        problems=statements.of(Span(0, len(text.text))).problems,
        moments=moments,
        steps=dated_steps(clauses, moments, identity, sections),
        mentions=(*find_mentions(clauses, quantities), *find_printed_units(clauses, quantities)),
        ids={quantity: f"q{number}" for number, quantity in enumerate(quantities, 1)},
        personal=personal,
        withheld=not show_personal,
        attachments=find_attachments(text.text, sections, document.companions),
        repeated=find_repeated(text.text, blocks),
        forms=made_forms(len(text.text), forms.drafts, scored, subjects),
        scored_rates=scored,
        attainments=attainments(text.text, forms.indicators),
        blanks=tuple(blank_cells(text.text, grids)),
        narrative=find_narrative(text.text, sections, subjects, grids, quantities, marks),
        recognition=recognition if document.recognised else None,
    )


def _as_printed(text: View, document: Document, found: Sequence[Project]) -> tuple[Project, ...]:
    """Names in the document's own characters: full-width brackets and traditional characters as they stand there."""
    named: list[Project] = []
    for project in found:
        at = text.text.find(project.name, project.start, project.end)
        if at >= 0:
            start, end = text.source(Span(at, at + len(project.name)))
            name = "".join(document.text[start:end].split())
            project = replace(project, name=name) if name != project.name else project
        named.append(project)
    return tuple(named)


def read_text(text: str, path: str = "<text>") -> Reading:
    """Read text that is already in memory; for tests and for callers without a file."""
    return read_document(Document(path, "", "text/plain", text, tables=tab_tables(text)))
