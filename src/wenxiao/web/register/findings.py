"""What is found about one project-year as its page shows it: each finding with the problem that was raised from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import Access
from wenxiao.web.overview.findings import Found, found, raisable, raise_address


@dataclass(frozen=True, slots=True)
class Line:
    """One finding; ``problem``: the address of the problem raised from it; ``raising``: where one can be raised. Empty where not."""

    one: Found
    problem: str
    raising: str


def found_of(year: Any, access: Access) -> list[Line]:
    """The findings, the gravest first, for somebody who sees problems."""
    standing = year.problems.as_of(access.as_of).exclude(finding="").exclude(state="withdrawn")
    raised = {problem.finding: problem for problem in standing}
    may = access.may("problems.raise", year)
    lines = []
    for one in found(year, access.as_of or today(), access):
        problem = raised.get(one.said.id)
        raising = raise_address(year, one.said) if may and not problem and raisable(one.said) else ""
        lines.append(Line(one, problem.get_absolute_url() if problem else "", raising))
    return lines
