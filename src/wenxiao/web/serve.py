"""Starting the site: the database brought up to date, static files in place, and a server until it is interrupted."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import django
from django.core.management import call_command

#: Two processes of four threads: measured as the steadiest on two cores.
WORKERS, THREADS = 2, 4


def prepare() -> None:
    """Set Django up, bring the database up to date, collect the static files."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenxiao.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    count_up()


def count_up() -> None:
    """Let SQLite count what its tables hold, so that it knows the shortest way to an answer. PostgreSQL does so by itself."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def empty() -> bool:
    """Whether nobody is on the site yet."""
    from wenxiao.web.people.models import User

    return not User.objects.exists()


def sample() -> bool:
    """Fill the database with the sample district where it is empty; whether the sample district is in it."""
    from wenxiao.web.people.models import User
    from wenxiao.web.sample import load

    if empty():
        load()
    return User.objects.filter(sample=True).exists()


def logins() -> list[tuple[str, str, str]]:
    """Login name, name and roles of everybody in the sample district."""
    from wenxiao.web.people.models import User

    people = (
        User.objects.filter(sample=True).prefetch_related("memberships__organisation", "posts__agency").order_by("pk")
    )
    return [
        (
            user.username,
            user.name,
            "；".join(
                [f"{m.organisation} {m.get_role_display()}" for m in user.memberships.all()]
                + [f"{p.agency} {p.get_role_display()}" for p in user.posts.all()]
            ),
        )
        for user in people
    ]


def claim(host: str, port: int) -> None:
    """Raises OSError where the site cannot be served there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def run(host: str, port: int) -> None:
    """Serve until interrupted. Raises OSError where the port was taken meanwhile."""
    claim(host, port)
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            settings: Mapping[str, Any] = {
                "bind": f"{host}:{port}",
                "workers": WORKERS,
                "threads": THREADS,
                "worker_class": "wenxiao.web.processes.Balanced",
                "timeout": 60,
                "keepalive": 15,
                "loglevel": "warning",
                "max_requests": 5000,
                "max_requests_jitter": 500,
            }
            for key, value in settings.items():
                self.cfg.set(key, value)

        def load(self) -> Any:
            from wenxiao.web.wsgi import application

            return application

    worker = subprocess.Popen([sys.executable, "-m", "wenxiao.cli", "site", "manage", "work"])
    try:
        Server().run()
    finally:
        worker.terminate()
        worker.wait()
