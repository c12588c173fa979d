"""Large files in the background: what they would enter is checked by one job, entering them is another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from wenxiao.web.core.jobs import Refused as JobRefused
from wenxiao.web.core.jobs import enqueue, job, tell
from wenxiao.web.core.models import Job
from wenxiao.web.core.pending import Upload, drop, find
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.ledger.importing import Draft, draft, enter
from wenxiao.web.ledger.looking import Look, look
from wenxiao.web.ledger.services import Refused

CHECK, ENTER = "ledger.check", "ledger.enter"
#: Bytes from which on a file is large: some five thousand rows, a few seconds of reading.
LARGE = 200_000


def large(kept: Upload) -> bool:
    return kept.path.stat().st_size > LARGE


def ask(user: Any, kind: str, kept: Upload) -> Job:
    """The job that does this with a file of this person: the one that is under way, else a new one."""
    mine = Job.objects.filter(user=user, kind=kind, arguments__sha256=kept.sha256)
    under_way = mine.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    if under_way is not None:
        return under_way
    words = say("核对台账文件：", "Checking: ") if kind == CHECK else say("导入台账：", "Entering: ")
    return enqueue(user, kind, words + kept.name, sha256=kept.sha256)


def looked_at(user: Any, kept: Upload) -> Look | None:
    """What the last check of a file of this person found; None where there was none."""
    done = Job.objects.filter(user=user, kind=CHECK, arguments__sha256=kept.sha256, state=Job.State.DONE).first()
    return Look.of(done.result["look"]) if done else None


def _drafted(asked: Job) -> tuple[Upload, Draft]:
    """The file read and checked, before anything is locked."""
    kept = find(asked.user, asked.arguments["sha256"])
    if kept is None:
        raise JobRefused(say("文件已不在，请重新上传。", "The file is no longer kept; upload it again."))
    try:
        return kept, draft(kept, Access(asked.user), lambda zh, en: tell(asked, say(zh, en)))
    except Unreadable as error:
        raise JobRefused(str(error)) from None


@job(CHECK, prepare=_drafted)
def check(_asked: Job, prepared: tuple[Upload, Draft]) -> Mapping[str, Any]:
    kept, drafted = prepared
    found = look(drafted)
    message = say(
        f"{found.rows} 行，{found.refused} 行未通过。", f"{found.rows} rows, of which {found.refused} are refused."
    )
    return {"message": message, "url": reverse("ledger-import-preview", args=[kept.sha256]), "look": found.kept()}


@job(ENTER, prepare=_drafted)
def enter_all(asked: Job, prepared: tuple[Upload, Draft]) -> Mapping[str, Any]:
    kept, drafted = prepared
    try:
        batch = enter(kept, drafted, asked.user)
    except Refused as refused:  # somebody posted since the check
        raise JobRefused(say(refused.zh, refused.en)) from None
    except Unreadable as error:
        raise JobRefused(str(error)) from None
    transaction.on_commit(lambda: drop(kept))
    message = say(f"已导入 {batch.rows} 笔分录。", f"{batch.rows} entries are in the ledger.")
    return {"message": message, "url": reverse("ledger")}
