"""Documents a second of one core by format: the same report as text, web page, Word, PDF and workbook, bytes to rows.

.venv/bin/python -m bench.corpus_formats
"""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import time
from pathlib import Path

import docx
import xlsxwriter

from bench.speed import document
from wenxiao.corpus import child

_CHARACTERS = 7000  # a self-evaluation report of eight pages
_SECONDS = 4.0


def formats(text: str) -> dict[str, bytes]:
    """The report in each format; Word 97 and PDF where LibreOffice is at hand."""
    word, book = io.BytesIO(), io.BytesIO()
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    made.save(word)
    with xlsxwriter.Workbook(book) as sheets:
        sheet = sheets.add_worksheet()
        for row, line in enumerate(text.split("\n")):
            sheet.write_string(row, 0, line)
    html = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>"
    return {
        "text": text.encode(),
        "html": html.encode(),
        "docx": word.getvalue(),
        "xlsx": book.getvalue(),
        **_converted(word.getvalue()),
    }


def _converted(word: bytes) -> dict[str, bytes]:
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.docx")
        source.write_bytes(word)
        for kind in ("pdf", "doc"):
            command = [
                "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                folder,
            ]
            try:
                subprocess.run([*command, str(source)], check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError):
                continue
            found[kind] = source.with_suffix(f".{kind}").read_bytes()
    return found


def main() -> None:
    text = document(_CHARACTERS)
    print(f"a report of {len(text):,} characters; load {os.getloadavg()[0]:.1f}\n")
    print("| format | KB | ms of computing | documents a second and core |\n|---|---|---|---|")
    for kind, data in formats(text).items():
        jobs = [({"sha256": str(n), "uri": "", "name": f"a.{kind}"}, data) for n in range(4)]
        child.read(jobs, False)
        began, count = time.process_time(), 0
        while time.process_time() - began < _SECONDS:
            child.read(jobs, False)
            count += len(jobs)
        each = (time.process_time() - began) / count
        print(f"| {kind} | {len(data) / 1000:.0f} | {each * 1000:.1f} | {1 / each:.0f} |", flush=True)


if __name__ == "__main__":
    main()
