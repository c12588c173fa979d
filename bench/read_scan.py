"""Time the reading of a picture of a page against the bare recognition engine on the same picture.

Run: ``uv run --extra ocr --group bench python bench/read_scan.py``. LibreOffice prints the report of ``read_docx.py`` and
its second page is drawn at 200 dots an inch. The bare engine gives lines of text and their boxes, without ruling lines,
words, confidences of numbers, paragraphs or tables. Both run in the same process, warm, in turn; processor time of the best
of several rounds counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pypdfium2

ROUNDS = 3


def spent(run: Callable[[], object]) -> float:
    """Processor time of one run, in seconds."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def main() -> None:
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        print("no text recognition here (extra ocr): nothing to measure")
        return
    import numpy as np
    from rapidocr import RapidOCR
    from read_pdf import printed

    from wenxiao.documents.opening import open_document

    with tempfile.TemporaryDirectory() as folder:
        source, path = printed(Path(folder)), Path(folder) / "page.png"
        if source is None:
            sys.exit("no LibreOffice here: nothing prints the report")
        picture = pypdfium2.PdfDocument(source)[1].render(scale=200 / 72).to_pil().convert("RGB")
        picture.save(path)
        # It looks for text at the same size, and does not look for lines upside down, as we do.
        engine = RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False, "Global.max_side_len": 2400})
        pixels = np.asarray(picture)[:, :, ::-1]
        engine(pixels), open_document(path)
        rounds = [(spent(lambda: engine(pixels)), spent(lambda: open_document(path))) for _ in range(ROUNDS)]
    least, ours = (min(times) for times in zip(*rounds, strict=True))
    print(f"a page of {picture.width} x {picture.height}: wenxiao {ours:.2f} s, bare engine {least:.2f} s")
    print(f"{ours / least:.2f} times as long (aim: 1.3)")


if __name__ == "__main__":
    main()
