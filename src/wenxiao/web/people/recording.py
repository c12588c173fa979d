"""The record of administration (管理记录): who changed persons, roles, passwords, tokens and organisations, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wenxiao.web.people.models import Administration, Organisation, User

Kind = Administration.Kind


def of_person(person: User) -> dict[str, Any]:
    """What a person is, as the record keeps it. Nobody's password is in it."""
    if person.pk is None:
        return {}
    roles = person.memberships.select_related("organisation").order_by("organisation__code", "role")
    return {
        "username": person.username,
        "name": person.name,
        "is_active": person.is_active,
        "roles": [[one.organisation.name, one.role, one.as_of.isoformat() if one.as_of else ""] for one in roles],
    }


def of_organisation(organisation: Organisation) -> dict[str, Any]:
    """What an organisation is, as the record keeps it."""
    if organisation.pk is None:
        return {}
    return {
        "code": organisation.code,
        "name": organisation.name,
        "kind": organisation.kind,
        "parent": organisation.parent.name if organisation.parent else "",
    }


def of_token(name: str, scopes: Sequence[str], until: date) -> dict[str, Any]:
    """What a token is made for, as the record keeps it; its secret is not."""
    return {"name": name, "scopes": sorted(scopes), "until": until.isoformat()}


def record(
    kind: Any,
    actor: User | None,
    of: User | Organisation,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Put down one act, with what differs; where before and after are told and nothing does, nothing is put down.

    ``actor`` is None for the command line.
    """
    old, new = dict(before or {}), dict(after or {})
    changed = [name for name in old | new if old.get(name) != new.get(name)]
    if not changed and (before is not None or after is not None):
        return
    Administration.objects.create(
        kind=kind,
        actor=actor,
        person=of if isinstance(of, User) else None,
        organisation=of if isinstance(of, Organisation) else None,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
    )
