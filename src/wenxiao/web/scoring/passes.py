"""One pass over the cases of a period for all that is asked of them; where they are many, every core reads a share of them."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import chain, islice

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from wenxiao.grid.buckets import Period
from wenxiao.grid.cases import Case
from wenxiao.web.grid.keeping import as_known
from wenxiao.web.scoring import shares
from wenxiao.web.scoring.cases import cases, touching
from wenxiao.web.scoring.shares import BATCH, Reader

log = logging.getLogger(__name__)

#: Fewer cases than this are read before another process has started.
LEAST = 40_000
#: Each process holds the names of what it counts; a machine of many cores is not for this alone.
MOST_PROCESSES = 4


def passed(readers: Sequence[Reader], period: Period, cutoff: datetime) -> None:
    """Let all readers read the cases of a period as they were known at a cutoff."""
    most = min(os.cpu_count() or 1, MOST_PROCESSES)
    processes = touching(period).order_by()[: most * LEAST].count() // LEAST
    if processes > 1:
        try:
            _shared(readers, period, cutoff, processes)
            return
        except subprocess.CalledProcessError as lost:
            log.warning(
                "the cases are read by one process: %s %s", lost, (lost.stderr or b"")[-400:].decode(errors="replace")
            )
    _read(readers, cases(period, cutoff))


def _shared(readers: Sequence[Reader], period: Period, cutoff: datetime, processes: int) -> None:
    later = ExpressionWrapper(Q(recorded_at__gt=cutoff), BooleanField())
    rows = touching(period).order_by().annotate(share=F("pk") % processes, later=later)
    database = {"NAME": connection.settings_dict["NAME"]}
    asked = []
    for number in range(processes):
        statement, parameters = rows.filter(share=number).values_list("pk", "later", "folded").query.sql_with_params()
        asked.append(shares.begun(database, statement, parameters, readers))
    with ThreadPoolExecutor(processes) as pool:
        found = list(pool.map(_by_another, asked))
    for mine, *others in zip(readers, *(read for read, _ in found), strict=True):
        for other in others:
            mine.absorb(other)
    _read(readers, as_known(list(chain.from_iterable(changed for _, changed in found)), cutoff))


def _by_another(asked: bytes) -> tuple[Sequence[Reader], list[int]]:
    """What a process of its own answers. Raises CalledProcessError where that fails, or is killed."""
    command = [sys.executable, "-m", shares.__name__]
    return shares.done(subprocess.run(command, input=asked, capture_output=True, check=True).stdout)


def _read(readers: Iterable[Reader], found: Iterator[Case]) -> None:
    while some := list(islice(found, BATCH)):
        for reader in readers:
            reader.read(some)
