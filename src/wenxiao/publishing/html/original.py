"""The original beside the text: a switch between both where there is an original to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wenxiao.audit.model import Report
from wenxiao.audit.together import JointFinding
from wenxiao.documents.guard import Guard
from wenxiao.publishing.html.grids import grids
from wenxiao.publishing.html.markup import both
from wenxiao.publishing.html.pages import pages

SWITCH = (
    '<div class="views" role="group" aria-label="文字 / 原件">'
    f'<button type="button" data-view="text" aria-pressed="true">{both(("文字", "Text"))}</button>'
    f'<button type="button" data-view="original" aria-pressed="false">{both(("原件", "Original"))}</button></div>'
)


class Original(NamedTuple):
    """The switch above the text and the original behind it; both empty where the text is all that there is."""

    switch: str = ""
    html: str = ""


def original_of(
    report: Report, number: int, joint: Sequence[tuple[int, JointFinding]], guarded: Guard, most: int
) -> Original:
    """Pages as pictures, sheets as grids; of what has neither, the text with its tables is the original's structure."""
    document = report.reading.document
    shown = (
        grids(report, number, joint)
        if any(block.anchor.sheet is not None for block in document.blocks)
        else pages(report, number, joint, guarded, most)
    )
    said = "".join(f'<p class="tiny">{both(words)}</p>' for words in shown.said)
    if not shown.html:
        return Original(switch=f'<div class="unshown">{said}</div>' if said else "")
    return Original(SWITCH, f'<div class="original" lang="zh-CN">{said}{shown.html}</div>')
