"""Records as files: TOML, or JSON with the same keys and dates as text (2024-03-12). docs/records.md shows every key.

An amount is a number of yuan, or text with its unit ("120.50万元"). In the ledger either is exact; among ``figures`` of a report
text stands for what its digits can mean.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from wenxiao.performance.monitoring import Light
from wenxiao.performance.records import (
    ROLES,
    Correction,
    Decision,
    Disclosure,
    Evaluation,
    Forecast,
    Ledger,
    Outlook,
    Problem,
    Published,
    Record,
    Round,
    Scored,
    SelfEvaluation,
    Stated,
    Target,
    Use,
    Version,
)
from wenxiao.quantities.model import Quantity
from wenxiao.quantities.scan import scan
from wenxiao.told import Told, cause

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

#: No amount of yuan is as large, no figure has as many decimals.
_MOST, _DECIMALS = Decimal(10) ** 15, 8


class RecordError(Told):
    """A record that cannot be read. The message is one sentence: what is wrong, where, what to do."""


def load(path: str | Path) -> Record:
    """The record of a ``.toml`` or ``.json`` file. Raises ``RecordError``."""
    file = Path(path)
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise RecordError(
            f"{file.name} 的编码不是 UTF-8；请转换后再读。", f"{file.name} is not UTF-8; convert it."
        ) from None
    except OSError as error:
        zh, en = cause(error)
        raise RecordError(
            f"无法读取 {file.name}（{zh}）；请检查路径。", f"cannot read {file.name}: {en}; check the path."
        ) from None
    return parse(text, file.name)  # fmt: skip


def parse(text: str, name: str = "record.toml") -> Record:
    """The record of a file's text; the ending of ``name`` says how it is written. Raises ``RecordError``."""
    try:
        tree = (
            json.loads(text, parse_float=Decimal)
            if name.endswith(".json")
            else tomllib.loads(text, parse_float=Decimal)
        )
    except (ValueError, ArithmeticError, RecursionError) as error:
        kind = "JSON" if name.endswith(".json") else "TOML"
        raise RecordError(
            f"{name} 不是有效的 {kind}（{error}）；请按该处改正。", f"{name} is not valid {kind}: {error}; correct that place."
        ) from None  # fmt: skip
    return record(tree, name)


def record(tree: Any, name: str = "record") -> Record:
    """The record of a tree of tables, lists and plain values, as a file holds it. Raises ``RecordError``."""
    return _record(_Table(tree, name, ""))


class _Table:
    """A table of the file: hands out its values, each of one kind, and knows where it stands."""

    def __init__(self, tree: Any, file: str, at: str) -> None:
        self._file, self._at = file, at
        if not isinstance(tree, Mapping):
            raise self._wrong("", "应是一组键值", "must be a table of keys and values")
        self._left = {key: value for key, value in tree.items() if value is not None}

    def _wrong(self, key: str, zh: str, en: str) -> RecordError:
        at = self._place(key)
        return RecordError(
            f"{self._file}{f' 的 {at}' if at else ''} {zh}。", f"{self._file}{f', {at}' if at else ''}: {en}."
        )

    def _place(self, key: str) -> str:
        return ".".join(part for part in (self._at, key) if part)

    def done(self) -> None:
        """Raises where a key is left that nobody asked for: a typing error must not switch a check off silently."""
        for key in self._left:
            raise self._wrong(
                str(key), "不是已知的键；全部的键见 docs/records.md", "is no known key; docs/records.md has all"
            )

    def text(self, key: str) -> str | None:
        value = self._left.pop(key, None)
        if value is not None and not isinstance(value, str):
            raise self._wrong(key, "应是引号中的文字", "must be text in quotes")
        return value.strip() if value is not None else None

    def named(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self._wrong(key, "不能空缺；请填写", "is missing; fill it in")
        return value

    def day(self, key: str) -> date | None:
        value = self._left.pop(key, None)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value.strip())
            except ValueError:
                value = 0
        if isinstance(value, datetime):
            value = value.date()
        if value is not None and not isinstance(value, date):
            raise self._wrong(key, "不是日期；请写成 2024-03-12", "is no date; write 2024-03-12")
        return value

    def number(self, key: str) -> Decimal | None:
        value = self._left.pop(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong(key, "应是数字", "must be a number")
        made = Decimal(value)
        if not made.is_finite() or abs(made) >= _MOST or int(made.as_tuple().exponent) < -_DECIMALS:
            raise self._wrong(key, "数字过大或小数过多；请核对", "is too large or has too many decimals; check it")
        return made

    def year(self, key: str) -> int:
        value = self.number(key)
        if value is None or value != value.to_integral_value() or not 1900 < value < 2200:
            raise self._wrong(key, "应是年份，如 2023", "must be a year, as 2023")
        return int(value)

    def money(self, key: str) -> Decimal | None:
        """Yuan."""
        if isinstance(self._left.get(key), str):
            return self._printed(key)[1].normalized
        return self.number(key)

    def _printed(self, key: str) -> tuple[str, Quantity]:
        words = self.named(key)
        found = [q for q in scan(words) if q.kind == "money"]
        if len(found) != 1:
            raise self._wrong(
                key, "应是一笔带单位的金额，如“120.50万元”", "must be one amount with its unit, as 120.50万元"
            )
        return words, found[0]

    def stated(self, key: str) -> Stated | None:
        value = self._left.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self._left[key] = f"{self.number(key):f}元"
        return Stated(key, *self._printed(key))

    def flag(self, key: str) -> bool:
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, "应是 true 或 false", "must be true or false")
        return value

    def one_of(self, key: str, kind: type[E]) -> E | None:
        value = self.text(key)
        if value is None:
            return None
        if value not in list(kind):
            every = [member.value for member in kind]
            raise self._wrong(key, f"应是{'、'.join(every)}之一", f"must be one of {', '.join(every)}")
        return kind(value)

    def chosen(self, key: str, kind: type[E]) -> E:
        """One of a few words that must be there."""
        value = self.one_of(key, kind)
        return value if value is not None else kind(self.named(key))

    def one(self, key: str, make: Callable[[_Table], T]) -> T | None:
        value = self._left.pop(key, None)
        return None if value is None else self._made(value, key, make)

    def many(self, key: str, make: Callable[[_Table], T]) -> tuple[T, ...] | None:
        value = self._left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._wrong(key, "应是一个列表；没有时写 []", "must be a list; write [] where there is nothing")
        return tuple(self._made(one, f"{key}[{n}]", make) for n, one in enumerate(value, 1))

    def _made(self, value: Any, key: str, make: Callable[[_Table], T]) -> T:
        table = _Table(value, self._file, self._place(key))
        made = make(table)
        table.done()
        return made


def _record(t: _Table, after: tuple[str, int] | None = None) -> Record:
    """``after``: project and year of the record that this one stands before; it is the same project a year earlier."""
    project = (t.text("project") if after else None) or (after[0] if after else t.named("project"))
    year = after[1] - 1 if after else t.year("year")
    made = Record(
        project=project,
        year=year,
        as_of=t.day("as_of"),
        unit=t.text("unit"),
        region=t.text("region"),
        targets=t.many("targets", _version),
        ledger=t.one("ledger", _ledger) or Ledger(),
        monitoring=t.many("monitoring", _round),
        self_evaluation=t.one("self_evaluation", _self_evaluation),
        evaluations=t.many("evaluations", _evaluation),
        problems=t.many("problems", _problem),
        decision=t.one("decision", _decision),
        disclosures=t.many("disclosures", _disclosure),
        withheld=t.text("withheld") or "",
        before=None if after else t.one("before", lambda before: _record(before, (project, year))),
    )
    t.done()
    return made


def _version(t: _Table) -> Version:
    return Version(t.many("indicators", _target) or (), t.day("approved_at"), t.flag("by_adjustment"))


def _target(t: _Table) -> Target:
    return Target(t.named("name"), t.text("target"))


def _ledger(t: _Table) -> Ledger:
    return Ledger(*(t.money(key) for key in (*ROLES, "next_approved")))


def _round(t: _Table) -> Round:
    return Round(
        t.day("date"), t.one_of("light", Light), t.many("outlooks", _outlook) or (), t.one("correction", _correction)
    )


def _outlook(t: _Table) -> Outlook:
    return Outlook(t.named("indicator"), t.chosen("forecast", Forecast))


def _correction(t: _Table) -> Correction:
    return Correction(t.day("issued_on"), t.day("due"), t.day("answered_on"))


def _self_evaluation(t: _Table) -> SelfEvaluation:
    return SelfEvaluation(
        t.day("date"),
        t.number("total"),
        t.many("indicators", _scored),
        t.text("text"),
        t.one("figures", _figures) or (),
    )


def _scored(t: _Table) -> Scored:
    return Scored(
        t.named("name"), t.text("target"), t.text("actual"), t.number("points"), t.number("score"), t.text("reason")
    )


def _figures(t: _Table) -> tuple[Stated, ...]:
    return tuple(stated for role in ROLES if (stated := t.stated(role)) is not None)


def _evaluation(t: _Table) -> Evaluation:
    return Evaluation(
        t.named("kind"), t.day("date"), t.number("score"), t.text("grade"), t.one("figures", _figures) or ()
    )


def _problem(t: _Table) -> Problem:
    return Problem(t.named("text"), t.day("raised_on"), t.day("due"), t.day("closed_on"), t.text("measure"))


def _decision(t: _Table) -> Decision:
    return Decision(t.chosen("use", Use), t.day("decided_on"), t.text("reason") or "")


def _disclosure(t: _Table) -> Disclosure:
    return Disclosure(t.chosen("what", Published), t.day("approved_at"), t.day("published_at"))
