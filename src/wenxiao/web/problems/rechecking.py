"""The rule that found a problem looks again (复查): on entered data, or on the newest version of the document that it was found in."""

from __future__ import annotations

from typing import Any

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.clock import today
from wenxiao.web.core.say import say
from wenxiao.web.overview.findings import look_again
from wenxiao.web.problems.models import DONE, Problem, Recheck

#: How long a chain of new versions is followed.
VERSIONS = 50


def has_rule(problem: Problem) -> bool:
    """Whether a rule found it and can look again."""
    return bool(problem.rule and problem.finding)


def looked_again(problem: Problem, user: Any) -> Recheck:
    """Let the rule that found a problem look again, and keep what it says. Raises NotAllowed where none found it."""
    if not has_rule(problem):
        raise NotAllowed(
            "这个问题不是由规则发现的，不能自动复查。", "No rule found this problem, so none can look again."
        )
    found = getattr(problem, "found_in", None)
    still, words = _in_document(found) if found else look_again(problem.year, problem.rule, problem.finding, today())
    return Recheck.objects.create(problem=problem, still=still, said=words, by=user)


def of_new_version(document: Any, user: Any) -> list[Recheck]:
    """Look again at the open problems that were found in the versions before a document that was just read."""
    rows = Problem.objects.filter(found_in__document__in=_before(document)).exclude(state__in=DONE)
    return [looked_again(problem, user) for problem in rows.select_related("year", "found_in__document")]


def _before(document: Any) -> list[int]:
    keys: list[int] = []
    while document.replaces is not None and len(keys) < VERSIONS:
        document = document.replaces
        keys.append(document.pk)
    return keys


def _newest(document: Any) -> Any:
    """The newest version of a document that was read."""
    newest = document
    for _ in range(VERSIONS):
        document = document.replaced_by.order_by("-pk").first()
        if document is None:
            break
        if hasattr(document, "reading"):
            newest = document
    return newest


def _in_document(found: Any) -> tuple[bool | None, list[str]]:
    """Whether a finding of a document is still in its newest version; None where the rule could not decide there."""
    newest = _newest(found.document)
    if newest.pk == found.document_id:
        return True, [say("还没有收到修改稿。", "No new version was handed in yet.")]
    same = [one for one in newest.found.filter(code=found.code) if one.finding == found.finding or _follows(one, found)]
    if same:
        return True, [one.words for one in same if one.verdict != "false_alarm"] or [one.words for one in same]
    coverage = newest.reading.coverage.get(found.code, {})
    if not coverage.get("passed"):
        return None, [
            say(
                f"修改稿《{newest}》中没有这条规则可以核对的内容。",
                f"“{newest}” has nothing that the rule could look at.",
            )
        ]
    return False, [say(f"修改稿《{newest}》中没有再发现。", f"Not found any more in “{newest}”.")]


def _follows(one: Any, found: Any) -> bool:
    """Whether a finding of a later version is the same as one of an earlier version."""
    for _ in range(VERSIONS):
        one = one.before
        if one is None or one.pk == found.pk:
            break
    return one is not None
