"""What in a text is not content (文字卫生): guidance left over, placeholders, editing residue, slips of the pen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wenxiao.documents.model import Block, Document
from wenxiao.documents.view import View
from wenxiao.reading.hygiene.guidance import find_guidance
from wenxiao.reading.hygiene.lines import lines_of
from wenxiao.reading.hygiene.numbering import find_faults
from wenxiao.reading.hygiene.residue import find_placeholders, find_residue
from wenxiao.reading.hygiene.slips import find_slips
from wenxiao.reading.hygiene.wording import find_cuts, find_repeats, find_stray_punctuation
from wenxiao.reading.model import Mark, Section


def find_marks(
    view: View, sections: Sequence[Section], document: Document, blocks: Collection[Block] = ()
) -> tuple[Mark, ...]:
    """Every mark of a reading text, in order of place. Linear in its length.

    ``blocks`` are the document's headings and cells with offsets into the reading text.
    """
    text = view.text
    lines = lines_of(text, sections, blocks)
    found = [
        *find_guidance(text, lines),
        *find_placeholders(text, lines),
        *find_residue(text, document),
        *find_cuts(text, lines),
        *find_faults(text, sections),
        *find_repeats(view),
        *find_stray_punctuation(text),
        *find_slips(text),
    ]
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end)))
