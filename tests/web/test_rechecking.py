"""A problem that a rule found in a document: the rule looks at the next version, and closes the problem or not."""

from __future__ import annotations

import pytest

from tests.web import making
from tests.web.desking import RIGHT, WRONG, file, of, one, read_all
from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.receiving import resubmit
from wenxiao.web.desk.triage import decide
from wenxiao.web.problems.models import Problem
from wenxiao.web.problems.rechecking import looked_again


@pytest.fixture
def year_of(year):
    return making.fresh(year(1, 2025))


@pytest.fixture
def problem(year_of):
    """A problem that was raised from the finding of a document whose rate does not go with its amounts."""
    document = one()
    found = document.found.get(code="A101")
    decide(found, "confirmed", of("performance"), year=year_of)
    return Problem.objects.get(found_in=found)


def next_version(problem, content):
    """The unit hands in another version, and it is read."""
    document = problem.found_in.document
    while later := document.replaced_by.first():
        document = later
    advance(document, "return", of("performance"), "请修改")
    return read_all(resubmit(document, file(content), of("clerk")))[0]


def rechecks(problem):
    return list(problem.rechecks.order_by("pk").values_list("still", flat=True))


def test_as_long_as_no_new_version_is_there_the_rule_still_finds_it(problem):
    check = looked_again(problem, of("performance").user)
    assert check.still is True
    assert check.said == ["还没有收到修改稿。"]


def test_a_new_version_is_looked_at_as_soon_as_it_is_read(problem):
    next_version(problem, RIGHT)
    assert rechecks(problem) == [False]


def test_a_new_version_with_the_same_contradiction_does_not_pass(problem):
    next_version(problem, WRONG + "\n二、存在的问题\n无。\n")
    assert rechecks(problem) == [True]
    assert "85" in problem.rechecks.get().said[0]


def test_a_new_version_that_does_not_speak_of_it_proves_nothing(problem):
    next_version(problem, "星河区网格化管理中心2024年度工作总结\n全年天气良好，各项工作正常开展。\n")
    assert rechecks(problem) == [None]
    making.force(problem, "reported")
    with pytest.raises(NotAllowed, match="无法判断；销号请写明理由"):
        advance(problem, "close", of("performance"))


def test_a_contradiction_that_was_moved_is_the_same(problem):
    next_version(problem, WRONG.replace("200.00", "210.00"))
    assert rechecks(problem) == [True]


def test_it_is_followed_over_several_versions(problem):
    next_version(problem, WRONG + "\n二、存在的问题\n无。\n")
    next_version(problem, RIGHT)
    assert rechecks(problem) == [True, False]


def test_it_closes_without_a_reason_only_when_the_rule_passes(problem):
    making.force(problem, "reported")
    with pytest.raises(NotAllowed, match=r"规则 A101 复查：仍然存在；销号请写明理由"):
        advance(problem, "close", of("performance"))
    assert Problem.objects.get(pk=problem.pk).state == "reported"
    next_version(problem, RIGHT)
    advance(problem, "close", of("performance"))
    assert Problem.objects.get(pk=problem.pk).state == "closed"


def test_finance_closes_it_with_a_reason_though_the_rule_still_finds_it(problem):
    making.force(problem, "reported")
    advance(problem, "close", of("performance"), "口径已说明，予以认可")
    closed = Problem.objects.get(pk=problem.pk)
    assert closed.state == "closed"
    assert closed.rechecks.get().still is True


def test_a_problem_without_a_rule_is_closed_with_a_reason_alone(year):
    problem = making.force(making.problem(year(2)), "reported")
    with pytest.raises(NotAllowed, match="没有规则可以复查"):
        advance(problem, "close", of("performance"))
    advance(problem, "close", of("performance"), "现场核实")
    assert problem.rechecks.count() == 0
