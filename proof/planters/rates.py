"""A101–A103: rates against what they are computed from."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from random import Random

from proof.generator import Made, Site
from proof.generator.facts import half_up
from proof.generator.sentences import RateFact, printed_rate
from proof.generator.style import UNITS
from proof.planters import Edit, Plant, inserted, pick, planter, replaced

_KINDS = ("rate", "arrival", "completion", "line-rate", "row-rate")


def _free(made: Made) -> list:  # type: ignore[type-arg]
    """Rates on which nothing else of the document rests."""
    saved = {s.at["rate"] for s in made.of("saving")}
    return [s for s in made.of(*_KINDS) if s.at["rate"] not in saved]


@planter("A101")
def wrong_rate(made: Made, rng: Random) -> Plant | None:
    site = pick(rng, _free(made))
    if site is None:
        return None
    text = made.quote(site.at["rate"])
    value = printed_rate(text)
    shift = Decimal(rng.randint(30, 90)) / 10
    decimals = len(text.rstrip("%％").partition(".")[2])
    wrong = half_up(value - shift if value > 91 or rng.random() < 0.5 else value + shift, decimals)
    if _as_well(made, site, wrong, decimals):
        return None
    along = (
        ("C102",) if wrong < value and site.kind == "rate" else ()
    )  # the total score is then above what the rate allows
    return Plant((Edit(site.at["rate"], made.style.percent(wrong, decimals)),), along=along)


def _as_well(made: Made, site: Site, rate: Decimal, decimals: int) -> bool:
    """Whether the amounts as they are printed (1.4亿元 of 1.4亿元) allow this rate as well as the right one."""
    fact = site.fact
    if not isinstance(fact, RateFact) or fact.measure == "completion":
        return False
    tops, bases = _meant(made, fact.top), _meant(made, fact.base)
    half = Decimal(5).scaleb(-decimals - 1)
    return tops[0] / bases[1] * 100 - half <= rate <= tops[1] / bases[0] * 100 + half


def _meant(made: Made, amount: Decimal) -> tuple[Decimal, Decimal]:
    """Lowest and highest amount that is printed as this one is."""
    text = made.style.amount(amount).translate(str.maketrans("０１２３４５６７８９．", "0123456789.", ", "))
    unit = next(u for u in ("万元", "亿元", "元") if text.endswith(u))
    half = Decimal(5).scaleb(-len(text.removesuffix(unit).partition(".")[2]) - 1) * UNITS[unit]
    return amount - half, amount + half


@planter("A101")
def rate_cut_off(made: Made, rng: Random) -> Plant | None:
    """Digits cut off instead of rounded; only where the printed amounts are the exact ones."""
    if made.style.grain < 100 or made.style.unit == "亿元":
        return None
    found = []
    for site in _free(made):
        fact = site.fact
        assert isinstance(fact, RateFact)
        text = made.quote(site.at["rate"])
        decimals = len(text.rstrip("%％").partition(".")[2])
        exact = fact.top / fact.base * 100
        cut = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)
        if decimals == 2 and cut != half_up(exact, 2) and fact.measure == "execution":
            found.append((site, cut))
    chosen = pick(rng, found)
    return None if chosen is None else replaced(chosen[0].at["rate"], f"{chosen[1]}{made.style.sign}")


@planter("A102")
def rate_in_money(made: Made, rng: Random) -> Plant | None:
    found = [s for s in made.of("rate", "line-rate", "arrival") if made.text[s.at["rate"].start - 1] in "率为"]
    site = pick(rng, found)
    if site is None:
        return None
    return replaced(site.at["rate"], made.quote(site.at["rate"]).rstrip("%％") + "万元")


@planter("A103")
def saving_slipped(made: Made, rng: Random) -> Plant | None:
    """The rate of what is left beside the execution rate, its decimal point in the wrong place or another number."""
    site = pick(rng, [s for s in made.of("saving") if printed_rate(made.quote(s.at["saving"])) > 1])
    if site is not None:
        text = made.quote(site.at["saving"])
        return replaced(site.at["saving"], made.style.percent(_slipped(rng, printed_rate(text)), 2))
    site = pick(
        rng, [s for s in made.of("line-rate") if printed_rate(made.quote(s.at["rate"])) < 98 and "saving" not in s.at]
    )
    if site is None:
        return None
    saving = 100 - printed_rate(made.quote(site.at["rate"]))
    return inserted(site.at["rate"].end, f"，结余率{made.style.percent(_slipped(rng, saving), 2)}")


def _slipped(rng: Random, value: Decimal) -> Decimal:
    return half_up(value / 10 if rng.random() < 0.6 else value + rng.randint(3, 9), 2)
