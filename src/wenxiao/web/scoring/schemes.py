"""Score schemes: those that are shipped, and the versions that the place has written; a change is the next version."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction

from wenxiao.grid.rates import indicators
from wenxiao.grid.scores import Scheme, scheme
from wenxiao.grid.scores import schemes as shipped
from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say
from wenxiao.web.scoring.models import OBJECTS, SchemeVersion


class Unsound(ValueError):  # noqa: N818  (an answer to who wrote it)
    """A scheme that does not hold together; ``str`` says in one sentence what to mend."""


def every() -> dict[str, Scheme]:
    """Every scheme by code and version, the shipped ones first."""
    own = {f"{row.code}@{row.version}": scheme(row.contents) for row in SchemeVersion.objects.all()}
    return {**shipped(), **own}


def newest() -> dict[str, Scheme]:
    """The version of each code that is in use now."""
    found: dict[str, Scheme] = {}
    for each in every().values():
        if each.code not in found or found[each.code].version < each.version:
            found[each.code] = each
    return found


def written(of: Scheme) -> str:
    """The lines of a scheme as the page shows them to be edited: one table each."""
    parts = [f"zh = {_quoted(of.zh)}", f"en = {_quoted(of.en)}", f"total = {plain(of.total)}"]
    for line in of.lines:
        told = ["", "[[line]]"]
        told += [f"{name} = {_quoted(value)}" for name in _WORDS if (value := getattr(line, name))]
        told.append(f"points = {plain(line.points)}")
        told += [f"{name} = {plain(value)}" for name in _NUMBERS if (value := getattr(line, name))]
        if line.steps:
            told.append(f"steps = [{', '.join(f'[{plain(low)}, {plain(share)}]' for low, share in line.steps)}]")
        parts += told
    return "\n".join(parts) + "\n"


def _quoted(words: str) -> str:
    """As TOML writes words, which is as JSON does."""
    return json.dumps(words, ensure_ascii=False)


_WORDS = ("indicator", "name", "name_en", "mapping")
_NUMBERS = ("threshold", "per_point", "per_case", "most", "veto")


@transaction.atomic
def keep(
    code: str, objects: str, role: str, text: str, note: str, user: Any, after: Scheme | None = None
) -> SchemeVersion:
    """Keep a text as the next version of a code. Raises Unsound with one sentence, also where it was written ``after`` a version that
    is the newest no more."""
    if not code.isidentifier() or not code.isascii() or len(code) > 40:
        raise Unsound(say("代码只能用英文字母、数字和下划线。", "A code is made of letters, digits and underscores."))
    if objects not in OBJECTS:
        raise Unsound(say("请选择考核对象。", "Choose what is scored."))
    known = newest().get(code)
    if known is not None and (known.objects, known.role) != (objects, role if objects == "post" else ""):
        raise Unsound(
            say("同一代码的考核对象不能改变，请用新的代码。", "What a code scores does not change; use another code.")
        )
    if after is not None and known is not None and known.code == after.code and known.version > after.version:
        raise Unsound(_overtaken())
    version = max((each.version for each in every().values() if each.code == code), default=0) + 1
    told = {**_parsed(text), "code": code, "version": version, "objects": objects}
    if objects == "post":
        told["role"] = role
    made = _made(told)
    kept = SchemeVersion(
        code=code, version=version, zh=made.zh, objects_of=objects, role=made.role, contents=_plainly(told), note=note[:200], made_by=user
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as error:
        raise Unsound(_overtaken()) from error
    return kept


def _overtaken() -> str:
    return say(
        "刚有人保存了这个方案的新版本，请核对后再保存。", "Somebody has just kept a new version; look at it first."
    )


def _parsed(text: str) -> dict[str, Any]:
    try:
        told = tomllib.loads(text, parse_float=_finite)
    except (tomllib.TOMLDecodeError, InvalidOperation) as error:
        raise Unsound(say(f"写法有误：{error}。", f"It cannot be read: {error}.")) from error
    if unknown := sorted(told.keys() - {"zh", "en", "total", "line"}):
        raise Unsound(say(f"不认识的项“{unknown[0]}”。", f"“{unknown[0]}” is not known."))
    told.setdefault("en", told.get("zh", ""))
    lines = told.get("line")
    missing = [name for name in ("zh", "total") if not told.get(name)]
    if missing or not isinstance(lines, list) or not lines:
        raise Unsound(
            say(
                "须有 zh（名称）、total（总分）和至少一个 [[line]]。",
                "It needs zh (a name), total and at least one [[line]].",
            )
        )
    return told


def _finite(digits: str) -> Decimal:
    """A number of TOML, which knows nan and inf too. Raises InvalidOperation for those."""
    value = Decimal(digits)
    if not value.is_finite():
        raise InvalidOperation(digits)
    return value


def _made(told: Mapping[str, Any]) -> Scheme:
    codes = {each.code for each in indicators().values()}
    for line in told["line"]:
        if line.get("indicator") and line["indicator"] not in codes:
            raise Unsound(say(f"没有指标“{line['indicator']}”。", f"There is no indicator “{line['indicator']}”."))
    try:
        total, points = Decimal(told["total"]), [Decimal(line["points"]) for line in told["line"]]
        if sum(points) != total:
            raise Unsound(
                say(f"各行分值合计 {plain(sum(points, Decimal(0)))}，不等于总分 {plain(total)}。", f"The points add up to {plain(sum(points, Decimal(0)))} and not to {plain(total)}.")
            )  # fmt: skip
        if max(points) > 1000 or total > 1000:
            raise Unsound(say("总分不能超过 1000。", "The total is at most 1000."))
        return scheme(told)
    except Unsound:
        raise
    except (ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise Unsound(say(f"请核对：{error}。", f"Please check: {error}.")) from error


def _plainly(told: Any) -> Any:
    """As JSON: decimals as their digits."""
    if isinstance(told, dict):
        return {name: _plainly(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_plainly(value) for value in told]
    return plain(told) if isinstance(told, Decimal) else told
