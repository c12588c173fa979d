"""Write docs/rules.md from the rules: one section each, from the rule's own page."""

from __future__ import annotations

from pathlib import Path

from wenxiao.audit.page import parse
from wenxiao.audit.registry import rules

TARGET = Path(__file__).with_name("rules.md")


def page() -> str:
    """The whole page as Markdown."""
    lines = [
        "# Rules",
        "",
        "Written by `make docs` from the rules themselves.",
        "",
        "| code | check | severity | 中文 | English |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| [{rule.code}](#{rule.code.lower()}) | {rule.check} | {rule.severity.value} | {rule.title} | {rule.title_en} |"
        for rule in rules()
    ]
    for rule in rules():
        read = parse(rule)
        lines += [
            "",
            f"## {rule.code}",
            "",
            f"`{rule.slug}` · {rule.title} · {read.summary}",
            "",
            read.text.strip(),
            "",
        ]
        lines += [
            f"- Basis: {rule.basis_en}",
            f"- By hand: {rule.by_hand_en}",
            f"- 依据：{rule.basis}",
            f"- 核对：{rule.by_hand}",
        ]
        for word, examples in (("Found", read.fails), ("Not found", read.passes), ("Silent", read.silent)):
            lines += ["", f"{word}:", "", "```", "\n\n".join(examples), "```"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
