"""Score schemes: those in use, one with its lines and versions, the next version written as data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from wenxiao.grid.points_told import told
from wenxiao.grid.rates import newest as indicator_of
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.scoring.models import OBJECTS, SchemeVersion
from wenxiao.web.scoring.schemes import Unsound, every, keep, newest, written

MAPPINGS = {
    "linear": ("按比例", "in proportion"), "steps": ("分档", "by steps"), "deduct": ("低于起点扣分", "short of a threshold"), "each": ("按件扣分", "for each case"),
    "external": ("外部评分", "given by hand"),
}  # fmt: skip

#: How each is computed, for who writes one; with the numbers of a line ``points_told`` says it.
HOW = {
    "linear": ("points × 指标值；指标越低越好的，points ×（1 − 指标值）", "points × the value; where less is better, points × (1 − the value)"),
    "steps": ("steps 从高到低，取达到的第一档，得 points 的百分之几；都达不到得 0 分", "the first of steps that is reached, from the highest down, gives that percentage of points; none of them gives 0"),
    "deduct": ("达到 threshold 得满分，每差 1 个百分点扣 per_point 分；只用于比率", "all points from threshold on, per_point less for each percentage point short of it; of rates only"),
    "each": ("每 1 件扣 per_case 分；只用于件数", "per_case less for each case; of counts only"),
    "external": ("由外部检查给出，每月人工录入，附依据", "given by an outside inspection, entered by hand each month with its paper"),
}  # fmt: skip


class SchemeForm(forms.Form):
    """A version as it is written: the lines as data."""

    code = forms.CharField(label=said("代码", "Code"), max_length=40)
    objects = forms.ChoiceField(label=said("考核对象", "Of"), choices=list(OBJECTS.items()))
    role = SchemeVersion._meta.get_field("role").formfield()
    text = forms.CharField(
        label=said("内容", "Contents"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"class": "data", "spellcheck": "false"}),
        strip=False,
    )
    note = forms.CharField(label=said("修改说明", "What changed"), max_length=200, required=False)


@allowed("scoring.see")
def index(request: Any) -> HttpResponse:
    rows = [
        {"scheme": each, "objects": OBJECTS[each.objects], "own": None, "lines": [_line(line) for line in each.lines]}
        for each in newest().values()
    ]
    own = {(row.code, row.version): row for row in SchemeVersion.objects.select_related("made_by")}
    for row in rows:
        row["own"] = own.get((row["scheme"].code, row["scheme"].version))
    return render(
        request,
        "scoring/schemes.html",
        {"rows": rows, "may_run": request.access.can("scoring.run"), "versions": list(own.values())},
    )


def _line(line: Any) -> dict[str, Any]:
    of = indicator_of(line.indicator) if line.indicator else None
    name = say(of.zh, of.en) if of else say(line.name, line.name_en or line.name)
    return {"name": name, "points": line.points, "mapping": say(*MAPPINGS[line.mapping]), "how": say(*told(line))}


@allowed("scoring.run")
def edit(request: Any, key: str = "") -> HttpResponse:
    """The next version of a scheme, or a new one."""
    of = every().get(key)
    if key and of is None:
        raise Http404
    first = {"code": of.code, "objects": of.objects, "role": of.role, "text": written(of)} if of else {"text": _EXAMPLE}
    form = SchemeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            keep(typed["code"], typed["objects"], typed["role"], typed["text"], typed["note"], request.user, of)
        except Unsound as why:
            form.add_error("text", str(why))
        else:
            return redirect("schemes")
    return render(
        request,
        "scoring/scheme_edit.html",
        {
            "form": form,
            "of": of,
            "mappings": [(name, say(*words), say(*HOW[name])) for name, words in MAPPINGS.items()],
        },
        status=422 if form.errors else 200,
    )


_EXAMPLE = """zh = "考核办法名称"
total = 100

[[line]]
indicator = "closed_on_time"
mapping = "linear"
points = 60

[[line]]
indicator = "closed"
mapping = "linear"
points = 40
"""
