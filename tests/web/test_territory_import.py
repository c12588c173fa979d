"""Reading in polygons, components, people and the catalogue: whole or not at all, each refusal with its row; what comes out goes in again."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wenxiao.grid.coordinates import Position, System, metres, shown
from wenxiao.web.grid.grounds import ground
from wenxiao.web.territory.lookup import grid_of
from wenxiao.web.territory.models import (
    Change,
    Component,
    DutyGrid,
    GridAssignment,
    LocalCategory,
    LocalCondition,
    Staff,
    UnitGrid,
)
from wenxiao.web.territory.sample import inside, outlines

NEW = "530100001003001"


def geojson(*rows):
    """A file with a polygon for each code and ring."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
                for code, ring in rows
            ],
        }
    ).encode()  # fmt: skip


def square(west, north, side=0.001):
    return [[west, north], [west + side, north], [west + side, north - side], [west, north - side], [west, north]]


def sheet(heading, *rows):
    book = openpyxl.Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def send(as_user):
    def sent(kind, data, *, take=True, **more):
        file = SimpleUploadedFile("file", data)
        step = {"take": ""} if take else {"check": ""}
        answer = as_user("lead").post(f"/territory/import/{kind}/", {"file": file, **step, **more})
        return answer.status_code, answer.content.decode()

    return sent


def test_polygons_come_in_with_their_system_and_keep_what_was_given(send):
    ring = square(102.85, 24.95)
    status, page = send("grids", geojson((NEW, ring)), system="GCJ02")
    assert (status, "新增 1" in page) == (200, True)
    grid = UnitGrid.objects.get(code=NEW)
    assert (grid.given_outline, grid.given_system, grid.street) == (ring, "GCJ02", NEW[:9])
    back = shown(grid.ring[0], System.GCJ02)
    assert metres(back, Position(*ring[0])) < 0.01
    assert 300 < metres(grid.ring[0], Position(*ring[0])) < 800  # it was shifted
    assert grid_of(Position((grid.west + grid.east) / 2, (grid.south + grid.north) / 2)) == NEW


def test_looking_at_a_file_keeps_nothing(send):
    status, page = send("grids", geojson((NEW, square(102.85, 24.95))), take=False, system="CGCS2000")
    assert (status, "将新增 1" in page) == (200, True)
    assert not UnitGrid.objects.filter(code=NEW).exists()
    assert not Change.objects.filter(what__startswith="导入单元网格：").exists()


@pytest.mark.parametrize(
    ("code", "ring", "sentence"),
    [
        ("53010000100300", square(102.85, 24.95)[:-1], "没有闭合"),  # a code of fourteen digits is one of CJ/T 213
        ("5301", square(102.85, 24.95), "不是编码"),
        ("", square(102.85, 24.95), "不是编码"),
        (NEW, [[102.85, 24.95], [102.86, 24.94], [102.86, 24.95], [102.85, 24.94], [102.85, 24.95]], "自相交"),
        (NEW, square(102.8, 24.915), "重叠"),
        (NEW, square(24.95, 102.85), "写反"),
        (NEW, [[102.85, 24.95], [102.86, 24.95], [102.85, 24.95]], "少于三个点"),
        (NEW, [["x", "y"], [1, 1]], "不是经纬度"),
        (NEW, [1, 2], "不是［经度，纬度］"),
    ],
)
def test_a_polygon_that_is_none_refuses_its_row_and_the_file(send, code, ring, sentence):
    before = list(UnitGrid.objects.values_list("code", flat=True))
    status, page = send("grids", geojson(("530100001003009", square(102.9, 24.95)), (code, ring)), system="CGCS2000")
    assert status == 422
    assert sentence in page
    assert list(UnitGrid.objects.values_list("code", flat=True)) == before


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[1]", b'{"type":"FeatureCollection","features":[]}', b"\x00\x01", b"<html>"]
)
def test_a_file_that_is_none_is_refused_in_words(send, data):
    status, page = send("grids", data or b" ", system="CGCS2000")
    assert status == 422
    assert 'class="message error"' in page


def test_what_the_list_exports_goes_in_again_unchanged(as_user, send):
    client = as_user("lead")
    before = list(UnitGrid.objects.values_list("code", "outline", "area", "community_name"))
    for ending in ("geojson", "xlsx"):
        data = b"".join(client.get(f"/territory/?export={ending}"))
        status, page = send("grids", data, system="CGCS2000")
        assert (status, "新增 0，修改 24" in page) == (200, True), page
        assert list(UnitGrid.objects.values_list("code", "outline", "area", "community_name")) == before


COMPONENTS = ("部件标识码", "部件名称", "状态", "权属单位代码", "经度", "纬度", "坐标系")


def test_components_lie_in_the_grid_of_their_place(send):
    at = inside("530100002001001")
    moved = shown(at, System.BD09)
    data = sheet(COMPONENTS, ("5301000103900001", "雨水井盖", "完好", "G24", moved.lon, moved.lat, "百度"), ("5301000101900002", "上水井盖", None, None, 100.0, 20.0, None))  # fmt: skip
    status, page = send("components", data, system="CGCS2000")
    assert (status, "新增 2" in page) == (200, True), page
    one, outside = Component.objects.filter(code__contains="9000").order_by("-code")
    assert (one.grid.code, one.given_system, one.owner.code) == ("530100002001001", "BD09", "G24")
    assert metres(Position(one.longitude, one.latitude), at) < 0.1
    assert (outside.grid, outside.state) == (None, "good")


def test_components_that_cannot_be_are_refused_row_by_row(send):
    data = sheet(COMPONENTS, ("5301000103900001", "雨水井盖", "歪了", "G24", 102.8, 24.9, None), ("530100010390000", "x", None, None, 102.8, 24.9, None), ("5301000199900001", "x", None, "G99", 102.8, 124.9, None), ("5301000103900001", "", None, None, 102.8, 24.9, None))  # fmt: skip
    before = Component.objects.count()
    status, page = send("components", data, system="CGCS2000")
    assert status == 422
    for sentence in ("歪了", "不是编码", "目录中没有", "G99", "写反", "与第 2 行重复", "没有填写"):
        assert sentence in page, sentence
    assert Component.objects.count() == before


def test_components_are_changed_by_their_code_and_their_state_is_on_record(send):
    one = Component.objects.filter(state="good").first()
    at = inside(one.grid.code)
    assert (
        send("components", sheet(COMPONENTS, (one.code, one.name, "破损", None, at.lon, at.lat, None)), system="WGS84")[
            0
        ]
        == 200
    )
    one.refresh_from_db()
    assert (one.state, one.states.get().state) == ("broken", "broken")


def test_management_grids_have_the_unit_grids_of_the_file(send):
    heading = ("管理网格代码", "管理网格名称", "试点", "单元网格编码")
    codes = [code for code in outlines() if code.startswith("530100001001")][:2]
    status, page = send("duty", sheet(heading, *[("530100001G01", "银杏第一网格", "否", code) for code in codes]))
    assert (status, "修改 1" in page) == (200, True), page
    duty = DutyGrid.objects.get(code="530100001G01")
    assert [grid.code for grid in duty.grids.all()] == codes
    assert not duty.pilot
    status, page = send("duty", sheet(heading, ("N1", "新", "是", codes[0]), ("N1", "新", "是", "530100002001001")))
    assert (status, "所在街道" in page) == (422, True)


STAFF = ("工号", "姓名", "角色", "单位代码", "登录名", "管理网格代码", "担任", "自", "至")


def test_people_come_with_their_assignments(send):
    data = sheet(STAFF, ("J09", "方晴", "监督员", "G00", None, "530100002G04", "监督员", "2026-07-01", None), ("J09", "方晴", "监督员", "G00", None, "530100003G06", None, "2026-07-01", "2026-07-31"))  # fmt: skip
    status, page = send("staff", data)
    assert (status, "新增 1" in page) == (200, True), page
    assert Staff.objects.get(number="J09").assignments.count() == 2
    before = GridAssignment.objects.count()
    wrong = sheet(STAFF, ("J10", "甲", "队长", "G00", None, None, None, None, None), ("J11", "乙", "监督员", "G00", "nobody", "X", "监督员", "2026-07-02", "2026-07-01"))  # fmt: skip
    status, page = send("staff", wrong)
    assert status == 422
    for sentence in ("“队长”认不出", "nobody", "“X”", "早于开始日期"):
        assert sentence in page, sentence
    assert GridAssignment.objects.count() == before


def test_a_limit_that_cannot_be_read_refuses_its_row(send):
    heading = ("条件编码", "类别", "立案条件", "处置时限", "结案条件", "紧急")
    good = ("k-1", "0505", "路面塌陷未围护", "2紧急工作时", "已围护", "是")
    status, page = send(
        "conditions", sheet(heading, good, ("k-2", "0505", "路面塌陷", "1紧急工作时制止", "已修复", "否"))
    )
    assert (status, "1紧急工作时制止" in page) == (422, True)
    assert not LocalCondition.objects.filter(code__startswith="k-").exists()
    assert send("conditions", sheet(heading, good))[0] == 200
    made = ground().catalogue.conditions["k-1"]
    assert (str(made.limit), made.urgent, made.categories) == ("2紧急工作时", True, ("30428.2-2013:event:0505",))


def test_a_code_that_means_two_categories_is_not_guessed(send):
    heading = ("条件编码", "类别", "立案条件", "处置时限", "结案条件")
    status, page = send("conditions", sheet(heading, ("k-3", "0101", "井盖或私搭", "1工作日", "完成")))
    assert (status, "不止一个类别" in page) == (422, True)


def test_categories_of_a_place(send):
    heading = ("标准编号", "种类", "代码", "名称")
    wrong = (
        ("GB/T 30428.2-2013", "事件", "069", "短"),
        ("GB/T 1", "事件", "0697", "别的标准"),
        ("GB/T 30428.2-2013", "事件", "0110", "已有"),
    )
    status, page = send("categories", sheet(heading, *wrong))
    assert status == 422
    for sentence in ("4 位数字", "GB/T 1", "已在目录中"):
        assert sentence in page, sentence
    before = LocalCategory.objects.count()
    assert send("categories", sheet(heading, ("GB/T 30428.2-2013", "事件", "0697", "流浪犬")))[0] == 200
    assert LocalCategory.objects.count() == before + 1
    assert ground().catalogue.categories["30428.2-2013:event:0697"].group == "其他事件"


@pytest.mark.parametrize("kind", ["grids", "components", "duty", "staff", "categories", "conditions"])
def test_every_template_says_of_its_example_that_it_is_one(as_user, send, kind):
    data = b"".join(as_user("lead").get(f"/territory/import/{kind}/template.xlsx"))
    status, page = send(kind, data, system="CGCS2000")
    assert (status, "示例行" in page) == (422, True), page
