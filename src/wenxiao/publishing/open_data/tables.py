"""The tables of the open data: their columns, which keep their names, and their rows from statements of releases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Statement = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for programs, type (Table Schema), and what it is, zh and en."""

    name: str
    type: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``rows`` takes one release and whether it is the current version; ``key`` names a row."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Release], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Release:
    """A published release: its statement, the hash of that, and the version that took its place."""

    statement: Statement
    sha256: str
    replaced_by: int | None = None

    @property
    def current(self) -> bool:
        return self.replaced_by is None


def _of(release: Release) -> Row:
    """The columns with which every table begins."""
    said = release.statement
    project = said["project"] or {}
    return {
        "release": said["number"], "version": said["version"], "year": said["year"], "unit_code": said["unit"]["code"],
        "unit_name": said["unit"]["name"], "project_code": project.get("code"), "project_name": project.get("name"),
    }  # fmt: skip


_HEAD = (
    Column("release", "integer", "公开编号", "number of the release"),
    Column("version", "integer", "版本", "version of the release"),
    Column("year", "integer", "年度", "fiscal year"),
    Column("unit_code", "string", "单位代码", "code of the unit"),
    Column("unit_name", "string", "单位", "unit"),
    Column("project_code", "string", "项目代码", "code of the project"),
    Column("project_name", "string", "项目", "project"),
)
AMOUNTS = {
    "original": ("年初预算（元）", "original budget, yuan"),
    "carried_in": ("上年结转转入（元）", "carried in, yuan"),
    "added": ("追加（元）", "supplements, yuan"),
    "cut": ("调减（元）", "cuts, yuan"),
    "returned": ("收回（元）", "taken back, yuan"),
    "revised": ("全年预算（元）", "revised budget, yuan"),
    "arrived": ("到位（元）", "received, yuan"),
    "paid": ("支出（元）", "paid, yuan"),
    "carried_out": ("结转下年（元）", "carried out, yuan"),
    "left": ("未支出（元）", "left, yuan"),
}


def _releases(release: Release) -> Iterator[Row]:
    said = release.statement
    yield _of(release) | {
        "kind": said["kind"], "title": said["title"], "published_at": said["published_at"], "current": release.current,
        "replaces": said["replaces"], "reason": said["reason"] or None, "withdrawn": said["withdrawn"], "sha256": release.sha256,
    }  # fmt: skip


def _projects(release: Release) -> Iterator[Row]:
    """One row for each release that has money, in its current version."""
    said = release.statement
    content = said["content"]
    if not release.current or not content.get("money"):
        return
    score = content.get("score") or {}
    execution: Mapping[str, str] = next((rate for rate in content["rates"] if rate["key"] == "execution"), {})
    yield _of(release) | {"kind": said["kind"]} | {name: content["money"].get(name) for name in AMOUNTS} | {
        "execution_rate": execution.get("value"), "score": score.get("total"), "grade": score.get("grade") or None,
    }  # fmt: skip


def _indicators(release: Release) -> Iterator[Row]:
    if not release.current:
        return
    names = ("key", "level1", "level2", "name", "nature", "target", "actual", "target_value", "upper_value", "actual_value", "unit", "points", "score", "reason")  # fmt: skip
    for one in release.statement["content"].get("indicators", ()):
        yield _of(release) | {name: one.get(name) or None for name in names}


def _problems(release: Release) -> Iterator[Row]:
    if not release.current:
        return
    for number, one in enumerate(release.statement["content"].get("problems", ()), 1):
        names = ("text", "measure", "result", "state", "due", "closed_on")
        yield _of(release) | {"problem": number} | {name: one.get(name) or None for name in names}


def _findings(release: Release) -> Iterator[Row]:
    if not release.current:
        return
    for one in release.statement["checked"].get("findings", ()):
        yield _of(release) | {
            "finding": one["id"], "rule": one["code"], "severity": one["severity"], "message": one["zh"], "message_en": one["en"],
            "reply": one.get("reply") or None,
        }  # fmt: skip


def _files(release: Release) -> Iterator[Row]:
    for one in release.statement["files"]:
        yield _of(release) | {name: one[name] for name in ("name", "media_type", "bytes", "sha256")}


TABLES: tuple[Table, ...] = (
    Table(
        "releases", "公开记录", "Releases", (
            *_HEAD,
            Column("kind", "string", "种类", "kind: targets, self_evaluation, evaluation, report, document"),
            Column("title", "string", "标题", "title"),
            Column("published_at", "datetime", "公开时间", "when it was published"),
            Column("current", "boolean", "是否现行版本", "whether it is the current version"),
            Column("replaces", "integer", "代替的版本", "the version that it replaces"),
            Column("reason", "string", "更正或撤回原因", "why it was corrected or withdrawn"),
            Column("withdrawn", "boolean", "是否撤回", "whether it withdraws what was published"),
            Column("sha256", "string", "内容哈希", "hash of the statement"),
        ), ("release", "version"), _releases,
    ),
    Table(
        "projects", "项目资金", "Money of projects", (
            *_HEAD,
            Column("kind", "string", "种类", "kind of the release that says so"),
            *(Column(name, "number", *words) for name, words in AMOUNTS.items()),
            Column("execution_rate", "number", "预算执行率（÷全年预算）", "execution rate of the revised budget, a fraction"),
            Column("score", "number", "得分", "score"),
            Column("grade", "string", "等级", "grade"),
        ), ("release", "version"), _projects,
    ),
    Table(
        "indicators", "绩效指标", "Indicators", (
            *_HEAD,
            Column("key", "string", "指标编号", "the indicator, the same in every version"),
            Column("level1", "string", "一级指标", "level 1"),
            Column("level2", "string", "二级指标", "level 2"),
            Column("name", "string", "三级指标", "indicator"),
            Column("nature", "string", "指标性质", "nature: ge, le, eq, range, qualitative"),
            Column("target", "string", "指标值（原文）", "target as printed"),
            Column("actual", "string", "完成值（原文）", "actual as printed"),
            Column("target_value", "number", "指标值", "target"),
            Column("upper_value", "number", "上限", "upper bound of a range"),
            Column("actual_value", "number", "完成值", "actual"),
            Column("unit", "string", "度量单位", "unit"),
            Column("points", "number", "分值", "points"),
            Column("score", "number", "得分", "score"),
            Column("reason", "string", "偏差原因及改进措施", "reason of a deviation"),
        ), ("release", "version", "key"), _indicators,
    ),
    Table(
        "problems", "问题及整改", "Problems and rectification", (
            *_HEAD,
            Column("problem", "integer", "序号", "number in the release"),
            Column("text", "string", "问题", "problem"),
            Column("measure", "string", "整改措施", "measure"),
            Column("result", "string", "整改结果", "result"),
            Column("state", "string", "状态", "state: open, planned, rectifying, reported, closed"),
            Column("due", "date", "整改期限", "due"),
            Column("closed_on", "date", "销号日期", "closed on"),
        ), ("release", "version", "problem"), _problems,
    ),
    Table(
        "findings", "审核发现", "Findings", (
            *_HEAD,
            Column("finding", "string", "发现编号", "id of the finding"),
            Column("rule", "string", "规则", "rule"),
            Column("severity", "string", "程度", "severity: error, warning, note"),
            Column("message", "string", "发现", "message"),
            Column("message_en", "string", "发现（英文）", "message in English"),
            Column("reply", "string", "单位说明", "the unit's reply"),
        ), ("release", "version", "finding"), _findings,
    ),
    Table(
        "files", "文件", "Files", (
            *_HEAD,
            Column("name", "string", "文件名", "name"),
            Column("media_type", "string", "类型", "media type"),
            Column("bytes", "integer", "字节数", "size in bytes"),
            Column("sha256", "string", "哈希", "hash of the bytes"),
        ), ("release", "version", "name"), _files,
    ),
)  # fmt: skip


def find(name: str) -> Table | None:
    """The table of that name."""
    return next((table for table in TABLES if table.name == name), None)


def rows(table: Table, releases: Iterable[Release]) -> list[Row]:
    """The rows of a table, in the order of the releases."""
    return [row for release in releases for row in table.rows(release)]
