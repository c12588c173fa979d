"""What a form is filled with. Empty texts and None are left blank: a form never guesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Row of a form's money. ``amounts`` are 万元 by role (approved, adjusted, spent, planned, forecast), ``rate`` is a
    percentage; each is shown with the decimals that it has."""

    name: str
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    rate: Decimal | None = None
    points: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FormIndicator:
    """Row of a form's indicators, as it is printed."""

    name: str
    level1: str = ""
    level2: str = ""
    target: str = ""
    actual: str = ""
    so_far: str = ""
    expected: str = ""
    likelihood: str = ""
    cause: str = ""  # of a deviation: 经费保障, 制度保障 ...
    reason: str = ""
    weight: Decimal | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """One form. The first line of ``money`` is the total, the others are its sources."""

    name: str = ""  # of the project, or of the department
    office: str = ""  # 主管部门
    unit: str = ""  # 实施单位
    office_code: str = ""
    unit_code: str = ""
    code: str = ""  # 项目代码
    attribute: str = ""  # 项目属性: 新增项目, 延续项目
    term: str = ""  # 项目期: first and last year
    year: int | None = None
    month: int = 7  # up to whose end a monitoring form reports
    money: tuple[MoneyLine, ...] = ()
    wanted: str = ""  # 年度总体目标
    done: str = ""  # 实际完成情况
    midterm: str = ""  # 中期目标
    indicators: tuple[FormIndicator, ...] = ()
    midterm_indicators: tuple[FormIndicator, ...] = ()
    points: Decimal | None = None  # 总分
    score: Decimal | None = None

    def stored(self) -> dict[str, Any]:
        """The same as JSON, decimals as their digits."""
        return {name: _digits(value) for name, value in asdict(self).items()}


def restored(kept: Mapping[str, Any]) -> Values:
    """What ``Values.stored`` gave."""
    return Values(
        **{
            **_decimals(kept),
            "money": tuple(
                MoneyLine(
                    **{
                        **_decimals(line),
                        "amounts": {role: Decimal(digits) for role, digits in line["amounts"].items()},
                    }
                )
                for line in kept["money"]
            ),
            **{
                name: tuple(FormIndicator(**_decimals(row)) for row in kept[name])
                for name in ("indicators", "midterm_indicators")
            },
        }
    )


#: Fields that are decimals, of the form and of its rows.
_DECIMAL = frozenset({"rate", "points", "score", "weight"})


def _digits(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _digits(one) for key, one in value.items()}
    return [_digits(one) for one in value] if isinstance(value, list | tuple) else value


def _decimals(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: Decimal(one) if key in _DECIMAL and one is not None else one for key, one in kept.items()}
