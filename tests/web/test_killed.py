"""A process that is killed with SIGKILL in the middle of a step or of a job: afterwards all of it or nothing, and it can be done again."""

from __future__ import annotations

import signal
import time

import pytest

from tests.web.own_site import own_site

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

SAMPLE = """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from wenxiao.web.sample import load
    load()
"""
SETUP = """
    from django.conf import settings
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from wenxiao.web.core.models import Event, Job, Worker
    from wenxiao.web.core import large_files
    from wenxiao.web.ledger.models import Batch, Entry
    from wenxiao.web.ledger.services import verify
    from wenxiao.web.people.models import User
    from wenxiao.web.register.models import ProjectYear
    from wenxiao.web.selfevaluation.models import SelfEvaluation
    from wenxiao.web.targets.models import TargetSet
    from tests.web import making
    def browser(name):
        client = Client()
        client.force_login(User.objects.get(username=name), "wenxiao.web.people.logins.Logins")
        return client
    def fresh():
        return making.fresh(ProjectYear.objects.filter(unit__code="201001", year=2026).first())
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The sample district in a database of its own."""
    with own_site(tmp_path_factory.mktemp("filled")) as one:
        one.run(SAMPLE)
        yield one


@pytest.fixture
def site(filled, tmp_path):
    with own_site(tmp_path, filled) as one:
        yield one


ADJUSTED = """
    from wenxiao.web.targets.services import approved
    of = ProjectYear.objects.get(project__code="沉一", year=2026)
    def stand():
        sets = [(one.version, one.state, one.revision, one.approved_at is not None) for one in of.target_sets.order_by("version")]
        return sets, Event.objects.filter(year=of).count()
"""


@pytest.mark.parametrize("where", ["Event, 'save'", "TargetSet, 'save'"])
def test_an_approval_that_is_killed_freezes_nothing_and_replaces_nothing(site, where):
    before = site.run(
        SETUP,
        """
        of = fresh()
        of.project.code = "沉一"; of.project.save()
        making.targets(of); making.targets(of, "at_performance")
        """,
        ADJUSTED,
        "print(stand())",
    )
    step = """
        answer = browser("performance").post(f"/targets/{of.target_sets.get(version=2).pk}/step/", {"action": "approve", "comment": "预算随后登记"})
        assert answer.status_code == 302, answer.content.decode()
    """
    site.killed(SETUP, ADJUSTED, f"stuck_in({where})", step)
    after, again = site.run(SETUP, ADJUSTED, "print(stand())", step, "print(stand())").splitlines()
    assert after == before
    assert again == "([(1, 'superseded', 1, False), (2, 'approved', 1, True)], 2)"


SUBMITTED = """
    own = SelfEvaluation.objects.get(year__project__code="沉二")
    def stand():
        one = SelfEvaluation.objects.get(pk=own.pk)
        return one.state, one.revision, one.total, one.grade, one.position is None, one.submitted_at is None, Event.objects.filter(year=own.year).count()
"""


def test_a_submission_that_is_killed_keeps_no_score(site):
    before = site.run(
        SETUP,
        """
        from tests.web import evaluating
        own = evaluating.begun(code="沉二")
        assert evaluating.fill(browser("clerk"), own, evaluating.REACHED).status_code == 302
        """,
        SUBMITTED,
        "print(stand())",
    )
    assert before.startswith("('draft', 1, None, ''")
    step = """
        answer = browser("clerk").post(f"/selfevaluation/{own.pk}/step/", {"action": "submit"})
        assert answer.status_code == 302
    """
    site.killed(SETUP, SUBMITTED, "stuck_in(Event, 'save')", step)
    after, again = site.run(SETUP, SUBMITTED, "print(stand())", step, "print(stand())").splitlines()
    assert after == before
    assert again.startswith("('submitted', 2, Decimal(")


ROWS = 3000
SENT = f"""
    head = "项目代码,预算年度,种类,资金来源,日期,金额（元）,文号或凭证号,备注"
    lines = [head] + [f"530100-0001,2026,合同,财政拨款,2026-03-02,0.01,凭{{n}},行" for n in range({ROWS})]
    large_files.LARGE = 0
    client = browser("business")
    at = client.post("/ledger/import/", {{"file": SimpleUploadedFile("大.csv", "\\r\\n".join(lines).encode())}})["Location"]
    client.get(at)
"""
STAND = "print(Batch.objects.count(), Entry.objects.filter(note='行').count(), Job.objects.get(kind='ledger.enter').state, verify())"
WORK = """
    from django.core.management import call_command
    Worker.objects.update(beat="2020-01-01T00:00:00Z")  # as if half a minute had gone by since the last one died
    call_command("work", "--batch")
"""


def test_an_import_whose_worker_is_killed_again_and_again_is_done_once(site):
    """In the middle of the transaction, and at moments as they come."""
    site.run(SETUP, SENT, WORK, "assert client.post(at).status_code == 302")
    site.killed(SETUP, "from wenxiao.web.ledger import services", "stuck_in(services, '_add_months')", WORK)
    assert site.run(SETUP, STAND, "Worker.objects.update(beat='2020-01-01T00:00:00Z')") == "0 0 running []"
    for moment in (1.5, 2.5):
        worker = site.worker()
        time.sleep(moment)
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=30)
        stands = site.run(SETUP, STAND, "Worker.objects.update(beat='2020-01-01T00:00:00Z')")
        assert stands in ("0 0 running []", f"1 {ROWS} done []")
    assert site.run(SETUP, WORK, STAND) == f"1 {ROWS} done []"


DOCUMENTS = 12
HANDED_IN = """
    from tests.web.desking import WRONG, file
    from wenxiao.web.desk.models import Document, Found, Reading
    from wenxiao.web.desk import reading
    def stand():
        rows = Document.objects.filter(batch__title="沉")
        read = rows.filter(state="triage")
        return rows.count(), read.count(), Reading.objects.filter(document__in=rows).count(), Found.objects.filter(document__in=rows).count(), Event.objects.filter(machine="document", object_id__in=rows.values("pk")).count()
"""


def test_a_batch_whose_worker_is_killed_is_read_to_its_end_and_nothing_twice(site):
    """In the middle of keeping the fifth document, and then at moments as they come."""
    site.run(
        SETUP,
        HANDED_IN,
        f"""
        files = [file(WRONG + str(n), f"{{n}}.txt") for n in range({DOCUMENTS})]
        assert browser("clerk").post("/desk/upload/", {{"title": "沉", "files": files}}).status_code == 302
        """,
    )
    fifth = """
        advances, count = reading.advance, [0]
        def fifth(*args, **kwargs):
            count[0] += 1
            if count[0] == 5:
                print("stuck", flush=True)
                time.sleep(120)
            return advances(*args, **kwargs)
        reading.advance = fifth
    """
    site.killed(SETUP, HANDED_IN, fifth, WORK)
    assert site.run(SETUP, HANDED_IN, "print(stand())") == f"({DOCUMENTS}, 4, 4, 4, 4)"
    for moment in (1.5, 2.5):
        site.run(SETUP, "Worker.objects.update(beat='2020-01-01T00:00:00Z')")
        worker = site.worker()
        time.sleep(moment)
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=30)
        every, read, *rest = eval(site.run(SETUP, HANDED_IN, "print(stand())"))
        assert every == DOCUMENTS
        assert rest == [read] * 3
    assert site.run(SETUP, HANDED_IN, WORK, "print(stand())") == str((DOCUMENTS,) + (DOCUMENTS,) * 4)
