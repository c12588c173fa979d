"""What ``diff`` does: audit both sides, or read an earlier audit from its JSON, and tell what became of the findings."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from wenxiao.audit.compare import Paper, compare
from wenxiao.cli.batch import each
from wenxiao.cli.files import Trouble, find
from wenxiao.cli.language import say
from wenxiao.cli.produce import Job, sink
from wenxiao.cli.suppressing import Aside
from wenxiao.documents.naming import shown
from wenxiao.publishing.diff import diff_text, diff_tree
from wenxiao.publishing.earlier import NoAuditError, looks_like_json, paper, papers
from wenxiao.publishing.ink import Ink
from wenxiao.publishing.json import dumps, report_tree


def run(old: str, new: str, job: Job) -> int:
    """Exit code: 2 where something could not be read, else 1 where there is a new error, else 0."""
    from wenxiao.cli.main import FOUND, TROUBLE

    troubles: list[Trouble] = []
    comparisons = compare(_side(old, job, troubles), _side(new, job, troubles))
    with sink(job) as write:
        if job.form == "json":
            text = dumps(diff_tree(comparisons), indent=1) + "\n"
        else:
            ink = Ink(job.output in (None, "-") and sys.stdout.isatty() and "NO_COLOR" not in os.environ)
            text = diff_text(comparisons, ink=ink, lang=job.lang)
        write(text.encode("utf-8", "backslashreplace"))
    for trouble in troubles:
        click.echo(trouble.message(job.lang), err=True)
    if troubles:
        return TROUBLE
    return FOUND if any(d.counts for c in comparisons for d in c.differences) else 0


def _side(argument: str, job: Job, troubles: list[Trouble]) -> list[Paper]:
    """The papers of a file, a folder, a pattern, or of an earlier audit."""
    path = Path(argument)
    if path.is_file():
        earlier = _earlier(path, troubles)
        if earlier is not None:
            return earlier
    found = find([argument])
    troubles += found.troubles
    aside = Aside(found.files, job.suppressions, job.lang)
    reports = each(found, lambda document: job.report(document, aside, None), troubles, lang=job.lang, bar=True)
    below = shown(path) if path.is_dir() else None
    return [_relative(paper(report_tree(report)), below) for report in reports]


def _earlier(path: Path, troubles: list[Trouble]) -> list[Paper] | None:
    """The papers of the JSON of an earlier audit; None where the file is something else."""
    try:
        with path.open("rb") as file:
            if not looks_like_json(file.read(64)):
                return None
        return papers(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return None  # the reader of documents says what is wrong with it
    except NoAuditError as error:
        name = shown(path)
        zh, en = {
            "only read": ("只有读取结果、没有核对结果", "it was written by read, not by audit"),
        }.get(str(error), ("不是 wenxiao audit 的 JSON 输出", "it is not the JSON output of wenxiao audit"))
        troubles.append(
            Trouble(
                f"无法比较 {name}：{zh}；请用 wenxiao audit --format json 重新输出。",
                f"cannot compare {name}: {en}; write it with wenxiao audit --format json.",
            )
        )
        return []


def _relative(made: Paper, below: str | None) -> Paper:
    """Paths below a compared folder are told without it, so that both sides can be matched."""
    if below is None:
        return made
    return replace(made, path=Path(made.path).relative_to(below).as_posix())


def refuse_same(old: str, new: str, lang: str) -> None:
    """Raises ``click.ClickException`` where both sides are one file or folder: the comparison would say nothing."""
    try:
        same = Path(old).samefile(new)
    except OSError:
        same = False
    if same:
        raise click.ClickException(
            say(
                "两边是同一个文件；请给出修改前和修改后的两份。",
                "both are the same; name the old one and the new one.",
                lang,
            )
        )
