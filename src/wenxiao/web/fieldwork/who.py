"""Who somebody is in the field work: as what they act on a case, and which streets are their own."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from wenxiao.grid.states import Role
from wenxiao.web.core.policy import ACTIONS, CENTRE, Access
from wenxiao.web.core.say import say
from wenxiao.web.grid.keeping import Actor
from wenxiao.web.grid.models import Agency


def actor(access: Access, *roles: Role) -> Actor:
    """This person in the first of these roles that they have. Raises PermissionDenied where they have none of them."""
    for role in roles:
        for post in access.posts:
            if post.role == role:
                return Actor(access.user, role, post.agency)
    raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))


def in_centre(access: Access) -> bool:
    return bool(access.grid_roles & CENTRE)


def agencies(access: Access, action: str) -> list[Agency]:
    """The agencies for which one may do something, by one's posts there."""
    return [post.agency for post in access.posts if Role(post.role) in ACTIONS[action]]


def own_streets(access: Access) -> frozenset[int]:
    """The street offices (keys of agencies) in which one handles cases."""
    return frozenset(
        post.agency_id for post in access.posts if post.role == Role.HANDLER and post.agency.kind == Agency.Kind.STREET
    )


def refuse() -> Any:
    """Somebody may see a thing and not do this with it."""
    raise PermissionDenied(say("这一步不由您的岗位办理。", "This is not for your role."))
