"""A ledger of another platform: each case once, what its rows tell and nothing more, and why a row is refused."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.own_site import own_site
from wenxiao.grid.buckets import Bucket, Finish, Period
from wenxiao.grid.cases import fold
from wenxiao.grid.coordinates import Position, System, shown
from wenxiao.grid.rates import newest, rate
from wenxiao.web.core import large_files
from wenxiao.web.core.pending import keep
from wenxiao.web.exchange.models import Profile
from wenxiao.web.grid.keeping import events
from wenxiao.web.grid.models import Case
from wenxiao.web.people.models import User
from wenxiao.web.platforms.columns import COLUMNS
from wenxiao.web.platforms.importing import draft, enter
from wenxiao.web.platforms.models import Batch
from wenxiao.web.platforms.sample_ledger import HEADING, rows
from wenxiao.web.territory.lookup import grid_of

HEADINGS = {column.key: column.names[0] for column in COLUMNS}
ROW = {
    "platform": "市平台", "external": "A-1", "source": "监督员上报", "description": "路边垃圾", "category": "47678.5-2026:item:06010", "condition": "rubbish",
    "grid": "530100001001001", "unit": "G22", "reported": "2026-09-01 09:00", "filed": "2026-09-01 09:10", "dispatched": "2026-09-01 09:20",
    "disposed": "2026-09-01 11:00", "passed": "2026-09-01 11:30", "closed": "2026-09-01 11:40",
}  # fmt: skip


@pytest.fixture
def lead(db) -> User:
    return User.objects.get(username="lead")


@pytest.fixture
def file(lead):
    """A file of these rows, each ``ROW`` with what differs; None leaves a cell empty."""

    def made(*differ: dict):
        out = io.StringIO()
        keys = list(dict.fromkeys(key for row in differ for key in (*ROW, *row)))
        table = csv.writer(out)
        table.writerow([HEADINGS[key] for key in keys])
        for row in differ:
            table.writerow([{**ROW, **row}.get(key) or "" for key in keys])
        return keep(lead, SimpleUploadedFile("台账.csv", out.getvalue().encode("utf-8-sig")))

    return made


@pytest.fixture
def read_in(file, lead):
    def done(*differ: dict) -> Batch:
        kept = file(*differ)
        return enter(kept, draft(kept), lead)

    return done


def told(batch: Batch) -> tuple[int, int, int, int]:
    return batch.new, batch.more, batch.there, batch.refused


def case(external: str = "A-1") -> Case:
    return Case.objects.get(platform="市平台", external=external)


def test_a_row_becomes_the_case_that_it_tells(read_in):
    assert told(read_in({})) == (1, 0, 0, 0)
    found = case()
    assert (found.state, found.agency.code, found.category) == ("closed", "G22", ROW["category"])
    assert [event.action for event in events(found)] == [
        "report",
        "file",
        "dispatch",
        "accept",
        "dispose",
        "send_post_check",
        "pass",
        "close",
    ]
    assert found.case == fold(events(found))
    assert all(event.imported for event in events(found))
    assert found.feedback_at == datetime(2026, 9, 1, 3, tzinfo=UTC)
    assert not found.case.coarse


def test_read_again_nothing_stands_twice(read_in):
    read_in({}, {"external": "A-2"})
    before = Case.objects.count(), sum(one.events.count() for one in Case.objects.exclude(platform=""))
    assert told(read_in({}, {"external": "A-2"}, {"external": "A-3"})) == (1, 0, 2, 0)
    assert Case.objects.count() == before[0] + 1


def test_a_known_case_goes_on_where_the_ledger_does(read_in):
    read_in({"disposed": None, "passed": None, "closed": None})
    assert case().state == "dispatched"
    first = case().number
    assert told(read_in({"passed": None, "closed": None})) == (0, 1, 0, 0)
    assert case().state == "disposed"
    assert told(read_in({})) == (0, 1, 0, 0)
    assert (case().state, case().number) == ("closed", first)
    whole = events(case())
    assert case().case == fold(whole)
    assert [event.number for event in whole] == list(range(1, 9))


def test_what_is_recorded_is_not_changed_by_a_ledger_that_says_it_otherwise(file, read_in):
    read_in({"closed": None, "passed": None})
    drafted = draft(file({"disposed": "2026-09-01 10:00"}))
    assert (len(drafted.more), drafted.refusals[0].row, drafted.refusals[0].column) == (0, 2, "处置时间")
    assert "2026-09-01 11:00" in drafted.refusals[0].zh


REFUSED = [
    ({"external": None}, "平台案件编号"),
    ({"platform": None}, "平台"),
    ({"source": "路人甲"}, "来源"),
    ({"description": None}, "问题描述"),
    ({"category": "没有的类别"}, "类别"),
    ({"condition": "没有的条件"}, "立案条件"),
    ({"condition": None}, "立案条件"),
    ({"condition": "site-dust"}, "立案条件"),
    ({"grid": "12"}, "单元网格"),
    ({"grid": None}, "单元网格"),
    ({"unit": "不存在的单位"}, "处置单位"),
    ({"unit": None}, "处置单位"),
    ({"reported": None}, "上报时间"),
    ({"reported": "去年"}, "上报时间"),
    ({"reported": "2026-09-01 25:00"}, "上报时间"),
    ({"filed": None}, "派遣时间"),
    ({"dispatched": None}, "处置时间"),
    ({"disposed": None}, "核查时间"),
    ({"disposed": None, "passed": None}, "结案时间"),
    ({"closed": "2026-09-01 10:59"}, "结案时间"),
    ({"rejected": "2026-09-01 09:05"}, "不予立案时间"),
    ({"void": "2026-09-02"}, "作废时间"),
    ({"closed": "2126-09-01 10:59"}, "结案时间"),
    ({"longitude": "102.8"}, "经度"),
    ({"longitude": "102.8", "latitude": "24.9"}, "坐标系"),
    ({"longitude": "102.8", "latitude": "104", "system": "GCJ02"}, "经度"),
    ({"longitude": "东", "latitude": "24", "system": "GCJ02"}, "经度"),
]


@pytest.mark.parametrize(("differs", "column"), REFUSED)
def test_a_row_that_cannot_be_is_refused_with_its_number_and_reason_and_the_others_are_read_in(
    file, lead, differs, column
):
    kept = file({"external": "B-1"}, {"external": "B-2", **differs}, {"external": "B-3"})
    drafted = draft(kept)
    assert {refusal.row for refusal in drafted.refusals} == {3}
    assert column in {refusal.column for refusal in drafted.refusals} or (column == "坐标系" and drafted.refusals)
    assert all(refusal.zh and refusal.en for refusal in drafted.refusals)
    assert told(enter(kept, drafted, lead)) == (2, 0, 0, 1)


def test_the_same_case_twice_in_a_file_is_refused(file):
    drafted = draft(file({}, {"description": "又一次"}))
    assert [(one.row, "第2行" in one.zh) for one in drafted.refusals] == [(3, True)]


def test_what_was_not_filed_or_made_void_ends_there(read_in):
    nothing = dict.fromkeys(("filed", "dispatched", "disposed", "passed", "closed", "condition", "unit"))
    read_in({"external": "C-1", **nothing, "rejected": "2026-09-01 09:20"}, {"external": "C-2", **nothing}, {"external": "C-3", "closed": None, "passed": None, "disposed": None, "void": "2026-09-03 10:00"})  # fmt: skip
    assert [case(f"C-{n}").state for n in (1, 2, 3)] == ["rejected", "reported", "void"]


def test_a_place_is_stored_in_the_system_of_the_site_beside_what_was_given(read_in):
    read_in({"longitude": "102.8", "latitude": "24.9", "system": "GCJ-02"} | {"system": "GCJ02"})
    found = case()
    assert (found.given_longitude, found.given_latitude, found.given_system) == (102.8, 24.9, "GCJ02")
    assert 0.0005 < abs(found.longitude - 102.8) < 0.01


INSIDE = {"grid": None, "longitude": "102.795", "latitude": "24.917", "system": "CGCS2000"}


def test_a_row_without_a_unit_grid_gets_that_of_its_position(read_in):
    batch = read_in(INSIDE, {"external": "A-2"})
    assert (told(batch), batch.located) == ((2, 0, 0, 0), 1)
    found = case()
    here = grid_of(Position(102.795, 24.917))
    assert (found.grid, found.street) == (here, here[:9])
    assert {event.grid for event in events(found) if event.grid} == {here}


def test_the_position_decides_in_the_system_that_the_row_says(read_in):
    there = shown(Position(102.795, 24.917), System.GCJ02)
    read_in({**INSIDE, "longitude": str(there.lon), "latitude": str(there.lat), "system": "GCJ02"})
    assert case().grid == grid_of(Position(102.795, 24.917))


def test_what_a_row_says_stands_above_its_position(read_in):
    batch = read_in({**INSIDE, "grid": "530100001001001"})
    assert (case().grid, batch.located) == ("530100001001001", 0)


def test_a_position_outside_of_all_grids_gives_none_and_a_filed_row_is_refused(file):
    outside = {**INSIDE, "longitude": "90", "latitude": "40"}
    reported = dict.fromkeys(("filed", "dispatched", "disposed", "passed", "closed", "unit", "condition"))
    found = draft(file(outside, {**outside, **reported, "external": "A-2"}))
    assert (len(found.new), found.located) == (1, 0)
    assert [(each.row, each.column) for each in found.refusals] == [(2, "单元网格")]


def test_a_case_that_goes_on_is_filed_in_the_grid_of_its_position(read_in):
    later = ("filed", "dispatched", "disposed", "passed", "closed")
    read_in({**INSIDE, **dict.fromkeys((*later, "longitude", "latitude", "system"))})
    assert case().grid == ""
    batch = read_in(INSIDE)
    assert (told(batch), batch.located) == ((0, 1, 0, 0), 1)
    assert case().grid == grid_of(Position(102.795, 24.917))


def test_the_account_says_how_many_were_located(as_user, file):
    kept = file(INSIDE, {"external": "A-2"})
    client = as_user("lead")
    page = client.get(f"/platforms/{kept.sha256}/").content.decode()
    assert re.search(r"按坐标判定单元网格的</td><td class=\"num\">1<", page)
    answer = client.post(f"/platforms/{kept.sha256}/", follow=True)
    assert "按坐标判定单元网格 1 件" in answer.content.decode()


def _asked(code: str, *cases: Case, finish: Finish = Finish.STRICT):
    period = Period(datetime(2026, 8, 31, 16, tzinfo=UTC), datetime(2026, 9, 30, 16, tzinfo=UTC))
    return rate(newest(code), [one.case for one in cases], period, datetime(2026, 10, 15, tzinfo=UTC), finish=finish)


def test_moments_are_computed_with_and_days_alone_are_not(read_in):
    days = {name: ROW[name][:10] for name in ("reported", "filed", "dispatched", "disposed", "passed", "closed")}
    read_in({"external": "D-1"}, {"external": "D-2", "disposed": "2026-09-03 11:00", "passed": None, "closed": None}, {"external": "D-3", **days})  # fmt: skip
    cases = [case(f"D-{n}") for n in (1, 2, 3)]
    found = _asked("handled_on_time", *cases)
    assert (found.numerator, set(found.denominator)) == ((cases[0].number,), {cases[0].number, cases[1].number})
    assert found.value == Decimal("0.5")
    assert found.excluded[Bucket.COARSE] == (cases[2].number,)
    assert cases[2].case == fold(events(cases[2]))


def test_what_a_ledger_does_not_tell_is_not_computed(read_in):
    """When a check was asked for, how often a case was reworked, extended or given back: none that is known is not none."""
    read_in({})
    for code in ("post_check_on_time", "post_check_sent_on_time", "rework", "extended", "dispatch_accuracy"):
        found = _asked(code, case())
        assert found.value is None, code
        assert set(found.excluded) == {Bucket.COARSE}, code
    read_in({"external": "A-4", "passed": None})
    assert _asked("handled_on_time", case("A-4")).value == 1
    assert _asked("handled_on_time", case("A-4"), finish=Finish.PASSED).value is None, "nobody said when it was checked"
    read_in({"external": "A-2", "sent": "2026-09-01 11:05"})
    assert _asked("post_check_on_time", case("A-2")).value == 1
    assert _asked("post_check_sent_on_time", case("A-2")).value == 1


def test_a_profile_reads_the_made_up_ledger_of_a_platform(as_user, lead):
    page = as_user("lead")
    profile = Profile.objects.get(target="cases")
    assert profile.name in page.get("/platforms/").content.decode()
    for download in ("/platforms/example/", "/platforms/template/"):
        assert page.get(download).status_code == 200
    out = io.StringIO()
    csv.writer(out).writerows([[name for name, _ in HEADING], *rows()])
    shown = page.post(
        f"/exchange/{profile.pk}/", {"file": SimpleUploadedFile("市.csv", out.getvalue().encode())}, follow=True
    )
    text = shown.content.decode()
    assert "按方案不导入 1 行" in text
    assert "合计行 1 行" in text
    before = Case.objects.count()
    address = shown.redirect_chain[-1][0]
    done = page.post(address, follow=True).content.decode()
    assert "新增 23 件" in done
    assert Case.objects.count() == before + 23
    assert Case.objects.filter(platform="市级平台", given_system="GCJ02").count() == 23
    again = page.post(
        f"/exchange/{profile.pk}/", {"file": SimpleUploadedFile("市.csv", out.getvalue().encode())}, follow=True
    )
    assert "没有新的行" in again.content.decode()
    assert Case.objects.count() == before + 23


def test_a_large_ledger_is_read_in_by_jobs(as_user, file, work, monkeypatch):
    monkeypatch.setattr(large_files, "LARGE", 10)
    kept, page = file({}, {"external": "A-2", "unit": "无"}), as_user("lead")
    for _ in range(2):
        page.get(f"/platforms/{kept.sha256}/")
        work()
    assert "没有名为“无”的处置单位" in page.get(f"/platforms/{kept.sha256}/").content.decode()
    assert page.get(f"/platforms/{kept.sha256}/refused/").status_code == 200
    assert page.post(f"/platforms/{kept.sha256}/").status_code == 302
    work()
    assert told(Batch.objects.get()) == (1, 0, 0, 1)


def test_a_template_row_is_not_read_in(file):
    drafted = draft(file({"description": "示例，请删去本行"}))
    assert (len(drafted.new), drafted.refused) == (0, 1)


def test_in_the_template_nothing_is_wrong_but_that_its_row_is_an_example(as_user, lead):
    empty = as_user("lead").get("/platforms/template/")
    drafted = draft(keep(lead, SimpleUploadedFile("模板.xlsx", b"".join(empty.streaming_content))))
    assert ["示例" in refusal.zh for refusal in drafted.refusals] == [True]


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_is_done_again_whole(tmp_path):
    make = """
        from django.core.management import call_command
        call_command("migrate", verbosity=0)
    """
    setup = """
        from django.core.files.uploadedfile import SimpleUploadedFile
        from wenxiao.web.core.pending import keep
        from wenxiao.web.grid.models import Agency, Case, CaseEvent
        from wenxiao.web.people.models import User
        from wenxiao.web.platforms import importing
        from wenxiao.web.platforms.importing import draft, enter
        user, _ = User.objects.get_or_create(username="u", name="u")
        Agency.objects.get_or_create(code="G22", defaults={"name": "环卫站", "kind": "department", "level": "district"})
        head = "平台,案件编号,来源,问题描述,类别,立案条件,单元网格,处置单位,上报时间,立案时间,派遣时间\\n"
        lines = [f"市平台,{n},监督员上报,垃圾,47678.5-2026:item:06010,rubbish,530100001001001,G22,2026-09-01 09:00,2026-09-01 09:10,2026-09-01 09:20" for n in range(1500)]
        file = keep(user, SimpleUploadedFile("a.csv", (head + "\\n".join(lines)).encode()))
        drafted = draft(file)
    """
    with own_site(tmp_path) as site:
        site.run(make, setup)
        site.killed(
            setup,
            """
            stuck_in(importing, "add_many", lambda *_: Case.objects.count() == 1500 or os._exit(3))
            enter(file, drafted, user)
            """,
        )
        assert site.run(setup, "print(Case.objects.count(), CaseEvent.objects.count())") == "0 0"
        assert (
            site.run(setup, "print(enter(file, drafted, user).new, Case.objects.count(), CaseEvent.objects.count())")
            == "1500 1500 4500"
        )
        assert site.run(setup, "print(len(drafted.there), len(drafted.new))") == "1500 0"


def test_a_moment_in_the_future_is_refused(file):
    ahead = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d %H:%M}"
    assert draft(file({"closed": ahead})).refused == 1
