import pytest

from wenxiao.audit.together.names import apart, district_of, levels, project_key, two_things, unit_of
from wenxiao.reading.model import Identity


@pytest.mark.parametrize(
    ("organisation", "region", "unit"),
    [
        ("清河市东湖区水务局", "清河市东湖区", "东湖区水务局"),
        ("东湖区水务局", "东湖区", "东湖区水务局"),
        ("区水务局", "清河市东湖区", "东湖区水务局"),
        ("东湖区水务局（本级）", "东湖区", "东湖区水务局"),
        ("柳溪街道办事处", "清河市东湖区柳溪街道", "柳溪街道办事处"),
        ("东湖区住房和城乡建设局", "东湖区", "东湖区住房和城乡建设局"),
        ("财政局", None, None),
        (None, "东湖区", None),
        ("甲有限公司2023年", "东湖区", None),
    ],
)
def test_a_unit_is_told_by_its_office_and_the_lowest_place_of_its_name(
    organisation: str | None, region: str | None, unit: str | None
) -> None:
    assert unit_of(Identity(organisation=organisation, region=region)) == unit


def test_a_district_must_stand_in_title_or_organisation() -> None:
    assert district_of(Identity(organisation="东湖区水务局", region="清河市东湖区")) == "东湖区"
    assert district_of(Identity(title="2023年度自评报告", region="东湖区")) is None
    assert district_of(Identity(title="清河市2023年度自评报告", region="清河市")) is None
    assert levels("清河市东湖区柳溪街道") == ["清河市", "东湖区", "柳溪街道"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("2023年度饮水安全工程项目", "饮水安全工程"),
        ("饮水安全工程（中央资金）", "饮水安全工程"),
        ("饮水安全工程（二期）", "饮水安全工程二期"),
        ("“网格监督员”补助经费", "网格监督员补助"),
        ("2022年度饮水安全工程", "2022年度饮水安全工程"),
        ("专项资金项目", None),
        ("项目", None),
    ],
)
def test_the_key_of_a_project_leaves_out_what_any_project_shares(name: str, key: str | None) -> None:
    assert project_key(name, "甲县", 2023) == key


@pytest.mark.parametrize(
    ("a", "b", "two"),
    [
        ("甲村道路硬化", "乙村道路硬化", True),
        ("公厕改造一期", "公厕改造二期", True),
        ("柳溪镇河道清淤", "松山镇河道清淤", True),
        ("社区网格监督员补助", "社区网络监督员补助", False),
        ("城区排水管网改造工程", "城区排水管网改造", False),
    ],
)
def test_numbers_places_and_phases_make_two_names_two_things(a: str, b: str, two: bool) -> None:
    assert two_things(a, b) is two


def test_distance_stops_at_the_most_that_is_asked() -> None:
    assert apart("网格监督员", "网络监督员", 1) == 1
    assert apart("网格监督", "网格监督员", 1) == 1
    assert apart("网格监督员", "河道清淤", 2) is None
