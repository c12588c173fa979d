"""Whether a document prints its amounts rounded, told by its own sums and rates.

16.12 of 16.91 is 95.328 %: beside 95.32% the digits were cut off, if the amounts are exact. Where the document's other figures
agree only because amounts were rounded, the rate may have been computed from what the paper does not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_DOWN

from wenxiao.quantities.paper import rounded
from wenxiao.reading.model import Relation, Verdict


def allow_for_rounding(found: Sequence[Relation]) -> Sequence[Relation]:
    """Rates called cut off hold in a document whose amounts are rounded, as far as the amounts allow."""
    cut = [i for i, r in enumerate(found) if r.kind == "ratio" and r.verdict is Verdict.TRUNCATED and _allowed(r)]
    if not cut or not any(_shows_rounding(r) for r in found):
        return found
    settled = list(found)
    for i in cut:
        settled[i] = replace(settled[i], verdict=Verdict.HOLDS)
    return settled


def _allowed(made: Relation) -> bool:
    return made.stated is not None and made.computed is not None and made.stated.interval.meets(made.computed)


def _shows_rounding(made: Relation) -> bool:
    """Whether a relation holds although its printed digits do not: 33.33 + 33.33 + 33.33 = 100.00."""
    stated, exact = made.stated, made.exact
    if made.verdict is not Verdict.HOLDS or stated is None or exact is None or stated.approximate:
        return False
    if any(q.kind != "money" or q.approximate for q in made.operands):
        return False
    if made.kind == "sum":
        alike = all(q.unit == stated.unit and q.decimals <= stated.decimals for q in made.operands)
        return alike and exact != stated.normalized
    if made.kind == "ratio" and stated.kind == "percent":
        ways = {rounded(exact * 100, stated.decimals), rounded(exact * 100, stated.decimals, ROUND_DOWN)}
        return stated.decimals > 0 and stated.value not in ways
    return False
