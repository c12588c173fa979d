"""What the audit says of a self-evaluation: the remarks of the arithmetic, and the rules over the official form."""

from __future__ import annotations

from wenxiao.performance.evaluation import Form
from wenxiao.performance.remarks import Remark, Severity, error
from wenxiao.web.core.auditing import Said, of_remarks
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.scored import scored

#: Fields of the official form, as the site's form calls them.
_FIELDS = {"actual": "value", "reason": "reason", "score": "manual"}


def audited(evaluation: SelfEvaluation, form: Form | None = None) -> list[Said]:
    """Everything that is said of it as it stands, each at its field (``i-<key>-<field>``, ``outcome``)."""
    form = form or scored(evaluation)
    return of_remarks(remarks(form))


def said_of(evaluation: SelfEvaluation, form: Form | None = None) -> list[Said]:
    """What the audit says of a draft; of what was submitted, what it said then."""
    if evaluation.position is None:
        return audited(evaluation, form)
    return [
        Said(**{**one, "severity": Severity(one["severity"]), "arithmetic": tuple(one["arithmetic"])})
        for one in evaluation.said
    ]


def remarks(form: Form) -> list[Remark]:
    """The remarks of the arithmetic, named by the fields of the site's form."""
    said = []
    if form.execution.points is not None and form.execution.score is None:
        said.append(error("execution", form.execution.how, form.execution.how_en))
    for remark in form.remarks:
        key, _, field = remark.field.rpartition(".")
        said.append(Remark(remark.severity, f"i-{key}-{field}", remark.text_zh, remark.text_en, remark.check))
    return said
