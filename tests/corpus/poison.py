"""Documents that end whoever reads them, by what stands in them: in the child of a test, what a hostile file does to a reader."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from wenxiao.corpus import child
from wenxiao.documents.progress import advance
from wenxiao.documents.readers import text

#: One that takes its time, and one that goes on for ever, saying so at every page.
SLOW, ENDLESS = "毒：缓慢", "毒：无穷"
EXCEPTION, SEGFAULT, LOOP, MEMORY, DEATH = "毒：异常", "毒：越界", "毒：死循环", "毒：内存", "毒：退出"


def read(jobs: Any, scans: bool) -> dict[str, bytes]:
    """As ``corpus.child.read``, with a text reader that such documents poison."""
    whole = text.READER.read
    object.__setattr__(text.READER, "read", lambda source: _swallow(source.data) or whole(source))
    try:
        return child.read(jobs, scans)
    finally:
        object.__setattr__(text.READER, "read", whole)


def _swallow(data: bytes) -> None:
    said = data.decode("utf-8", "replace")
    if EXCEPTION in said:
        raise ZeroDivisionError("身份证 530103199001011234")
    if SEGFAULT in said:
        os.kill(os.getpid(), signal.SIGSEGV)
    if DEATH in said:
        os._exit(0)
    if MEMORY in said:
        bytearray(64 << 30)
    if SLOW in said:
        time.sleep(2.2)
    page = 0
    while ENDLESS in said:
        advance(page := page + 1, page + 1)
        time.sleep(0.1)
    while LOOP in said:
        pass
