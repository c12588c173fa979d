"""Making people where there is nobody yet to make them."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from wenxiao.performance.lifecycle import Role
from wenxiao.web.core.say import say
from wenxiao.web.people.models import Membership, Organisation, User
from wenxiao.web.people.recording import Kind, of_person, record


@transaction.atomic
def make_administrator(login: str, name: str, district: str, password: str) -> User:
    """An administrator of the district. Raises ValueError, in one sentence, for a name that is taken or a weak password."""
    if User.objects.filter(username=login).exists():
        raise ValueError(say(f"登录名 {login} 已被使用。", f"The login name {login} is taken."))
    top = Organisation.objects.filter(kind=Organisation.Kind.JURISDICTION, parent=None).first()
    if top is None:
        if not district:
            raise ValueError(
                say(
                    "还没有机构：请用 --district 写明行政区名称。",
                    "There is no organisation yet: name the district with --district.",
                )
            )
        top = Organisation.objects.create(code="000000", name=district, kind=Organisation.Kind.JURISDICTION)
    user = User(username=login, name=name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValueError(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    Membership.objects.create(user=user, organisation=top, role=Role.ADMIN)
    record(Kind.PERSON, None, user, {}, of_person(user))
    return user
