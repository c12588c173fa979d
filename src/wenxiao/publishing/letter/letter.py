"""What the letter says: to be corrected, to be explained, suggestions, what was verified, what could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docx.shared import Mm

from wenxiao.audit.model import Finding, Report, Severity
from wenxiao.audit.registry import rules
from wenxiao.documents.places import Places
from wenxiao.publishing.aside import reason as because
from wenxiao.publishing.letter.paper import HEAD, SUBHEAD, Paper
from wenxiao.publishing.letter.quotes import quotes
from wenxiao.publishing.words import RELATIONS, Words, held, name, reason, untold, word
from wenxiao.reading.model import Relation, Verdict

#: How many sums of a kind are shown as examples of what was verified.
_EXAMPLES = 3
_BLANK = "＿＿＿＿＿＿＿＿"

_PARTS: tuple[tuple[Severity, Words, Words, Words], ...] = (
    (
        Severity.ERROR,
        ("需更正", "To be corrected"),
        (
            "下列各项请对照原始资料核对后更正。",
            "Please compare these with the records and correct them.",
        ),
        (
            "更正一处并写明更正后的数；如均无误，写明口径并附依据。",
            "Correct one of them and state the new figure; if both are right, state the scope of each with evidence.",
        ),
    ),
    (
        Severity.WARNING,
        ("需说明", "To be explained"),
        ("下列表述需要说明，请写明情况。", "These statements need an explanation."),
        (
            "写明原因或口径，附相关文件；确有遗漏的，请补写。",
            "State the reason or the scope and attach what shows it; add to the text what is missing.",
        ),
    ),
    (
        Severity.NOTE,
        ("建议", "Suggestions"),
        ("下列各项供完善材料时参考。", "These may help to improve the document."),
        ("采纳的请直接修改；不采纳的可以不答复。", "Change the text where you agree; no answer is needed otherwise."),
    ),
)
#: How to answer an error that lies in the words and not in figures.
_WORDS_ONLY: Words = (
    "修改原文，写明改后的文字；不需修改的，请说明。",
    "Change the text and state the new words, or explain why not.",
)
_NUMERALS = "一二三四五六七八九十"


def letter(report: Report, lang: str = "zh") -> bytes:
    """The letter about one document as the bytes of a .docx file. Number, date and signatures are left to the officer."""
    return _Letter(report, lang).data()


class _Letter:
    def __init__(self, report: Report, lang: str) -> None:
        self._report = report
        self._lang = lang
        self._places = Places(report.reading.document)
        self._titles = {rule.code: rule.title_en if lang == "en" else rule.title for rule in rules()}
        self._part = 0
        self._item = 0
        self._paper = Paper(self._say("预算绩效材料审核意见书", "Review of a performance document"), lang)

    def data(self) -> bytes:
        self._opening()
        for severity, title, lead, answer in _PARTS:
            findings = [f for f in self._report.findings if f.severity is severity]
            self._heading(title)
            if findings:
                self._paper.paragraph(self._say(*lead), keep=True)
            else:
                self._paper.paragraph(self._say("无。", "None."))
            for finding in findings:
                self._finding(finding, answer)
        self._verified()
        self._unverified()
        self._set_aside()
        self._signature()
        self._receipt()
        return self._paper.data()

    def _say(self, zh: str, en: str) -> str:
        return en if self._lang == "en" else zh

    def _heading(self, words: Words) -> None:
        self._part += 1
        number = self._say(f"{_NUMERALS[self._part - 1]}、", f"{self._part}. ")
        self._paper.heading(number + self._say(*words))

    def _opening(self) -> None:
        say, paper, reading = self._say, self._paper, self._report.reading
        identity = reading.identity
        file = name(reading.document)
        title = identity.title or file
        paper.title(say("预算绩效材料审核意见书", "Review of a performance document"))
        table = paper.table((1, 2, 1, 2))
        year = str(identity.fiscal_year) if identity.fiscal_year else ""
        for first, one, second, two in (
            (say("送审单位", "Unit"), identity.organisation or "", say("审核单位", "Reviewed by"), ""),
            (say("预算年度", "Year"), year, say("意见书编号", "Number"), ""),
            (say("文种", "Type"), identity.type or "", say("审核日期", "Date"), say("　　年　　月　　日", "")),
        ):
            cells = paper.row(table, _line(first), _line(one), _line(second), _line(two), keep=True)
            paper.fill(cells[2], (), font=HEAD)
        cells = paper.row(table, _line(say("送审材料", "Document")), _line(""), _line(""), _line(""))
        whole = cells[1].merge(cells[3])
        paper.fill(
            whole,
            [[(title, False)], [(say(f"（文件：{file}）", f"(file: {file})"), False)]]
            if title != file
            else [[(file, False)]],
        )
        for extra in whole.paragraphs[2 if title != file else 1 :]:
            extra._p.getparent().remove(extra._p)
        paper.gap(12)
        paper.paragraph(f"{identity.organisation or _BLANK}{say('：', ':')}", indent=False)
        counts = Counter(finding.severity for finding in self._report.findings)
        unknown = sum(untold(self._report.coverage).values())
        paper.paragraph(
            say(
                f"你单位报送的“{title}”已审核。审核中按文中印出的数字重新计算，并对照前后表述，结果为："
                f"需更正{counts[Severity.ERROR]}项，需说明{counts[Severity.WARNING]}项，建议{counts[Severity.NOTE]}项；"
                f"核对一致{held(self._report)}处；因文中所写不足而未能核对{unknown}处。",
                f"Your document “{title}” has been reviewed. The printed figures were recomputed and statements "
                f"compared: {counts[Severity.ERROR]} to be corrected, {counts[Severity.WARNING]} to be "
                f"explained, suggestions: {counts[Severity.NOTE]}. Checks that held: {held(self._report)}; not possible for "
                f"want of what the text would have to say: {unknown}.",
            )
        )
        if self._report.findings:
            paper.paragraph(
                say(
                    "各项意见指出不能同时成立、需要更正或说明的表述，不判断哪一处有误。请在各项“回复”栏中填写，"
                    "于　　年　　月　　日前连同修改后的材料一并报送。",
                    "An item says that two statements cannot both hold or need an explanation; it does not say which one is "
                    "wrong. Please answer in the field Answer of each item and return this letter with the corrected "
                    "document by ____________.",
                )
            )

    def _finding(self, finding: Finding, answer: Words) -> None:
        say, paper, outcome = self._say, self._paper, finding.outcome
        self._item += 1
        wording = finding.severity is Severity.ERROR and not outcome.arithmetic and not outcome.operands
        guide = _WORDS_ONLY if wording else answer
        table = paper.table((1, 6))
        head = f"{self._item}. {finding.message(self._lang).rstrip('。')}{say('。', '.')}"
        cells = paper.row(table, _line(head), _line(""), labels=2, keep=True)
        whole = cells[0].merge(cells[1])
        for extra in whole.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        paper.shade(whole)
        if outcome.project is not None:
            paper.row(
                table,
                _line(say("项目", "Project")),
                _line(self._report.reading.subjects[outcome.project].name),
                keep=True,
            )
        found = quotes(self._places, finding.spans, self._lang)
        words = [[(f"{quote.place}{say('：', ': ')}", False), *quote.parts] for quote in found]
        # A page may break below the sum: the head stands again on the next one, and the answer keeps its guidance.
        paper.repeat(table)
        if words:
            paper.row(table, _line(say("原文", "Text")), words, keep=bool(outcome.arithmetic))
        if outcome.arithmetic:
            paper.row(table, _line(say("算式", "Sum")), [[(line, False)] for line in outcome.arithmetic])
        paper.row(table, _line(say("核对方法", "By hand")), _line(finding.rule.how(self._lang)), keep=True)
        paper.row(table, _line(say("依据", "Basis")), _line(finding.rule.rests_on(self._lang)), keep=True)
        paper.row(table, _line(say("怎样答复", "How to answer")), _line(say(*guide)), keep=True)
        paper.row(table, _line(say("回复", "Answer")), [[(line, False)] for line in self._form(finding.severity)])
        paper.gap(10)

    def _form(self, severity: Severity) -> Sequence[str]:
        """The lines that the unit fills in."""
        say = self._say
        if severity is Severity.NOTE:
            return (say("□ 采纳　　□ 不采纳　　说明：", "□ agreed    □ not agreed    Explanation:"),)
        correct, explain = say("□ 更正为：", "□ Corrected to:"), say("□ 说明：", "□ Explanation:")
        first = (correct, explain) if severity is Severity.ERROR else (explain, correct)
        return (*first, say("□ 附件：", "□ Attached:"))

    def _verified(self) -> None:
        say, paper, reading = self._say, self._paper, self._report.reading
        self._heading(("已核对无误", "Verified"))
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
        if not good:
            return
        table = paper.table((2, 1, 6.6))
        paper.row(
            table,
            *map(_line, (say("核对内容", "Checked"), say("处数", "Times"), say("举例", "Examples"))),
            labels=3,
            keep=True,
        )
        paper.repeat(table)
        kinds = Counter(relation.kind for relation in good)
        for kind, number in kinds.most_common():
            shown = self._examples([relation for relation in good if relation.kind == kind])
            paper.row(table, _line(word(RELATIONS, kind, self._lang)), _line(str(number)), shown)
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

    def _unverified(self) -> None:
        say, paper = self._say, self._paper
        self._heading(("未能核对", "Not verified"))
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
            paper.row(table, *map(_line, heads), labels=3, keep=True)
            paper.repeat(table)
            for title, why, number in rows:
                paper.row(table, _line(title), _line(why), _line(str(number)), labels=0)
            paper.gap(10)
        for count in lost:
            paper.paragraph(
                say(
                    f"文件中有{count}个字符无法识别，请重新导出后报送。",
                    f"{count} characters could not be read; export again.",
                )
            )

    def _set_aside(self) -> None:
        if not self._report.suppressed:
            return
        say, paper = self._say, self._paper
        self._heading(("已作说明、不再要求答复", "Set aside with a reason"))
        table = paper.table((4.4, 5.2))
        paper.row(table, *map(_line, (say("事项", "Item"), say("理由", "Reason"))), labels=2, keep=True)
        paper.repeat(table)
        for aside in self._report.suppressed:
            message = aside.finding.message(self._lang)
            paper.row(table, _line(message), _line(because(aside.suppression, self._lang)), labels=0)
        paper.gap(10)

    def _signature(self) -> None:
        say, paper = self._say, self._paper
        document = self._report.reading.document
        if document.sha256:
            digest = document.sha256[:16]
            paper.gap(8)
            paper.paragraph(
                say(
                    f"注：算式按文中印出的数字计算；位置以报送的文件为准（SHA-256 前 16 位：{digest}）。",
                    f"Sums use the figures as printed; places are those of the file submitted (SHA-256 begins {digest}).",
                ),
                size=12, line=18, indent=False, font=SUBHEAD, keep=True,
            )  # fmt: skip
        paper.gap(20, keep=True)
        for text in (
            say("审核单位（盖章）：", "Reviewed by (seal):"),
            say("审核人：", "Reviewer:"),
            say("　　　　年　　月　　日", "Date:"),
        ):
            paragraph = paper.paragraph(text, indent=False, keep=True)
            paragraph.paragraph_format.left_indent = Mm(70)

    def _receipt(self) -> None:
        """Who answers."""
        say, paper = self._say, self._paper
        paper.gap(16, keep=True)
        table = paper.table((4, 3.8, 4, 3.8))
        for first, second in (
            (say("答复单位（盖章）", "Answered by (seal)"), say("单位负责人", "Head of unit")),
            (say("经办人", "Handled by"), say("联系电话", "Telephone")),
            (say("答复日期", "Date"), say("附件份数", "Attachments")),
        ):
            cells = paper.row(
                table, _line(first), _line(""), _line(second), _line(""), keep=first != say("答复日期", "Date")
            )
            paper.fill(cells[2], (), font=HEAD)


def _line(text: str) -> list[list[tuple[str, bool]]]:
    """A cell of one paragraph."""
    return [[(text, False)]]
