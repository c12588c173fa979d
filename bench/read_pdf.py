"""Time the PDF reader against pypdfium2's bare text and against pdfplumber's text and tables, on one generated report.

Run: ``uv run --group bench python bench/read_pdf.py``. LibreOffice prints the report. All read the same file in the same
process, warm; the best of several rounds counts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
from read_docx import report

from wenxiao.documents.opening import open_document

ROUNDS = 7


def printed(folder: Path) -> Path | None:
    """The report of ``read_docx.py`` as PDF; None without an office program."""
    office = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
    if office is None:
        return None
    report(folder / "report.docx")
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(folder / "report.docx")], check=True, capture_output=True)
    return folder / "report.pdf"


def bare(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    size = 0
    for page in document:
        text = page.get_textpage()
        size += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return size


def peer(path: Path) -> int:
    with pdfplumber.open(path) as document:
        return sum(len(page.extract_text()) + len(page.extract_tables()) for page in document.pages)


def best(read: Callable[[Path], object], path: Path, rounds: int) -> float:
    """Least processor time of one reading, in seconds."""
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        read(path)
        times.append(time.process_time() - begin)
    return min(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = printed(Path(folder))
        if path is None:
            sys.exit("no LibreOffice here: nothing prints the report")
        pages = len(open_document(path).pages)
        least, ours, theirs = best(bare, path, ROUNDS), best(open_document, path, ROUNDS), best(peer, path, 2)
    print(f"a PDF of {pages} pages: wenxiao {ours * 1000:.1f} ms, {ours / pages * 1000:.1f} ms a page")
    print(f"bare text {least * 1000:.1f} ms: {ours / least:.2f} times as long (aim: 3)")
    print(f"pdfplumber {theirs * 1000:.1f} ms: {theirs / ours:.1f} times as fast (floor: 5)")


if __name__ == "__main__":
    main()
