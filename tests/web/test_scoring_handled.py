"""Times of handling and what came back, beside the rates and in the monthly report."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from lxml import html

from proof.grid.made import KINDS, PERIOD, logs
from tests.web.test_evidence_handling import ELSEWHERE, STREET, ended, put, solved
from wenxiao.grid.durations import handling_times
from wenxiao.grid.recurrence import recurrence
from wenxiao.grid.scope import Scope
from wenxiao.web.core.clock import now
from wenxiao.web.evidence.providing import provided
from wenxiao.web.fieldwork.evidence import Known
from wenxiao.web.grid.keeping import Log, folded, keep_many
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.scoring import running
from wenxiao.web.scoring.board import Board, Question
from wenxiao.web.scoring.bulletin import bulletin
from wenxiao.web.scoring.models import Run

WAYS = ("street", "unit")
LATER = PERIOD.end + timedelta(days=40)
ASKED = "from=2018-10-01&to=2018-10-31"


@pytest.fixture
def planted(db):
    """A month of cases of every kind, long before those of the sample."""
    keep_many([Log(log[0].case, [*log], "占道") for log in (list(one) for one in logs(dict.fromkeys(KINDS, 2)))])
    return list(folded(Case.objects.all(), LATER))


@pytest.fixture
def october(db):
    """C1 came back after three weeks as C3, C2 in another street did not; C3 came back in November."""
    put(
        ended(solved("C1", 60), "2018-10-09"), ended(solved("C2", 120, "2018-10-09", ELSEWHERE), "2018-10-10"),
        ended(solved("C3", 360, "2018-10-30"), "2018-10-31"), solved("C4", 60, "2018-11-28"),
    )  # fmt: skip


def board(by: str, cutoff=LATER) -> Board:
    return Board(Question(date(2018, 10, 1), date(2018, 11, 1), cutoff, by))


# On the page of rates


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("cutoff", [LATER, PERIOD.start + timedelta(days=20)])
def test_of_every_group_it_is_what_its_cases_come_to(planted, by, cutoff):
    every = list(folded(Case.objects.all(), cutoff))
    rows = board(by, cutoff).handled()
    assert len(rows) > 2
    for code, _, times, back in rows:
        scope = Scope() if code == "*" else Scope(**{by: code})
        mine = [case for case in every if code == "*" or (case.grid[:9] if by == "street" else case.unit) == code]
        took = handling_times(mine, PERIOD)
        assert (times.n, times.mean, times.median, times.most) == (len(took.times), took.mean, took.median, took.most)
        assert dict(times.excluded) == {bucket.value: len(ids) for bucket, ids in took.excluded.items()}
        if code:  # an empty scope asks for all of them
            came = recurrence(every, PERIOD, cutoff, scope=scope)
            assert (back.n, back.d) == (len(came.came_back), len(came.closed))
            assert back.left_out == len(came.waiting) + len(came.coarse)


@pytest.mark.parametrize("by", WAYS)
def test_the_groups_add_up_to_the_district(planted, by):
    (_, _, whole, back), *rest = board(by).handled()
    assert sum(times.n for _, _, times, _ in rest) == whole.n > 0
    assert sum(times.left_out for _, _, times, _ in rest) == whole.left_out > 0
    assert sum(one.d for _, _, _, one in rest) == back.d > 0
    assert sum(one.n for _, _, _, one in rest) == back.n


def test_it_is_what_stands_behind_an_indicator(october):
    _, _, times, back = board("street").handled()[0]
    for code, value in (("handling_mean", times.mean), ("handling_p90", times.most), ("came_back", back.value)):
        assert provided()[code].count(PERIOD, "", Known(LATER)).value == value
    assert (times.n, times.mean, back.n, back.d) == (3, 3, 2, 3)


def test_the_lists_behind_are_as_long_as_the_numbers_say(october, as_user):
    client = as_user("lead")
    page = html.fromstring(client.get(f"/scoring/?{ASKED}").content.decode())
    links = page.xpath("//section[@id='handling' or @id='came-back']//td//a[contains(@href, '/cases/')]")
    assert len(links) == 9  # the district and two streets: how many took so long, came back, were closed
    for link in links:
        listed = client.get(link.get("href")).content.decode()
        assert f'<span class="pill">{link.text} 条</span>' in listed
    listed = client.get(f"/scoring/cases/?{ASKED}&indicator=came_back&by=street&group={STREET}&part=n").content.decode()
    assert [f">{name}<" in listed for name in ("C1", "C2", "C3")] == [True, False, True]


def test_the_page_says_the_base_and_what_is_left_out(october, as_user):
    put(solved("C5", 60, "2018-10-12").then("ask_void", "20:00").then("void", "20:00"))
    at = "2018-11-29T00:00%2B08:00"  # C3 is not thirty days old
    page = html.fromstring(as_user("lead").get(f"/scoring/?{ASKED}&cutoff={at}").content.decode())
    told = {
        name: [" ".join(cell.text_content().split()) for cell in page.xpath(f"//section[@id='{name}']//tbody/tr[1]/td")]
        for name in ("handling", "came-back")
    }
    assert told["handling"] == ["全区", "3", "2", "6", "3 n<30", "作废 1"]
    assert told["came-back"][:2] == ["全区", "50.00% n<301 ÷ 2"]
    assert told["came-back"][-1] == "结案未满 30 天 1"


@pytest.mark.parametrize("indicator", ["handling", "came_back"])
def test_a_street_opens_the_lists_of_its_own_cases_alone(october, as_user, indicator):
    Agency.objects.filter(code="G11").update(street=STREET)
    address = f"/scoring/cases/?{ASKED}&indicator={indicator}&by=street&part=d&group="
    mine = as_user("street").get(address + STREET).content.decode()
    assert [f">{name}<" in mine for name in ("C1", "C2", "C3")] == [True, False, True]
    for group in (ELSEWHERE[:9], "*"):
        assert as_user("street").get(address + group).status_code == 404
        assert as_user("lead").get(address + group).status_code == 200
    assert as_user("sanitation").get(address + STREET).status_code == 404


def test_by_person_the_district_alone_is_told(october, as_user):
    rows = board("person").handled()
    assert [code for code, *_ in rows] == ["*"]
    assert as_user("lead").get(f"/scoring/?{ASKED}&by=person").status_code == 200


def test_the_workbook_of_rates_has_them_with_their_base(october, as_user):
    answer = as_user("lead").get(f"/scoring/?{ASKED}&format=xlsx")
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active.iter_rows(values_only=True)
    told = {row[1]: row[3:] for row in rows if row[0] == "全区"}
    assert told["平均处置时长（小时）"] == (None, 3, 3, 0)
    assert told["复发率（同网格同类别 30 天内再次立案）"][:2] == (2, 3)


def test_more_streets_ask_the_database_no_more(october):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert board("street", now()).handled()
        return len(seen)

    few = queries()
    put(*(ended(solved(f"D{n}", 60, "2018-10-15", f"5301140{n}001001"), "2018-10-16") for n in range(10, 30)))
    assert queries() == few


# In the monthly report


@pytest.fixture
def frozen(planted, access):
    """November of 2018: what was handled in it, and what came back of what October closed."""
    put(solved("N1", 60, "2018-11-05"), solved("N2", 120, "2018-11-06", ELSEWHERE))
    return running.freeze(running.begin(date(2018, 11, 1), access("lead").user, ["district_in_city@1"]), access("lead"))


def test_a_run_keeps_times_of_its_month_and_what_came_back_of_the_month_before(frozen):
    every = list(folded(Case.objects.all(), frozen.cutoff))
    came = recurrence(every, PERIOD, frozen.cutoff)
    told = frozen.facts["handled"]["all"][""]
    assert (told["back"], told["closed"]) == (len(came.came_back), len(came.closed))
    assert told["closed"] > 0
    november = handling_times(every, running.month(frozen.month))
    assert (told["cases"], Decimal(told["mean"])) == (len(november.times), november.mean)
    for by in WAYS:
        assert sum(one["closed"] for one in frozen.facts["handled"][by].values()) == told["closed"]
        assert sum(one["cases"] for one in frozen.facts["handled"][by].values()) == told["cases"]


def test_what_came_back_of_the_last_days_of_january_is_looked_for_until_march(db, access):
    put(ended(solved("J1", 60, "2018-01-30"), "2018-01-31"), solved("M1", 60, "2018-03-01"))
    run = running.freeze(running.begin(date(2018, 2, 1), access("lead").user, ["district_in_city@1"]), access("lead"))
    told = run.facts["handled"]["all"][""]
    assert (told["back"], told["closed"]) == (1, 1)


def test_the_digest_of_a_run_covers_them(frozen):
    frozen.facts["handled"]["all"][""]["cases"] += 1
    assert running.digest(frozen) != frozen.digest


def test_the_report_tells_them_by_street_and_agency_with_their_base(frozen, as_user):
    document = Document(io.BytesIO(as_user("lead").get(f"/scoring/runs/{frozen.pk}/report.docx").content))
    words = [paragraph.text for paragraph in document.paragraphs]
    for title in ("处置时长（按街道）", "处置时长（按责任单位）", "复发率（按街道）", "复发率（按责任单位）"):
        assert title in words
    assert any("2018年10月结案的案件中" in one for one in words)
    tables = {table.rows[0].cells[0].text + table.rows[0].cells[1].text: table for table in document.tables}
    row = [cell.text for cell in tables["街道平均"].rows[1].cells]
    told = frozen.facts["handled"]["all"][""]
    assert (row[0], row[4]) == ("全区", str(told["cases"]))
    back = [cell.text for cell in tables["责任单位复发率（%）"].rows[1].cells]
    assert back[2:4] == [str(told["back"]), str(told["closed"])]


def test_the_workbook_of_the_report_has_them_as_numbers(frozen, as_user):
    answer = as_user("lead").get(f"/scoring/runs/{frozen.pk}/report.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    told = frozen.facts["handled"]["all"][""]
    rows = list(book["处置时长（按街道）"].iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("街道", "平均", "中位数", "P90", "计入（件）", "不计入")
    assert rows[1][0] == "全区"
    assert float(rows[1][1]) == pytest.approx(float(told["mean"]))
    assert rows[1][4] == told["cases"]


def test_the_report_is_in_chinese_whoever_prints_it(frozen, as_user):
    client = as_user("lead")
    client.post("/language/", {"language": "en"})
    document = Document(io.BytesIO(client.get(f"/scoring/runs/{frozen.pk}/report.docx").content))
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert not re.search("void|none yet|closed by", cells)


def test_a_run_that_was_frozen_without_them_has_no_such_part(frozen):
    del frozen.facts["handled"]
    assert bulletin(frozen).beside == []


def test_they_are_no_points_of_a_scheme(frozen):
    assert {each["key"] for line in Run.objects.get(pk=frozen.pk).lines.all() for each in line.lines}.isdisjoint(
        provided()
    )
