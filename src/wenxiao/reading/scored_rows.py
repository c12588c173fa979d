"""The row of a self-evaluation form that scores the execution of the year's budget: points, rate, score.

Works on the text of grids and of streams alike: a header names 分值, 执行率 and 得分 in an order, and behind the label of the
total row (年度资金总额) a percentage stands between or beside two bare numbers in that order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from wenxiao.quantities.model import Quantity, Span
from wenxiao.quantities.numerals import arabic
from wenxiao.reading.model import ScoredRate

_TOTAL = re.compile(r"资金总额|(?:总额|合计)(?=[:\s|])")
_HEADS = (("rate", "执行率"), ("score", "得分"), ("points", "分值"), ("points", "权重"))
_ABOVE = 300  # characters between the headings and the total row
_TOKEN = re.compile(
    r"[\s:()]*+(?:(?P<number>\d[\d,]*+(?:\.\d++)?+(?:(?P<percent>%)|(?:万元|元|分)?+(?=[\s|)—其当本上财]|年度|\Z)))"
    r"|(?P<blank>\|(?=\s*+\|)|[/—-]{1,2}(?!\d))|(?P<bar>\|)|(?P<word>.))"
)
_MOST = 12  # cells of the row
HIGHEST = Decimal(40)  # points of execution in any form


def scored_rates(text: str, quantities: Sequence[Quantity], judged: Collection[int] = ()) -> Iterator[ScoredRate]:
    """Every total row that has points, rate and score; nothing for a row of which one is blank or in doubt, nor for the
    rates that start at ``judged``: columns have told of them already."""
    if "执行率" not in text or "得分" not in text:
        return
    starts = [q.start for q in quantities]
    for match in _TOTAL.finditer(text):
        order = _order(text, match.start())
        if order is None:
            continue
        cells = list(_cells(text, match.end()))
        rates = [n for n, (_, percent) in enumerate(cells) if percent]
        if len(rates) != 1:
            continue
        at = rates[0]
        places = [at + order.index(kind) - order.index("rate") for kind in ("points", "score")]
        if not all(0 <= place < len(cells) and cells[place][0].end for place in places):
            continue
        (points, _), (score, _) = (cells[place] for place in places)
        i = bisect_left(starts, cells[at][0].start)
        values = arabic(_bare(text, points)), arabic(_bare(text, score))
        if i == len(starts) or starts[i] != cells[at][0].start or values[0] is None or values[1] is None:
            continue
        if (
            starts[i] not in judged
            and quantities[i].kind == "percent"
            and 0 < values[0] <= HIGHEST
            and values[1] <= 2 * values[0]
        ):
            yield ScoredRate(match.start(), quantities[i], values[0], values[1], points, score)


def _order(text: str, before: int) -> list[str] | None:
    """points, rate and score in the order of the headings above; None where one is missing."""
    places = {kind: at for kind, word in _HEADS if (at := text.rfind(word, max(0, before - _ABOVE), before)) >= 0}
    return sorted(places, key=lambda kind: places[kind]) if len(places) == 3 else None


def _cells(text: str, at: int) -> Iterator[tuple[Span, bool]]:
    """Figures behind a label with whether they are percentages, up to the next word; an empty place for a blank cell."""
    count = 0
    while count < _MOST and (match := _TOKEN.match(text, at)) is not None and not match["word"]:
        if match["number"]:
            yield Span(*match.span("number")), match["percent"] is not None
        elif match["blank"]:
            yield Span(0, 0), False
        count += match["bar"] is None
        at = match.end()


def _bare(text: str, span: Span) -> str:
    return text[span.start : span.end].rstrip("分元万")
