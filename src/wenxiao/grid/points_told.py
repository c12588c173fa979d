"""How the points of a line of a score scheme come about, in one sentence with the line's own numbers; ``scores`` computes them."""

from __future__ import annotations

from decimal import Decimal

from wenxiao.grid.rates import newest
from wenxiao.grid.scores import HUNDRED, Line
from wenxiao.quantities.paper import plain


def told(line: Line) -> tuple[str, str]:
    """Chinese and English: 40 分 × 指标值…"""
    if line.mapping == "external":
        return (
            f"由外部检查给出 0 到 {plain(line.points)} 分，人工录入，并写明依据。",
            f"0 to {plain(line.points)} points of an outside inspection, entered by hand with the paper that they stand in.",
        )
    zh, en = _MAPPED[line.mapping](line)
    if line.most is not None and line.mapping not in {"deduct", "each"}:
        zh, en = f"{zh}最多得 {plain(line.most)} 分。", f"{en} At most {plain(line.most)} are given."
    if line.veto is not None:
        bound, more = _value(line, line.veto), _more_is_better(line)
        zh += f"{'低于' if more else '高于'} {bound} 时总分为 0。"
        en += f" {'Below' if more else 'Above'} {bound} the whole score is 0."
    return zh, en


def _linear(line: Line) -> tuple[str, str]:
    points, each = plain(line.points), plain(line.points / HUNDRED)
    if _more_is_better(line):
        return (
            f"{points} 分 × 指标值：100% 得 {points} 分，每低 1 个百分点少 {each} 分。",
            f"{points} points × the rate: {points} at 100 %, {each} less for each percentage point below.",
        )
    return (
        f"{points} 分 ×（100% − 指标值）：0% 得 {points} 分，每高 1 个百分点少 {each} 分。",
        f"{points} points × (100 % − the rate): {points} at 0 %, {each} less for each percentage point above.",
    )


def _steps(line: Line) -> tuple[str, str]:
    steps = [(_value(line, low), plain(line.points * share / HUNDRED)) for low, share in line.steps]
    zh = "，".join(f"达到 {low} 得 {points} 分" for low, points in steps)
    en = ", ".join(f"{points} from {low} on" for low, points in steps)
    last_zh, last_en = (f"，不到 {steps[-1][0]} 得 0 分", f", 0 below {steps[-1][0]}") if steps else ("", "")
    return f"取达到的最高一档：{zh}{last_zh}。", f"The highest step that is reached: {en}{last_en}."


def _deduct(line: Line) -> tuple[str, str]:
    points, start, each = plain(line.points), _value(line, line.threshold), plain(line.per_point)
    end, end_en = _end(line)
    if _more_is_better(line):
        return (
            f"达到 {start} 得满分 {points} 分，每低 1 个百分点扣 {each} 分，{end}。",
            f"{points} points from {start} on; {each} less for each percentage point short of it, {end_en}.",
        )
    return (
        f"不超过 {start} 得满分 {points} 分，每高 1 个百分点扣 {each} 分，{end}。",
        f"{points} points up to {start}; {each} less for each percentage point above it, {end_en}.",
    )


def _each(line: Line) -> tuple[str, str]:
    points, each = plain(line.points), plain(line.per_case)
    end, end_en = _end(line)
    return (
        f"0 件得满分 {points} 分，每 1 件扣 {each} 分，{end}。",
        f"{points} points for none; {each} less for each case, {end_en}.",
    )


def _end(line: Line) -> tuple[str, str]:
    if line.most is None:
        return "扣完为止", "down to 0"
    return f"最多扣 {plain(line.most)} 分", f"{plain(line.most)} at most"


def _more_is_better(line: Line) -> bool:
    return newest(line.indicator).better == "higher"


def _value(line: Line, value: Decimal) -> str:
    """A value of the line's indicator: a count, or a percentage."""
    return plain(value) if newest(line.indicator).kind == "count" else f"{plain(value * HUNDRED)}%"


_MAPPED = {"linear": _linear, "steps": _steps, "deduct": _deduct, "each": _each}
