"""What the audit says of a self-evaluation: the remarks of the arithmetic, and the rules over the official form."""

from __future__ import annotations

from dataclasses import replace

from wenxiao.performance.evaluation import Form
from wenxiao.performance.remarks import Remark, Severity, error
from wenxiao.performance.target_form import Nature, Scoring
from wenxiao.web.core import official
from wenxiao.web.core.auditing import Said, of_remarks
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.selfevaluation.official import layout, values
from wenxiao.web.selfevaluation.scored import scored

#: The rule that a missed target scores at most in proportion: not asked of what is scored by bands.
_IN_PROPORTION = "C104"
#: Columns of the official form, as the site's form calls them.
_FIELDS = {"actual": "value", "reason": "reason"}


def audited(evaluation: SelfEvaluation, form: Form | None = None) -> list[Said]:
    """Everything that is said of it as it stands, each at its field (``i-<key>-<field>``, ``outcome``)."""
    from wenxiao.web.evidence.measuring import remarks as computed

    form = form or scored(evaluation)
    keys = [line.key for line in form.lines]

    def name(field: str) -> str:
        part, _, rest = field.partition(".")
        if part == "indicators":
            at, _, column = rest.partition(".")
            line = form.lines[int(at)]
            if line.indicator.nature is Nature.QUALITATIVE and column in ("actual", "score"):
                return f"i-{keys[int(at)]}-{'answer' if column == 'actual' else 'manual'}"
            return f"i-{keys[int(at)]}-{_FIELDS[column]}" if column in _FIELDS else ""
        return "outcome" if part == "done" else ""

    banded = [f"indicators.{at}." for at, line in enumerate(form.lines) if line.indicator.scoring is Scoring.BANDS]
    rules = [
        replace(said, field=name(said.field) if said.field else "")
        for said in official.audited(layout(), values(evaluation, form), regime_of(evaluation.year))
        if said.code != _IN_PROPORTION or not said.field.startswith(tuple(banded))
    ]
    return [*of_remarks([*remarks(form), *computed(evaluation)]), *rules]


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
