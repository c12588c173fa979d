"""One document against the program: clean, or with one defect. The counts that the page and the tests rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from proof.generator import Made, Place, generate
from proof.planters import plant, planters
from wenxiao.audit.model import Finding, Report
from wenxiao.audit.run import audit_reading
from wenxiao.reading.model import Project
from wenxiao.reading.pipeline import read_text

#: Fields of a project as the generator states them and as a reading has them.
FIELDS = {"budget": "budget", "adjusted": "adjusted_budget", "arrived": "arrived", "spent": "spent"}
RATES = {"execution": "stated_execution_rate", "arrival": "stated_arrival_rate"}
#: What of the truth a relation of the reading must touch: the kind of the site, the kinds of relations, the place.
RELATIONS = {
    "rate": ("ratio", "rate"),
    "line-rate": ("ratio", "rate"),
    "row-rate": ("ratio", "rate"),
    "arrival": ("ratio", "rate"),
    "completion": ("ratio", "rate"),
    "satisfaction": ("ratio", "rate"),
    "parts": ("sum", "part0"),
    "money-parts": ("sum", "part0"),
    "states": ("sum", "part0"),
    "column": ("sum", "total"),
    "change": ("change", "percent"),
    "task": ("states", "done"),
    "restated": ("same", "second"),
    "declared": ("listing", "count"),
}
_HALF_A_DIGIT = Decimal(50)  # yuan: half of the last printed digit of 万元 with two decimals


@dataclass(slots=True)
class Tally:
    """Counts that can be added up."""

    documents: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)  # of clean documents: code, severity
    passed: Counter[str] = field(default_factory=Counter)  # times a rule looked and was content, clean documents
    fields: Counter[tuple[str, bool]] = field(default_factory=Counter)
    projects: Counter[str] = field(default_factory=Counter)  # read, missed, extra
    relations: Counter[tuple[str, str]] = field(default_factory=Counter)  # of each kind: holds, unknown, absent, broken
    identity: Counter[tuple[str, bool]] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    beside: Counter[tuple[str, str]] = field(default_factory=Counter)  # planted code, code of another finding
    listed: list[str] = field(default_factory=list)  # every miss and false alarm by name

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            mine = getattr(self, name)
            mine.extend(getattr(other, name)) if isinstance(mine, list) else mine.update(getattr(other, name))


def audited(text: str) -> Report:
    return audit_reading(read_text(text))


def clean(made: Made, tally: Tally, name: str) -> Report:
    """Audit a clean document: every finding is a false alarm, and what is stated should be read."""
    report = audited(made.text)
    tally.documents[made.type] += 1
    for finding in report.findings:
        tally.findings[finding.rule.code, finding.severity.value] += 1
        if finding.severity.value != "note":
            tally.listed.append(
                f"false alarm {finding.rule.code} | {name} | {finding.message()} | {_quotes(made.text, finding)}"
            )
    for code, coverage in report.coverage.items():
        tally.passed[code] += coverage.passed
    _read_back(made, report, tally, name)
    _relations(made, report, tally, name)
    return report


def _quotes(text: str, finding: Finding) -> str:
    return " … ".join(text[max(0, s.start - 8) : s.end + 4].replace("\n", "⏎") for s in finding.spans[:3])


def _bare(name: str, made: Made) -> str:
    return made.style.shaped("".join(name.split())).replace("（", "(").replace("）", ")")


def _same(read: Project, stated: str, made: Made) -> bool:
    """Whether two names are of one project: the same but for a year or a town before it."""
    a, b = _bare(read.name, made), _bare(stated, made)
    return a == b or (len(a) >= 4 and (a in b or b in a))


def _read_back(made: Made, report: Report, tally: Tally, name: str) -> None:
    left = list(report.reading.projects)
    for stated in made.stated:
        hit = next((p for p in left if _bare(p.name, made) == _bare(stated.project.name, made)), None)
        hit = hit or next((p for p in left if _same(p, stated.project.name, made)), None)
        if hit is None:
            tally.projects["missed"] += 1
            tally.listed.append(f"project missed | {name} | {stated.project.name}")
            continue
        left.remove(hit)
        tally.projects["read"] += 1
        tally.projects["named exactly"] += _bare(hit.name, made) == _bare(stated.project.name, made)
        for key, value in stated.fields.items():
            got = getattr(hit, FIELDS.get(key) or RATES[key])
            if key in RATES:
                good = got is not None and got * 100 == value
            else:
                good = got is not None and abs(got - value) <= _HALF_A_DIGIT
            tally.fields[key, good] += 1
            if not good:
                tally.listed.append(f"field {key} | {name} | {stated.project.name}: stated {value}, read {got}")
    tally.projects["extra"] += len(left)
    tally.listed += [f"project extra | {name} | {p.name}" for p in left]
    identity = report.reading.identity
    read = {
        "organisation": identity.organisation, "region": identity.region, "fiscal_year": identity.fiscal_year,
        "self_score": identity.self_score, "grade": identity.grade, "type": identity.type,
    }  # fmt: skip
    for key, want in {**made.identity, "type": made.type}.items():
        got = read[key]
        good = got == want or (key == "region" and isinstance(got, str) and str(want) in got)
        tally.identity[key, good] += 1
        if not good:
            tally.listed.append(f"identity {key} | {name} | stated {want}, read {got}")


def _relations(made: Made, report: Report, tally: Tally, name: str) -> None:
    placed = [(r, [report.reading.source(s) for s in r.spans]) for r in report.reading.relations]
    for site in made.sites:
        wanted = RELATIONS.get(site.kind)
        if wanted is None:
            continue
        kind, key = wanted
        place = site.at[key]
        verdicts = {
            r.verdict.value
            for r, spans in placed
            if r.kind == kind and any(s.start < place.end and place.start < s.end for s in spans)
        }
        best = next((v for v in ("holds", "truncated", "broken", "unknown") if v in verdicts), "absent")
        tally.relations[site.kind, best] += 1
        if best == "broken":
            tally.listed.append(f"relation broken | {name} | {site.kind}: {made.quote(site.at['whole'])[:60]}")


def defect(made: Made, code: str, tally: Tally, name: str, before: Report) -> None:
    """Plant one defect and see whether it is found, in its place, and alone. Nothing where there is no place for it."""
    planted = plant(made, code, Random(f"{made.seed} {code}"))
    if planted is None:
        return
    tally.planted[code] += 1
    report = audited(planted.text)
    hits = [f for f in report.findings if f.rule.code == code and _touches(f, planted.places)]
    known = Counter((f.rule.code, f.severity.value) for f in before.findings)  # counted with the clean document
    others = []
    for finding in report.findings:
        key = finding.rule.code, finding.severity.value
        if finding in hits or finding.rule.code in planted.along:
            continue
        if known[key]:
            known[key] -= 1
        else:
            others.append(finding)
    beside = [f.rule.code for f in others]
    tally.found[code] += bool(hits)
    tally.exact[code] += bool(hits) and not beside
    for other in beside:
        tally.beside[code, other] += 1
    if not hits:
        tally.listed.append(f"missed {code} | {name} | {planted.quote[:90]!r}")
    for f in others:
        tally.listed.append(f"beside {code}: {f.rule.code} | {name} | {f.message()} | {_quotes(planted.text, f)}")


def _touches(finding: Finding, places: Iterable[Place]) -> bool:
    return any(s.start < p.end and p.start < s.end for s in finding.spans for p in places)


def run(seeds: Iterable[int], quota: int, codes: Iterable[str] | None = None) -> Tally:
    """Clean documents of these seeds; in the first of them that have a place for it, each defect, ``quota`` times."""
    tally = Tally()
    wanted = list(codes if codes is not None else planters())
    for seed in seeds:
        made = generate(seed)
        name = f"seed {seed} {made.type}"
        before = clean(made, tally, name)
        for code in wanted:
            if tally.planted[code] < quota:
                defect(made, code, tally, name, before)
    return tally
