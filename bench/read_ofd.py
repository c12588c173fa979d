"""Time the OFD reader against the least that any reader must do: unpack every part of the file and parse its XML.

Run: ``uv run --group bench python bench/read_ofd.py``. LibreOffice prints the report of ``read_docx.py`` as PDF, and what
stands on its pages is written as OFD, every character with its distance to the next. Both read the same file in the same process, warm; the best of several rounds counts.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

from lxml import etree
from read_pdf import ROUNDS, best, printed

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.documents.test_ofd_printed import as_ofd
from wenxiao.documents.opening import open_document


def bare(path: Path) -> int:
    """Elements of all parts: no text in its place, no lines, tables or paragraphs."""
    with zipfile.ZipFile(path) as archive:
        return sum(len(etree.fromstring(archive.read(name))) for name in archive.namelist())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = printed(Path(folder))
        if source is None:
            sys.exit("no LibreOffice here: nothing prints the report")
        path = as_ofd(source)
        pages = len(open_document(path).pages)
        least, ours = best(bare, path, ROUNDS), best(open_document, path, ROUNDS)
    print(f"an OFD of {pages} pages: wenxiao {ours * 1000:.1f} ms, {ours / pages * 1000:.1f} ms a page")
    print(f"bare XML {least * 1000:.1f} ms: {ours / least:.2f} times as long (aim: 3)")


if __name__ == "__main__":
    main()
