"""Large ledgers of other platforms in the background: killed, they are done again and nothing stands twice."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.importing import Progress
from wenxiao.web.core.large_files import LargeFiles
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.say import say
from wenxiao.web.platforms.importing import Draft, draft, enter
from wenxiao.web.platforms.looking import Look, look
from wenxiao.web.platforms.models import Batch


def _draft(kept: Upload, _user: Any, told: Progress) -> Draft:
    return draft(kept, told)


def _enter(kept: Upload, drafted: Draft, user: Any) -> str:
    return entered(enter(kept, drafted, user))


def entered(batch: Batch) -> str:
    """What became of a file, in one sentence."""
    zh, en = ("", "")
    if batch.located:
        zh, en = f"按坐标判定单元网格 {batch.located} 件。", f" {batch.located} got the unit grid of their position."
    return say(
        f"新增 {batch.new} 件，补充 {batch.more} 件，已有 {batch.there} 件，未通过 {batch.refused} 行。{zh}",
        f"{batch.new} new cases, {batch.more} that went on, {batch.there} there already, {batch.refused} rows refused.{en}",
    )


FILES = LargeFiles(
    "platforms", ("案件台账", "the ledger of cases"), _draft, look, Look, _enter, "platforms-preview", "platforms"
)
