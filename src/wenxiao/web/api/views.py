"""For people: one's own tokens, made, shown once, revoked; and the page that says what programs can ask for."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wenxiao.web.api.doors import api
from wenxiao.web.api.models import SCOPES, Token, make
from wenxiao.web.core.clock import today
from wenxiao.web.core.say import said, say
from wenxiao.web.people.recording import Kind, of_token, record

#: Days that a token holds at most.
LONGEST = 366


class TokenForm(forms.Form):
    name = forms.CharField(label=said("用途", "What for"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=said("权限", "Scopes"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=said("有效天数", "Days"), min_value=1, max_value=LONGEST, initial=90)


@login_required
def tokens(request: Any) -> HttpResponse:
    """Make a token; its secret is shown on this one page and kept nowhere."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        until = today() + timedelta(days=asked["days"])
        with transaction.atomic():
            secret = make(request.user, asked["name"], asked["scopes"], until)
            record(Kind.TOKEN, request.user, request.user, {}, of_token(asked["name"], asked["scopes"], until))
        form = TokenForm()
    return render(
        request,
        "api/tokens.html",
        {"form": form, "secret": secret, "tokens": request.user.tokens.all(), "scopes": SCOPES},
    )


@login_required
@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk, user=request.user)
    with transaction.atomic():
        record(Kind.REVOKED, request.user, request.user, of_token(token.name, token.scopes, token.until), {})
        token.delete()
    return redirect("tokens")


@login_required
def described(request: Any) -> HttpResponse:
    """Every operation of the API by its room, as ``openapi.json`` describes it."""
    return render(request, "api/described.html", {"rooms": _rooms()})


@cache
def _rooms() -> dict[str, list[dict[str, Any]]]:
    """The operations by room; describing them takes seconds, and they stay as they are while the program runs."""
    rooms: dict[str, list[dict[str, Any]]] = {}
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, one in operations.items():
            row = {"method": method.upper(), "path": path, "words": one["description"], "scope": one["x-scope"]}
            rooms.setdefault(one["tags"][0], []).append(row)
    return rooms


@csrf_exempt
def nothing(_request: HttpRequest) -> HttpResponse:
    """An address that the API does not have: said to a program as everything else is."""
    told = say("没有这个地址。", "There is no such address.")
    return JsonResponse({"detail": told, "fields": {}, "missing": [], "audit": []}, status=404)
