"""Targets: written by the clerk, checked while typing, frozen once approved, adjusted by a new version."""

from __future__ import annotations

import itertools
import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from tests.web import making
from tests.web.evaluating import money
from tests.web.making import force
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.performance.targets import Scoring
from wenxiao.web.core.editing import Conflict, save
from wenxiao.web.core.workflow import Contradictory, advance, history
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.targets import services
from wenxiao.web.targets.comparing import _kept, compared, since_return
from wenxiao.web.targets.forms import rows_of
from wenxiao.web.targets.library import LibraryForm
from wenxiao.web.targets.models import FrozenError, Indicator, LibraryIndicator, TargetSet


@pytest.fixture
def draft(year):
    """The adjustment that is being drafted: its points come to 96."""
    return TargetSet.objects.get(year=year(2), state="draft")


@pytest.fixture
def approved(year):
    return TargetSet.objects.get(year=year(1), state="approved")


def typed(target_set, **changes):
    """What the form of a draft posts; ``changes`` by the names of its fields."""
    rows = rows_of(target_set)
    fields = {"goal": target_set.goal, "reason": target_set.reason, "revision": target_set.revision}
    fields |= {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        fields |= {f"rows-{at}-{name}": value for name, value in row.items() if value not in (False, None)}
        fields[f"rows-{at}-ORDER"] = at + 1
    return {**fields, **{name.replace("__", "-"): value for name, value in changes.items()}}


def saved(target_set, access, rows):
    services.save(target_set, target_set.revision, target_set.goal, target_set.reason, rows, access)


def test_every_set_of_the_sample_that_was_submitted_has_nothing_that_blocks(db):
    for one in TargetSet.objects.exclude(state="draft"):
        assert [said.zh for said in one.audit() if said.severity == "error"] == [], str(one)
        assert one.missing() == []


def test_typing_is_checked_against_the_points_of_the_regime_and_each_remark_leads_to_its_field(as_user, draft):
    client, before = as_user("clerk"), list(draft.indicators.values())
    page = client.post(
        f"/targets/{draft.pk}/check/", typed(draft, rows__2__target="", rows__1__weight="abc")
    ).content.decode()
    assert 'data-for="id_rows-2-target" data-severity="error"' in page
    assert 'data-for="id_rows-1-weight"' in page
    assert "请填数字" in page
    assert list(draft.indicators.values()) == before
    fitting = client.post(f"/targets/{draft.pk}/check/", typed(draft, rows__0__weight="6")).content.decode()
    assert "权重相符" in fitting


def test_the_points_that_do_not_fit_are_told_with_the_sum(as_user, draft):
    page = as_user("clerk").post(f"/targets/{draft.pk}/check/", typed(draft)).content.decode()
    assert "12 + 6 + 16 + 12 + 10 + 30 + 10 = 96，应为 90 分" in page
    assert 'data-for="rows-rows"' in page


def test_the_check_speaks_english(as_user, draft):
    client = as_user("clerk")
    client.post("/language/", {"language": "en", "back": "/"})
    page = client.post(f"/targets/{draft.pk}/check/", typed(draft)).content.decode()
    assert "6 too many" in page
    assert "contradiction" in page


def test_a_saved_form_keeps_keys_takes_new_rows_drops_removed_ones_and_orders_them_by_level(as_user, draft):
    keys = [row.key for row in draft.indicators.all()]
    new = {
        "level1": "产出",
        "name": "平台访问人次",
        "nature": "ge",
        "target": "100",
        "unit": "人次",
        "weight": "3",
        "ORDER": 1,
    }
    fields = typed(draft, rows__1__DELETE="on", rows__0__ORDER=9)
    fields |= {f"rows-7-{name}": value for name, value in new.items()} | {"rows-TOTAL_FORMS": 8}
    answer = as_user("clerk").post(f"/targets/{draft.pk}/edit/", fields)
    assert answer.status_code == 302
    rows = list(draft.indicators.all())
    # the row that went last stays with those of its first level
    assert [row.key for row in rows[1:]] == [*keys[2:5], keys[0], *keys[5:]]
    assert (rows[0].name, rows[0].target) == ("平台访问人次", Decimal(100))
    assert rows[0].key not in keys


def test_what_cannot_be_saved_is_kept_as_typed_with_the_error_at_its_field(as_user, draft):
    answer = as_user("clerk").post(f"/targets/{draft.pk}/edit/", typed(draft, rows__0__target="十八", goal="新的目标"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "十八" in page
    assert "新的目标" in page
    assert "请填数字" in page
    draft.refresh_from_db()
    assert draft.goal != "新的目标"


def test_of_two_who_edit_the_second_is_told_and_nothing_is_overwritten(as_user, draft):
    first, second = typed(draft, goal="甲的目标"), typed(draft, goal="乙的目标")
    client = as_user("clerk")
    assert client.post(f"/targets/{draft.pk}/edit/", first).status_code == 302
    answer = client.post(f"/targets/{draft.pk}/edit/", second)
    assert answer.status_code == 422
    assert "乙的目标" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.goal == "甲的目标"


def test_errors_stop_a_submission_until_a_reason_is_written_which_the_reviewer_sees(as_user, access, draft):
    with pytest.raises(Contradictory):
        advance(draft, "submit", access("clerk"))
    client = as_user("clerk")
    found = [said.id for said in draft.audit() if said.severity == "error"]
    client.post(
        f"/targets/{draft.pk}/reasons/",
        {"revision": draft.revision, f"reason-{found[0]}": "财政同意本年按96分考核", "reason-x": "无此问题"},
    )
    draft.refresh_from_db()
    assert draft.passes == {found[0]: "财政同意本年按96分考核"}
    advance(draft, "submit", access("clerk"))
    page = as_user("head").get(f"/targets/{draft.pk}/").content.decode()
    assert "财政同意本年按96分考核" in page
    assert "应为 90 分" in page


def test_a_draft_that_somebody_wrote_in_meanwhile_is_not_dropped(as_user, access, draft):
    client, there = as_user("clerk"), f"/targets/{draft.pk}/"
    page = client.get(there).content.decode()
    form = page[page.index(f'action="{there}discard/"') :].split("</form>")[0]
    assert f'name="revision" value="{draft.revision}"' in form
    opened = draft.revision
    services.save(draft, opened, "另写的目标", draft.reason, [], access("clerk"))
    told = client.post(f"{there}discard/", {"revision": opened}, follow=True).content.decode()
    assert "没有办理：您打开页面以后" in told
    assert TargetSet.objects.get(pk=draft.pk).goal == "另写的目标"
    client.post(f"{there}discard/", {"revision": draft.revision})
    assert not TargetSet.objects.filter(pk=draft.pk).exists()


def test_reasons_that_come_too_late_are_kept_to_be_sent_again(as_user, access, draft):
    client, found = as_user("clerk"), next(said.id for said in draft.audit() if said.severity == "error")
    late = {"revision": draft.revision, f"reason-{found}": "财政同意本年按96分考核"}
    saved(draft, access("clerk"), [])  # somebody changed it in another window
    answer = client.post(f"/targets/{draft.pk}/reasons/", late)
    assert answer.status_code == 409
    assert "林晓雨 修改了这份资料" in answer.content.decode()
    assert "财政同意本年按96分考核" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.passes == {}


@pytest.mark.parametrize(
    "person", ["head", "department", "business", "performance", "oversight", "evaluator", "admin", "clerk2"]
)
def test_only_the_clerk_of_the_unit_writes_targets(as_user, access, draft, person):
    client = as_user(person)
    for page in ("edit", "check", "reasons", "adjust", "discard"):
        assert client.post(f"/targets/{draft.pk}/{page}/", typed(draft)).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        saved(draft, access(person), [])


def test_an_approved_version_is_frozen_for_forms_services_models_and_queries(as_user, access, approved):
    client, before = as_user("clerk"), approved.contents()
    assert client.get(f"/targets/{approved.pk}/edit/").status_code == 302
    client.post(f"/targets/{approved.pk}/edit/", typed(approved, goal="改写"))
    client.post(f"/targets/{approved.pk}/reasons/", {"revision": approved.revision})
    with pytest.raises(NotAllowed):
        saved(approved, access("clerk"), [])
    row = approved.indicators.first()
    row.weight = Decimal(1)
    for change in (row.save, row.delete, approved.indicators.all().delete):
        with pytest.raises(FrozenError):
            change()
    with pytest.raises(FrozenError):
        approved.indicators.update(weight=1)
    with pytest.raises(FrozenError):
        Indicator.objects.bulk_create([Indicator(target_set=approved, key="x", order=99, level1="产出", name="x")])
    approved.goal = "改写"
    with pytest.raises(FrozenError):
        approved.save()
    approved.refresh_from_db()
    assert approved.contents() == before


def test_an_adjustment_goes_the_same_way_and_takes_the_place_of_the_old_version(as_user, access, year):
    old = TargetSet.objects.get(year=year(3), state="approved")
    client = as_user("clerk2")
    assert client.post(f"/targets/{old.pk}/adjust/", {"reason": " "}).status_code == 302
    assert old.year.target_sets.count() == 1
    client.post(f"/targets/{old.pk}/adjust/", {"reason": "新增三条道路"})
    new = TargetSet.objects.get(year=old.year, version=2)
    assert [row.key for row in new.indicators.all()] == [row.key for row in old.indicators.all()]
    with pytest.raises(NotAllowed):
        services.adjust(old, "再来一次", access("clerk2"))
    rows = rows_of(new)
    rows[0] |= {"target": Decimal(520)}
    for row in rows:
        row |= {name: Decimal(row[name]) if row[name] else None for name in ("target", "upper", "weight")}
    saved(new, access("clerk2"), rows)
    for person, action in (
        ("clerk2", "submit"),
        ("head", "approve"),
        ("department", "approve"),
        ("business", "approve"),
        ("performance", "approve"),
    ):
        old.refresh_from_db()
        assert old.state == "approved"
        advance(new, action, access(person))
    old.refresh_from_db()
    assert (old.state, new.state) == ("superseded", "approved")
    page = client.get(f"/targets/{new.pk}/differences/").content.decode()
    assert "<del>502</del>" in page
    assert "<ins>520</ins>" in page
    assert "新增三条道路" in page


def test_targets_without_a_budget_are_approved_with_a_written_reason_alone(as_user, year):
    made = making.targets(making.fresh(year(8)), "at_performance")
    office, step = as_user("performance"), f"/targets/{made.pk}/step/"
    said = [one.zh for one in made.audit() if one.field == "money"]
    assert said == ["台账中没有本年度的预算：目标应与预算一并批复，请先登记预算，或在意见中写明先行批复的理由"]
    assert f'<a href="#money">{said[0]}' in office.get(f"/targets/{made.pk}/").content.decode()
    assert said[0] in office.post(step, {"action": "approve"}, follow=True).content.decode()
    made.refresh_from_db()
    assert (made.state, made.approved_at) == ("at_performance", None)
    office.post(step, {"action": "approve", "comment": "预算随后登记"})
    made.refresh_from_db()
    assert made.state == "approved"
    assert history(made).get().comment == "预算随后登记"


def test_targets_with_a_budget_are_approved_without_a_word(access, year):
    of = making.fresh(year(8))
    money(of, paid=None)
    made = making.targets(of, "at_performance")
    assert not [one for one in made.audit() if one.field == "money"]
    assert advance(made, "approve", access("performance")).target == "approved"


@pytest.mark.parametrize("state", ["draft", "submitted", "at_department", "at_finance"])
def test_a_budget_that_is_not_entered_holds_nobody_up_before_the_approval(year, state):
    made = making.targets(making.fresh(year(8)), state)
    assert not [one for one in made.audit() if one.field == "money"]


def test_targets_are_begun_once(access, year):
    with pytest.raises(NotAllowed):
        services.begin(year(9), access("clerk4"))


def test_the_official_form_holds_what_was_entered_and_reads_back(as_user, approved, tmp_path):
    from wenxiao import read

    answer = as_user("oversight").get(f"/targets/{approved.pk}/form.xlsx")
    path = tmp_path / "form.xlsx"
    path.write_bytes(answer.content)
    reading = read(path)
    names = [reading.quote(indicator.span) for indicator in reading.indicators]
    assert names == [row.name for row in approved.indicators.all()]
    assert as_user("clerk").get(f"/targets/{approved.pk}/form.docx").content[:2] == b"PK"
    assert as_user("clerk").get(f"/targets/{approved.pk}/form.exe").status_code == 404


def test_the_official_form_holds_the_codes_the_kind_and_the_term_of_the_project(as_user, approved):
    project, unit = approved.year.project, approved.year.unit
    sheet = openpyxl.load_workbook(BytesIO(as_user("clerk").get(f"/targets/{approved.pk}/form.xlsx").content)).active
    rows = [[str(cell) for cell in row if cell is not None] for row in sheet.values]
    beside = {label: value for row in rows for label, value in itertools.pairwise(row)}
    term = f"{project.begins}年" if project.begins == project.ends else f"{project.begins}—{project.ends}年"
    assert beside["项目代码"] == project.code
    assert beside["项目属性"] == {"new": "新增项目", "continuing": "延续项目"}[project.attribute]
    assert beside["项目期"] == term
    assert (beside["主管部门"], beside["主管部门代码"]) == (unit.department.name, unit.department.code)
    assert (beside["实施单位"], beside["实施单位代码"]) == (unit.name, unit.code)


def test_the_list_filters_by_state_and_exports(as_user):
    client = as_user("performance")
    page = client.get("/targets/?state=at_finance").content.decode()
    assert "雨污管网改造项目" in page
    assert "道路清扫保洁服务项目" not in page
    book = openpyxl.load_workbook(BytesIO(client.get("/targets/?state=at_finance&export=xlsx").content))
    assert [cell.value for cell in book.active[2]][:2] == ["530100-0007", "雨污管网改造项目"]


def test_the_library_is_found_by_words_and_gives_its_fields(as_user):
    page = as_user("clerk").get("/targets/library/choose/?choose=处置率 城市").content.decode()
    assert "案件按期处置率" in page
    taken = json.loads(page.split('data-take="')[1].split('"')[0].replace("&quot;", '"').replace("&#x27;", "'"))
    assert (taken["name"], taken["unit"], taken["level2"]) == ("案件按期处置率", "%", "时效")
    assert "weight" not in taken


@pytest.fixture
def indicator(db):
    return LibraryIndicator.objects.create(level1="产出", level2="数量", name="巡查网格数量", unit="个")


def entered(one, **changes):
    """What the form of an indicator of the library sends."""
    fields = {"field": one.field, "level1": one.level1, "level2": one.level2, "name": one.name, "nature": one.nature, "unit": one.unit}  # fmt: skip
    return fields | {"revision": one.revision} | changes


def test_of_two_who_change_an_indicator_of_the_library_the_second_is_told(as_user, indicator):
    client, page = as_user("performance"), f"/targets/library/{indicator.pk}/"
    assert f'name="revision" value="{indicator.revision}"' in client.get(page).content.decode()
    assert client.post(page, entered(indicator, unit="万个")).status_code == 302
    answer = client.post(page, entered(indicator, name="巡查过的网格数量"))
    assert answer.status_code == 422
    assert "修改了这份资料" in answer.content.decode()
    assert "巡查过的网格数量" in answer.content.decode()
    indicator.refresh_from_db()
    assert (indicator.name, indicator.unit, indicator.revision) == ("巡查网格数量", "万个", 1)
    assert client.post(page, entered(indicator, name="巡查过的网格数量")).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.name, indicator.revision) == ("巡查过的网格数量", 2)


def test_a_change_of_an_indicator_while_another_is_being_saved_is_told(as_user, indicator, monkeypatch):
    valid = LibraryForm.is_valid

    def meanwhile(form):
        found = valid(form)
        save(LibraryIndicator.objects.get(pk=indicator.pk), indicator.revision, None)
        return found

    monkeypatch.setattr(LibraryForm, "is_valid", meanwhile)
    answer = as_user("performance").post(f"/targets/library/{indicator.pk}/", entered(indicator, unit="万个"))
    assert answer.status_code == 422
    indicator.refresh_from_db()
    assert indicator.unit == "个"


def test_two_who_retire_an_indicator_do_not_take_it_into_use_again(as_user, indicator):
    client, there = as_user("performance"), f"/targets/library/{indicator.pk}/retire/"
    listed = client.get("/targets/library/?q=巡查网格数量").content.decode()
    assert f'action="{there}"' in listed
    assert f'name="revision" value="{indicator.revision}"' in listed
    for said in ("已停用", "没有办理：您打开页面以后"):
        assert said in client.post(there, {"revision": 0}, follow=True).content.decode()
    indicator.refresh_from_db()
    assert (indicator.retired, indicator.revision) == (True, 1)


@pytest.mark.parametrize("person", ["clerk", "head", "department", "business", "oversight"])
def test_only_the_performance_office_keeps_the_library(as_user, person):
    client, row = as_user(person), LibraryIndicator.objects.first()
    for page in ("new/", f"{row.pk}/", f"{row.pk}/retire/", "import/"):
        assert client.post(f"/targets/library/{page}").status_code == 403
    row.refresh_from_db()
    assert not row.retired


def test_the_library_written_out_and_read_in_is_the_same(as_user):
    client = as_user("performance")
    book = client.get("/targets/library/?export=xlsx&retired=on").content
    names = [field.name for field in LibraryIndicator._meta.fields if field.name not in ("id", "changed_by")]
    before = sorted(LibraryIndicator.objects.values_list(*names), key=str)
    LibraryIndicator.objects.all().delete()
    file = BytesIO(book)
    file.name = "indicators.xlsx"
    assert "未通过的行" not in client.post("/targets/library/import/", {"file": file}).content.decode()
    assert not LibraryIndicator.objects.exists()
    client.post("/targets/library/import/", {"confirm": "1"})
    assert sorted(LibraryIndicator.objects.values_list(*names), key=str) == before


@pytest.mark.parametrize("words", ["直接赋分", "all or nothing", "all_or_nothing"])
def test_a_file_of_the_library_says_how_an_indicator_is_scored(as_user, words):
    client = as_user("performance")
    rows = f"三级指标,一级指标,二级指标,评分方式\n制度印发数,产出,数量,{words}\n会议次数,产出,数量,\n来访人数,产出,数量,随意\n"
    file = BytesIO(rows.encode())
    file.name = "new.csv"
    assert "评分方式“随意”" in client.post("/targets/library/import/", {"file": file}).content.decode()
    client.post("/targets/library/import/", {"confirm": "1"})
    made = LibraryIndicator.objects.filter(name__in=("制度印发数", "会议次数"))
    assert dict(made.values_list("name", "scoring")) == {"制度印发数": "all_or_nothing", "会议次数": "proportion"}
    assert "&quot;scoring&quot;: &quot;all_or_nothing&quot;" in client_of_clerk(as_user)


def client_of_clerk(as_user):
    return as_user("clerk").get("/targets/library/choose/?choose=制度印发数").content.decode()


def test_the_way_of_scoring_is_chosen_checked_compared_and_carried_into_the_next_version(as_user, access, draft):
    client, said = as_user("clerk"), {"rows__0__method": "直接赋分：未达成不得分"}
    check, edit = f"/targets/{draft.pk}/check/", f"/targets/{draft.pk}/edit/"
    told = 'data-for="id_rows-0-scoring" data-severity="warning"'
    assert told in client.post(check, typed(draft, **said)).content.decode()
    said["rows__0__scoring"] = "all_or_nothing"
    assert told not in client.post(check, typed(draft, **said)).content.decode()
    assert client.post(edit, typed(draft, rows__0__scoring="any")).status_code == 422
    client.post(edit, typed(draft, **said))
    first = draft.indicators.order_by("order").first()
    assert first.scoring == "all_or_nothing"
    assert 'value="all_or_nothing" selected' in client.get(edit).content.decode()
    assert "直接赋分" in client.get(f"/targets/{draft.pk}/").content.decode()
    before = TargetSet.objects.get(year=draft.year, state="approved")
    pair = next(pair for pair in compared(before, draft).pairs if pair.key == first.key)
    assert ("评分方式", "按完成比例", "直接赋分") in [(str(label), old, new) for label, old, new in pair.changes]
    assert draft.contents()["indicators"][0]["scoring"] == "all_or_nothing"


def test_a_row_typed_before_there_was_a_choice_is_scored_in_proportion(as_user, draft):
    fields = {name: value for name, value in typed(draft).items() if not name.endswith("-scoring")}
    assert as_user("clerk").post(f"/targets/{draft.pk}/edit/", fields).status_code == 302
    assert set(draft.indicators.values_list("scoring", flat=True)) <= {"proportion"}


def test_rows_that_cannot_be_taken_are_told_and_can_be_downloaded(as_user):
    client = as_user("performance")
    file = BytesIO(
        "行业领域,一级指标,二级指标,三级指标,指标性质,指标值\n林业,产出指标,数量,造林面积,≥,600\n林业,投入,数量,造林投入,≥,6\n林业,产出,数量,补植面积,≥,六百\n".encode()
    )
    file.name = "new.csv"
    page = client.post("/targets/library/import/", {"file": file}).content.decode()
    assert "造林面积" in page
    assert "请填数字" in page
    book = openpyxl.load_workbook(BytesIO(client.get("/targets/library/import/refused.xlsx").content))
    assert [row[3].value for row in book.active.iter_rows(min_row=2)] == ["造林投入", "补植面积"]
    client.post("/targets/library/import/", {"confirm": "1"})
    assert LibraryIndicator.objects.filter(field="林业").count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", b"PK\x03\x04broken"), ("a.pdf", b"%PDF-"), ("a.csv", b""), ("a.csv", "列\n值".encode())],
)
def test_a_file_that_is_no_library_is_refused_in_one_sentence(as_user, name, data):
    file = BytesIO(data)
    file.name = name
    answer = as_user("performance").post("/targets/library/import/", {"file": file})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_an_older_revision_is_refused_by_the_service(access, draft):
    with pytest.raises(Conflict):
        services.save(draft, draft.revision - 1, "x", "x", [], access("clerk"))


def test_every_page_of_the_room_speaks_both_languages(as_user, draft, approved):
    client = as_user("clerk")
    pages = (
        f"/targets/{draft.pk}/",
        f"/targets/{draft.pk}/edit/",
        f"/targets/{approved.pk}/",
        f"/targets/{approved.pk}/differences/",
        f"/targets/of/{draft.year_id}/",
    )
    for language, word in (("zh", "绩效目标"), ("en", "Targets")):
        client.post("/language/", {"language": language, "back": "/"})
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200
            assert word in answer.content.decode()


def test_a_step_that_the_site_makes_itself_cannot_be_asked_for(as_user, year):
    target_set = year(1).target_sets.get(state="approved")
    answer = as_user("performance").post(f"/targets/{target_set.pk}/step/", {"action": "supersede"}, follow=True)
    assert "不能单独办理" in answer.content.decode()
    target_set.refresh_from_db()
    assert target_set.state == "approved"


def test_a_list_with_nothing_in_it_asks_nobody_to_loosen_filters(as_user):
    unit = Organisation.objects.create(
        code="209001", name="新设单位", kind="unit", parent=Organisation.objects.get(code="201")
    )
    user = User.objects.create(username="newcomer", name="新人")
    Membership.objects.create(user=user, organisation=unit, role="clerk")
    client = as_user("newcomer")
    assert "还没有项目：在项目库新增或导入项目后" in client.get("/targets/").content.decode()
    assert "请放宽筛选条件" in client.get("/targets/", {"q": "没有"}).content.decode()
    LibraryIndicator.objects.all().delete()
    assert "指标库还是空的" in client.get("/targets/library/").content.decode()


def test_who_reviews_again_sees_what_changed_since_the_return(as_user, access, approved):
    page = force(approved, "submitted").get_absolute_url()
    assert 'id="since"' not in as_user("head").get(page).content.decode()
    advance(approved, "return", access("head"), "目标值偏低，请核实。")
    approved.refresh_from_db()
    assert "退回后没有修改" in as_user("clerk").get(page).content.decode()
    fields = typed(approved, rows__0__target="77", goal="新的年度目标", rows__1__DELETE="on")
    gone = approved.indicators.all()[1].name
    assert as_user("clerk").post(f"{page}edit/", fields).status_code == 302
    approved.refresh_from_db()
    force(approved, "submitted")
    told = as_user("head").get(page).content.decode()
    told = told[told.index('id="since"') : told.index('id="goal"')]
    assert "目标值偏低，请核实。" in told
    assert "<ins>新的年度目标</ins>" in told
    assert "<ins>77</ins>" in told
    assert gone in told
    assert since_return(approved, date(2027, 1, 1)) is None, "what is there now is not of a day"
    force(approved, "approved")
    assert 'id="since"' not in as_user("head").get(page).content.decode()


def test_a_record_from_before_an_indicator_had_a_way_of_scoring_is_in_proportion(draft):
    kept = [{name: value for name, value in row.items() if name != "scoring"} for row in draft.contents()["indicators"]]
    assert [_kept(row).scoring for row in kept] == [Scoring.PROPORTION] * len(kept)
