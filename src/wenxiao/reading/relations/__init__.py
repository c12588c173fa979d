"""What a document says about its own figures, recomputed: sums, ratios, differences, changes, restatements."""

from __future__ import annotations

from wenxiao.reading.model import Relation
from wenxiao.reading.relations.adjustments import adjustments, orders
from wenxiao.reading.relations.changes import changes
from wenxiao.reading.relations.listings import listings
from wenxiao.reading.relations.material import Material
from wenxiao.reading.relations.products import products
from wenxiao.reading.relations.ratios import ratios
from wenxiao.reading.relations.remainders import remainders
from wenxiao.reading.relations.restatements import restatements
from wenxiao.reading.relations.rounding import allow_for_rounding
from wenxiao.reading.relations.share_lists import share_lists
from wenxiao.reading.relations.states import states
from wenxiao.reading.relations.sums import sums
from wenxiao.reading.relations.unit_slips import unit_slips

__all__ = ["Material", "find_relations"]


def find_relations(material: Material) -> tuple[Relation, ...]:
    """Every relation, in order of place."""
    found = [
        *sums(material),
        *ratios(material),
        *adjustments(material),
        *orders(material),
        *changes(material),
        *restatements(material),
        *states(material),
        *listings(material),
        *products(material),
        *remainders(material),
        *share_lists(material),
        *unit_slips(material),
    ]
    return tuple(sorted(allow_for_rounding(found), key=lambda r: min(r.spans)[0]))
