"""``wenxiao site``: start and look after the site of a district."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from wenxiao.cli.frame import SETTINGS
from wenxiao.cli.language import say
from wenxiao.told import cause

NOT_INSTALLED = say(
    "没有安装站点所需的库，请安装 wenxiao[web]。", "The libraries of the site are not installed: install wenxiao[web]."
)


@click.group(context_settings=SETTINGS)
def site() -> None:
    pass


def _serving() -> Any:
    """The module that starts the site. Raises ClickException where its libraries are not installed."""
    try:
        from wenxiao.web import serve
    except ImportError:
        raise click.ClickException(NOT_INSTALLED) from None
    return serve


@site.command(help=say("启动站点，直到中断为止。", "Start the site; it serves until it is interrupted."))
@click.option("--host", default="127.0.0.1", show_default=True, help=say("监听地址。", "Address to listen on."))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT", help=say("端口。", "Port.")
)
@click.option(
    "--sample", is_flag=True, help=say("数据库为空时装入示例区。", "Fill an empty database with the sample district.")
)
def run(host: str, port: int, sample: bool) -> int:
    serve = _serving()
    with _told(host, port):
        serve.claim(host, port)  # first: what follows may take minutes
    click.echo(say("正在准备数据库和页面文件……", "Preparing the database and the files of the pages ..."))
    serve.prepare()
    if sample:
        if serve.empty():
            click.echo(
                say(
                    "正在装入示例区：一个全年的预算绩效和三个月的网格案件，需一两分钟，只在第一次……",
                    "Filling in the sample district, a year of the cycle and three months of cases: a minute or two, the first time only ...",
                )
            )
        if serve.sample():
            _logins(serve.logins())
    elif serve.empty():
        click.echo(
            say(
                "站点中还没有人：请在另一个终端用 wenxiao site admin 新建管理员。",
                "Nobody is on the site yet: make an administrator with wenxiao site admin in another terminal.",
            )
        )
    click.echo(
        say(
            f"站点已启动：http://{host}:{port}  （Ctrl+C 停止）",
            f"The site is at http://{host}:{port}  (Ctrl+C stops it)",
        )
    )
    with _told(host, port):
        serve.run(host, port)
    return 0


@contextlib.contextmanager
def _told(host: str, port: int) -> Iterator[None]:
    """Where the site cannot be served there, one sentence. Raises ClickException."""
    try:
        yield
    except OSError as error:
        zh, en = cause(error)
        raise click.ClickException(
            say(
                f"不能在 {host}:{port} 启动（{zh}）：换一个端口，例如 PORT=8001。",
                f"It cannot be served at {host}:{port} ({en}): choose another port, such as PORT=8001.",
            )
        ) from None


def _logins(people: list[tuple[str, str, str]]) -> None:
    from wenxiao.web.sample import PASSWORD

    click.echo(
        say(f"示例区的登录名（密码都是 {PASSWORD}）：", f"Logins of the sample district (password of all: {PASSWORD}):")
    )
    for login, name, roles in people:
        click.echo(f"  {login:<12} {name}  {roles}")


@site.command(help=say("新建管理员。", "Make an administrator."))
@click.argument("login")
@click.option("--name", default="", help=say("姓名。", "Name."))
@click.option(
    "--district",
    default="",
    help=say("行政区名称；尚无机构时用它新建。", "Name of the district, where there is none yet."),
)
@click.password_option("--password", prompt=say("密码", "Password"), confirmation_prompt=say("再输一遍", "Again"))
def admin(login: str, name: str, district: str, password: str) -> int:
    serve = _serving()
    serve.prepare()
    from wenxiao.web.people.making import make_administrator

    try:
        make_administrator(login, name or login, district, password)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(say(f"已新建管理员 {login}。", f"Administrator {login} is made."))
    return 0


def _filled() -> None:
    """Bring the site up to date; one that holds nobody is not what was meant. Raises ClickException."""
    _serving().prepare()
    from django.conf import settings

    from wenxiao.web.people.models import User

    if not User.objects.exists():
        raise click.ClickException(
            say(
                f"{settings.DATA} 中的站点是空的；请用 WENXIAO_DATA 或 DATABASE_URL 指明站点的数据。",
                f"The site in {settings.DATA} is empty; name the one you mean with WENXIAO_DATA or DATABASE_URL.",
            )
        )


@site.command(help=say("备份：全部数据和上传的文件写入一个文件。", "Backup: every row and uploaded file in one file."))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def backup(path: Path) -> int:
    _filled()
    from wenxiao.web.core import backup as backups

    try:
        rows = backups.write(path)
    except OSError as error:
        raise click.ClickException(
            say(f"无法写入 {path}：{cause(error)[0]}", f"{path} cannot be written: {cause(error)[1]}")
        ) from None
    click.echo(say(f"已备份 {sum(rows.values())} 行到 {path}。", f"{sum(rows.values())} rows are in {path}."))
    return 0


@site.command(help=say("恢复：把备份装入空的数据库。", "Restore a backup into an empty database."))
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(path: Path) -> int:
    _serving().prepare()
    from wenxiao.web.core import backup as backups

    try:
        rows = backups.read(path)
    except backups.BackupError as error:
        raise click.ClickException(str(error)) from None
    click.echo(say(f"已恢复 {sum(rows.values())} 行。", f"{sum(rows.values())} rows are restored."))
    return 0


@site.command(
    help=say(
        "静态导出：把公开页面、数据和文件写成普通文件。",
        "Static export: the public pages, data and files as plain files.",
    )
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> int:
    _filled()
    from wenxiao.web.disclosure.open import export as exports

    try:
        done = exports.export(folder)
    except exports.NotOurs:
        raise click.ClickException(
            say(f"{folder} 里有其他文件：请换一个空文件夹。", f"{folder} holds other files: name an empty folder.")
        ) from None
    except OSError as error:
        raise click.ClickException(
            say(f"无法写入 {folder}：{cause(error)[0]}", f"{folder} cannot be written: {cause(error)[1]}")
        ) from None
    click.echo(
        say(
            f"已写出 {done.pages} 个页面、{done.files} 个文件到 {folder}。",
            f"{done.pages} pages and {done.files} files are in {folder}.",
        )
    )
    return 0


def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands, for those who develop the site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenxiao.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wenxiao site manage", *arguments])


@site.command(
    "manage", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    help=say("Django 自带的命令。", "Django's own commands."),
)  # fmt: skip
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage_command(arguments: tuple[str, ...]) -> int:
    manage(arguments)
    return 0
