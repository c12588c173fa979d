"""The command ``wenxiao``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from wenxiao.audit.model import Report, Rule
    from wenxiao.reading.model import Reading

FORMATS = ("text", "json", "html", "xlsx")
CONTEXT = {"help_option_names": ["-h", "--help"]}


def _language() -> str:
    """en where the locale says English, else Chinese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="wenxiao", prog_name="wenxiao")
def cli() -> None:
    """问效 Wenxiao: read and audit government budget performance documents.

    读取并核对预算绩效文档：项目、资金、目标与产出，以及不能同时成立的说法，附算式和原文位置。
    """


def _common(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
        click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Output format; json gives one object a line when several files are read."),
        click.option("-o", "--output", metavar="FILE", help="Where html and xlsx go (default wenxiao-report.html / .xlsx); - is standard output."),
        click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of messages (default: from the locale, Chinese when unclear)."),
    ):
        function = option(function)
    return function


@cli.command(context_settings=CONTEXT)
@_common
def read(paths: Sequence[str], form: str, output: str | None, lang: str | None) -> None:
    """Say what documents report: projects, amounts, targets, relations.

    Files, folders (recursive) and globs. Exit code 2 when something could not be read.
    """
    from wenxiao.audit.run import audit_reading  # noqa: PLC0415
    from wenxiao.reading.pipeline import read as read_file  # noqa: PLC0415

    if form in ("json", "text"):
        _each(paths, lang or _language(), read_file, lambda reading, many: _print_reading(reading, form, lang or _language(), many))
    else:
        _whole(paths, lang or _language(), lambda path: audit_reading(read_file(path), ()), form, output)


@cli.command(context_settings=CONTEXT)
@_common
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: codes, beginnings of codes (A, B1), slugs or catalogue numbers; commas between them.")
@click.option("--ignore", multiple=True, metavar="CODES", help="All rules but these.")
@click.option("--severity", type=click.Choice(["error", "warning", "note"]), default="note", show_default=True, help="Report findings from this severity up.")
def audit(
    paths: Sequence[str], form: str, output: str | None, lang: str | None, select: Sequence[str], ignore: Sequence[str], severity: str
) -> None:
    """Recompute every figure and show what cannot both hold.

    Files, folders (recursive) and globs. Exit codes: 0 nothing found, 1 findings, 2 something could not be read.
    """
    from wenxiao.audit.model import Severity  # noqa: PLC0415
    from wenxiao.audit.run import audit_reading  # noqa: PLC0415
    from wenxiao.reading.pipeline import read as read_file  # noqa: PLC0415

    language = lang or _language()
    chosen = _chosen(select, ignore, language)
    found = 0

    def work(path: Path) -> Report:
        nonlocal found
        report = audit_reading(read_file(path), chosen, Severity(severity))
        found += len(report.findings)
        return report

    if form in ("json", "text"):
        _each(paths, language, work, lambda report, many: _print_report(report, form, language, many), lambda: found)
    else:
        _whole(paths, language, work, form, output, lambda: found)


@cli.command(context_settings=CONTEXT)
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None)
def rules(lang: str | None) -> None:
    """List the rules, one a line, code first."""
    from wenxiao.audit.registry import rules as every  # noqa: PLC0415

    language = lang or _language()
    for rule in every():
        click.echo(f"{rule.code}  {rule.severity.value:<7}  {rule.slug:<36}  {rule.title_en if language == 'en' else rule.title}")


@cli.command(context_settings=CONTEXT)
@click.argument("code")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None)
def explain(code: str, lang: str | None) -> None:
    """Explain one rule: why, how to check by hand, examples."""
    from wenxiao.publishing.text import rule_page  # noqa: PLC0415

    language = lang or _language()
    for rule in _chosen([code], [], language):
        click.echo(rule_page(rule, language))


@cli.command(context_settings=CONTEXT)
def schema() -> None:
    """Print the JSON Schema of a reading."""
    from wenxiao.publishing.json import schema as published  # noqa: PLC0415

    click.echo(published())


def _chosen(select: Sequence[str], ignore: Sequence[str], lang: str) -> tuple[Rule, ...]:
    from difflib import get_close_matches  # noqa: PLC0415

    from wenxiao.audit.registry import rules as every  # noqa: PLC0415
    from wenxiao.audit.run import select as choose  # noqa: PLC0415

    try:
        return choose(_split(select), _split(ignore))
    except ValueError as error:
        word = str(error)
        names = [name for rule in every() for name in (rule.code, rule.slug)]
        near = get_close_matches(word.upper(), names, 2, 0.5) + get_close_matches(word.lower(), names, 2, 0.5)
        hint_zh = f"，您是否要 {' 或 '.join(near)}？" if near else "；用 wenxiao rules 查看全部规则。"
        hint_en = f"; did you mean {' or '.join(near)}?" if near else "; see wenxiao rules."
        raise click.UsageError(f"no rule is called {word}{hint_en}" if lang == "en" else f"没有规则“{word}”{hint_zh}") from None


def _split(selectors: Sequence[str]) -> list[str]:
    return [word.strip() for selector in selectors for word in selector.split(",") if word.strip()]


def _each(
    paths: Sequence[str], lang: str, work: Callable[[Path], Any], show: Callable[[Any, bool], None], found: Callable[[], int] = lambda: 0
) -> None:
    """Print every document as it comes."""
    from wenxiao.cli.batch import Batch  # noqa: PLC0415

    files = _files(paths, lang)
    batch = Batch(lang)
    for result in batch.run(files, work):
        show(result, len(files) > 1)
    _finish(batch.refused, found())


def _whole(
    paths: Sequence[str], lang: str, work: Callable[[Path], Report], form: str, output: str | None, found: Callable[[], int] = lambda: 0
) -> None:
    """One file for all documents together."""
    from wenxiao.cli.batch import Batch  # noqa: PLC0415

    batch = Batch(lang)
    reports = list(batch.run(_files(paths, lang), work))
    if reports:
        if form == "html":
            from wenxiao.publishing.html import render  # noqa: PLC0415

            content = render(reports, lang).encode("utf-8", "replace")
        else:
            from wenxiao.publishing.xlsx import workbook  # noqa: PLC0415

            content = workbook(reports, lang)
        _write(content, output or f"wenxiao-report.{form}", lang)
    _finish(batch.refused, found())


def _files(paths: Sequence[str], lang: str) -> list[Path]:
    from wenxiao.cli.files import expand  # noqa: PLC0415

    files = list(expand(paths))
    if not files:
        where = "、".join(paths)
        raise click.UsageError(f"nothing to read in {where}" if lang == "en" else f"{where} 里没有可读的文件（.docx .txt .html）。")
    return files


def _write(content: bytes, output: str, lang: str) -> None:
    if output == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"cannot write {output}: {error.strerror}" if lang == "en" else f"无法写入 {output}：{error.strerror}，请换一个位置（-o）。") from None
    click.echo(f"Report: {output}" if lang == "en" else f"报告：{output}")


def _finish(refused: Sequence[str], found: int) -> None:
    for line in refused:
        click.echo(line, err=True)
    sys.exit(2 if refused else 1 if found else 0)


def _print_reading(reading: Reading, form: str, lang: str, many: bool) -> None:
    if form == "json":
        from wenxiao.publishing.json import reading_tree  # noqa: PLC0415

        _print_json(reading_tree(reading), many)
    else:
        from wenxiao.publishing.text import reading_text  # noqa: PLC0415

        click.echo(reading_text(reading, lang))


def _print_report(report: Report, form: str, lang: str, many: bool) -> None:
    if form == "json":
        from wenxiao.publishing.json import report_tree  # noqa: PLC0415

        _print_json(report_tree(report), many)
    else:
        from wenxiao.publishing.text import report_text  # noqa: PLC0415

        click.echo(report_text(report, lang, colour=sys.stdout.isatty()))


def _print_json(value: dict[str, Any], many: bool) -> None:
    from wenxiao.publishing.json import dumps  # noqa: PLC0415

    text = dumps(value, indent=None if many else 1)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")


def main() -> None:
    """Entry point: ends quietly when the reader of the output has gone or the user interrupts."""
    try:
        cli()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
