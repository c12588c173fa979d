"""The forms of a round: how it is issued, what a unit reports, what a correction asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory

from wenxiao.performance.regime import Regime
from wenxiao.performance.targets import Indicator, Nature
from wenxiao.quantities.paper import plain
from wenxiao.web.core.numbers import AmountField, NumberField
from wenxiao.web.core.say import said, say, term
from wenxiao.web.monitoring.models import Monitoring, Progress, Round


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RoundForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ("year", "month", "opens", "due")
        labels = {
            "year": said("年度", "Year"),
            "month": said("监控截至月份", "Up to month"),
            "opens": said("开始填报", "Opens"),
            "due": said("截止日期", "Due"),
        }
        widgets = {"opens": Day(), "due": Day(), "month": forms.NumberInput({"min": 1, "max": 12})}

    def clean_month(self) -> int:
        month = int(self.cleaned_data["month"])
        if not 1 <= month <= 12:
            raise forms.ValidationError(say("月份应为1至12。", "The month is one of 1 to 12."))
        return month

    def clean(self) -> dict[str, Any]:
        got: dict[str, Any] = super().clean() or {}
        if got.get("opens") and got.get("due") and got["due"] < got["opens"]:
            self.add_error("due", say("截止日期不能早于开始日期。", "It cannot be due before it opens."))
        return got


class ReportForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Monitoring
        fields = ("expected_spending", "remark")
        field_classes = {"expected_spending": AmountField}
        labels = {"expected_spending": said("全年预计执行数（元）", "Expected spending of the year (yuan)")}
        widgets = {
            "remark": forms.Textarea({"rows": 2}),
            "expected_spending": forms.TextInput({"inputmode": "decimal", "class": "num"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("revision", self.instance.revision)


class ProgressForm(forms.ModelForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=32)

    class Meta:
        model = Progress
        fields = ("value", "text", "forecast", "likelihood", "cause", "explanation")
        field_classes = {"value": NumberField, "forecast": NumberField}
        labels = {"text": said("执行情况", "So far")}
        widgets = {
            "value": forms.TextInput({"inputmode": "decimal", "class": "num"}),
            "forecast": forms.TextInput({"inputmode": "decimal", "class": "num"}),
            "explanation": forms.Textarea({"rows": 1}),
            "text": forms.Select(),
        }

    def suit(self, indicator: Indicator, regime: Regime) -> None:
        """Ask for what this indicator is measured by, each field under its name for those who do not see the table."""
        self.indicator = indicator
        self.fields["text"].widget.choices = [
            ("", "—"),
            *((answer.label, term(answer.label)) for answer in regime.answers),
        ]
        for name, field in self.fields.items():
            if name != "key":
                field.widget.attrs["aria-label"] = f"{indicator.name} {field.label or name}"
        for name in ("likelihood", "cause"):
            self.fields[name].choices = [("", "—"), *self.fields[name].choices[1:]]

    @property
    def worded(self) -> bool:
        return self.indicator.nature is Nature.QUALITATIVE


ProgressRows = formset_factory(ProgressForm, extra=0, max_num=200, absolute_max=200)


def rows_of(report: Monitoring) -> list[dict[str, Any]]:
    """What the rows hold when the form is opened, in the order of the targets."""
    told = {row.key: row for row in report.progress.all()}
    made = []
    for indicator in report.target_set.plain().indicators:
        row = told.get(indicator.key)
        if row is not None:
            fields: dict[str, Any] = {name: getattr(row, name) for name in ProgressForm.Meta.fields}
            for name in ("value", "forecast"):
                fields[name] = "" if fields[name] is None else plain(fields[name])
            made.append({**fields, "key": row.key})
    return made


class OrderForm(forms.Form):
    order = forms.CharField(
        label=said("纠偏要求", "What is to be corrected"), widget=forms.Textarea({"rows": 3}), max_length=2000
    )
    due = forms.DateField(label=said("完成期限", "Due"), widget=Day())
