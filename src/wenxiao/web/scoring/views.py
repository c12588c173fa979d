"""Rates of a period, and the lists of cases behind their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from wenxiao.grid.buckets import BUCKET_NAMES, Bucket, Finish, View
from wenxiao.grid.many import BY
from wenxiao.grid.rates import FEW, Indicator, Rate, in_use, indicators, newest, readings
from wenxiao.grid.recurrence import DAYS
from wenxiao.grid.states import Role
from wenxiao.web.core.policy import CENTRE, allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.evidence.case_measures import CASE_MEASURES
from wenxiao.web.grid.models import Agency, Case
from wenxiao.web.scoring.board import OWNERS, Board, Question, named
from wenxiao.web.scoring.cases import cases, reported
from wenxiao.web.scoring.figures import Back, Times

BY_NAMES = {
    "street": ("街道", "Streets"), "unit": ("责任单位", "Agencies"), "person": ("人员", "People"), "all": ("全区", "The district"),
}  # fmt: skip
FINISH_NAMES = {
    Finish.STRICT: ("核查认可的反馈", "feedback that no check found false"), Finish.LENIENT: ("首次反馈", "the first feedback"),
    Finish.PASSED: ("核查通过", "the check"), Finish.CLOSED: ("结案", "closing"),
}  # fmt: skip
#: What stands beside the rates.
HANDLED = {"handling": ("处置时长", "Time of handling"), "came_back": ("复发率", "Came back")}
PAGE = 100


def asked(request: Any) -> Question:
    """What an address asks; who looks as of a day is told what was known then."""
    return latest(request, Question.of(request.GET))


def latest(request: Any, question: Question) -> Question:
    """A question of somebody who looks as of a day: no later cutoff."""
    if request.access.as_of is None:
        return question
    night = datetime.combine(request.access.as_of + timedelta(days=1), time(), timezone.get_current_timezone())
    return Question(
        **{**{name: getattr(question, name) for name in Question.__slots__}, "cutoff": min(question.cutoff, night)}
    )


def indicator_of(request: Any) -> Indicator:
    found = indicators().get(request.GET.get("indicator", ""))
    return found or newest("handled_on_time")


def seen_groups(request: Any, question: Question) -> set[str] | None:
    """The groups of which this person sees figures; None: all. What a person did is for that person and the shift lead."""
    if question.by == "person" and Role.LEAD not in request.access.grid_roles:
        return {"*", str(request.user.pk)}
    return None


@allowed("scoring.see")
def rates(request: Any) -> HttpResponse:
    """Every indicator of one group, and one indicator of every group."""
    question, indicator = asked(request), indicator_of(request)
    board, seen = Board(question), seen_groups(request, question)
    groups = [(code, name) for code, name in board.groups if seen is None or code in seen]
    group = request.GET.get("group", "*")
    group = group if group in dict(groups) else "*"
    across = [row for row in board.across(indicator) if seen is None or row[0] in seen]
    if request.GET.get("format") == "xlsx":
        return _exported(request, board, groups)
    return render(
        request,
        "scoring/rates.html",
        {
            "question": question, "indicator": indicator, "rows": board.rows(group), "groups": groups, "group": group, "across": across,
            "group_name": dict(groups)[group], "few": FEW, "by_names": [(name, say(*BY_NAMES[name])) for name in BY if name != "all"],
            "finishes": [(one.value, say(*FINISH_NAMES[one])) for one in Finish],
            "readings": [(one.name, say(one.zh, one.en)) for one in readings().values()],
            "indicators": [(one.id, say(one.zh, one.en)) for one in in_use()],
            "handled": board.handled(), "days": DAYS, "finish": say(*FINISH_NAMES[Finish(question.finish)]),
            "address": urlencode(question.fields()), "may_list": may_list(request, question.by, group),
            "listed": {code for code, _ in groups if may_list(request, question.by, code)},
        },
    )  # fmt: skip


def _exported(request: Any, board: Board, groups: list[tuple[str, str]]) -> HttpResponse:
    heads = (
        say("对象", "Of"), say("指标", "Indicator"), say("口径", "View"), say("分子", "N"), say("分母", "D"), say("数值", "Value"),
        say("不计入", "Left out"),
    )  # fmt: skip
    body = [
        (name, row.name, words, one.n, one.d if one.kind == "rate" else None, one.value, one.left_out)
        for code, name in groups
        for row in board.rows(code)
        for words, one in ((say("原始", "raw"), row.raw), (say("调整后", "adjusted"), row.adjusted))
    ]
    body += [(name, *row) for _, name, times, back in board.handled() for row in _handled_rows(times, back)]
    return workbook(request, say("网格指标", "Rates"), widths(heads), body)


def _handled_rows(times: Times, back: Back) -> Iterator[tuple[Any, ...]]:
    """The lines of a group that are no rates; of a time the denominator is how many cases took it."""
    for code, hours in (("mean", times.mean), ("median", times.median), ("p90", times.most)):
        yield CASE_MEASURES[f"handling_{code}"].words, None, None, times.n, hours, times.left_out
    yield CASE_MEASURES["came_back"].words, None, back.n, back.d, back.value, back.left_out


def may_list(request: Any, by: str, group: str) -> bool:
    """Whether this person sees the list of cases behind a number of that group: a handling unit sees its own."""
    access = request.access
    if access.grid_roles & CENTRE or access.roles:
        return by != "person" or seen_groups(request, Question.of({"by": by})) is None or group == str(request.user.pk)
    mine = {post.agency.code if by == "unit" else post.agency.street for post in access.posts} - {""}
    return by in {"unit", "street"} and group in mine


@allowed("scoring.see")
def listed(request: Any) -> HttpResponse:
    """The cases behind a numerator, a denominator or a reason for which some are left out; those behind a time, or what came back."""
    question = asked(request)
    group, part = request.GET.get("group", "*"), request.GET.get("part", "d")
    view = View(request.GET["view"]) if request.GET.get("view") in set(View) else View.RAW
    if "\0" in group or not may_list(request, question.by, group):
        raise Http404
    if request.GET.get("indicator") in HANDLED:
        code, indicator = request.GET["indicator"], None
        (name, words), ids = (say(*HANDLED[code]), _behind_words(code, part)), _behind(question, code, group, part)
    else:
        indicator = indicator_of(request)
        code, name, words = indicator.id, say(indicator.zh, indicator.en), part_words(part, indicator)
        many = question.many([indicator]).read(cases(question.period, question.cutoff))
        found = many.rates(indicator, view, "all" if group == "*" else question.by)
        ids = ids_of(found.get("" if group == "*" else group), part)
    names = dict(named(question.by, {group})) if group != "*" else {}
    at = max(0, int(request.GET["page"]) - 1) if request.GET.get("page", "").isdecimal() else 0
    at = min(at, max(0, (len(ids) - 1) // PAGE))
    shown = ids[at * PAGE : (at + 1) * PAGE]
    note(request, f"cases behind {code} {group} {part}")
    return render(
        request,
        "scoring/listed.html",
        {
            "question": question, "name": name, "view": view if indicator else None, "part": words, "count": len(ids),
            "group": names.get(group, say("全区", "The district")), "rows": rows_of(shown), "number": at + 1,
            "pages": (len(ids) - 1) // PAGE + 1, "back": reverse("scoring") + "?" + urlencode(
                {**question.fields(), **({"indicator": code} if indicator else {}), "group": group}
            ), "links": bool(request.access.grid_roles & CENTRE),
        },
    )  # fmt: skip


def _behind(question: Question, code: str, group: str, part: str) -> list[str]:
    """The ids behind a time, or behind what came back."""
    by, of = ("all", "") if group == "*" or question.by not in OWNERS else (question.by, group)
    read = cases(question.period, question.cutoff)
    if code == "handling":
        took = question.handling().read(read).durations(by).get(of)
        return sorted(took.ids) if took else []
    end = question.period.end
    later = reported(end, end + timedelta(days=DAYS), question.cutoff)
    back = question.returns().read(read).read(later).found(by).get(of)
    if back is None:
        return []
    return sorted(back.came_back if part == "n" else back.closed)


def _behind_words(code: str, part: str) -> str:
    if code == "handling":
        return say(*CASE_MEASURES["handling_mean"].n_words)
    of = CASE_MEASURES["came_back"]
    return say(*(of.n_words if part == "n" or of.d_words is None else of.d_words))


def ids_of(rate: Rate | None, part: str) -> list[str]:
    """The ids behind a part of a rate: ``n``, ``d``, or the name of a bucket that is left out."""
    if rate is None:
        return []
    if part == "n":
        return sorted(rate.numerator)
    if part == "d":
        return sorted(rate.denominator)
    return sorted(rate.excluded.get(Bucket(part), ()) if part in set(Bucket) else ())


def part_words(part: str, indicator: Indicator) -> str:
    if part == "n":
        return say(indicator.n, indicator.n_en)
    if part == "d":
        return say(indicator.d, indicator.d_en)
    return say("不计入：", "left out: ") + say(*BUCKET_NAMES[Bucket(part)]) if part in set(Bucket) else ""


def rows_of(ids: list[str]) -> list[dict[str, Any]]:
    """What a list shows of cases: no reporter, no words, no address; ``C1#d2`` is the second dispatch of a case."""
    numbers = {name.partition("#")[0] for name in ids}
    known = {
        row.number: row for row in Case.objects.filter(number__in=numbers).select_related("agency").defer("folded")
    }
    streets = dict(Agency.objects.exclude(street="").values_list("street", "name"))
    return [
        {"id": name, "case": known.get(name.partition("#")[0]), "street": streets.get(row.street, "") if (row := known.get(name.partition("#")[0])) else ""}
        for name in ids
    ]  # fmt: skip
