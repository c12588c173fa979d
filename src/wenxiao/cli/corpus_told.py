"""How the commands of ``wenxiao corpus`` refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from wenxiao.cli.language import say
from wenxiao.told import Told


@contextmanager
def told(lang: str) -> Iterator[None]:
    """Whatever a person has to mend, as one sentence; also that what this needs is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise click.ClickException(say(
            f'没有安装所需的组件（{error.name}）；请运行 pip install "wenxiao[corpus]"。',
            f'{error.name} is not installed: pip install "wenxiao[corpus]".', lang,
        )) from None  # fmt: skip
    except Told as refused:
        raise click.ClickException(refused.message(lang)) from None
