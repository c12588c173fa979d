"""Lists of property changes (``grpprl``) of Word 97-2003 files: a code of two bytes and its operand, again and again."""

from __future__ import annotations

from collections.abc import Iterator

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of an operand by the three high bits of its code; 0: it says its own size
TABLE_DEFINITION = 0xD608
_LONG = (TABLE_DEFINITION, 0xD606)  # their count has two bytes
_TABS = 0xC615


def sprms(changes: bytes, watched: frozenset[int]) -> Iterator[tuple[int, bytes]]:
    """Each of the codes ``watched`` with its operand, without the count that a long operand begins with.

    Ends where the list is cut off.
    """
    at, size = 0, len(changes)
    while at + 3 <= size:
        code = changes[at] | changes[at + 1] << 8
        at += 2
        length = _SIZES[code >> 13]
        if not length:
            if code in _LONG:
                if at + 2 > size:
                    return
                length = (changes[at] | changes[at + 1] << 8) - 1
                if length < 0:
                    return
                at += 2
            elif code == _TABS and changes[at] == 0xFF:
                length = _tabs(changes, at + 1)
                at += 1
            else:
                length = changes[at]
                at += 1
        if code in watched:
            if at + length > size:
                return
            yield code, changes[at : at + length]
        at += length


def _tabs(changes: bytes, at: int) -> int:
    """Size of a list of tab stops that is too long for its count."""
    deleted = changes[at] if at < len(changes) else 0
    added_at = at + 1 + 4 * deleted
    added = changes[added_at] if added_at < len(changes) else 0
    return 2 + 4 * deleted + 3 * added


def of_piece(modifier: int, changes: list[bytes]) -> bytes:
    """The changes that a piece of a file saved in a hurry makes: a short one in the modifier, or one of those kept apart."""
    if not modifier:
        return b""
    if modifier & 1:
        index = modifier >> 1
        return changes[index] if index < len(changes) else b""
    code = _SHORT.get((modifier >> 1) & 0x7F)
    return code.to_bytes(2, "little") + bytes((modifier >> 8,)) if code is not None else b""


# Codes of the short modifiers that bear upon what is printed: list level, table, revision, hidden.
_SHORT = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x5C: 0x083C, 0x0C: 0x260A}
