"""Fields of forms that steps and reports share."""

from __future__ import annotations

from django import forms


class Moment(forms.DateTimeInput):
    """A day and a time, with the browser's calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")
