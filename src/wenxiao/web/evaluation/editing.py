"""The forms of an evaluation: whom it is assigned to, its plan and points, its scores."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction

from wenxiao.performance.frameworks import framework, frameworks
from wenxiao.web.core.clock import today
from wenxiao.web.core.drafting import sent
from wenxiao.web.core.editing import Conflict, save
from wenxiao.web.core.forms import RevisedForm, say_what_to_choose
from wenxiao.web.core.numbers import NumberField
from wenxiao.web.core.say import said, say
from wenxiao.web.evaluation import splitting, working
from wenxiao.web.evaluation.models import Engagement, Evaluation, EvaluationLine, EvaluationPart
from wenxiao.web.evaluation.seeing import owns, works
from wenxiao.web.people.models import Organisation


class AssignmentForm(RevisedForm):
    """Who evaluates, and what the conflict check came to."""

    framework = forms.ChoiceField(label=said("指标体系框架", "Framework"))

    class Meta:
        model = Evaluation
        fields = ("evaluator", "lead", "framework", "conflict")
        labels = {"evaluator": said("评价机构", "Evaluator")}
        help_texts = {
            "conflict": said(
                "写明是否存在利害关系、如何核查；委托前必填",
                "Whether there is an interest, and how it was checked; mandatory",
            )
        }
        widgets = {"conflict": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evaluator"].queryset = Organisation.objects.filter(kind=Organisation.Kind.FIRM)
        self.fields["evaluator"].empty_label = say("自行组织评价", "Done by the office itself")
        self.fields["framework"].choices = [(one.name, say(one.title, one.title_en)) for one in frameworks()]


def assignment(one: Evaluation, data: Any) -> AssignmentForm:
    # A form of its own copy: what was typed and refused is not what the page says of the evaluation.
    return AssignmentForm(data, instance=Evaluation.objects.select_related("year__unit__parent").get(pk=one.pk))


class PlanForm(RevisedForm):
    class Meta:
        model = Evaluation
        fields = ("plan",)
        widgets = {"plan": forms.Textarea(attrs={"rows": 6})}


class ReportForm(RevisedForm):
    class Meta:
        model = Evaluation
        fields = ("report",)
        widgets = {"report": forms.Textarea(attrs={"rows": 6})}


class PointsForm(forms.ModelForm):
    points = NumberField(max_digits=6, decimal_places=2)

    class Meta:
        model = EvaluationLine
        fields = ("points",)


class ScoreForm(forms.ModelForm):
    score = NumberField(required=False, max_digits=6, decimal_places=2)

    class Meta:
        model = EvaluationLine
        fields = ("score", "basis")
        widgets = {"basis": forms.Textarea(attrs={"rows": 1})}

    def clean_score(self) -> Any:
        score = self.cleaned_data["score"]
        if score is not None and not 0 <= score <= self.instance.points:
            raise forms.ValidationError(
                say(f"应在 0 至 {self.instance.points} 之间。", f"It must be between 0 and {self.instance.points}.")
            )
        return score


class PartScoreForm(ScoreForm):
    class Meta(ScoreForm.Meta):
        model = EvaluationPart


class CriteriaForm:
    """The plan with the points of each criterion, or the conclusion with its scores, as the state asks.

    ``parts``: while the plan is written the rows of individual indicators, by criterion; ``scores``: after it a form for each of them.
    """

    def __init__(self, one: Evaluation, data: Any = None) -> None:
        planning = one.state == "assigned"
        whole, row = (PlanForm, PointsForm) if planning else (ReportForm, ScoreForm)
        self.whole = whole(data, instance=one)
        self.lines = one.criteria()
        self.taken = 0
        self.from_targets = planning and bool(data and data.get("from_targets"))
        self.rows = {
            line.pk: row(data, instance=line, prefix=f"c-{line.pk}")
            for line in self.lines
            if planning or not line.parts.all()
        }
        self.parts = (
            {line.pk: splitting.rows(line, data) for line in splitting.specific(one, self.lines)} if planning else {}
        )
        self.scores = {} if planning else {
            part.pk: PartScoreForm(data, instance=part, prefix=f"s-{part.pk}")
            for line in self.lines for part in line.parts.all()
        }  # fmt: skip
        for made in (*self.rows.values(), *self.scores.values()):
            for name, field in made.fields.items():
                words = (
                    say("评分依据", "basis")
                    if name == "basis"
                    else say("分值", "points")
                    if name == "points"
                    else say("得分", "score")
                )
                field.widget.attrs["aria-label"] = f"{made.instance.name} {words}"
                if name != "basis":
                    field.widget.attrs.update({"class": "num score", "inputmode": "decimal", "autocomplete": "off"})

    def is_valid(self) -> bool:
        rows = [form.is_valid() for form in (*self.rows.values(), *self.scores.values())]
        return all([self.whole.is_valid(), *rows, *(not self.refused(pk) for pk in self.parts)])

    def refused(self, pk: int) -> bool:
        """Whether the individual indicators that were sent of this criterion cannot be saved as they stand."""
        rows = self.parts[pk]
        if not rows.is_bound:
            return False
        rows.is_valid()
        return bool(rows.refused() or rows.non_form_errors())

    def typed(self) -> splitting.Split:
        """The criteria of a plan with their individual indicators as they were typed, as far as that is understood; nothing is saved."""
        made = []
        for line in self.lines:
            row, rows = self.rows[line.pk], self.parts.get(line.pk)
            line.points = row.cleaned_data.get("points", line.points) if row.is_valid() else line.points
            parts = list(line.parts.all())
            if rows is not None and rows.is_bound:
                rows.is_valid()
                parts = [
                    EvaluationPart(
                        line=line,
                        name=form.cleaned_data.get("name") or "",
                        points=form.cleaned_data.get("points") or 0,
                    )
                    for form in rows.kept()
                ]
            made.append((line, parts))
        return made

    @property
    def instance(self) -> Evaluation:
        return self.whole.instance


class EngagementForm(forms.ModelForm):
    """What a firm does for a unit."""

    class Meta:
        model = Engagement
        fields = ("unit", "kind", "year", "note")

    def __init__(self, one: Evaluation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_choose(self)
        department = one.year.unit.department
        self.fields["unit"].queryset = Organisation.objects.filter(path__startswith=department.path)
        self.fields["unit"].initial = one.year.unit_id
        self.fields["year"].initial = one.year.year
        self.fields["year"].min_value, self.fields["year"].max_value = 2000, today().year


def open_form(one: Evaluation, access: Any, data: Any = None) -> Any:
    """What this person may change of an evaluation as it stands, as a form; None where that is nothing."""
    if one.state == "planned" and owns(one, access):
        return assignment(one, data)
    if one.state in ("assigned", "fieldwork") and works(one, access):
        return CriteriaForm(one, data)
    return None


@transaction.atomic
def store(one: Evaluation, form: Any, user: Any) -> None:
    """Store a valid form as the next revision. Raises Conflict where somebody else was first."""
    whole = form.whole if isinstance(form, CriteriaForm) else form
    save(whole.instance, whole.cleaned_data["revision"], user)
    if isinstance(form, CriteriaForm):
        for row in (*form.rows.values(), *form.scores.values()):
            row.save()
        for line in one.lines.filter(pk__in=form.parts):
            if (rows := form.parts[line.pk]).is_bound:
                splitting.replace(line, [row.cleaned_data for row in rows.kept()])
        for line in one.lines.filter(parts__pk__in=form.scores).distinct():
            splitting.add_up(line)
        if form.from_targets:
            form.taken = splitting.take_targets(one)
    elif "framework" in whole.changed_data:
        working.take(one, framework(whole.cleaned_data["framework"]))


def worked(request: Any, one: Evaluation, form: Any) -> bool:
    """Store a form; False where it is not valid, or where somebody else was first, which is then said at the form."""
    if not form.is_valid():
        return False
    try:
        store(one, form, request.user)
    except Conflict as told:
        (form.whole if isinstance(form, CriteriaForm) else form).add_error(None, str(told))
        return False
    sent(request)
    return True
