"""Score schemes: those in use, one with its lines and versions, the next version written as data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from wenxiao.grid.rates import newest as indicator_of
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import said, say
from wenxiao.web.scoring.models import OBJECTS, SchemeVersion
from wenxiao.web.scoring.schemes import Unsound, every, keep, newest, written

MAPPINGS = {
    "linear": ("按比例", "in proportion"), "steps": ("分档", "by steps"), "deduct": ("低于起点扣分", "short of a threshold"), "each": ("按件扣分", "for each case"),
    "external": ("外部评分", "given by hand"),
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
    return {"name": name, "points": line.points, "mapping": say(*MAPPINGS[line.mapping]), "line": line}


@allowed("scoring.run")
def edit(request: Any, key: str = "") -> HttpResponse:
    """The next version of a scheme, or a new one."""
    of = every().get(key)
    if key and of is None:
        raise Http404
    first = {"code": of.code, "objects": of.objects, "role": of.role, "text": written(of)} if of else {"text": _EXAMPLE}
    form = SchemeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            keep(told["code"], told["objects"], told["role"], told["text"], told["note"], request.user)
        except Unsound as why:
            form.add_error("text", str(why))
        else:
            return redirect("schemes")
    return render(
        request,
        "scoring/scheme_edit.html",
        {"form": form, "of": of, "mappings": [(name, say(*words)) for name, words in MAPPINGS.items()]},
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
