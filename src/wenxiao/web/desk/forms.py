"""Forms of the document page."""

from __future__ import annotations

from typing import Any

from django import forms

from wenxiao.web.core.forms import RevisedForm
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say
from wenxiao.web.desk.matching import years_for
from wenxiao.web.desk.models import Document
from wenxiao.web.desk.receiving import places


class AssignForm(forms.Form):
    """Who is to review a document."""

    to = forms.ModelChoiceField(label=said("承办人", "Assigned to"), queryset=None, required=False)

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
        self.fields["to"].empty_label = say("（未分派）", "(nobody)")


class EditForm(RevisedForm):
    """What a document is of, where the reading proposed something else or nothing."""

    class Meta:
        model = Document
        fields = ("unit", "fiscal_year", "kind", "year")

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = places(access)
        self.fields["unit"].empty_label = say("（未确定）", "(not known)")
        self.fields["year"].queryset = years_for(self.instance)
        self.fields["year"].empty_label = say("（不是一个项目的文档）", "(not of one project)")
        self.fields["fiscal_year"].widget.attrs |= {"min": 2000, "max": 2100}

    def clean_fiscal_year(self) -> Any:
        year = self.cleaned_data["fiscal_year"]
        if year is not None and not 2000 <= year <= 2100:
            raise forms.ValidationError(say("年度应在2000—2100之间。", "The year is between 2000 and 2100."))
        return year

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        unit, year = fields.get("unit"), fields.get("year")
        if year is not None and (unit is None or not year.unit.path.startswith(unit.path)):
            fields["year"] = None  # of the unit that was chosen before
            self.instance.year = None
        return fields
