"""What is kept beside an evaluation: its working papers (工作底稿), and what a firm does for the unit (业务承接情况)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from wenxiao.web.core.attachments import Refused, check
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.evaluation.editing import EngagementForm
from wenxiao.web.evaluation.models import Engagement, Evaluation, WorkingPaper
from wenxiao.web.evaluation.seeing import owns, works


def keep_paper(one: Evaluation, file: Any, access: Access) -> WorkingPaper:
    """Keep a working paper. Raises PermissionDenied where papers are not this person's to add, and Refused."""
    if not works(one, access) or one.state in ("planned", "final"):
        raise PermissionDenied(say("当前状态下不由您增加底稿。", "Papers are not yours to add in this state."))
    if file is None:
        raise Refused(say("请选择文件。", "Choose a file."))
    checked = check(file)
    return WorkingPaper.objects.create(
        evaluation=one, name=checked.name, file=file, sha256=checked.sha256, size=checked.size, added_by=access.user
    )


def engagement(one: Evaluation, access: Access, data: Any) -> EngagementForm:
    """The form that records what the chosen firm does for the unit. Raises PermissionDenied."""
    if one.evaluator is None or one.state != "planned" or not owns(one, access):
        raise PermissionDenied(say("当前状态下不能登记。", "Nothing can be recorded in this state."))
    return EngagementForm(one, data, instance=Engagement(firm=one.evaluator, recorded_by=access.user))
