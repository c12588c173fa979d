"""For the administrator and the shift lead: keys made, shown once, revoked; and what the place says of itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wenxiao.web.core.clock import now
from wenxiao.web.core.forms import MarkedForm
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import say
from wenxiao.web.open311.models import Edge, Key, make


class KeyForm(forms.ModelForm):
    class Meta:
        model = Key
        fields = ("name", "per_minute")


class EdgeForm(MarkedForm):
    class Meta:
        model = Edge
        fields = ("contact", "key_service", "jurisdiction", "every", "remembered")


@allowed("open311.manage")
def keys(request: Any) -> HttpResponse:
    """Every key; a new one is shown on this one page and kept nowhere."""
    sent = request.POST.get("what") if request.method == "POST" else None
    edge = Edge.here()
    form = KeyForm(request.POST if sent == "key" else None)
    settings = EdgeForm(request.POST if sent == "edge" else None, instance=edge)
    secret = ""
    if sent == "key" and form.is_valid():
        secret = make(form.cleaned_data["name"], form.cleaned_data["per_minute"], request.user)
        form = KeyForm()
    elif sent == "edge" and settings.is_valid():
        with transaction.atomic():
            if settings.untouched():
                settings.instance.changed_at = now()
                settings.save()
                messages.success(request, say("已保存。", "Saved."))
                return redirect("open311-keys")
    root = f"{request.scheme}://{request.get_host()}{reverse('open311-root')}"
    said = {"form": form, "settings": settings, "secret": secret, "keys": Key.objects.select_related("made_by", "revoked_by"), "root": root}  # fmt: skip
    return render(request, "open311/keys.html", said, status=422 if form.errors or settings.errors else 200)


@allowed("open311.manage")
@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    """From now on nobody reports with this key; what came with it stays."""
    key = get_object_or_404(Key, pk=pk)
    if key.revoked_at is None:
        key.revoked_at, key.revoked_by = now(), request.user
        key.save(update_fields=["revoked_at", "revoked_by"])
        messages.success(request, say(f"密钥“{key}”已停用。", f"The key “{key}” is revoked."))
    return redirect("open311-keys")
