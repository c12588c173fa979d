"""Write docs/rules.md from the rules: all of them on one screen. Each rule's own page is in ``wenxiao explain`` and on the site."""

from __future__ import annotations

from pathlib import Path

from wenxiao.audit.registry import every_rule

TARGET = Path(__file__).with_name("rules.md")


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join(
        [
            "# Rules",
            "",
            "Written by `make docs` from the rules themselves. `wenxiao explain A101` prints a rule's page: why, on what basis, how to",
            "check by hand, examples, known false alarms; the site (`make site`) has the same pages. The first digit of a code says what the",
            "rule looks at: 1 one document, 5 several documents, 6 the [record](records.md) of a project-year with ledger and cycle.",
            "",
            "| code | check | severity | 中文 | English |",
            "|---|---|---|---|---|",
            *(f"| {r.code} | {r.check} | {r.severity.value} | {r.title} | {r.title_en} |" for r in every_rule()),
            "",
        ]
    )


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
