"""The documents beside each other, under their list: which belong together, and what cannot hold in both."""

from __future__ import annotations

from wenxiao.audit.together import Comparison, Group, JointFinding
from wenxiao.publishing.comparison import KINDS, TITLE, names
from wenxiao.publishing.html.markup import both, esc
from wenxiao.publishing.words import SEVERITIES


def between(comparison: Comparison) -> str:
    """A section of the list page. A document is named by a link to its own page."""
    named = names(comparison.documents)
    findings = "".join(_finding(finding, named) for finding in comparison.findings)
    groups = "".join(_group(group, named) for group in comparison.groups)
    notes = "".join(f'<p class="tiny">{both(words)}</p>' for words in comparison.notes)
    return (
        f'<section class="between" aria-labelledby="between"><h2 id="between">{both(TITLE)}'
        f' <span class="muted">{len(comparison.findings)}</span></h2>'
        + (f'<ul class="findings">{findings}</ul>' if findings else "")
        + (
            f'<div class="frame"><table class="groups"><thead><tr><th>{both(("关系", "Relation"))}</th>'
            f"<th>{both(('为什么放在一起', 'Why together'))}</th><th>{both(('文件', 'Documents'))}</th></tr></thead>"
            f"<tbody>{groups}</tbody></table></div>"
            if groups
            else ""
        )
        + f"{notes}</section>"
    )


def _group(group: Group, named: list[str]) -> str:
    links = " ".join(_link(n, named) for n in group.members)
    kind = both(KINDS[group.kind])
    return f"<tr><td>{kind}</td><td>{both((group.zh, group.en))}</td><td>{links}</td></tr>"


def _finding(finding: JointFinding, named: list[str]) -> str:
    outcome, rule, severity = finding.outcome, finding.rule, finding.severity.value
    quotes = "".join(
        f"<tr><td>{_link(c.document, named)} "
        f'<span class="tiny">{both((c.quote.place.name("zh"), c.quote.place.name("en")))}</span></td>'
        f"<td>{esc(c.quote.words)}</td></tr>"
        for c in outcome.quotes
    )
    calc = "".join(f"<div>{esc(line)}</div>" for line in outcome.arithmetic)
    return (
        f'<li class="beside {severity}"><div class="line"><span class="pill {severity}">{both(SEVERITIES[finding.severity])}</span>'
        f'<span class="code" title="{esc(rule.title)}">{esc(rule.code)}</span></div><h4>{both((outcome.zh, outcome.en))}</h4>'
        f'<div class="frame"><table class="quotes"><tbody>{quotes}</tbody></table></div>'
        + (f'<div class="calc">{calc}</div>' if calc else "")
        + f'<div class="tiny"><b>{both(("怎样核对", "By hand"))}</b> {both((rule.by_hand, rule.by_hand_en))}</div>'
        f'<div class="tiny"><b>{both(("依据", "Basis"))}</b> {both((rule.basis, rule.basis_en))}</div></li>'
    )


def _link(document: int, named: list[str]) -> str:
    return f'<a href="#d{document + 1}">{esc(named[document])}</a>'
