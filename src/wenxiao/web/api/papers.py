"""Files of self-evaluations and evaluations: handed in, given out and recorded each time, taken out of a draft."""

from __future__ import annotations

from typing import Any

from ninja import File, Form, Status
from ninja.files import UploadedFile

from wenxiao.web.api.doors import WRITES, Bearer, answers, router, wrong
from wenxiao.web.api.files import ANY
from wenxiao.web.api.shapes import File as FileOut
from wenxiao.web.core.attachments import Refused
from wenxiao.web.evaluation import views as evaluation
from wenxiao.web.evaluation.papers import keep_paper
from wenxiao.web.evaluation.seeing import one_of as one_evaluation
from wenxiao.web.selfevaluation import evidence
from wenxiao.web.selfevaluation.views import one_of as one_self_evaluation

own_routes, routes = router("self-evaluations"), router("evaluations")
READ, WRITE = Bearer("evaluations:read"), Bearer("evaluations:write")


@own_routes.post("/{int:pk}/evidence", response=answers(FileOut, *WRITES, status=201), auth=WRITE)
def add(request: Any, pk: int, file: File[UploadedFile], key: Form[str] = "") -> Any:
    """Hand in a file of evidence at an indicator, by its ``key``, or for the whole."""
    one = one_self_evaluation(request, pk, "selfevaluation.edit")
    try:
        return Status(201, evidence.attach(one, key, file, request.user))
    except Refused as why:
        raise wrong({"file": str(why)}) from None


@own_routes.get("/evidence/{int:pk}", response=answers(None), auth=READ, openapi_extra=ANY)
def download(request: Any, pk: int) -> Any:
    """A file of evidence; that it was taken is recorded."""
    return evidence.download(request, pk)


@own_routes.delete("/evidence/{int:pk}", response=answers(None, 409, status=204), auth=WRITE)
def remove(request: Any, pk: int) -> Any:
    """Take a file of evidence out of a draft."""
    file = evidence.one_file(request, pk, "selfevaluation.edit")
    try:
        evidence.take_out(file)
    except Refused as why:
        raise wrong({"file": str(why)}) from None
    return Status(204, None)


@routes.post("/{int:pk}/papers", response=answers(FileOut, *WRITES, status=201), auth=WRITE)
def keep(request: Any, pk: int, file: File[UploadedFile]) -> Any:
    """Keep a working paper; it is never replaced."""
    one = one_evaluation(request.access, pk, "evaluation.work")
    try:
        return Status(201, keep_paper(one, file, request.access))
    except Refused as why:
        raise wrong({"file": str(why)}) from None


@routes.get("/papers/{int:pk}", response=answers(None), auth=READ, openapi_extra=ANY)
def paper(request: Any, pk: int) -> Any:
    """A working paper; that it was taken is recorded."""
    return evaluation.paper(request, pk)
