"""What stands beside the text: findings, projects, money as a picture, and what was checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from wenxiao.audit.model import Finding, Report
from wenxiao.audit.obligations import State
from wenxiao.audit.registry import rules
from wenxiao.audit.together import JointFinding
from wenxiao.documents.places import Places
from wenxiao.publishing.aside import TITLE, UNUSED_TITLE, reasons, unused
from wenxiao.publishing.comparison import TITLE as BETWEEN
from wenxiao.publishing.html.between import Between, head
from wenxiao.publishing.html.markup import both, esc
from wenxiao.publishing.required import STATES, UNTYPED, required
from wenxiao.publishing.required import TITLE as REQUIRED
from wenxiao.publishing.required import names as content
from wenxiao.publishing.words import (
    MISSING,
    REASONS,
    ROLES,
    SEVERITIES,
    VERDICTS,
    Words,
    base,
    execution_rate,
    noted,
    percent,
    wan,
)
from wenxiao.reading.model import Project, Reading, Statement

_SIGNS = {"holds": "✓", "broken": "✗", "truncated": "≈", "unknown": "?"}
_MARKS = {State.PRESENT: "✓", State.ABSENT: "○", State.UNKNOWN: "?"}
_NOTHING: Words = ("没有发现。核对了什么，见“核对范围”。", "Nothing found. What was checked stands under Coverage.")
_PRINTED = ("文中所写", "as stated")


class Panel:
    """The four views of one document, each as HTML; ``number`` is the document's number on the page."""

    def __init__(
        self, report: Report, number: int, between: Between | None = None, slot: Callable[[int], str] = lambda _: ""
    ) -> None:
        """``slot``: what stands at the end of a finding, by its number."""
        self._slot = slot
        self._report = report
        self._between = between
        self._reading: Reading = report.reading
        self._number = number
        self._places = Places(report.reading.document)
        self._ids = {quantity: n for n, quantity in enumerate(report.reading.ids, 1)}

    def findings(self) -> str:
        items = "".join(self._finding(finding, n) for n, finding in enumerate(self._report.findings, 1))
        said = f'<ol class="findings">{items}</ol>' if items else ""
        joint = self._between.of(self._number - 1) if self._between is not None else []
        if joint and self._between is not None:
            others = "".join(self._joint(self._between, finding, n) for n, finding in joint)
            said += f'<h5 class="aside">{both(BETWEEN)}</h5><ol class="findings">{others}</ol>'
        return (said or _empty(_NOTHING)) + self._aside() + self._unused()

    def _joint(self, between: Between, finding: JointFinding, n: int) -> str:
        """A finding that quotes another document too."""
        severity = finding.severity.value
        places = [c.quote.place for c in finding.outcome.quotes if c.document == self._number - 1]
        where = both((places[0].name("zh"), places[0].name("en")))
        return (
            f'<li class="finding {severity}" id="d{self._number}-f{n}" data-n="{n}" data-s="{severity}" tabindex="0">'
            f"{head(finding, n, where)}{between.body(finding)}</li>"
        )

    def _aside(self) -> str:
        """Findings that do not count, each with the reason why."""
        items = "".join(
            f'<li class="set-aside"><div class="line"><span class="pill {aside.finding.severity.value}">'
            f'{both(SEVERITIES[aside.finding.severity])}</span><span class="code" title="{esc(aside.finding.rule.title)}">'
            f'{esc(aside.finding.rule.code)}</span><span class="where tiny">{self._where(aside.finding)}</span></div>'
            f"<h4>{both((aside.finding.outcome.zh, aside.finding.outcome.en))}</h4>"
            f'<div class="tiny"><b>{both(("理由", "Reason"))}</b> {both(reasons(aside.suppression))}</div></li>'
            for aside in self._report.suppressed
        )
        if self._between is not None:
            items += "".join(self._between.set_aside(one) for one in self._between.aside(self._number - 1))
        return f'<h5 class="aside">{both(TITLE)}</h5><ul class="findings">{items}</ul>' if items else ""

    def _unused(self) -> str:
        items = "".join(f"<li>{both(unused(left))}</li>" for left in self._report.unused)
        return f'<h5 class="aside">{both(UNUSED_TITLE)}</h5><ul class="unused tiny">{items}</ul>' if items else ""

    def projects(self) -> str:
        projects = self._reading.projects
        if not projects:
            return _empty(("没有读到项目。", "No project was read."))
        note = both(("金额单位：万元", "Amounts in 10,000 yuan"))
        return f'<p class="tiny">{note}</p>' + "".join(self._project(p, n) for n, p in enumerate(projects, 1))

    def money(self) -> str:
        projects = [p for p in self._reading.projects if any(v is not None for v in _amounts(p))]
        if not projects:
            return _empty(("没有读到项目的金额。", "No amount of a project was read."))
        note = both(
            (
                "金额单位：万元。每个项目的横条以其最大一笔为全长。",
                "Amounts in 10,000 yuan. The longest bar of a project is its largest amount.",
            )
        )
        bars = "".join(_bars(project) for project in projects)
        head = "".join(f"<th>{both(w)}</th>" for w in (("项目", "project"), *_AMOUNTS, ("执行率", "executed")))
        rows = "".join(
            f"<tr><td>{esc(p.name)}</td>{''.join(f'<td class=num>{wan(v)}</td>' for v in _amounts(p))}"
            f"<td class=num>{_rate(p)}</td></tr>"
            for p in projects
        )
        return (
            f'<p class="tiny">{note}</p>{bars}<details class="behind"><summary>{both(("表格", "Table"))}</summary>'
            f'<div class="frame" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>'
        )

    def coverage(self) -> str:
        titles = {rule.code: (rule.title, rule.title_en) for rule in rules()}
        heads = (("规则", "rule"), ("一致", "held"), ("发现", "found"), ("不适用", "n/a"), ("不能判断", "cannot tell"))
        rows, idle = [], []
        for code, coverage in self._report.coverage.items():
            reasons = dict(coverage.unknown)
            title = f"<b class=code>{esc(code)}</b> {both(titles.get(code, (code, code)))}"
            if not (coverage.passed or coverage.failed or reasons):
                idle.append(f"<li>{title}</li>")
                continue
            why = "".join(f"<br><small>{both(_reason(text))} {n}</small>" for text, n in reasons.items())
            rows.append(
                f"<tr><td>{title}{why}</td>"
                f"<td class=num>{coverage.passed or ''}</td><td class=num>{coverage.failed or ''}</td>"
                f"<td class=num>{coverage.not_applicable or ''}</td><td class=num>{sum(reasons.values()) or ''}</td></tr>"
            )
        nothing = both(
            (f"文中没有可核对的内容：{len(idle)} 条规则", f"Nothing to check in the text: {len(idle)} rules")
        )
        rest = f'<details class="idle"><summary>{nothing}</summary><ul>{"".join(idle)}</ul></details>' if idle else ""
        head = "".join(f"<th{' class=num' if n else ''}>{both(w)}</th>" for n, w in enumerate(heads))
        relations = "".join(self._relation(n) for n in range(len(self._reading.relations)))
        notes = "".join(f"<li>{both(noted(note))}</li>" for note in self._reading.document.notes)
        return (
            f'{self._required()}<h3>{both(("规则", "Rules"))}</h3><div class="frame" tabindex="0"><table class="rules"><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>{rest}"
            f"<h3>{both(('重新计算', 'Recomputed'))} <span class=muted>{len(self._reading.relations)}</span></h3>"
            f'<ul class="relations">{relations}</ul>'
            + (f"<h3>{both(('读取时的说明', 'Notes of the reader'))}</h3><ul>{notes}</ul>" if notes else "")
        )

    def _required(self) -> str:
        """What a document of this type must contain, and whether it is there."""
        said = required(self._report)
        if said is None:
            return ""
        if not said.items:
            return f'<div class="required"><h3>{both(REQUIRED)}</h3><p class="tiny">{both(UNTYPED)}</p></div>'
        counts = [(words, len(said.of(state))) for state, words in STATES.items()]
        zh, en = "，".join(f"{w[0]} {n}" for w, n in counts), ", ".join(f"{n} {w[1]}" for w, n in counts)
        items = "".join(
            f'<li class="{item.state.value}"><b aria-hidden="true">{_MARKS[item.state]}</b> {both(content(item))}'
            f' <span class="{"said" if item.state is State.PRESENT else "tiny"}">{both(STATES[item.state])}</span></li>'
            for item in said.items
        )
        note = f'<p class="tiny">{both(said.note)}</p>' if said.note is not None else ""
        return (
            f'<div class="required"><h3>{both(REQUIRED)} <span class="muted">{len(said.items)}</span></h3>'
            f'<p class="tiny">{both(said.regime)} · {both((zh, en))}</p><ul class="content">{items}</ul>{note}</div>'
        )

    def _finding(self, finding: Finding, n: int) -> str:
        outcome, rule = finding.outcome, finding.rule
        severity = finding.severity.value
        project = self._reading.subjects[outcome.project].name if outcome.project is not None else ""
        calc = "".join(f"<div>{esc(line)}</div>" for line in outcome.arithmetic)
        where = self._where(finding)
        return (
            f'<li class="finding {severity}" id="d{self._number}-f{n}" data-n="{n}" data-s="{severity}" tabindex="0">'
            f'<div class="line"><b class="no">{n}</b><span class="pill {severity}">{both(SEVERITIES[finding.severity])}</span>'
            f'<span class="code" title="{esc(rule.title)}">{esc(rule.code)}</span><span class="where tiny">{where}</span></div>'
            f"<h4>{both((outcome.zh, outcome.en))}</h4>"
            + (f'<div class="calc">{calc}</div>' if calc else "")
            + (f'<div class="tiny">{both(("项目", "Project"))} {esc(project)}</div>' if project else "")
            + f'<div class="tiny"><b>{both(("怎样核对", "By hand"))}</b> {both((rule.by_hand, rule.by_hand_en))}</div>'
            f'<div class="tiny"><b>{both(("依据", "Basis"))}</b> {both((rule.basis, rule.basis_en))}</div>{self._slot(n)}</li>'
        )

    def _where(self, finding: Finding) -> str:
        """The first two places, and how many there are."""
        places = [self._places.at(span.start) for span in finding.spans]
        names = list(dict.fromkeys((place.name("zh"), place.name("en")) for place in places))
        zh, en = "、".join(zh for zh, _ in names[:2]), ", ".join(en for _, en in names[:2])
        return both((f"{zh} 等 {len(names)} 处", f"{en} and {len(names) - 2} more") if len(names) > 2 else (zh, en))

    def _project(self, project: Project, n: int) -> str:
        cells = "".join(
            f"<div><dt>{both(w)}</dt><dd>{wan(v)}</dd></div>" for w, v in zip(_AMOUNTS, _amounts(project), strict=True)
        )
        facts = "".join(
            f"<li>{both(ROLES.get(f.role.value, (f.role.value, f.role.value)))} {self._to(self._ids.get(f.quantity), self._reading.quote(f.quantity.span))}"
            f"{f' <span class=tiny>{esc(f.period)}</span>' if f.period else ''}</li>"
            for f in project.facts
        )
        parts = "".join(
            f"<li>{esc(part.name)} {self._to(self._ids.get(part.quantity), self._reading.quote(part.quantity.span))}</li>"
            for part in (*project.funding, *project.components)
        )
        sections = [
            (("资金", "Amounts"), facts),
            (("来源与构成", "Sources and parts"), parts),
            (("目标", "Targets"), _statements(project.targets)),
            (("产出", "Outputs"), _statements(project.outputs)),
            (("效益", "Effects"), _statements(project.effects)),
            (("问题", "Problems"), _statements(project.problems)),
        ]
        more = "".join(f"<h5>{both(title)}</h5><ul>{items}</ul>" for title, items in sections if items)
        return (
            f'<article class="project"><h4><span class="tiny">{n}</span> {esc(project.name)}</h4>'
            f'<dl class="amounts">{cells}<div><dt>{both(("执行率", "Executed"))}</dt><dd>{_rate(project)}</dd></div></dl>'
            + (f"<details><summary>{both(('全部内容', 'Everything read'))}</summary>{more}</details>" if more else "")
            + "</article>"
        )

    def _relation(self, n: int) -> str:
        relation = self._reading.relations[n]
        verdict = relation.verdict.value
        why = f" <span class=tiny>{both(_reason(relation.reason))}</span>" if relation.reason else ""
        name = both(VERDICTS[verdict])
        printed = "" if relation.formula else "、".join(esc(self._reading.quote(s)[:40]) for s in relation.spans[:3])
        return (
            f'<li class="{verdict}"><button type="button" data-r="{n}"><b aria-hidden="true">{_SIGNS[verdict]}</b>'
            f'<span class="said">{name}</span> {esc(relation.formula) or printed}</button>{why}</li>'
        )

    def _to(self, quantity: int | None, printed: str) -> str:
        """A quantity that leads to its place."""
        if quantity is None:
            return esc(printed)
        return f'<a href="#d{self._number}-q{quantity}">{esc(printed)}</a>'


_AMOUNTS: tuple[Words, ...] = (("预算", "budget"), ("调整后", "adjusted"), ("到位", "arrived"), ("支出", "spent"))


def _amounts(project: Project) -> tuple[Decimal | None, ...]:
    return (project.budget, project.adjusted_budget, project.arrived, project.spent)


def _rate(project: Project) -> str:
    """The execution rate with its base: as stated, else computed; — where neither can be."""
    if project.stated_execution_rate is not None:
        return f"{percent(project.stated_execution_rate)} <small>{both(_PRINTED)}</small>"
    rate = execution_rate(project)
    if rate is None:
        return MISSING
    of = ("调整后", "adjusted") if project.adjusted_budget is not None else ("预算", "budget")
    return f"{percent(rate)} <small>÷{both(of)}</small>"


def _bars(project: Project) -> str:
    amounts = _amounts(project)
    longest = max((value for value in amounts if value is not None), default=Decimal(0))
    rows = []
    for words, value, name in zip(_AMOUNTS, amounts, ("budget", "adjusted", "arrived", "spent"), strict=True):
        if value is None and name in ("adjusted", "arrived"):
            continue
        share = f"{max(value, Decimal(0)) / longest * 100:.2f}" if value is not None and longest > 0 else "0"
        rows.append(
            f'<div class="bar {name}"><span>{both(words)}</span><svg role="img" aria-label="{esc(words[0])} {wan(value)}">'
            f'<rect class="track" width="100%" height="100%"/><rect width="{share}%" height="100%"/></svg><b>{wan(value)}</b></div>'
        )
    over = base(project) is not None and project.spent is not None and project.spent > (base(project) or 0)
    mark = f' <span class="pill warning">{both(("支出大于预算", "spent exceeds budget"))}</span>' if over else ""
    return f'<figure class="bars"><figcaption>{esc(project.name)} <b>{_rate(project)}</b>{mark}</figcaption>{"".join(rows)}</figure>'


def _statements(statements: Sequence[Statement]) -> str:
    return "".join(f"<li>{esc(' '.join(s.text.split()))}</li>" for s in statements)


def _reason(text: str) -> Words:
    return (REASONS.get(text, text), text)


def _empty(words: Words) -> str:
    return f'<p class="empty">{both(words)}</p>'


def texts(report: Report) -> Iterable[str]:
    """The words by which a document is found in the list."""
    identity = report.reading.identity
    yield from filter(None, (identity.title, identity.type, identity.organisation, report.reading.document.path))
    yield from (project.name for project in report.reading.projects)
    yield from (finding.outcome.zh for finding in report.findings)
    yield from (finding.rule.code for finding in report.findings)
