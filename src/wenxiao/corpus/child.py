"""What happens to documents in the guarded child process: bytes become rows. A hostile document meets this and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from wenxiao.audit.run import audit_reading
from wenxiao.corpus.flatten import add_report
from wenxiao.corpus.rows import Job, Rows, add_failure, add_fault
from wenxiao.corpus.tables import DEFERRED, UNREADABLE
from wenxiao.documents.faults import told
from wenxiao.documents.items import Item
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import open_source
from wenxiao.documents.pictures import Deferred, put_off
from wenxiao.documents.progress import advance, listener, listening
from wenxiao.documents.readers.base import Source
from wenxiao.reading.pipeline import read_document


def read(jobs: Sequence[Job], scans: bool) -> dict[str, bytes]:
    """The rows of these documents, each table as an Arrow stream. ``scans``: text recognition is not put off.

    Says before each document which it is, so that whoever guards this process knows which one it was that ended it.
    """
    rows = Rows()
    for number, (about, data) in enumerate(jobs):
        with listening(_always(number, len(jobs))), nullcontext() if scans else put_off():
            advance(number, len(jobs))
            _one(rows, about, data)
    return rows.take()


def _always(number: int, total: int) -> Any:
    """Who listens to the pages of a document hears that this document goes on."""
    above = listener()
    return lambda *_: above(number, total) if above is not None else None


def _one(rows: Rows, about: dict[str, Any], data: bytes) -> None:
    try:
        # Addresses of the documents are told to nobody: a refusal names the file alone.
        source = Source(about["name"], data)
        report = audit_reading(read_document(open_source(source, Item(Path(about["name"])))))
        add_report(rows, report, about)
    except MemoryError:
        raise
    except UnreadableError as error:
        add_failure(rows, UNREADABLE, error.zh, error.en, about)
    except Deferred:
        add_failure(rows, DEFERRED, "", "", about)
    except Exception as error:
        add_fault(rows, told(error), about)


#: A document for nobody.
_FIRST = """某县某局2023年度项目支出绩效自评报告
一、项目基本情况
（一）项目概况
道路维护项目年初预算200.00万元，实际支出150.00万元，预算执行率为75.00%。
二、存在的问题
（一）支出进度偏慢，年底集中支付。
三、自评结论
综合得分为95分，等级为优。
"""
# What the first document would load, readers, rules and regimes, is loaded before its time is counted, and before any child is forked.
_one(Rows(), {"sha256": "", "name": "first.txt"}, _FIRST.encode())
