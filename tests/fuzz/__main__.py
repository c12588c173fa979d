"""Spoil made-up files of every format and read them, for so many seconds: each must be a document or one clear sentence.

Run: ``python -m tests.fuzz --seconds 600``; ``--seed`` repeats a run, ``--only`` names formats. What fails is kept in
``out/fuzz`` and told at the end; the exit code is 1 then. Reading is done in a process of its own, which may crash, hang or
ask for too much memory: each is a fault.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.fuzz.mutations import spoilt
from tests.fuzz.sources import sources
from wenxiao.documents.guard import Guard, LostError

#: Silence of a reader that is a hang, in seconds, and the address space that it may have.
HANG, MEGABYTES = 60, 2048
_WHERE = re.compile(r'wenxiao/([\w/]+\.py)", line (\d+)')


def guard() -> Guard:
    return Guard("tests.fuzz.attempt:attempt", seconds=HANG, megabytes=MEGABYTES)


def cases(seed: int, only: list[str]) -> Iterator[tuple[str, int, bytes]]:
    """Format, number and bytes of spoilt files without end, one of each format in turn."""
    files = {name: data for name, data in sources().items() if not only or name in only}
    if not files:
        sys.exit(f"no such format: {' '.join(only)}")
    number = 0
    while True:
        for name, data in files.items():
            random = Random(f"{seed}:{name}:{number}")
            yield name, number, spoilt(random.choice(data), random)
        number += 1


def judged(guarded: Guard, path: Path, data: bytes) -> tuple[str, str]:
    path.write_bytes(data)
    try:
        outcome, told = guarded.call(str(path))
    except LostError as error:
        return error.loss, ""
    return outcome, told


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"))
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 21, resource.RLIM_INFINITY))  # spoiling takes memory too
    given.out.mkdir(parents=True, exist_ok=True)
    print(f"seed {given.seed}", flush=True)
    counts: Counter[tuple[str, str]] = Counter()
    faults: Counter[str] = Counter()
    end = time.monotonic() + given.seconds
    with guard() as guarded:
        for name, number, data in cases(given.seed, given.only):
            if time.monotonic() > end:
                break
            outcome, told = judged(guarded, given.out / f"case.{name}", data)
            counts[name, outcome] += 1
            if outcome not in ("read", "refused"):
                places = _WHERE.findall(told)
                what = f"{name}: {outcome} {told.strip().splitlines()[-1][:160] if told else ''} {':'.join(places[-1]) if places else ''}"
                faults[what] += 1
                if faults[what] == 1:
                    kept = given.out / f"{name}-{sha256(data).hexdigest()[:12]}"
                    kept.write_bytes(data)
                    print(f"{what}\n  seed {given.seed}, case {number}, kept as {kept}\n{told}", flush=True)
    for name in sorted({name for name, _ in counts}):
        print(name, ", ".join(f"{outcome} {n}" for (each, outcome), n in sorted(counts.items()) if each == name))
    spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{sum(counts.values())} files, {len(faults)} faults, {spent / 60:.1f} minutes of processor time")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
