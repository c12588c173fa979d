"""Which rules apply to a project-year: the regime of the place that it belongs to, found once a request or job."""

from __future__ import annotations

from typing import Any

from wenxiao.performance.regime import Regime, find
from wenxiao.web.people.models import Organisation


def region_of(path: str) -> str:
    """The name of the place that an organisation's path lies in, from the outermost: 云南省昆明市呈贡区."""
    above = [int(pk) for pk in path.split("/") if pk]
    places = Organisation.objects.filter(pk__in=above, kind=Organisation.Kind.JURISDICTION)
    return "".join(places.order_by("path").values_list("name", flat=True))


def regime_of(year: Any) -> Regime:
    """The regime for a project-year."""
    return find(region_of(year.unit.path), year.year)


class Regimes:
    """The regimes of many project-years, asking once for each place."""

    def __init__(self) -> None:
        self._regions: dict[str, str] = {}

    def of(self, year: Any) -> Regime:
        top = year.unit.path.split("/")[1]
        if top not in self._regions:
            self._regions[top] = region_of(f"/{top}/")
        return find(self._regions[top], year.year)
