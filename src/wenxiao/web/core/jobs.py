"""Jobs in the background: queued in the database, done by a process of their own, done again where that process died.

A job is a function of this program, registered by name; what it changes and that it is done are one transaction, so that one
that is killed has changed nothing and is simply run again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from wenxiao.web.core.models import Job, Worker
from wenxiao.web.core.say import say

log = logging.getLogger(__name__)

#: How often a worker says that it lives, and after how long a silence its jobs are given to another.
BEAT, SILENCE = timedelta(seconds=5), timedelta(seconds=30)

Work = Callable[..., Mapping[str, Any]]
_KINDS: dict[str, Work] = {}
_PREPARES: dict[str, Callable[[Job], Any]] = {}


class Refused(Exception):  # noqa: N818  (an answer to the person who asked, not a fault)
    """A job cannot be done, in one sentence for the one who asked."""


def job(kind: str, prepare: Callable[[Job], Any] | None = None) -> Callable[[Work], Work]:
    """Register a function of a room's ``jobs.py`` as the work of one kind of job. It returns what ``Job.result`` holds.

    What takes long and changes nothing is for ``prepare``, which comes before the transaction and so keeps nobody waiting; the
    work is given what that returns.
    """

    def decorate(work: Work) -> Work:
        _KINDS[kind] = work
        if prepare is not None:
            _PREPARES[kind] = prepare
        return work

    return decorate


def enqueue(user: Any, kind: str, title: str, **arguments: Any) -> Job:
    """Queue a job for this person; it is there once the transaction is."""
    arguments["language"] = translation.get_language()
    with transaction.atomic():
        asked = Job.objects.create(user=user, kind=kind, title=title, arguments=arguments)
        perform.enqueue(asked.pk)
    return asked


def tell(asked: Job, message: str) -> None:
    """How far a job is, for the page of the one who asked; seen while it prepares, not from inside the transaction."""
    Job.objects.filter(pk=asked.pk, state=Job.State.RUNNING).update(result={"message": message})


@task()
def perform(pk: int) -> None:
    """Do one job, once: whoever comes second finds it done."""
    for app in apps.get_app_configs():
        if app.name.startswith("wenxiao.web."):
            try:
                import_module(f"{app.name}.jobs")
            except ModuleNotFoundError as missing:
                if missing.name != f"{app.name}.jobs":
                    raise
    Job.objects.filter(pk=pk, state=Job.State.WAITING).update(state=Job.State.RUNNING)
    asked = Job.objects.select_related("user").get(pk=pk)
    if asked.state != Job.State.RUNNING:
        return
    with translation.override(asked.arguments.get("language")):
        _perform(asked)


def _perform(asked: Job) -> None:
    pk, kind = asked.pk, asked.kind
    try:
        prepared = [_PREPARES[kind](asked)] if kind in _PREPARES else []
        with transaction.atomic():
            asked = Job.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
            if asked.state != Job.State.RUNNING:
                return
            asked.result = dict(_KINDS[kind](asked, *prepared))
            asked.state, asked.finished_at = Job.State.DONE, timezone.now()
            asked.save()
    except Exception as error:
        if not isinstance(error, Refused):
            log.exception("job %s", pk)
        message = (
            str(error)
            if isinstance(error, Refused)
            else say("系统出错，没有改动任何数据。", "Something went wrong; nothing was changed.")
        )
        Job.objects.filter(pk=pk).update(
            state=Job.State.FAILED, result={"message": message}, finished_at=timezone.now()
        )


def beat(worker: str) -> None:
    """Say that a worker lives, and take jobs back from those that are silent."""
    now = timezone.now()
    Worker.objects.update_or_create(name=worker, defaults={"beat": now})
    revive()


def revive() -> int:
    """Queue again what silent workers were doing; how many that were."""
    from django_tasks_db.models import DBTaskResult

    alive = set(Worker.objects.filter(beat__gte=timezone.now() - SILENCE).values_list("name", flat=True))
    orphans = [running.pk for running in DBTaskResult.objects.running() if not alive & set(running.worker_ids[-1:])]
    again = DBTaskResult.objects.filter(pk__in=orphans, status="RUNNING").update(status="READY", started_at=None)
    Worker.objects.filter(beat__lt=timezone.now() - timedelta(days=1)).delete()
    return again
