"""What changed in a thing since it was returned: for whoever reviews it again, and for the unit."""

from __future__ import annotations

from dataclasses import dataclass

from wenxiao.web.core.models import Event, Stateful
from wenxiao.web.core.workflow import history


@dataclass(frozen=True, slots=True)
class Change:
    """One field, or a whole part, before and after, in words; ``what`` it belongs to."""

    what: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Since:
    """The step that returned it, and what is different now; ``core/since.html`` shows it."""

    event: Event
    changes: tuple[Change, ...]


def last_return(thing: Stateful) -> Event | None:
    """The step that returned it last, with what it held then."""
    return history(thing).filter(action="return").last()
