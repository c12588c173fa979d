"""What the documentation site takes from the program and from the root of the repository: a page per rule, CONTRIBUTING, CHANGELOG.

Hooks of MkDocs, named in mkdocs.yml; ``make site`` builds the site and fails on a link that leads nowhere.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from wenxiao.audit.model import Rule
from wenxiao.audit.page import parse
from wenxiao.audit.registry import every_rule

ROOT = Path(__file__).parents[1]
_ROOT_PAGES = {"contributing.md": "CONTRIBUTING.md", "changes.md": "CHANGELOG.md"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for name, source in _ROOT_PAGES.items():
        text = (ROOT / source).read_text("utf-8").replace("](docs/", "](")
        text = re.sub(r"(?m)^ {3}(?=[ \S])", "    ", text)  # what belongs to an item of a list stands further in here
        files.append(File.generated(config, name, content=text))
    for rule in every_rule():
        files.append(File.generated(config, f"rules/{rule.code}.md", content=rule_page(rule)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """On the page of all rules every code leads to the rule's own page."""
    if page.file.src_uri != "rules.md":
        return markdown
    return re.sub(r"(?m)^\| ([A-Z]\d{3}) \|", r"| [\1](rules/\1.md) |", markdown)


def rule_page(rule: Rule) -> str:
    """A rule's page as Markdown: why, basis, by hand, examples, false alarms, version."""
    read = parse(rule)
    severity = f'<span class="severity {rule.severity.value}">{rule.severity.value}</span>'
    lines = [
        f"# {rule.code} {rule.title}",
        "",
        f"{severity} `{rule.slug}` · check {rule.check} · version {rule.version}",
        "",
        f"**{read.summary}**",
        "",
        read.text,
        "",
        "| | 中文 | English |",
        "|---|---|---|",
        f"| basis 依据 | {rule.basis} | {rule.basis_en} |",
        f"| by hand 核对 | {rule.by_hand} | {rule.by_hand_en} |",
    ]
    for title, examples in (
        ("Found in 会报告", read.fails),
        ("Holds in 不报告", read.passes),
        ("Says nothing to 不适用", read.silent),
    ):
        lines += ["", f"## {title}"]
        for example in examples:
            lines += ["", "```", example, "```"]
    return "\n".join([*lines, "", "These examples are executed as tests.", ""])
