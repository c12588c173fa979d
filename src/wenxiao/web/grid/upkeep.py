"""What the grid does by itself: forgets who reported when their time is over, and takes up again what was suspended until now."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from wenxiao.grid.states import Role, State
from wenxiao.grid.transitions import Action
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import now, today
from wenxiao.web.grid.hiding import names_of, without
from wenxiao.web.grid.keeping import Actor, perform
from wenxiao.web.grid.models import Case, Photo, PublicWords, Reporter

log = logging.getLogger(__name__)


def forget() -> None:
    """Names, phones and addresses of who reported from outside, once their day has come; in what they wrote, they stay hidden from
    the public."""
    for pk in Reporter.objects.filter(forget_on__lte=today()).values_list("pk", flat=True):
        with transaction.atomic():
            reporter = Reporter.objects.select_for_update(of=("self",)).select_related("case").filter(pk=pk).first()
            if reporter is None:
                continue  # another worker was faster
            case, names = reporter.case, names_of(reporter)
            words = {"description": without(case.description, *names), "address": without(case.address, *names)}
            PublicWords.objects.update_or_create(case=case, defaults=words)
            reporter.delete()


def tidy() -> None:
    """Photos that a program sent and no report or step has taken within two days. Their files may be those of others and stay."""
    Photo.objects.filter(case=None, added_at__lt=now() - timedelta(days=2)).delete()


def resume() -> None:
    """Suspended cases whose time is over."""
    at = now()
    for row in Case.objects.filter(open=True, state=State.SUSPENDED):
        until = row.case.suspended_until
        if until is not None and until <= at:
            try:
                perform(row, Actor(None, Role.SYSTEM), Action.RESUME)
            except NotAllowed as refusal:  # somebody was faster
                log.warning("%s: %s", row.number, refusal)
