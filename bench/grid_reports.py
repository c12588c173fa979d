"""New cases by the public edge, so many a second whatever the server does; it is killed (SIGKILL) in the middle and started again.

A report that was not answered is sent again with its token until it is. In the end every token stands in the log exactly once.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import signal
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode
from uuid import uuid4

PORT, CLIENTS = 8078, 24


class Site:
    """The site as people start it, with all its processes."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until it answers."""
        code = f"from wenxiao.web import serve; serve.prepare(); serve.run('127.0.0.1', {PORT})"
        started = time.perf_counter()
        self.process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        while True:
            try:
                link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                link.request("GET", "/open311/v2/services.json")
                if link.getresponse().status == 200:
                    return time.perf_counter() - started
            except OSError:
                time.sleep(0.1)

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Reporters:
    """Programs that report: each takes the next report when it is due, and sends it until it is answered."""

    def __init__(self, key: str, service: str, rate: int, seconds: int) -> None:
        self.key, self.service, self.rate = key, service, rate
        self.due: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
        self.answered: dict[str, str] = {}
        self.times: list[float] = []
        self.again = 0
        self.total = rate * seconds

    def run(self) -> float:
        """Seconds until the last report was answered."""
        started = time.perf_counter()
        threads = [threading.Thread(target=self._work) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for number in range(self.total):
            at = started + number / self.rate
            time.sleep(max(0, at - time.perf_counter()))
            self.due.put((at, str(uuid4())))
        for _ in threads:
            self.due.put(None)
        for thread in threads:
            thread.join()
        return time.perf_counter() - started

    def _work(self) -> None:
        link: http.client.HTTPConnection | None = None
        while (one := self.due.get()) is not None:
            at, token = one
            body = urlencode({"api_key": self.key, "service_code": self.service, "lat": "24.9", "long": "102.8", "description": "测试上报", "phone": "13800000000"})  # fmt: skip
            while True:
                try:
                    link = link or http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
                    link.request(
                        "POST",
                        "/open311/v2/requests.json",
                        body,
                        {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": token},
                    )
                    answer = link.getresponse()
                    text = answer.read()
                    assert answer.status == 201, (answer.status, text[:300])
                    self.answered[token] = json.loads(text)[0]["service_request_id"]
                    self.times.append(time.perf_counter() - at)
                    break
                except (OSError, http.client.HTTPException):
                    link = None
                    self.again += 1
                    time.sleep(0.2)


def measure(rate: int = 50, seconds: int = 120) -> bool:
    from django.db import connection
    from django.db.models import Count

    from wenxiao.web.grid.models import Case, CaseEvent
    from wenxiao.web.open311.models import make
    from wenxiao.web.open311.offered import services
    from wenxiao.web.people.models import User

    key = make("bench", 100_000, User.objects.order_by("pk")[0])
    people = Reporters(key, next(iter(services())), rate, seconds)
    before = Case.objects.count()
    connection.close()
    site = Site()
    up = site.start()
    told: dict[str, float] = {}

    def strike() -> None:
        time.sleep(seconds / 2)
        site.kill()
        told["again"] = site.start()

    striking = threading.Thread(target=strike)
    striking.start()
    took = people.run()
    striking.join()
    site.kill()
    tokens = dict(CaseEvent.objects.filter(token__in=people.answered).values_list("token").annotate(Count("pk")))
    numbers = set(Case.objects.filter(number__in=people.answered.values()).values_list("number", flat=True))
    new = Case.objects.count() - before
    times = sorted(people.times)
    lost = len(people.answered) - len(numbers)
    sound = lost == 0 and set(tokens.values()) == {1} and len(tokens) == len(people.answered) == people.total == new
    print(f"{people.total:,} reports, {rate} a second asked for, {people.total / took:.1f} a second over {took:.0f} s; up in {up:.1f} s, after the kill in {told['again']:.1f} s.")  # fmt: skip
    print(
        f"Sent again: {people.again}. Lost: {lost}. Twice: {sum(n > 1 for n in tokens.values())}. New cases: {new:,}."
    )
    calm = statistics.median(times)
    print(
        f"From when a report was due to its answer: p50 {calm * 1000:.0f} ms, p95 {times[len(times) * 95 // 100] * 1000:.0f} ms, longest {times[-1]:.1f} s (the kill)."
    )
    print("Sound." if sound else "NOT SOUND.")
    return sound and people.total / took > 0.95 * rate
