"""What ``read`` and ``audit`` do: find the files, make their reports, publish them in the asked form."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wenxiao.audit.model import Report, Rule, Severity
from wenxiao.audit.run import audit_reading
from wenxiao.audit.summary import Summary, summarise
from wenxiao.audit.together import Comparison, JointRule, compare
from wenxiao.cli.batch import each, opened
from wenxiao.cli.files import Found, find
from wenxiao.cli.language import say
from wenxiao.cli.suppressing import Aside
from wenxiao.documents.folders import REPORT
from wenxiao.documents.model import Document
from wenxiao.documents.naming import shown
from wenxiao.performance.regime import Regime
from wenxiao.publishing.aside import unused_text
from wenxiao.publishing.ink import Ink
from wenxiao.reading.pipeline import read_document
from wenxiao.told import cause

if TYPE_CHECKING:
    from wenxiao.cli.profiling import Profile


#: Formats that go to standard output unless a file is named.
_STREAMED = ("text", "json", "sarif")


@dataclass(frozen=True, slots=True)
class Job:
    """One run of the command. ``rules`` is None where the documents are only read."""

    paths: tuple[str, ...]
    form: str
    output: str | None
    lang: str
    rules: tuple[Rule, ...] | None
    severity: Severity = Severity.NOTE
    suppressions: str | None = None  # a file; by default those beside the documents
    profile: bool = False
    personal: bool = False  # data of persons are shown as they stand
    regime: Regime | None = None  # None: the one that fits each document

    def report(self, document: Document, aside: Aside, profile: Profile | None) -> Report:
        reading = (read_document if profile is None else profile.read)(document, show_personal=self.personal)
        if self.rules is None:
            return Report(reading, (), {})
        rules = self.rules if profile is None else profile.timed(self.rules)
        return aside.apply(audit_reading(reading, rules, self.severity, self.regime))


class Beside:
    """What is kept of the reports that pass by, to compare their documents when all have passed."""

    def __init__(self, job: Job, files: int, aside: Aside) -> None:
        self._job = job
        self._aside = aside
        self._rules = tuple(rule for rule in job.rules or () if isinstance(rule, JointRule))
        self._wanted = files > 1 and job.rules is not None
        self._summaries: list[Summary] = []

    def watch(self, reports: Iterator[Report]) -> Iterator[Report]:
        for report in reports:
            if self._wanted:
                self._summaries.append(summarise(report.reading))
            yield report

    def compare(self) -> Comparison | None:
        """None where there is nothing to compare."""
        if len(self._summaries) < 2:
            return None
        compared = compare(self._summaries, self._rules, self._job.severity, self._job.regime)
        return self._aside.apply_between(compared) or None


def run(job: Job) -> int:
    """Exit code: 2 where something could not be read, else 1 where something was found, else 0."""
    from wenxiao.cli.main import FOUND, TROUBLE

    found = find(job.paths)
    troubles = found.troubles
    aside = Aside(found.files if job.rules is not None else (), job.suppressions, job.lang)
    profile = _profile() if job.profile else None
    quiet = job.form not in _STREAMED or not sys.stdout.isatty()
    reports = each(
        found,
        lambda document: job.report(document, aside, profile),
        troubles,
        lang=job.lang,
        bar=quiet,
        open_=opened if profile is None else profile.open,
    )
    beside = Beside(job, len(found.files), aside)
    findings = _PUBLISH[job.form](job, beside.watch(reports), found, beside)
    for unused in aside.left_over():
        click.echo(unused_text(unused, job.lang), err=True)
    for trouble in troubles:
        click.echo(trouble.message(job.lang), err=True)
    if profile is not None:
        click.echo(profile.table(job.lang), err=True)
    if troubles:
        return TROUBLE
    return FOUND if findings else 0


def _profile() -> Profile:
    from wenxiao.cli.profiling import Profile

    return Profile()


def _text(job: Job, reports: Iterator[Report], found: Found, beside: Beside) -> int:
    from wenxiao.publishing.comparison import comparison_text
    from wenxiao.publishing.text import reading_text, report_text, total_text

    findings, done = 0, []
    with sink(job) as write:
        ink = Ink(job.output in (None, "-") and sys.stdout.isatty() and "NO_COLOR" not in os.environ)
        width = min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100
        for report in reports:
            if job.rules is None:
                text = reading_text(report.reading, ink=ink, lang=job.lang, width=width)
            else:
                text = report_text(report, ink=ink, lang=job.lang, width=width)
                done.append(report.findings)
            findings += len(report.findings)
            write((text + ("\n" if len(found.files) > 1 else "")).encode("utf-8", "backslashreplace"))
        comparison = beside.compare()
        if comparison is not None:
            findings += len(comparison.findings)
            text = comparison_text(comparison, ink=ink, lang=job.lang, width=width)
            write((text + "\n").encode("utf-8", "backslashreplace"))
        if len(found.files) > 1 and done:
            between = len(comparison.findings) if comparison is not None else 0
            total = total_text(done, len(found.files) - len(done), between, ink=ink, lang=job.lang)
            write((total + "\n").encode())
    return findings


def _json(job: Job, reports: Iterator[Report], found: Found, beside: Beside) -> int:
    from wenxiao.publishing.comparison import comparison_tree
    from wenxiao.publishing.json import dumps, reading_tree, report_tree

    findings = 0
    with sink(job) as write:
        for report in reports:
            tree = reading_tree(report.reading) if job.rules is None else report_tree(report)
            findings += len(report.findings)
            write((dumps(tree, indent=None if len(found.files) > 1 else 1) + "\n").encode("utf-8", "backslashreplace"))
        comparison = beside.compare()
        if comparison is not None:
            findings += len(comparison.findings)
            write((dumps(comparison_tree(comparison)) + "\n").encode("utf-8", "backslashreplace"))
    return findings


def _html(job: Job, reports: Iterator[Report], found: Found, beside: Beside) -> int:
    from wenxiao.publishing.html.page import render

    def page(done: list[Report], comparison: Comparison | None) -> bytes:
        return render(done, lang=job.lang, comparison=comparison).encode("utf-8", "backslashreplace")

    return _whole(job, reports, found, beside, page)


def _xlsx(job: Job, reports: Iterator[Report], found: Found, beside: Beside) -> int:
    from wenxiao.publishing.xlsx import workbook

    def book(done: list[Report], comparison: Comparison | None) -> bytes:
        return workbook(done, lang=job.lang, comparison=comparison)

    return _whole(job, reports, found, beside, book)


def _sarif(job: Job, reports: Iterator[Report], found: Found, beside: Beside) -> int:
    from wenxiao.publishing.sarif import sarif

    done = list(reports)
    comparison = beside.compare()
    troubles = [trouble.message(job.lang) for trouble in found.troubles]
    with sink(job) as write:
        write(sarif(done, troubles, lang=job.lang, comparison=comparison).encode("utf-8", "backslashreplace"))
    return _number(done, comparison)


def _letters(job: Job, reports: Iterator[Report], found: Found, beside: Beside) -> int:
    """A letter for each document: the named file for one, files in the named folder for several."""
    from wenxiao.publishing.joint import Joint
    from wenxiao.publishing.letter.letter import letter

    several = len(found.files) > 1
    if several and job.output is not None and (job.output == "-" or Path(job.output).suffix == ".docx"):
        raise click.ClickException(
            say(
                "每份文件一封意见书；-o 请给出文件夹。",
                "there is a letter for each document: name a folder with -o.",
                job.lang,
            )
        )
    folder = None if not several and job.output and not Path(job.output).is_dir() else Path(job.output or ".")
    if folder is not None:
        _make(folder, job.lang)
    taken: set[Path] = set()
    done = list(reports)
    comparison = beside.compare()
    for number, report in enumerate(done):
        target = job.output
        if folder is not None:
            path = _free(folder / f"{REPORT}-{Path(report.reading.document.name).stem}.docx", taken)
            target = str(path)
        with sink(replace(job, output=target)) as write:
            write(letter(report, job.lang, Joint.of(comparison, done, number)))
        if target is not None and target != "-":
            click.echo(say("意见书：", "Letter: ", job.lang) + shown(Path(target)))
    return _number(done, comparison)


def _free(path: Path, taken: set[Path]) -> Path:
    """The path, or the next one with a number where this run has written it already: names recur in folders."""
    number, free = 2, path
    while free in taken:
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    taken.add(free)
    return free


def _whole(
    job: Job,
    reports: Iterator[Report],
    found: Found,
    beside: Beside,
    make: Callable[[list[Report], Comparison | None], bytes],
) -> int:
    """One file over all documents; what it holds and where it is goes to standard output."""
    from wenxiao.publishing.comparison import comparison_text
    from wenxiao.publishing.text import summary_text, total_text

    done = list(reports)
    if not done:
        return 0
    comparison = beside.compare()
    data = make(done, comparison)
    with sink(job) as write:
        write(data)
    if job.output != "-":
        ink = Ink(sys.stdout.isatty() and "NO_COLOR" not in os.environ)
        for report in done:
            click.echo(summary_text(report, ink=ink, lang=job.lang) + "\n")
        between = len(comparison.findings) if comparison is not None else 0
        if comparison is not None:
            click.echo(comparison_text(comparison, ink=ink, lang=job.lang))
        click.echo(
            total_text([r.findings for r in done], len(found.files) - len(done), between, ink=ink, lang=job.lang)
        )
        click.echo(say("报告：", "Report: ", job.lang) + shown(_target(job)))
    return _number(done, comparison)


def _number(done: Sequence[Report], comparison: Comparison | None) -> int:
    """How many findings there are, those between the documents with them."""
    return sum(len(report.findings) for report in done) + (len(comparison.findings) if comparison else 0)


def _target(job: Job) -> Path:
    return Path(job.output or f"{REPORT}.{job.form}")


_PUBLISH = {"text": _text, "json": _json, "html": _html, "xlsx": _xlsx, "sarif": _sarif, "letter": _letters}


@contextmanager
def sink(job: Job) -> Iterator[Callable[[bytes], object]]:
    """Where the output goes: the named file, else standard output; html and xlsx always have a file but for ``-``."""
    if job.output == "-" or (job.output is None and job.form in _STREAMED):
        sys.stdout.flush()
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
        return
    target = _target(job)
    try:
        with target.open("wb") as file:
            yield file.write
    except OSError as error:
        raise _unwritable(target, error, job.lang) from None


def _make(folder: Path, lang: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error, lang) from None


def _unwritable(path: Path, error: OSError, lang: str) -> click.ClickException:
    name, (zh, en) = shown(path), cause(error)
    return click.ClickException(
        say(f"无法写入 {name}（{zh}）；请换一个路径。", f"cannot write {name}: {en}; choose another path.", lang)
    )
