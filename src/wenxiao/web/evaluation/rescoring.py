"""What is typed into a draw and into a review, and what of it can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction

from wenxiao.performance.evaluation import EXECUTION, Form, Recheck, recheck
from wenxiao.quantities.paper import plain
from wenxiao.web.core.clock import now
from wenxiao.web.core.editing import save
from wenxiao.web.core.numbers import NumberField
from wenxiao.web.core.say import said, say
from wenxiao.web.evaluation import drawing
from wenxiao.web.evaluation.models import Draw, Review, ReviewLine
from wenxiao.web.people.models import Organisation
from wenxiao.web.selfevaluation.scored import submitted


class DrawForm(forms.Form):
    """What a draw is made of: from ``every`` of that year, with those that are drawn by order and why (``forced``)."""

    year = forms.IntegerField(label=said("年度", "Year"), min_value=2000, max_value=2100)
    size = forms.IntegerField(label=said("抽取数量", "How many"), min_value=1, max_value=1000)
    seed = forms.CharField(
        label=said("随机种子", "Seed"),
        max_length=32,
        help_text=said("记录在案；用同一种子可重新抽得同样结果", "Recorded: the same seed draws the same again"),
    )

    def __init__(self, every: list[Any], forced: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.every, self.forced = every, forced

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        year, size = asked.get("year"), asked.get("size")
        unknown = self.forced.keys() - {one.year.project.code for one in self.every}
        unsaid = [code for code, why in self.forced.items() if not why]
        if not self.every:
            self.add_error(
                None,
                say(
                    f"{year}年度没有可抽查的自评：须已报财政，抽过的不再抽。",
                    f"Nothing of {year} can be drawn: it has to be with finance, and what was drawn is not drawn again.",
                ),
            )
        elif unknown:
            codes = sorted(unknown)
            self.add_error(
                None, say(f"可抽查的自评中没有：{'、'.join(codes)}", f"Not among what can be drawn: {', '.join(codes)}")
            )
        elif unsaid:
            self.add_error(
                None,
                say(
                    f"必抽项目须写明原因：{'、'.join(unsaid)}", f"Say why they are drawn by order: {', '.join(unsaid)}"
                ),
            )
        elif size and len(self.forced) > size:
            self.add_error("size", say("必抽项目多于抽取数量。", "More are drawn by order than there are places."))
        return asked

    def drawn(self, top: Organisation, user: Any) -> Draw:
        """Draw and record it, for a jurisdiction."""
        asked = self.cleaned_data
        return drawing.draw(top, self.every, asked["year"], asked["size"], asked["seed"], self.forced, user)


def reviewed(one: Review) -> Form:
    """What a review looks at: the self-evaluation as it was submitted, of a finished one before it was finished."""
    return submitted(one.self_evaluation, one.finished_at)


class LineForm(forms.Form):
    """The reviewer's score of one line."""

    score = NumberField(required=False, max_digits=6, decimal_places=2)
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 1}))

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].widget.attrs.update(
            {
                "class": "num score",
                "inputmode": "decimal",
                "autocomplete": "off",
                "aria-label": say(f"{name} 复核得分", f"{name}: score"),
            }
        )
        self.fields["reason"].widget.attrs["aria-label"] = say(f"{name} 理由", f"{name}: reason")


class OpinionForm(forms.ModelForm):
    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Review
        fields = ("opinion",)
        widgets = {"opinion": forms.Textarea(attrs={"rows": 4})}


class Rescoring:
    """A review as it is stored, or as it is typed (``data``): a row for each line, the opinion, and what it comes to."""

    def __init__(self, one: Review, form: Form, data: Any = None) -> None:
        self.one = one
        self.stored = {line.key: line for line in one.lines.all()}
        self.rows = {
            key: LineForm(name, data, prefix=f"r-{key}", initial=self._initial(key)) for key, name in _keys(form)
        }
        self.opinion = OpinionForm(data, instance=one, initial={"revision": one.revision})
        if data is None:
            scores = {key: line.score for key, line in self.stored.items() if key in self.rows}
        else:
            self.understood = all([self.opinion.is_valid(), *(row.is_valid() for row in self.rows.values())])
            scores = {key: row.cleaned_data.get("score") for key, row in self.rows.items()}
        self.result: Recheck = recheck(form, scores)

    def _initial(self, key: str) -> dict[str, Any] | None:
        line = self.stored.get(key)
        return {"score": line.score, "reason": line.reason} if line else None

    def wrong(self, finishing: bool) -> list[str]:
        """Why what was typed cannot be kept, or not as a finished review; a sentence each."""
        found = (
            []
            if self.understood
            else [say("有内容无法识别，请看红字。", "Something is not understood; see the red words.")]
        )
        found += [say(remark.text_zh, remark.text_en) for remark in self.result.remarks]
        return found or (self._unfinished() if finishing else [])

    def _unfinished(self) -> list[str]:
        """What a finished review must have and this one has not."""
        found = []
        for line in self.result.lines:
            reason = self.rows[line.key].cleaned_data.get("reason", "")
            if line.recheck is None:
                found.append(say(f"“{line.name}”没有复核得分", f"“{line.name}” has no score of the review"))
            elif line.difference != Decimal(0) and not reason.strip():
                own = "—" if line.own is None else plain(line.own)
                found.append(
                    say(
                        f"“{line.name}”自评 {own}、复核 {plain(line.recheck)}，请写明理由",
                        f"“{line.name}”: {own} by the unit, {plain(line.recheck)} by the review: say why",
                    )
                )
        if not self.one.opinion.strip():
            found.append(say("没有写复核意见", "There is no opinion"))
        return found

    @transaction.atomic
    def store(self, user: Any, finishing: bool) -> None:
        """Keep it as the next revision. Raises Conflict where somebody else was first."""
        self.one.reviewer = user
        if finishing:
            self.one.finished_at = now()
        save(self.one, self.opinion.cleaned_data["revision"], user)
        for key, row in self.rows.items():
            ReviewLine.objects.update_or_create(
                review=self.one,
                key=key,
                defaults={"score": row.cleaned_data["score"], "reason": row.cleaned_data["reason"]},
            )


def _keys(form: Form) -> list[tuple[str, str]]:
    first = (
        [(EXECUTION, say(form.execution.rate.name, form.execution.rate.name_en))]
        if form.execution.points is not None
        else []
    )
    return [*first, *((line.key, line.name) for line in form.lines)]
