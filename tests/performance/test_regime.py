import pytest

from wenxiao.performance.records import Published
from wenxiao.performance.regime import find, names, regime

ALL = [*names(), "national", "template-province"]


@pytest.mark.parametrize("name", ALL)
def test_every_pack_loads_and_says_what_it_is(name: str) -> None:
    pack = regime(name)
    assert pack.name == name
    assert pack.title
    assert pack.title_en
    assert pack.thresholds
    assert pack.documents or pack.abstract
    assert set(regime().thresholds) == set(pack.thresholds)


@pytest.mark.parametrize("name", ALL)
def test_bands_of_a_pack_cover_every_score_or_there_are_none(name: str) -> None:
    lows = [grade.low for grade in regime(name).grades]
    assert lows == sorted(set(lows), reverse=True)
    if lows:
        assert lows[-1] == 0
        assert lows[0] < 100
    words = [word for grade in regime(name).grades for word in grade.words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", ALL)
def test_points_of_the_first_level_add_up_to_a_hundred(name: str) -> None:
    pack = regime(name)
    for split in pack.weights:
        assert pack.execution_weight is not None
        assert sum(split.values()) + pack.execution_weight == 100


@pytest.mark.parametrize("name", ALL)
def test_what_a_document_must_contain_can_be_looked_for(name: str) -> None:
    for requirements in regime(name).documents.values():
        assert requirements
        for requirement in requirements:
            assert requirement.kind in ("chapter", "fact")
            assert requirement.name_en
            assert bool(requirement.words) == (requirement.kind == "chapter")
            assert all(word.strip() == word and word for word in (*requirement.words, *requirement.near))


def test_a_pack_says_only_what_differs_from_the_one_that_it_extends() -> None:
    assert regime("kunming").lineage == ("yunnan", "national-2020", "national")
    assert regime("kunming").grades == regime().grades
    own, inherited = (regime(name).documents["项目支出绩效报告（自评）"] for name in ("kunming", "national-2020"))
    assert [r.name for r in own if r.kind == "chapter"][-1] == "其他需要说明的问题"
    assert own != inherited
    assert regime("template-province").thresholds["low_execution"] != regime().thresholds["low_execution"]
    assert regime("template-province").thresholds["over_achieved"] == regime().thresholds["over_achieved"]


def test_a_chapter_is_said_once_and_asked_for_by_name() -> None:
    old, new = (regime(name).documents["项目支出绩效自评报告"] for name in ("national-2013", "national-2020"))
    shared = {r.name: r for r in old} | {r.name: r for r in new}
    assert {r.name for r in new} - {r.name for r in old} == {"资金使用情况", "score"}
    assert all(r is regime("national").parts[name] for name, r in shared.items())


def test_a_chapter_said_anew_leaves_the_inherited_types_alone() -> None:
    local, national = (regime(name).parts["存在的问题"] for name in ("yunnan", "national"))
    assert local != national
    assert national in regime("yunnan").documents["项目支出绩效评价报告"]
    assert local in regime("kunming").documents["项目支出绩效报告（自评）"]


def test_a_type_may_be_like_another() -> None:
    documents = regime("template-province").documents
    assert documents["项目支出绩效报告（自评）"] == documents["项目支出绩效自评报告"]
    assert [r.name for r in documents["项目支出绩效自评报告"] if r.kind == "chapter"][-1] == "其他需要说明的问题"


@pytest.mark.parametrize(
    ("region", "year", "name"),
    [
        ("昆明市呈贡区龙城街道", 2023, "kunming"),
        ("西山区", 2024, "kunming"),
        ("临沧市永德县", 2022, "yunnan"),
        ("云南省", None, "yunnan"),
        ("昆明市", 2018, "national-2013"),
        ("澜江市星河区", 2024, "national-2020"),
        ("澜江市西山区", 2024, "national-2020"),
        (None, 2017, "national-2013"),
        (None, None, "national-2020"),
    ],
)
def test_place_and_year_of_a_document_tell_its_pack(region: str | None, year: int | None, name: str) -> None:
    assert find(region, year, None).name == name


def test_a_pack_that_is_not_there_is_a_key_error_and_an_abstract_one_applies_to_nothing() -> None:
    with pytest.raises(KeyError):
        regime("nowhere")
    with pytest.raises(KeyError):
        regime("")
    assert regime("template-province").abstract
    assert {"template-province", "national"}.isdisjoint(names())
    assert find("某省", 2024).name == "national-2020"


def test_disclosure_and_use_of_results_are_values_of_a_pack() -> None:
    assert regime("kunming").publish_within == regime().publish_within == 20
    assert regime("kunming").to_publish == ("绩效目标", "绩效自评")
    assert regime("national-2013").publish_within is None
    assert [grade.name for grade in regime("kunming").grades if grade.reduces] == ["中", "差"]


@pytest.mark.parametrize("name", ALL)
def test_what_a_pack_publishes_are_parts_of_the_cycle(name: str) -> None:
    assert {Published(what) for what in regime(name).to_publish} <= set(Published)
    assert bool(regime(name).to_publish) == (regime(name).publish_within is not None)


@pytest.mark.parametrize("name", ALL)
def test_answers_and_lights_of_a_pack_cover_everything_or_there_are_none(name: str) -> None:
    pack = regime(name)
    for bands in (pack.answers, pack.lights, pack.bands):
        lows = [band.low for band in bands]
        assert lows == sorted(set(lows), reverse=True)
        assert not lows or lows[-1] == 0
    shares = [band.share for band in pack.bands]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    assert [answer.high for answer in pack.answers] == [1, *(answer.low for answer in pack.answers)][
        : len(pack.answers)
    ]
    colors = ["green", "yellow", "red"]
    assert [answer.light for answer in pack.answers] == [band.color for band in pack.lights] in (colors, [])
    words = [word for answer in pack.answers for word in (answer.label, *answer.words)]
    assert len(words) == len(set(words))


def test_the_template_shows_every_key_of_scoring() -> None:
    template = regime("template-province")
    assert template.target_weight == 100 - (template.execution_weight or 0)
    assert template.pass_line is not None
    assert template.threshold is not None
    assert template.bands != regime().bands
    assert template.over_deduction is not None
    assert template.roll_up == "budget"
    assert template.lights != regime().lights
    assert (regime().target_weight, regime().pass_line, regime().over_deduction) == (None, None, None)
