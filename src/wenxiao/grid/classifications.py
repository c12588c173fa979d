"""Every classification by its name in ``data/rates.toml``, and what each goes by."""

from __future__ import annotations

from wenxiao.grid.buckets import (
    Classification,
    closing,
    extension,
    filing,
    filing_accuracy,
    handling,
    origin,
    outcome,
    rework,
    supervisor_outcome,
)
from wenxiao.grid.duties import (
    dispatch_accuracy,
    dispatches,
    post_check_sending,
    post_checks,
    post_checks_made,
    pre_check_sending,
    pre_checks,
    pre_checks_made,
    pressing,
    shirking,
)
from wenxiao.grid.feedback import answers, satisfaction

CLASSIFICATIONS: dict[str, Classification] = {
    each.__name__: each
    for each in (
        handling, closing, rework, extension, outcome, supervisor_outcome, origin, filing, filing_accuracy, pre_checks,
        post_checks, pre_checks_made, post_checks_made, pre_check_sending, post_check_sending, dispatches, dispatch_accuracy, shirking, pressing,
        answers, satisfaction,
    )
}  # fmt: skip

#: Those whose cases belong to a period by the reading that is chosen; the others by a moment of their own.
BY_READING = frozenset({"handling", "closing", "rework", "extension"})
#: Those that the adjusted view sees otherwise than the raw one.
BY_VIEW = BY_READING | {"satisfaction"}
