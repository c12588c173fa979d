"""Cases on a database as a site has it, with many who act in the same moment: every step stands once, and none is made twice."""

from __future__ import annotations

import pytest

from tests.web.own_site import own_site

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

SETUP = """
    from uuid import UUID, uuid4
    from wenxiao.grid.cases import fold
    from wenxiao.grid.states import Level, Role, Source
    from wenxiao.grid.transitions import Action
    from wenxiao.told import NotAllowed
    from wenxiao.web.core.clock import now
    from wenxiao.web.grid import keeping
    from wenxiao.web.grid.grounds import ground
    from wenxiao.web.grid.keeping import Actor, Place, events, perform, report
    from wenxiao.web.grid.models import Agency, Case, CaseEvent, Photo, Post
    from wenxiao.web.people.models import User
    def actor(login):
        post = Post.objects.select_related("user", "agency").get(user__username=login)
        return Actor(post.user, Role(post.role), post.agency)
    CONDITION = next(iter(ground().catalogue.conditions.values()))
    GRID = "530100001001001"
    def new(**more):
        return report(actor("supervisor"), "井盖破损", Place(), source=Source.SUPERVISOR, level=Level.DISTRICT, grid=GRID, category=CONDITION.categories[0], **more)
    def filed():
        return perform(new(), actor("acceptor"), Action.FILE, grid=GRID, category=CONDITION.categories[0], condition=CONDITION.code)
    def together(*works):
        ready, told = threading.Barrier(len(works)), []
        def one(work):
            try:
                ready.wait()
                told.append(work())
            except NotAllowed:
                told.append(None)
            except BaseException as error:
                told.append(repr(error))
            finally:
                connection.close()
        threads = [threading.Thread(target=one, args=(work,)) for work in works]
        [thread.start() for thread in threads]; [thread.join() for thread in threads]
        assert not [each for each in told if isinstance(each, str)], told
        return told
    def sound():
        return all(case.case == fold(events(case)) and case.revision == case.events.count() for case in Case.objects.all())
"""
MIGRATE = """
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
"""
MAKE = """
    centre = Agency.objects.create(code="G00", name="中心", kind="centre", level="district")
    unit = Agency.objects.create(code="G11", name="街道", kind="street", level="street")
    for login, role, agency in (("supervisor", "supervisor", centre), ("acceptor", "acceptor", centre), ("dispatcher", "dispatcher", centre), ("lead", "lead", centre), ("street", "handler", unit)):
        Post.objects.create(user=User.objects.create(username=login, name=login), agency=agency, role=role, since=date(2020, 1, 1))
"""


@pytest.fixture
def site(tmp_path):
    with own_site(tmp_path) as one:
        one.run(MIGRATE, SETUP, MAKE)
        yield one


def test_a_report_that_is_sent_several_times_at_once_is_one(site):
    said = site.run(
        SETUP,
        """
        for _ in range(8):
            token = uuid4()
            assert len({case.pk for case in together(*[lambda: new(token=token)] * 4)}) == 1
        print(Case.objects.count(), CaseEvent.objects.count(), sound())
        """,
    )
    assert said == "8 8 True"


def test_a_step_that_is_sent_several_times_at_once_is_one_and_everybody_hears_of_it(site):
    said = site.run(
        SETUP,
        """
        for _ in range(8):
            case, token = filed(), uuid4()
            told = together(*[lambda: perform(case, actor("dispatcher"), Action.DISPATCH, unit="G11", token=token)] * 4)
            assert [one.state for one in told] == ["dispatched"] * 4, told
            token = uuid4()
            together(*[lambda: perform(case, actor("lead"), Action.SUPERVISE, reason="重点", pressing="key", until=now() + timedelta(days=2), token=token)] * 3)
        print(CaseEvent.objects.filter(action="dispatch").count(), CaseEvent.objects.filter(action="supervise").count(), sound())
        """,
    )
    assert said == "8 8 True"


def test_of_two_who_decide_at_once_one_is_told_that_somebody_was_faster(site):
    said = site.run(
        SETUP,
        """
        for _ in range(8):
            case = new()
            told = together(
                lambda: perform(case, actor("acceptor"), Action.FILE, grid=GRID, category=CONDITION.categories[0], condition=CONDITION.code),
                lambda: perform(case, actor("acceptor"), Action.REJECT, reason="无此问题"),
                lambda: perform(case, actor("lead"), Action.REJECT, reason="重复"),
            )
            assert told.count(None) == 2, told
        print(CaseEvent.objects.count(), sound())
        """,
    )
    assert said == "16 True"


def test_nothing_is_merged_into_a_case_that_ends_in_the_same_moment_nor_two_into_each_other(site):
    said = site.run(
        SETUP,
        """
        for number in range(12):
            older, newer = perform(filed(), actor("acceptor"), Action.ASK_VOID, reason="误立"), new()
            ways = (
                lambda: perform(newer, actor("acceptor"), Action.MERGE, parent=older),
                lambda: perform(older, actor("lead"), Action.VOID),
                lambda: perform(older, actor("acceptor"), Action.MERGE, parent=newer),
            )
            together(*(ways[:2] if number % 2 else ways[::2]))
        for case in Case.objects.exclude(parent=None):
            merged = case.events.get(action="merge").recorded_at
            end = case.parent.events.filter(action__in=("void", "merge")).first()
            assert end is None or end.recorded_at > merged, "merged into what had ended"
        print(Case.objects.count(), sound())
        """,
    )
    assert said == "24 True"


def test_a_picture_belongs_to_one_step(site):
    said = site.run(
        SETUP,
        """
        for _ in range(6):
            photo = Photo.objects.create(file="grid/x.jpg", name="x.jpg", sha256="0" * 64, added_at=now())
            told = together(*[lambda: new(photos=[photo])] * 3)
            assert told.count(None) == 2, told
        print(Case.objects.count(), Photo.objects.filter(case=None).count(), sound())
        """,
    )
    assert said == "6 0 True"
