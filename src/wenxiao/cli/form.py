"""What ``form`` does: find the form, fill it from a document where one is named, write it."""

from __future__ import annotations

from pathlib import Path

import click

from wenxiao.cli.language import say
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import shown
from wenxiao.publishing.forms import (
    Layout,
    NothingToFillError,
    UnknownFormError,
    Values,
    docx,
    find,
    taken,
    xlsx,
)
from wenxiao.reading.pipeline import read
from wenxiao.told import cause

_DRAW = {".xlsx": xlsx, ".docx": docx}


def run(name: str, output: str | None, source: str | None, project: int, lang: str) -> None:
    """``project`` counts from 1. Raises ``ClickException`` with one sentence for whatever cannot be done."""
    layout = _layout(name, lang)
    target = Path(output or f"{layout.title}.xlsx")
    draw = _DRAW.get(target.suffix.lower())
    if draw is None:
        raise click.ClickException(
            say(
                f"不能写成 {shown(target)}；文件后缀请用 .xlsx 或 .docx。",
                f"cannot write {shown(target)}: name a file that ends in .xlsx or .docx.",
                lang,
            )
        )
    data = draw(layout, _values(layout, source, project, lang) if source is not None else Values())
    try:
        target.write_bytes(data)
    except OSError as error:
        zh, en = cause(error)
        raise click.ClickException(
            say(
                f"无法写入 {shown(target)}（{zh}）；请换一个路径。",
                f"cannot write {shown(target)}: {en}; choose another path.",
                lang,
            )
        ) from None
    click.echo(say("表格：", "Form: ", lang) + shown(target))


def _layout(name: str, lang: str) -> Layout:
    try:
        return find(name)
    except UnknownFormError as error:
        known = "、".join(error.names) if lang != "en" else ", ".join(error.names)
        raise click.ClickException(
            say(f"没有“{name}”这种表；可用：{known}。", f"there is no form “{name}”; there are {known}.", lang)
        ) from None


def _values(layout: Layout, source: str, project: int, lang: str) -> Values:
    try:
        return taken(read(source), layout, project - 1)
    except UnreadableError as error:
        raise click.ClickException(error.message(lang)) from None
    except NothingToFillError:
        raise click.ClickException(
            say(
                f"{shown(Path(source))} 没有写明可填入“{layout.title}”第 {project} 个项目的内容；请换一份材料或 --project。",
                f"{shown(Path(source))} states nothing for project {project} of {layout.title}; name another document or --project.",
                lang,
            )
        ) from None
