"""Who distributes: Daft, on the cores of this machine or on a Ray cluster. It is given shards and never documents."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from wenxiao.corpus.settings import Settings
from wenxiao.corpus.store import Store
from wenxiao.told import Told

#: What a unit of work is: a stage and the file that lists what it takes.
SURVEY, READ, SCANS, SETTLE = "survey", "read", "scans", "settle"

#: How often a cluster that aborts the connection is tried, and the seconds between.
_ATTEMPTS = 4
_BETWEEN_ATTEMPTS = 5.0

#: Letters of an error of a cluster that are told.
_SAID = 300

#: Where this process runs, once it is chosen: Daft takes one answer.
_chosen: list[str | None] = []


class EngineError(Told):
    """A cluster that cannot be reached, in one sentence."""


def work(url: str, settings: str, stage: str, unit: str) -> str:
    """Do one unit of work; idempotent. This is what the engine calls, in whatever process it likes."""
    from wenxiao.corpus import settle, shards, survey

    store = Store(url)
    if stage == SURVEY:
        survey.survey(store, unit)
    elif stage == SETTLE:
        settle.settle(store, unit)
    else:
        shards.read_shard(store, unit, Settings.loads(settings), scans=stage == SCANS)
    return unit


def choose(on: str | None) -> None:
    """Take this machine, or the cluster at this address (``ray://host:10001``). Raises ``EngineError``."""
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ.setdefault("DO_NOT_TRACK", "1")  # a run of this program tells nobody about itself
    import daft

    if _chosen:
        if _chosen[0] != on:
            raise EngineError(
                "一个进程里只能用一种运行方式；请另起一个进程。", "a process runs in one way only; start another one."
            )
        return
    if on is None:
        daft.set_runner_native()
        _chosen.append(on)
        return
    try:
        import ray
    except ImportError:
        raise EngineError(
            '没有安装 Ray；请运行 pip install "wenxiao[cluster]"。',
            'Ray is not installed: pip install "wenxiao[cluster]".',
        ) from None
    _connect(ray, on)
    daft.set_runner_ray(noop_if_initialized=True)
    _chosen.append(on)


def _connect(ray: Any, on: str) -> None:
    """Connect to a cluster. Raises ``EngineError``.

    A head that has just started, or is busy, answers before it can start a server for its client, and aborts the connection: that is tried
    again; no answer at all is not."""
    for left in reversed(range(_ATTEMPTS)):
        try:
            ray.init(address=on, log_to_driver=False, logging_level="error")
            return
        except Exception as error:
            if left and isinstance(error, ConnectionAbortedError):
                time.sleep(_BETWEEN_ATTEMPTS)
                continue
            why = _last_line(error)
            raise EngineError(
                f"连不上集群 {on}（{why}）；请检查地址，集群是否已启动，以及它是否要令牌（RAY_AUTH_MODE=token、RAY_AUTH_TOKEN）。",
                f"cannot reach the cluster {on} ({why}); check the address, whether it runs, and whether it asks for a token "
                "(RAY_AUTH_MODE=token, RAY_AUTH_TOKEN).",
            ) from None


def run(
    store: Store, settings: Settings, stage: str, units: Sequence[str], *, cluster: bool, lost: Callable[[str], None]
) -> Iterator[str]:
    """Do these units, in any order; each is named when it is done. Ends early where workers of a cluster were lost, and tells
    ``lost`` what was said of it."""
    import daft
    import daft.exceptions

    url, how = store.url, settings.dumps()  # what goes to the workers

    def one(unit: str) -> str:
        return work(url, how, stage, unit)

    frame: Any = daft.from_pydict({"unit": list(units)})
    frame = frame.into_partitions(min(len(units), cores(cluster=True) * 4)) if cluster else frame.into_batches(1)
    done = frame.select(daft.func(one, return_dtype=daft.DataType.string(), use_process=False)(daft.col("unit")))
    losses: tuple[type[BaseException], ...] = ()
    if cluster:
        import ray

        losses = (ray.exceptions.RayError, daft.exceptions.DaftCoreException)
    try:
        for row in done.iter_rows():
            yield row["unit"]
    except losses as error:
        lost(_last_line(error))


def _last_line(error: BaseException) -> str:
    """An error of a cluster in one line: of a trace the last line says what it was."""
    said = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {said[-1][:_SAID]}" if said else type(error).__name__


def cores(*, cluster: bool) -> int:
    """How many units can be worked on at the same time."""
    if not cluster:
        return os.cpu_count() or 1
    import ray

    return max(1, int(ray.cluster_resources().get("CPU", 1)))
