"""The same documents, the same rows and the same number of workers by other means: ``multiprocessing``, Dask, Ray Data.

    .venv/bin/python -m bench.corpus_peers FOLDER [COUNT]

Each is given what it is best at: lists of documents of the size that ``wenxiao corpus`` gives its children, and each writes one Parquet
file a table and list. None of them settles rows into partitions, knows what was read before, or survives a document that ends its
process; that is what the ratio pays for.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.corpus import run
from bench.corpus_made import folder
from wenxiao.corpus import child

_LIST = 250
_CHUNK = 32


def read(paths: Sequence[str], target: str) -> int:
    """What every peer does with a list of documents."""
    streams: dict[str, list[pa.Table]] = {}
    for at in range(0, len(paths), _CHUNK):
        jobs = []
        for path in paths[at : at + _CHUNK]:
            data = Path(path).read_bytes()
            jobs.append(({"sha256": sha256(data).hexdigest(), "uri": path, "name": Path(path).name}, data))
        for name, stream in child.read(jobs, False).items():
            streams.setdefault(name, []).append(pa.ipc.open_stream(io.BytesIO(stream)).read_all())
    for name, tables in streams.items():
        pq.write_table(pa.concat_tables(tables), f"{target}/{name}-{Path(paths[0]).stem}.parquet", compression="zstd")
    return len(paths)


def lists(documents: str) -> list[list[str]]:
    paths = sorted(map(str, Path(documents).rglob("*.txt")))
    size = min(_LIST, max(16, len(paths) // ((os.cpu_count() or 1) * 8)))
    return [paths[at : at + size] for at in range(0, len(paths), size)]


def by_multiprocessing(documents: str, target: str) -> None:
    from concurrent.futures import ProcessPoolExecutor

    work = lists(documents)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(read, work, [target] * len(work)))


def by_dask(documents: str, target: str) -> None:
    from dask.distributed import Client

    with Client(n_workers=os.cpu_count(), threads_per_worker=1, dashboard_address=None) as client:
        client.gather(client.map(read, lists(documents), target=target))


def by_ray_data(documents: str, target: str) -> None:
    import ray

    ray.init(num_cpus=os.cpu_count(), include_dashboard=False, log_to_driver=False, object_store_memory=200_000_000)
    items = ray.data.from_items(
        [{"paths": each} for each in lists(documents)], override_num_blocks=len(lists(documents))
    )
    items.map(lambda row: {"read": read(list(row["paths"]), target)}).materialize()


PEERS = {"multiprocessing": by_multiprocessing, "Dask": by_dask, "Ray Data": by_ray_data}


def main() -> None:
    if sys.argv[1] in PEERS:
        PEERS[sys.argv[1]](*sys.argv[2:])
        return
    under = Path(sys.argv[1])
    documents = folder(int(sys.argv[2]) if len(sys.argv) > 2 else 2000, under)
    store, target = under / "store", under / "peer"
    shutil.rmtree(store, ignore_errors=True)
    command = str(Path(sys.executable).with_name("wenxiao"))
    ours = run([command, "corpus", "read", str(documents), "--to", str(store)])
    print(f"load {os.getloadavg()[0]:.1f}, {len(lists(str(documents)))} lists\n", flush=True)
    print("| by | s | computing s | peak MB | clock, Wenxiao = 1 | computing, Wenxiao = 1 |\n|---|---|---|---|---|---|")
    print(f"| wenxiao corpus read | {ours[0]:.0f} | {ours[1]:.0f} | {ours[2]:.0f} | 1 | 1 |", flush=True)
    for peer in PEERS:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        wall, computed, peak = run([sys.executable, "-m", "bench.corpus_peers", peer, str(documents), str(target)])
        print(
            f"| {peer} | {wall:.0f} | {computed:.0f} | {peak:.0f} | {wall / ours[0]:.2f} | {computed / ours[1]:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
