"""The form that links an indicator of the cycle to what it is computed from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from wenxiao.grid.rates import in_use, readings
from wenxiao.grid.scope import Scope
from wenxiao.performance.series import Use
from wenxiao.told import Told
from wenxiao.web.core.say import said, say
from wenxiao.web.evidence.case_measures import CASE_MEASURES, TIMES, in_unit_of_time
from wenxiao.web.evidence.models import Measure, Series
from wenxiao.web.evidence.providing import provided
from wenxiao.web.evidence.wording import VIEW_NAMES
from wenxiao.web.grid.models import Agency
from wenxiao.web.ledger.models import Entry
from wenxiao.web.scoring.views import FINISH_NAMES


class MeasureForm(forms.ModelForm):
    """Where the value of one indicator comes from; the indicators are those of the approved targets."""

    class Meta:
        model = Measure
        fields = (
            "key",
            "kind",
            "indicator",
            "view",
            "finish",
            "reading",
            "provided",
            "series",
            "use",
            "low",
            "high",
            "scope",
            "start",
            "end",
            "tolerance",
            "entries",
        )
        widgets = {
            "start": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }  # fmt: skip

    def __init__(self, year: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.instance.year = year
        targets = year.target_sets.filter(state="approved").first()
        taken = set(Measure.objects.filter(year=year, removed_at=None).values_list("key", flat=True))
        rows = list(targets.plain().indicators) if targets is not None else []
        self.free = [each for each in rows if each.key not in taken and each.target is not None]
        blank = [("", "—")]
        self.fields["key"] = forms.ChoiceField(
            label=said("绩效指标", "Indicator"), choices=[(one.key, f"{one.name}（{one.wanted}）") for one in self.free]
        )
        self.fields["kind"].choices = [
            (
                value,
                say("日常工作、处置时长、复发率", "Field work, time of handling, what came back")
                if value == "measure"
                else words,
            )
            for value, words in self.fields["kind"].choices
        ]
        self.fields["indicator"] = forms.ChoiceField(
            label=said("网格指标", "Grid indicator"),
            required=False,
            choices=[*blank, *((one.id, say(one.zh, one.en)) for one in in_use())],
        )
        self.fields["view"] = forms.ChoiceField(
            label=said("口径", "View"), choices=[(one.value, say(*words)) for one, words in VIEW_NAMES.items()]
        )
        self.fields["finish"] = forms.ChoiceField(
            label=said("处置完成于", "Handling ends with"),
            choices=[(one.value, say(*words)) for one, words in FINISH_NAMES.items()],
        )
        self.fields["reading"] = forms.ChoiceField(
            label=said("统计口径", "Cases of the period"),
            choices=[(one.name, say(one.zh, one.en)) for one in readings().values()],
        )
        self.fields["provided"] = forms.ChoiceField(
            label=said("日常工作、处置时长、复发率", "Field work, time of handling, what came back"),
            required=False,
            choices=[*blank, *_groups()],
        )
        self.fields["series"].queryset = Series.objects.filter(year=year)
        streets = Agency.objects.exclude(street="").values_list("street", "name")
        units = Agency.objects.filter(assessed=True).values_list("code", "name")
        self.fields["scope"].help_text = say(
            "留空为全部；如 "
            + "、".join(f"street={code}（{name}）" for code, name in streets[:2])
            + "".join(f"、unit={code}（{name}）" for code, name in units[:1])
            + "、category=类别代码开头。",
            "Empty: all; like street=530100001, unit=G21, category=beginning of a code.",
        )
        self.fields["entries"].queryset = Entry.objects.filter(project_year=year, kind="paid").order_by("date")
        self.fields["entries"].required = False
        if not self.instance.pk:
            self.initial |= {"start": date(year.year, 1, 1), "end": date(year.year, 12, 31)}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        kind = told.get("kind")
        needed = {"rate": ("indicator",), "measure": ("provided",), "series": ("series", "use"), "zero": ()}.get(
            kind or "", ()
        )
        for name in needed:
            if not told.get(name) and name not in self.errors:
                self.add_error(name, say("请选择。", "Choose one."))
        if kind == "series" and told.get("use") == Use.SHARE and told.get("low") is None and told.get("high") is None:
            self.add_error("low", say("达标比例须写明下限或上限。", "A share needs a limit."))
        if told.get("start") and told.get("end") and told["start"] > told["end"]:
            self.add_error("end", say("截止日期早于起始日期。", "It ends before it begins."))
        if not self.errors:
            self._scope(told)
            self._time(told)
        return told

    def _time(self, told: dict[str, Any]) -> None:
        """A time is taken by the clock on the wall: an indicator in working days is none."""
        if told["kind"] != "measure" or told["provided"] not in TIMES:
            return
        unit = next(one.unit for one in self.free if one.key == told["key"])
        if in_unit_of_time(Decimal(0), unit) is None:
            self.add_error(
                "provided",
                say(
                    f"处置时长按自然时间核算，指标的计量单位“{unit}”不是小时、分钟或天。",
                    f"Times are taken by the clock on the wall, and “{unit}”, the unit of the indicator, is no hour, minute or day.",
                ),
            )

    def _scope(self, told: dict[str, Any]) -> None:
        try:
            if told["kind"] in ("rate", "zero"):
                scope = Scope.read(told["scope"].strip())
                if scope.person:
                    self.add_error(
                        "scope",
                        say(
                            "项目指标不能按个人取数，请去掉 person=。",
                            "An indicator of a project is not of one person: take person= out.",
                        ),
                    )
                told["scope"] = str(scope)
            elif told["kind"] == "measure":
                provided()[told["provided"]].part(told["scope"])
        except ValueError:
            self.add_error(
                "scope",
                say(
                    "范围写成 street=…、unit=… 或 category=…，用分号隔开。",
                    "Write street=…, unit=… or category=…, with semicolons between.",
                ),
            )
        except Told as why:
            self.add_error("scope", say(why.zh, why.en))


class SeriesForm(forms.ModelForm):
    """A series of readings, and which columns of its files hold what."""

    date_column = forms.CharField(label=said("日期列", "Column of the date"), max_length=60)
    value_column = forms.CharField(label=said("数值列", "Column of the value"), max_length=60)
    place_column = forms.CharField(label=said("点位列", "Column of the place"), max_length=60, required=False)
    replaced_column = forms.CharField(
        label=said("换表标记列", "Column that marks a new meter"), max_length=60, required=False,
        help_text=said("该列写有“是、换表、1”的行，是新表的起始读数。", "A row that says yes there is where a new meter begins."),
    )  # fmt: skip

    class Meta:
        model = Series
        fields = ("name", "unit", "source")

    def __init__(self, year: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.year = year
        for name, column in (self.instance.mapping or _USUAL).items():
            self.fields[f"{name}_column"].initial = column

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told["mapping"] = {name: column for name in _USUAL if (column := told.get(f"{name}_column"))}
        if len(set(told["mapping"].values())) < len(told["mapping"]):
            self.add_error("value_column", say("同一列不能有两个用途。", "One column cannot be two things."))
        same = Series.objects.filter(year=self.instance.year_id, name=told.get("name", "")).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("name", say("该项目已有同名的数据序列。", "There is a series of that name."))
        return told


_USUAL = {"date": "日期", "value": "数值", "place": "点位", "replaced": ""}


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The measures, those of the field work and those of the cases apart."""
    apart = ((say("日常工作", "Field work"), False), (say("网格案件", "Cases of the grid"), True))
    return [
        (words, [(one.code, one.words) for one in provided().values() if (one.code in CASE_MEASURES) is cases])
        for words, cases in apart
    ]
