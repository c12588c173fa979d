"""A large batch goes through the corpus pipeline, on all cores, and the desk is filled from its store.

The store holds what the queue shows: who speaks of what, amounts, findings, coverage. The page of a document, with its text and
places, is made when somebody first opens it (``desk.reading.complete``). What the pipeline gives no row for (an archive, a new
version of a document, a file that it lost) still waits afterwards and is read one by one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings

from wenxiao.audit.registry import every_rule
from wenxiao.documents.archive import is_archive
from wenxiao.documents.items import ARCHIVES
from wenxiao.told import Told
from wenxiao.web.core.policy import Access
from wenxiao.web.desk.limits import limits
from wenxiao.web.desk.models import Document
from wenxiao.web.desk.reading import FAULT, Refused, keep, refuse
from wenxiao.web.desk.vault import kept

log = logging.getLogger(__name__)

#: Documents whose rows are in memory at a time, and characters of a quote.
_AT_ONCE, _QUOTE = 1000, 200
_NEEDED = ("daft", "duckdb", "pyarrow", "msgspec")


Rows = list[dict[str, Any]]


def store_url() -> str:
    """Where the site keeps its store; ``wenxiao corpus query`` asks it too."""
    return str(Path(settings.MEDIA_ROOT) / "corpus")


def is_large(batch: int) -> bool:
    """Whether so many documents of a batch wait that the pipeline takes them; never where it is not installed."""
    least = limits().corpus_documents
    return 0 < least <= fitting(batch).count() and all(find_spec(name) for name in _NEEDED)


def fitting(batch: int) -> Any:
    """The documents that wait and that the pipeline can take: no archives, no new versions of another document."""
    found = Document.objects.filter(batch=batch, state="received", replaces=None)
    for ending in ARCHIVES:
        found = found.exclude(name__iendswith=ending)
    return found.order_by("pk")


def read_batch(batch: int, access: Access, told: Callable[[str, int, int], None]) -> int:
    """Read what waits of a batch and keep what comes of it; how many documents that were. None is lost: whatever has no row
    waits on."""
    waiting = {document.sha256: document for document in fitting(batch) if not _is_archive(document)}
    done = 0
    try:
        _run(batch, list(waiting.values()), told)
        for digest, answer in _answers(list(waiting)):
            _keep(waiting[digest], access, answer)
            done += 1
    except Told as refused:  # another batch is being read: this one's documents are read one by one
        log.warning("batch %s: %s", batch, refused.en)
    except Exception:  # … and so they are where the pipeline or its store fails
        log.exception("batch %s", batch)
    return done


def _is_archive(document: Document) -> bool:
    """Whether its content is an archive, whatever its name: those are unpacked."""
    try:
        with open(kept(document), "rb") as file:
            return is_archive(file)
    except OSError:  # whoever reads it says why
        return False


def _keep(document: Document, access: Access, answer: Any) -> None:
    """A fault in what is kept of one document costs that one and not its batch."""
    try:
        if isinstance(answer, Refused):
            refuse(document, access, answer)
        else:
            keep(document, access, answer)
    except Exception:
        log.exception("document %s", document.pk)
        refuse(document, access, Refused(*FAULT))


def _run(batch: int, waiting: list[Document], told: Callable[[str, int, int], None]) -> None:
    import pyarrow.parquet as pq

    from wenxiao.corpus.reading import Request, read
    from wenxiao.corpus.settings import Settings

    of, url = limits(), store_url()
    listed = Path(settings.MEDIA_ROOT) / "corpus-lists" / f"{batch}.parquet"
    listed.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pq.write_table(_listed(waiting), listed)
    try:
        how = Settings(seconds=of.silence_seconds, longest=of.longest_seconds, megabytes=of.memory_megabytes)
        read(Request((f"@{listed}",), url, retry=True, settings=how), told)
    finally:
        listed.unlink(missing_ok=True)


def _listed(waiting: Sequence[Document]) -> Any:
    """The list of the run: where each document is kept, and the name by which a refusal is to call it."""
    import pyarrow as pa

    return pa.table({"path": [str(kept(one)) for one in waiting], "filename": [one.name for one in waiting]})


#: What the desk keeps of a document, table by table.
_COLUMNS = {
    "projects": "number, project, name, budget, adjusted_budget",
    "findings": "number, finding, code, severity, message, message_en, arithmetic, spans, project",
    "coverage": "code as number, code, passed, failed, not_applicable, unknown, reasons",
    "documents": "0 as number, status, reason_zh, reason_en, engine, regime, media_type, title, organisation, type, year, absent, text",
}


def _answers(digests: list[str]) -> Iterator[tuple[str, Any]]:
    """What the store says of these documents, in the form in which the desk's own reader answers; or why one was not read."""
    from wenxiao.corpus.queries import Questions
    from wenxiao.corpus.store import Store

    with Questions(Store(store_url())) as questions:
        for start in range(0, len(digests), _AT_ONCE):
            some = digests[start : start + _AT_ONCE]
            rows = {table: _rows_of(questions, table, columns, some) for table, columns in _COLUMNS.items()}
            for digest in some:
                projects, findings, coverage, documents = (found[digest] for found in rows.values())
                for document in documents[:1]:
                    yield digest, _said(document, projects, findings, coverage)


def _rows_of(questions: Any, table: str, columns: str, digests: list[str]) -> dict[str, Rows]:
    found: dict[str, Rows] = {digest: [] for digest in digests}
    sql = f"select sha256, {columns} from {table} join (select unnest($digests) as sha256) using (sha256) order by sha256, number"
    for batch in questions.batches(sql, {"digests": digests}):
        for row in batch.to_pylist():
            found[row["sha256"]].append(row)
    return found


def _said(document: Mapping[str, Any], projects: Rows, findings: Rows, coverage: Rows) -> Any:
    from wenxiao.corpus import tables

    if document["status"] == tables.READ:
        return _answer(document, projects, findings, coverage)
    if document["status"] == tables.FAULT:  # its report would name a file of this site's
        return Refused(*FAULT)
    return Refused(document["reason_zh"] or "", document["reason_en"] or "")


def _answer(document: Mapping[str, Any], projects: Rows, findings: Rows, coverage: Rows) -> dict[str, Any]:
    text, names = document["text"], {project["project"]: project["name"] for project in projects}
    titles = {rule.code: (rule.title, rule.title_en) for rule in every_rule()}
    tree = {
        "partial": True,  # the rest of the JSON is made when somebody asks for it
        "document": {
            "media_type": document["media_type"] or "", "title": document["title"], "organisation": document["organisation"],
            "type": document["type"], "fiscal_year": document["year"],
        },
        "projects": [
            {"name": p["name"], "budget": _digits(p["budget"]), "adjusted_budget": _digits(p["adjusted_budget"])} for p in projects
        ],
        "forms": [], "text": text,
        "coverage": {
            row["code"]: {
                "passed": row["passed"], "failed": row["failed"], "not_applicable": row["not_applicable"],
                "unknown": {why["reason"]: why["times"] for why in row["reasons"] or ()},
            }
            for row in coverage
        },
    }  # fmt: skip
    found = [
        {
            "number": number, "finding": row["finding"], "code": row["code"], "severity": row["severity"],
            "title": titles.get(row["code"], ("", ""))[0], "title_en": titles.get(row["code"], ("", ""))[1],
            "zh": row["message"], "en": row["message_en"], "arithmetic": row["arithmetic"] or [],
            "places": [
                {"start": s["start"], "end": s["end"], "text": text[s["start"] : s["end"]][:_QUOTE], "zh": "", "en": ""}
                for s in row["spans"] or ()
            ],
            "project": names.get(row["project"], ""),
        }
        for number, row in enumerate(findings, 1)
    ]  # fmt: skip
    return {
        "engine": document["engine"], "regime": document["regime"] or "", "tree": tree, "changes": None, "found": found,
        "absent": document["absent"] or 0, "parts": None,
    }  # fmt: skip


def _digits(amount: Any) -> str | None:
    return None if amount is None else f"{amount:f}"
