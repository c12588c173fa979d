"""A thousand documents handed in at once: how long until all are read, whether any is lost, and how quick the queue stays.

    .venv/bin/python bench/desk.py FOLDER [documents]

starts the site on a new sample district in FOLDER, hands in generated documents as the page's script does, and meanwhile lets five
people look at the queue, a second between two looks. It ends with 1 where a document is not read or the queue's 95th percentile is
above 500 ms.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parent.parent))

PORT, AT_ONCE, PEOPLE, MOST = 8078, 20, 5, 500


def asked(
    method: str, path: str, cookie: str = "", body: bytes = b"", kind: str = ""
) -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    headers = {"Cookie": cookie} if cookie else {}
    if body:
        token = re.search("csrftoken=([^;]+)", cookie)
        headers |= {"Content-Type": kind, "X-CSRFToken": token.group(1) if token else ""}
    link.request(method, path, body or None, headers)
    answer = link.getresponse()
    return (
        answer.status,
        {"cookies": "; ".join(v.split(";")[0] for v in answer.headers.get_all("Set-Cookie") or [])},
        answer.read(),
    )


def logged_in(who: str) -> str:
    from wenxiao.web.sample import PASSWORD

    for _ in range(600):
        try:
            _, about, page = asked("GET", "/login/")
            break
        except OSError:
            time.sleep(0.5)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page.decode())
    assert token is not None
    sent = urlencode({"csrfmiddlewaretoken": token.group(1), "username": who, "password": PASSWORD}).encode()
    status, about, _ = asked("POST", "/login/", about["cookies"], sent, "application/x-www-form-urlencoded")
    assert status == 302, "could not log in"
    return about["cookies"]


def form(files: list[tuple[str, bytes]]) -> tuple[bytes, str]:
    """Files as a browser sends them."""
    mark = b"----wenxiao"
    parts = [
        b"--" + mark + b'\r\nContent-Disposition: form-data; name="files"; filename="' + name.encode()
        + b'"\r\nContent-Type: text/plain\r\n\r\n' + content + b"\r\n" for name, content in files
    ]  # fmt: skip
    return b"".join(parts) + b"--" + mark + b"--\r\n", f"multipart/form-data; boundary={mark.decode()}"


def main(folder: str, count: int) -> bool:
    from proof.generator import generate

    texts = [(f"{seed:04}.txt", generate(seed).text.encode()) for seed in range(count)]
    environment = os.environ | {"WENXIAO_DATA": folder}
    command = [sys.executable, "-m", "wenxiao.cli", "site", "run", "--sample", "--port", str(PORT)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    times: list[float] = []
    over = threading.Event()

    def look(cookie: str, after: float) -> None:
        time.sleep(after)
        while not over.is_set():
            begun = time.perf_counter()
            status, _, _ = asked("GET", "/desk/", cookie)
            assert status == 200, status
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(1)

    try:
        cookie = logged_in("performance")
        print(f"Load of the machine at the start: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
        people = [threading.Thread(target=look, args=(cookie, n / PEOPLE)) for n in range(PEOPLE)]
        for person in people:
            person.start()
        begun = time.monotonic()
        status, _, answer = asked(
            "POST", "/desk/batches/new/", cookie, b"title=bench", "application/x-www-form-urlencoded"
        )
        assert status == 200, status
        batch = json.loads(answer)
        refused = 0
        for at in range(0, count, AT_ONCE):
            status, _, answer = asked("POST", batch["add"], cookie, *form(texts[at : at + AT_ONCE]))
            assert status == 200, status
            refused += sum(bool(one["refused"]) for one in json.loads(answer)["files"])
        sent = time.monotonic() - begun
        while True:
            _, _, page = asked("GET", batch["url"], cookie)
            meter = re.search(r"<b>(\d+) / (\d+)</b>", page.decode())
            assert meter is not None
            done, every = map(int, meter.groups())
            if done == every == count - refused or time.monotonic() - begun > 3600:
                break
            time.sleep(1)
        whole = time.monotonic() - begun
        over.set()
        for person in people:
            person.join()
    finally:
        over.set()
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
    p95 = statistics.quantiles(times, n=20)[-1]
    lost = count - refused - done
    print(
        f"{count} documents sent in {sent:.0f} s; all read after {whole:.0f} s; of them {refused} the same as another; lost {lost}."
    )
    print(
        f"The queue meanwhile, {len(times)} looks: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, longest {max(times):.0f} ms."
    )
    return bool(lost) or p95 > MOST


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
