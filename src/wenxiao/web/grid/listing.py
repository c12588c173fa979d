"""The list of cases: filters from the address, an order that an index has, and pages that nobody counts.

Of millions of rows only those of one page are ever read: there is no total, and what is looked for as text is looked for within a
span of days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from wenxiao.grid.states import SOURCE_NAMES, STAGE_NAMES, STAGES, STATE_NAMES, Source, Stage, State
from wenxiao.web.core.clock import now, today
from wenxiao.web.core.days import DayField
from wenxiao.web.core.policy import Access
from wenxiao.web.core.say import said, say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.grid.queue import overdue
from wenxiao.web.grid.seeing import seen

SIZE, FARTHEST = 50, 200  # rows of a page, and pages that one may turn
WITHIN = 90  # days that words are looked for in, where no days are given
#: Rows of one workbook.
EXPORTED = 20_000
ORDERS = {"reported": "reported_at", "due": "adjusted_due", "closed": "closed_at"}


class Filters(forms.Form):
    """The filters of the list, read from the address."""

    q = forms.CharField(label=said("案件号、描述或地址", "Number, words or address"), required=False, max_length=100)
    state = forms.ChoiceField(label=said("状态", "State"), required=False)
    stage = forms.ChoiceField(label=said("阶段", "Stage"), required=False)
    category = forms.ChoiceField(label=said("类别", "Category"), required=False)
    street = forms.ChoiceField(label=said("街道", "Street"), required=False)
    agency = forms.ChoiceField(label=said("责任单位", "Unit"), required=False)
    source = forms.ChoiceField(label=said("来源", "Source"), required=False)
    since = DayField(label=said("上报自", "Reported from"), required=False)
    until = DayField(label=said("至", "to"), required=False)
    late = forms.BooleanField(label=said("只看超期", "Overdue"), required=False)
    pressed = forms.BooleanField(label=said("只看督办", "Pressed"), required=False)
    unanswered = forms.BooleanField(label=said("督办待回复", "Order to answer"), required=False)
    to_sign = forms.BooleanField(label=said("待签批", "To be signed"), required=False)
    to_call = forms.BooleanField(label=said("待回访", "To be called back"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = list(Agency.objects.all())
        self._choices(
            "state", [("open", say("未办结", "Open")), *((one.value, say(*STATE_NAMES[one])) for one in State)]
        )
        self._choices("stage", [(one.value, say(*STAGE_NAMES[one])) for one in Stage])
        self._choices("source", [(one.value, say(*SOURCE_NAMES[one])) for one in Source])
        self._choices("agency", [(one.code, one.name) for one in agencies])
        self._choices("street", [(one.street, one.name) for one in agencies if one.street])
        catalogue = ground().catalogue
        named = sorted({key for one in catalogue.conditions.values() for key in one.categories})
        self._choices(
            "category",
            [
                (
                    key,
                    f"{catalogue.categories[key].code} {say(catalogue.categories[key].zh, catalogue.categories[key].en)}",
                )
                for key in named
            ],
        )

    def _choices(self, name: str, rows: list[Any]) -> None:
        self.fields[name].choices = [("", say("全部", "All")), *rows]

    def narrowed(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        """The cases that the filters leave; a filter that is not understood leaves all."""
        self.is_valid()
        chosen = self.cleaned_data
        if words := (chosen.get("q") or "").strip():
            rows = self._with_words(rows, words)
        if chosen.get("state") == "open":
            rows = rows.filter(open=True)
        elif chosen.get("state"):
            rows = rows.filter(state=chosen["state"])
        if chosen.get("stage"):
            rows = rows.filter(state__in=[state for state, stage in STAGES.items() if stage == chosen["stage"]])
        for name in ("category", "source", "street"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        if chosen.get("agency"):
            rows = rows.filter(agency__code=chosen["agency"])
        if chosen.get("since"):
            rows = rows.filter(reported_at__gte=_midnight(chosen["since"]))
        if chosen.get("until"):
            rows = rows.filter(reported_at__lt=_midnight(chosen["until"] + timedelta(days=1)))
        if chosen.get("late"):
            rows = rows.filter(overdue(now()))
        if chosen.get("pressed"):
            rows = rows.filter(pressed=True)
        if chosen.get("unanswered"):
            rows = rows.filter(answer_due__isnull=False)
        if chosen.get("to_sign"):
            rows = rows.filter(to_sign__gt="")
        return rows.filter(call_until__gt=now()) if chosen.get("to_call") else rows

    def _with_words(self, rows: QuerySet[Case], words: str) -> QuerySet[Case]:
        elsewhere = rows.filter(external=words, external__gt="")  # as the index of them says
        numbered = words.isdecimal() and len(words) >= 8
        mine = Q(number__gte=words, number__lt=words + ":")  # an index has it, whatever the collation
        if elsewhere.exists():
            return rows.filter(mine | Q(external=words, external__gt="")) if numbered else elsewhere
        if numbered:
            return rows.filter(mine)
        if not self.cleaned_data.get("since") and not self.cleaned_data.get("until"):
            rows = rows.filter(reported_at__gte=_midnight(today() - timedelta(days=WITHIN)))
        return rows.filter(Q(description__icontains=words) | Q(address__icontains=words))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True, slots=True)
class Window:
    """One page of rows, and whether there is one before and after it."""

    rows: list[Case]
    number: int
    further: bool
    end: bool  # there are more, but nobody turns so many pages

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def window(rows: QuerySet[Case], asked: str | None) -> Window:
    """A page of rows; a number that is none gives the first."""
    number = min(max(int(asked), 1), FARTHEST) if asked and asked.isdecimal() and len(asked) < 5 else 1
    found = list(rows[(number - 1) * SIZE : number * SIZE + 1])
    return Window(
        found[:SIZE], number, len(found) > SIZE and number < FARTHEST, len(found) > SIZE and number == FARTHEST
    )


def listed(access: Access, asked: Any) -> tuple[Filters, QuerySet[Case], str]:
    """The filters of an address, the cases of this person that they leave in its order, and the order."""
    filters = Filters(asked)
    rows = filters.narrowed(seen(access)).select_related("agency")
    order = asked.get("order", "")
    if order.removeprefix("-") not in ORDERS:
        order = "-reported"
    column = F(ORDERS[order.removeprefix("-")])
    if order.removeprefix("-") != "reported":
        rows = rows.filter(**{f"{ORDERS[order.removeprefix('-')]}__isnull": False})
    by = column.desc() if order.startswith("-") else column.asc()
    return filters, rows.order_by(by, "-pk" if order.startswith("-") else "pk"), order
