"""Forms of the site: one look, errors beside their field, and nobody overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting

from wenxiao.web.core.say import say


class Renderer(TemplatesSetting):
    """Fields look alike everywhere."""

    field_template_name = "core/field.html"
    form_template_name = "core/form.html"


class RevisedForm(forms.ModelForm):
    """A form of something that has a revision: two people at once, and the second is told instead of overwriting the first.

    ``save`` of the view goes through ``core.editing.save``.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", getattr(self.instance, "revision", 0) or 0)
        say_what_to_choose(self)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if self.instance.pk:
            stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
            if fields.get("revision") != stored.revision:
                who = getattr(stored, "changed_by", None)
                self.add_error(None, conflict(who))
        return fields


def check_days(form: forms.BaseForm, typed: Mapping[str, Any]) -> None:
    """Of a form with ``since`` and ``until``: the last day is not before the first."""
    since, until = typed.get("since"), typed.get("until")
    if since and until and until < since:
        first = form.fields["since"].label
        form.add_error("until", say(f"不能早于“{first}”的日期。", f"It is before “{first}”."))


def say_what_to_choose(form: forms.BaseForm) -> None:
    """The empty choice of a field in words, in place of a row of strokes."""
    (value, strokes), words = BLANK_CHOICE_DASH[0], say("请选择", "choose")
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == strokes:
            field.empty_label = words
        elif isinstance(field, forms.TypedChoiceField):
            field.choices = [(value, words) if one == (value, strokes) else one for one in list(field.choices)]


def conflict(who: Any) -> str:
    """What somebody is told whose form was opened before another's change."""
    if who:
        return say(
            f"您填写期间，{who} 修改了这份资料。您填写的内容仍在下面；请核对后重新打开页面再提交。",
            f"{who} changed this while you were typing. What you typed is still below; reload the page, compare, and send again.",
        )
    return say(
        "您填写期间，这份资料已被修改。您填写的内容仍在下面；请核对后重新打开页面再提交。",
        "This was changed while you were typing. What you typed is still below; reload the page, compare, and send again.",
    )
