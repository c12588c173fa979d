"""The patterns of a printed quantity: numeral, scale, unit, and what it is per.

A possessive ``+`` never gives back what it took, and every other repetition is bounded, so each pattern is linear.
"""

from __future__ import annotations

import re

from wenxiao.quantities.alternation import alternation
from wenxiao.quantities.numerals import CHINESE
from wenxiao.quantities.units import OTHER_WORDS, PER, SCALES, UNITS


def _no_other_word(unit: str) -> str:
    """A pattern that does not match behind a unit with which another word begins there."""
    if unit[-1].isascii() and unit[-1].isalnum():
        return r"(?![A-Za-z0-9²³^])"
    return f"(?!{OTHER_WORDS[unit]})" if unit in OTHER_WORDS else ""


# 百分点, 千克 and 千米 are units of their own; 万米 is none.
_SCALE = "|".join(
    f"{word}(?![分克瓦伏])" if word.endswith("万") else f"{word}(?![分克米瓦伏])"
    for word in sorted(SCALES, key=len, reverse=True)
)
_BARE_SCALE = "|".join(sorted((word for word in SCALES if word[-1] in "万亿"), key=len, reverse=True))
_UNIT = alternation(UNITS, _no_other_word)
_PER = alternation({*UNITS, *PER}, _no_other_word)
# 余 or 多 after the unit (3年多, 5公里余), unless another word begins there (300万元余额, 3年多次).
_REST_AFTER = r"余(?![额款下数粮])|多(?=[,，。;；、)的]|\Z)"

#: What follows the digits: a unit with its scale, or a scale alone (投入300万).
_TAIL = (
    rf" ?(?:(?P<more>[余多来])?(?P<scale>{_SCALE})?(?P<more_scaled>[余多])?"
    rf"(?P<unit>{_UNIT})(?P<more_after>{_REST_AFTER})?"
    rf"(?P<per>/(?:{_PER})(?:[·*.•/](?:{_PER})|[年月日天])?)?"
    rf"|(?P<bare>{_BARE_SCALE})(?P<more_bare>[余多])?(?![元圆人户亩个次A-Za-z]))"
)

_JOIN = "[-~—–至到]"
# Digits after the first: thousands and decimals however printed; ``numerals.arabic`` judges them. The full-width comma
# separates thousands only where three digits follow it.
_MORE_DIGITS = r"\d*+(?:[,.]\d++)*+(?:(?:，\d{3}(?!\d)){1,4}+(?:\.\d++)?)?"
_NUMBER = rf"\d{_MORE_DIGITS}"
# The ranks below, where two are printed: 3亿5000万, 1万2千.
_LOWER_RANK = r"(?:亿\d{1,4}+(?:\.\d{1,6}+)?(?=万)|万\d(?=千))?+"
# No quantity starts within a numeral or a name: 第3批, M-26, Φ160, 3+5, the later end of 第1-3批.
_NOT_IN_A_NAME = r"(?<!\d\d)(?<!\d[,.]\d)(?<![A-Za-zΦФφ第№#]\d)(?<![A-Za-z]-\d)(?<!\d[-~—–至到]\d)(?<![\dA-Za-z]\+\d)"

#: An arabic quantity, or a range of two numerals before one unit (0.7-1.0m).
ARABIC = re.compile(
    rf"(?P<number>\d{_NOT_IN_A_NAME}{_MORE_DIGITS}{_LOWER_RANK})(?:{_JOIN}{{1,2}}(?P<upper>{_NUMBER}))?+{_TAIL}"
)
#: One arabic quantity, wherever it is asked for.
SINGLE = re.compile(rf"(?P<number>{_NUMBER}){_TAIL}")
#: The upper end of a range that repeats the unit (80%—90%), asked for after the lower end.
UPPER = re.compile(rf"{_JOIN}{{1,2}} ?(?P<number>{_NUMBER}){_TAIL}")

_DECIMALS = "(?:点[零〇一二三四五六七八九]{1,8}+)?"
_NOT_IN_A_WORD = rf"(?<![{CHINESE}第几数余多个之点\d.][{CHINESE}])(?<![{CHINESE}][至到][{CHINESE}])"
#: A quantity in Chinese numerals, or a range of them (三至五年).
IN_CHINESE = re.compile(
    rf"(?P<number>[{CHINESE}]{_NOT_IN_A_WORD}[{CHINESE}]*+{_DECIMALS})(?:[至到](?P<upper>[{CHINESE}]++{_DECIMALS}))?+{_TAIL}"
)

_PART = rf"[{CHINESE}]++{_DECIMALS}|{_NUMBER}"
#: Fractions: 百分之九十五点六, 千分之三, 百分之五至百分之十.
FRACTION = re.compile(rf"(?P<base>[百千万])分之(?P<number>{_PART})(?:[至到](?:[百千万]分之)?(?P<upper>{_PART}))?+")
