"""What a person is told after a button was pressed: that it is done, or in one sentence why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages

from wenxiao.told import Told
from wenxiao.web.core.attachments import Refused
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.say import say


@contextmanager
def answered(request: Any, done: str = "") -> Iterator[None]:
    """Say ``done`` on the next page once the body is through; where it refuses, why, and go on after it."""
    try:
        yield
    except Told as told:
        messages.error(request, say(told.zh, told.en))
    except (Conflict, Refused) as told:
        messages.error(request, str(told))
    else:
        if done:
            messages.success(request, done)
