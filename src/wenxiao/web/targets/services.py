"""What is done with targets beside their steps: beginning, copying, saving a draft, adjusting, giving reasons."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wenxiao.performance import targets
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.editing import as_seen, lock
from wenxiao.web.core.policy import Access
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.targets.models import Described, Indicator, TargetSet

#: States in which nothing more is to be done with a version.
SETTLED = ("approved", "superseded")


def new_key() -> str:
    """The name of a new indicator through all versions."""
    return secrets.token_hex(6)


def visible(access: Access) -> QuerySet:
    """The versions that somebody sees; as of a day only what was approved by then, for oversight what was submitted."""
    return TargetSet.objects.filter(access.scope(year="year__")).shown_to(access)


def approved(year: ProjectYear) -> TargetSet | None:
    """The version in force."""
    return TargetSet.objects.filter(year=year, state="approved").order_by("-version").first()


def last_year(year: ProjectYear) -> TargetSet | None:
    """The targets in force of the same project a year before."""
    rows = TargetSet.objects.filter(year__project=year.project_id, year__year=year.year - 1, state="approved")
    return rows.order_by("-version").first()


@transaction.atomic
def begin(year: ProjectYear, access: Access, source: TargetSet | None = None) -> TargetSet:
    """The first version of a project-year, empty or with what another one says. Raises NotAllowed where there is one."""
    _may(access, year)
    if _locked(year).target_sets.exists():
        raise NotAllowed(
            "本年度已有绩效目标；请修改草稿或申请调整。", "There are targets already: edit the draft, or adjust them."
        )
    made = TargetSet.objects.create(year=year, changed_by=access.user)
    if source is not None:
        made.goal = source.goal.replace(str(source.year.year), str(year.year))
        made.save()
        _copy(source, made)
    return made


@transaction.atomic
def adjust(target_set: TargetSet, reason: str, access: Access) -> TargetSet:
    """A new draft from the version in force (目标调整). Raises NotAllowed."""
    year = target_set.year
    _may(access, year)
    stored = _locked(year).target_sets.order_by("-version").first()
    if stored is None or stored.pk != target_set.pk or stored.state != "approved":
        raise NotAllowed(
            "只能调整已批复的最新版本；如已有调整稿，请在其中修改。",
            "Only the approved, latest version is adjusted; where an adjustment is being drafted, edit that.",
        )
    if not reason.strip():
        raise NotAllowed("请写明调整原因。", "Please give the reason of the adjustment.")
    made = TargetSet.objects.create(
        year=year, version=stored.version + 1, goal=stored.goal, reason=reason.strip(), changed_by=access.user
    )
    _copy(stored, made)
    return made


@transaction.atomic
def save(
    target_set: TargetSet,
    revision: int,
    goal: str,
    reason: str,
    rows: Sequence[Mapping[str, Any]],
    access: Access,
) -> None:
    """Write a draft as it was typed; a row without ``key`` is new. Raises NotAllowed and Conflict.

    Rows keep their order, but those of one first level stand together, as on the official form.
    """
    _may(access, target_set.year)
    stored = lock(target_set, revision)
    if not stored.draft:
        raise NotAllowed(
            "已提交的版本不能修改；退回后方可修改。",
            "A version that was submitted cannot be edited until it is returned.",
        )
    known = set(stored.indicators.values_list("key", flat=True))
    stored.goal, stored.reason = goal.strip(), reason.strip()
    stored.revision, stored.changed_by = revision + 1, access.user
    stored.save()
    stored.indicators.all().delete()
    made, used = [], set[str]()
    for order, row in enumerate(_by_level(rows), 1):
        key = str(row.get("key") or "")
        if key not in known or key in used:
            key = new_key()
        used.add(key)
        fields = {name: row.get(name) for name in Described.FIELDS}
        fields["scoring"] = fields["scoring"] or targets.Scoring.PROPORTION
        made.append(Indicator(target_set=stored, key=key, order=order, **fields))
    Indicator.objects.bulk_create(made)
    target_set.refresh_from_db()


@transaction.atomic
def give_reasons(target_set: TargetSet, revision: int, reasons: Mapping[str, str], access: Access) -> None:
    """Why the unit submits all the same, for each error that the audit finds now; what it does not find is dropped."""
    _may(access, target_set.year)
    stored = lock(target_set, revision)
    if not stored.draft:
        raise NotAllowed("只有草稿可以填写理由。", "Reasons are written while it is a draft.")
    found = {one.id for one in stored.audit() if one.severity == "error"}
    stored.passes = {name: words.strip()[:1000] for name, words in reasons.items() if name in found and words.strip()}
    stored.revision, stored.changed_by = revision + 1, access.user
    stored.save()
    target_set.refresh_from_db()


@transaction.atomic
def discard(target_set: TargetSet, access: Access, seen: str = "") -> None:
    """Drop a draft that was never submitted. Raises NotAllowed for any other, as the record of its steps stays, and for one that is
    not any more as it was ``seen``."""
    from wenxiao.web.core.workflow import history

    _may(access, target_set.year)
    stored = TargetSet.objects.select_for_update().get(pk=target_set.pk)
    if not stored.draft or history(stored).exists():
        raise NotAllowed("只有从未提交过的草稿可以删除。", "Only a draft that was never submitted can be dropped.")
    as_seen(stored, seen)
    stored.indicators.all().delete()
    stored.delete()


def differences(old: TargetSet, new: TargetSet) -> list[targets.Difference]:
    """What the new version changes."""
    return targets.differences(old.plain(), new.plain())


def _by_level(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    levels = list(dict.fromkeys(row.get("level1") for row in rows))
    return sorted(rows, key=lambda row: levels.index(row.get("level1")))


def _copy(source: TargetSet, into: TargetSet) -> None:
    rows: Iterable[Indicator] = source.indicators.all()
    Indicator.objects.bulk_create(
        Indicator(
            target_set=into, key=row.key, order=row.order, **{name: getattr(row, name) for name in Described.FIELDS}
        )
        for row in rows
    )


def _locked(year: ProjectYear) -> ProjectYear:
    """The project-year, so that of two who begin at once the second is told."""
    return ProjectYear.objects.select_for_update().get(pk=year.pk)


def _may(access: Access, year: ProjectYear) -> None:
    if not access.may("targets.edit", year):
        raise NotAllowed("绩效目标由单位填报人填写。", "Targets are written by the unit's clerk.")
