"""What is said of a report: by the checks of the form, and by the audit's rules over the official form."""

from __future__ import annotations

from wenxiao.performance.monitoring import Likelihood
from wenxiao.performance.monitoring_checks import Before, Told, remarks
from wenxiao.performance.targets import Nature
from wenxiao.publishing.forms import find
from wenxiao.web.core.auditing import Said, of_remarks
from wenxiao.web.core.official import audited
from wenxiao.web.core.regimes import regime_of
from wenxiao.web.monitoring.lights import Lit, LitLine
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.monitoring.official import values
from wenxiao.web.targets.auditing import ASKED

#: Checks of the audit that are not asked of the form: of the targets they were asked before, and of spending beyond the budget
#: (B05) the ledger knows, while the form has the original budget alone.
KNOWN = ASKED | {"B05"}
#: Columns of the official form, as the site's form calls them.
_FIELDS = {
    "so_far": "value",
    "expected": "forecast",
    "likelihood": "likelihood",
    "cause": "cause",
    "reason": "explanation",
}


def said_of(report: Monitoring) -> list[Said]:
    """Everything that is said of a report as it stands, each at its field (``expected_spending``, ``<key>.<field>``)."""
    lights, regime = report.lit(), regime_of(report.year)

    def name(field: str) -> str:
        """The field of the site's form for one of the official form."""
        part, _, rest = field.partition(".")
        if part == "indicators":
            row, _, column = rest.partition(".")
            indicator = lights.lines[int(row)].indicator
            worded = indicator.nature is Nature.QUALITATIVE and column == "so_far"
            return f"{indicator.key}.{'text' if worded else _FIELDS.get(column, column)}"
        return "expected_spending" if part == "money" and rest.endswith("forecast") else ""

    rows = [_told(line) for line in lights.lines]
    own = remarks(report.round.month, lights.position, report.expected_spending, rows, regime, _before(report))
    paper = audited(find("monitoring"), values(report, lights), regime, name, known=KNOWN)
    return [*of_remarks(own), *paper]


def on_page(report: Monitoring) -> list[Said]:
    """What a page shows of it: nothing of a closed one, unless the unit gave reasons."""
    return [] if report.state == "closed" and not report.passes else said_of(report)


def fields_of(lights: Lit) -> dict[str, str]:
    """The elements of the form in which a report is written, by the fields of what is said."""
    made = {"expected_spending": "id_expected_spending"}
    for at, line in enumerate(lights.lines):
        for field in ("value", "text", "forecast", "likelihood", "cause", "explanation"):
            made[f"{line.indicator.key}.{field}"] = f"id_rows-{at}-{field}"
    return made


def _told(line: LitLine) -> Told:
    row = line.progress
    likelihood = Likelihood(row.likelihood) if row.likelihood else None
    return Told(line.indicator, row.value, row.forecast, likelihood, row.explanation)


def _before(report: Monitoring) -> Before | None:
    """What the unit told in the last round before that it handed in; None where there is none."""
    rounds = Monitoring.objects.filter(year=report.year_id, round__month__lt=report.round.month).exclude(state="issued")
    last = rounds.select_related("round").order_by("-round__month").first()
    if last is None:
        return None
    told = last.progress.exclude(value=None).values_list("key", "value")
    return Before(last.round.month, dict(told))
