"""What is filled in on the spot: a check of a supervised site, the result of an item of a sample."""

from __future__ import annotations

from typing import Any

from django import forms

from wenxiao.web.core.say import said, say
from wenxiao.web.grid.photo_fields import PhotosField


class CheckForm(forms.Form):
    """Whether a site is in order; photos where it is not."""

    good = forms.ChoiceField(
        label=said("措施是否落实到位", "Is it in order?"),
        choices=[("yes", said("落实到位", "In order")), ("no", said("未落实到位", "Not in order"))],
        widget=forms.RadioSelect,
        error_messages={"required": said("请选择是否落实到位。", "Please say whether it is in order.")},
    )
    note = forms.CharField(
        label=said("现场情况", "What was seen"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
    photos = PhotosField(label=said("照片（未到位的必附）", "Photos (needed where it is not)"), required=False)

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].user = user


class ResultForm(forms.Form):
    """What the inspector says of an item; of a closed case, whether it was solved."""

    def __init__(self, closed: bool, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "result-%s")
        super().__init__(*args, **kwargs)
        if closed:
            self.fields["result"] = forms.ChoiceField(
                label=say("问题是否确已解决", "Is it solved?"),
                choices=[
                    ("solved", say("确已解决", "Solved")),
                    ("unsolved", say("未解决（重开案件）", "Not solved (the case is reopened)")),
                ],
                widget=forms.RadioSelect,
            )
        self.fields["note"] = forms.CharField(
            label=say("现场情况", "What was seen"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
        )
