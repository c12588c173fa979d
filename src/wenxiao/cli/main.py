"""The command ``wenxiao``: thin commands over the library. What a command needs is imported when it runs, so that
``wenxiao --help`` answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from wenxiao.cli import frame
from wenxiao.cli.language import say
from wenxiao.told import cause

#: Exit codes; 0 is a run without findings at or above the asked severity.
FOUND, TROUBLE, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141

#: What both commands print, and what there is besides once a document is audited.
_FORMATS = ("text", "json", "html", "xlsx")
_AUDIT_FORMATS = (*_FORMATS, "sarif", "letter")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Never raises for what a user may type or feed it."""
    frame.begin()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal that knows no Chinese shows escapes rather than an error
            reconfigure(errors="backslashreplace")
    try:
        code = cli.main(arguments, prog_name="wenxiao", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return TROUBLE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _to_nowhere()  # the reader of our output is gone
        return PIPE_CLOSED
    except OSError as error:  # met where nobody had a better word for it: a full disk, a folder of the system's
        _refusal(error).show()
        try:
            sys.stdout.flush()
        except OSError:
            _to_nowhere()
        return TROUBLE
    return code if isinstance(code, int) else 0


def _to_nowhere() -> None:
    """What is still buffered for standard output is written, as Python does at the end, and lost."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refusal(error: OSError) -> click.ClickException:
    from wenxiao.documents.naming import shown

    zh, en = cause(error)
    if isinstance(error.filename, str | bytes):
        name = shown(Path(os.fsdecode(error.filename)))
        zh, en = f"{name}：{zh}", f"{name}: {en}"
    return click.ClickException(say(f"{zh}；请处理后再运行。", f"{en}; mend this and run it again.", frame.chosen()))


@click.group(
    context_settings=frame.SETTINGS,
    help=say(
        "问效：读取并核对预算绩效文档，每个数字重新计算，每处矛盾给出算式和原文位置。\n\n"
        "例：wenxiao audit 材料/ --format html",
        "Wenxiao: read and audit government budget performance documents. Every printed figure is recomputed, every "
        "pair of statements that cannot both hold is shown with its arithmetic and its place.\n\n"
        "Example: wenxiao audit folder/ --format html",
    ),
)
@click.version_option(package_name="wenxiao", message="%(prog)s %(version)s")
def cli() -> None:
    pass


def _input_and_output(formats: Sequence[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The arguments that ``read`` and ``audit`` share."""

    def decorate_all(function: Callable[..., Any]) -> Callable[..., Any]:
        for decorate in reversed(
            (
                click.argument("paths", nargs=-1, required=True, metavar=say("文件…", "FILES…")),
                click.option(
                    "--format", "form", type=click.Choice(formats), default="text", show_default=True,
                    help=say(
                        "输出格式。json：一个文件输出一个对象，多个文件每行一个对象。letter：每个文件一封审核意见书（Word）。",
                        "Output. json: one object for one file, one object a line for several. letter: a review letter "
                        "(Word) for each file.",
                    ),
                ),
                click.option(
                    "-o", "--output", metavar=say("路径", "PATH"),
                    help=say(
                        "写入此文件；- 为标准输出。html、xlsx、letter 默认写入当前文件夹的 wenxiao-report*。",
                        "Write to this file; - is standard output. html, xlsx and letter go to wenxiao-report* here by default.",
                    ),
                ),
                click.option(
                    "--show-personal", "personal", is_flag=True,
                    help=say(
                        "照原样显示身份证号、手机号、受助人姓名等；默认隐去，仅供本单位使用。",
                        "Show identity numbers, mobile numbers, names of the assisted as they stand; hidden by default.",
                    ),
                ),
                frame.lang_option,
            )
        ):  # fmt: skip
            function = decorate(function)
        return function

    return decorate_all


@cli.command(
    help=say("读取文档：项目、金额、目标、算式，不做核对。", "Read documents: projects, amounts, targets, relations.")
)
@_input_and_output(_FORMATS)
def read(paths: tuple[str, ...], form: str, output: str | None, personal: bool, lang: str) -> int:
    from wenxiao.cli.produce import Job, run

    return run(Job(paths, form, output, lang, rules=None, personal=personal))


@cli.command(
    help=say(
        "读取并核对文档。参数可以是文件、文件夹（含下级）或通配符。\n\n"
        "退出码：0 没有发现；1 有发现；2 有文件未能读取。",
        "Read and audit documents: files, folders with all below them, or patterns.\n\n"
        "Exit code: 0 nothing found, 1 findings, 2 something could not be read.",
    )
)
@_input_and_output(_AUDIT_FORMATS)
@click.option("--select", "selected", multiple=True, metavar=say("规则", "RULES"), help=say(
    "只用这些规则：代码、代码开头、名称或目录号，可用逗号分隔、可重复。",
    "Only these rules: codes, beginnings of codes, slugs or catalogue numbers, with commas or repeated.",
))  # fmt: skip
@click.option("--ignore", "ignored", multiple=True, metavar=say("规则", "RULES"),
              help=say("不用这些规则，写法同上。", "Without these rules, written likewise."))  # fmt: skip
@click.option("--severity", type=click.Choice(("error", "warning", "note")), default="note", show_default=True,
              help=say("只报告此级别及以上的发现。", "Report findings of this severity and above."))  # fmt: skip
@click.option("--suppressions", metavar=say("文件", "FILE"), help=say(
    "已说明、不再计入的发现写在此文件；默认为各文件所在文件夹及上级的 wenxiao.toml。",
    "Findings set aside with a reason stand in this file; by default in wenxiao.toml beside the documents or above.",
))  # fmt: skip
@click.option("--profile", is_flag=True, help=say(
    "各规则、各读取步骤的耗时，写到标准错误。", "Time per rule and per stage of reading, on standard error.",
))  # fmt: skip
@click.option("--regime", "under", metavar=say("规则包", "REGIME"), help=say(
    "按此规则包核对，如 national-2020；默认按文档的地区和年度选取。",
    "Audit under this regime pack, such as national-2020; by the document's place and year by default.",
))  # fmt: skip
def audit(
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    personal: bool,
    lang: str,
    selected: tuple[str, ...],
    ignored: tuple[str, ...],
    severity: str,
    suppressions: str | None,
    profile: bool,
    under: str | None,
) -> int:
    from wenxiao.audit.model import Severity
    from wenxiao.cli.produce import Job, run
    from wenxiao.cli.selectors import UnknownSelectorError, chosen, regime_named

    try:
        rules_ = chosen(selected, ignored, lang)
        regime = regime_named(under, lang) if under is not None else None
    except UnknownSelectorError as error:
        raise click.ClickException(str(error)) from None
    job = Job(paths, form, output, lang, rules_, Severity(severity), suppressions, profile, personal, regime)
    return run(job)


@cli.command(
    short_help=say(
        "比较修改前后的两份材料：已解决、仍在、新出现的问题。", "What a re-submission fixed, left and brought in."
    ),
    help=say(
        "比较修改前后的两份材料：哪些问题已解决，哪些仍在，哪些是新出现的。参数可以是文件、文件夹，"
        "或先前 wenxiao audit --format json 的输出。\n\n退出码：0 没有新的严重问题；1 有；2 有文件未能读取。",
        "Compare what was submitted before and after: findings that are fixed, remaining, new. Files, folders, or the "
        "output of an earlier wenxiao audit --format json.\n\n"
        "Exit code: 0 no new error, 1 new errors, 2 something could not be read.",
    ),
)
@click.argument("old", metavar=say("修改前", "OLD"))
@click.argument("new", metavar=say("修改后", "NEW"))
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True,
              help=say("输出格式。", "Output."))  # fmt: skip
@click.option("-o", "--output", metavar=say("路径", "PATH"),
              help=say("写入此文件；默认为标准输出。", "Write to this file; standard output by default."))  # fmt: skip
@frame.lang_option
def diff(old: str, new: str, form: str, output: str | None, lang: str) -> int:
    from wenxiao.audit.registry import rules as every
    from wenxiao.cli.diff import refuse_same, run
    from wenxiao.cli.produce import Job

    refuse_same(old, new, lang)
    return run(old, new, Job((old, new), form, output, lang, every()))


@cli.command(
    help=say(
        "写出官方表样：项目支出绩效目标申报表、项目支出绩效目标执行监控表、项目支出绩效自评表、部门整体支出绩效自评表。"
        "空表，或用 --from 把一份材料里已写明的内容填入；没有写明的留空。\n\n"
        "例：wenxiao form 自评表 -o 自评表.xlsx",
        "Write an official form: targets, monitoring, self-evaluation of a project or of a whole department; empty, or with "
        "--from filled with what a document states. What it does not state stays blank.\n\n"
        "Example: wenxiao form self-evaluation -o form.xlsx",
    )
)
@click.argument("name", metavar=say("表名", "FORM"))
@click.option("-o", "--output", metavar=say("路径", "PATH"), help=say(
    "写入此文件，后缀为 .xlsx 或 .docx；默认为当前文件夹的“表名.xlsx”。",
    "Write to this file, .xlsx or .docx; by default an .xlsx of the form's title here.",
))  # fmt: skip
@click.option("--from", "source", metavar=say("文件", "FILE"),
              help=say("填入这份材料写明的内容。", "Fill in what this document states."))  # fmt: skip
@click.option("--project", type=click.IntRange(1), default=1, show_default=True, metavar=say("序号", "N"),
              help=say("材料里的第几个项目。", "Which of its projects."))  # fmt: skip
@frame.lang_option
def form(name: str, output: str | None, source: str | None, project: int, lang: str) -> None:
    from wenxiao.cli.form import run

    run(name, output, source, project, lang)


@cli.command(help=say("列出全部规则，每行一条。", "List every rule, one a line."))
@click.option("--all", "every", is_flag=True, help=say(
    "列出目录的全部 101 项核对，未实现的注明在等什么。",
    "List all 101 checks of the catalogue, with what those without a rule wait for.",
))  # fmt: skip
@frame.lang_option
def rules(every: bool, lang: str) -> None:
    from wenxiao.publishing.pages import catalogue, checks

    click.echo(checks(lang) if every else catalogue(lang), nl=False)


@cli.command(
    help=say(
        "说明一条规则：代码（A101）、名称或目录号（A01）。",
        "Explain a rule: its code (A101), slug or catalogue number (A01).",
    )
)
@click.argument("name", metavar=say("规则", "RULE"))
@frame.lang_option
def explain(name: str, lang: str) -> None:
    from wenxiao.cli.selectors import UnknownSelectorError, find
    from wenxiao.publishing.pages import page

    try:
        found = find(name, lang)
    except UnknownSelectorError as error:
        raise click.ClickException(str(error)) from None
    click.echo("\n".join(page(rule, lang) for rule in found), nl=False)


@cli.command(
    help=say(
        "输出 JSON 格式的定义（JSON Schema）：reading 为每份文件的对象，comparison 为几份文件之后的那一个。",
        "Print the JSON Schema of the json output: of the object for each file (reading), or of the last one, which holds "
        "what was found between several files (comparison).",
    ),
    short_help=say("输出 JSON 格式的定义（JSON Schema）。", "Print the JSON Schema of the json output."),
)
@click.argument("part", type=click.Choice(("reading", "comparison")), default="reading")
def schema(part: str) -> None:
    from wenxiao.publishing.comparison import comparison_schema
    from wenxiao.publishing.json import schema as reading_schema

    click.echo(comparison_schema() if part == "comparison" else reading_schema(), nl=False)


class _Later(click.Group):
    """A group of commands in a module of its own, imported when they are asked for."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(name, help=help)

    def _commands(self) -> click.Group:
        found: click.Group = getattr(import_module(f"wenxiao.cli.{self.name}"), self.name or "")
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._commands().list_commands(ctx)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return self._commands().get_command(ctx, name)


cli.add_command(
    _Later(
        "site",
        say(
            "站点：一个区在上面运行全过程预算绩效管理。",
            "The site on which a district runs its performance management.",
        ),
    )
)
cli.add_command(
    _Later(
        "corpus",
        say(
            "大批文档：一省以至全国的材料，读入数据仓，再提问。",
            "Many documents, of a province or the country: read into a store, then asked.",
        ),
    )
)
