"""The documents keep up with the program."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from wenxiao.audit import registry
from wenxiao.audit.catalogue import catalogue
from wenxiao.audit.page import parse
from wenxiao.audit.registry import every_rule
from wenxiao.audit.rules import spending
from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read_text

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/zh/*.md"),
        *ROOT.glob("bench/*.md"),
        *ROOT.glob("sample/*.md"),
    ]
)


def test_the_rule_pages_are_those_of_the_rules() -> None:
    spec = importlib.util.spec_from_file_location("build_rules", ROOT / "docs" / "build_rules.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == module.page(), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_rule_of_contributing_can_be_added_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    written = re.search(r"(?s)   ```python\n(   @rule.*?)   ```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert written is not None
    others = {rule.code: rule for rule in every_rule() if f'"{rule.code}"' not in written[1]}
    monkeypatch.setattr(registry, "_RULES", others)
    before = every_rule()
    exec(textwrap.dedent(written[1]), dict(vars(spending)))
    [added] = set(every_rule()) - set(before)
    assert added.check in {entry.number for entry in catalogue()}
    page = parse(added)
    for kind, found, passed in (("fails", True, False), ("passes", False, True), ("silent", False, False)):
        for example in getattr(page, kind):
            report = audit_reading(read_text(example), [added])
            assert (bool(report.findings), bool(report.coverage[added.code].passed)) == (found, passed), example


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_example_of_the_readme_is_what_the_command_prints(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    command = re.search(r"`wenxiao (audit sample/[^`]+)`", text)
    shown = re.search(r"(?m)(?:^    .*\n)+", text[command.end() :]) if command else None
    assert command is not None
    assert shown is not None
    run = subprocess.run(
        [sys.executable, "-m", "wenxiao.cli", *command[1].split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.stdout.startswith(textwrap.dedent(shown[0]))
