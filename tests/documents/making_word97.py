"""Made-up Word 97-2003 files for the tests, built in memory from paragraphs and changes of properties."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from struct import pack

from wenxiao.documents.readers.word97_file import Part

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_TEXT = 2048  # where the text begins in the main stream
WIDE, WESTERN, CHINESE = "utf-16-le", "cp1252", "gbk"

IN_TABLE = pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + pack("<HB", 0x2417, 1)


def depth(level: int) -> bytes:
    return IN_TABLE + pack("<HI", 0x6649, level)


def row(edges: Sequence[int], flags: Sequence[int] = ()) -> bytes:
    """Changes that end a row of cells between the given edges (twips)."""
    flags = flags or [0] * (len(edges) - 1)
    cells = b"".join(pack("<H", flag) + bytes(18) for flag in flags)
    content = bytes((len(edges) - 1,)) + pack(f"<{len(edges)}h", *edges) + cells
    return ROW_END + pack("<HH", 0xD608, len(content) + 1) + content


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams in its root, none of them short."""
    padded = {
        name: data + bytes(max(4096, -(-len(data) // _SECTOR) * _SECTOR) - len(data)) for name, data in streams.items()
    }
    directory_at = sum(len(data) // _SECTOR for data in padded.values())
    entries = [("Root Entry", 5, _FREE, 1 if padded else _FREE, _END, 0)]
    fat: list[int] = []
    for number, (name, data) in enumerate(padded.items(), 1):
        right = number + 1 if number < len(padded) else _FREE
        entries.append((name, 2, right, _FREE, len(fat), len(data)))
        fat += [*range(len(fat) + 1, len(fat) + len(data) // _SECTOR), _END]
    directory = b""
    for name, kind, right, child, start, size in entries:
        raw = name.encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + pack("<HBBIII", len(raw) + 2, kind, 1, _FREE, right, child)
        directory += bytes(36) + pack("<IQ", start, size)
    directory += bytes(-len(directory) % _SECTOR)
    fat += [*range(directory_at + 1, directory_at + len(directory) // _SECTOR), _END]
    sectors = -(-(len(fat) + 1) // 127)
    fat_at = len(fat)
    fat += [_FAT] * sectors
    table = pack(f"<{len(fat)}I", *fat)
    table += b"\xff" * (sectors * _SECTOR - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += pack("<IIIIIIII", sectors, directory_at, 0, 4096, _END, 0, _END, 0)
    head += pack("<109I", *range(fat_at, fat_at + sectors), *[_FREE] * (109 - sectors))
    return head + b"".join(padded.values()) + directory + table


def word(
    paragraphs: Sequence[tuple[str, bytes]],
    *,
    runs: Sequence[tuple[int, int, bytes]] = (),
    pieces: Sequence[tuple[int, str, bytes]] = (),
    parts: dict[Part, bytes] | None = None,
    counts: Sequence[int] = (),
    flags: int = 0,
    version: int = 0xC1,
    after_lists: bytes = b"",
    data: bytes = b"",
) -> bytes:
    """A document of paragraphs, each with its mark and its changes.

    ``runs``: first and last position of characters with changes. ``pieces``: characters, encoding and changes of each; one
    piece of wide characters where none is given. ``counts``: characters of the body and of what follows it, in the file's
    order. ``after_lists``: what follows the definitions of lists.
    """
    text = "".join(content for content, _ in paragraphs)
    pieces = pieces or [(len(text), WIDE, b"")]
    starts, offsets = [0], [_TEXT]
    raw, clx, table_of_pieces = b"", b"", b""
    at = 0
    for number, (size, encoding, changes) in enumerate(pieces):
        content = text[at : at + size].encode(encoding)
        where = _TEXT + len(raw)
        positions = size if encoding == WIDE else len(content)
        step = 2 if encoding == WIDE else 1
        offsets[-1] = where
        offsets += [where + step * n for n in range(1, positions + 1)]
        starts.append(starts[-1] + positions)
        modifier = number << 1 | 1
        clx += b"\x01" + pack("<H", len(changes)) + changes
        table_of_pieces += pack("<HIH", 0, where if encoding == WIDE else where * 2 | 0x40000000, modifier)
        raw += content
        at += size
    table_of_pieces = pack(f"<{len(starts)}I", *starts) + table_of_pieces
    clx += b"\x02" + pack("<I", len(table_of_pieces)) + table_of_pieces

    main = bytes(_TEXT) + raw
    main += bytes(-len(main) % _SECTOR)
    bounds = [0]
    for content, _ in paragraphs:
        bounds.append(bounds[-1] + len(content))
    listed = [
        (offsets[a], offsets[b], changes) for (a, b), (_, changes) in zip(pairwise(bounds), paragraphs, strict=True)
    ]
    main, papx = _pages(main, listed, paragraph=True)
    spread: list[tuple[int, int, bytes]] = []
    reached = _TEXT
    for first, last, changes in runs:
        spread += [(reached, offsets[first], b""), (offsets[first], offsets[last], changes)]
        reached = offsets[last]
    main, chpx = _pages(main, [run for run in spread if run[0] < run[1]], paragraph=False)

    given = {Part.PIECES: clx, Part.PARAGRAPHS: papx, Part.CHARACTERS: chpx, **(parts or {})}
    table = bytes(8)
    pairs = bytearray(8 * 93)
    for part, content in given.items():
        pairs[8 * part : 8 * part + 8] = pack("<II", len(table), len(content))
        table += content + (after_lists if part is Part.LISTS else b"")
    counted = [*counts, *[0] * 8][:8] if counts else [starts[-1], *[0] * 7]
    head = pack("<HHHHHH", 0xA5EC, version, 0, 0x804, 0, flags | 0x0200) + bytes(20) + pack("<H", 14) + bytes(28)
    head += pack("<H", 22) + bytes(12) + pack("<8i", *counted) + bytes(44) + pack("<H", 93) + bytes(pairs)
    streams = {"WordDocument": head + main[len(head) :], "1Table": table}
    return compound(streams | ({"Data": data} if data else {}))


def _pages(main: bytes, runs: Sequence[tuple[int, int, bytes]], *, paragraph: bool) -> tuple[bytes, bytes]:
    """The main stream with pages for the runs, and the list of the pages."""
    firsts: list[int] = []
    numbers: list[int] = []
    end = runs[-1][1] if runs else 0
    for at in range(0, len(runs), 4):  # so few that their changes fit on the page
        some = runs[at : at + 4]
        page = bytearray(_SECTOR)
        bounds = [some[0][0], *(run[1] for run in some)]
        page[: 4 * len(bounds)] = pack(f"<{len(bounds)}I", *bounds)
        free = _SECTOR - 2
        for number, (_, _, changes) in enumerate(some):
            if paragraph:
                body = pack("<H", 0) + changes
                body += bytes(len(body) % 2)
                entry = bytes((0, len(body) // 2)) + body
            else:
                entry = bytes((len(changes),)) + changes
            free -= len(entry) + len(entry) % 2
            page[free : free + len(entry)] = entry
            page[4 * len(bounds) + number * (13 if paragraph else 1)] = free // 2 if changes or paragraph else 0
        page[-1] = len(some)
        firsts.append(some[0][0])
        numbers.append(len(main) // _SECTOR)
        main += bytes(page)
    return main, pack(f"<{len(firsts) + 1}I", *firsts, end) + pack(f"<{len(numbers)}I", *numbers)
