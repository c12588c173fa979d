"""What a text tells in words, beside its figures."""

from __future__ import annotations

from collections.abc import Sequence

from wenxiao.quantities.model import Quantity
from wenxiao.reading.model import Mark, Project, Section
from wenxiao.reading.narrative.assertions import find_assertions
from wenxiao.reading.narrative.chapter_text import find_remarks
from wenxiao.reading.narrative.chapters import find_chapters
from wenxiao.reading.narrative.copies import find_copies
from wenxiao.reading.narrative.listings import find_listings
from wenxiao.reading.narrative.names import find_variants, place_variants
from wenxiao.reading.narrative.orphans import find_orphans
from wenxiao.reading.narrative.phrases import find_phrases
from wenxiao.reading.tables import Grid
from wenxiao.reading.told import Narrative


def find_narrative(
    text: str,
    sections: Sequence[Section],
    projects: Sequence[Project],
    grids: Sequence[Grid],
    quantities: Sequence[Quantity],
    marks: Sequence[Mark],
) -> Narrative:
    """Chapters and what stands in them, states of works, rows of names, other spellings, copies, broken enumerations."""
    chapters = find_chapters(text, sections)
    return Narrative(
        chapters,
        find_assertions(text),
        find_listings(text, projects),
        (*find_variants(text, projects), *place_variants(text)),
        find_copies(text, chapters, projects, grids),
        find_remarks(text, chapters, quantities, marks),
        find_phrases(text),
        find_orphans(text, sections),
    )
