"""What is done with a spoilt file, in a process of its own: it is read, and what comes of it is judged."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.documents.making import check_consistent
from wenxiao.documents import pictures
from wenxiao.documents.items import Item, opened
from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box, UnreadableError
from wenxiao.documents.office import VARIABLE
from wenxiao.documents.opening import open_document

#: Seconds of processor time that a spoilt file may take; the files themselves take hundredths.
SECONDS = 8.0


def attempt(path: str) -> tuple[str, str]:
    """``read``, ``refused`` or a fault, and of a fault its text. Recognition and LibreOffice are left out: they take seconds."""
    os.environ[VARIABLE] = os.devnull
    pictures.installed = lambda: _seen  # pictures are unpacked all the same
    begin = time.process_time()
    outcome = "refused"
    try:
        for kind in _outcomes(Path(path)):
            if kind == "read":
                outcome = kind
    except MemoryError:
        raise  # the guard tells it
    except Exception:
        return "fault", traceback.format_exc()
    took = time.process_time() - begin
    return ("slow", f"{took:.1f} s") if took > SECONDS else (outcome, "")


def _seen(_: pictures.Picture) -> pictures.Recognition:
    return pictures.Recognition([Word("预算", Box(90, 80, 130, 100), 20)])


def _outcomes(path: Path) -> Iterator[str]:
    """What becomes of the documents in a file."""
    for item in opened(Item(path)):
        if isinstance(item, UnreadableError):
            _sentence(item)
            continue
        try:
            document = open_document(item)
        except UnreadableError as error:
            _sentence(error)
            yield "refused"
        else:
            check_consistent(document)
            document.text.encode()
            yield "read"


def _sentence(error: UnreadableError) -> None:
    for language in ("zh", "en"):
        message = error.message(language)
        assert "\n" not in message
        assert 10 < len(message) < 1000, message
        message.encode()
