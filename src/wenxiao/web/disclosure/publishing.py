"""Preparing releases, and publishing them: the statement that the public sees, its hash, what is listed and searched."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.publishing.open_data.statement import FORMAT, digest
from wenxiao.web.core import editing
from wenxiao.web.core.happening import happened
from wenxiao.web.disclosure import gating, sources
from wenxiao.web.disclosure.facts import above
from wenxiao.web.disclosure.models import Blob, Release
from wenxiao.web.disclosure.naming import servable

_BETWEEN = NotAllowed(
    "这一项已有未公开的版本，请先办理。", "There is a version that is not published yet: go on with that one."
)
_GONE = NotAllowed("公开内容的来源已退回或不存在，不能公开。", "What was to be released is not there, or was returned.")


def keep(content: bytes) -> str:
    """Keep the bytes of a file under their hash, once; the hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    blob = Blob(sha256=sha256, size=len(content))
    if not blob.path.exists():
        blob.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = blob.path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.chmod(0o600)
        part.replace(blob.path)
    Blob.objects.bulk_create([blob], ignore_conflicts=True)
    return sha256


def latest(kind: str, subject: int) -> Release | None:
    """The newest version of what is released of a thing, published or not."""
    return Release.objects.filter(kind=kind, subject=subject).order_by("version").last()


def prepare(kind: str, subject: int, user: Any, reason: str = "", withdrawn: bool = False) -> Release:
    """Begin a release, or a new version of one that was published. Raises NotAllowed.

    Files are read before the transaction begins: of two who prepare the same at once the second is told.
    """
    source = sources.find(kind)
    if source is not None and latest(kind, subject) is None:
        subject = source.stable(subject)
    before = latest(kind, subject)
    if before is not None and before.state != "published":
        raise _BETWEEN
    if before is None and withdrawn:
        raise NotAllowed("还没有公开，不需要撤回。", "It is not published: there is nothing to withdraw.")
    if before is not None and not reason.strip():
        raise NotAllowed("请写明更正或撤回原因。", "Say why it is corrected or withdrawn.")
    release = Release(
        kind=kind, subject=subject, prepared_by=user, changed_by=user, reason=reason.strip(), withdrawn=withdrawn
    )
    if before is not None:
        release.version, release.number, release.replaces = before.version + 1, before.number, before
        release.replies = before.replies
    if withdrawn and before is not None:
        release.unit, release.fiscal_year, release.year, release.title = (
            before.unit,
            before.fiscal_year,
            before.year,
            before.title,
        )
        release.replies = {}
    else:
        take(release)
    try:
        with transaction.atomic():
            release.save()
            if release.number is None:
                Release.objects.filter(pk=release.pk).update(number=release.pk)
                release.number = release.pk
    except IntegrityError:
        raise _BETWEEN from None
    return release


def _taken(release: Release, papers: bool = True) -> sources.Taken:
    """What its source says now. Raises NotAllowed where it is gone, or not ready."""
    source = sources.find(release.kind)
    try:
        if source is None:
            raise LookupError(release.kind)
        return source.take(release.subject, papers=papers)
    except sources.Waits as why:
        raise NotAllowed(why.zh, why.en) from None
    except LookupError:
        raise _GONE from None


def take(release: Release) -> None:
    """Take over what the source says now; the caller saves it. Raises NotAllowed where it is gone."""
    taken = _taken(release)
    release.title, release.unit, release.fiscal_year, release.year = (
        taken.title[:200],
        taken.unit,
        taken.fiscal_year,
        taken.year,
    )
    release.content = taken.content
    names = servable(name for name, _, _ in taken.files)
    release.files = [
        {"name": name, "media_type": kind, "bytes": len(content), "sha256": keep(content), "form": own in taken.forms}
        for name, (own, kind, content) in zip(names, taken.files, strict=True)
    ]
    called = dict(zip((own for own, _, _ in taken.files), names, strict=True))
    if taken.checked is None:
        release.checked = gating.checked(release, tuple(called[own] for own in taken.audited))
    else:
        kept = {key: [one | {"file": called[one["file"]]} for one in rows] for key, rows in taken.checked.items()}
        release.checked = kept | {"aside": sorted(taken.aside)}
    known = {one["id"] for one in release.checked["findings"]}
    said = {id: {"text": text, "public": False} for id, text in taken.replies.items() if id in known}
    release.replies = said | {id: reply for id, reply in release.replies.items() if id in known}


def refresh(release: Release, user: Any) -> None:
    """Take the source over again while it is being prepared. Raises NotAllowed."""
    if release.state != "prepared" or release.withdrawn:
        raise NotAllowed("只有准备中的公开事项可以重新取数。", "Only what is being prepared can be taken over again.")
    take(release)
    editing.save(release, release.revision, user)


def statement(release: Release, at: datetime | None) -> dict[str, Any]:
    """All that the public sees of a release; of a withdrawn one only whose it was, that it is withdrawn, and why."""
    said = {
        "format": FORMAT, "number": release.number, "version": release.version, "kind": release.kind, "year": release.fiscal_year,
        "replaces": release.replaces.version if release.replaces else None, "reason": release.reason, "withdrawn": release.withdrawn,
        "published_at": timezone.localtime(at).isoformat(timespec="seconds") if at else None,
    }  # fmt: skip
    if release.withdrawn:
        name = sources.named(release.kind)[0]
        title = f"{release.fiscal_year}年度{name}（已撤回）"
        return said | above(release.unit) | {"title": title, "project": None, "content": {}, "files": [], "checked": {}}
    places = ("unit", "department", "district", "project")
    findings = [
        one | {"reply": reply["text"] if (reply := release.replies.get(one["id"], {})).get("public") else None}
        for one in release.checked.get("findings", ())
    ]
    return said | {name: release.content.get(name) for name in places} | {
        "title": release.title,
        "content": {key: value for key, value in release.content.items() if key not in places},
        "files": [{name: file[name] for name in ("name", "media_type", "bytes", "sha256")} for file in release.files],
        "checked": {"documents": release.checked.get("documents", []), "findings": findings},
    }  # fmt: skip


def compare(release: Release) -> None:
    """Raises NotAllowed where the source is gone, or says something else than what was taken over."""
    if release.withdrawn:
        return
    if _taken(release, papers=False).content != release.content:
        raise NotAllowed("取数之后来源有变化，请重新取数（已提交的先退回）。", "The source has changed since it was taken over: take it over again (return it first where it was submitted).")  # fmt: skip


def fix(release: Release, at: datetime) -> None:
    """Fix what is published."""
    release.statement = statement(release, at)
    release.sha256 = digest(release.statement)
    release.published_at = at
    release.summary = summary(release.statement)
    release.words = searched(release.statement)
    happened("release.published", thing=release, release=release.pk, number=release.number, version=release.version, sha256=release.sha256)  # fmt: skip


def summary(said: Mapping[str, Any]) -> dict[str, Any]:
    """What lists show of a statement."""
    money, score = said["content"].get("money") or {}, said["content"].get("score") or {}
    return {
        "unit": said["unit"], "department": said["department"], "district": said["district"],
        "project": {"code": said["project"]["code"], "name": said["project"]["name"]} if said["project"] else None,
        **{name: money.get(name) for name in ("original", "revised", "arrived", "paid")},
        "score": score.get("total"), "grade": score.get("grade") or "",
        "problems": len(said["content"].get("problems", ())), "closed": sum(one["state"] == "closed" for one in said["content"].get("problems", ())),
    }  # fmt: skip


def searched(said: Mapping[str, Any]) -> str:
    """The words by which a release is found, as ``folded`` makes them."""
    project, content = said["project"] or {}, said["content"]
    words = [
        said["title"], str(said["year"]), said["unit"]["name"], said["unit"]["code"], said["department"]["name"], project.get("name", ""),
        project.get("code", ""), project.get("purpose", ""), content.get("goal", ""), content.get("outcome", ""),
        *(one["name"] for one in content.get("indicators", ())), *(one["text"] for one in content.get("problems", ())),
        *(one["title"] + " " + one["text"] for one in content.get("sections", ())), (content.get("evaluation") or {}).get("conclusion", ""),
    ]  # fmt: skip
    return folded("\n".join(words))


def folded(words: str) -> str:
    """Words as they are compared: one width of letters and digits, no capitals."""
    return unicodedata.normalize("NFKC", words).casefold()
