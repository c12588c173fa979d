from __future__ import annotations

from wenxiao.web.sample import World


def load(world: World) -> None:
    pass
