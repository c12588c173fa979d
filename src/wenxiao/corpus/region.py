"""The state of disclosure of a region in a year, as tables: what is told, in which words, out of which rows.

A region is its name and whatever stands below it (星河区, 星河区松坪镇). The page and the workbook are made of the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenxiao.audit.registry import every_rule
from wenxiao.corpus.places import named, namesakes
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.region_sql import HERE, NONE, NOT_COMPARED, SECTIONS, TOTALS
from wenxiao.publishing.words import SEVERITIES, Words, pick
from wenxiao.quantities import paper
from wenxiao.told import Told

Row = tuple[Any, ...]

#: How many regions a sentence lists.
_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: ``kind`` is text, count, year, yuan or percent; ``bar``: its numbers are drawn beside it."""

    title: Words
    width: int
    kind: str
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A table with what it is about; ``empty`` is said where it has no rows."""

    key: str
    title: Words
    about: Words
    empty: Words
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    year: int
    totals: tuple[tuple[Words, str], ...]
    sections: tuple[Section, ...]
    #: Regions of the same name that are not in it: they name what they stand in.
    namesakes: tuple[str, ...] = ()


def region_report(questions: Questions, name: str, year: int, *, lang: str = "zh") -> Region:
    """What the store says of a region in a year; a part of its name does where no other region has it. Raises ``Told`` where the store
    holds no document of it, or of several that go by the name."""
    known = [
        region
        for (region,) in questions.rows(
            "select region from documents where region is not null union select region from not_read where region is not null"
        )
    ]
    name = _whole(name, known)
    values = {"region": name, "year": year}
    totals = questions.ask(HERE + TOTALS, values).to_pylist()[0]
    if not totals["documents"] and not totals["not_read"]:
        raise _nothing(questions, name, year)
    sections = []
    for key, title, about, empty, headings, sql in SECTIONS:
        rows = questions.rows(HERE + sql, values)
        told = _TOLD.get(key, _as_it_is)
        columns = tuple(Heading(*heading) for heading in headings)
        if empty is NONE and not questions.compared:
            empty = NOT_COMPARED
        sections.append(Section(key, title, about, empty, columns, tuple(told(row, lang) for row in rows)))
    return Region(name, year, _totals(totals), tuple(sections), tuple(namesakes(name, known)))


def _whole(part: str, known: Sequence[str]) -> str:
    """The whole name of the region that is meant; what was said where the store knows none of it."""
    names = named(part, known)
    if len(names) < 2:
        return names[0] if names else part
    zh, en = ("、".join(names[:_CANDIDATES]), ", ".join(names[:_CANDIDATES]))
    if len(names) > _CANDIDATES:
        zh, en = f"{zh} 等", f"{en} and others"
    raise Told(
        f"数据仓里有 {len(names)} 个地区叫“{part}”：{zh}；请写全名。",
        f"{len(names)} regions of the store go by {part}: {en}; give the whole name.",
    )


def _nothing(questions: Questions, name: str, year: int) -> Told:
    known = questions.rows(
        "select region, year, count(*) as n from documents where region is not null and year is not null "
        "group by region, year order by starts_with(region, $region) desc, n desc, region, year limit 8",
        {"region": name[:2]},
    )
    have = "、".join(f"{region} {when}" for region, when, _ in known) or "—"
    return Told(
        f"数据仓里没有 {name} {year} 年的文档；有的是：{have}。",
        f"the store holds no document of {name} in {year}; it holds {have}.",
    )


def _totals(of: dict[str, Any]) -> tuple[tuple[Words, str], ...]:
    return (
        (("公开文档的单位", "units that published"), f"{of['units']:,}"),
        (("读出的文档", "documents read"), f"{of['read']:,}"),
        (("没有读出", "not read"), f"{of['not_read']:,}"),
        (("没有读出，地区或年度不明", "not read, region or year unknown"), f"{of['not_read_anywhere']:,}"),
        (("项目", "projects"), f"{of['projects']:,}"),
        (("预算（万元）", "budget (10,000 yuan)"), in_ten_thousands(of["budget"])),
        (("支出（万元）", "spent (10,000 yuan)"), in_ten_thousands(of["spent"])),
        (("执行率", "execution rate"), percent(of["execution_rate"])),
        (("相互矛盾", "contradictions"), f"{of['errors']:,}"),
    )


def in_ten_thousands(yuan: Decimal | None) -> str:
    return "—" if yuan is None else f"{paper.rounded(yuan / 10_000, 2):,}"


def percent(fraction: Decimal | None) -> str:
    return "—" if fraction is None else paper.percent(fraction)


def _as_it_is(row: Row, lang: str) -> Row:
    del lang
    return row


def _bands(row: Row, lang: str) -> Row:
    zh, en, *rest = row
    return en if lang == "en" else zh, *rest


def _rules(row: Row, lang: str) -> Row:
    code, severity, *rest = row
    return code, _title(code, lang), _severity(severity, lang), *rest


def _between(row: Row, lang: str) -> Row:
    code, severity, zh, en, *rest = row
    return code, _title(code, lang), _severity(severity, lang), en if lang == "en" else zh, *rest


_KINDS: dict[str, Words] = {
    "other unit": ("另一单位", "another unit"),
    "other year": ("本单位另一年度", "its own, another year"),
    "same unit and year": ("本单位同年", "its own, same year"),
}
_STATUSES: dict[str, Words] = {
    "unreadable": ("不能读取", "unreadable"),
    "crashed": ("读取时崩溃", "crashed the reader"),
    "timed_out": ("超时", "timed out"),
    "out_of_memory": ("内存不足", "out of memory"),
    "fault": ("本程序出错", "fault of this program"),
    "not_fetched": ("取不到文件", "could not be fetched"),
}


def _recycled(row: Row, lang: str) -> Row:
    kind, *rest = row
    return pick(_KINDS[kind], lang), *rest


def _not_read(row: Row, lang: str) -> Row:
    status, name, zh, en = row
    return pick(_STATUSES.get(status, (status, status)), lang), name, en if lang == "en" else zh


def _title(code: str, lang: str) -> str:
    titles = {rule.code: (rule.title, rule.title_en) for rule in every_rule()}
    return pick(titles.get(code, ("—", "—")), lang)


def _severity(name: str | None, lang: str) -> str:
    return next((pick(words, lang) for severity, words in SEVERITIES.items() if severity.value == name), "—")


_TOLD: dict[str, Callable[[Row, str], Row]] = {
    "rates": _bands,
    "scores": _bands,
    "rules": _rules,
    "between": _between,
    "recycled": _recycled,
    "not-read": _not_read,
}
