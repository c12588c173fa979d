"""What came with a report besides the case and may lead to a person goes when the reporter does."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from wenxiao.web.core.clock import now
from wenxiao.web.open311.models import Edge, Sent
from wenxiao.web.open311.offered import CONDITION

#: Rows that are looked at a time.
_BATCH = 500


def forget() -> None:
    """Device, account, and answers to what was never asked, once who reported is forgotten; of who gave no name, after as many days.

    A chosen condition stays: it is an answer of the place's own list.
    """
    old = Q(at__lt=now() - timedelta(days=Edge.here().remembered)) | Q(case__public_words__isnull=False)
    rows = Sent.objects.filter(old, case__contact=None, forgotten=False)
    while some := list(rows.order_by("pk")[:_BATCH]):
        for one in some:
            one.device, one.account, one.forgotten = "", "", True
            one.attributes = {name: value for name, value in one.attributes.items() if name == CONDITION}
        Sent.objects.bulk_update(some, ("device", "account", "attributes", "forgotten"))
