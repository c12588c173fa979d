"""The catalogue holds together, and codes are what their standard says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from wenxiao.grid.catalogue import Category, Condition, catalogue
from wenxiao.grid.clock import read_limit

KNOWN = catalogue()


def test_one_code_may_be_a_component_and_an_event() -> None:
    assert KNOWN.categories["30428.2-2013:component:0101"].zh == "上水井盖"
    assert KNOWN.categories["30428.2-2013:event:0101"].zh == "私搭乱建"


def test_every_category_has_its_standard_and_class() -> None:
    for category in KNOWN.categories.values():
        assert KNOWN.standards[category.standard].ref.startswith("GB/T")
        assert category.group
        assert category.group_en
        assert not KNOWN.is_local(category)


def test_old_codes_lead_to_new_ones_where_that_is_known() -> None:
    new = KNOWN.successor("30428.2-2013:event:0110")
    assert new is not None
    assert (new.code, new.zh) == ("06010", "暴露垃圾")
    assert KNOWN.successor("30428.2-2013:event:0505") is None
    for old, key in KNOWN.successors.items():
        assert KNOWN.categories[old].standard < KNOWN.categories[key].standard


def test_each_day_has_the_codes_in_force() -> None:
    assert {each.standard for each in KNOWN.on(date(2026, 6, 30))} == {"30428.2-2013"}
    assert {each.standard for each in KNOWN.on(date(2026, 7, 1))} == {"47678.5-2026"}


def test_a_category_has_several_conditions_each_with_its_limit() -> None:
    limits = {each.code: str(each.limit) for each in KNOWN.conditions_of("30428.2-2013:component:0101")}
    assert limits == {
        "cover-missing": "2紧急工作时", "cover-broken": "4工作时", "cover-loose": "2工作日", "cover-sunk": "5工作日",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "standard", "code", "parts"),
    [
        ("unit_grid", "GB/T 30428.1", "530114001002003", ("530114", "001", "002", "003")),
        ("unit_grid", "CJ/T 213", "53011400100203", ("530114", "001", "002", "03")),
        ("unit_grid", "GB/T 30428.1", "53011400100200", None),
        ("unit_grid", "GB/T 30428.1", "53011400100200x", None),
        ("component", "GB/T 30428.2-2013", "3205080101000001", ("320508", "01", "01", "000001")),
        ("component", "GB/T 47678.5-2026", "32050801001000001", ("320508", "01", "001", "000001")),
    ],
)
def test_codes_have_their_parts(kind: str, standard: str, code: str, parts: tuple[str, ...] | None) -> None:
    assert KNOWN.parts(kind, standard, code) == parts


def test_a_standard_without_a_shape_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        KNOWN.parts("unit_grid", "CJ/T 216", "530114001002003")


def test_a_place_adds_its_own() -> None:
    own = Category("47678.5-2026", "item", "06999", "共享单车淤积（自定义）", "piled-up bicycles", "local")
    condition = Condition("bicycles", (own.key,), "堆积", "a pile", read_limit("4工作时"), "清走", "gone")
    more = KNOWN.extended([own], [condition])
    assert more.is_local(more.categories[own.key])
    assert more.conditions_of(own.key) == (condition,)
    assert own.key not in KNOWN.categories


def test_what_does_not_hold_together_is_refused() -> None:
    own = Category("47678.5-2026", "item", "06031", "缺号", "absent", "local")
    with pytest.raises(ValueError, match="no code of"):
        KNOWN.extended([own])
    with pytest.raises(ValueError, match="no code of"):
        KNOWN.extended([replace(own, code="0603")])
    with pytest.raises(ValueError, match="is not in the catalogue"):
        KNOWN.extended([], [Condition("x", ("none",), "", "", read_limit("4工作时"), "", "")])
