"""What of a Word document's tree is printed, and the text of one paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from wenxiao.documents.readers.docx_names import (
    DEL,
    INS,
    MC,
    MOVE_FROM,
    MOVE_TO,
    OFF,
    PPR,
    RPR,
    TRPR,
    VAL,
    VANISH,
    A,
    M,
    P,
    R,
    V,
    W,
)  # fmt: skip
from wenxiao.documents.readers.symbols import symbol

_FALLBACK, _CHOICE, _PHONETIC = f"{MC}Fallback", f"{MC}Choice", f"{W}rt"
_BOX = f"{W}txbxContent"
_PICTURES = frozenset({f"{A}blip", f"{V}imagedata"})
_EMBEDDED = frozenset({f"{W}object", f"{W}altChunk"})
_T, _TAB, _BR, _CR, _SYM = (f"{W}{name}" for name in ("t", "tab", "br", "cr", "sym"))
_FIELD, _HYPHEN, _POSITION = f"{W}fldChar", f"{W}noBreakHyphen", f"{W}ptab"
_MATH, _OVER = f"{M}t", f"{M}den"
_PRINTED = (_T, _TAB, _BR, _CR, _SYM, _FIELD, _HYPHEN, _POSITION, _MATH, _OVER)


def prune(container: etree._Element, counts: Counter[str]) -> None:
    """Cut out what is not printed, and count revisions, hidden runs, pictures and embedded objects."""
    for node in list(container.iter(_FALLBACK)):
        if (before := node.getprevious()) is not None and before.tag == _CHOICE:
            _remove(node)
    watched = (DEL, INS, MOVE_FROM, MOVE_TO, VANISH, _PHONETIC, *_PICTURES, *_EMBEDDED)
    for node in list(container.iter(*watched)):
        tag = node.tag
        parent = node.getparent()
        if parent is None:
            continue
        if tag in _PICTURES:
            counts["pictures"] += 1
        elif tag in _EMBEDDED:
            counts["embedded"] += 1
        elif tag in (INS, MOVE_TO):
            counts["insertions"] += 1
        elif tag == VANISH:
            run = parent.getparent()
            if parent.tag == RPR and run is not None and run.tag == R and node.get(VAL) not in OFF:
                counts["hidden"] += 1
                _remove(run)
        elif tag == _PHONETIC:
            _remove(node)
        else:
            counts["deletions"] += 1
            if parent.tag == TRPR:
                row = parent.getparent()
                if row is not None:
                    _remove(row)
            elif parent.tag != RPR:
                _remove(node)


def end_deleted(paragraph: etree._Element) -> bool:
    """Whether the end of a paragraph is deleted, so that the next one goes on with it."""
    return paragraph.find(f"{PPR}/{RPR}/{DEL}") is not None


def detach_boxes(container: etree._Element) -> dict[etree._Element, list[etree._Element]]:
    """Cut the contents of text boxes out of their paragraphs and give them by paragraph."""
    boxes: dict[etree._Element, list[etree._Element]] = {}
    for box in reversed(list(container.iter(_BOX))):
        holder = next(box.iterancestors(P), None)
        _remove(box)
        if holder is not None:
            boxes.setdefault(holder, []).insert(0, box)
    return boxes


def text_of(paragraph: etree._Element) -> str:
    """Text of a paragraph: results of fields without their codes, line breaks as ``\\n``, signs of symbol fonts."""
    pieces: list[str] = []
    codes: list[bool] = []  # fields that are open: whether we are still in the code
    for node in paragraph.iter(*_PRINTED):
        tag = node.tag
        if tag == _FIELD:
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                codes.append(True)
            elif codes and kind == "separate":
                codes[-1] = False
            elif codes and kind == "end":
                codes.pop()
        elif codes and True in codes:
            continue
        elif tag in (_T, _MATH):
            pieces.append(node.text or "")
        else:
            pieces.append(_mark(node))
    text = "".join(pieces)
    return text.replace("\u00ad", "") if "\u00ad" in text else text


def _mark(node: etree._Element) -> str:
    tag = node.tag
    if tag == _TAB:
        parent = node.getparent()
        return "\t" if parent is not None and parent.tag == R else ""  # elsewhere it sets a tab stop
    if tag == _SYM:
        return _symbol(node)
    return {_BR: "\n", _CR: "\n", _HYPHEN: "-", _POSITION: "\t", _OVER: "/"}[tag]


def _symbol(node: etree._Element) -> str:
    try:
        code = int(node.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return symbol(node.get(f"{W}font", ""), code)


def children(node: etree._Element, tag: str, blocked: frozenset[str]) -> Iterator[etree._Element]:
    """Elements of a tag below ``node`` through any wrapper but those ``blocked``, in order, without recursion."""
    pending = [iter(node)]
    while pending:
        child = next(pending[-1], None)
        if child is None:
            pending.pop()
        elif child.tag == tag:
            yield child
        elif child.tag not in blocked:
            pending.append(iter(child))


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
