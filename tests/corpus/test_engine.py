"""A cluster is tried again while it starts, and told in one sentence where it is not there."""

from __future__ import annotations

from typing import Any

import pytest

from wenxiao.corpus import engine


class Cluster:
    """Stands for Ray, whose head aborts connections only while its machine is busy: not to be had at will."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)

    def init(self, **_: Any) -> None:
        answer = self.answers.pop(0)
        if answer:
            raise answer


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_BETWEEN_ATTEMPTS", 0.0)


def test_a_head_that_aborts_while_it_starts_is_tried_again() -> None:
    cluster = Cluster(ConnectionAbortedError("busy"), ConnectionAbortedError("busy"), None)
    engine._connect(cluster, "ray://head:10001")
    assert cluster.answers == []


def test_a_head_that_always_aborts_is_told_with_its_last_words() -> None:
    cluster = Cluster(*[ConnectionAbortedError("Initialization failure:\nno memory")] * 9)
    with pytest.raises(engine.EngineError, match="ray://head:10001（ConnectionAbortedError: no memory）"):
        engine._connect(cluster, "ray://head:10001")
    assert len(cluster.answers) == 9 - engine._ATTEMPTS


def test_a_head_that_is_not_there_is_not_waited_for() -> None:
    cluster = Cluster(ConnectionError("ray client connection timeout"), None)
    with pytest.raises(engine.EngineError, match="ConnectionError: ray client connection timeout"):
        engine._connect(cluster, "ray://head:10001")
    assert len(cluster.answers) == 1
