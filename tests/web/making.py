"""Project-years with something in every room, made for tests of the pages that show all of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.ledger.models import Balance
from wenxiao.web.monitoring.models import Monitoring, Round
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.problems.models import Problem
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import Indicator, TargetSet


def fresh(like: Any) -> Any:
    """A project-year with nothing in it, of the unit and the year of another."""
    code = f"新{Project.objects.count()}"
    project = Project.objects.create(
        code=code,
        name=f"新增项目{code}",
        unit=like.unit,
        attribute="new",
        fund="general",
        begins=like.year,
        ends=like.year,
    )
    return ProjectYear.objects.create(project=project, year=like.year, unit=like.unit)


def force(thing: Any, state: str) -> Any:
    """A thing in a state, without the steps to it."""
    thing.state = thing._stored = state
    thing.save()
    return thing


def targets(year: Any, state: str = "approved") -> TargetSet:
    made = TargetSet(year=year, version=year.target_sets.count() + 1, goal="完成年度任务")
    made.save()
    for order, (level1, level2, name, goal) in enumerate(
        (("产出", "数量指标", "巡查网格数量", 216), ("效益", "社会效益指标", "问题按期处置率", 95))
    ):
        Indicator.objects.create(
            target_set=made, key=f"k{order}", order=order, level1=level1, level2=level2, name=name, nature="ge",
            target=Decimal(goal), unit="个" if order == 0 else "%", weight=Decimal(45),
        )  # fmt: skip
    return force(made, state)


def report(year: Any, of: TargetSet, month: int, state: str, light: str = "", due: date | None = None) -> Monitoring:
    district, user = Organisation.objects.get(kind="jurisdiction"), User.objects.get(username="performance")
    day = due or date(year.year, month, 28)
    of_round, _ = Round.objects.get_or_create(
        jurisdiction=district, year=year.year, month=month, defaults={"opens": date(year.year, month, 1), "due": day, "issued_by": user},
    )  # fmt: skip
    return force(Monitoring(year=year, round=of_round, target_set=of, light=light), state)


def own(
    year: Any, of: TargetSet, state: str, total: str | None = None, grade: str = "", due: date | None = None
) -> Any:
    made = SelfEvaluation(year=year, target_set=of, due=due, grade=grade)
    made.total = Decimal(total) if total else None
    return force(made, state)


def problem(year: Any, state: str = "open", due: date = date(2026, 12, 31), text: str = "台账没有按月更新。", **more: Any) -> Problem:  # fmt: skip
    raiser = User.objects.get(username="performance")
    return force(Problem(year=year, origin="review", text=text, due=due, raised_by=raiser, **more), state)


def evaluated(year: Any, total: str, grade: str) -> Evaluation:
    return force(
        Evaluation(year=year, kind="finance", framework="national-2020", total=Decimal(total), grade=grade), "final"
    )


def balance(year: Any, original: str | None, revised: str | None, paid: str | None) -> None:
    """The sums of a project-year's ledger, in place of any that it has."""

    def amount(yuan: str | None) -> Decimal | None:
        return None if yuan is None else Decimal(yuan)

    Balance.objects.update_or_create(
        project_year=year,
        defaults={"original": amount(original), "revised": amount(revised), "arrived": amount(revised), "paid": amount(paid)},
    )  # fmt: skip


def mark(client: Any, page: str) -> str:
    """What the form of a page says of what was stored when it was opened (``MarkedForm``)."""
    return client.get(page).content.decode().split('name="opened" value="')[1].split('"')[0]
