"""Large files that people send: checked by one job, entered by another, and looked at in between; the same in every room that takes them.

Killed, a job is done again: what it enters and that it is done are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wenxiao.told import Told
from wenxiao.web.core.importing import Progress
from wenxiao.web.core.jobs import Refused, enqueue, job, tell
from wenxiao.web.core.models import Job
from wenxiao.web.core.pending import Upload, drop, find
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable

#: Bytes from which on a file is large: some five thousand rows, a few seconds of reading.
LARGE = 200_000


def large(kept: Upload) -> bool:
    """Whether a file is for the background."""
    return kept.path.stat().st_size > LARGE


class Look(Protocol):
    """What a page shows of a file that is to be entered, small enough to be kept as JSON."""

    @property
    def rows(self) -> int: ...

    @property
    def refused(self) -> int: ...

    def kept(self) -> dict[str, Any]:
        """As JSON."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """From JSON."""


D = TypeVar("D")
L = TypeVar("L", bound=Look)


@dataclass(frozen=True)
class LargeFiles(Generic[D, L]):
    """How one room reads its files.

    ``draft`` reads a file for a person and raises Unreadable; ``look`` is what a page shows of it; ``enter`` enters it, says so in
    one sentence, and raises Told or Unreadable. ``preview`` and ``done`` are the pages before and after.
    """

    room: str
    what: tuple[str, str]
    draft: Callable[[Upload, Any, Progress], D]
    look: Callable[[D], L]
    looks: type[L]
    enter: Callable[[Upload, D, Any], str]
    preview: str
    done: str

    def __post_init__(self) -> None:
        job(self.checking, prepare=self._drafted)(self._check)
        job(self.entering, prepare=self._drafted)(self._enter)

    @property
    def checking(self) -> str:
        """The kind of the job that checks a file."""
        return f"{self.room}.check"

    @property
    def entering(self) -> str:
        """The kind of the job that enters one."""
        return f"{self.room}.enter"

    def ask(self, user: Any, kind: str, kept: Upload) -> Job:
        """The job that does this with a file of this person: the one that is under way, else a new one."""
        mine = Job.objects.filter(user=user, kind=kind, arguments__sha256=kept.sha256)
        under_way = mine.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
        verb = ("核对", "Checking") if kind == self.checking else ("导入", "Entering")
        title = say(f"{verb[0]}{self.what[0]}：{kept.name}", f"{verb[1]} {self.what[1]}: {kept.name}")
        return under_way or enqueue(user, kind, title[:200], sha256=kept.sha256)

    def looked_at(self, user: Any, kept: Upload) -> L | None:
        """What the last check of a file of this person found; None where there was none."""
        checks = Job.objects.filter(user=user, kind=self.checking, arguments__sha256=kept.sha256)
        last = checks.filter(state=Job.State.DONE).order_by("-pk").first()
        return self.looks.of(last.result["look"]) if last else None

    def next(self, request: Any, kept: Upload, enters: Callable[[L], bool]) -> L | HttpResponse:
        """What the check found, to be shown; else the job that checks, or enters what was sent back and ``enters``."""
        found = self.looked_at(request.user, kept)
        if found is None:
            return redirect("job", self.ask(request.user, self.checking, kept).pk)
        if request.method == "POST" and enters(found):
            return redirect("job", self.ask(request.user, self.entering, kept).pk)
        return found

    def under_way(self, user: Any) -> Any:
        """The jobs of this person that are not done."""
        return Job.objects.filter(user=user, kind__in=(self.checking, self.entering), finished_at=None)

    def _drafted(self, asked: Job) -> tuple[Upload, D]:
        """The file read and checked, before anything is locked."""
        kept = find(asked.user, asked.arguments["sha256"])
        if kept is None:
            raise Refused(say("文件已不在，请重新上传。", "The file is no longer kept; upload it again."))
        try:
            return kept, self.draft(kept, asked.user, lambda zh, en: tell(asked, say(zh, en)))
        except Unreadable as error:
            raise Refused(str(error)) from None

    def _check(self, _asked: Job, prepared: tuple[Upload, D]) -> Mapping[str, Any]:
        kept, drafted = prepared
        found = self.look(drafted)
        message = say(
            f"{found.rows} 行，{found.refused} 行未通过。", f"{found.rows} rows, of which {found.refused} are refused."
        )
        return {"message": message, "url": reverse(self.preview, args=[kept.sha256]), "look": found.kept()}

    def _enter(self, asked: Job, prepared: tuple[Upload, D]) -> Mapping[str, Any]:
        kept, drafted = prepared
        try:
            message = self.enter(kept, drafted, asked.user)
        except Told as refused:  # somebody was faster
            raise Refused(say(refused.zh, refused.en)) from None
        except Unreadable as error:
            raise Refused(str(error)) from None
        transaction.on_commit(lambda: drop(kept))
        return {"message": message, "url": reverse(self.done)}
