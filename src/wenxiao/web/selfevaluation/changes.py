"""What changed in a self-evaluation since it was returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wenxiao.quantities.paper import plain
from wenxiao.web.core.say import say, term
from wenxiao.web.core.since import Change, Since, last_return
from wenxiao.web.selfevaluation.models import CONTENTS, ActualRow, SelfEvaluation
from wenxiao.web.targets.models import TargetSet

_WHOLE = ("outcome", "execution_reason", "problems", "measures")


def since_return(evaluation: SelfEvaluation, day: date | None) -> Since | None:
    """What changed since it was returned last; None for one that was not returned, or is accepted, and for who looks as of a
    day: what is there now is not of then."""
    event = None if day is not None or evaluation.state in evaluation.settled else last_return(evaluation)
    return None if event is None else Since(event, tuple(_changes(event.snapshot, evaluation)))


def _changes(was: Mapping[str, Any], evaluation: SelfEvaluation) -> Iterator[Change]:
    now = evaluation.contents()
    if was["target_set"] != now["target_set"]:
        before = TargetSet.objects.filter(pk=was["target_set"]).first()
        yield Change(say("绩效目标", "Targets"), "", _version(before), _version(evaluation.target_set))
    for name in _WHOLE:
        if was[name] != now[name]:
            yield Change(str(SelfEvaluation._meta.get_field(name).verbose_name), "", was[name], now[name])
    names = dict(evaluation.target_set.indicators.values_list("key", "name"))
    rows, new = ({row["key"]: row for row in some["actuals"]} for some in (was, now))
    for key in dict.fromkeys([*names, *rows, *new]):
        for name in CONTENTS:
            before, after = (_words(name, some.get(key, {}).get(name)) for some in (rows, new))
            if before != after:
                label = str(ActualRow._meta.get_field(name).verbose_name)
                yield Change(names.get(key, key), label, before, after)
    files, held = ({(one["key"], one["sha256"]): one["name"] for one in some["evidence"]} for some in (was, now))
    for file in dict.fromkeys([*files, *held]):
        if (file in files) != (file in held):
            of = names.get(file[0]) or say("整体", "the whole")
            yield Change(of, say("佐证材料", "Evidence"), files.get(file, ""), held.get(file, ""))


def _version(targets: TargetSet | None) -> str:
    return "" if targets is None else say(f"第{targets.version}版", f"version {targets.version}")


def _words(name: str, raw: Any) -> str:
    """A field of a row as a person reads it, stored or kept by the record of a step."""
    value = ActualRow._meta.get_field(name).to_python(raw)
    if isinstance(value, Decimal):
        return plain(value)
    return "" if not value else (term(value) if name == "answer" else str(value))
