"""Reading in the background: a slice of a batch at a time, each document kept in a transaction of its own.

A worker that is killed has kept whole documents only; the next one goes on with those that still wait. A slice ends after some
seconds, so that one person's thousand files do not keep another's single one waiting.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from wenxiao.web.core.jobs import enqueue, job, tell
from wenxiao.web.core.models import Job
from wenxiao.web.core.say import say
from wenxiao.web.desk import corpus
from wenxiao.web.desk.limits import limits
from wenxiao.web.desk.models import Batch, Document
from wenxiao.web.desk.reading import Reader, guard, read

READ = "desk.read"


def ask(batch: Batch, user: Any) -> Job:
    """Have what waits of a batch read: by the job that is queued for it already, else by a new one.

    The queued job is held until the caller's transaction is over, so that it begins once what the caller adds can be seen.
    """
    with transaction.atomic():
        queued = Job.objects.select_for_update(of=("self",)).filter(
            kind=READ, arguments__batch=batch.pk, state=Job.State.WAITING
        )
        return queued.first() or _enqueued(batch, user)


def _enqueued(batch: Batch, user: Any, **how: Any) -> Job:
    return enqueue(user, READ, say(f"读取文档：{batch}", f"Reading: {batch}"), batch=batch.pk, **how)


def reading(batch: Batch) -> bool:
    """Whether a job reads it, or is going to."""
    return Job.objects.filter(
        kind=READ, arguments__batch=batch.pk, state__in=(Job.State.WAITING, Job.State.RUNNING)
    ).exists()


def _waiting(batch: int) -> Any:
    return Document.objects.filter(batch=batch, state="received").order_by("pk")


def _read_some(asked: Job) -> int:
    """Read until the slice is over, or a large batch as a whole; how many were read."""
    batch, access = asked.arguments["batch"], Reader(asked.user)
    if not asked.arguments.get("singly") and corpus.is_large(batch):
        return corpus.read_batch(batch, access, lambda *so_far: _tell(asked, *so_far))
    until, done, last = time.monotonic() + limits().slice_seconds, 0, 0
    with guard() as child:
        while done == 0 or time.monotonic() < until:
            document = _waiting(batch).filter(pk__gt=last).first()
            if document is None:
                break
            last = document.pk
            read(document, child, access)
            done += 1
            tell(asked, say(f"已读取 {done} 份。", f"{done} documents read."))
    return done


def _tell(asked: Job, stage: str, done: int, total: int) -> None:
    if stage != "survey":
        tell(asked, say(f"正在读取：{done} / {total} 组。", f"Reading: {done} of {total} parts."))


@job(READ, prepare=_read_some)
def read_batch(asked: Job, done: int) -> Mapping[str, Any]:
    batch = Batch.objects.get(pk=asked.arguments["batch"])
    if _waiting(batch.pk).exists():
        if corpus.is_large(batch.pk):  # what the pipeline left is not given to it again
            _enqueued(batch, asked.user, singly=True)
        else:
            ask(batch, asked.user)
    return {
        "message": say(f"已读取 {done} 份。", f"{done} documents read."),
        "url": reverse("desk-batch", args=[batch.pk]),
    }
