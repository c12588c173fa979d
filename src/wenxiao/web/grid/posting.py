"""Posts (岗位) in the grid: who may have which one where, from when until when. A post is given and ended, never changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from wenxiao.grid.states import ROLE_NAMES, Role
from wenxiao.told import NotAllowed
from wenxiao.web.core.clock import today
from wenxiao.web.core.policy import CENTRE
from wenxiao.web.grid.models import Agency, Post

K = Agency.Kind
#: Which posts a kind of agency has. Those of the centre see every case: nobody has one of them elsewhere.
ROLES: dict[Any, frozenset[Role]] = {
    K.CENTRE: CENTRE | {Role.SUPERVISOR},
    K.TEAM: frozenset({Role.EMERGENCY, Role.HANDLER, Role.SUPERVISOR}),
    **dict.fromkeys((K.STREET, K.COMMUNITY, K.DEPARTMENT, K.COMPANY), frozenset({Role.HANDLER, Role.SUPERVISOR})),
}


def on(day: date) -> Q:
    """Posts that are held on a day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def roles_of(kind: str) -> list[Role]:
    """The posts that a kind of agency has, in the order of the roles."""
    return [role for role in ROLE_NAMES if role in ROLES[kind]]


def fault(post: Post, others: Iterable[Post]) -> NotAllowed | None:
    """Why a post cannot be given, beside the ``others`` of this person; None where it can."""
    zh, en = ROLE_NAMES[Role(post.role)]
    if post.role not in ROLES[post.agency.kind]:
        listed = [ROLE_NAMES[role] for role in roles_of(post.agency.kind)]
        return NotAllowed(
            f"“{post.agency}”是{post.agency.get_kind_display()}，没有“{zh}”岗位；可选：{'、'.join(one for one, _ in listed)}。",
            f"“{post.agency}” has no {en}; its posts are: {', '.join(one for _, one in listed)}.",
        )
    if not post.agency.active:
        return NotAllowed(f"“{post.agency}”已停用，请先启用。", f"“{post.agency}” is not in use: put it in use first.")
    if not post.user.is_active:
        return NotAllowed(f"“{post.user}”已不能登录，请先在“机构与人员”中恢复。", f"“{post.user}” may not log in: change that under People first.")  # fmt: skip
    if post.until is not None and post.until < post.since:
        return NotAllowed("结束日期不能早于开始日期。", "The last day is before the first.")
    return _clash(post, others)


def _clash(post: Post, others: Iterable[Post]) -> NotAllowed | None:
    """Why a post does not go with the same one at other times of its person; None where it does."""
    zh, en = ROLE_NAMES[Role(post.role)]
    for other in others:
        if (other.user_id, other.agency_id, other.role) != (post.user_id, post.agency_id, post.role):
            continue
        if other.until is not None and other.until < other.since:  # never held: it keeps its first day alone
            if other.since == post.since:
                return NotAllowed(
                    f"“{post.user}”在“{post.agency}”自 {post.since} 起的“{zh}”岗位已撤回，请改用另一开始日期。",
                    f"“{post.user}” was made {en} of “{post.agency}” from {post.since} and that was taken back: begin on another day.",
                )
            continue
        if other.since <= (post.until or date.max) and post.since <= (other.until or date.max):
            last = other.until or "今"
            return NotAllowed(
                f"“{post.user}”在“{post.agency}”已有“{zh}”岗位（{other.since} 至{last}），日期重叠。",
                f"“{post.user}” is {en} of “{post.agency}” already from {other.since} to {other.until or 'now'}: the days overlap.",
            )
    return None


@transaction.atomic
def give(post: Post, by: Any) -> Post:
    """Give somebody a post. Raises NotAllowed with one sentence."""
    type(post.user).objects.select_for_update().get(pk=post.user_id)  # two at once would not see each other's days
    refusal = fault(post, Post.objects.filter(user=post.user_id))
    if refusal is not None:
        raise refusal
    post.given_by = by
    post.save(force_insert=True)
    return post


@transaction.atomic
def end(post: Post, last: date, by: Any) -> Post:
    """Let a post end with a day; with the day before its first one it was never held. Raises NotAllowed with one sentence."""
    leads = Post.objects.filter(role=Role.LEAD)
    list(leads.select_for_update().order_by("pk").values_list("pk", flat=True))
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.until is not None and post.until < today():
        raise NotAllowed(f"这个岗位已于 {post.until} 结束。", f"This post ended on {post.until}.")
    if last < post.since - timedelta(days=1):
        raise NotAllowed(
            f"岗位自 {post.since} 起，结束日期不能早于其前一天（即从未任职）。",
            f"The post begins on {post.since}: the earliest last day is the day before, as if it had never been held.",
        )
    others = leads.filter(on(last + timedelta(days=1)), user__is_active=True).exclude(pk=post.pk)
    if post.role == Role.LEAD and post.user_id == by.pk and not others.exists():
        raise NotAllowed(
            "您是唯一的值班长：请先给另一人值班长岗位，再结束自己的。",
            "You are the only shift lead: give somebody else that post first, then end yours.",
        )
    longer = post.until is not None and last > post.until
    post.until, post.ended_by = last, by
    if longer and (refusal := _clash(post, Post.objects.filter(user=post.user_id).exclude(pk=post.pk))):
        raise refusal
    post.save(update_fields=["until", "ended_by"])
    return post


def held_roles() -> list[Role]:
    """Every role that is a post."""
    return [role for role in ROLE_NAMES if any(role in roles for roles in ROLES.values())]
