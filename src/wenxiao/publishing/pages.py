"""The rules as text: all of them on one screen, and the page of one."""

from __future__ import annotations

from wenxiao.audit.catalogue import DECIDED_BY, Entry, waits
from wenxiao.audit.catalogue import catalogue as entries
from wenxiao.audit.model import Rule
from wenxiao.audit.page import parse
from wenxiao.audit.registry import every_rule
from wenxiao.publishing.ink import cells, left
from wenxiao.publishing.words import SEVERITIES, pick


def catalogue(lang: str = "zh") -> str:
    """Every rule, one a line: code, catalogue number, severity, slug, title."""
    every = every_rule()
    slug = max((len(rule.slug) for rule in every), default=0)
    return "".join(
        f"{rule.code}  {rule.check}  {left(pick(SEVERITIES[rule.severity], lang), 7 if lang == 'en' else 4)}"
        f"  {rule.slug.ljust(slug)}  {rule.title_en if lang == 'en' else rule.title}\n"
        for rule in every
    )


def checks(lang: str = "zh") -> str:
    """Every check of the catalogue, one a line: those with a rule first, then what the others wait for."""
    every = entries()
    done = [entry for entry in every if entry.implemented]
    waiting = [entry for entry in every if not entry.implemented]
    width = max(cells(_title(entry, lang)) for entry in every)
    lines = [pick((f"已有规则 {len(done)} / {len(every)}", f"With a rule: {len(done)} of {len(every)}"), lang)]
    for entry in done:
        codes = " ".join(rule.code for rule in entry.rules)
        rest = _waits(entry.partly_waits_for, lang)
        also = pick((f"；其余等待：{rest}", f"; the rest waits for {rest}"), lang) if rest else ""
        lines.append(f"  {entry.number}  {left(_title(entry, lang), width)}  {_decided_by(entry, lang)}  {codes}{also}")
    if waiting:
        lines += ["", pick((f"尚无规则 {len(waiting)}", f"Without a rule: {len(waiting)}"), lang)]
    for entry in waiting:
        why = _waits(entry.waits_for or entry.partly_waits_for, lang)
        why = pick((f"等待：{why}", f"waits for {why}"), lang) if why else pick(("尚未编写", "not written yet"), lang)
        lines.append(f"  {entry.number}  {left(_title(entry, lang), width)}  {_decided_by(entry, lang)}  {why}")
    return "\n".join(lines) + "\n"


def _decided_by(entry: Entry, lang: str) -> str:
    from_ = [pick(DECIDED_BY[key], lang) for key in (entry.decided_by, entry.also_by) if key]
    return (" and " if lang == "en" else "、").join(from_)


def _title(entry: Entry, lang: str) -> str:
    return entry.title_en if lang == "en" else entry.title


def _waits(key: str | None, lang: str) -> str:
    return pick(waits()[key], lang) if key else ""


def page(rule: Rule, lang: str = "zh") -> str:
    """The page of a rule: what it says and why, its basis, how to check by hand, its examples."""
    en = lang == "en"
    written = parse(rule)
    severity = pick(SEVERITIES[rule.severity], lang)
    lines = [f"{rule.code} {rule.slug} ({rule.check}, {severity})", rule.title_en if en else rule.title, ""]
    if written.summary and written.summary.rstrip(".") != rule.title_en:
        lines += [written.summary, ""]
    if written.text:
        lines += [written.text, ""]
    lines += [f"{'Basis' if en else '依据'}  {rule.rests_on(lang)}", f"{'By hand' if en else '核对'}  {rule.how(lang)}"]
    for title, examples in (
        ("Found in" if en else "会报告", written.fails),
        ("Holds in" if en else "不报告", written.passes),
        ("Says nothing to" if en else "不适用", written.silent),
    ):
        if examples:
            lines += ["", title]
        for example in examples:
            first, *rest = example.split("\n")
            lines += [f"  · {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"
