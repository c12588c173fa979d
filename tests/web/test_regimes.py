"""Which rules hold for whom: those of the place, which an organisation knows of those above it."""

from __future__ import annotations

from wenxiao.web.core.regimes import regime_in
from wenxiao.web.people.models import Organisation


def made(name, kind, parent=None):
    return Organisation.objects.create(code=f"R-{name}", name=name, kind=kind, parent=parent)


def test_a_unit_is_under_the_rules_of_its_place(db):
    province = made("云南省", "jurisdiction")
    city = made("昆明市", "jurisdiction", province)
    unit = made("某局", "department", city)
    assert unit.region == "云南省昆明市"
    assert regime_in(unit, 2026).name == "kunming"
    assert regime_in(province, 2026).name == "yunnan"
    assert "kunming" not in regime_in(made("别省", "jurisdiction"), 2026).name


def test_what_is_below_a_place_follows_its_name(db):
    city = made("昆名市", "jurisdiction")
    made("某中心", "unit", made("某局", "department", city))
    city.name = "昆明市"
    city.save()
    assert regime_in(Organisation.objects.get(code="R-某中心"), 2026).name == "kunming"
