"""Forms of patrols: plans and contracts."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from wenxiao.web.core.forms import RevisedForm, check_days
from wenxiao.web.core.say import said, say
from wenxiao.web.fieldwork.models import Beat, Contract
from wenxiao.web.fieldwork.places import grids_of_duty, known_grids
from wenxiao.web.grid.models import Agency

_BETWEEN = re.compile(r"[\s,，、;；]+")


def day_field(**more: Any) -> forms.DateInput:
    """A field for a date that browsers help with."""
    return forms.DateInput(attrs={"type": "date", **more}, format="%Y-%m-%d")


class BeatForm(RevisedForm):
    codes = forms.CharField(
        label=said("单元网格编码", "Codes of the unit grids"), widget=forms.Textarea(attrs={"rows": 5}), required=False,
        help_text=said("每行一个；留空时取责任网格的全部单元网格。", "One a line; empty: all unit grids of the duty grid."),
    )  # fmt: skip

    class Meta:
        model = Beat
        fields = ("name", "duty", "codes", "rounds", "visits", "since", "until", "contract")
        widgets = {"since": day_field(), "until": day_field()}
        help_texts = {"duty": said("责任网格的编码，可不填", "the code of a duty grid; may be left out")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("codes", "\n".join(self.instance.grids))

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        codes = list(dict.fromkeys(code for code in _BETWEEN.split(typed.get("codes") or "") if code))
        duty = (typed.get("duty") or "").strip()
        if not codes and duty:
            codes = grids_of_duty(duty)
            if not codes:
                self.add_error("duty", say(f"没有编码为“{duty}”的责任网格，请核对或填写单元网格编码。", f"There is no duty grid “{duty}”: check it, or write the codes of unit grids."))  # fmt: skip
        known = set(known_grids())
        unknown = [code for code in codes if code not in known] if known else []
        if unknown:
            self.add_error("codes", say(f"没有这些单元网格：{'、'.join(unknown[:5])}，请核对。", f"There are no such unit grids: {', '.join(unknown[:5])}."))  # fmt: skip
        elif not codes and "duty" not in self.errors:
            self.add_error("codes", say("请填写单元网格编码或责任网格。", "Write codes of unit grids, or a duty grid."))
        check_days(self, typed)
        self.instance.grids = codes
        return typed


class ContractForm(RevisedForm):
    class Meta:
        model = Contract
        fields = ("agency", "title", "number", "since", "until", "amount", "year")
        widgets = {"since": day_field(), "until": day_field()}

    def __init__(self, *args: Any, years: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(kind=Agency.Kind.COMPANY, active=True)
        self.fields["year"].queryset = years

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(say("金额应大于 0。", "The amount is above 0."))
        return amount

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        check_days(self, typed)
        return typed
