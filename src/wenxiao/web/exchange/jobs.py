"""Large files of other systems in the background: translated, compared with what is there, kept for the preview of their room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenxiao.web.core.jobs import Refused, enqueue, job, tell
from wenxiao.web.core.models import Job
from wenxiao.web.core.pending import Upload, find
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.exchange.models import Profile
from wenxiao.web.exchange.services import preview, profiles, read_in, words

TRANSLATE = "exchange.translate"


def ask(user: Any, profile: Profile, source: Upload) -> Job:
    """The job that reads a file of this person in with a profile: the one that is under way, else a new one."""
    asked = {"arguments__sha256": source.sha256, "arguments__profile": profile.pk}
    under_way = Job.objects.filter(user=user, kind=TRANSLATE, state__in=(Job.State.WAITING, Job.State.RUNNING), **asked)
    title = say(f"转换文件：{source.name}", f"Translating: {source.name}")[:200]
    return under_way.first() or enqueue(user, TRANSLATE, title, sha256=source.sha256, profile=profile.pk)


def _translated(asked: Job) -> tuple[Profile, Upload]:
    access = Access(asked.user)
    source = find(asked.user, asked.arguments["sha256"])
    profile = profiles(access).filter(pk=asked.arguments["profile"]).first()
    if source is None or profile is None:
        raise Refused(
            say("文件或方案已不在，请重新上传。", "The file or the profile is no longer there; upload it again.")
        )
    try:
        return profile, read_in(source, profile, access, lambda zh, en: tell(asked, say(zh, en)))
    except Unreadable as error:
        raise Refused(str(error)) from None


@job(TRANSLATE, prepare=_translated)
def translate(_asked: Job, prepared: tuple[Profile, Upload]) -> Mapping[str, Any]:
    profile, made = prepared
    left_out = made.about["left_out"]
    message = say(f"已转换；未导入：{words(left_out)}。", f"Translated; left out: {words(left_out)}.") if left_out else say("已转换。", "Translated.")  # fmt: skip
    return {"message": message, "url": preview(profile, made), "sha256": made.sha256}
