"""Qualified names of WordprocessingML."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"

VAL = f"{W}val"
P, PPR, PSTYLE, OUTLINE, RPR, R = (f"{W}{n}" for n in ("p", "pPr", "pStyle", "outlineLvl", "rPr", "r"))
NUMPR, NUMID, ILVL = (f"{W}{n}" for n in ("numPr", "numId", "ilvl"))
TBL, TR, TC, TRPR, TCPR = (f"{W}{n}" for n in ("tbl", "tr", "tc", "trPr", "tcPr"))
DEL, INS, MOVE_FROM, MOVE_TO, VANISH = (f"{W}{n}" for n in ("del", "ins", "moveFrom", "moveTo", "vanish"))

#: Values of a switch that turn it off; an absent value turns it on.
OFF = frozenset({"0", "false", "off"})


def number(text: str | None, low: int, high: int) -> int | None:
    """A whole number of an attribute within its bounds; None where it is absent or no number."""
    try:
        return min(max(int(text), low), high) if text is not None else None
    except ValueError:
        return None
