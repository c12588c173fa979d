"""Starting a report, changing its chapters, and what has to be there before it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenxiao.performance.lifecycle import NotAllowed, state_name
from wenxiao.publishing.reports import pieces
from wenxiao.publishing.reports.drafting import drafted, heading
from wenxiao.publishing.reports.outline import find
from wenxiao.web.core.editing import save
from wenxiao.web.core.say import say
from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.models import ProjectYear
from wenxiao.web.reports.material import Known, department_form, known
from wenxiao.web.reports.models import Chapter, Report
from wenxiao.web.selfevaluation.models import SelfEvaluation

#: Characters that one chapter may have, and one reason to go on in spite of an error.
MOST, REASON = 100_000, 2000
#: Control characters, which neither Word nor the database keeps; a lone carriage return is an end of line.
_UNSEEN: dict[int, int | None] = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65534, 65535)) | {13: 10}


def clean(typed: str) -> str:
    """The characters as they were sent: line ends as one character, none that no paper shows, cut at what a chapter may have."""
    return typed.replace("\r\n", "\n").translate(_UNSEEN)[:MOST]


@transaction.atomic
def start(
    outline: str,
    user: Any,
    *,
    year: ProjectYear | None = None,
    evaluation: Evaluation | None = None,
    organisation: Organisation | None = None,
    fiscal_year: int = 0,
    projects: Sequence[int] = (),
) -> Report:
    """A new report with its chapters drafted. One that is not approved yet is given back as it is: there is never a second one.

    Of a project ``year``, of an evaluation that, of a department or district the ``organisation`` and ``fiscal_year``.
    """
    if evaluation is not None:
        year = evaluation.year
    owner = year.unit if year is not None else organisation
    assert owner is not None
    number = year.year if year is not None else fiscal_year
    same = Report.objects.filter(
        outline=outline, organisation=owner, fiscal_year=number, year=year, evaluation=evaluation
    )
    if evaluation is not None:
        same = Report.objects.filter(evaluation=evaluation)
    under_way = same.exclude(state="approved").first()
    if under_way is not None or (evaluation is not None and (under_way := same.first()) is not None):
        return under_way
    report = Report(
        outline=find(outline).name, year=year, organisation=owner, fiscal_year=number, evaluation=evaluation, projects=list(projects),
        version=(same.aggregate(Max("version"))["version__max"] or 0) + 1, changed_by=user,
    )  # fmt: skip
    facts = known(report).facts
    report.title = heading(report.kind, facts) or report.kind.title
    report.save()
    Chapter.objects.bulk_create(
        Chapter(
            report=report, key=one.key, order=at, title=one.title, text=pieces.stored(one.text), tables=list(one.tables), changed_by=user,
        )
        for at, one in enumerate(drafted(report.kind, facts))
    )  # fmt: skip
    return report


def refuse_unless_draft(report: Report) -> None:
    """Raises NotAllowed for one that was submitted."""
    if report.state != "draft":
        zh, en = (state_name(report.machine, report.state, lang) for lang in ("zh", "en"))
        raise NotAllowed(
            f"当前状态为“{zh}”，不能修改；如需修改，请审核人退回。",
            f"It is “{en}” and cannot be changed; ask the reviewer to return it.",
        )


def fresh(report: Report) -> bool:
    """Whether it is a draft that was never submitted."""
    from wenxiao.web.core.workflow import history

    return report.state == "draft" and not history(report).exists()


@transaction.atomic
def discard(report: Report) -> None:
    """Drop a draft that was never submitted. Raises NotAllowed for any other: the record of its steps stays."""
    stored = Report.objects.select_for_update().get(pk=report.pk)
    if not fresh(stored):
        raise NotAllowed("只有从未提交过的草稿可以删除。", "Only a draft that was never submitted can be dropped.")
    stored.delete()


@transaction.atomic
def write(chapter: Chapter, revision: int, text: pieces.Text, user: Any) -> None:
    """Store a chapter as its next revision. Raises NotAllowed for a report that was submitted, and ``editing.Conflict``."""
    report = Report.objects.select_for_update().get(pk=chapter.report_id)
    refuse_unless_draft(report)
    chapter.text = pieces.stored(text)
    save(chapter, revision, user)


@transaction.atomic
def accept(report: Report, user: Any) -> int:
    """Take over everywhere what the facts say now; how many references moved."""
    refuse_unless_draft(Report.objects.select_for_update().get(pk=report.pk))
    now = known(report).facts.printed()
    count = 0
    for chapter in report.chapters.select_for_update():
        text = chapter.pieces
        if moved := pieces.moved(text, now):
            count += len(moved)
            chapter.text = pieces.stored(pieces.accepted(text, now))
            save(chapter, chapter.revision, user)
    return count


def give_reasons(report: Report, revision: int, reasons: Mapping[str, str], user: Any) -> None:
    """Why it goes on in spite of what the audit says, in place of what was said before; what it does not say is dropped.

    Raises ``editing.Conflict``.
    """
    found = {each.id for each in report.audit()}
    given = {name: words.strip()[:REASON] for name, words in reasons.items()}
    report.passes = {name: words for name, words in given.items() if name in found and words}
    save(report, revision, user)


def draft_again(chapter: Chapter) -> pieces.Text:
    """The chapter as it would be drafted from the facts of today; empty for one that its outline has no more."""
    facts = known(chapter.report).facts
    return next((one.text for one in drafted(chapter.report.kind, facts) if one.key == chapter.key), ())


def missing(report: Report) -> list[str]:
    """What must be written or looked at before it is submitted, a sentence each."""
    return [words for _, words in lacking(list(report.chapters.all()), known(report))]


def lacking(chapters: Sequence[Chapter], what: Known) -> list[tuple[Chapter, str]]:
    """The same of chapters and facts that are read already, each with its chapter."""
    now = what.facts.printed()
    return [(chapter, words) for chapter in chapters for words in _lacking(chapter, now)]


def _lacking(chapter: Chapter, now: Mapping[str, str]) -> Iterator[str]:
    text = chapter.words
    for blank in pieces.blanks(text):
        yield say(f"“{chapter.title}”待填写：{blank}", f"“{chapter.title}”: still to be written ({blank})")
    if not text.strip():
        yield say(
            f"“{chapter.title}”没有内容，没有的请写“无”",
            f"“{chapter.title}” is empty; write 无 if there is nothing",
        )
    if count := len(pieces.moved(chapter.pieces, now)):
        yield say(
            f"“{chapter.title}”有 {count} 处数据已变动，请核对",
            f"“{chapter.title}”: {count} figures have moved, please check",
        )


def keep(report: Report, at: Any) -> None:
    """What a submission keeps; the caller saves it."""
    from wenxiao.web.reports.live import said_of

    report.said = [asdict(one) for one in said_of(report)]
    report.tables = {name: table.stored() for name, table in known(report).tables.items()}
    report.form = _form(report)
    report.submitted_at = at


def _form(report: Report) -> dict[str, Any] | None:
    """The official form that goes with a department's report, of accepted self-evaluations; empty where there is none of them."""
    if report.kind.subject != "department":
        return None
    own = SelfEvaluation.objects.filter(state="accepted")
    values = department_form(report.organisation, report.fiscal_year, ProjectYear.objects.all(), own)
    return {} if values is None else values.stored()


def release(report: Report) -> None:
    """A returned report is a draft again: its tables and form are those of the data."""
    report.tables = report.form = report.submitted_at = None
    report.said = []


def follow(evaluation: Evaluation, action: str, access: Any) -> None:
    """The report of an evaluation goes its way. Raises NotAllowed where it is not complete: then the draft is not either."""
    from wenxiao.web.core.workflow import advance

    report = Report.objects.filter(evaluation=evaluation).first()
    step = _WITH.get(action)
    if report is None or step is None or report.state != step[0]:
        return
    report.evaluation = evaluation
    advance(report, step[1], access)


#: Step of an evaluation -> the state in which its report then is, and the report's own step.
_WITH = {
    "submit_draft": ("draft", "hand_in"), "return": ("submitted", "hand_back"), "revise": ("submitted", "hand_back"),
    "finish": ("submitted", "finish"),
}  # fmt: skip
