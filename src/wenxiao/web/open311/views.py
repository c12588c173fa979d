"""Open311 GeoReport v2: outside of login, without session and cookie, the same for everybody who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import FileResponse, Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from wenxiao.grid.states import FINAL
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import say
from wenxiao.web.open311 import asking, offered, shown
from wenxiao.web.open311.asking import Several, Wrong, texts
from wenxiao.web.open311.models import Edge, holder, spent
from wenxiao.web.open311.rendering import TYPES, answer, errors
from wenxiao.web.open311.taking import take

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
#: Seconds for which what seldom changes is taken as fresh.
FRESH = 300
READ = ("GET", "HEAD")
View = Callable[..., HttpResponse]


def public(*methods: str) -> Callable[[View], View]:
    """An address of the public edge. Everything that is wrong is said in the form that was asked for."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: Any, form: str = "xml", **named: Any) -> HttpResponse:
            with translation.override(
                "en" if request.headers.get("Accept-Language", "").startswith("en") else "zh-hans"
            ):
                made = _answered(request, form, **named)
                made.headers["Content-Language"] = translation.get_language() or "zh-hans"
            patch_vary_headers(made, ("Accept-Language",))
            made.headers["X-Content-Type-Options"] = "nosniff"
            if request.method in (*READ, "OPTIONS"):
                made.headers["Access-Control-Allow-Origin"] = "*"
            return made

        def _answered(request: Any, form: str, **named: Any) -> HttpResponse:
            if request.method == "OPTIONS":
                return HttpResponse(
                    status=204, headers={"Allow": ", ".join(methods), "Access-Control-Allow-Methods": "GET"}
                )
            if request.method not in methods:
                refused = errors(form, 405, say("此地址不支持这种请求方法。", "This address is not asked in that way."))
                refused.headers["Allow"] = ", ".join(methods)
                return refused
            try:
                return view(request, form, **named)
            except (Wrong, Several) as wrong:
                return errors(form, wrong.status, *texts(wrong))
            except Http404:
                return errors(form, 404, say("没有这个地址或编号。", "There is no such address or number."))
            except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
                return errors(form, 400, say("请求内容无法读取。", "The request cannot be read."))

        answered.public = True  # the tests ask every page for it
        return answered

    return decorate


def _fresh(made: HttpResponse) -> HttpResponse:
    made.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return made


def _edge(request: Any) -> Edge:
    """What the place says of itself. Raises Wrong for a request that is meant for another one."""
    edge, asked = (
        Edge.here(),
        (request.POST if request.method == "POST" else request.GET).get("jurisdiction_id", "").strip(),
    )
    if edge.jurisdiction and asked and asked != edge.jurisdiction:
        raise Wrong("这里没有此 jurisdiction_id。", "This jurisdiction_id is not served here.", 404)
    return edge


def _here(request: Any) -> str:
    return f"{request.scheme}://{request.get_host()}"


@public(*READ)
def discovery(request: Any, form: str) -> HttpResponse:
    """Where the service is, in which forms, and whom to ask."""
    edge = Edge.here()
    changed = (
        timezone.localtime(edge.changed_at).isoformat(sep=" ", timespec="minutes")[:16]
        if edge.pk
        else "2026-01-01 00:00"
    )
    told = {
        "changeset": changed,
        "contact": edge.contact or say("请联系本区网格化管理中心。", "Please contact the grid centre of the district."),
        "key_service": edge.key_service or say("密钥由网格化管理中心发放。", "Keys are given out by the grid centre."),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{_here(request)}{reverse('open311-root')}".rstrip("/"),
                "changeset": changed,
                "type": "test" if settings.DEBUG else "production",
                "formats": [kind.partition(";")[0] for kind in TYPES.values()],
            }
        ],
    }
    return _fresh(answer(form, "discovery", told))


@public(*READ)
def services(request: Any, form: str) -> HttpResponse:
    """What may be reported."""
    _edge(request)
    return _fresh(answer(form, "services", [offered.service(each) for each in offered.services().values()]))


@public(*READ)
def service(request: Any, form: str, code: str) -> HttpResponse:
    """What may be asked of a reporter."""
    _edge(request)
    category = offered.services().get(code)
    if category is None:
        raise asking.unknown_service(code)
    return _fresh(answer(form, "service_definition", offered.definition(category)))


@public(*READ, "POST")
def requests(request: Any, form: str) -> HttpResponse:
    """The requests that are asked for; a new one that is sent."""
    return _reported(request, form) if request.method == "POST" else _listed(request, form)


def _listed(request: Any, form: str) -> HttpResponse:
    cases = shown.visible(_edge(request))
    asked = asking.listed(request.GET)
    if asked.numbers:
        cases = cases.filter(number__in=asked.numbers)
    else:
        cases = cases.filter(reported_at__gte=asked.start, reported_at__lte=asked.end)
        if asked.categories is not None:
            cases = cases.filter(category__in=asked.categories)
        if asked.open is not None:
            cases = cases.exclude(state__in=FINAL) if asked.open else cases.filter(state__in=FINAL)
    found = shown.told(cases.order_by("-reported_at", "-pk")[: asking.MOST], _here(request))
    return answer(form, "service_requests", found)


@public(*READ)
def one(request: Any, form: str, number: str) -> HttpResponse:
    """One request."""
    found = shown.told(shown.visible(_edge(request)).filter(number=asking.single(number)), _here(request))
    if not found:
        raise Wrong("没有这个编号。", "There is no such request.", 404)
    return answer(form, "service_requests", found)


def _reported(request: Any, form: str) -> HttpResponse:
    secret = (request.POST.get("api_key") or "").strip()
    key = holder(secret) if secret else None
    if key is None:
        raise Wrong("缺少 api_key，或 api_key 无效、已停用。", "api_key is missing, not valid, or revoked.", 403)
    edge = _edge(request)
    said = asking.submission(request.POST)
    token = asking.token(request.headers.get("Idempotency-Key"))
    if spent(key, now()):
        words = say(
            f"每分钟最多上报 {key.per_minute} 件，请稍后再发。",
            f"At most {key.per_minute} reports a minute; send it later.",
        )
        refused = errors(form, 429, words)
        refused.headers["Retry-After"] = "60"
        return refused
    case = take(key, said, token, edge, asking.media(request.FILES))
    notice = say("已收到，将先核实，属实后立案处置。", "Received: it is verified first, then filed and handled.")
    made = [{"service_request_id": case.number, "service_notice": notice, "account_id": said.account or None}]
    return answer(form, "service_requests", made, 201)


@public(*READ)
def photo(request: Any, form: str, pk: int) -> HttpResponse:  # noqa: ARG001  (an error is said as XML)
    """A picture that was cleared, of a case that everybody may ask for."""
    found = shown.photos().filter(pk=pk, case__in=shown.visible(Edge.here())).first()
    if found is None or not found.file.storage.exists(found.file.name):
        raise Http404
    return FileResponse(found.file.open("rb"), content_type="image/jpeg")


@public(*READ)
def nothing(_request: Any, form: str, path: str = "") -> HttpResponse:  # noqa: ARG001
    """An address that is none, said in the form that it ends with."""
    return errors("json" if path.endswith(".json") else "xml", 404, say("没有这个地址。", "There is no such address."))
