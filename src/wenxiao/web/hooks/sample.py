"""The sample district has a hook that is not in use: its receiver is made up."""

from __future__ import annotations

from wenxiao.web.hooks.events import ENTERED, STEP
from wenxiao.web.hooks.models import Hook
from wenxiao.web.sample import World


def load(world: World) -> None:
    owner = world.people["performance"]
    address = "https://platform.example/wenxiao"
    Hook.objects.create(user=owner, name="市级绩效平台", address=address, events=[STEP, ENTERED], active=False)
