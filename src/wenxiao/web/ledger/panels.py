"""The money of a project-year, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from wenxiao.web.core.prepared import Prepared
from wenxiao.web.ledger.models import Entry
from wenxiao.web.ledger.pictures import waterfall
from wenxiao.web.ledger.reading import context, entries_of
from wenxiao.web.ledger.services import BALANCE

if TYPE_CHECKING:
    from wenxiao.web.register.timeline import Page

COUNT: Prepared[int] = Prepared(
    lambda year: (
        Entry.objects.filter(project_year=year)
        .order_by()
        .values("project_year")
        .annotate(count=Count("pk"))
        .values_list("count", flat=True)
    )
)


def asked() -> Iterable[Prepared[Any]]:
    return BALANCE, COUNT


def panel(page: Page) -> tuple[str, dict[str, Any]] | None:
    """Figures, waterfall and the way to the entries; None for somebody who does not see the ledger."""
    year, access = page.year, page.access
    if not access.can("ledger.see"):
        return None
    said = context(year, access)
    known = {rate.rate.key: rate.rate.value for rate in said["rates"]}
    count = entries_of(year, access).count() if access.as_of else COUNT.first(year.pk) or 0
    picture = waterfall(said["position"])
    return "ledger/panel.html", {"year": year, **said, "known": known, "count": count, "waterfall": picture}
