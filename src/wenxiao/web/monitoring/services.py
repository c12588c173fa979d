"""What is done in a round beside its steps: issuing it, writing a report, ordering a correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.clock import today
from wenxiao.web.core.editing import lock
from wenxiao.web.core.models import Event
from wenxiao.web.core.policy import Access
from wenxiao.web.core.workflow import advance, days_moved, history
from wenxiao.web.monitoring.models import Correction, Monitoring, Progress, Round
from wenxiao.web.people.models import Organisation
from wenxiao.web.targets.models import TargetSet

WRITTEN = ("value", "text", "forecast", "likelihood", "cause", "explanation")


def visible(access: Access) -> QuerySet:
    """The reports that somebody sees; as of a day those with which finance was done, for oversight what was handed in."""
    return Monitoring.objects.filter(access.scope(year="year__")).shown_to(access)


@transaction.atomic
def issue(
    jurisdiction: Organisation, year: int, month: int, opens: date, due: date, access: Access
) -> tuple[Round, int]:
    """Issue a round to every project-year with approved targets, and say to how many it went now.

    Issuing it again moves its days, which is recorded, and reaches those whose targets were approved since; nobody gets it twice. Raises NotAllowed.
    """
    if not access.can("monitoring.issue") or not access.organisations().filter(pk=jurisdiction.pk).exists():
        raise NotAllowed("监控任务由财政绩效科下达。", "Rounds are issued by the finance performance office.")
    if not 1 <= month <= 12:
        raise NotAllowed("月份应为1至12。", "The month is one of 1 to 12.")
    if due < opens:
        raise NotAllowed("截止日期不能早于开始日期。", "It cannot be due before it opens.")
    round_, made = Round.objects.get_or_create(
        jurisdiction=jurisdiction,
        year=year,
        month=month,
        defaults={"opens": opens, "due": due, "issued_by": access.user},
    )
    before, after = {"opens": round_.opens, "due": round_.due}, {"opens": opens, "due": due}
    if not made and before != after:
        round_.opens, round_.due = opens, due
        round_.save()
        days_moved(round_, Monitoring.machine, "issued", None, access.user, before, after)
    ready = (
        TargetSet.objects.filter(state="approved", year__year=year, year__unit__path__startswith=jurisdiction.path)
        .exclude(year__in=round_.monitorings.values("year"))
        .prefetch_related("indicators")
    )
    reports = [Monitoring(year_id=one.year_id, round=round_, target_set=one) for one in ready]
    Monitoring.objects.bulk_create(reports)
    Progress.objects.bulk_create(
        Progress(monitoring=report, key=indicator.key)
        for report in reports
        for indicator in report.target_set.indicators.all()
    )
    return round_, len(reports)


def record(report: Monitoring, day: date | None) -> list[Event]:
    """The steps of a report and the days that its round was given, oldest first; up to a day where one is given."""
    return sorted([*history(report.round, day), *history(report, day)], key=lambda event: (event.at, event.pk))


@transaction.atomic
def save(
    report: Monitoring,
    revision: int,
    expected_spending: Any,
    remark: str,
    rows: Iterable[Mapping[str, Any]],
    access: Access,
) -> None:
    """Write what the unit reports. Raises NotAllowed once it was handed in, and Conflict."""
    if not access.may("monitoring.edit", report.year):
        raise NotAllowed("监控表由单位填报人填写。", "Monitoring forms are written by the unit's clerk.")
    stored = lock(report, revision)
    if stored.state != "issued":
        raise NotAllowed(
            "已提交的监控表不能修改；退回后方可修改。", "What was submitted cannot be edited until it is returned."
        )
    stored.expected_spending, stored.remark = expected_spending, remark.strip()
    stored.revision, stored.changed_by = revision + 1, access.user
    stored.save()
    known = {row.key: row for row in stored.progress.all()}
    for said in rows:
        row = known.get(str(said.get("key")))
        if row is None:
            continue
        for name in WRITTEN:
            if name in said:
                setattr(row, name, said[name])
        row.light = ""
    Progress.objects.bulk_update(known.values(), [*WRITTEN, "light"])
    report.refresh_from_db()


@transaction.atomic
def give_reasons(report: Monitoring, revision: int, reasons: Mapping[str, str], access: Access) -> None:
    """Why the unit submits all the same, for each error that the audit finds now; what it does not find is dropped."""
    if not access.may("monitoring.edit", report.year):
        raise NotAllowed("监控表由单位填报人填写。", "Monitoring forms are written by the unit's clerk.")
    stored = lock(report, revision)
    if stored.state != "issued":
        raise NotAllowed("提交前才能填写理由。", "Reasons are written before it is submitted.")
    found = {one.id for one in stored.audit() if one.severity == "error"}
    stored.passes = {name: words.strip()[:1000] for name, words in reasons.items() if name in found and words.strip()}
    stored.revision, stored.changed_by = revision + 1, access.user
    stored.save()
    report.refresh_from_db()


@transaction.atomic
def order(report: Monitoring, text: str, due: date, access: Access) -> Correction:
    """Order a correction (纠偏通知) until a day. Raises NotAllowed."""
    if due < today():
        raise NotAllowed("纠偏期限不能早于今天。", "A correction cannot be due before today.")
    advance(report, "correct", access, text)
    made = report.corrections.order_by("-pk").first()
    assert made is not None  # the step writes it
    made.due = due
    made.save()
    return made
