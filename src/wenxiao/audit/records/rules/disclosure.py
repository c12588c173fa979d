"""What had to be published, and when it was (check F10)."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.audit.model import Severity
from wenxiao.audit.records.model import (
    RECORD_NOT_APPLICABLE,
    RECORD_PASSED,
    Quoted,
    RecordOutcome,
    cannot_tell,
    conflict,
)
from wenxiao.audit.records.registry import record_rule
from wenxiao.audit.records.words import days, numbered, quoted
from wenxiao.performance.records import Disclosure, Published, Record
from wenxiao.performance.regime import Regime

_BASIS = "预算、决算经批准后二十日内公开（预算法第十四条），绩效目标、绩效自评随之公开（财预〔2020〕10号）"
_BASIS_EN = "Budget and final accounts are published within 20 days of approval (Budget Law, art. 14), targets and self-evaluations with them"
_AS_OF = "the day of the record"
_APPROVAL = "the day of approval"
_NAMES = {
    Published.TARGETS: "the targets",
    Published.SELF_EVALUATION: "the self-evaluation",
    Published.EVALUATION: "the evaluation",
}


@record_rule(
    "F610", "published-late", Severity.WARNING, check="F10",
    title="公开超过期限", title_en="Published after the deadline",
    basis=_BASIS, by_hand="查批复日期与公开日期，相减与期限比较。",
    basis_en=_BASIS_EN, by_hand_en="Subtract the day of approval from the day of publication and compare with the deadline.",
)  # fmt: skip
def published_late(record: Record, regime: Regime) -> Iterator[RecordOutcome]:
    """Published after the deadline.

    The deadline is the regime's; where a place sets none, nothing is said. Known false alarms: a first publication that the
    record does not have.

    Fails::
        disclosures = [{ what = "绩效自评", approved_at = 2024-09-10, published_at = 2024-10-30 }]
    Passes::
        disclosures = [{ what = "绩效自评", approved_at = 2024-09-10, published_at = 2024-09-30 }]
    Silent::
        disclosures = [{ what = "绩效自评", approved_at = 2024-09-10 }]
    """
    within = regime.publish_within
    for place, one in numbered("disclosures", record.disclosures):
        if within is None or one.what.value not in regime.to_publish or one.published_at is None or record.withheld:
            continue
        if one.approved_at is None:
            yield cannot_tell(_APPROVAL)
        elif one.published_at < one.approved_at:
            yield cannot_tell("published before it was approved")
        elif (one.published_at - one.approved_at).days <= within:
            yield RECORD_PASSED
        else:
            yield conflict(
                f"“{one.what.value}”所随预决算于“{one.approved_at.isoformat()}”批复，“{one.published_at.isoformat()}”公开，超过 {within} 天；请说明",
                f"What {_NAMES[one.what]} go with was approved on {one.approved_at.isoformat()} and published on {one.published_at.isoformat()}, after more than {within} days; explain",
                [quoted(f"{place}.approved_at", one.approved_at), quoted(f"{place}.published_at", one.published_at)],
                arithmetic=[f"{days(one.published_at, one.approved_at)} > {within} 天"],
            )  # fmt: skip


@record_rule(
    "F619", "not-published", Severity.WARNING, check="F10",
    title="应公开的没有公开", title_en="What had to be published was not",
    basis=_BASIS, by_hand="在公开平台上查找；已公开的补录公开日期，涉密的写明不公开的理由。",
    basis_en=_BASIS_EN, by_hand_en="Look on the public platform; record the day of publication, or why it is withheld.",
)  # fmt: skip
def not_published(record: Record, regime: Regime) -> Iterator[RecordOutcome]:
    """What had to be published was not.

    Targets and self-evaluation, or what else the regime names: approved longer ago than the deadline and not published; or not
    in the record at all when the time for it is over by the calendar (the end of the year for targets, of the next one for the
    rest). A record that says nothing of publication is not judged. Known false alarms: publication by another office.

    Fails::
        as_of = 2024-12-01
        disclosures = [
          { what = "绩效目标", approved_at = 2023-01-20, published_at = 2023-02-01 },
          { what = "绩效自评", approved_at = 2024-09-10 },
        ]
    Fails::
        as_of = 2025-03-01
        disclosures = [{ what = "绩效目标", approved_at = 2023-01-20, published_at = 2023-02-01 }]
    Passes::
        as_of = 2024-12-01
        disclosures = [
          { what = "绩效目标", approved_at = 2023-01-20, published_at = 2023-02-01 },
          { what = "绩效自评", approved_at = 2024-09-10, published_at = 2024-09-20 },
        ]
    Silent::
        as_of = 2024-12-01
        withheld = "涉密项目"
        disclosures = []
    """
    if record.disclosures is None or regime.publish_within is None:
        return
    for what in (Published(name) for name in regime.to_publish):
        entries = [(place, one) for place, one in numbered("disclosures", record.disclosures) if one.what is what]
        if record.withheld:
            yield RECORD_NOT_APPLICABLE
        elif any(one.published_at for _, one in entries):
            yield RECORD_PASSED
        elif entries:
            yield _open(*entries[-1], record, regime.publish_within)
        else:
            yield _absent(what, record)


def _open(place: str, one: Disclosure, record: Record, within: int) -> RecordOutcome:
    if one.approved_at is None or record.as_of is None:
        return cannot_tell(_APPROVAL if one.approved_at is None else _AS_OF)
    if (record.as_of - one.approved_at).days <= within:
        return RECORD_NOT_APPLICABLE
    return conflict(
        f"“{one.what.value}”所随预决算于“{one.approved_at.isoformat()}”批复，至{record.as_of.isoformat()}没有公开，超过 {within} 天；请公开，或写明不公开的理由",
        f"What {_NAMES[one.what]} go with was approved on {one.approved_at.isoformat()}; by {record.as_of.isoformat()}, more than {within} days later, nothing is published; publish, or say why not",
        [quoted(f"{place}.approved_at", one.approved_at)],
        arithmetic=[f"{days(record.as_of, one.approved_at)} > {within} 天"],
    )  # fmt: skip


def _absent(what: Published, record: Record) -> RecordOutcome:
    if record.as_of is None:
        return cannot_tell(_AS_OF)
    if record.as_of.year <= record.year + (what is not Published.TARGETS):
        return cannot_tell(_APPROVAL)
    return conflict(
        f"{record.year}年度的“{what.value}”，至{record.as_of.isoformat()}没有公开的记录；请公开，或补录公开日期",
        f"Of {_NAMES[what]} of {record.year} no publication is recorded by {record.as_of.isoformat()}; publish, or record the day",
        [Quoted("disclosures", what.value)],
    )
