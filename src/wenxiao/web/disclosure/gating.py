"""The gate of a release: its words and files read and audited, and what may be passed with a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.cache import cache

from wenxiao.documents.guard import Guard, LostError
from wenxiao.performance.disclosure import Deadline
from wenxiao.performance.remarks import Severity
from wenxiao.publishing.gate import Item, Verdict
from wenxiao.web.core.auditing import Said
from wenxiao.web.core.clock import today
from wenxiao.web.core.prepared import Prepared
from wenxiao.web.core.regimes import regime_in
from wenxiao.web.core.say import say
from wenxiao.web.desk.limits import limits
from wenxiao.web.disclosure import engine, sources
from wenxiao.web.disclosure.models import Approval, Blob, Release, Screened

#: Families whose findings over an official form are published: a form has no chapters and no page format of its own.
_OF_FORMS = ("A", "B", "C", "D")
_KEPT = 3600
#: Names of what a content holds, for the places of the gate.
PLACES = {
    "goal": "年度总体目标", "outcome": "实际完成情况", "said_problems": "存在的问题", "said_measures": "改进措施", "indicators": "指标",
    "problems": "问题", "evaluation": "评价", "lines": "评分", "execution": "预算执行率", "project": "项目", "purpose": "主要内容",
    "name": "名称", "text": "问题", "measure": "整改措施", "result": "整改结果", "reason": "原因", "conclusion": "评价结论", "comment": "单位意见",
    "basis": "评分依据", "sections": "章节", "target": "指标值", "actual": "完成值", "reply": "对发现的说明", "title": "标题", "why": "更正原因",
}  # fmt: skip
#: What is no text of anybody: names for programs.
CODES = frozenset({"key", "code", "state", "nature", "kind", "fund", "attribute", "source", "how", "how_en"})


def _files(release: Release) -> list[engine.File]:
    return [
        engine.File(file["name"], str(Blob(sha256=file["sha256"]).path), bool(file.get("form")))
        for file in release.files
    ]


def _aside(release: Release) -> frozenset[str]:
    """Findings of its files that finance has called false alarms."""
    return frozenset(release.checked.get("aside", ()))


def texts(release: Release) -> dict[str, str]:
    """Everything that is published as words, by place."""
    found = {"标题": release.title, "更正原因": release.reason} | dict(_texts(release.content, ""))
    found |= {f"文件名（第{number}项）": file["name"] for number, file in enumerate(release.files, 1)}
    for id, reply in release.replies.items():
        if reply.get("public"):
            found[f"对发现的说明 {id[:6]}"] = reply["text"]
    return found


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in CODES:
                yield from _texts(inner, f"{place} {PLACES.get(key, key)}".strip())
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _texts(inner, f"{place}（第{number}项）")


def deadline(release: Any, days: Mapping[tuple[str, int, str], Any] | None = None) -> Deadline | None:
    """By when it has to be public; None where nothing starts the time for its kind."""
    source = sources.find(release.kind)
    if source is None or source.goes_with is None:
        return None
    return deadline_of(
        source, release.unit, release.fiscal_year, approvals(release.fiscal_year) if days is None else days
    )


_APPROVALS: Prepared[tuple[str, int, str, Any]] = Prepared(
    lambda first, last: Approval.objects.filter(year__gte=first, year__lte=last).values_list(
        "organisation__path", "year", "what", "approved_on"
    )
)


def approvals(*years: int) -> dict[tuple[str, int, str], Any]:
    """The days of approval that were entered from the first to the last of some years, by path of the organisation, year and what
    was approved."""
    rows = _APPROVALS(min(years), max(years)) if years else ()
    return {(path, of, what): day for path, of, what, day in rows}


def deadline_of(source: sources.Source, unit: Any, year: int, days: Mapping[tuple[str, int, str], Any]) -> Deadline:
    """The deadline of one kind for a unit: the day entered for the nearest organisation above it counts."""
    assert source.goes_with is not None
    regime = regime_in(unit, year)
    wanted = not source.published or source.published in regime.to_publish
    within = regime.publish_within if wanted else None
    path = unit.path
    while path:
        if (path, year, source.goes_with.value) in days:
            return Deadline(source.goes_with, days[path, year, source.goes_with.value], within)
        path = path[: path.rstrip("/").rfind("/") + 1] if path.count("/") > 1 else ""
    return Deadline(source.goes_with, None, within)


def items(release: Release) -> list[Item]:
    """Every result of the gate, as it stands today."""
    words = tuple(Screened.objects.values_list("word", flat=True))
    limit = deadline(release)
    said = (
        texts(release),
        release.files,
        words,
        limit,
        today(),
        release.kind,
        release.withdrawn,
        sorted(_aside(release)),
    )
    asked = repr(said)
    key = "gate-" + hashlib.sha256(asked.encode()).hexdigest()
    kept = cache.get(key)
    if kept is None:
        kept = _items(release, words, limit)
        cache.set(key, kept, _KEPT)
    return kept


def _items(release: Release, words: tuple[str, ...], limit: Deadline | None) -> list[Item]:
    source = sources.find(release.kind)
    blanks = list(source.blanks(release.content)) if source and not release.withdrawn else []
    if release.replaces_id and not release.reason.strip():
        blanks.append(("没有写更正或撤回原因", "why it is corrected or withdrawn is not said"))
    regime = regime_in(release.unit, release.fiscal_year)
    first = None if release.replaces_id else limit  # a correction is later than the first version by nature
    asked = engine.Asked(texts(release), tuple(blanks), words, first, regime, today(), _aside(release))
    made, unread = _gated(asked, _files(release), guarded=source is None or source.foreign)
    for name in unread:
        zh, en = (
            "这个文件的内容无法读取，不能检查个人信息；请换成可读取的格式",
            "it cannot be read, so that data of persons cannot be looked for; use another format",
        )
        made.insert(0, Item("privacy", Verdict.FAIL, zh, en, name))
    return made


def _gated(asked: engine.Asked, files: list[engine.File], *, guarded: bool) -> tuple[list[Item], list[str]]:
    """What the gate says; a file that others handed in meets a process of its own, and is unread where that comes to no end."""
    if not guarded or not files:
        return engine.do(asked, files)
    of = limits()
    child = Guard("wenxiao.web.disclosure.engine:do", seconds=of.silence_seconds, longest=of.longest_seconds, megabytes=of.memory_megabytes)  # fmt: skip
    with child:
        try:
            return child.call(asked, files)
        except LostError:
            return engine.do(asked, [])[0], [file.name for file in files]


def barred(release: Release) -> list[str]:
    """What must be mended before it goes on, a sentence each."""
    said = [f"{item.place}：{say(item.zh, item.en)}" if item.place else say(item.zh, item.en) for item in items(release) if item.verdict is Verdict.FAIL]  # fmt: skip
    if release.replaces_id and not release.reason.strip():
        said.append(say("写明更正或撤回原因", "say why it is corrected or withdrawn"))
    return said


def doubted(release: Release) -> list[Said]:
    """What goes on with a written reason only."""
    return [
        Said(item.id, item.key, Severity.ERROR, f"{item.place}：{item.zh}" if item.place else item.zh, f"{item.place}: {item.en}" if item.place else item.en)
        for item in items(release)
        if item.asks_reason
    ]  # fmt: skip


def checked(release: Release, audited: tuple[str, ...]) -> dict[str, Any]:
    """What the audit looked at in the files that the site wrote and what it found, as it is published."""
    documents, findings = [], []
    wanted = [file for file in _files(release) if file.name in audited]
    for _, paper in engine.papers(wanted, regime_in(release.unit, release.fiscal_year), frozenset()):
        if paper is None:
            continue
        shown = [one for one in paper.report.findings if not paper.form or one.rule.check.startswith(_OF_FORMS)]
        count: dict[str, Any] = {"file": paper.name, "rules": 0, "passed": 0, "found": len(shown), "unknown": 0}
        for code, one in paper.report.coverage.items():
            if paper.form and not code.startswith(_OF_FORMS):
                continue
            unknown = sum(one.unknown.values())
            count["rules"] += bool(one.passed or one.failed or unknown)
            count["passed"] += one.passed
            count["unknown"] += unknown
        documents.append(count)
        findings += [
            {"id": one.id, "code": one.rule.code, "severity": one.severity.value, "zh": one.message("zh"), "en": one.message("en"), "arithmetic": list(one.outcome.arithmetic), "file": paper.name}
            for one in shown
        ]  # fmt: skip
    return {"documents": documents, "findings": findings}
