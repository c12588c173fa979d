"""One way to show a form of the field work and to keep what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wenxiao.told import Told
from wenxiao.web.core.editing import Conflict, save
from wenxiao.web.core.say import say


def edit(
    request: Any, form: Any, title: str, back: str, *, to: str | None = None, keep: Callable[[Any], Any] | None = None, words: str = "",
) -> HttpResponse:  # fmt: skip
    """Show a form; sent back and valid, keep its thing as the next revision (or as ``keep`` does) and go to ``to``, or to the thing."""
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep(form) if keep else save(form.instance, form.cleaned_data["revision"], request.user)
        except Conflict as changed:
            form.add_error(None, str(changed))
        except Told as told:
            form.add_error(None, say(told.zh, told.en))
        else:
            messages.success(request, say("已保存。", "Saved."))
            return redirect(to or kept or form.instance)
    said = {"form": form, "title": title, "back": back, "words": words, "one": form.instance if getattr(form, "instance", None) and form.instance.pk else None}  # fmt: skip
    return render(request, "fieldwork/form.html", said, status=422 if request.method == "POST" else 200)
