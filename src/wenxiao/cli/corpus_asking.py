"""``wenxiao corpus`` query, views, compare, report: questions to a store and what is made of the answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from wenxiao.cli.corpus_told import told
from wenxiao.cli.frame import lang_option
from wenxiao.cli.language import say
from wenxiao.told import Told, cause

#: What ``corpus.answers`` gives; said here, where nothing of the corpus need be installed.
_FORMATS = ("table", "csv", "json", "parquet")


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every one of these commands."""
    return click.option(
        "--store", required=True, metavar=say("数据仓", "STORE"),
        help=say("数据仓的文件夹或对象存储地址。", "Folder, or place in an object store, of the store."),
    )(lang_option(function))  # fmt: skip


@click.command(
    short_help=say("用 SQL 向数据仓提问。", "Ask a store in SQL."),
    help=say(
        "用 SQL（DuckDB）向数据仓提问，只读。表和现成的视图由 wenxiao corpus views 列出。\n\n"
        '例：wenxiao corpus query --store 数据仓 "select * from execution_by_region_year"',
        "Ask a store in SQL (DuckDB); nothing is written. wenxiao corpus views lists the tables and the ready views.\n\n"
        'Example: wenxiao corpus query --store store "select * from execution_by_region_year"',
    ),
)
@click.argument("sql", metavar="SQL")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True,
              help=say("输出格式；表格只显示前 200 行。", "Format; a table shows the first 200 rows."))  # fmt: skip
@click.option("-o", "--output", metavar=say("文件", "FILE"),
              help=say("写入此文件；默认为标准输出。", "Write to this file; standard output by default."))  # fmt: skip
@_shared
def query(sql: str, form: str, output: str | None, store: str, lang: str) -> int:
    with told(lang):
        from wenxiao.corpus.answers import answer
        from wenxiao.corpus.queries import Questions
        from wenxiao.corpus.store import Store

        if form == "parquet" and output in (None, "-") and sys.stdout.isatty():
            raise Told("Parquet 是二进制；请用 -o 指定文件。", "Parquet is binary; name a file with -o.")
        with Questions(Store(store)) as questions, _written(output) as out:
            answer(questions.batches(sql), form, out, lang=lang)
    return 0


@click.command(
    short_help=say("列出可问的表和现成的视图。", "List the tables and the ready views."),
    help=say("列出数据仓里可问的表和现成的视图，各回答什么。", "List the tables of a store and the ready views, with what each answers."),
)  # fmt: skip
@click.option("--columns", is_flag=True, help=say("连同各视图、各表的列。", "With the columns of each view and table."))
@lang_option
def views(columns: bool, lang: str) -> int:
    with told(lang):
        from wenxiao.corpus.derived import DERIVED
        from wenxiao.corpus.tables import PARTITION, TABLES
        from wenxiao.corpus.views import VIEWS

        if columns:
            from wenxiao.corpus.view_columns import columns_of_views

            of_views = columns_of_views()
        else:
            of_views = {}
        click.echo(say("现成的视图", "Ready views", lang))
        for view in VIEWS:
            click.echo(f"  {view.name}\n      {say(view.zh, view.en, lang)}")
            for column in of_views.get(view.name, ()):
                click.echo(f"        {column.name}  {column.type}  {say(column.zh, column.en, lang)}")
        click.echo(say("\n表", "\nTables", lang))
        for table in (*TABLES, *DERIVED):
            click.echo(f"  {table.name}\n      {say(table.zh, table.en, lang)}")
            if columns:
                for column in table.columns:
                    click.echo(f"        {column.name}  {column.type}  {say(column.zh, column.en, lang)}")
        if columns:
            click.echo(say("\n各表（比对所得的除外）另有：", "\nEvery table but those of a comparison also has:", lang))
            click.echo("\n".join(f"        {name}  {kind}" for name, kind in PARTITION))
    return 0


@click.command(
    short_help=say("比对数据仓里的文档：雷同文字、文档之间的规则。", "Compare the documents of a store."),
    help=say(
        "比对数据仓里的全部文档：单位之间、年度之间的雷同文字，以及文档之间的各条规则。结果各成一表：recycled、joint_findings、"
        "joint_coverage。\n\n例：wenxiao corpus compare --store 数据仓",
        "Compare all documents of a store: recycled text between units and years, and every rule between documents. The "
        "results are tables: recycled, joint_findings, joint_coverage.\n\nExample: wenxiao corpus compare --store store",
    ),
)
@_shared
def compare(store: str, lang: str) -> int:
    with told(lang):
        from wenxiao.corpus.comparing import compare_store

        click.echo("\n".join(compare_store(store).lines(lang)))
    return 0


@click.command(
    short_help=say("一个地区一年的公开情况：网页或工作簿。", "The state of disclosure of a region: page or workbook."),
    help=say(
        "一个地区（含下级）一年的绩效信息公开情况：公开了什么、预算执行、得分分布、常见发现、雷同文字、份份满分的单位、没有读出的文件。\n\n"
        "例：wenxiao corpus report --store 数据仓 --region 星河区 --year 2024 -o 星河区.html",
        "The state of disclosure of a region, with what stands below it, in a year: what was published, execution, scores, "
        "frequent findings, recycled text, units that always score 100, what could not be read.\n\n"
        "Example: wenxiao corpus report --store store --region 星河区 --year 2024 -o region.html",
    ),
)
@click.option("--region", required=True, metavar=say("地区", "REGION"), help=say(
    "地区名称；只有一个地区叫这个名字时，写名称的一部分即可。", "Name of the region; a part of it does where no other region has it.",
))  # fmt: skip
@click.option("--year", required=True, type=int, metavar=say("年度", "YEAR"), help=say("年度。", "The year."))
@click.option("-o", "--output", required=True, metavar=say("文件", "FILE"),
              help=say("写入此文件：.html 为网页，.xlsx 为工作簿。", "Write to this file: .html for a page, .xlsx for a workbook."))  # fmt: skip
@_shared
def report(region: str, year: int, output: str, store: str, lang: str) -> int:
    with told(lang):
        from wenxiao.corpus.reporting import reported

        made, data = reported(store, region, year, output, lang=lang)
        with _written(output) as out:
            out.write(data)
        click.echo(
            say(
                f"{year} 年{made.name}的公开情况已写入 {output}。",
                f"The state of disclosure of {made.name} in {year} is in {output}.",
                lang,
            )
        )
        if made.namesakes:
            zh, en = "、".join(made.namesakes), ", ".join(made.namesakes)
            click.echo(
                say(
                    f"没有计入名称相同、写明上级的地区：{zh}；要看请写全名。",
                    f"Not in it, of the same name with what it stands in: {en}; give the whole name to see it.",
                    lang,
                )
            )
    return 0


@contextmanager
def _written(output: str | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears when it is complete."""
    if output in (None, "-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = f"{output}.{os.getpid()}.tmp"
    try:
        with open(unfinished, "wb") as file:
            yield file
        os.replace(unfinished, output or "")
    except OSError as error:
        zh, en = cause(error)
        raise Told(
            f"不能写入 {output}：{zh}；请检查路径和权限。", f"cannot write {output}: {en}; check path and permissions."
        ) from None
    finally:
        if os.path.exists(unfinished):
            os.remove(unfinished)
