"""``wenxiao corpus``: many documents, on this machine or on a cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from wenxiao.cli.corpus_asking import compare, query, report, views
from wenxiao.cli.corpus_told import told
from wenxiao.cli.frame import SETTINGS, lang_option
from wenxiao.cli.language import say

if TYPE_CHECKING:
    from wenxiao.corpus.reading import Progress


@click.group(context_settings=SETTINGS)
def corpus() -> None:
    pass


for _command in (compare, query, report, views):
    corpus.add_command(_command)


@corpus.command(
    short_help=say("读取大批文档，写入数据仓。", "Read many documents into a store."),
    help=say(
        "读取并核对大批文档，结果写入数据仓（Parquet 表，按地区和年度分区）。来源可以是文件、文件夹、通配符、对象存储（s3://…）、"
        "网页存档（.warc）、压缩包，或 @清单.csv、@清单.parquet。内容未变的文档不再读取；中断后重新运行即可继续。\n\n"
        "例：wenxiao corpus read 公开材料/ --to 数据仓\n\n退出码：0 全部读完；2 有文件未能读取。",
        "Read and audit many documents into a store: Parquet tables by region and year. Sources are files, folders, "
        "patterns, object stores (s3://…), web archives (.warc), zip collections, or lists: @list.csv, @list.parquet. What "
        "has not changed is not read again; an interrupted run goes on when it is started again.\n\n"
        "Example: wenxiao corpus read published/ --to store\n\nExit code: 0 all read, 2 something could not be read.",
    ),
)
@click.argument("sources", nargs=-1, required=True, metavar=say("来源…", "SOURCE…"))
@click.option("--to", required=True, metavar=say("数据仓", "STORE"),
              help=say("数据仓的文件夹或对象存储地址。", "Folder, or place in an object store, of the store."))  # fmt: skip
@click.option("--on", metavar="ray://…", help=say(
    "在这个 Ray 集群上运行；默认用本机全部核心。", "Run on this Ray cluster; on the cores of this machine by default.",
))  # fmt: skip
@click.option("--retry", is_flag=True, help=say(
    "此前未能读取的文档再试一次。", "Try again what could not be read before.",
))  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=1), default=120, show_default=True, help=say(
    "一份文档多少秒没有进展即放弃。", "Seconds without progress after which a document is given up.",
))  # fmt: skip
@click.option("--longest", type=click.FloatRange(min=1), default=3600, show_default=True, help=say(
    "一份文档最多读多少秒。", "Seconds after which a document is given up whatever its reader says.",
))  # fmt: skip
@click.option("--megabytes", type=click.IntRange(min=512), default=6144, show_default=True, help=say(
    "读取进程的内存上限（MB）。", "Memory that a reading process may have, in MB.",
))  # fmt: skip
@lang_option
def read(
    sources: tuple[str, ...],
    to: str,
    on: str | None,
    retry: bool,
    seconds: float,
    longest: float,
    megabytes: int,
    lang: str,
) -> int:
    with told(lang):
        from wenxiao.corpus import children
        from wenxiao.corpus.settings import Settings

        settings = Settings(seconds=seconds, longest=longest, megabytes=megabytes)
        if on is None:
            children.prepare(settings.function)  # it loads while this process does
        from wenxiao.corpus.reading import Request, read

        request = Request(sources, to, on, retry, settings)
        with _bar(lang) as progress:
            account = read(request, progress)
    click.echo("\n".join(account.lines(lang)))
    if account.troubled:
        asked = f'wenxiao corpus query --store {to} "select * from not_read"'
        click.echo(say(f"没有读出的文件和原因：{asked}", f"what was not read, and why: {asked}", lang))
    return 2 if account.troubled else 0


_STAGES = {
    "survey": ("查看文件", "looking at files"),
    "read": ("读取", "reading"),
    "scans": ("识别图片", "recognising"),
    "settle": ("写入数据表", "writing tables"),
}


@contextmanager
def _bar(lang: str) -> Iterator[Progress]:
    """Who is told how far a run is: a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def shown(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(say(*_STAGES[stage], lang), total=total)
            bar.update(tasks[stage], completed=done)

        yield shown
