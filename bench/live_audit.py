"""The live audit of a report of 20 KB: server time of one answer while somebody types, every time with other text.

WENXIAO_DATA=$(mktemp -d) python bench/live_audit.py
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

os.environ.setdefault("WENXIAO_DATA", tempfile.mkdtemp(prefix="wenxiao-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenxiao.web.settings")

ROUNDS = 40
SIZE = 20_000  # bytes of the report
SENTENCE = "第{n}次检查抽查点位12个，发现问题3件，已整改3件，整改率100%，记录存入项目档案。"


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from wenxiao.web.people.models import User
    from wenxiao.web.reports.models import Report
    from wenxiao.web.sample import load

    if not User.objects.exists():
        load()
    report = Report.objects.get(outline="self-evaluation", state="draft")
    user = User.objects.get(username="clerk")
    filler, text = report.chapters.get(key="implementation"), ""
    sizes = sum(len(one.words.encode()) for one in report.chapters.all())
    while sizes + len(text.encode()) < SIZE:
        text += SENTENCE.format(n=len(text)) + "\n"
    filler.text = [filler.words + "\n" + text]
    filler.save()
    client = Client()
    client.force_login(user, "wenxiao.web.people.logins.Logins")
    money = report.chapters.get(key="money").words
    spent = _timed(
        lambda n: client.post(
            f"/reports/{report.pk}/write/money/audit/", {"text": money + f"\n补充说明{n}，支出5{n}.00万元。"}
        )
    )
    same = _timed(lambda _: client.post(f"/reports/{report.pk}/write/money/audit/", {"text": money}))
    whole = sum(len(one.words.encode()) for one in report.chapters.all())
    print(f"report of {whole:,} bytes, {ROUNDS} answers each")
    for name, times in (("every time another text", spent), ("the same text", same)):
        clock, processor = (statistics.median(one[at] for one in times) for at in (0, 1))
        print(f"  {name}: median {clock:.0f} ms by the clock, {processor:.0f} ms of the processor")
    if statistics.median(one[1] for one in spent) > 150:
        sys.exit("above 150 ms")


def _timed(ask: Callable[[int], object]) -> list[tuple[float, float]]:
    """Milliseconds of each answer: by the clock, and of the processor, which other programs of the machine do not lengthen as much."""
    ask(-1)
    times = []
    for number in range(ROUNDS):
        begun, worked = time.perf_counter(), time.process_time()
        ask(number)
        times.append(((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000))
    return times


if __name__ == "__main__":
    main()
