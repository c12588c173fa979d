"""Pages of a person's hooks: the list, one with its log, one delivery with what was sent and what came of it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.told import Told
from wenxiao.web.core.editing import Conflict
from wenxiao.web.core.forms import RevisedForm
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.hooks import services
from wenxiao.web.hooks.events import EVENTS
from wenxiao.web.hooks.models import Delivery, Hook


class HookForm(RevisedForm):
    events = forms.MultipleChoiceField(label=said("事件", "Told of"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Hook
        fields = ("name", "address", "events", "active")
        help_texts = {"address": said("如 https://platform.example.cn/wenxiao", "like https://platform.example.cn/wenxiao")}  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = list(EVENTS.items())
        if not self.instance.pk:
            del self.fields["active"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        asked = typed.get("name", ""), typed.get("address", ""), typed.get("events", ())
        for field, words in services.wrong(*asked).items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, words)
        return typed


@allowed("hooks.keep")
def index(request: Any) -> HttpResponse:
    return render(request, "hooks/index.html", {"hooks": services.mine(request.access)})


@allowed("hooks.keep")
def new(request: Any) -> HttpResponse:
    """Make a hook; its secret is shown on the page that comes then and never again."""
    form = HookForm(request.POST or None, instance=Hook(user=request.user))
    if request.method == "POST" and form.is_valid() and (made := _saved(form)):
        return _page(request, made, HookForm(instance=made), services.secret_of(made))
    return render(request, "hooks/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@allowed("hooks.keep")
def hook(request: Any, pk: int) -> HttpResponse:
    """A hook, its form and its log."""
    one = _one(request, pk)
    form = HookForm(request.POST or None, instance=one)
    if request.method == "POST" and form.is_valid() and _saved(form):
        messages.success(request, say("已保存。", "Saved."))
        return redirect(one)
    return _page(request, _one(request, pk), form, "", 422 if request.method == "POST" else 200)


def _saved(form: HookForm) -> Hook | None:
    """The hook of a valid form, saved; None where it cannot be, which the form then says."""
    form.instance.events = form.cleaned_data["events"]
    try:
        return services.save(form.instance, form.cleaned_data["revision"])
    except Conflict as changed:
        form.add_error(None, str(changed))
    except Told as told:
        form.add_error(None, say(told.zh, told.en))
    return None


def _page(request: Any, one: Hook, form: HookForm, shown: str, status: int = 200) -> HttpResponse:
    rows = one.deliveries.all()
    state = request.GET.get("state", "")
    if state in Delivery.State.values:
        rows = rows.filter(state=state)
    said = {
        "hook": one, "form": form, "secret": shown, "page": page(rows.prefetch_related("attempts"), request.GET.get("page")),
        "states": Delivery.State.choices, "state": state,
    }  # fmt: skip
    return render(request, "hooks/hook.html", said, status=status)


@allowed("hooks.keep")
@require_POST
def secret(request: Any, pk: int) -> HttpResponse:
    """Another secret, shown on this one page."""
    one = _one(request, pk)
    shown = services.renew(one)
    return _page(request, one, HookForm(instance=one), shown)


@allowed("hooks.keep")
@require_POST
def ping(request: Any, pk: int) -> HttpResponse:
    one = _one(request, pk)
    if not one.active:
        messages.error(request, say("此推送未启用，请先启用。", "It is not in use; use it first."))
        return redirect(one)
    return redirect(services.ping(one))


@allowed("hooks.keep")
@require_POST
def delete(request: Any, pk: int) -> HttpResponse:
    """Take a hook away, with its log."""
    _one(request, pk).delete()
    messages.success(request, say("已删除。", "It is gone."))
    return redirect("hooks")


@allowed("hooks.keep")
def delivery(request: Any, pk: int) -> HttpResponse:
    """What was sent, and each attempt."""
    one = _delivery(request, pk)
    said = {"delivery": one, "attempts": one.attempts.all(), "body": json.dumps(json.loads(one.body), ensure_ascii=False, indent=2)}  # fmt: skip
    return render(request, "hooks/delivery.html", said)


@allowed("hooks.keep")
@require_POST
def again(request: Any, pk: int) -> HttpResponse:
    """Send it again."""
    one = _delivery(request, pk)
    services.again(one)
    words = (
        say("已排队重发。", "It is queued.")
        if one.hook.active
        else say("推送启用后重发。", "It goes once the hook is in use.")
    )
    messages.success(request, words)
    return redirect(one)


def _one(request: Any, pk: int) -> Hook:
    found: Hook = get_object_or_404(Hook, pk=pk, user=request.user)
    return found


def _delivery(request: Any, pk: int) -> Delivery:
    found: Delivery = get_object_or_404(Delivery.objects.select_related("hook"), pk=pk, hook__user=request.user)
    return found
