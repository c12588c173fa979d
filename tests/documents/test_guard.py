"""A call in a child process: what it gives back, what it raises, and how it is lost alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from wenxiao.documents.guard import Guard, LostError
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.nursery import Nursery, can_fork
from wenxiao.documents.progress import advance, listening


def work(task: str) -> object:
    """What the tests call in the child."""
    if task == "die":
        os.kill(os.getpid(), 9)
    if task == "hang":
        time.sleep(600)
    if task == "memory":
        return len(bytearray(64 << 30))
    if task == "refuse":
        raise UnreadableError("不能读。", "cannot read.")
    if task == "print":
        print("noise")  # as a chatty library would
    if task == "pages":
        for page in (1, 2, 3):
            advance(page, 3)
    return task, os.getpid()


@pytest.fixture(
    params=["by itself", pytest.param("forked", marks=pytest.mark.skipif(not can_fork(), reason="no fork"))]
)
def nursery(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery | None]:
    """A child starts by itself, or is forked."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    if request.param == "by itself":
        yield None
        return
    with closing(Nursery(f"{__name__}:work")) as started:
        yield started


@pytest.fixture
def guard(nursery: Nursery | None) -> Guard:
    return Guard(f"{__name__}:work", seconds=20, megabytes=2048, nursery=nursery)


def test_calls_are_answered_by_one_child(guard: Guard) -> None:
    with guard:
        (first, one), (second, two) = guard.call("a"), guard.call("print")
        assert (first, second) == ("a", "print")
        assert one == two != os.getpid()


@pytest.mark.parametrize(("task", "loss"), [("die", "died"), ("memory", "memory")])
def test_a_call_that_ends_the_child_is_lost_alone(guard: Guard, task: str, loss: str) -> None:
    with guard:
        before = guard.call("a")
        with pytest.raises(LostError) as lost:
            guard.call(task)
        assert lost.value.loss == loss
        assert guard.call("a")[0] == before[0]


def test_a_call_that_hangs_is_lost_alone(nursery: Nursery | None) -> None:
    with Guard(f"{__name__}:work", seconds=2, megabytes=2048, nursery=nursery) as guard:
        with pytest.raises(LostError) as lost:
            guard.call("hang")
        assert lost.value.loss == "hung"


def test_an_error_of_the_function_is_raised_as_it_is(guard: Guard) -> None:
    with guard:
        with pytest.raises(UnreadableError) as refused:
            guard.call("refuse")
        assert (refused.value.zh, refused.value.en) == ("不能读。", "cannot read.")
        assert guard.call("a")[0] == "a"


def test_progress_reaches_the_caller(guard: Guard) -> None:
    heard: list[tuple[int, int]] = []
    with guard, listening(lambda done, total: heard.append((done, total))):
        guard.call("pages")
    assert heard == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.skipif(not can_fork(), reason="no fork")
def test_children_of_one_nursery_are_others_and_end_with_their_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    with closing(Nursery(f"{__name__}:work")) as nursery:
        one, other = (Guard(f"{__name__}:work", seconds=20, megabytes=2048, nursery=nursery) for _ in range(2))
        with one, other:
            first, second = one.call("a")[1], other.call("a")[1]
            assert len({first, second, os.getpid(), os.getpgid(first), os.getpgid(second)}) == 3
        for child in (first, second):
            with pytest.raises(ProcessLookupError):
                os.kill(child, 0)


@pytest.mark.skipif(not can_fork(), reason="no fork")
def test_where_the_nursery_is_gone_a_child_starts_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    with (
        closing(Nursery(f"{__name__}:work")) as nursery,
        Guard(f"{__name__}:work", seconds=20, megabytes=2048, nursery=nursery) as guard,
    ):
        before = guard.call("a")[1]
        os.kill(nursery._process.pid, signal.SIGKILL)
        assert guard.call("a")[1] == before
        with pytest.raises(LostError):
            guard.call("die")
        assert guard.call("a")[0] == "a"
