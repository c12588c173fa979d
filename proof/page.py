"""docs/accuracy.md: what was measured, by rule and kind, every miss by name, and what the figures do not say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from proof.gold import Labelled, Sample
from proof.joint.trial import JointTally
from proof.labels import Decided
from proof.records.trial import RecordTally
from proof.trial import Tally
from wenxiao.audit.registry import every_rule

_LIMITS = """\
## What these figures do not say

- **The generator** writes the layouts, words and orders that its authors thought of. Every figure in its documents is true and
  every defect is one change; a real document has defects that lean on each other, cells that a conversion lost, sentences
  that nobody planned. A share of 100 % here says that nothing is broken that once worked, not that nothing is missed.
- **A planted defect** is planted where the sentence states both sides. The same slip with one side in an attachment cannot be
  found and is not planted. Defects that need knowledge of the project, of other documents or of the law are planted only where
  a rule exists.
- **Groups of documents** are short texts with one way of writing a list; what they prove is that documents are bound to each
  other rightly and that nothing is said where they agree.
- **Records** have the shapes that their generator knows. Whether a site's or a county's own records say what these say is not
  measured: a day that nobody entered is "cannot tell", never a finding.
- **The labelled documents** are few, were labelled by one reader each, and by what a program can find from the text alone. A
  finding without a label is a false alarm or something that the reader missed; it is counted against precision either way. Where
  the labels are sure only of one project of several, the others count neither way.
- **Recall on labels** counts the kinds that the scorer calls detectable: sums, rates, counts, units, doubled words, left-over
  guidance, and contradictions marked as grave. Judgements of a reader (vague targets, problems told as successes) are counted
  apart.
- **The sample** is a regression test: the rules were written with it at hand.
"""


def page(
    clean: Tally,
    joint: JointTally,
    records: RecordTally,
    gold: Sequence[Labelled],
    sample: Sample,
    documents: int,
    quota: int,
    without: Iterable[str],
    desk: Decided | None = None,
) -> str:
    return "\n".join(
        [
            "# Accuracy",
            "",
            "Written by `make accuracy`; do not edit. Three measures: documents and records whose truth is known because a program made",
            "them, the made-up district of `sample/`, and labelled documents where they are at hand.",
            "",
            *_summary(clean, joint, records, sample, gold),
            *_generated(clean, documents),
            *_planted(clean, quota, list(without)),
            *_together(joint),
            *_records(records),
            *_sample(sample),
            *_gold(gold),
            *(_desk(desk) if desk is not None else ()),
            *_named(clean, joint, records, sample, gold),
            _LIMITS,
        ]
    )


def share(part: int, whole: int) -> str:
    """A share in percent, cut off: 99.96 % is not written as 100."""
    if not whole:
        return "—"
    if part == whole:
        return "100 %"
    return f"{part * 1000 // whole / 10:.1f} %"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"
    yield ""


def _summary(
    clean: Tally, joint: JointTally, records: RecordTally, sample: Sample, gold: Sequence[Labelled]
) -> Iterator[str]:
    graver = sum(n for (_, severity), n in clean.findings.items() if severity != "note")
    planted, found, exact = (sum(c.values()) for c in (clean.planted, clean.found, clean.exact))
    fields = sum(n for (_, good), n in clean.fields.items() if good), sum(clean.fields.values())
    yield from _table(
        ("measure", "of", "result"),
        [
            ("false alarms (error, warning) in clean documents", sum(clean.documents.values()), graver),
            ("planted defects found in their place", planted, share(found, planted)),
            ("planted defects found, and nothing else", planted, share(exact, planted)),
            ("findings in groups of documents that agree", joint.groups, sum(joint.findings.values())),
            ("defects between documents found, and nothing else", sum(joint.planted.values()), share(sum(joint.exact.values()), sum(joint.planted.values()))),
            ("findings in records that hold together", records.records, sum(records.findings.values())),
            ("defects in records found, and nothing else", sum(records.planted.values()), share(sum(records.exact.values()), sum(records.planted.values()))),
            ("projects read back", clean.projects["read"] + clean.projects["missed"], _f1(clean.projects["read"], clean.projects["extra"], clean.projects["missed"])),
            ("figures of projects read back", fields[1], share(*fields)),
            ("sample: listed defects found", sum(sample.planted.values()), share(sum(sample.found.values()), sum(sample.planted.values()))),
            *(
                (f"{g.name}: detectable labels reached", sum(g.counts["finding_detectable"]), share(g.counts["finding_detectable"][0], sum(g.counts["finding_detectable"])))
                for g in gold
            ),
        ],
    )  # fmt: skip


def _f1(found: int, extra: int, missed: int) -> str:
    return f"F1 {2 * found / (2 * found + extra + missed):.4f}" if found else "—"


def _generated(clean: Tally, documents: int) -> Iterator[str]:
    yield f"## Clean documents made by the generator ({documents})"
    yield ""
    yield "No error and no warning is right here; a note may be."
    yield ""
    yield from _table(("type", "documents"), clean.documents.most_common())
    if clean.findings:
        yield from _table(
            ("rule", "severity", "findings in clean documents"),
            [(code, severity, n) for (code, severity), n in sorted(clean.findings.items())],
        )
    yield "What is read back of what was written:"
    yield ""
    both = _pairs(clean.fields)
    yield from _table(
        ("of projects", "stated", "read"),
        [
            ("project", clean.projects["read"] + clean.projects["missed"], share(clean.projects["read"], clean.projects["read"] + clean.projects["missed"])),
            ("name, to the letter", clean.projects["read"], share(clean.projects["named exactly"], clean.projects["read"])),
            *((name, sum(n), share(n[0], sum(n))) for name, n in both.items()),
        ],
    )  # fmt: skip
    yield from _table(
        ("of the document", "stated", "read"),
        [(k, sum(n), share(n[0], sum(n))) for k, n in _pairs(clean.identity).items()],
    )
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for (kind, verdict), n in clean.relations.items():
        kinds[kind][verdict] += n
    yield from _table(
        ("true statement", "written", "holds", "cannot tell", "not looked at", "called broken"),
        [(k, sum(c.values()), share(c["holds"] + c["truncated"], sum(c.values())), c["unknown"], c["absent"], c["broken"]) for k, c in sorted(kinds.items())],
    )  # fmt: skip


def _pairs(counter: Mapping[tuple[str, bool], int]) -> dict[str, tuple[int, int]]:
    return {k: (counter[k, True], counter[k, False]) for k in sorted({k for k, _ in counter})}


def _planted(clean: Tally, quota: int, without: list[str]) -> Iterator[str]:
    yield f"## One planted defect at a time ({quota} and more of each, as far as there are places)"
    yield ""
    yield "Found: a finding of this rule at the place. Alone: and no other error, warning or new note. Precision: of all findings in these"
    yield "documents, the share that is of the planted rule."
    yield ""
    titles = {rule.code: rule.title for rule in every_rule()}
    beside: Counter[str] = Counter()
    for (code, _), n in clean.beside.items():
        beside[code] += n
    yield from _table(
        ("rule", "what it finds", "planted", "found", "alone", "precision"),
        [
            (code, titles.get(code, "?"), n, share(clean.found[code], n), share(clean.exact[code], n), share(clean.found[code], clean.found[code] + beside[code]))
            for code, n in sorted(clean.planted.items())
        ],
    )  # fmt: skip
    named = [f"{code} {titles[code]}" for code in without]
    yield "Rules without a planter: " + ("；".join(named) if named else "none.")
    yield ""


def _together(joint: JointTally) -> Iterator[str]:
    yield f"## Several documents ({joint.groups} groups of {joint.documents} documents)"
    yield ""
    yield "Each group is of one district: a department's report in two versions, its accounts, the forms of one project before and"
    yield "after the year, its report and form of the year before, the unit's report, attachments, another department, two towns."
    yield "Groups that agree should give nothing; then one defect at a time is planted between two of the documents."
    yield ""
    titles = {rule.code: rule.title for rule in every_rule()}
    beside: Counter[str] = Counter()
    for (code, _), n in joint.beside.items():
        beside[code] += n
    yield from _table(
        ("rule", "what it finds", "looked and content in clean groups", "findings in clean groups", "planted", "found", "alone", "precision"),
        [
            (code, titles.get(code, "?"), joint.passed[code], joint.findings[code], n, share(joint.found[code], n), share(joint.exact[code], n), share(joint.found[code], joint.found[code] + beside[code]))
            for code, n in sorted(joint.planted.items())
        ],
    )  # fmt: skip


def _records(records: RecordTally) -> Iterator[str]:
    yield f"## Records of project-years ({records.records})"
    yield ""
    yield "Each is a project in a year with targets, ledger, monitoring, scores, evaluations, problems, publication and the year before,"
    yield "with any of these missing. Records that hold together should give nothing; then one defect at a time is planted."
    yield ""
    titles = {rule.code: rule.title for rule in every_rule()}
    beside: Counter[str] = Counter()
    for (code, _), n in records.beside.items():
        beside[code] += n
    yield from _table(
        ("rule", "what it finds", "looked and content in clean records", "could not tell", "findings in clean records", "planted", "found", "alone", "precision"),
        [
            (code, titles.get(code, "?"), records.passed[code], records.unknown[code], records.findings[code], n, share(records.found[code], n), share(records.exact[code], n), share(records.found[code], records.found[code] + beside[code]))
            for code, n in sorted(records.planted.items())
        ],
    )  # fmt: skip


def _sample(sample: Sample) -> Iterator[str]:
    yield "## The sample"
    yield ""
    codes = sorted(set(sample.planted) | set(sample.beside))
    yield from _table(
        ("rule", "listed defects", "found", "findings that are not listed"),
        [(c, sample.planted[c], sample.found[c], sample.beside[c]) for c in codes],
    )


_KINDS = {
    "money": "amounts", "percent": "rates", "physical": "areas, lengths, masses", "count": "counts", "project": "projects",
    "field": "figures of projects", "relation_found": "labelled relations looked at", "finding_detectable": "detectable defects reached",
    "finding_other": "other labelled remarks reached",
}  # fmt: skip


def _gold(gold: Sequence[Labelled]) -> Iterator[str]:
    yield "## Labelled documents"
    yield ""
    if not gold:
        yield "None were at hand."
        yield ""
        return
    for found in gold:
        yield f"### {found.name} ({found.documents} documents)"
        yield ""
        rows = []
        for key, words in _KINDS.items():
            hit, extra, missed = found.counts[key]
            precise = share(hit, hit + extra) if not key.startswith(("relation", "finding")) else ""
            rows.append((words, hit + missed, precise, share(hit, hit + missed)))
        yield from _table(("kind", "labelled", "precision", "recall"), rows)
        kept, broken, _ = found.counts["relation_false_alarm"]
        yield f"Of {kept + broken} relations labelled as true, {broken} are called broken."
        yield ""
        codes = sorted(set(found.matched) | set(found.unmatched))
        yield from _table(
            ("rule", "findings", "at a label", "precision"),
            [(c, found.matched[c] + found.unmatched[c], found.matched[c], share(found.matched[c], found.matched[c] + found.unmatched[c])) for c in codes],
        )  # fmt: skip


def _desk(desk: Decided) -> Iterator[str]:
    """What people decided on a desk. No text of theirs is quoted."""
    yield f"## Findings decided on a desk ({desk.documents} documents)"
    yield ""
    yield "What a reviewer confirmed should still be found; what a reviewer called a false alarm should no longer be made. Texts of other"
    yield "formats are read again as text, so that a table may be read otherwise than on the desk."
    yield ""
    yield from _table(
        ("rule", "confirmed", "still found", "false alarms", "still made"),
        [(c, desk.confirmed[c], desk.found[c], desk.false[c], desk.made[c]) for c in desk.rules],
    )
    for line in desk.listed:
        yield f"- {line}"
    yield ""


def _named(
    clean: Tally, joint: JointTally, records: RecordTally, sample: Sample, gold: Sequence[Labelled]
) -> Iterator[str]:
    yield "## Every miss and false alarm"
    yield ""
    yield "`python -m proof.show SEED [CODE]` shows a document of the generator, with the planted defect where a rule is named;"
    yield "`python -m proof.joint.show SEED [CODE]` a group of documents, `python -m proof.records.show SEED [CODE]` a record."
    yield ""
    groups: dict[str, list[str]] = defaultdict(list)
    for line in (*clean.listed, *joint.listed, *records.listed):
        what, name, *_ = line.split(" | ")
        groups[what].append(name.split()[1])
    for what in sorted(groups):
        seeds = Counter(groups[what])
        yield f"- {what} ({len(groups[what])}): seeds " + ", ".join(
            f"{seed}" + (f" (×{n})" if n > 1 else "")
            for seed, n in sorted(seeds.items(), key=lambda pair: int(pair[0]))
        )
    for line in sample.listed:
        yield f"- sample, {line}"
    for found in gold:
        for line in found.listed:
            yield f"- {found.name}, {line}"
    if not (groups or sample.listed or any(g.listed for g in gold)):
        yield "None."
    yield ""
