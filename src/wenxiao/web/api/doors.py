"""What every address of the API shares: who asks, for what the token is made, and how refusals are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from wenxiao.performance.lifecycle import NotAllowed
from wenxiao.web.api.models import Token, holder
from wenxiao.web.api.shapes import Statement, statements
from wenxiao.web.api.words import words
from wenxiao.web.core.editing import Conflict, Overtaken
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import say
from wenxiao.web.core.workflow import Contradictory, Incomplete

#: Rows of one answer at most.
MOST = 200


class Problem(Schema):
    """Why something was refused: one sentence; where it concerns fields, one for each; what is missing before a step; what
    the audit finds and nobody gave a reason for."""

    detail: str
    fields: dict[str, str] = {}
    missing: list[str] = []
    audit: list[Statement] = []


class Bearer(HttpBearer):
    """A token made for a scope; ``request.access`` is its person's."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        if request.headers.get("Accept-Language", "").startswith("en"):
            translation.activate("en")  # a program has no switch to press
        return super().__call__(request)

    def authenticate(self, request: Any, token: str) -> Token:
        found = holder(token)
        if found is None:
            raise AuthenticationError
        if found.user.sample and not _local(request):
            raise AuthenticationError
        if self.scope not in found.scopes:
            raise PermissionDenied(say(f"此令牌没有 {self.scope} 权限。", f"This token is not made for {self.scope}."))
        request.access = Access(found.user)
        request.user = found.user
        return found


def _local(request: HttpRequest) -> bool:
    from django.conf import settings

    return not settings.HOSTS and request.get_host() != ""


class _Readable(JSONRenderer):
    """JSON in which Chinese can be read by people too."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=_Readable(),
    title="Wenxiao 问效",
    version="1",
    description="全过程预算绩效管理 · budget performance management. Money in yuan as decimal strings; missing is null.",
    docs_url=None,  # its page would fetch scripts from elsewhere
    urls_namespace="api",
)


def answers(shape: Any, *more: int, status: int = 200) -> dict[int, Any]:
    """Every status of an address: that with ``shape``, the refusals that all addresses have, and ``more`` of them."""
    return {status: shape, **dict.fromkeys((401, 403, 404, 422, *more), Problem)}


#: The refusals of an address that writes: a body that cannot be read, and somebody who was faster.
WRITES = (400, 409)


def allow(request: Any, action: str) -> None:
    """Raises PermissionDenied where this person may not do ``action`` with anything."""
    if not request.access.can(action):
        raise PermissionDenied(say("不由您的岗位办理。", "This is not for your role."))


def wrong(fields: Mapping[str, Any]) -> ValidationError:
    """What is wrong with fields, as the program named them: a sentence or several for each."""
    return ValidationError(
        [
            {"loc": ("body", name), "msg": said if isinstance(said, str) else " ".join(said)}
            for name, said in fields.items()
        ]
    )


def _answer(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    return api.create_response(request, Problem(detail=detail, **more).dict(), status=status)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: Exception) -> HttpResponse:
    return _answer(request, 401, say("令牌无效、已过期或已停用。", "The token is not valid, expired or revoked."))


@api.exception_handler(PermissionDenied)
def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    return _answer(request, 403, str(error))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Exception) -> HttpResponse:
    return _answer(
        request, 404, say("没有找到，或不在您可以查看的范围内。", "There is no such thing among what you may see.")
    )


@api.exception_handler(HttpError)
def _said(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status_code == 400:
        return _answer(request, 400, say("请求内容不是有效的 JSON。", "The body is not JSON that can be read."))
    return _answer(request, error.status_code, str(error))


@api.exception_handler(Conflict)
@api.exception_handler(Overtaken)
def _changed(request: HttpRequest, _error: Exception) -> HttpResponse:
    return _answer(
        request,
        409,
        say(
            "读取之后已有人修改；请重新读取，核对后再提交。",
            "It was changed after it was read: read it again, compare, and send again.",
        ),
    )


@api.exception_handler(NotAllowed)
def _not_now(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, 409, say(error.zh, error.en))


@api.exception_handler(Incomplete)
def _incomplete(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, 422, say(error.zh, error.en), missing=error.items)


@api.exception_handler(Contradictory)
def _contradictory(request: HttpRequest, error: Any) -> HttpResponse:
    return _answer(request, 422, say(error.zh, error.en), audit=statements(error.errors, {}))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = {_name(one["loc"]): words(one) for one in error.errors}
    return _answer(request, 422, say("有字段不符合要求。", "Some fields are not as they must be."), fields=fields)


def _name(loc: Any) -> str:
    """The field as the program wrote it (``indicators.0.weight``); what is wrong with the whole is at ``body``."""
    place, *parts = (str(part) for part in loc)
    return ".".join(parts[1:] if parts[:1] == ["said"] else parts) or place


class Routes(Router):
    """The addresses of one room. Each is for a scope, which its description names as ``x-scope``."""

    def add_api_operation(self, path: str, methods: Any, view_func: Any, **said: Any) -> Any:
        said["openapi_extra"] = {**(said.get("openapi_extra") or {}), "x-scope": said["auth"].scope}
        return super().add_api_operation(path, methods, view_func, **said)


def router(tag: str) -> Router:
    return Routes(tags=[tag])
