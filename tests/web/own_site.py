"""A site of its own for tests that kill processes: a file database in a folder, or a database of its own beside that of DATABASE_URL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

#: What every piece of code of these tests begins with.
BEGIN = """
    import django, os, sys, threading, time
    django.setup()
    from datetime import date, timedelta
    from decimal import Decimal
    from django.db import connection, transaction
    def stuck_in(owner, name, first=lambda *args, **kwargs: None):
        # From now on whoever calls this says so and waits to be killed.
        def stuck(*args, **kwargs):
            first(*args, **kwargs)
            print("stuck", flush=True)
            time.sleep(120)
        setattr(owner, name, stuck)
"""


class OwnSite:
    """Runs code on a database of its own."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self.folder, self.url = folder, url

    @property
    def environment(self) -> dict[str, str]:
        known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        known |= {"WENXIAO_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "wenxiao.web.settings"}
        known |= {"PYTHONPATH": str(Path(__file__).parents[2])}
        return known | {"DATABASE_URL": self.url} if self.url else known

    def command(self, *code: str) -> list[str]:
        path = self.folder / f"run-{uuid4().hex}.py"
        path.write_text("\n".join(map(textwrap.dedent, (BEGIN, *code))), "utf-8")
        return [sys.executable, str(path)]

    def run(self, *code: str) -> str:
        """What it prints."""
        done = subprocess.run(self.command(*code), env=self.environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def killed(self, *code: str) -> None:
        """Run it until it says that it is stuck, and kill it there."""
        process = subprocess.Popen(self.command(*code), env=self.environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        assert said == "stuck"

    def worker(self) -> subprocess.Popen[bytes]:
        """The process that does the jobs, as the site starts it."""
        return subprocess.Popen([sys.executable, "-m", "wenxiao.cli", "site", "manage", "work"], env=self.environment)


@contextmanager
def own_site(folder: Path, like: OwnSite | None = None) -> Iterator[OwnSite]:
    """An empty site, or one with what another has."""
    if like is not None:
        shutil.copytree(like.folder, folder, dirs_exist_ok=True)
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield OwnSite(folder, None)
        return
    name = f"own_{uuid4().hex}"
    template = f"TEMPLATE {urlsplit(like.url).path[1:]}" if like is not None and like.url else ""
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name} {template}")
        try:
            yield OwnSite(folder, urlsplit(server)._replace(path=f"/{name}").geturl())
        finally:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")
