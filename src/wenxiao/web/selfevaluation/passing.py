"""Reasons to go on in spite of errors of the audit; the reviewers see them beside what it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.editing import save
from wenxiao.web.selfevaluation.models import SelfEvaluation

#: What one reason may have, in characters.
MOST = 2000


@transaction.atomic
def give_reasons(evaluation: SelfEvaluation, revision: int, reasons: Mapping[str, str], user: Any) -> None:
    """Reasons for what the audit says now, in place of those given before. Raises NotAllowed once it is submitted, and Conflict."""
    if evaluation.state != "draft":
        raise NotAllowed("已提交，不能修改。", "It is submitted and cannot be changed.")
    found = {one.id for one in evaluation.audit()}
    evaluation.passes = {
        name: words.strip()[:MOST] for name, words in reasons.items() if name in found and words.strip()
    }
    save(evaluation, revision, user)
