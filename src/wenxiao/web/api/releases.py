"""Releases: what could be public and by when, taken through the gate, approved, published; corrected or withdrawn in new versions."""

from __future__ import annotations

from typing import Any

from ninja import Query, Status

from wenxiao.performance.disclosure import Deadline
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.publishing.gate import KEYS
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.releases_shapes import AgainIn, AnswersIn, GateItem, LinePage, PrepareIn, ReleaseOut
from wenxiao.web.api.shapes import StepIn, StepOut, Stepped
from wenxiao.web.api.stepping import stepped, ways
from wenxiao.web.core.clock import today
from wenxiao.web.core.editing import save
from wenxiao.web.core.say import english, say
from wenxiao.web.core.workflow import history
from wenxiao.web.disclosure import comparing, gating, listing, publishing, views
from wenxiao.web.disclosure.forms import AnswerForm
from wenxiao.web.disclosure.models import Release

routes = router("releases")
READ, WRITE = Bearer("releases:read"), Bearer("releases:write")


def _deadline(limit: Deadline | None, days: int | None) -> dict[str, Any]:
    if limit is None:
        return {"goes_with": None, "approved_on": None, "due": None, "days": None}
    return {"goes_with": limit.goes_with, "approved_on": limit.approved_on, "due": limit.due, "days": days}


def _line(one: listing.Line, request: Any) -> dict[str, Any]:
    release = one.release
    return {
        "kind": one.source.kind, "kind_name": one.kind_words, "subject": one.subject, "project_year": one.year, "unit": one.unit.code,
        "unit_name": one.unit.name, "release": release.pk if release else None, "version": release.version if release else None,
        "state": one.state, "state_name": release.state_words if release else say("未准备", "Not begun"),
        "published_at": release.published_at if release else None, "deadline": _deadline(one.deadline, one.days),
        "preparable": release is None and listing.preparable(request.access, one),
    }  # fmt: skip


def _whole(one: Release, request: Any) -> dict[str, Any]:
    fields = (
        "id", "kind", "subject", "number", "version", "fiscal_year", "title", "state", "revision", "withdrawn", "reason", "prepared_at",
        "published_at", "sha256",
    )  # fmt: skip
    limit = gating.deadline(one)
    waits = one.state != "published" and one.replaces_id is None and limit is not None
    before = None if one.withdrawn else one.replaces
    return {
        **{name: getattr(one, name) for name in fields},
        "kind_name": one.kind_words, "state_name": one.state_words, "replaces": one.replaces_id, "project_year": one.year,
        "unit": one.unit.code, "unit_name": one.unit.name, "prepared_by": str(one.prepared_by),
        "deadline": _deadline(limit, limit.days(today()) if waits and limit else None),
        "statement": one.statement or publishing.statement(one, None),
        "findings": [_finding(each, one) for each in one.checked.get("findings", ())],
        "differences": comparing.differences(before.content, one.content) if before else [],
        "versions": views.versions(request, one), "steps": ways(one, request),
    }  # fmt: skip


def _finding(found: dict[str, Any], one: Release) -> dict[str, Any]:
    reply = one.replies.get(found["id"], {})
    said = {name: found[name] for name in ("id", "code", "severity", "arithmetic", "file")}
    words = found["en" if english() else "zh"]
    return said | {"words": words, "reply": reply.get("text", ""), "public": reply.get("public", False)}


def _again(request: Any, pk: int) -> dict[str, Any]:
    """The release as it is stored now."""
    return _whole(views.one_of(request, pk), request)


@routes.get("", response=answers(LinePage), auth=READ)
def listed(
    request: Any,
    year: int | None = Query(None, ge=1990, le=2100),
    unit: str = Query("", max_length=100),
    kind: str = Query("", max_length=20),
    state: str = Query("", max_length=24),
    late: bool = False,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """What of a year could be public, with its deadline and how far its release is, what is late first; without a year of the last one
    that is over. ``state=none`` for what nobody has begun."""
    allow(request, "disclosure.see")
    filters = listing.Filters(request.access, {"year": year or "", "unit": unit, "kind": kind, "state": state, "late": late or ""})  # fmt: skip
    if not filters.is_valid():
        raise wrong(filters.errors)
    of, found = listing.lines(request.access, filters)
    rows = [_line(one, request) for one in found[offset : offset + limit]]
    return {"year": of, "count": len(found), "rows": rows}


@routes.post("", response=answers(ReleaseOut, *WRITES, status=201), auth=WRITE)
def prepare(request: Any, said: PrepareIn) -> Any:
    """Begin a release; 409 where there is one already that is not published."""
    allow(request, "disclosure.prepare")
    return Status(201, _again(request, views.begin(request.access, said.kind, said.subject).pk))


@routes.get("/{int:pk}", response=answers(ReleaseOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One release with what the public sees of it, its versions, and the steps that this person may make now."""
    allow(request, "disclosure.see")
    return _again(request, pk)


@routes.get("/{int:pk}/gate", response=answers(list[GateItem]), auth=READ)
def gate(request: Any, pk: int) -> Any:
    """What the gate says today, item by item; nothing of what is published."""
    allow(request, "disclosure.see")
    release = views.one_of(request, pk)
    return [
        {
            "id": item.id, "key": item.key, "name": say(*KEYS[item.key]), "verdict": item.verdict, "words": say(item.zh, item.en),
            "place": item.place, "asks_reason": item.asks_reason, "reason": release.passes.get(item.id, ""),
        }
        for item in (gating.items(release) if release.state != "published" else ())
    ]  # fmt: skip


@routes.put("/{int:pk}/answers", response=answers(ReleaseOut, *WRITES), auth=WRITE)
def answer(request: Any, pk: int, said: AnswersIn) -> Any:
    """Write the replies to findings, and the reasons to go on in spite of what the gate says."""
    release = views.one_of(request, pk, "disclosure.prepare")
    if release.state != "prepared":
        raise NotAllowed("已提交，不能修改；需要修改请先退回。", "It was submitted: it has to be returned before it is changed.")  # fmt: skip
    form = AnswerForm(release, gating.items(release), _typed(said))
    errors: dict[str, Any] = {
        f"{of}.{id}": say("没有这一条。", "There is no such one.")
        for of, name, given in (("replies", "reply", said.replies), ("reasons", "pass", said.reasons))
        for id in given
        if f"{name}-{id}" not in form.fields
    }
    if said.reason is not None and "reason" not in form.fields:
        errors["reason"] = say("更正或撤回时才填写原因。", "It is written of a correction or a withdrawal only.")
    if errors:
        raise wrong(errors)
    if not form.is_valid():
        raise wrong(form.errors)
    form.take(release)
    save(release, said.revision, request.user)
    return _again(request, pk)


def _typed(said: AnswersIn) -> dict[str, Any]:
    """The body as the form of the page would send it."""
    typed: dict[str, Any] = {"revision": said.revision, "reason": said.reason or ""}
    for id, reply in said.replies.items():
        typed[f"reply-{id}"] = reply.text
        typed[f"public-{id}"] = reply.public
    return typed | {f"pass-{id}": words for id, words in said.reasons.items()}


@routes.post("/{int:pk}/refresh", response=answers(ReleaseOut, *WRITES), auth=WRITE)
def refresh(request: Any, pk: int) -> Any:
    """Take over what the source says now; only while it is being prepared."""
    publishing.refresh(views.one_of(request, pk, "disclosure.prepare"), request.user)
    return _again(request, pk)


@routes.post("/{int:pk}/versions", response=answers(ReleaseOut, *WRITES, status=201), auth=WRITE)
def again(request: Any, pk: int, said: AgainIn) -> Any:
    """Begin a new version of what is published: a correction, or a withdrawal. It goes through the gate and its steps like the first."""
    release = views.one_of(request, pk, "disclosure.prepare")
    made = publishing.prepare(release.kind, release.subject, request.user, said.reason, said.what == "withdraw")
    return Status(201, _again(request, made.pk))


@routes.post("/{int:pk}/steps", response=answers(Stepped, *WRITES), auth=WRITE)
def step(request: Any, pk: int, said: StepIn) -> Any:
    """Submit, approve, publish or return; 409 where that cannot be now, 422 where the gate does not let it through. Who submitted does
    not approve."""
    return stepped(views.one_of(request, pk, "disclosure.step"), said, request)


@routes.get("/{int:pk}/steps", response=answers(list[StepOut]), auth=READ)
def steps(request: Any, pk: int) -> Any:
    """The record of its steps, oldest first."""
    allow(request, "disclosure.see")
    return list(history(views.one_of(request, pk), request.access.as_of))
