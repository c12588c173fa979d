"""What a hook can be told of, by name."""

from __future__ import annotations

from collections.abc import Mapping

from wenxiao.web.core.say import said

#: Sent by the button that tries a hook; nobody chooses it.
PING = "ping"
STEP, ENTERED, READ, DECIDED, PUBLISHED = (
    "step",
    "ledger.entered",
    "document.read",
    "finding.decided",
    "release.published",
)
EVENTS: Mapping[str, str] = {
    STEP: said("流程办理：任何事项的每一步", "a step of anything from state to state"),
    ENTERED: said("台账记账：分录或整份文件记入", "entries in the ledger, one or a whole file"),
    READ: said("文档读取：上传的文档已读完并审核", "an uploaded document was read and audited"),
    DECIDED: said("发现研判：文档的一条发现已有结论", "a finding of a document was decided"),
    PUBLISHED: said("公开发布：一个版本已向社会公开", "a release was published"),
}
