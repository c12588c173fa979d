"""A call in a child process: what it gives back, what it raises, and how it is lost alone."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from wenxiao.documents.guard import Guard, LostError
from wenxiao.documents.model import UnreadableError
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


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Guard:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return Guard(f"{__name__}:work", seconds=20, megabytes=2048)


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


def test_a_call_that_hangs_is_lost_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    with Guard(f"{__name__}:work", seconds=2, megabytes=2048) as guard:
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
