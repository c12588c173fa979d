"""``wenxiao site manage work``: do the jobs of the background until stopped. The site starts one of these beside itself."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from wenxiao.web.core import upkeep
from wenxiao.web.core.jobs import BEAT, beat

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do the jobs of the background until stopped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--batch", action="store_true", help="stop when there is nothing left to do")

    def handle(self, *, batch: bool, **_options: Any) -> None:
        name = get_random_string(16)
        beat(name)
        upkeep.run()
        stop = threading.Event()
        threading.Thread(target=self._live, args=(name, stop), daemon=True).start()
        worker = Worker(
            queue_names=["*"], interval=0.5, batch=batch, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=name, excluded_queue_names=[],
        )  # fmt: skip
        if threading.current_thread() is threading.main_thread():
            worker.configure_signals()
        try:
            worker.run()
        finally:
            stop.set()

    def _live(self, name: str, stop: threading.Event) -> None:
        last = time.monotonic()
        while not stop.wait(BEAT.total_seconds()):
            try:
                beat(name)
                if time.monotonic() - last > upkeep.EVERY.total_seconds():
                    last = time.monotonic()
                    upkeep.run()
            except DatabaseError:  # somebody writes for long; the next beat says it as well
                log.warning("worker %s could not say that it lives", name)
            finally:
                close_old_connections()
