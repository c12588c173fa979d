"""The indicator library (指标库): search, take over, keep, read in and write out."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from wenxiao.performance.targets import Scoring
from wenxiao.quantities.paper import plain
from wenxiao.web.core import editing
from wenxiao.web.core.answering import answered
from wenxiao.web.core.drafting import sent
from wenxiao.web.core.forms import RevisedForm
from wenxiao.web.core.numbers import NumberField
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say, term
from wenxiao.web.core.spreadsheets import XLSX
from wenxiao.web.targets import library_file
from wenxiao.web.targets.models import LEVELS, NATURES, Described, LibraryIndicator

#: How many a search offers to somebody who fills in the form.
OFFERED = 12
_KEPT = "library-import"


class Filters(forms.Form):
    q = forms.CharField(label=said("名称、解释或领域", "Name, explanation or field"), required=False)
    field = forms.ChoiceField(label=said("行业领域", "Field"), required=False)
    level1 = forms.ChoiceField(label=said("一级指标", "Level 1"), required=False)
    nature = forms.ChoiceField(label=said("性质", "Nature"), required=False)
    core = forms.BooleanField(label=said("只看核心指标", "Core only"), required=False)
    retired = forms.BooleanField(label=said("包括停用", "Retired, too"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        every = ("", say("全部", "All"))
        names = LibraryIndicator.objects.exclude(field="").order_by("field").values_list("field", flat=True).distinct()
        self.fields["field"].choices = [every, *((name, name) for name in names)]
        self.fields["level1"].choices = [every, *((level, term(level)) for level in LEVELS)]
        self.fields["nature"].choices = [every, *NATURES]

    def rows(self) -> QuerySet:
        self.is_valid()
        asked, rows = self.cleaned_data, LibraryIndicator.objects.all()
        if words := asked.get("q"):
            rows = searched(rows, words)
        for name in ("field", "level1", "nature"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if asked.get("core"):
            rows = rows.filter(core=True)
        return rows if asked.get("retired") else rows.filter(retired=False)


def searched(rows: QuerySet, words: str) -> QuerySet:
    """Rows in which every one of the words stands somewhere."""
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(field__icontains=word) | Q(level1__icontains=word) | Q(level2__icontains=word)
            | Q(explanation__icontains=word)
        )  # fmt: skip
    return rows


@allowed("library.see")
def library(request: Any) -> HttpResponse:
    filters = Filters(request.GET)
    rows = filters.rows()
    if request.GET.get("export") == "xlsx":
        answer = HttpResponse(library_file.written(rows), content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="indicators.xlsx"'
        return answer
    return render(request, "targets/library.html", {"filters": filters, "page": page(rows, request.GET.get("page"))})


@allowed("targets.edit")
def choose(request: Any) -> HttpResponse:
    """What the form offers while one types."""
    words = request.GET.get("choose", "").strip()
    rows = searched(LibraryIndicator.objects.filter(retired=False), words)[:OFFERED] if words else []
    offered = [{"row": row, "take": json.dumps(_fields(row), ensure_ascii=False)} for row in rows]
    return render(request, "targets/choices.html", {"offered": offered, "words": words})


def _fields(row: LibraryIndicator) -> dict[str, Any]:
    """What is taken over. The target and the points are the project's own; a proposed target is taken with the rest."""
    fields = {name: getattr(row, name) for name in Described.FIELDS if name != "weight"}
    for name in ("target", "upper"):
        fields[name] = "" if fields[name] is None else plain(fields[name])
    return fields


class LibraryForm(forms.ModelForm):
    class Meta:
        model = LibraryIndicator
        fields = ("field", *Described.FIELDS, "explanation", "retired")
        field_classes = dict.fromkeys(("target", "upper", "weight"), NumberField)
        widgets = {"explanation": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level1"].choices = [("", "—"), *((level, term(level)) for level in LEVELS)]
        self.fields["scoring"].required = False
        for name in ("target", "upper", "weight"):
            self.fields[name].error_messages["invalid"] = say(
                "请填数字，如 95 或 12.5。", "Write a number such as 95 or 12.5."
            )

    def clean_scoring(self) -> str:
        return self.cleaned_data["scoring"] or Scoring.PROPORTION.value

    def clean(self) -> dict[str, Any]:
        got: dict[str, Any] = super().clean() or {}
        low, high = got.get("target"), got.get("upper")
        if got.get("nature") == "range" and low is not None and high is not None and high < low:
            self.add_error("upper", say("上限不能小于下限。", "The upper bound is below the lower one."))
        return got


class EditForm(RevisedForm, LibraryForm):
    """One indicator on its page; a row of a file has no revision."""


@allowed("library.edit")
def edit(request: Any, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(LibraryIndicator, pk=pk) if pk else None
    form = EditForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            editing.save(form.instance, form.cleaned_data["revision"], request.user)
        except editing.Conflict as changed:
            form.add_error(None, str(changed))
        else:
            sent(request)
            messages.success(request, say("指标已保存。", "The indicator is saved."))
            return redirect("library")
    return render(request, "targets/library_form.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@allowed("library.edit")
@require_POST
def retire(request: Any, pk: int) -> HttpResponse:
    """Take an indicator out of use, or back into it; versions that took it over keep it."""
    row = get_object_or_404(LibraryIndicator, pk=pk)
    done = say("已恢复使用。", "In use again.") if row.retired else say("已停用。", "Retired.")
    with answered(request, done), transaction.atomic():
        row = LibraryIndicator.objects.select_for_update().get(pk=pk)
        editing.as_seen(row, request.POST.get("revision", ""))
        row.retired = not row.retired
        editing.save(row, row.revision, request.user)
    return redirect("library")


@allowed("library.edit")
def read_in(request: Any) -> HttpResponse:
    """Read a file: first what it would bring, then, when that is confirmed, all of it at once."""
    context: dict[str, Any] = {}
    if request.method == "POST" and "confirm" in request.POST:
        rows = request.session.pop(_KEPT, {}).get("good", [])
        with transaction.atomic():
            for row in rows:
                made = LibraryForm({name: value for name, value in row.items() if value not in (None, False)})
                made.instance.changed_by = request.user
                made.save()
        messages.success(request, say(f"已导入 {len(rows)} 条指标。", f"{len(rows)} indicators were read in."))
        return redirect("library")
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            context["error"] = say("请选择文件。", "Please choose a file.")
        else:
            try:
                taken = library_file.read(file.read(library_file.MOST_BYTES + 1))
            except library_file.UnreadableLibraryError as error:
                context["error"] = str(error)
            else:
                request.session[_KEPT] = {"good": taken.good, "refused": taken.refused}
                context["taken"] = taken
    status = 422 if "error" in context else 200
    return render(request, "targets/library_import.html", context, status=status)


@allowed("library.edit")
def refused(request: Any) -> HttpResponse:
    """The refused rows of the file that was read last."""
    rows = request.session.get(_KEPT, {}).get("refused", [])
    if not rows:
        raise Http404
    answer = HttpResponse(library_file.refusals(rows), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="refused.xlsx"'
    return answer
