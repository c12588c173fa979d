"""Large files of the ledger in the background."""

from __future__ import annotations

from typing import Any

from wenxiao.web.core.importing import Progress
from wenxiao.web.core.large_files import LargeFiles
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.ledger.importing import Draft, draft, enter
from wenxiao.web.ledger.looking import Look, look


def _draft(kept: Upload, user: Any, told: Progress) -> Draft:
    return draft(kept, Access(user), told)


def _enter(kept: Upload, drafted: Draft, user: Any) -> str:
    return entered(enter(kept, drafted, user).rows)


def entered(rows: int) -> str:
    """What became of a file, in one sentence."""
    return say(f"已导入 {rows} 笔分录。", f"{rows} entries are in the ledger.")


FILES = LargeFiles(
    "ledger", ("台账文件", "the ledger file"), _draft, look, Look, _enter, "ledger-import-preview", "ledger"
)
