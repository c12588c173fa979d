"""What click itself says around our words (usage, options, errors), in Chinese where the user's language is Chinese.

Click takes its words from gettext and their language from files that must be installed; here they stand in one table. A sentence
that is not in it stays as click has it.
"""

from __future__ import annotations

import gettext
import sys
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

import click

from wenxiao.cli.language import preferred, say

_WORDS = {
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本号。",
    "Try '{command} {option}' for help.": "用法说明：{command} {option}",
    "Error: {message}": "错误：{message}",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "(dynamic)": "（视情况）",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "No such option {name!r}.": "没有 {name} 这个选项。",
    "Did you mean {possibility}?": "是否要用 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是否要用其中之一：{possibilities}？",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Invalid value: {message}": "值不对：{message}",
    "{value} is not in the range {range}.": "{value} 不在 {range} 范围内。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数字。",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不在可选值 {choices} 之中。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要有值。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不跟值。",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "{name} {filename!r} does not exist.": "{name}“{filename}”不存在。",
    "{name} {filename!r} is a directory.": "{name}“{filename}”是文件夹。",
    "{name} {filename!r} is a file.": "{name}“{filename}”是文件。",
    "{name} {filename!r} is not readable.": "{name}“{filename}”不能读取。",
    "{name} {filename!r} is not writable.": "{name}“{filename}”不能写入。",
    "Error: The two entered values do not match.": "错误：两次输入不一致。",
    "Aborted!": "已中断。",
}

#: What a path is to be. Click asks for these when a command is made, and says them when somebody has chosen a language.
_KINDS = {"file": "文件", "directory": "文件夹", "path": "路径"}

#: Of every group of commands: one that is called by itself keeps what it finds.
SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

#: What stands for a value where an option names none of its own.
_PLACES = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "[ARGUMENTS]...": "[参数]…",
    "INTEGER RANGE": "整数",
    "FLOAT RANGE": "数",
    "INTEGER": "整数",
    "FLOAT": "数",
    "TEXT": "文字",
}


#: What ``--lang`` said, where it was said.
_chosen: ContextVar[str] = ContextVar("chosen")


def lang_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--lang``, which click's own words follow too."""
    return click.option(
        "--lang", type=click.Choice(("zh", "en")), default=preferred, show_default="zh", callback=_follow,
        help=say("所用语言；默认按系统区域设置。", "Language; from the locale by default."),
    )(function)  # fmt: skip


def _follow(_context: click.Context, _option: click.Parameter, lang: str) -> str:
    _chosen.set(lang)
    return lang


def begin() -> None:
    """A new command line: nobody has said a language yet."""
    _chosen.set(preferred())


def chosen() -> str:
    """The language in which this command line is answered."""
    return _chosen.get(preferred())


def _chinese() -> bool:
    return chosen() == "zh"


class _Kind(str):
    """A kind of path in the two forms in which click says it."""

    def title(self) -> str:
        return _KINDS[self] if _chinese() else super().title()

    def upper(self) -> str:
        return _KINDS[self] if _chinese() else super().upper()


def _said(message: str) -> str:
    if message in _KINDS:
        return _Kind(message)
    return _WORDS.get(message, message) if _chinese() else gettext.gettext(message)


def _counted(one: str, many: str, number: int) -> str:
    return _said(one if number == 1 else many)


def _placed(text: str) -> str:
    for english, chinese in _PLACES.items() if _chinese() else ():
        text = text.replace(english, chinese)
    return text


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _placed(args), "用法：" if _chinese() else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}{'：' if _chinese() else ':'}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().write_dl([(_placed(first), second) for first, second in rows], *args, **more)


def _install() -> None:
    """Have click speak so."""
    click.Context.formatter_class = _Formatter
    for name, module in list(sys.modules.items()):
        if name.startswith("click.") and getattr(module, "_", None) is gettext.gettext:
            vars(module)["_"] = _said
        if name.startswith("click.") and getattr(module, "ngettext", None) is gettext.ngettext:
            vars(module)["ngettext"] = _counted


_install()  # with the import: some words are taken when a command is made, whoever is the first to make one
