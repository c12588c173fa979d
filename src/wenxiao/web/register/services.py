"""What changes the register: a project with its first year, another year of it, another unit that has it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from wenxiao.web.core.editing import save
from wenxiao.web.core.say import say
from wenxiao.web.ledger.services import move
from wenxiao.web.register.models import Project, ProjectYear


class NotPossible(ValueError):  # noqa: N818  (told to whoever asked)
    """Why it cannot be, in one sentence."""


def addressable(code: str) -> bool:
    """Whether a code can stand in an address and name a folder."""
    return code not in (".", "..") and not {"/", "\\"} & set(code)


def taken() -> str:
    return say("这个项目代码已被使用；请核对，或在已有项目下延续到新年度。", "This code is taken; check it, or continue the project that has it.")  # fmt: skip


@transaction.atomic
def begin(project: Project, year: int, user: Any) -> ProjectYear:
    """A new project with its first year in the register. Raises NotPossible where its code is taken."""
    try:
        with transaction.atomic():
            save(project, 0, user)
    except IntegrityError as error:
        raise NotPossible(taken()) from error
    return ProjectYear.objects.create(project=project, year=year, unit=project.unit)


@transaction.atomic
def change(project: Project, year: ProjectYear, revision: int, user: Any) -> None:
    """Save a changed project. A unit that it moves to has it from this year on. Raises Conflict, or NotPossible.

    Nothing is saved where one of them is raised.
    """
    try:
        with transaction.atomic():
            save(project, revision, user)
    except IntegrityError as error:
        raise NotPossible(taken()) from error
    for one in ProjectYear.objects.filter(project=project, year__gte=year.year).exclude(unit=project.unit):
        move(one, project.unit)


@transaction.atomic
def go_on(year: ProjectYear, user: Any) -> ProjectYear:
    """The next year of a project (延续到下年). Raises NotPossible where it is there already, or after the project's end."""
    project = Project.objects.select_for_update().select_related("unit").get(pk=year.project_id)
    after = year.year + 1
    if ProjectYear.objects.filter(project=project, year=after).exists():
        raise NotPossible(say(f"{after} 年度已在项目库中。", f"{after} is in the register already."))
    if after > project.ends:
        raise NotPossible(
            say(
                f"项目期到 {project.ends} 年为止；确需延续的，请先修改终止年度。",
                f"The project ends in {project.ends}; change its last year first if it goes on.",
            )
        )
    if project.attribute != Project.Attribute.CONTINUING:
        project.attribute = Project.Attribute.CONTINUING
        save(project, project.revision, user)
    return ProjectYear.objects.create(project=project, year=after, unit=project.unit)
