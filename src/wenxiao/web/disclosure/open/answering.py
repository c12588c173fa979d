"""How the public pages answer: without login, session and cookie, in the language of the address, with a mark by which a browser
knows that it has the page already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from wenxiao.web.disclosure.open import book

#: Seconds for which a page is taken as fresh without a question.
FRESH = 300

#: Seconds for which a page that adds up many releases is kept, unless something is published.
KEPT = 3600

View = Callable[..., HttpResponse]


#: Of many who ask for the same at once one makes it, and the others of this process wait for it.
_MAKING = Lock()


def once(key: str, mark: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, made once for each publication."""
    found = cache.get(key)
    if found is None or found[0] != mark:
        with _MAKING:
            found = cache.get(key)
            if found is None or found[0] != mark:
                found = (mark, make())
                cache.set(key, found, KEPT)
    return found[1]


def kept(view: View) -> View:
    """A page that adds up many releases: made once for each publication, and language."""

    @wraps(view)
    def given(request: Any, **named: Any) -> HttpResponse:
        key = hashlib.sha256(f"{request.path}\n{request.exported}\n{static('css/open.css')}".encode()).hexdigest()
        return HttpResponse(once(f"open-{key}", request.mark, lambda: view(request, **named).content))

    return given


def public(view: View) -> View:
    """A page for everybody. ``request.mark`` changes with every publication."""

    @require_safe
    @wraps(view)
    def answered(request: Any, lang: str = "zh", **named: Any) -> HttpResponse:
        with translation.override("en" if lang == "en" else "zh-hans"):
            request.mark = book.stamp()
            request.exported = getattr(request, "exported", False)
            seen = "\n".join(
                (request.mark, version("wenxiao"), static("css/open.css"), request.get_full_path(), request.get_host())
            )
            mark = f'"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'
            if request.headers.get("If-None-Match", "") == mark:
                answer: HttpResponse = HttpResponseNotModified()
            else:
                try:
                    answer = view(request, **named)
                except Http404:
                    answer = page(request, "open/missing.html", status=404)
                answer.headers["Content-Language"] = "en" if lang == "en" else "zh-Hans"
            if answer.status_code in (200, 304):
                answer.headers["ETag"] = mark
                answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
            return answer

    answered.public = True  # the tests ask every page for it
    return answered


def page(request: Any, template: str, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """A page from a template, which is given nothing of the request but its address."""
    path = escape_uri_path(request.path)
    english = path.startswith("/open/en/")
    other = path.replace("/open/en/", "/open/", 1) if english else path.replace("/open/", "/open/en/", 1)
    shown = {"exported": request.exported, "other": other, "years": book.years(request.mark), **(context or {})}
    return HttpResponse(render_to_string(template, shown), status=status)


def data(content: bytes, kind: str, name: str = "") -> HttpResponse:
    """Data or a file; with a name, one that is to be kept."""
    from django.utils.http import content_disposition_header

    answer = HttpResponse(content, content_type=kind)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if name:
        answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    return answer
