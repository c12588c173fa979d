"""The field of a form that takes photos; what comes with a form that is refused is held for when it is sent again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from wenxiao.web.core.say import say
from wenxiao.web.grid import holding, photos
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import HeldPhoto

#: Under which name a form says which photos it sent before.
HELD = "held"


class Photos(forms.ClearableFileInput):
    """Several photos; a telephone opens its camera, and its script makes them small. Those that are held are told, each to be dropped.

    Its value is a pair: the files, and the tokens of what is held.
    """

    allow_multiple_selected = True

    def __init__(self) -> None:
        most = limits()["photos"]
        shrink = {"data-edge": most["edge"], "data-quality": most["quality"]}
        super().__init__({"accept": photos.ACCEPT, "multiple": True, **shrink})
        self.held: tuple[HeldPhoto, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        listed = [token for token in data.getlist(HELD) if token] if hasattr(data, "getlist") else []
        given = files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []
        return [*given, *listed] if isinstance(given, list) else [given, *listed]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def use_required_attribute(self, initial: Any) -> bool:
        return not self.held and super().use_required_attribute(initial)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        if not self.held:
            return field
        return mark_safe(render_to_string("grid/held.html", {"held": self.held, "name": HELD}) + field)


class PhotosField(forms.FileField):
    """Photos, looked at and made small; cleaned to a list of ``photos.Picture``, those that are held for ``user`` among them."""

    widget = Photos

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fresh: tuple[photos.Picture, ...] = ()  # sound files of this form
        self.again: tuple[
            HeldPhoto, ...
        ] = ()  # what was held already; tuples, for forms copy their fields with what is in them

    def clean(self, data: Any, initial: Any = None) -> list[photos.Picture]:
        tokens = [one for one in data or [] if isinstance(one, str)]
        files = [one for one in data or [] if one and not isinstance(one, str)]
        self.fresh, self.again = (), tuple(holding.held(tokens, self.user))
        told = self._looked_at(files, initial)
        if len(self.again) < len(set(tokens)):
            told.append(say("此前附上的照片已过期，请重新选择。", "Photos that were added before are gone: choose them again."))  # fmt: skip
        if told:
            raise forms.ValidationError(told)
        if not files and not self.again:
            super().clean(None, initial)
        return [*(holding.picture(one) for one in self.again), *self.fresh]

    def _looked_at(self, files: list[Any], initial: Any) -> list[str]:
        """Sort the sound files out; why the others are not taken."""
        told: list[str] = []
        most = limits()["photos"]["most"]
        if len(files) + len(self.again) > most:
            return [say(f"一次最多 {most} 张照片。", f"At most {most} photos at a time.")]
        for file in files:
            try:
                super().clean(file, initial)
                self.fresh += tuple(photos.checked([file]))
            except photos.NotAPhoto as refusal:
                told.append(str(refusal))
            except forms.ValidationError as refusal:
                told += refusal.messages
        return told

    def hold(self) -> None:
        """Keep what came with a form that is shown again."""
        if self.user is not None and self.fresh:
            self.again, self.fresh = (*self.again, *holding.hold(self.fresh, self.user)), ()
        self.widget.held = self.again

    def taken(self) -> None:
        """What was held has become photos of a step."""
        holding.drop(self.again)


def hold(form: Any) -> None:
    """Hold the photos of a form that is shown again; called once it was looked at."""
    field = form.fields.get("photos")
    if field is not None:
        field.hold()


def taken(form: Any) -> None:
    """The photos of a form have found their case. The caller holds the transaction."""
    field = form.fields.get("photos")
    if field is not None:
        field.taken()
