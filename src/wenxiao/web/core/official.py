"""What the audit's rules say of an official form that is filled from entered data, each finding at its field.

The form is written as the workbook that the unit would hand in, and read and audited like any other document: what is said
before a submission is what would be said of the paper. The same values are said the same of, so that it is kept by what they are.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from django.core.cache import cache

from wenxiao.audit.model import Finding
from wenxiao.audit.run import audit_reading
from wenxiao.documents.places import Places
from wenxiao.performance.regime import Regime
from wenxiao.publishing.forms import Layout, Values, fields, xlsx
from wenxiao.reading.pipeline import read
from wenxiao.web.core.auditing import Said

#: Families whose findings count wherever they stand: arithmetic, money, indicators, statements. What the others say counts where it
#: touches a value: a form filled by the site has no chapters, attachments or page format.
FAMILIES = ("A", "B", "C", "D")
#: Seconds that the findings over some values are kept.
KEPT = 3600


def audited(
    layout: Layout,
    values: Values,
    regime: Regime,
    name: Callable[[str], str] = str,
    known: Collection[str] = (),
) -> list[Said]:
    """The findings over the form that these values make, gravest first.

    ``name`` gives the name of the web form's field for one of the form's own (``wanted``, ``money.0.approved``,
    ``indicators.2.target``; see ``publishing.forms.grid``); a finding that touches no value has an empty field.
    ``known``: checks of the catalogue (C06) that the room asks of its data by itself.
    """
    asked = repr((layout.title, values, regime.name, sorted(known)))
    key = hashlib.sha256(asked.encode()).hexdigest()
    said = cache.get(key)
    if said is None:
        said = _audited(layout, values, regime, known)
        cache.set(key, said, KEPT)
    return [replace(one, field=name(one.field) if one.field else "") for one in said]


def _audited(layout: Layout, values: Values, regime: Regime, known: Collection[str]) -> list[Said]:
    """The findings, each with the name that the form's own field has."""
    places_of_fields = fields(layout, values)
    with tempfile.TemporaryDirectory(prefix="wenxiao-") as folder:
        path = Path(folder) / f"{layout.title}.xlsx"
        path.write_bytes(xlsx(layout, values))
        reading = read(path)
    places = Places(reading.document)
    said = []
    for finding in audit_reading(reading, under=regime).findings:
        if finding.rule.check in known:
            continue
        field = _field(finding, places, places_of_fields)
        if field or finding.rule.check.startswith(FAMILIES):
            said.append(
                Said(
                    finding.id,
                    finding.rule.code,
                    finding.severity,
                    finding.message("zh"),
                    finding.message("en"),
                    field,
                    tuple(finding.outcome.arithmetic),
                )
            )
    return said


def _field(finding: Finding, places: Places, known: dict[str, str]) -> str:
    """The first value that the finding touches."""
    for span in finding.spans:
        anchor = places.at(span.start).anchor
        if anchor is not None and anchor.address in known:
            return known[anchor.address]
    return ""
