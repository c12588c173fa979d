"""Evidence: snapshots that come out the same again, three numbers that stay three, series read in without loss."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils.translation import override
from lxml import html

from wenxiao.performance.lifecycle import Role
from wenxiao.performance.series import Use
from wenxiao.told import NotAllowed, Told
from wenxiao.web.core.clock import now, travelling
from wenxiao.web.core.models import Job
from wenxiao.web.core.spreadsheets import Unreadable
from wenxiao.web.evidence import jobs as evidence_jobs
from wenxiao.web.evidence import measuring
from wenxiao.web.evidence.drilling import behind
from wenxiao.web.evidence.latest import latest
from wenxiao.web.evidence.models import Check, Measure, Point, Series, SeriesFile, Snapshot
from wenxiao.web.evidence.seeing import snapshots
from wenxiao.web.evidence.snapshots import Asked, asked_of, checked, computed
from wenxiao.web.evidence.taking import read_in
from wenxiao.web.evidence.templatetags.scopes import scope_words
from wenxiao.web.fieldwork.meeting import finish
from wenxiao.web.fieldwork.models import Attendance, Beat, MeetingAction, Patrol, Shop, Training, Visit
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.overview.findings import found
from wenxiao.web.people.models import User
from wenxiao.web.scoring.board import Question as BoardQuestion
from wenxiao.web.scoring.cases import SETTLED, days, settled
from wenxiao.web.selfevaluation.models import ActualRow, SelfEvaluation
from wenxiao.web.selfevaluation.sample import person


@pytest.fixture
def clerk(year):
    from wenxiao.web.sample import World

    world = World(people={user.username: user for user in User.objects.all()})
    return person(world, year(1), Role.CLERK).user


@pytest.fixture
def own(year):
    return SelfEvaluation.objects.get(year=year(1))


def measure_of(year, indicator):
    return Measure.objects.get(year=year(1), indicator=indicator)


# Snapshots


def test_every_snapshot_comes_out_the_same_again(db):
    rows = Snapshot.objects.filter(measures__isnull=False)
    assert {row.kind for row in rows} >= {"rate", "series"}
    assert all(check.same for check in checked(rows))


def test_a_snapshot_is_the_same_after_more_has_happened_and_a_new_one_is_another(year, clerk):
    measure = measure_of(year, "handled_on_time@1")
    measure.end = date(2026, 11, 30)
    measure.save()
    with travelling(date(2026, 11, 12)):
        first = measuring.compute(measure, clerk)
    with travelling(date(2026, 11, 20)):
        second = measuring.compute(measure, clerk)
    assert first.digest != second.digest
    assert [check.same for check in checked([first, second])] == [True, True]


FIELD = ("patrol_coverage", "patrol_rounds", "patrol_hours", "trainings", "trained", "meeting_actions", "shops", "shops_signed", "missed_finds", "inspections", "sites_inspected")  # fmt: skip


def test_field_work_that_is_entered_later_and_plans_that_are_changed_leave_snapshots_as_they_are(db, access):
    """What was known at the cutoff is counted, by the plans of that time, however late somebody computes it again."""
    with travelling(date(2026, 12, 1)):
        period, cutoff = days(date(2026, 9, 1), date(2027, 1, 1)), settled()
        made = [computed(Asked("measure", code, period, cutoff, "", {})) for code in FIELD]
        made.append(computed(Asked("zero", "zero", period, cutoff, "", {})))
        for one in made:
            one.save(force_insert=True)
        assert all(one.n for one in made if one.subject not in ("zero", "missed_finds"))
    with travelling(date(2026, 12, 20)):
        beat, user = Beat.objects.exclude(patrols=None).first(), access("supervisor").user
        past = cutoff - timedelta(days=2)
        done = Patrol.objects.create(beat=beat, person=user, started_at=past, ended_at=past, ended_recorded_at=now())
        Visit.objects.create(patrol=done, grid=beat.grids[0], at=past)
        Beat.objects.update(rounds=9, visits=9, grids=beat.grids[:1], until=date(2026, 9, 30))
        training = Training.objects.create(title="补录", held_on=date(2026, 11, 2), organiser=Agency.objects.first())
        Attendance.objects.create(training=training, name="某人", role="other", agency=training.organiser)
        Attendance.objects.create(
            training=Training.objects.order_by("pk").first(), name="补签", role="other", agency=training.organiser
        )
        for action in MeetingAction.objects.filter(done_on=None):
            finish(action, "已完成", user)
        shop = Shop.objects.filter(same_as=None).first()
        Shop.objects.create(collection=shop.collection, street=shop.street, name="补录", address="x", collected_on=date(2026, 11, 1), entered_by=user)  # fmt: skip
        assert {row.subject: check.same for row, check in zip(made, checked(made), strict=True)} == dict.fromkeys(
            [*FIELD, "zero"], True
        )
    with travelling(date(2026, 12, 21)):
        again = {code: computed(Asked("measure", code, period, settled(), "", {})) for code in FIELD}
    changed = {
        one.subject
        for one in made
        if one.subject in again and (one.n, one.d) != (again[one.subject].n, again[one.subject].d)
    }
    assert changed >= {"patrol_coverage", "patrol_rounds", "trainings", "trained", "shops"}


def test_what_was_recorded_and_has_been_changed_since_shows(db):
    with travelling(date(2026, 12, 1)):
        one = computed(Asked("measure", "shops_signed", days(date(2026, 9, 1), date(2027, 1, 1)), settled(), "", {}))
        one.save(force_insert=True)
    Shop.objects.filter(same_as=None, signed=True).update(signed=False)
    assert [check.same for check in checked([one])] == [False]


def test_what_is_being_recorded_is_after_every_cutoff(year, clerk, access):
    """A run and a measure look back alike; of a series, which one reader at a time adds to, the last file counts."""
    asked = {kind: measuring.asked_of(Measure.objects.filter(kind=kind).first()).cutoff for kind in ("rate", "series")}
    assert SETTLED <= now() - asked["rate"] < 2 * SETTLED
    assert now() - asked["series"] < SETTLED
    assert BoardQuestion.of({}).cutoff <= now() - SETTLED


def test_a_snapshot_of_another_case_does_not_come_out_the_same(db):
    row = Snapshot.objects.filter(subject="handled_on_time@1", measures__isnull=False).first()
    rate, same = behind(row)
    assert same
    case = Case.objects.get(number=rate.denominator[0] if rate.denominator else rate.numerator[0])
    case.folded["filed_at"] = "2018-01-01T00:00:00+00:00"
    case.folded["due"] = "2018-01-01T04:00:00+00:00"
    case.save()
    assert behind(row)[1] is False
    assert [check.same for check in checked([row])] == [False]


@pytest.mark.parametrize("model", [Snapshot, Check, SeriesFile, Point])
def test_what_was_computed_is_never_changed(model, db):
    pk = model.objects.first().pk
    for change in (
        lambda: model.objects.filter(pk=pk).update(id=pk),
        lambda: model.objects.filter(pk=pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_all_are_computed_again_in_the_background(db, clerk):
    done = evidence_jobs.check_all(Job(user=clerk, kind="evidence-check", title="x"))
    assert done["wrong"] == 0
    assert done["checked"] > 3


def test_the_list_behind_a_number_tells_no_words_and_is_recorded(as_user, year, django_assert_max_num_queries):
    row = measure_of(year, "handled_on_time@1").latest
    page = as_user("clerk").get(f"/evidence/snapshots/{row.pk}/cases/?part=d").content.decode()
    assert f"{row.d} 条" in page
    assert "与快照一致" in page
    case = Case.objects.exclude(description="").first()
    assert case.description not in page


def test_snapshots_tell_themselves_apart_in_the_list_and_the_newest_is_marked(as_user, access, year, clerk):
    measure = measure_of(year, "handled_on_time@1")
    old = measure.latest
    new = measuring.compute(measure, clerk)
    page = as_user("head").get("/evidence/").content.decode()
    row = {
        one: found
        for found in page.split("<tr>")
        for one in (old, new)
        if f'href="{one.get_absolute_url()}">按期处置率' in found
    }
    assert len(row) == 2
    for one in (old, new):
        told = (
            year(1).project.name,
            f"{one.n} ÷ {one.d}",
            one.cutoff.astimezone().strftime("%Y-%m-%d %H:%M"),
            f"{one.start:%Y}",
        )
        assert all(words in row[one] for words in told)
    assert "最新" in row[new]
    assert "有更新的快照" in row[old]
    assert f'href="{new.get_absolute_url()}"' in row[old]
    others = [each for each in latest(access("head"), 100) if each.one.kind == "measure"]
    assert len({each.words for each in others}) == len({each.one.subject for each in others})


def test_what_a_score_rests_on_says_of_which_month(access):
    rows = [each for each in latest(access("lead"), 200) if not each.one.measures.exists()]
    assert rows
    assert all(any("月度考核" in purpose.name for purpose in each.purposes) for each in rows)
    assert not any("月度考核" in purpose.name for each in latest(access("head"), 200) for purpose in each.purposes)


def test_who_does_not_see_a_project_sees_none_of_its_evidence(as_user, year):
    row = measure_of(year, "handled_on_time@1").latest
    assert as_user("head").get(f"/evidence/snapshots/{row.pk}/").status_code == 200
    for page in (f"/evidence/snapshots/{Series.objects.get().pk}/", f"/evidence/series/{Series.objects.get().pk}/"):
        assert as_user("clerk").get(page).status_code == 404


def test_what_a_person_s_score_rests_on_is_for_that_person_and_the_lead(db, as_user, access):
    rows = Snapshot.objects.filter(scope__startswith="person=")
    assert rows.exists()
    assert snapshots(access("lead")).filter(pk__in=rows).count() == rows.count()
    for login in ("acceptor", "dispatcher", "inspector"):
        own = f"person={access(login).user.pk}"
        assert set(snapshots(access(login)).filter(pk__in=rows).values_list("scope", flat=True)) <= {own}, login
        other = rows.exclude(scope=own).first()
        assert as_user(login).get(f"/evidence/snapshots/{other.pk}/").status_code == 404
        assert as_user(login).get(f"/evidence/snapshots/{other.pk}/cases/").status_code == 404
    mine = access("acceptor").user.pk
    made = [
        Snapshot.objects.create(
            kind="rate", subject="closed@1", question={}, start=one.start, end=one.end, cutoff=one.cutoff, n=0, d=0, scope=scope
        )
        for one in [rows.first()]
        for scope in (f"person={mine}", f"street=530100001;person={mine}", f"person={mine};category=3", f"person={mine}1")
    ]  # fmt: skip
    assert [snapshots(access("acceptor")).filter(pk=one.pk).exists() for one in made] == [True, True, True, False]


# Target, claim, computed value


def test_a_claim_far_from_what_was_computed_is_a_finding(own, year):
    shown = {one.measure.indicator: one for one in measuring.shown(own)}
    gap = shown["filed_count@1"]
    assert gap.differs
    assert gap.claimed > gap.answer.computed
    said = [one for one in own.audit() if one.code == "G01"]
    assert [one.field for one in said] == [f"i-{gap.measure.key}-value"]
    assert any(one.said.code == "G01" for one in found(year(1), date(2026, 11, 20)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_gap_is_said_in_one_language_whatever_that_of_the_page(own, language):
    with override(language):
        [remark] = [one for one in measuring.remarks(own) if one.check == "G01"]
    assert "按立案数核算" in remark.text_zh
    assert "computed from Cases filed it is" in remark.text_en


def test_a_problem_is_raised_from_a_gap(as_user, own, year):
    [said] = [one for one in own.audit() if one.code == "G01"]
    page = as_user("performance").get(f"/problems/new/{year(1).pk}/?finding={said.id}")
    assert page.status_code == 200
    assert "核算" in page.content.decode()


def test_nothing_is_overwritten_until_somebody_takes_it_over(own, year, clerk):
    measure = measure_of(year, "valid_reports@1")
    row = ActualRow.objects.filter(self_evaluation=own, key=measure.key)
    assert not row.exists()
    measuring.compute(measure, clerk)
    assert not row.exists()
    measuring.take(own, Measure.objects.get(pk=measure.pk), clerk)
    last = Measure.objects.get(pk=measure.pk).latest
    assert (row.get().numerator, row.get().denominator) == (last.n, last.d)
    [one] = [one for one in measuring.shown(SelfEvaluation.objects.get(pk=own.pk)) if one.measure.pk == measure.pk]
    assert one.answer.verdict == "agrees"


def test_what_was_submitted_is_not_filled(own, year, clerk):
    other = SelfEvaluation.objects.filter(state="accepted").first()
    measure = measure_of(year, "valid_reports@1")
    with pytest.raises(NotAllowed):
        measuring.take(other, measure, clerk)


@pytest.mark.parametrize(
    ("claimed", "tolerance", "verdict"),
    [("95", "0", "agrees"), ("95.4", "0", "differs"), ("95.2", "0", "agrees"), ("95.24", "0", "differs"), ("95.4", "0.2", "agrees")],
)  # fmt: skip
def test_a_claim_stands_for_what_its_digits_allow(claimed, tolerance, verdict):
    from wenxiao.grid.evidence import Answer

    interval = measuring.stands_for(Decimal(claimed), None, Decimal(tolerance))
    assert Answer(None, interval, Decimal("95.23")).verdict == verdict


def test_the_same_parts_agree_whatever_digits_their_quotient_has(own, year):
    """133 of 161 has no end of digits, and is kept with fewer in one place than in the other."""
    one = next(one for one in measuring.shown(own) if one.measure.indicator == "handled_on_time@1")
    assert (one.answer.verdict, one.gap) == ("agrees", 0)


def test_a_unit_cost_needs_a_payment(own, year):
    costs = {one.measure.indicator: one.cost for one in measuring.shown(own)}
    measure = measure_of(year, "filed_count@1")
    paid = sum(entry.amount for entry in measure.entries.all())
    if paid:
        assert costs["filed_count@1"] * measure.latest.n == pytest.approx(paid)
    assert costs["handled_on_time@1"] is None


def test_none_is_claimed_only_where_somebody_looked(year, clerk, own, monkeypatch):
    from wenxiao.web.evidence import snapshots
    from wenxiao.web.evidence.providing import Coverage

    measure = Measure.objects.get(year=year(1), kind="zero")
    ActualRow.objects.update_or_create(self_evaluation=own, key=measure.key, defaults={"value": 0})
    for coverage, value, codes in ((Coverage(None, 0, 0), None, 1), (Coverage(Decimal("0.95"), 30, 0), 0, 0)):
        monkeypatch.setattr(snapshots, "coverage", lambda *_, told=coverage: told)
        measuring.compute(measure, clerk)
        assert Measure.objects.get(pk=measure.pk).latest.value == value
        assert sum(one.code == "G02" for one in SelfEvaluation.objects.get(pk=own.pk).audit()) == codes


def test_an_indicator_is_asked_for_the_whole_year_unless_somebody_says_otherwise(as_user, year):
    page = html.fromstring(as_user("clerk").get(f"/evidence/of/{year(1).pk}/link/").content.decode())
    days_shown = [page.xpath(f"//input[@name='{name}']/@value") for name in ("start", "end")]
    assert days_shown == [[f"{year(1).year}-01-01"], [f"{year(1).year}-12-31"]]


def test_an_indicator_is_linked_on_its_page(as_user, year, clerk):
    client, one = as_user("clerk"), year(1)
    measure = measure_of(year, "handled_on_time@1")
    client.post(f"/evidence/measures/{measure.pk}/remove/")
    told = {
        "key": measure.key,
        "kind": "rate",
        "indicator": "closed@1",
        "view": "adjusted",
        "finish": "strict",
        "reading": "deadline",
        "scope": "street=530100001",
        "start": "2026-09-01",
        "end": "2026-10-31",
        "tolerance": "0.5",
    }
    assert client.post(f"/evidence/of/{one.pk}/link/", {**told, "scope": "nowhere"}).status_code == 422
    assert client.post(f"/evidence/of/{one.pk}/link/", {**told, "scope": "person=7"}).status_code == 422
    assert client.post(f"/evidence/of/{one.pk}/link/", told).status_code == 302
    made = Measure.objects.get(year=one, key=measure.key, removed_at=None)
    assert (made.latest.scope, made.latest.question["view"]) == ("street=530100001", "adjusted")
    assert Snapshot.objects.filter(measures=measure).exists()
    page = client.get(f"/selfevaluation/{SelfEvaluation.objects.get(year=one).pk}/").content.decode()
    assert "采用核算值" in page


# Series


@pytest.fixture
def series(year, clerk):
    return Series.objects.create(year=year(1), name="用水", unit="吨", made_by=clerk, mapping={"date": "日期", "value": "读数", "place": "水表", "replaced": "换表"})  # fmt: skip


def csv(*rows):
    return SimpleUploadedFile("用水.csv", ("\n".join(("日期,水表,读数,换表", *rows))).encode("gb18030"))


def test_rows_are_taken_known_or_refused_with_their_reason(series, clerk):
    kept, _ = read_in(
        series,
        csv(
            "2026-01-31,甲,100,",
            "2026/2/28,甲,150.5,",
            "2026年3月31日,甲,3,是",
            "四月,甲,9,",
            "2026-05-01,甲,未读,",
            "2026-05-02,甲,,",
            "1899-01-01,甲,1,",
        ),
        clerk,
    )
    assert (kept.taken, kept.known, [number for number, _ in kept.refused]) == (3, 0, [5, 6, 7, 8])
    assert "四月" in kept.refused[0][1]
    again, _ = read_in(series, csv("2026-01-31,甲,100,", "2026-02-28,甲,151,", "2026-04-30,甲,13,"), clerk)
    assert (again.taken, again.known, [number for number, _ in again.refused]) == (1, 1, [3])
    assert series.points.count() == 4
    assert series.points.get(at__month=3, at__year=2026).replaced or series.points.filter(replaced=True).count() == 1


def test_a_file_with_other_columns_is_refused_whole(series, clerk):
    with pytest.raises(Unreadable, match="读数"):
        read_in(series, SimpleUploadedFile("x.csv", b"a,b\n1,2\n"), clerk)
    assert not series.points.exists()
    assert not series.files.exists()


@pytest.mark.parametrize(
    ("use", "limits", "value"),
    [(Use.SUM, {}, "266.5"), (Use.MEAN, {}, "66.625"), (Use.COUNT, {}, "4"), (Use.METER, {}, "60.5"), (Use.SHARE, {"high": "100"}, "0.75")],
)  # fmt: skip
def test_a_series_is_a_measure_by_each_use(series, clerk, year, use, limits, value):
    read_in(series, csv("2026-01-31,甲,100,", "2026-02-28,甲,150.5,", "2026-03-31,甲,3,是", "2026-04-30,甲,13,"), clerk)
    measure = Measure(year=year(1), key="x", kind="series", series=series, use=use, start=date(2026, 1, 1), end=date(2026, 12, 31), made_by=clerk, **{k: Decimal(v) for k, v in limits.items()})  # fmt: skip
    made = computed(measuring.asked_of(measure))
    assert made.value == Decimal(value)
    assert computed(asked_of(made)).digest == made.digest
    read_in(series, csv("2026-06-30,甲,20,"), clerk)
    assert computed(asked_of(made)).digest == made.digest


def test_a_river_s_water_is_computed_from_its_readings(db):
    measure = Measure.objects.get(kind="series")
    last = measure.latest
    good = measure.series.points.filter(value__lte=Decimal("1.5")).count()
    assert (last.n, last.d) == (good, measure.series.points.count())
    assert [len(file.refused) for file in measure.series.files.order_by("pk")] == [0, 1]


def test_pages_of_series(as_user, year):
    client, one = as_user("clerk"), year(1)
    told = {
        "name": "垃圾清运",
        "unit": "吨",
        "source": "过磅单",
        "date_column": "日期",
        "value_column": "净重",
        "place_column": "",
    }
    assert client.post(f"/evidence/of/{one.pk}/series/", {**told, "value_column": "日期"}).status_code == 422
    assert client.post(f"/evidence/of/{one.pk}/series/", told).status_code == 302
    made = Series.objects.get(name="垃圾清运")
    file = SimpleUploadedFile("a.csv", "日期,净重\n2026-01-01,3.2\n2026-01-02,x\n".encode())
    page = client.post(f"/evidence/series/{made.pk}/upload/", {"file": file}, follow=True).content.decode()
    assert "读入 1 条" in page
    assert "不是数字" in page


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("", ""),
        ("category=30428.2-2013:event:05", "类别 突发事件"),
        ("street=530100001;category=30428.2-2013:event:0110", "街道 530100001，类别 暴露垃圾"),
        ("category=3", "类别 3"),
        ("moon=1", "moon=1"),
    ],
)
def test_a_scope_is_said_in_words(db, scope, words):
    assert scope_words(scope) == words


def test_a_claim_of_none_is_a_number_and_no_share(as_user, own):
    none = Measure.objects.get(kind="zero", removed_at=None).latest
    assert (none.value, none.fraction) == (0, False)
    for path in ("/evidence/", f"/evidence/of/{own.year_id}/", f"/selfevaluation/{own.pk}/"):
        page = html.fromstring(as_user("clerk").get(path).content.decode())
        links = page.xpath(f"//main//a[@href='{none.get_absolute_url()}']")
        assert links
        assert not any("%" in "".join(link.getparent().itertext()) for link in links)
        assert not any(f"0 ÷ {none.d}" in "".join(link.getparent().itertext()) for link in links)


def test_field_work_is_not_counted_by_a_scope_of_several_parts(db):
    with pytest.raises(Told, match="不能按"):
        computed(
            Asked(
                "measure",
                "patrol_rounds",
                days(date(2026, 9, 1), date(2026, 10, 1)),
                settled(),
                "street=530100001;category=x",
                {},
            )
        )
