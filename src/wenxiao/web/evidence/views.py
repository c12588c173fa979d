"""The room of evidence: computed indicators, snapshots with the lists behind them, what was computed again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wenxiao.grid.buckets import BUCKET_NAMES, Bucket
from wenxiao.grid.evidence import changes
from wenxiao.grid.rates import indicators
from wenxiao.web.core.answering import answered
from wenxiao.web.core.clock import now
from wenxiao.web.core.jobs import enqueue
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import CENTRE, allowed
from wenxiao.web.core.reads import note
from wenxiao.web.core.say import say
from wenxiao.web.evidence import measuring
from wenxiao.web.evidence.case_measures import CASE_MEASURES, left_out
from wenxiao.web.evidence.drilling import behind, full, of_cases
from wenxiao.web.evidence.forms import MeasureForm
from wenxiao.web.evidence.latest import indicator_name, latest, subject
from wenxiao.web.evidence.models import Measure, Point, Snapshot
from wenxiao.web.evidence.seeing import measures, one_measure, one_snapshot, series, snapshots
from wenxiao.web.evidence.snapshots import checked
from wenxiao.web.evidence.wording import names_in, question_words
from wenxiao.web.scoring.views import PAGE, ids_of, part_words, rows_of
from wenxiao.web.selfevaluation.models import SelfEvaluation


@allowed("evidence.see")
def index(request: Any) -> HttpResponse:
    """What is computed: measures by project, the latest snapshots, series."""
    rows = page(
        measures(request.access).filter(removed_at=None).order_by("-year__year", "year__project__code", "pk"),
        request.GET.get("page"),
    )
    shown = latest(request.access, 20)
    return render(
        request,
        "evidence/index.html",
        {
            "page": rows, "latest": shown,
            "measures": [(one, measuring.source_words(one), indicator_name(one)) for one in _with_snapshots(rows)],
            "names": names_in(one.scope for one in (*(row.one for row in shown), *rows)),
            "series": series(request.access).order_by("-year__year", "name")[:20], "may_check": request.access.can("evidence.check"),
        },
    )  # fmt: skip


def _with_snapshots(rows: Any) -> list[Measure]:
    keys = [one.pk for one in rows]
    found = Measure.objects.filter(pk__in=keys).select_related("year__project", "series").prefetch_related("snapshots")
    by_key = {one.pk: one for one in found.prefetch_related("year__target_sets__indicators")}
    return [by_key[key] for key in keys]


@allowed("evidence.see")
def snapshot(request: Any, pk: int) -> HttpResponse:
    """One snapshot: question, value, what was left out, when it was computed again, what changed since the one before."""
    one = one_snapshot(request, pk)
    return render(
        request,
        "evidence/snapshot.html",
        {
            "one": one, "subject": subject(one), "question": question_words(one), "names": names_in([one.scope]), "checks": one.checks.select_related("by"), "definition": indicators().get(one.subject),
            "excluded": [(say(*BUCKET_NAMES[Bucket(name)]), number, name) for name, number in one.excluded.items()] if one.kind == "rate" else [(left_out(why), number, "") for why, number in one.excluded.items()] if one.subject in CASE_MEASURES else [],
            "measures": [(each, indicator_name(each)) for each in measures(request.access).filter(snapshots=one).prefetch_related("year__target_sets__indicators")],
            "may_check": request.access.can("evidence.check"), "points": _points(one), "of_cases": CASE_MEASURES.get(one.subject),
            "earlier": snapshots(request.access).filter(subject=one.subject, scope=one.scope, start=one.start, end=one.end, pk__lt=one.pk, kind="rate", question=one.question).first() if one.kind == "rate" else None,
        },
    )  # fmt: skip


def _points(one: Snapshot) -> Any:
    if one.kind != "series":
        return ()
    rows = Point.objects.filter(
        series=int(one.subject), at__gte=one.start, at__lt=one.end, file__added_at__lte=one.cutoff
    )
    return rows.select_related("file").order_by("at", "place")[:PAGE]


@allowed("evidence.see")
def listed(request: Any, pk: int) -> HttpResponse:
    """The cases behind a snapshot, worked out again at its cutoff, and whether they are still the same."""
    one, part = one_snapshot(request, pk), request.GET.get("part", "d")
    if not of_cases(one):
        raise Http404
    rate, same = behind(one)
    ids = ids_of(rate, part)
    at = max(0, int(request.GET["page"]) - 1) if request.GET.get("page", "").isdecimal() else 0
    at = min(at, max(0, (len(ids) - 1) // PAGE))
    note(request, f"cases behind snapshot {one.pk} {part}")
    return render(
        request,
        "evidence/listed.html",
        {
            "one": one, "subject": subject(one), "part": part_words(part, rate.indicator), "count": len(ids), "same": same,
            "rows": rows_of(ids[at * PAGE : (at + 1) * PAGE]), "number": at + 1, "links": bool(request.access.grid_roles & CENTRE), "pages": (len(ids) - 1) // PAGE + 1,
        },
    )  # fmt: skip


@allowed("evidence.see")
def compared(request: Any, pk: int) -> HttpResponse:
    """What came and went between a snapshot and the one of the same question before it."""
    one = one_snapshot(request, pk)
    if one.kind != "rate":
        raise Http404
    rows = snapshots(request.access).filter(
        subject=one.subject,
        scope=one.scope,
        start=one.start,
        end=one.end,
        pk__lt=one.pk,
        kind="rate",
        question=one.question,
    )
    before = rows.first()
    if before is None:
        raise Http404
    found = changes(full(before), full(one))
    note(request, f"changes to snapshot {one.pk}")
    return render(
        request, "evidence/compared.html", {"one": one, "before": before, "changes": found, "subject": subject(one)}
    )


@allowed("evidence.check")
@require_POST
def check(request: Any, pk: int) -> HttpResponse:
    """Compute it again and keep whether it came out the same."""
    one = one_snapshot(request, pk)
    found = next(checked([one], request.user))
    if found.same:
        messages.success(request, say("重新核算一致。", "Computed again: the same."))
    else:
        messages.error(
            request,
            say("重新核算不一致，请核实数据是否被改动。", "Computed again: not the same. Was the data changed?"),
        )
    return redirect(one)


@allowed("evidence.check")
@require_POST
def check_all(request: Any) -> HttpResponse:
    """Compute all that one sees again, in the background."""
    asked = enqueue(request.user, "evidence-check", say("重新核算全部佐证快照", "All snapshots again"))
    return redirect("job", asked.pk)


@allowed("evidence.link")
def link(request: Any, pk: int) -> HttpResponse:
    """Link an indicator of a project-year to what it is computed from."""
    year = request.access.year("evidence.link", pk)
    form = MeasureForm(year, request.POST or None, initial={"key": request.GET.get("key", "")})
    if request.method == "POST" and form.is_valid():
        measure = form.save(commit=False)
        measure.made_by = request.user
        measure.save()
        form.save_m2m()
        with answered(request):
            measuring.compute(measure, request.user)
        return redirect("measures", year.pk)
    return render(request, "evidence/link.html", {"form": form, "year": year}, status=422 if form.errors else 200)


@allowed("evidence.see")
def of_year(request: Any, pk: int) -> HttpResponse:
    """The computed indicators of a project-year, and its series."""
    year = request.access.year("evidence.see", pk)
    mine = measures(request.access).filter(year=year, removed_at=None)
    rows = _with_snapshots(mine)
    own = SelfEvaluation.objects.filter(year=year).shown_to(request.access).first()
    return render(
        request,
        "evidence/of_year.html",
        {
            "year": year, "measures": [(one, measuring.source_words(one), indicator_name(one)) for one in rows], "own": own, "names": names_in(one.scope for one in rows),
            "series": series(request.access).filter(year=year), "may_link": request.access.may("evidence.link", year),
        },
    )  # fmt: skip


@allowed("evidence.link")
@require_POST
def compute(request: Any, pk: int) -> HttpResponse:
    """A new snapshot of a measure."""
    measure = one_measure(request, pk, "evidence.link")
    with answered(request, say("已核算，生成了新的快照。", "Computed: there is a new snapshot.")):
        measuring.compute(measure, request.user)
    return redirect("measures", measure.year_id)


@allowed("evidence.link")
@require_POST
def remove(request: Any, pk: int) -> HttpResponse:
    """A measure counts no more; its snapshots stay."""
    measure = one_measure(request, pk, "evidence.link")
    measure.removed_at = now()
    measure.save(update_fields=["removed_at"])
    messages.success(request, say("已停用该取数关系，快照保留。", "The measure counts no more; its snapshots stay."))
    return redirect("measures", measure.year_id)


@allowed("evidence.link")
@require_POST
def take(request: Any, pk: int) -> HttpResponse:
    """采用核算值: fill the actual value of the draft with what was computed."""
    measure = one_measure(request, pk, "evidence.link")
    own = SelfEvaluation.objects.filter(year=measure.year_id).first()
    if own is None:
        raise Http404
    with answered(request, say("已采用核算值，请核对后保存其他内容。", "The computed value is taken over; check it.")):
        measuring.take(own, measure, request.user)
    return redirect(own.get_absolute_url() + "#computed")
