"""What was found between documents: a section under their list, and items on the page of each document that is quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wenxiao.audit.model import Report
from wenxiao.audit.together import Comparison, Group, JointFinding
from wenxiao.audit.together.model import Cited, JointSuppressed
from wenxiao.publishing.aside import TITLE as ASIDE
from wenxiao.publishing.aside import UNUSED_TITLE, reasons, unused
from wenxiao.publishing.comparison import KINDS, TITLE, names
from wenxiao.publishing.html.markup import both, esc
from wenxiao.publishing.joint import around
from wenxiao.publishing.words import SEVERITIES


class Between:
    """A comparison on the page, with the reports of its documents. On the page of a document its findings are numbered after
    those of the document itself."""

    def __init__(self, comparison: Comparison, reports: Sequence[Report]) -> None:
        self.comparison = comparison
        self._reports = reports
        self._names = names(comparison.documents)
        self._numbers: dict[tuple[int, str], int] = {}
        next_number = Counter({n: len(report.findings) for n, report in enumerate(reports)})
        for finding in comparison.findings:
            for document in {cited.document for cited in finding.outcome.quotes}:
                next_number[document] += 1
                self._numbers[document, finding.id] = next_number[document]

    def of(self, document: int) -> list[tuple[int, JointFinding]]:
        """The findings that quote a document (from 0), with their numbers on its page."""
        return [
            (number, finding)
            for finding in self.comparison.findings
            if (number := self._numbers.get((document, finding.id))) is not None
        ]

    def aside(self, document: int) -> list[JointSuppressed]:
        """Those that quote it and are set aside."""
        return [
            one
            for one in self.comparison.suppressed
            if any(cited.document == document for cited in one.finding.outcome.quotes)
        ]

    def section(self) -> str:
        """Under the list of documents: findings, what is set aside, which documents belong together and why."""
        said = self.comparison
        findings = "".join(f'<li class="beside {f.severity.value}">{head(f)}{self.body(f)}</li>' for f in said.findings)
        aside = "".join(self.set_aside(one) for one in said.suppressed)
        groups = "".join(self._group(group) for group in said.groups)
        notes = "".join(f'<p class="tiny">{both(words)}</p>' for words in said.notes)
        left = "".join(f"<li>{both(unused(one))}</li>" for one in said.unused)
        none = both(("没有发现不能同时成立的表述。", "No statements were found that cannot both hold."))
        return (
            f'<section class="between" aria-labelledby="between"><h2 id="between">{both(TITLE)}'
            f' <span class="muted">{len(said.findings)}</span></h2>'
            + (f'<ul class="findings">{findings}</ul>' if findings else f'<p class="tiny none">{none}</p>')
            + (f'<h5 class="aside">{both(ASIDE)}</h5><ul class="findings">{aside}</ul>' if aside else "")
            + (f'<h5 class="aside">{both(UNUSED_TITLE)}</h5><ul class="unused tiny">{left}</ul>' if left else "")
            + (
                f'<div class="frame" tabindex="0"><table class="groups"><thead><tr><th>{both(("关系", "Relation"))}</th>'
                f"<th>{both(('为什么放在一起', 'Why together'))}</th><th>{both(('文件', 'Documents'))}</th></tr></thead>"
                f"<tbody>{groups}</tbody></table></div>"
                if groups
                else ""
            )
            + f"{notes}</section>"
        )

    def body(self, finding: JointFinding) -> str:
        """What a finding says, what stands in each document, the sum, how to check it, on what it rests."""
        outcome, rule = finding.outcome, finding.rule
        quotes = "".join(self._quote(finding, cited) for cited in outcome.quotes)
        calc = "".join(f"<div>{esc(line)}</div>" for line in outcome.arithmetic)
        return (
            f'<h4>{both((outcome.zh, outcome.en))}</h4><dl class="quotes">{quotes}</dl>'
            + (f'<div class="calc">{calc}</div>' if calc else "")
            + f'<div class="tiny"><b>{both(("怎样核对", "By hand"))}</b> {both((rule.by_hand, rule.by_hand_en))}</div>'
            f'<div class="tiny"><b>{both(("依据", "Basis"))}</b> {both((rule.basis, rule.basis_en))}</div>'
        )

    def set_aside(self, one: JointSuppressed) -> str:
        """A finding that does not count, with the reason why."""
        outcome = one.finding.outcome
        return (
            f'<li class="set-aside">{head(one.finding)}<h4>{both((outcome.zh, outcome.en))}</h4>'
            f'<div class="tiny"><b>{both(("理由", "Reason"))}</b> {both(reasons(one.suppression))}</div></li>'
        )

    def _quote(self, finding: JointFinding, cited: Cited) -> str:
        number = self._numbers.get((cited.document, finding.id))
        to = f"d{cited.document + 1}" + (f"-f{number}" if number else "")
        where = both((cited.quote.place.name("zh"), cited.quote.place.name("en")))
        words = "".join(f"<b>{esc(text)}</b>" if meant else esc(text) for text, meant in around(self._reports, cited))
        return (
            f'<div><dt><a href="#{to}">{esc(self._names[cited.document])}</a> <span class="tiny">{where}</span></dt>'
            f"<dd>{words}</dd></div>"
        )

    def _group(self, group: Group) -> str:
        links = "".join(f'<li><a href="#d{n + 1}">{esc(self._names[n])}</a></li>' for n in group.members)
        return (
            f"<tr><td>{both(KINDS[group.kind])}</td><td>{both((group.zh, group.en))}</td><td><ul>{links}</ul></td></tr>"
        )


def head(finding: JointFinding, number: int | None = None, where: str = "") -> str:
    """The line over a finding: its number on a document's page, severity, rule, place."""
    rule, severity = finding.rule, finding.severity.value
    pill = f'<span class="pill {severity}">{both(SEVERITIES[finding.severity])}</span>'
    return (
        '<div class="line">'
        + (f'<b class="no">{number}</b>' if number else "")
        + f'{pill}<span class="code" title="{esc(rule.title)}">{esc(rule.code)}</span>'
        + (f'<span class="where tiny">{where}</span>' if where else "")
        + "</div>"
    )
