"""Drawing the sample that is reviewed (抽查): by risk, from a recorded seed, so that everybody can draw it again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from wenxiao.performance import ledger
from wenxiao.performance.evaluation import Candidate, Pick, sample
from wenxiao.performance.lifecycle import Role
from wenxiao.performance.regime import Regime, regime
from wenxiao.performance.sampling import risk
from wenxiao.web.core.policy import Access
from wenxiao.web.core.regimes import regime_in
from wenxiao.web.evaluation.models import Draw, Review
from wenxiao.web.people.models import Organisation
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import kept_position

#: The states from which a self-evaluation can be drawn: what the unit and its department stand by.
DRAWN_FROM = ("at_finance", "accepted")


def new_seed() -> str:
    return secrets.token_hex(4)


def office(access: Access) -> Organisation:
    """Where somebody who may draw is the performance office."""
    return next(one.organisation for one in access.memberships if one.role == Role.PERFORMANCE)


def population(years: QuerySet, year: int) -> list[SelfEvaluation]:
    """What can be drawn of a year, by project code: not what was drawn before, so that no drawing again changes what was chosen."""
    return list(
        SelfEvaluation.objects.filter(year__in=years, year__year=year, state__in=DRAWN_FROM, reviews=None)
        .select_related("year__project", "year__unit")
        .order_by("year__project__code")
    )


def candidate(one: SelfEvaluation, forced: Mapping[str, str]) -> Candidate:
    """A self-evaluation as the draw looks at it. ``forced``: why, by project code, for those that are drawn by order."""
    money = kept_position(one.position or {})
    key = one.year.project.code
    return Candidate(
        key, money.revised, ledger.rate(money).value, one.total is not None and one.total == 100, one.errors, one.warnings,
        key in forced, forced.get(key, ""),
    )  # fmt: skip


@transaction.atomic
def draw(
    jurisdiction: Organisation,
    every: list[SelfEvaluation],
    year: int,
    size: int,
    seed: str,
    forced: Mapping[str, str],
    user: Any,
) -> Draw:
    """Draw and record. Raises ValueError where there is nothing to draw from."""
    if not every:
        raise ValueError("nothing to draw from")
    pack = regime_in(jurisdiction, year)
    candidates = [candidate(one, forced) for one in every]
    kept = [
        {
            **asdict(one),
            "amount": None if one.amount is None else str(one.amount),
            "execution": None if one.execution is None else str(one.execution),
            "evaluation": thing.pk,
            "name": thing.year.project.name,
        }
        for one, thing in zip(candidates, every, strict=True)
    ]
    made = Draw.objects.create(
        jurisdiction=jurisdiction, year=year, size=size, seed=seed, regime=pack.name, population=kept, drawn_by=user
    )
    # Drawn from what is recorded, so that drawing again starts from the very same.
    by_key = {thing.year.project.code: thing for thing in every}
    for pick in sample(made.candidates(), size, seed, pack):
        Review.objects.create(
            draw=made,
            self_evaluation=by_key[pick.key],
            why={"risk": str(pick.risk), "zh": list(pick.reasons), "en": list(pick.reasons_en)},
        )
    return made


def again(made: Draw) -> tuple[Pick, ...]:
    """The sample that the recorded population, size and seed give now."""
    return sample(made.candidates(), made.size, made.seed, regime(made.regime))


def same(made: Draw) -> bool:
    """Whether drawing again gives what was drawn."""
    codes = made.reviews.values_list("self_evaluation__year__project__code", flat=True)
    return {pick.key for pick in again(made)} == set(codes)


def risks(candidates: list[Candidate], pack: Regime) -> list[Pick]:
    """The risk of each, with its reasons."""
    whole = sum((one.amount for one in candidates if one.amount is not None), ledger.ZERO)
    return [risk(one, whole, pack) for one in candidates]
