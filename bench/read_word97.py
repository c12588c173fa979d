"""Time the reader of old Word documents against the least that gives their text: olefile and the piece table, nothing else.

Run: ``python bench/read_word97.py``. Needs LibreOffice, which makes the .doc. Both read the same file in the same process,
warm; the best of several rounds counts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from struct import unpack_from

from olefile import OleFileIO
from read_docx import best, report

from wenxiao.documents.office import MissingOfficeError, convert
from wenxiao.documents.opening import open_document


def bare(path: Path) -> str:
    """Characters with their marks: no paragraphs, tables, lists, headings or revisions."""
    with OleFileIO(path) as file:
        main = file.openstream("WordDocument").read()
        table = file.openstream("1Table" if main[11] & 2 else "0Table").read()
    start, size = unpack_from("<II", main, 154 + 8 * 33)
    clx = table[start : start + size]
    at = 0
    while clx[at] == 1:
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    count = (unpack_from("<I", clx, at + 1)[0] - 4) // 12
    bounds = unpack_from(f"<{count + 1}I", clx, at + 5)
    pieces = []
    for number in range(count):
        where = unpack_from("<I", clx, at + 9 + 4 * count + 8 * number + 2)[0]
        length = bounds[number + 1] - bounds[number]
        if where & 0x40000000:
            where = (where & 0x3FFFFFFF) // 2
            pieces.append(main[where : where + length].decode("cp1252", "replace"))
        else:
            pieces.append(main[where : where + 2 * length].decode("utf-16-le", "replace"))
    return "".join(pieces)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, path = Path(folder) / "report.docx", Path(folder) / "report.doc"
        report(source)
        try:
            path.write_bytes(convert(source.read_bytes(), "docx", "doc"))
        except MissingOfficeError:
            sys.exit("LibreOffice is needed to make the .doc")
        ours, theirs, same = best(open_document, path), best(bare, path), best(open_document, source)
        blocks = len(open_document(path).blocks)
    print(
        f"wenxiao {ours * 1000:.2f} ms for {blocks} blocks, bare text {theirs * 1000:.2f} ms: {ours / theirs:.1f} times"
    )
    print(f"the same report as .docx: {same * 1000:.2f} ms")


if __name__ == "__main__":
    main()
