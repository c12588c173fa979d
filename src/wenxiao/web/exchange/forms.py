"""The form of a profile: for each column of ours a heading of theirs or a constant, and under it what their words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from wenxiao.web.core.say import english, said, say
from wenxiao.web.exchange.guessing import meant
from wenxiao.web.exchange.mapping import CONSTANT, LEAVE, Said, check
from wenxiao.web.exchange.models import Profile
from wenxiao.web.exchange.targets import AMOUNT, UNITS, Field


class ProfileForm(forms.ModelForm):
    """``rows`` and ``tables`` are what the page lays out; ``said`` is what a valid form says."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    unit = forms.ChoiceField(label=said("金额单位", "Unit of the amounts"))
    skip = forms.BooleanField(
        label=said("台账或项目库中已有的行不再导入", "Leave out rows that are there already"),
        help_text=said("逐月导出的累计表应勾选", "for monthly exports that hold the whole year"),
        required=False,
    )

    class Meta:
        model = Profile
        fields = ("name", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.instance.mapping
        self.initial |= {"unit": now.unit, "skip": now.skip, "revision": self.instance.revision}
        self.fields["unit"].choices = [(unit, say(*words)) for unit, words in UNITS.items()]
        if self.instance.target != "entries":
            del self.fields["unit"]
        headings = list(dict.fromkeys([*self.instance.headings, *now.columns.values()]))
        for row in self.instance.table.fields:
            self._column(row, headings, now)
        self.fields["revision"].initial = self.instance.revision

    def _column(self, row: Field, headings: Sequence[str], now: Said) -> None:
        heading = forms.ChoiceField(
            label=say(f"{row.zh}：对应的表头", f"{row.en}: their heading"),
            choices=[("", say("（没有这一列）", "(no such column)")), *((one, one) for one in headings)],
            required=False,
            initial=now.columns.get(row.key, ""),
        )
        self.fields[f"c-{row.key}"] = heading
        if row.key != AMOUNT:
            self.fields[f"k-{row.key}"] = self._constant(row, now.constants.get(row.key, ""))
        if not row.choices:
            return
        for word in self._words(row, now):
            field = forms.ChoiceField(
                label=say(f"{row.zh}“{word}”的含义", f"meaning of “{word}” in {row.en}"),
                choices=[("", say("（照原样）", "(as it is)")), *_choices(row.choices), (LEAVE, say("这些行不导入", "leave these rows out"))],
                required=False,
                initial=now.words.get(row.key, {}).get(word, ""),
            )  # fmt: skip
            self.fields[f"w-{row.key}-{word}"] = field

    def _constant(self, row: Field, initial: str) -> forms.Field:
        label = say(f"{row.zh}：固定值", f"{row.en}: constant")
        if row.choices:
            offered = [("", say("（没有）", "(none)")), *_choices(row.choices)]
            return forms.ChoiceField(label=label, choices=offered, required=False, initial=initial)
        return forms.CharField(label=label, max_length=CONSTANT, required=False, initial=initial)

    def _words(self, row: Field, now: Said) -> list[str]:
        """The words under the heading that feeds a column, as it is chosen now."""
        chosen = self.data.get(f"c-{row.key}", "") if self.is_bound else now.columns.get(row.key, "")
        if not chosen:
            return []
        old = now.words.get(row.key, {}) if chosen == now.columns.get(row.key) else {}
        return list(dict.fromkeys([*self.instance.seen.get(chosen, ()), *old]))

    @property
    def rows(self) -> list[dict[str, Any]]:
        names = {"heading": "c", "constant": "k"}
        return [
            {"field": row, "error": [*self.errors.get(f"c-{row.key}", ())], "words": self.words_of(row)}
            | {name: self[f"{short}-{row.key}"] for name, short in names.items() if f"{short}-{row.key}" in self.fields}
            for row in self.instance.table.fields
        ]

    def words_of(self, row: Field) -> list[tuple[str, Any]]:
        """Each of their words under a column of ours, with the field of what it means."""
        before = f"w-{row.key}-"
        return [(name.removeprefix(before), self[name]) for name in self.fields if name.startswith(before)]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        keys = [row.key for row in self.instance.table.fields]
        self.said = Said(
            {key: typed[f"c-{key}"] for key in keys if typed.get(f"c-{key}")},
            {key: typed[f"k-{key}"].strip() for key in keys if typed.get(f"k-{key}", "").strip()},
            {row.key: self._meanings(row, typed) for row in self.instance.table.fields if self.words_of(row)},
            typed.get("unit") or "yuan",
            bool(typed.get("skip")),
        )
        for wrong in check(self.said, self.instance.target):
            place = f"c-{wrong.field}"
            self.add_error(place if place in self.fields else None, say(wrong.zh, wrong.en))
        return typed

    def _meanings(self, row: Field, typed: Mapping[str, Any]) -> dict[str, str]:
        """What was chosen for each word; a word that the form did not show yet is guessed."""
        found = {}
        for word, field in self.words_of(row):
            if field.html_name in self.data:
                value = typed.get(field.html_name, "")
            else:
                value = meant([word], row.key, self.instance.target).get(word, "")
            if value:
                found[word] = value
        return found

    def _post_clean(self) -> None:
        super()._post_clean()
        if hasattr(self, "said"):
            self.instance.said = self.said.kept()


def _choices(choices: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, words[english()]) for value, words in choices.items()]


class BeginForm(forms.Form):
    """What a new profile reads in, and a file of the kind."""

    target = forms.ChoiceField(label=said("导入内容", "What it reads in"), widget=forms.RadioSelect)

    def __init__(self, tables: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = [(one.name, one.words) for one in tables]
        self.initial.setdefault("target", tables[0].name if tables else "")
