"""The sample district reads in with the profiles that come with the site."""

from __future__ import annotations

from wenxiao.web.exchange.ready import ready, take_over
from wenxiao.web.sample import World


def load(world: World) -> None:
    for one in ready().values():
        take_over(one, world.organisations["530100"], world.people["performance"])
