"""The sample that is rechecked (抽查): drawn by risk, with the reasons, and the same again from the same seed.

The draw is without replacement, the chance of each in proportion to its risk. It rests on a digest of seed and key alone, not
on a generator of random numbers nor on the order of the population, so that anybody can work it out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from wenxiao.performance.regime import Regime
from wenxiao.performance.regime import regime as named
from wenxiao.quantities.paper import plain, shown

ZERO, ONE = Decimal(0), Decimal(1)
_DIGITS = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be drawn. ``amount`` in yuan (全年预算), ``execution`` as a fraction; None where it is not known.

    ``errors`` and ``warnings`` count the findings on its documents; ``forced`` is drawn whatever its risk, ``why`` says why.
    """

    key: str
    amount: Decimal | None = None
    execution: Decimal | None = None
    full_marks: bool = False
    errors: int = 0
    warnings: int = 0
    forced: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A candidate with its risk and the reasons for it, each with what it adds."""

    candidate: Candidate
    risk: Decimal
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.candidate.key

    @property
    def forced(self) -> bool:
        return self.candidate.forced


def risk(candidate: Candidate, whole: Decimal, regime: Regime | None = None) -> Pick:
    """The risk of a candidate: 1 for each, and more for findings, a large part of ``whole`` (yuan), low execution, full marks.

    What each adds are thresholds of the regime (``risk_…``); a value that is not known adds nothing.
    """
    of = (regime or named()).thresholds
    said = [(ONE, "基本", "each")]
    if candidate.errors > 0:
        said.append(
            (of["risk_error"] * candidate.errors, f"严重问题 {candidate.errors} 个", f"{candidate.errors} errors")
        )
    if candidate.warnings > 0:
        points = of["risk_warning"] * candidate.warnings
        said.append((points, f"警告 {candidate.warnings} 个", f"{candidate.warnings} warnings"))
    share = None if candidate.amount is None or whole <= 0 else candidate.amount / whole
    if share is not None and share >= of["large_amount"]:
        floor = plain(of["large_amount"] * 100) + "%"
        part = shown(share * 100, lambda printed: printed >= of["large_amount"] * 100, 2) + "%"
        said.append((of["risk_amount"], f"金额占 {part}（{floor}以上）", f"{part} of the money (from {floor})"))
    if candidate.execution is not None and candidate.execution < of["low_execution"]:
        floor = plain(of["low_execution"] * 100) + "%"
        rate = shown(candidate.execution * 100, lambda printed: printed < of["low_execution"] * 100, 2) + "%"
        said.append((of["risk_execution"], f"预算执行率 {rate}（低于 {floor}）", f"execution {rate} (below {floor})"))
    if candidate.full_marks:
        said.append((of["risk_full_marks"], "自评满分", "full marks"))
    reasons = tuple(f"{zh}：{plain(points)}" for points, zh, _ in said)
    reasons_en = tuple(f"{en}: {plain(points)}" for points, _, en in said)
    if candidate.forced:
        reasons = (f"必抽{'：' + candidate.why if candidate.why else ''}", *reasons)
        reasons_en = (f"drawn by order{': ' + candidate.why if candidate.why else ''}", *reasons_en)
    return Pick(candidate, sum((points for points, _, _ in said), ZERO), reasons, reasons_en)


def sample(population: Iterable[Candidate], n: int, seed: int | str, regime: Regime | None = None) -> tuple[Pick, ...]:
    """``n`` of the population (all where it is smaller), in its order; those that are forced first of all, by risk.

    The same population and seed give the same sample, in whatever order the population comes. Raises ValueError for two
    candidates of one key and for a negative ``n``.
    """
    every = tuple(population)
    if n < 0:
        raise ValueError("a sample has no fewer than 0")
    if len({candidate.key for candidate in every}) < len(every):
        raise ValueError("two candidates have the same key")
    whole = sum((candidate.amount for candidate in every if candidate.amount is not None), ZERO)
    picks = [risk(candidate, whole, regime) for candidate in every]
    forced = sorted((pick for pick in picks if pick.forced), key=lambda pick: (-pick.risk, _lot(pick, seed)))
    drawn = sorted((pick for pick in picks if not pick.forced), key=lambda pick: _lot(pick, seed))
    chosen = {pick.key for pick in (*forced, *drawn)[:n]}
    return tuple(pick for pick in picks if pick.key in chosen)


def _lot(pick: Pick, seed: int | str) -> Decimal:
    """Its lot: −ln(u) ÷ risk for an even u of (0, 1); the n smallest are a draw by risk without replacement."""
    digest = hashlib.sha256(f"{seed}\n{pick.key}".encode()).digest()
    even = _DIGITS.divide(Decimal(int.from_bytes(digest[:8], "big") * 2 + 1), Decimal(2**65))
    return _DIGITS.divide(-_DIGITS.ln(even), pick.risk)


def reach(picks: Sequence[Pick], population: Iterable[Candidate]) -> Decimal | None:
    """How much of the population's money the sample covers, as a fraction; None where no amount is known."""
    whole = sum((one.amount for one in population if one.amount is not None), ZERO)
    part = sum((pick.candidate.amount for pick in picks if pick.candidate.amount is not None), ZERO)
    return None if whole <= 0 else part / whole
