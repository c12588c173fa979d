"""Forms of problems and of the use of results."""

from __future__ import annotations

from typing import Any

from django import forms

from wenxiao.web.core.attachments import ACCEPT, Checked, Refused, check
from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import RevisedForm, say_what_to_choose
from wenxiao.web.core.numbers import AmountField
from wenxiao.web.core.say import said, say
from wenxiao.web.core.units import UnitField
from wenxiao.web.problems.models import DONE, Problem, UseOfResult


class Day(forms.DateInput):
    """A day, with the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Words(forms.Textarea):
    """A few lines of text."""

    def __init__(self) -> None:
        super().__init__({"rows": 4})


class RaiseForm(forms.ModelForm):
    """A new problem: where it was found, what it is, until when."""

    class Meta:
        model = Problem
        fields = ("origin", "due", "text", "recurs")
        widgets = {"due": Day, "text": Words}

    def __init__(self, earlier: Any, *args: Any, fixed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        self.fields["recurs"].queryset = earlier
        self.fields["recurs"].empty_label = say("（不是复发）", "(did not come back)")
        self.fields["recurs"].label_from_instance = lambda problem: f"{problem.year.year} · {problem}"
        if fixed:
            self.fields["origin"].choices = [pair for pair in Problem.Origin.choices if pair[0] == fixed]

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due < today():
            raise forms.ValidationError(say("整改期限不能早于今天。", "The day cannot be before today."))
        return due


class ExtendForm(forms.Form):
    """A later day for what cannot be put right in time, and why."""

    due = forms.DateField(label=said("新的整改期限", "New day"), widget=Day())
    comment = forms.CharField(label=said("延期理由", "Why"), max_length=2000, widget=Words())
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanForm(RevisedForm):
    """What the unit is going to do."""

    class Meta:
        model = Problem
        fields = ("owner", "measure")
        widgets = {"measure": Words}


class ReportForm(RevisedForm):
    """What the unit did."""

    class Meta:
        model = Problem
        fields = ("owner", "measure", "result")
        widgets = {"measure": Words, "result": Words}


class ProofForm(forms.Form):
    """A file that shows it."""

    file = forms.FileField(label=said("整改佐证", "Proof"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ACCEPT

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            self.checked: Checked = check(file)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return file


class UseForm(RevisedForm):
    """What a result means for next year's budget."""

    class Meta:
        model = UseOfResult
        fields = ("decision", "next_budget", "reason")
        field_classes = {"next_budget": AmountField}
        widgets = {"reason": Words}

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        budget, decision = fields.get("next_budget"), fields.get("decision")
        if budget is not None and budget < 0:
            self.add_error("next_budget", say("预算不能是负数。", "A budget cannot be negative."))
        elif decision == UseOfResult.Decision.CANCEL and budget:
            self.add_error("next_budget", say("取消的项目下年预算应为 0 或不填。", "A project that is cancelled has no budget: leave it empty or write 0."))  # fmt: skip
        return fields


class Filters(forms.Form):
    """The filters of the list of problems, read from the address."""

    q = forms.CharField(label=said("问题、项目或责任人", "Problem, project or owner"), required=False)
    year = forms.TypedChoiceField(label=said("年度", "Year"), required=False, coerce=int, empty_value=None)
    unit = UnitField()
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    origin = forms.ChoiceField(label=said("来源", "Origin"), required=False)
    late = forms.BooleanField(label=said("只看逾期", "Late only"), required=False)

    def __init__(self, access: Any, years: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from wenxiao.performance.lifecycle import STATES
        from wenxiao.web.core.say import english

        every = ("", say("全部", "All"))
        self.fields["year"].choices = [every, *((year, year) for year in years)]
        names = [(state, names[english()]) for (machine, state), names in STATES.items() if machine == "problem"]
        self.fields["state"].choices = [every, ("unclosed", say("未办结", "Not done")), *names]
        self.fields["origin"].choices = [every, *Problem.Origin.choices]
        self.fields["unit"].offer(access)

    def narrowed(self, rows: Any, day: Any) -> Any:
        """The problems that the filters leave; a filter that is not understood leaves all."""
        from django.db.models import Q

        self.is_valid()
        chosen = self.cleaned_data
        if words := chosen.get("q"):
            rows = rows.filter(Q(text__icontains=words) | Q(year__project__name__icontains=words) | Q(owner__icontains=words))  # fmt: skip
        if chosen.get("year"):
            rows = rows.filter(year__year=chosen["year"])
        if chosen.get("unit"):
            rows = rows.filter(year__unit__in=self.fields["unit"].below(chosen["unit"]))
        if chosen.get("state") == "unclosed":
            rows = rows.exclude(then__in=DONE)
        elif chosen.get("state"):
            rows = rows.filter(then=chosen["state"])
        if chosen.get("origin"):
            rows = rows.filter(origin=chosen["origin"])
        if chosen.get("late"):
            rows = rows.filter(due_then__lt=day).exclude(then__in=DONE)
        return rows
