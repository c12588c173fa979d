"""The part of the letter that no one has to answer: required content, what was verified, what could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wenxiao.audit.model import Report
from wenxiao.audit.registry import rules
from wenxiao.documents.places import Places
from wenxiao.publishing.joint import Joint
from wenxiao.publishing.paper import Paper, line
from wenxiao.publishing.required import STATES, UNTYPED, required
from wenxiao.publishing.words import RELATIONS, held, reason, word
from wenxiao.reading.model import Relation, Verdict

#: How many sums of a kind are shown as examples of what was verified.
_EXAMPLES = 3
#: Documents of a group that are named.
_NAMED = 8


class Checked:
    """Writes these sections onto the letter's paper, each below a heading that is already there."""

    def __init__(self, report: Report, joint: Joint | None, paper: Paper, lang: str) -> None:
        self._report = report
        self._joint = joint
        self._paper = paper
        self._lang = lang
        self._places = Places(report.reading.document)
        self._titles = {rule.code: rule.title_en if lang == "en" else rule.title for rule in rules()}

    def _say(self, zh: str, en: str) -> str:
        return en if self._lang == "en" else zh

    def required(self) -> None:
        """What a document of this type must contain, and what of it was found."""
        say, paper, said = self._say, self._paper, required(self._report)
        if said is None or not said.items:
            paper.paragraph(say(f"{UNTYPED[0]}。", f"{UNTYPED[1].capitalize()}."))
            return
        total = len(said.items)
        paper.paragraph(
            say(
                f"按规则包“{said.regime[0]}”，该文种应有下列{total}项内容。",
                f"Under the regime “{said.regime[1]}” a document of this type must contain these {total} things.",
            ),
            keep=True,
        )
        table = paper.table((1.6, 1, 7))
        heads = (say("结果", "Result"), say("项数", "Number"), say("内容", "Content"))
        paper.row(table, *map(line, heads), labels=3, keep=True)
        for state, words in STATES.items():
            found = [item.name(self._lang) for item in said.of(state)]
            listed = say("、", ", ").join(found) or "—"
            paper.row(table, line(say(*words).capitalize()), line(str(len(found))), line(listed))
        paper.gap(10)
        if said.note is not None:
            paper.paragraph(say(*said.note))

    def verified(self) -> None:
        say, paper, reading = self._say, self._paper, self._report.reading
        good = [relation for relation in reading.relations if relation.verdict is Verdict.HOLDS]
        paper.paragraph(
            say(
                f"各项规则共核对一致{held(self._report)}处，其中按文中数字重新计算一致{len(good)}处"
                + ("，主要有：" if good else "。"),
                f"The checks held {held(self._report)} times; {len(good)} sums recomputed from the text agree"
                + (", mainly:" if good else "."),
            ),
            keep=bool(good),
        )
        if good:
            self._sums(good)
        self._compared()

    def _compared(self) -> None:
        """Which other documents this one was held against, and why."""
        if self._joint is None or not self._joint.groups:
            return
        say, paper = self._say, self._paper
        paper.paragraph(say("另与下列材料对照：", "It was also compared with these documents:"), keep=True)
        table = paper.table((3.6, 6))
        heads = (say("为什么一起对照", "Why together"), say("材料", "Documents"))
        paper.row(table, *map(line, heads), labels=2, keep=True)
        paper.repeat(table)
        for group in self._joint.groups:
            others = [self._joint.title(n, self._lang)[1] for n in group.members if n != self._joint.number]
            more = len(others) - _NAMED
            rest = [say(f"等 {len(others)} 份", f"and {more} more")] if more > 0 else []
            lines = [[(text, False)] for text in [*others[:_NAMED], *rest]]
            paper.row(table, line(group.reason(self._lang)), lines, labels=0)
        paper.gap(10)

    def _sums(self, good: Sequence[Relation]) -> None:
        """Examples of what was recomputed and agrees, by kind."""
        say, paper = self._say, self._paper
        table = paper.table((2, 1, 6.6))
        paper.row(
            table,
            *map(line, (say("核对内容", "Checked"), say("处数", "Times"), say("举例", "Examples"))),
            labels=3,
            keep=True,
        )
        paper.repeat(table)
        kinds = Counter(relation.kind for relation in good)
        for kind, number in kinds.most_common():
            shown = self._examples([relation for relation in good if relation.kind == kind])
            paper.row(table, line(word(RELATIONS, kind, self._lang)), line(str(number)), shown)
        paper.gap(10)

    def _examples(self, relations: Sequence[Relation]) -> list[list[tuple[str, bool]]]:
        """Sums with their places; the longest are the most telling."""
        seen = {relation.formula: relation for relation in relations if relation.formula}
        chosen = sorted(seen.values(), key=lambda r: -len(r.operands))[:_EXAMPLES]
        chosen.sort(key=lambda r: r.spans[0].start if r.spans else 0)
        lines = []
        for relation in chosen:
            where = self._where(relation)
            lines.append([(f"{relation.formula}{self._say(f'（{where}）', f' ({where})') if where else ''}", False)])
        return lines or [[("—", False)]]

    def _where(self, relation: Relation) -> str:
        reading = self._report.reading
        return self._places.at(reading.source(relation.spans[0]).start).name(self._lang) if relation.spans else ""

    def unverified(self) -> None:
        say, paper = self._say, self._paper
        rows = [
            (self._titles.get(code, code), reason(why, self._lang), number)
            for code, coverage in self._report.coverage.items()
            for why, number in coverage.unknown.items()
        ]
        lost = [
            note.partition(":")[2] for note in self._report.reading.document.notes if note.startswith("undecodable:")
        ]
        if not rows and not lost:
            paper.paragraph(say("无。", "None."))
            return
        if rows:
            paper.paragraph(
                say(
                    "下列问题因文中所写不足未能核对，不作为意见；材料中补写后可再核对。",
                    "These could not be checked for want of what the text would have to say; they are no objections.",
                ),
                keep=True,
            )
            table = paper.table((4.4, 4.2, 1))
            heads = (say("核对的问题", "Checked for"), say("未能核对的原因", "Why not"), say("处数", "Times"))
            paper.row(table, *map(line, heads), labels=3, keep=True)
            paper.repeat(table)
            for title, why, number in rows:
                paper.row(table, line(title), line(why), line(str(number)), labels=0)
            paper.gap(10)
        for count in lost:
            paper.paragraph(
                say(
                    f"文件中有{count}个字符无法识别，请重新导出后报送。",
                    f"{count} characters could not be read; export again.",
                )
            )
