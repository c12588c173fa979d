"""A database as a site has it: nothing is lost between two who post at once, nothing is left of an import that was killed."""

from __future__ import annotations

import pytest

from tests.web.own_site import own_site

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

SETUP = """
    from wenxiao.performance.ledger import Kind, Source
    from wenxiao.web.ledger import services
    from wenxiao.web.ledger.models import Balance, Batch, Entry
    from wenxiao.web.ledger.services import Posting, Refused, post_many, position, verify
    from wenxiao.web.people.models import Organisation, User
    from wenxiao.web.register.models import Project, ProjectYear
    def year():
        return ProjectYear.objects.select_related("unit").get()
    DAY = date(2025, 6, 1)
    def posting(amount, reference, kind=Kind.PAID):
        return Posting(year(), kind, Source.FISCAL, DAY, Decimal(amount), reference)
"""
MAKE = """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    unit = Organisation.objects.create(code="1", name="甲", kind="unit")
    user = User.objects.create(username="u", name="u")
    project = Project.objects.create(code="P", name="项目", unit=unit, attribute="new", fund="general", begins=2025, ends=2025)
    ProjectYear.objects.create(project=project, year=2025, unit=unit)
    for kind in (Kind.APPROVED, Kind.ARRIVED):
        post_many([posting(100, "批复", kind)], user)
"""


@pytest.fixture
def site(tmp_path):
    with own_site(tmp_path) as one:
        one.run(SETUP, MAKE)
        yield one


def test_of_many_who_post_at_once_no_entry_is_lost_and_no_limit_is_passed(site):
    said = site.run(
        SETUP,
        """
        results = []
        def work(name):
            for number in range(15):
                try:
                    post_many([posting(3, f"{name}-{number}")], User.objects.get())
                    results.append(1)
                except Refused:
                    results.append(0)
            connection.close()
        threads = [threading.Thread(target=work, args=(name,)) for name in "ABC"]
        [thread.start() for thread in threads]; [thread.join() for thread in threads]
        print(len(results), sum(results), Entry.objects.filter(kind="paid").count(), position(year()).paid, verify())
        """,
    )
    assert said == "45 33 33 99.00 []"


@pytest.mark.parametrize("at", ["Balance.objects, 'bulk_create'", "services, '_add_months'"])
def test_an_import_that_is_killed_leaves_nothing(site, at):
    site.killed(
        SETUP,
        f"""
        def every_entry_is_there(*args, **kwargs):
            assert Entry.objects.count() == 2002  # inside the transaction
        stuck_in({at}, every_entry_is_there)
        with transaction.atomic():
            batch = Batch.objects.create(name="f", sha256="0" * 64, rows=2000, read_by=User.objects.get())
            post_many([posting("0.01", f"文{{n}}") for n in range(2000)], User.objects.get(), batch)
        """,
    )
    after = "print(Entry.objects.count(), Batch.objects.count(), position(year()).paid, verify())"
    assert site.run(SETUP, after) == "2 0 None []"
    site.run(SETUP, "post_many([posting('1', '之后')], User.objects.get())")
