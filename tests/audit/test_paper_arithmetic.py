"""Every line of arithmetic that a reader sees is true as it stands on paper, whatever units the text mixes."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from wenxiao.audit.page import parse
from wenxiao.audit.registry import rules
from wenxiao.audit.run import audit_reading
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read, read_text

SAMPLE = Path(__file__).parents[2] / "sample"
_OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
_SUM = re.compile(r"(?P<terms>[\d.%()+\-*/ ]+) = (?P<result>-?[\d.]+)(?P<percent>%?)\Z")

MIXED = [
    "全区投资由8000万元增加至1.2亿元，增长50%。",
    "全区投资由8000万元增加至1.2亿元，增长60%。",
    "甲项目年初预算1.2亿元，实际支出3000万元。",
    "甲项目预算300.50万元，支出3005000元，但也存在结余资金未及时上缴等问题。",
    "甲村饮水工程共需资金1.50亿元，全年共下达预算600.00万元，实际支出600.00万元，预算执行率100%。",
    "甲项目年初预算1亿元，追加2000万元，支出9000万元，执行率75%。",
    "甲项目预算1.00亿元，实际支出2500万元，执行率35%。",
    "全年绿化300亩，其中甲镇100亩、乙镇110亩、丙镇50亩。",
    "辖区人口12.60万人，其中户籍8.20万人、流动5.40万人、其他1.00万人。",
    "共到位资金1.2亿元，其中中央资金8000万元、省级资金3000万元、自筹1500万元。",
    "到位资金1.5亿元，支出12000万元，结余3000万元。",
    "甲项目预算1.2亿元，支出0.00万元，执行率0%。",
    "计划投资1.00亿元，实际支出9000.00万元，节约率20%。",
]


def _lines(reading: Reading) -> Iterator[str]:
    for relation in reading.relations:
        yield from relation.formula.split("；")
    for finding in audit_reading(reading).findings:
        yield from finding.outcome.arithmetic


def _value(node: ast.expr) -> Decimal:
    match node:
        case ast.BinOp(left, op, right):
            return _OPERATIONS[type(op)](_value(left), _value(right))  # type: ignore[no-any-return]
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand)
        case ast.Constant(str() as digits):
            return Decimal(digits)
    raise ValueError(ast.dump(node))


def _untrue(lines: Iterable[str]) -> list[str]:
    wrong = []
    for line in lines:
        match = _SUM.match(_ascii(line))
        if match is None:
            continue
        terms = re.sub(r"[\d.]+", lambda number: f"'{number[0]}'", match["terms"].replace("%", "/100"))
        result = Decimal(match["result"])
        value = _value(ast.parse(terms, mode="eval").body) * (100 if match["percent"] else 1)
        if abs(value - result) > Decimal(1).scaleb(int(result.as_tuple().exponent)) / 2:
            wrong.append(line)
    return wrong


def _ascii(line: str) -> str:
    """Signs as a program writes them; percentages that are only added need no sign."""
    signs = line.translate(str.maketrans("÷×−", "/*-"))
    return signs if "/" in signs else signs.replace("%", "")


@pytest.mark.parametrize("text", MIXED)
def test_lines_of_mixed_units_are_true(text: str) -> None:
    reading = read_text(text)
    assert any(_SUM.match(_ascii(line)) for line in _lines(reading))
    assert _untrue(_lines(reading)) == []


@pytest.mark.parametrize("text", [pytest.param(e, id=r.code) for r in rules() for e in parse(r).fails])
def test_lines_of_the_rule_pages_are_true(text: str) -> None:
    assert _untrue(_lines(read_text(text))) == []


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("0*")), ids=lambda path: path.name[:2])
def test_lines_of_the_sample_are_true(path: Path) -> None:
    assert _untrue(_lines(read(path))) == []


def test_a_false_line_is_seen() -> None:
    true = ["50 ÷ 100 = 50%", "99.8% + 0.02% = 99.82%", "(1.2 − 0.8) ÷ 0.8 = 50%", "1 ÷ 3 = 33.33%"]
    false = ["(1.2 − 8000) ÷ 8000 = 50%", "300.5 − 3005000 = 0", "8.2 + 5.4 = 13.5"]
    assert _untrue([*true, *false]) == false


@pytest.mark.parametrize(
    "text",
    [
        "预算0.0000000001元，支出999,999,999,999,999,999亿元，执行率95%。",
        "项目名称 | 甲 | 乙 | 丙 |\n年度资金 | 全年预算数 | 全年执行数 | 执行率 |\n总额 | 0.00000000000000000001万元 | 999999999999999999999999万元 | 95% |",
        "投资由0.00000001元增加至999999999999亿元，增长5%。",
    ],
)
def test_figures_of_any_size_are_computed(text: str) -> None:
    assert audit_reading(read_text(text)).reading.quantities
