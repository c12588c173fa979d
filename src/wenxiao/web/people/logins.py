"""Who has logged in, as every request asks it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from wenxiao.web.core.prepared import Prepared

_USER: Prepared[Any] = Prepared(lambda pk: get_user_model()._default_manager.filter(pk=pk))


class Logins(ModelBackend):
    """Django's login by name and password; the person of a session is asked by a question that is put together once."""

    def get_user(self, user_id: int) -> Any:
        user = _USER.first(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
