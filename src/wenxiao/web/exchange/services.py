"""Profiles made, changed, found; and a file read in with one: translated, what is there left out, kept for the preview of its room."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from wenxiao.told import Told
from wenxiao.web.core import editing
from wenxiao.web.core.clock import now
from wenxiao.web.core.importing import Progress, silent
from wenxiao.web.core.pending import Upload, drop, keep_made
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.exchange.models import Profile, Revision
from wenxiao.web.exchange.targets import LEFT_OUT, open_to
from wenxiao.web.exchange.translating import Translated, translate
from wenxiao.web.people.models import Organisation


def place(access: Access) -> Organisation | None:
    """The jurisdiction that this person works for: the nearest above an organisation of theirs."""
    paths = [one.organisation.path for one in access.memberships if one.organisation.kind != Organisation.Kind.FIRM]
    agencies = [each for each in access.posts if each.agency.organisation_id]
    paths += (
        Organisation.objects.filter(pk__in=[each.agency.organisation_id for each in agencies]).values_list(
            "path", flat=True
        )
        if agencies
        else []
    )
    above = {int(part) for path in paths for part in path.split("/") if part}
    return Organisation.objects.filter(pk__in=above, kind=Organisation.Kind.JURISDICTION).order_by("-path").first()


def profiles(access: Access) -> QuerySet:
    """The profiles that this person may read in with."""
    names = [one.name for one in open_to(access)]
    return Profile.objects.filter(jurisdiction=place(access), target__in=names).select_related("changed_by")


@transaction.atomic
def save(profile: Profile, revision: int, user: Any) -> Profile:
    """Save a profile as its next revision, and keep that. Raises Conflict where it was changed, Told where the name is taken."""
    profile.changed_at = now()
    profile.changed_by = user
    same = Profile.objects.filter(jurisdiction=profile.jurisdiction, name=profile.name).exclude(pk=profile.pk)
    if same.exists():
        raise taken(profile.name)
    try:
        with transaction.atomic():
            editing.save(profile, revision, user)
    except IntegrityError:
        raise taken(profile.name) from None
    Revision.of(profile, user)
    return profile


def taken(name: str) -> Told:
    return Told(f"已有名为“{name}”的方案，请换一个名称。", f"There is a profile “{name}” already; choose another name.")


def read_in(source: Upload, profile: Profile, access: Access, told: Progress = silent) -> Upload:
    """Their file as our table, kept for the preview. Raises Unreadable, also where nothing in it is new."""
    table = translate(source.path, profile.mapping, profile.target, told)
    if not table.rows and not table.left_out:
        raise Unreadable(say("表头下面没有数据行。", "There is no row below the heading."))
    if profile.mapping.skip and table.rows:
        every = keep_made(access.user, source.name, table.written(), {})
        try:
            checked = profile.table.check(every, access, told)
        finally:
            drop(every)
        for why, numbers in checked.left_out.items():
            table.leave_out(numbers, why)
    if not table.rows:
        raise Unreadable(say(f"没有新的行：{words(table.left_out)}。", f"Nothing is new: {words(table.left_out)}."))
    about = {
        "profile": profile.pk, "profile_name": profile.name, "revision": profile.revision, "file": source.name, "sha256": source.sha256,
        "left_out": dict(table.left_out), "sheets": (table.sheets.zh, table.sheets.en), **_told(profile, source, table),
    }  # fmt: skip
    made = keep_made(access.user, source.name, table.written(), about)
    if made.sha256 != source.sha256:
        drop(source)
    return made


def _told(profile: Profile, source: Upload, table: Translated) -> dict[str, str]:
    """What the preview says of where the table is from, in both languages."""
    zh = f"由方案“{profile.name}”（第 {profile.revision + 1} 版）从“{source.name}”转换"
    en = f"translated from “{source.name}” by the profile “{profile.name}” (revision {profile.revision + 1})"
    if table.left_out:
        zh += "；未导入：" + "、".join(f"{LEFT_OUT[why][0]} {count} 行" for why, count in table.left_out.items())
        en += "; left out: " + ", ".join(f"{count} {LEFT_OUT[why][1]}" for why, count in table.left_out.items())
    return {
        "zh": f"{zh}。{table.sheets.zh}",
        "en": f"{en}. {table.sheets.en}".strip(),
        "change": reverse("exchange-edit", args=[profile.pk]),
    }


def words(left_out: Any) -> str:
    """已有 12 行、合计行 1 行: what was left out."""
    return say("、", ", ").join(say(f"{LEFT_OUT[why][0]} {count} 行", f"{count} {LEFT_OUT[why][1]}") for why, count in left_out.items())  # fmt: skip


def preview(profile: Profile, made: Upload) -> str:
    """The address where it is looked at and read in."""
    return reverse(profile.table.preview, args=[made.sha256])
