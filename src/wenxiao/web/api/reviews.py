"""Samples of self-evaluations (抽查) and their reviews (复核): drawn from a recorded seed, scored again line by line."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from ninja import Field, Query, Schema, Status

from wenxiao.performance.lifecycle import Role
from wenxiao.web.api.doors import MOST, WRITES, Bearer, allow, answers, router, wrong
from wenxiao.web.api.shapes import In, Number, PointsIn, ProjectYearOut, Revision
from wenxiao.web.core.editing import lock
from wenxiao.web.core.say import english, say
from wenxiao.web.evaluation import drawing
from wenxiao.web.evaluation.models import Draw, Review
from wenxiao.web.evaluation.rescoring import DrawForm, Rescoring, reviewed
from wenxiao.web.evaluation.reviews import seen

routes = router("reviews")
READ, WRITE = Bearer("evaluations:read"), Bearer("evaluations:write")


class ReviewRow(Schema):
    """One self-evaluation of a sample. ``why``: the reasons of the draw."""

    id: int
    draw: int
    self_evaluation: int
    project_year: ProjectYearOut
    why: list[str]
    reviewer: str | None
    finished_at: datetime | None
    revision: int


class ReviewPage(Schema):
    """Some of the rows; ``count`` is of all."""

    count: int
    rows: list[ReviewRow]


class ReviewLineOut(Schema):
    """A line with the unit's own score beside the review's. ``deviation``: (own − review) ÷ own."""

    key: str
    name: str
    points: Number
    own: Number | None
    score: Number | None
    difference: Number | None
    deviation: Number | None
    reason: str


class ReviewOut(ReviewRow):
    """One review, whole; the sums are of the lines that have both scores, ``how`` is their arithmetic."""

    opinion: str
    lines: list[ReviewLineOut]
    own: Number | None
    score: Number | None
    difference: Number | None
    deviation: Number | None
    how: str


class ReviewLineIn(In):
    """The reviewer's score of one line, with the reason where it differs. ``execution`` is the key of 预算执行率."""

    key: str = Field(max_length=32)
    score: PointsIn | None = None
    reason: str = Field("", max_length=2000)


class ReviewIn(In):
    """A review, whole: a line that is not in it has no score after. ``finish`` closes it."""

    revision: Revision
    opinion: str = Field("", max_length=20000)
    lines: list[ReviewLineIn] = Field([], max_length=200)
    finish: bool = False


class DrawIn(In):
    """What a draw is made of. Without a seed it takes a new one; ``forced``: why, by project code, for what is drawn by order."""

    year: int = Field(ge=2000, le=2100)
    size: int = Field(ge=1, le=1000)
    seed: str = Field("", max_length=32)
    forced: dict[str, Annotated[str, Field(max_length=200)]] = {}


class DrawOut(Schema):
    """A draw. ``same``: whether drawing again from what was recorded gives the same; ``reviews`` of it that one sees."""

    id: int
    year: int
    size: int
    seed: str
    regime: str
    drawn_by: str
    drawn_at: datetime
    population: int
    same: bool
    reviews: list[int]


def _row(one: Review) -> dict[str, Any]:
    return {
        "id": one.pk,
        "draw": one.draw_id,
        "self_evaluation": one.self_evaluation_id,
        "project_year": one.self_evaluation.year,
        "why": one.why["en" if english() else "zh"],
        "reviewer": one.reviewer.name if one.reviewer else None,
        "finished_at": one.finished_at,
        "revision": one.revision,
    }


def _whole(one: Review) -> dict[str, Any]:
    typed = Rescoring(one, reviewed(one))
    result = typed.result
    lines = [
        {
            "key": line.key, "name": line.name, "points": line.points, "own": line.own, "score": line.recheck,
            "difference": line.difference, "deviation": line.deviation,
            "reason": typed.stored[line.key].reason if line.key in typed.stored else "",
        }
        for line in result.lines
    ]  # fmt: skip
    return {
        **_row(one),
        "opinion": one.opinion,
        "lines": lines,
        "own": result.own,
        "score": result.recheck,
        "difference": result.difference,
        "deviation": result.deviation,
        "how": result.how_en if english() else result.how,
    }


def _one(request: Any, pk: int) -> Review:
    allow(request, "review.see")
    found = seen(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@routes.get("", response=answers(ReviewPage), auth=READ)
def listed(
    request: Any,
    year: int | None = Query(None, ge=1990, le=2100),
    state: Literal["open", "finished"] | None = None,
    offset: int = Query(0, ge=0, le=10**9),
    limit: int = Query(50, ge=1, le=MOST),
) -> Any:
    """The reviews that this person sees, of the last draw first."""
    allow(request, "review.see")
    rows = seen(request)
    if year is not None:
        rows = rows.filter(draw__year=year)
    if state is not None:
        rows = rows.filter(finished_at__isnull=state == "open")
    return {"count": rows.count(), "rows": [_row(one) for one in rows[offset : offset + limit]]}


@routes.get("/{int:pk}", response=answers(ReviewOut), auth=READ)
def one(request: Any, pk: int) -> Any:
    """One review: own score beside the reviewer's, line by line, with differences and the deviation."""
    return _whole(_one(request, pk))


@routes.put("/{int:pk}", response=answers(ReviewOut, *WRITES), auth=WRITE)
def write(request: Any, pk: int, said: ReviewIn) -> Any:
    """Write a review, and finish it where ``finish`` says so; 422 with every sentence where it cannot be finished."""
    review = _one(request, pk)
    if review.finished_at is not None or not request.access.may("review.score", review.self_evaluation.year):
        raise PermissionDenied(say("复核已完成，或不由您的岗位办理。", "It is finished, or not for your role."))
    typed: dict[str, Any] = {"revision": said.revision, "opinion": said.opinion}
    for row in said.lines:
        typed |= {f"r-{row.key}-score": "" if row.score is None else row.score, f"r-{row.key}-reason": row.reason}
    with transaction.atomic():
        lock(review, said.revision)
        rescoring = Rescoring(review, reviewed(review), typed)
        if errors := _errors(rescoring, said):
            raise wrong(errors)
        if sentences := rescoring.wrong(said.finish):
            raise wrong({"lines": sentences})
        rescoring.store(request.user, said.finish)
    return _whole(_one(request, pk))


def _errors(rescoring: Rescoring, said: ReviewIn) -> dict[str, Any]:
    errors: dict[str, Any] = dict(rescoring.opinion.errors)
    for at, line in enumerate(said.lines):
        if (row := rescoring.rows.get(line.key)) is None:
            errors[f"lines.{at}.key"] = say(f"没有“{line.key}”这一行。", f"There is no line “{line.key}”.")
            continue
        errors |= {f"lines.{at}.{name}": words for name, words in row.errors.items()}
    return errors


@routes.get("/draws", response=answers(list[DrawOut]), auth=READ)
def draws(request: Any, limit: int = Query(20, ge=1, le=MOST)) -> Any:
    """The draws of which this person sees a review, the last one first."""
    allow(request, "review.see")
    rows = Draw.objects.filter(pk__in=seen(request).order_by().values("draw")).select_related("drawn_by")
    return [_draw(request, made) for made in rows[:limit]]


@routes.post("/draws", response=answers(DrawOut, *WRITES, status=201), auth=WRITE)
def draw(request: Any, said: DrawIn) -> Any:
    """Draw a sample by risk from the self-evaluations of a year that have reached the finance bureau."""
    allow(request, "review.draw")
    every = drawing.population(request.access.years(frozenset({Role.PERFORMANCE})), said.year)
    asked = {"year": said.year, "size": said.size, "seed": said.seed or drawing.new_seed()}
    form = DrawForm(every, {code: why.strip() for code, why in said.forced.items()}, asked)
    if not form.is_valid():
        raise wrong(form.errors)
    return Status(201, _draw(request, form.drawn(drawing.office(request.access), request.user)))


@routes.get("/draws/{int:pk}", response=answers(DrawOut), auth=READ)
def drawn(request: Any, pk: int) -> Any:
    """One draw."""
    allow(request, "review.see")
    made = Draw.objects.filter(pk=pk, pk__in=seen(request).order_by().values("draw")).first()
    if made is None:
        raise Http404
    return _draw(request, made)


def _draw(request: Any, made: Draw) -> dict[str, Any]:
    fields = ("id", "year", "size", "seed", "regime", "drawn_at")
    return {
        **{name: getattr(made, name) for name in fields},
        "drawn_by": made.drawn_by.name,
        "population": len(made.population),
        "same": drawing.same(made),
        "reviews": list(seen(request).filter(draw=made).order_by("pk").values_list("pk", flat=True)),
    }
