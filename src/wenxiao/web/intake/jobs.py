"""A document beside the others of its unit (文档之间核对): the same year and the one before, each read again in the background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from wenxiao.documents.guard import Guard, LostError
from wenxiao.web.core.clock import now
from wenxiao.web.core.jobs import Refused, enqueue, job
from wenxiao.web.core.models import Job
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.desk.limits import limits
from wenxiao.web.desk.models import Document
from wenxiao.web.desk.vault import kept
from wenxiao.web.intake.models import Matching

COMPARE = "intake.compare"
#: Documents that one is compared with at most, the latest first.
MOST = 20


def others(document: Document, access: Access) -> QuerySet:
    """The documents of the same unit, of the same year and the one before, that were read and not replaced."""
    rows = Document.objects.filter(access.papers()).exclude(pk=document.pk).filter(reading__isnull=False)
    if document.unit_id is None or document.fiscal_year is None:
        return rows.none()
    years = (document.fiscal_year, document.fiscal_year - 1)
    return rows.filter(unit=document.unit_id, fiscal_year__in=years).exclude(state="replaced").order_by("-pk")


def ask(document: Document, user: Any) -> Job:
    """Have a document compared with the others."""
    return enqueue(user, COMPARE, say(f"文档之间核对：{document}", f"Comparing: {document}"), document=document.pk)


def _compared(asked: Job) -> dict[str, Any]:
    document = Document.objects.select_related("unit", "place").get(pk=asked.arguments["document"])
    beside = list(others(document, Access(asked.user))[:MOST])
    if not beside:
        raise Refused(
            say(
                "本单位同年和上年没有其他已读取的文档。",
                "The unit has no other document of this year or the one before.",
            )
        )
    of = limits()
    papers = [document, *beside]
    seconds = of.longest_seconds * len(papers)
    with Guard(
        "wenxiao.web.intake.engine:together", seconds=seconds, longest=seconds, megabytes=of.memory_megabytes
    ) as child:
        try:
            answer = child.call([(str(kept(one)), one.name) for one in papers])
        except (LostError, FileNotFoundError):
            raise Refused(
                say(
                    "有文档无法读取，未能核对；请在审查台重新读取后再试。",
                    "One of the documents could not be read; read it again on the desk first.",
                )
            ) from None
    return {**answer, "papers": [one.pk for one in papers]}


@job(COMPARE, prepare=_compared)
def compare(asked: Job, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep what the comparison found, in place of an earlier one."""
    papers = answer["papers"]
    found = [
        {**one, "quotes": [{**quote, "document": papers[quote["document"]]} for quote in one["quotes"]]}
        for one in answer["found"]
        if any(quote["document"] == 0 for quote in one["quotes"])
    ]
    values = {"found": found, "passed": answer["passed"], "by": asked.user, "at": now()}
    made, _ = Matching.objects.update_or_create(document_id=papers[0], defaults=values)
    unread = {papers[number] for number in answer["unread"]}
    made.others.set([pk for pk in papers[1:] if pk not in unread])
    return {
        "message": say(f"已与 {made.others.count()} 份文档核对，发现 {len(found)} 处。", f"Compared with {made.others.count()} documents: {len(found)} findings."),
        "url": reverse("intake-reconcile", args=[papers[0]]),
    }  # fmt: skip
