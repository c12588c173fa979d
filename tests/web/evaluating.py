"""Project-years of their own for the tests of self-evaluation, review and evaluation, whatever the sample holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from wenxiao.performance.ledger import Kind, Source
from wenxiao.web.ledger.services import Posting, post_many
from wenxiao.web.people.models import Organisation, User
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.starting import start
from wenxiao.web.targets.models import Indicator, TargetSet

#: level 1, level 2, name, nature, target, upper, words, unit, points
Row = tuple[str, str, str, str, str | None, str | None, str, str, str]

ROWS: tuple[Row, ...] = (
    ("产出", "数量", "飞行时长", "ge", "928", None, "", "小时", "10"),
    ("产出", "质量", "按期处置率", "ge", "95", None, "", "%", "30"),
    ("产出", "时效", "平均处置时间", "le", "100", None, "", "小时", "10"),
    ("效益", "社会效益", "市容改善程度", "qualitative", None, None, "明显改善", "", "30"),
    ("满意度", "服务对象满意度", "居民满意度", "ge", "90", None, "", "%", "10"),
)

#: What reaches every target, by the form's fields.
REACHED = {
    "i-k0-value": "928", "i-k1-numerator": "960", "i-k1-denominator": "1000", "i-k2-value": "90", "i-k3-answer": "达成年度指标",
    "i-k3-manual": "28", "i-k3-reason": "抽查12条街道，11条达到标准", "i-k4-value": "93.5",
    "outcome": "全年飞行928小时，案件按期处置率96%，平均处置90小时，居民满意度93.5%。",
}  # fmt: skip


def project_year(
    code: str = "T-1", unit: str = "201001", year: int = 2025, name: str = "无人机巡查服务项目"
) -> ProjectYear:
    where = Organisation.objects.get(code=unit)
    project = Project.objects.create(
        code=code, name=name, unit=where, attribute="continuing", fund="general", begins=2024, ends=2027
    )
    return ProjectYear.objects.create(project=project, year=year, unit=where)


def approved(year: ProjectYear, rows: tuple[Row, ...] = ROWS, version: int = 1, **described: str) -> TargetSet:
    """Targets that were approved, by no door: how they come there is tested with the targets. ``described``: of every indicator."""
    made = TargetSet(year=year, version=version, goal="完成飞行巡查928小时，案件按期处置率不低于95%。")
    made.save()
    for at, (level1, level2, name, nature, target, upper, words, unit, points) in enumerate(rows):
        Indicator.objects.create(
            target_set=made, key=f"k{at}", order=at, level1=level1, level2=level2, name=name, nature=nature,
            target=target, upper=upper, text=words, unit=unit, weight=Decimal(points), **described,
        )  # fmt: skip
    made.state = made._stored = "approved"
    made.save()
    return made


def money(year: ProjectYear, budget: str = "1000000", paid: str | None = "950000") -> None:
    amounts = [
        ("approved", budget, 1),
        ("allocated", budget, 2),
        ("arrived", budget, 3),
        *([("paid", paid, 11)] if paid else []),
    ]
    post_many(
        [
            Posting(
                year,
                Kind(kind),
                Source.FISCAL,
                date(year.year, month, 15),
                Decimal(amount),
                f"测财〔{year.year}〕{month}号",
            )
            for kind, amount, month in amounts
        ],
        User.objects.get(username="business"),
    )


def begun(
    code: str = "T-1",
    unit: str = "201001",
    rows: tuple[Row, ...] = ROWS,
    paid: str | None = "950000",
    described: dict[str, str] | None = None,
    **more: Any,
) -> SelfEvaluation:
    """A self-evaluation that was just begun."""
    year = project_year(code, unit, **more)
    approved(year, rows, **(described or {}))
    money(year, paid=paid)
    return start(year, User.objects.get(username="clerk"))


def fill(client: Any, evaluation: SelfEvaluation, fields: dict[str, str], **changes: str) -> Any:
    """Send the form, as the page would."""
    evaluation.refresh_from_db()
    data = {"revision": evaluation.revision, **fields, **changes}
    return client.post(f"/selfevaluation/{evaluation.pk}/edit/", data)


def accepted(
    as_user: Any, evaluation: SelfEvaluation, fields: dict[str, str] | None = None, **changes: str
) -> SelfEvaluation:
    """Filled in and taken through all steps."""
    clerk = {"201001": "clerk", "201002": "clerk2"}[evaluation.year.unit.code]
    fill(as_user(clerk), evaluation, fields or REACHED, **changes)
    for person, action in (
        (clerk, "submit"),
        ("head", "approve"),
        ("department", "approve"),
        ("performance", "accept"),
    ):
        as_user(person).post(f"/selfevaluation/{evaluation.pk}/step/", {"action": action})
    evaluation.refresh_from_db()
    assert evaluation.state == "accepted", evaluation.state
    return evaluation
