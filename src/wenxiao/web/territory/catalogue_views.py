"""The catalogue: categories with the standard of their code, what became of old codes, filing conditions; and what the place adds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from wenxiao.grid.catalogue import Category, Condition
from wenxiao.grid.clock import read_limit, span
from wenxiao.web.core.clock import today
from wenxiao.web.core.forms import MarkedForm
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, said, say
from wenxiao.web.core.spreadsheets import workbook
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.lasting import limit_words
from wenxiao.web.territory.changes import changed
from wenxiao.web.territory.ground import extended
from wenxiao.web.territory.models import Change, LocalCategory, LocalCondition

KINDS = (("component", said("部件", "Component")), ("event", said("事件", "Event")), ("item", said("事项", "Item")))


def words(one: Any) -> str:
    """The name of a category, a condition or a standard in the language of the request."""
    return str(one.en if english() else one.zh)


class Filters(forms.Form):
    q = forms.CharField(label=said("名称或代码", "Name or code"), max_length=60, required=False)
    standard = forms.ChoiceField(label=said("标准", "Standard"), required=False)
    kind = forms.ChoiceField(label=said("种类", "Kind"), choices=[("", said("全部", "All")), *KINDS], required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        standards = [(one.id, one.ref) for one in ground().catalogue.standards.values()]
        self.fields["standard"].choices = [("", say("全部", "All")), *standards]

    def rows(self) -> list[Category]:
        self.is_valid()
        asked = self.cleaned_data
        return sorted(
            (
                one
                for one in ground().catalogue.categories.values()
                if asked.get("q", "").casefold() in f"{one.zh}{one.en}{one.code}".casefold()
                and asked.get("standard") in ("", None, one.standard)
                and asked.get("kind") in ("", None, one.kind)
            ),
            key=lambda one: one.key,
        )


@allowed("territory.see")
def index(request: Any) -> HttpResponse:
    filters, of = Filters(request.GET), ground().catalogue
    kinds, found = dict(KINDS), filters.rows()
    rows = [
        {
            "key": one.key, "code": one.code, "words": words(one), "group": one.group_en if english() else one.group,
            "kind": kinds.get(one.kind, one.kind), "standard": of.standards[one.standard], "status": one.status,
            "local": one.status == "local" or of.is_local(one), "successor": of.successor(one.key),
            "conditions": len(of.conditions_of(one.key)),
        }
        for one in found
    ]  # fmt: skip
    if request.GET.get("export") == "xlsx":
        heading = [(say(*w), n) for w, n in ((("标准编号", "Standard"), 20), (("种类", "Kind"), 10), (("代码", "Code"), 10), (("名称", "Name"), 24), (("大类", "Class"), 16), (("新代码", "New code"), 12))]  # fmt: skip
        body = ((row["standard"].ref, str(row["kind"]), row["code"], row["words"], row["group"], row["successor"].code if row["successor"] else None) for row in rows)  # fmt: skip
        return workbook(request, say("类别", "categories"), heading, body)
    day = today()
    standards = [
        {"one": one, "words": words(one), "now": (one.since is None or one.since <= day) and (one.until is None or day <= one.until)}
        for one in of.standards.values()
    ]  # fmt: skip
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    context = {"here": "catalogue", "filters": filters, "page": page, "standards": standards}
    return render(request, "territory/catalogue.html", context)


@allowed("territory.see")
def successors(request: Any) -> HttpResponse:
    """Old codes and what they became; those of which that is not known are not guessed."""
    of = ground().catalogue
    rows = [(one, of.successor(one.key)) for one in sorted(of.categories.values(), key=lambda one: one.key)]
    ended = {one.id for one in of.standards.values() if one.until is not None}
    context = {
        "here": "catalogue",
        "rows": [(old, words(old), new, words(new) if new else "") for old, new in rows if old.standard in ended],
    }
    return render(request, "territory/successors.html", context)


@allowed("territory.see")
def conditions(request: Any) -> HttpResponse:
    """Filing conditions with their limits and closing conditions."""
    of, asked = ground().catalogue, request.GET
    wanted, text = asked.get("category", ""), asked.get("q", "").casefold()
    own = dict(LocalCondition.objects.values_list("code", "pk"))
    rows = [
        {
            "one": one, "words": words(one), "limit": limit_words(one.limit), "closing": one.closing_en if english() else one.closing, "own": own.get(one.code),
            "categories": [(key, words(of.categories[key]), of.categories[key].code) for key in one.categories],
        }
        for one in of.conditions.values()
        if (not wanted or wanted in one.categories) and text in f"{one.zh}{one.en}{one.code}".casefold()
    ]  # fmt: skip
    if asked.get("export") == "xlsx":
        return _book(request, of.conditions.values())
    context = {
        "here": "conditions", "page": Paginator(rows, 100).get_page(asked.get("page")), "wanted": of.categories.get(wanted),
        "wanted_words": words(of.categories[wanted]) if wanted in of.categories else "", "q": asked.get("q", ""),
    }  # fmt: skip
    return render(request, "territory/conditions.html", context)


def _book(request: Any, rows: Iterable[Condition]) -> Any:
    heading = [(say(*w), n) for w, n in ((("条件编码", "Code"), 16), (("类别", "Categories"), 40), (("立案条件", "Filing condition"), 40), (("处置时限", "Limit"), 14), (("结案条件", "Closing condition"), 40), (("紧急", "Urgent"), 8), (("立案条件（英文）", "In English"), 30), (("结案条件（英文）", "Closing, in English"), 30))]  # fmt: skip
    body = (
        (one.code, "；".join(one.categories), one.zh, str(one.limit), one.closing, "是" if one.urgent else "否", one.en, one.closing_en)
        for one in rows
    )  # fmt: skip
    return workbook(request, say("立案条件", "conditions"), heading, body)


class CategoryForm(forms.ModelForm):
    standard = forms.ChoiceField(label=said("标准", "Standard"))
    kind = forms.ChoiceField(label=said("种类", "Kind"), choices=KINDS)

    class Meta:
        model = LocalCategory
        fields = ("standard", "kind", "code", "zh", "en", "group")
        labels = {
            "code": said("代码", "Code"), "zh": said("名称", "Name in Chinese"), "en": said("英文名称", "Name in English"), "group": said("大类", "Class"),
        }  # fmt: skip
        help_texts = {"group": said("已有大类的可不填", "Empty where the class is there already")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].choices = [(one.id, one.ref) for one in ground().catalogue.standards.values()]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors:
            try:
                check_category(LocalCategory(**typed), list(LocalCategory.objects.all()))
            except ValueError as error:
                self.add_error("code", str(error))
                return typed
            typed["group"] = typed["group"] or group_of(typed["standard"], typed["kind"], typed["code"])
        return typed


def group_of(standard: str, kind: str, code: str) -> str:
    """The name of the class of a code, as others of it have it; empty where there is none yet."""
    for one in ground().catalogue.categories.values():
        if (one.standard, one.kind, one.code[:2]) == (standard, kind, code[:2]):
            return one.group
    return ""


def check_category(row: LocalCategory, others: list[LocalCategory]) -> None:
    """Raises ValueError with a sentence where a new category does not hold."""
    of = ground().catalogue.standards[row.standard]
    taken = {f"{one.standard}:{one.kind}:{one.code}" for one in others} | set(ground().catalogue.categories)
    if f"{row.standard}:{row.kind}:{row.code}" in taken:
        raise ValueError(say(f"代码 {row.code} 已在目录中。", f"{row.code} is in the catalogue already."))
    try:
        extended([*others, row], list(LocalCondition.objects.all()))
    except ValueError:
        raise ValueError(
            say(f"{of.ref} 的代码是 {of.digits} 位数字，且不用标准空缺的号；请核对“{row.code}”。", f"A code of {of.ref} has {of.digits} digits and is none that it leaves out; check {row.code}.")
        ) from None  # fmt: skip


@allowed("territory.edit")
def category(request: Any) -> HttpResponse:
    """A category of the place, or one of the standard that does not ship."""
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save(commit=False)
            made.group = form.cleaned_data["group"]
            made.save()
            changed(Change.Part.CATALOGUE, f"新增类别 {made.code} {made.zh}", request.user)
        return redirect(f"{reverse('catalogue')}?q={made.code}")
    title, back = say("新增类别", "New category"), reverse("catalogue")
    context = {"here": "catalogue", "form": form, "title": title, "back": back}
    return render(request, "territory/form.html", context, status=422 if form.errors else 200)


class ConditionForm(MarkedForm):
    categories = forms.MultipleChoiceField(
        label=said("类别", "Categories"), widget=forms.SelectMultiple(attrs={"size": 8})
    )

    class Meta:
        model = LocalCondition
        fields = ("code", "categories", "zh", "limit", "closing", "urgent", "en", "closing_en")
        labels = {
            "code": said("条件编码", "Code"), "zh": said("立案条件", "Filing condition"), "limit": said("处置时限", "Limit"),
            "closing": said("结案条件", "Closing condition"), "urgent": said("紧急", "Urgent"), "en": said("立案条件（英文）", "In English"),
            "closing_en": said("结案条件（英文）", "Closing condition in English"),
        }  # fmt: skip
        help_texts = {
            "limit": said("数字和单位：紧急工作时、紧急工作日、工作时、工作日、自然日", "Number and unit: urgent hours, urgent days, working hours, working days, natural days"),
            "code": said("与现有条件同码的，以本地的为准；已立案件的时限不变", "One with the code of a shipped condition takes its place; cases that are filed keep their limit"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted(ground().catalogue.categories.values(), key=lambda one: one.key)
        self.fields["categories"].choices = [(one.key, f"{one.code} {words(one)}（{one.standard}）") for one in rows]
        if limit := self.initial.get("limit"):
            self.initial["limit"] = limit_words(read_limit(limit))
        if self.instance.pk:
            self.fields["code"].disabled = True

    def clean_limit(self) -> str:
        try:
            return read_for_here(self.cleaned_data["limit"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}。") from None


def read_for_here(text: str) -> str:
    """A limit as it is kept. Raises ValueError with a sentence for what is none, or none under the rules of the place."""
    limit, of = read_limit(text), ground()
    if not limit.value:
        raise ValueError(say("时限须大于零", "a limit is more than nothing"))
    span(limit, of.calendar, of.rules.workday)
    return str(limit)


@allowed("territory.edit")
def condition(request: Any, pk: int | None = None) -> HttpResponse:
    """A filing condition of the place: new, one of its own, or in place of one that ships (``of``)."""
    own = get_object_or_404(LocalCondition, pk=pk) if pk else None
    of = ground().catalogue.conditions.get(request.GET.get("of", ""))
    initial = {} if of is None else {
        "code": of.code, "categories": of.categories, "zh": of.zh, "en": of.en, "limit": str(of.limit), "closing": of.closing,
        "closing_en": of.closing_en, "urgent": of.urgent,
    }  # fmt: skip
    form = ConditionForm(request.POST or None, instance=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.untouched():
                made = form.save()
                what = f"{'修改' if pk else '新增'}立案条件 {made.code}（{made.limit}）"
                changed(Change.Part.CATALOGUE, what, request.user)
                return redirect(f"{reverse('conditions')}?q={made.code}")
    title = say("本地立案条件", "Filing condition of the place")
    context = {"here": "conditions", "form": form, "title": title, "back": reverse("conditions")}
    return render(request, "territory/form.html", context, status=422 if form.errors else 200)
