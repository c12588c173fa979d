"""Which paragraphs are headings, by the size and weight of their font."""

from __future__ import annotations

from collections.abc import Mapping

from wenxiao.documents.layout.model import Paragraph

#: A heading is larger than the text by this factor, or bold where the text is not.
LARGER = 1.12
_LONGEST = 60
_NO_END = frozenset("。；;，,")


def is_candidate(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph is short enough and ends as a heading does."""
    lines = paragraph.lines
    return (
        len(lines) <= 2
        and 2 <= len(text) <= _LONGEST
        and text[-1] not in _NO_END
        and all(line.bold == lines[0].bold for line in lines)
    )


def level_of(candidates: Mapping[int, tuple[float, bool]], body: float, body_bold: bool) -> dict[int, int]:
    """Levels from 1 by block: larger before smaller, bold before plain. ``candidates`` are sizes and weights by block."""
    kinds = {
        (size, bold)
        for size, bold in candidates.values()
        if size >= LARGER * body or (bold and not body_bold and size >= 0.98 * body)
    }
    order = {kind: min(9, level) for level, kind in enumerate(sorted(kinds, reverse=True), 1)}
    return {block: order[kind] for block, kind in candidates.items() if kind in order}
