"""The register: what one finds, keeps, exports, imports and changes."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenxiao.web.core.clock import travelling
from wenxiao.web.core.models import SensitiveRead
from wenxiao.web.ledger.models import Balance
from wenxiao.web.ledger.services import position, verify
from wenxiao.web.people.models import Membership, Organisation
from wenxiao.web.register.models import Project, ProjectYear, SavedView
from wenxiao.web.sample import YEAR


@pytest.fixture(autouse=True)
def november():
    with travelling(date(YEAR, 11, 21)):
        yield


def codes(page):
    return [row.project.code[-4:] for row in page.context["rows"]]


def project(**changes):
    unit = Organisation.objects.get(code="201001")
    return {"name": "试点项目", "code": "T-1", "unit": unit.pk, "attribute": "new", "begins": YEAR, "ends": YEAR + 1, "fund": "general", "purpose": "试点", "revision": 0, **changes}  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "网格"}, {"0001", "0002"}),
        ({"q": "530100-0008"}, {"0008"}),
        ({"unit": "202"}, {"0005", "0006", "0007"}),
        ({"unit": "河道管理所"}, {"0005", "0006"}),
        ({"fund": "government"}, {"0005"}),
        ({"bond": "1"}, {"0005"}),
        ({"attribute": "new"}, {"0004", "0007", "0008"}),
        ({"q": "网格", "unit": "202"}, set()),
        ({"fund": "x", "year": "", "bond": "?"}, {f"{n:04}" for n in range(1, 11)}),
    ],
)
def test_filters_are_in_the_address(as_user, asked, found):
    page = as_user("performance").get("/projects/", {"year": YEAR, **asked} if asked.get("year") != "" else asked)
    assert set(codes(page)) == found
    assert ("请放宽筛选" in page.content.decode()) == (not found)


@pytest.mark.parametrize("order", ["code", "-code", "name", "unit", "-year", "revised", "-revised", "-paid", "rate", "-rate", "nonsense"])  # fmt: skip
def test_the_list_is_sorted_by_its_address_with_missing_last(as_user, year, order):
    Balance.objects.filter(pk=year(4).pk).delete()
    page = as_user("performance").get("/projects/", {"year": YEAR, "order": order})
    rows = page.context["rows"]
    assert len(rows) == 10
    if order in {"revised", "-revised", "-paid", "rate", "-rate"}:
        name = order.removeprefix("-")
        values = [getattr(row.money, name) for row in rows if row.money]
        assert values == sorted(values, reverse=order.startswith("-"))
        assert rows[-1].money is None
    assert ('aria-sort="descending"' in page.content.decode()) == order.startswith("-")


def test_pages_of_a_list_by_money_hold_everybody_once(as_user):
    unit = Organisation.objects.get(code="201001")
    for number in range(120):
        one = Project.objects.create(code=f"X{number:03}", name="长表", unit=unit, attribute="new", fund="general", begins=YEAR, ends=YEAR)  # fmt: skip
        py = ProjectYear.objects.create(project=one, year=YEAR, unit=unit)
        if number < 70:
            Balance.objects.create(project_year=py, original=number, revised=number)
    client = as_user("performance")
    for order in ("-revised", "revised"):
        pages = [client.get("/projects/", {"q": "长表", "order": order, "page": n}) for n in (1, 2, 3)]
        seen = [row.pk for page in pages for row in page.context["rows"]]
        assert len(seen) == len(set(seen)) == 120
        assert [row.money is None for page in pages for row in page.context["rows"]] == [False] * 70 + [True] * 50


def test_a_clerk_sees_the_own_unit_alone(as_user, year):
    client = as_user("clerk")
    assert set(codes(client.get("/projects/"))) == {"0001", "0002"}
    assert client.get(f"/projects/{year(3).pk}/edit/").status_code == 404
    assert client.post(f"/projects/{year(3).pk}/continue/").status_code == 404
    assert client.get("/projects/import/").status_code == 403
    assert set(codes(client.get("/projects/", {"unit": "202"}))) == set()


def test_oversight_sees_figures_as_of_its_day_and_no_order_by_money(as_user, year):
    day = date(YEAR, 5, 31)
    Membership.objects.filter(user__username="oversight").update(as_of=day)
    page = as_user("oversight").get("/projects/", {"year": YEAR, "order": "-paid"})
    shown = {row.pk: row for row in page.context["rows"]}
    at = position(year(1), day)
    assert shown[year(1).pk].money.position() == at != position(year(1))
    assert [column["order"] for column in page.context["columns"] if column["money"]] == [""] * 3
    assert f"{at.paid / 10_000:,.2f}" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_list(as_user):
    client = as_user("performance")
    counts = []
    for round_ in "AB":
        client.get("/projects/?order=-paid")
        with CaptureQueriesContext(connection) as captured:
            client.get("/projects/?order=-paid")
        counts.append(len(captured))
        unit = Organisation.objects.get(code="202001")
        for number in range(40):
            one = Project.objects.create(code=f"{round_}{number}", name="多", unit=unit, attribute="new", fund="general", begins=YEAR, ends=YEAR)  # fmt: skip
            ProjectYear.objects.create(project=one, year=YEAR, unit=unit)
    assert counts[0] == counts[1]


def test_views_are_kept_opened_and_dropped_each_by_its_owner(as_user):
    mine, other = as_user("performance"), as_user("clerk")
    mine.post("/projects/views/", {"name": "债券", "query": "bond=1&page=3&evil=x&order=-paid"})
    view = SavedView.objects.get()
    assert view.query == "bond=1&order=-paid"
    page = mine.get(f"/projects/?{view.query}").content.decode()
    assert 'aria-current="true">债券' in page
    asked = mine.post("/projects/views/", {"name": "债券", "query": "fund=general"})
    assert asked.status_code == 409
    assert "已有视图" in asked.content.decode()
    assert SavedView.objects.get().query == "bond=1&order=-paid"
    assert mine.post("/projects/views/", {"name": "债券", "query": view.query}).status_code == 302, "the same again"
    mine.post("/projects/views/", {"name": "债券", "query": "fund=general", "replace": ""})
    assert SavedView.objects.get().query == "fund=general"
    other.post(f"/projects/views/{view.pk}/drop/")
    assert SavedView.objects.count() == 1
    assert "债券</a>" not in other.get("/projects/").content.decode()
    mine.post(f"/projects/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()
    assert mine.post("/projects/views/", {"name": " ", "query": "bond=1"}).status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_export_holds_what_the_filters_show(as_user, language):
    client = as_user("business")
    client.cookies["django_language"] = language
    answer = client.get("/projects/export/", {"year": YEAR, "order": "-paid"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == ("Code" if language == "en" else "项目代码")
    paid = [row[15] for row in rows[1:]]
    assert len(paid) == 7
    assert paid == sorted(paid, reverse=True)
    assert {row[3] for row in rows[1:]} == {"星河区城市管理局", "星河区水务局"}
    assert SensitiveRead.objects.filter(user__username="business", what__startswith="export /projects/export/").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_import_takes_what_was_exported_again(as_user, language):
    client, unit = as_user("performance"), Organisation.objects.get(code="201001")
    made = [
        Project.objects.create(code=f"往返-{n}", name=f"往返项目{n}", unit=unit, attribute=attribute, fund=fund, bond=bond, begins=YEAR - 1, ends=YEAR + 1, purpose="做什么")
        for n, (attribute, fund, bond) in enumerate((("new", "general", False), ("continuing", "government", True), ("new", "capital", False), ("new", "insurance", False)))
    ]  # fmt: skip
    before = Organisation.objects.get(code="201002")
    for one in made:
        ProjectYear.objects.create(project=one, year=YEAR - 1, unit=before)
        ProjectYear.objects.create(project=one, year=YEAR, unit=unit)
    facts = ("code", "name", "unit__code", "attribute", "fund", "bond", "begins", "ends", "purpose")

    def known():
        projects = Project.objects.filter(code__startswith="往返").order_by("code")
        years = ProjectYear.objects.filter(project__in=projects).order_by("project__code", "year")
        return list(projects.values_list(*facts)), list(years.values_list("project__code", "year", "unit__code"))

    there = known()
    client.cookies["django_language"] = language
    book = client.get("/projects/export/", {"q": "往返"}).getvalue()
    ProjectYear.objects.filter(project__in=made).delete()
    Project.objects.filter(pk__in=[one.pk for one in made]).delete()
    preview = upload(client, SimpleUploadedFile("项目库.xlsx", book))
    assert client.post(preview).status_code == 302
    assert known() == there


def test_a_name_that_looks_like_a_formula_stays_text(as_user, year):
    Project.objects.filter(pk=year(1).project_id).update(name="=1+1")
    answer = as_user("clerk").get("/projects/export/", {"year": YEAR})
    cell = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_new_project_has_its_first_year(as_user):
    answer = as_user("clerk").post("/projects/new/", project())
    year = ProjectYear.objects.get(project__code="T-1")
    assert answer["Location"] == f"/projects/{year.pk}/"
    assert (year.year, year.unit.code, year.project.changed_by.username) == (YEAR, "201001", "clerk")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "530100-0003"}, "code"),
        ({"ends": YEAR - 1}, "ends"),
        ({"begins": 26}, "begins"),
        ({"name": ""}, "name"),
        ({"fund": "x"}, "fund"),
    ],
)
def test_what_is_wrong_with_a_project_stands_at_its_field(as_user, change, field):
    page = as_user("clerk").post("/projects/new/", project(**change))
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert "试点" in page.content.decode()
    assert not Project.objects.filter(code="T-1").exists()


def test_what_nobody_sees_in_a_pasted_code_is_no_part_of_it(as_user):
    assert as_user("clerk").post("/projects/new/", project(code="\u200bT-1\ufeff")).status_code == 302
    assert Project.objects.filter(code="T-1").exists()


def test_a_clerk_gives_no_project_to_another_unit(as_user, year):
    other = Organisation.objects.get(code="202001")
    assert as_user("clerk").post("/projects/new/", project(unit=other.pk)).status_code == 422
    one = year(1).project
    sent = project(code=one.code, name=one.name, unit=other.pk, revision=one.revision)
    assert as_user("clerk").post(f"/projects/{year(1).pk}/edit/", sent).status_code == 302
    one.refresh_from_db()
    assert one.unit.code == "201001"


def test_the_department_moves_a_project_with_its_money_and_leaves_earlier_years(as_user, year):
    one, other = year(1).project, Organisation.objects.get(code="201002")
    sent = project(code=one.code, name=one.name, unit=other.pk, revision=one.revision, begins=one.begins, ends=one.ends)
    assert as_user("department").post(f"/projects/{year(1).pk}/edit/", sent).status_code == 302
    assert [year(1).unit.code, year(1, YEAR - 1).unit.code] == ["201002", "201001"]
    assert verify() == []


def test_of_two_who_change_a_project_the_second_is_told_and_nothing_is_overwritten(as_user, year):
    one = year(1).project
    sent = project(code=one.code, unit=one.unit_id, begins=one.begins, ends=one.ends, revision=one.revision)
    assert as_user("clerk").post(f"/projects/{year(1).pk}/edit/", {**sent, "name": "甲改的"}).status_code == 302
    page = as_user("department").post(f"/projects/{year(1).pk}/edit/", {**sent, "name": "乙改的"})
    assert page.status_code == 422
    assert "林晓雨 修改了这份资料" in page.content.decode()
    assert "乙改的" in page.content.decode()
    one.refresh_from_db()
    assert one.name == "甲改的"


def test_a_project_goes_on_to_its_next_year_and_not_beyond_its_end(as_user, year):
    client = as_user("clerk")
    client.post(f"/projects/{year(1).pk}/continue/")
    after = ProjectYear.objects.get(project=year(1).project, year=YEAR + 1)
    assert after.unit == year(1).unit
    page = client.post(f"/projects/{after.pk}/continue/", follow=True).content.decode()
    assert "项目期到 2027 年为止" in page
    page = client.post(f"/projects/{year(1).pk}/continue/", follow=True).content.decode()
    assert f"{YEAR + 1} 年度已在项目库中" in page
    assert ProjectYear.objects.filter(project=year(1).project).count() == 3


HEADING = ("项目名称", "项目代码", "单位代码", "项目属性", "起始年度", "终止年度", "预算种类", "专项债券")
GOOD = ("河湖长制工作经费", "N-1", "202001", "新增", YEAR, YEAR + 1, "一般公共预算", "否")


def sheet(*rows, heading=HEADING):
    book = openpyxl.Workbook()
    for row in (("2026年度项目汇总表",), heading, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("项目.xlsx", file.getvalue())


def upload(client, file):
    answer = client.post("/projects/import/", {"file": file})
    return answer["Location"] if answer.status_code == 302 else answer


def test_projects_are_imported_whole(as_user):
    client = as_user("business")
    at = upload(client, sheet(GOOD, ("排水泵站运维", "N-2", 202002, "延续", "2025年", 2027, "政府性基金", "是")))
    preview = client.get(at)
    assert preview.context["draft"].refusals == []
    assert not Project.objects.filter(code__startswith="N-").exists()
    assert client.post(at).status_code == 302
    assert ProjectYear.objects.get(project__code="N-2").year == 2025
    assert Project.objects.get(code="N-2").bond is True
    assert client.get(at).status_code == 302  # the file is gone with what it was for


def test_a_project_of_which_nothing_is_said_of_bonds_is_none(as_user):
    client = as_user("business")
    without = [cell for cell in HEADING if cell != "专项债券"]
    rows = {"N-1": sheet((*GOOD[:7], "")), "N-2": sheet((GOOD[0], "N-2", *GOOD[2:7]), heading=without)}
    for code, file in rows.items():
        at = upload(client, file)
        assert client.get(at).context["draft"].refusals == []
        assert client.post(at).status_code == 302
        assert Project.objects.get(code=code).bond is False


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ({"code": "530100-0001"}, "项目代码", "已在项目库中"),
        ({"code": "N-1"}, "项目代码", "与第3行相同"),
        ({"unit": "999"}, "单位代码", "没有代码为“999”的预算单位"),
        ({"unit": "203001"}, "单位代码", "不在您的范围内"),
        ({"attribute": "续"}, "项目属性", "请写：新增、延续"),
        ({"ends": YEAR - 3}, "终止年度", "早于起始年度"),
        ({"begins": "二〇"}, "起始年度", "应为 1990 到 2100"),
        ({"name": None}, "项目名称", "没有填写"),
        ({"fund": "专户"}, "预算种类", "一般公共预算"),
        ({"bond": "也许"}, "专项债券", "请写：是、否"),
    ],
)
def test_a_row_that_is_refused_refuses_the_file_and_says_why(as_user, row, column, says):
    names = ("name", "code", "unit", "attribute", "begins", "ends", "fund", "bond")
    bad = tuple({**dict(zip(names, GOOD, strict=True)), "code": "N-9", **row}.values())
    client = as_user("business")
    at = upload(client, sheet(GOOD, bad))
    refusals = client.get(at).context["refusals"]
    assert [(one.row, one.column) for one in refusals] == [(4, column)]
    assert says in refusals[0].zh
    assert refusals[0].en
    assert client.post(at).status_code == 422
    assert not Project.objects.filter(code__startswith="N-").exists()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{at}refused/").getvalue())).active
    assert book["A2"].value == 4
    assert says in book["C2"].value


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not a package"), "打不开这个 Excel"),
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\x00\x00\x00"), "另存为 .xlsx"),
        (SimpleUploadedFile("a.csv", "名称,代码\n甲,乙\n".encode("gb18030")), "表头缺少"),
        (SimpleUploadedFile("a.csv", b"\n"), "表头缺少"),
        (SimpleUploadedFile("a.csv", ",".join(HEADING).encode()), "没有数据行"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(as_user, file, says):
    file.seek(0)
    client = as_user("business")
    page = client.get(upload(client, file))
    assert page.status_code == 422
    assert says in page.content.decode()


def test_the_file_of_another_is_nobody_elses(as_user):
    at = upload(as_user("business"), sheet(GOOD))
    assert as_user("performance").get(at)["Location"] == "/projects/import/"
    assert as_user("business").get("/projects/import/..%2F..%2Fsecret/").status_code in {302, 404}


def test_the_template_is_read_back_but_for_its_example(as_user):
    client = as_user("performance")
    book = client.get("/projects/import/template/").getvalue()
    at = upload(client, SimpleUploadedFile("t.xlsx", book))
    assert "这是模板的示例行" in client.get(at).content.decode()
    assert client.post(at).status_code == 422
