"""The rules as text: all of them on one screen, and the page of one."""

from __future__ import annotations

from wenxiao.audit.model import Rule
from wenxiao.audit.page import parse
from wenxiao.audit.registry import rules
from wenxiao.publishing.ink import left
from wenxiao.publishing.words import SEVERITIES, pick


def catalogue(lang: str = "zh") -> str:
    """Every rule, one a line: code, catalogue number, severity, slug, title."""
    every = rules()
    slug = max((len(rule.slug) for rule in every), default=0)
    return "".join(
        f"{rule.code}  {rule.check}  {left(pick(SEVERITIES[rule.severity], lang), 7 if lang == 'en' else 4)}"
        f"  {rule.slug.ljust(slug)}  {rule.title_en if lang == 'en' else rule.title}\n"
        for rule in every
    )


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
