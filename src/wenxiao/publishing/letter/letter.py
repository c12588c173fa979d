"""What the letter says: to be corrected, to be explained, suggestions, what was verified, what could not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from docx.shared import Mm
from docx.table import Table

from wenxiao.audit.model import Finding, Report, Severity, Suppression
from wenxiao.audit.together import JointFinding
from wenxiao.documents.places import Places
from wenxiao.publishing.aside import reason as because
from wenxiao.publishing.joint import Joint, open_to_others
from wenxiao.publishing.letter.checked import Checked
from wenxiao.publishing.paper import HEAD, SUBHEAD, Paper, line
from wenxiao.publishing.quotes import quotes
from wenxiao.publishing.required import TITLE as REQUIRED
from wenxiao.publishing.words import Words, held, name, untold
from wenxiao.quantities.model import Span

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


def letter(report: Report, lang: str = "zh", joint: Joint | None = None, reviewer: str = "") -> bytes:
    """The letter about one document as the bytes of a .docx file. Number, date and signatures are left to the officer.

    ``joint`` is what was found between this document and others; an item of it names the other one and quotes both.
    ``reviewer`` is the organisation that writes it, where that is known.
    """
    return _Letter(report, lang, joint, reviewer).data()


class _Letter:
    def __init__(self, report: Report, lang: str, joint: Joint | None, reviewer: str) -> None:
        self._report = report
        self._reviewer = reviewer
        self._joint = joint
        self._between: list[JointFinding] = joint.findings if joint is not None else []
        self._lang = lang
        self._places = Places(report.reading.document)
        self._part = 0
        self._item = 0
        self._paper = Paper(self._say("预算绩效材料审核意见书", "Review of a performance document"), lang)

    def data(self) -> bytes:
        self._opening()
        for severity, title, lead, answer in _PARTS:
            findings = [f for f in self._report.findings if f.severity is severity]
            between = [f for f in self._between if f.severity is severity]
            self._heading(title)
            if findings or between:
                self._paper.paragraph(self._say(*lead), keep=True)
            else:
                self._paper.paragraph(self._say("无。", "None."))
            for finding in findings:
                self._finding(finding, answer)
            for beside in between:
                self._joint_finding(beside, answer)
        checked = Checked(self._report, self._joint, self._paper, self._lang)
        for title, write in (
            (REQUIRED, checked.required),
            (("已核对无误", "Verified"), checked.verified),
            (("未能核对", "Not verified"), checked.unverified),
        ):
            self._heading(title)
            write()
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
            (say("送审单位", "Unit"), identity.organisation or "", say("审核单位", "Reviewed by"), self._reviewer),
            (say("预算年度", "Year"), year, say("意见书编号", "Number"), ""),
            (say("文种", "Type"), identity.type or "", say("审核日期", "Date"), say("　　年　　月　　日", "")),
        ):
            cells = paper.row(table, line(first), line(one), line(second), line(two), keep=True)
            paper.fill(cells[2], (), font=HEAD)
        cells = paper.row(table, line(say("送审材料", "Document")), line(""), line(""), line(""))
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
        counts = Counter(f.severity for f in self._report.findings) + Counter(f.severity for f in self._between)
        beside = len(self._joint.comparison.documents) - 1 if self._joint is not None else 0
        also = say(
            f"，并与同批的{beside}份材料对照" if beside else "", f", also with {beside} others" if beside else ""
        )
        unknown = sum(untold(self._report.coverage).values())
        paper.paragraph(
            say(
                f"你单位报送的“{title}”已审核。审核中按文中印出的数字重新计算，并对照前后表述{also}，结果为："
                f"需更正{counts[Severity.ERROR]}项，需说明{counts[Severity.WARNING]}项，建议{counts[Severity.NOTE]}项；"
                f"核对一致{held(self._report)}处；因文中所写不足而未能核对{unknown}处。",
                f"Your document “{title}” has been reviewed. The printed figures were recomputed and statements "
                f"compared{also}: {counts[Severity.ERROR]} to be corrected, {counts[Severity.WARNING]} to be "
                f"explained, suggestions: {counts[Severity.NOTE]}. Checks that held: {held(self._report)}; not possible for "
                f"want of what the text would have to say: {unknown}.",
            )
        )
        if self._report.findings or self._between:
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
        paper, outcome = self._paper, finding.outcome
        wording = finding.severity is Severity.ERROR and not outcome.arithmetic and not outcome.operands
        table = self._head(finding)
        if outcome.project is not None:
            project = self._report.reading.subjects[outcome.project].name
            paper.row(table, line(self._say("项目", "Project")), line(project), keep=True)
        words = self._quoted(self._places, finding.spans, "")
        self._body(table, finding, words, _WORDS_ONLY if wording else answer)

    def _joint_finding(self, finding: JointFinding, answer: Words) -> None:
        """An item that also speaks of other documents: which they are, and what stands in each."""
        assert self._joint is not None
        say, joint = self._say, self._joint
        table = self._head(finding)
        named = [_titled(*joint.title(n, self._lang), say) for n in joint.others(finding)]
        self._paper.row(table, line(say("对照材料", "Compared with")), [[(name, False)] for name in named], keep=True)
        words: list[list[tuple[str, bool]]] = []
        for document, cited in joint.quotes(finding):
            lead = (
                say("本材料 ", "This document, ")
                if document == joint.number
                else f"{joint.title(document, self._lang)[1]} "
            )
            if document == joint.number or open_to_others(joint.reports[document]):
                places = Places(joint.reports[document].reading.document)
                words += self._quoted(places, [one.quote.span for one in cited], lead)
            else:
                for quote in (one.quote for one in cited):
                    where = f"{lead}{quote.place.name(self._lang)}{say('：', ': ')}"
                    words.append([(where, False), (quote.words, True)])
        self._body(table, finding, words, answer)

    def _quoted(self, places: Places, spans: Sequence[Span], lead: str) -> list[list[tuple[str, bool]]]:
        colon = self._say("：", ": ")
        return [[(f"{lead}{quote.place}{colon}", False), *quote.parts] for quote in quotes(places, spans, self._lang)]

    def _head(self, finding: Finding | JointFinding) -> Table:
        """The table of an item, with what it says."""
        self._item += 1
        table = self._paper.table((1, 6))
        head = f"{self._item}. {finding.message(self._lang).rstrip('。')}{self._say('。', '.')}"
        cells = self._paper.row(table, line(head), line(""), labels=2, keep=True)
        whole = cells[0].merge(cells[1])
        for extra in whole.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        self._paper.shade(whole)
        # A page may break below the sum: the head stands again on the next one, and the answer keeps its guidance.
        self._paper.repeat(table)
        return table

    def _body(
        self, table: Table, finding: Finding | JointFinding, words: list[list[tuple[str, bool]]], guide: Words
    ) -> None:
        """The rest of an item: what is quoted, the sum, how to check it, on what it rests, how to answer."""
        say, paper, sums = self._say, self._paper, finding.outcome.arithmetic
        if words:
            paper.row(table, line(say("原文", "Text")), words, keep=bool(sums))
        if sums:
            paper.row(table, line(say("算式", "Sum")), [[(text, False)] for text in sums])
        paper.row(table, line(say("核对方法", "By hand")), line(finding.rule.how(self._lang)), keep=True)
        paper.row(table, line(say("依据", "Basis")), line(finding.rule.rests_on(self._lang)), keep=True)
        paper.row(table, line(say("怎样答复", "How to answer")), line(say(*guide)), keep=True)
        paper.row(table, line(say("回复", "Answer")), [[(text, False)] for text in self._form(finding.severity)])
        paper.gap(10)

    def _form(self, severity: Severity) -> Sequence[str]:
        """The lines that the unit fills in."""
        say = self._say
        if severity is Severity.NOTE:
            return (say("□ 采纳　　□ 不采纳　　说明：", "□ agreed    □ not agreed    Explanation:"),)
        correct, explain = say("□ 更正为：", "□ Corrected to:"), say("□ 说明：", "□ Explanation:")
        first = (correct, explain) if severity is Severity.ERROR else (explain, correct)
        return (*first, say("□ 附件：", "□ Attached:"))

    def _set_aside(self) -> None:
        aside: list[tuple[Finding | JointFinding, Suppression]] = [
            (one.finding, one.suppression) for one in self._report.suppressed
        ]
        if self._joint is not None:
            aside += [(one.finding, one.suppression) for one in self._joint.suppressed]
        if not aside:
            return
        say, paper = self._say, self._paper
        self._heading(("已作说明、不再要求答复", "Set aside with a reason"))
        table = paper.table((4.4, 5.2))
        paper.row(table, *map(line, (say("事项", "Item"), say("理由", "Reason"))), labels=2, keep=True)
        paper.repeat(table)
        for finding, suppression in aside:
            message = finding.message(self._lang)
            paper.row(table, line(message), line(because(suppression, self._lang)), labels=0)
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
            say("审核单位（盖章）：", "Reviewed by (seal): ") + self._reviewer,
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
                table, line(first), line(""), line(second), line(""), keep=first != say("答复日期", "Date")
            )
            paper.fill(cells[2], (), font=HEAD)


def _titled(title: str, file: str, say: Callable[[str, str], str]) -> str:
    """A document by its title and its file."""
    return file if title == file else say(f"《{title}》（文件：{file}）", f"“{title}” (file: {file})")
