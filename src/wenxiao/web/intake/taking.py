"""What is done with the offers of a document: read them out, say which project is meant, accept, correct, refuse.

What is accepted goes by the same doors as what a person enters, with the rights of the one who accepts; the proposal keeps what
it became, so that every figure leads back to its place in the document. Refusals are ``NotAllowed``; then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from wenxiao.audit.together.names import goal_key
from wenxiao.performance import ledger
from wenxiao.performance.lifecycle import NotAllowed, state_name
from wenxiao.web.core.clock import now
from wenxiao.web.core.editing import save
from wenxiao.web.core.policy import ACTIONS, Access
from wenxiao.web.desk.matching import folded
from wenxiao.web.desk.models import Document
from wenxiao.web.intake.matching import best, offered
from wenxiao.web.intake.models import Proposal
from wenxiao.web.intake.proposing import goal, offers
from wenxiao.web.ledger import services as money
from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.register.services import NotPossible, begin
from wenxiao.web.selfevaluation.models import ActualRow, SelfEvaluation
from wenxiao.web.targets import services as targets


@transaction.atomic
def read_out(document: Document, access: Access) -> list[Proposal]:
    """The offers of a document; kept from the moment at which somebody asks who may take them. A project-year of the same name is meant."""
    Document.objects.select_for_update().get(pk=document.pk)
    takes = bool(document.roles_of(access) & ACTIONS["intake.take"])
    known = list(
        document.proposals.select_related("year__project", "year__unit", "entry", "target_set", "self_evaluation", "by")
    )
    reading = getattr(document, "reading", None)
    if known or reading is None:
        return _of_unit(document, known) if takes else known
    tree = reading.tree
    rows = offered(document, access) if document.fiscal_year is not None else []
    meant: dict[int, ProjectYear | None] = {}
    made = []
    for number, offer in enumerate(offers(tree), 1):
        if offer.kind == "project":
            meant[offer.project] = best(rows, offer.contents["name"])
        made.append(
            Proposal(
                document=document, number=number, project=offer.project, kind=offer.kind, contents=offer.contents,
                start=offer.start, end=offer.end, year=meant.get(offer.project),
            )
        )  # fmt: skip
    return Proposal.objects.bulk_create(made) if takes else made


def _of_unit(document: Document, known: list[Proposal]) -> list[Proposal]:
    """Where the unit of the document was corrected, a project of another unit is no longer meant by what is still open."""
    for one in known:
        strange = (
            one.year is not None and document.unit is not None and not one.year.unit.path.startswith(document.unit.path)
        )
        if strange and one.state == "open":
            one.year = None
            one.save(update_fields=("year",))
    return known


def _open(document: Document, numbers: Sequence[int], kind: str | None = None) -> list[Proposal]:
    rows = document.proposals.select_for_update().filter(number__in=numbers, state="open")
    found = list(rows.filter(kind=kind) if kind else rows)
    if not found:
        raise NotAllowed(
            "请选择待确认的内容；可能已由他人处理，请刷新页面。",
            "Choose what is still open; somebody may have dealt with it, reload the page.",
        )
    return found


def _decided(proposals: Sequence[Proposal], state: str, access: Access, **more: Any) -> None:
    for one in proposals:
        one.state, one.by, one.at = state, access.user, now()
        for name, value in more.items():
            setattr(one, name, value)
        one.save()


@transaction.atomic
def refuse(document: Document, numbers: Sequence[int], reason: str, access: Access) -> int:
    """Not taken over, with the reason. A project that is refused takes what belongs to it along."""
    if not reason.strip():
        raise NotAllowed("请写明不采纳的理由。", "Please say why it is refused.")
    chosen = _open(document, numbers)
    projects = [one.project for one in chosen if one.kind == "project"]
    every = document.proposals.select_for_update().filter(project__in=projects, state="open")
    chosen = list({one.pk: one for one in (*chosen, *every)}.values())
    _decided(chosen, "refused", access, reason=reason.strip()[:300])
    return len(chosen)


def _project(document: Document, project: int) -> Proposal:
    return document.proposals.select_for_update().get(project=project, kind="project")


@transaction.atomic
def mean(document: Document, project: int, year: ProjectYear, access: Access) -> None:
    """Say which project-year of the register a project of the document is."""
    one = _project(document, project)
    if document.proposals.filter(project=project, kind="entry", entry__isnull=False).exclude(year=year).exists():
        raise NotAllowed(
            "本项目的资金已登记入台账，不能再改为其他项目；请先冲销。",
            "Money of it is in the ledger already: reverse that before another project is chosen.",
        )
    corrected = year.pk != one.year_id and folded(year.project.name) != folded(one.contents["name"])
    taken = {"code": year.project.code, "name": year.project.name}
    _decided([one], "corrected" if corrected else "accepted", access, year=year, taken=taken)
    document.proposals.filter(project=project, state="open").update(year=year)


@transaction.atomic
def register(document: Document, project: int, made: Project, access: Access) -> ProjectYear:
    """Put a project of the document into the register. ``made`` is not saved yet; its first year is the document's."""
    if not document.fiscal_year:
        raise NotAllowed("请先在文档页面填写年度。", "Give the year on the page of the document first.")
    try:
        year = begin(made, document.fiscal_year, access.user)
    except NotPossible as error:
        raise NotAllowed(str(error), str(error)) from None
    mean(document, project, year, access)
    return year


@transaction.atomic
def enter(
    document: Document, amounts: Mapping[int, Decimal], day: date, source: str, reference: str, access: Access
) -> list[Any]:
    """Post amounts (yuan, by the numbers of their proposals) into the ledger. One that differs from the document is a correction."""
    chosen = _open(document, list(amounts), "entry")
    postings = []
    for one in chosen:
        year = _year_of(one)
        if not access.may("ledger.enter", year):
            raise NotAllowed("资金台账由财政部门登记。", "The ledger is kept by the finance bureau.")
        if one.contents["year"] != year.year:
            raise NotAllowed(
                f"“{one.contents['words']}”是{one.contents['year']}年的金额，与项目年度{year.year}不同；请到该年度登记。",
                f"“{one.contents['words']}” is of {one.contents['year']}, not of {year.year}: enter it in that year.",
            )
        kind = ledger.Kind(one.contents["kind"])
        if money.sums_of(year).get(kind):
            raise NotAllowed(
                f"台账中已有本项目的“{kind.zh}”；如有差异，请在台账中冲销后更正。",
                f"The ledger has “{kind.en}” of this project already; where it differs, reverse and correct it there.",
            )
        note = f"出自文档{document.pk}《{document}》"[:200]
        postings.append(money.Posting(year, kind, ledger.Source(source), day, amounts[one.number], reference, note))
    try:
        entries = money.post_many(postings, access.user)
    except money.Refused as refused:
        raise NotAllowed(refused.zh, refused.en) from None
    for one, entry in zip(chosen, entries, strict=True):
        same = amounts[one.number] == Decimal(one.contents["amount"])
        taken = None if same else {**one.contents, "amount": f"{amounts[one.number]:f}"}
        _decided([one], "accepted" if same else "corrected", access, entry=entry, taken=taken)
    return entries


@transaction.atomic
def draft_targets(document: Document, project: int, numbers: Sequence[int], access: Access) -> Any:
    """A draft of targets from the chosen rows. Only where the project-year has none: what is there is changed by its own form."""
    chosen = _open(document, numbers, "target")
    year = _year_of(chosen[0])
    made = targets.begin(year, access)
    words = [one.contents["text"] for one in chosen if not one.contents["name"]]
    rows = [
        {
            "level1": one.contents["level1"], "level2": one.contents["level2"], "name": one.contents["name"][:120],
            "nature": one.contents["nature"], "target": one.contents["target"], "upper": None, "text": one.contents["text"][:200],
            "unit": one.contents["unit"][:20], "weight": one.contents["weight"], "core": False, "method": "", "evidence": "",
        }
        for one in chosen
        if one.contents["name"]
    ]  # fmt: skip
    text = goal(document.reading.tree, project) or "\n".join(words)
    targets.save(made, made.revision, text, "", rows, access)
    _decided(chosen, "accepted", access, target_set=made)
    return made


@transaction.atomic
def fill_in(document: Document, project: int, numbers: Sequence[int], access: Access) -> SelfEvaluation:
    """What was reached, into the draft of the self-evaluation: by indicator where the document has a form, else in words."""
    chosen = _open(document, numbers, "actual")
    year = _year_of(chosen[0])
    if not access.may("selfevaluation.edit", year):
        raise NotAllowed("单位自评由单位填报人填写。", "Self-evaluations are filled in by the unit's clerk.")
    evaluation = SelfEvaluation.objects.filter(year=year).select_related("target_set").first()
    if evaluation is None:
        raise NotAllowed(
            "本项目还没有开始自评；请先在“单位自评”中开始。", "The self-evaluation is not begun yet: begin it first."
        )
    if evaluation.state != "draft":
        zh, en = (state_name(evaluation.machine, evaluation.state, lang) for lang in ("zh", "en"))
        raise NotAllowed(f"自评为“{zh}”，不能修改。", f"The self-evaluation is “{en}” and cannot be changed.")
    known = {goal_key(one.name): one for one in evaluation.target_set.indicators.all()}
    rows = {row.key: row for row in evaluation.actuals.all()}
    taken, sentences = [], []
    for one in chosen:
        said = one.contents
        indicator = known.get(goal_key(said["name"]))
        if not said["name"]:
            sentences.append(said["words"])
        elif indicator is None or said["value"] is None or said["unit"] != indicator.unit:
            continue
        else:
            row = rows.get(indicator.key) or ActualRow(self_evaluation=evaluation, key=indicator.key)
            row.value = Decimal(said["value"]) if row.value is None else row.value  # what somebody typed stays
            row.reason = row.reason or (said["reason"] if said["reason"] != "无" else "")
            row.save()
        taken.append(one)
    if not taken:
        raise NotAllowed(
            "所选完成情况在批复的指标中没有同名、同单位的指标，请在自评表中填写。",
            "No approved indicator has the name and unit of what was chosen; fill it in by hand.",
        )
    if words := goal(document.reading.tree, project, "done") or "".join(sentences):
        evaluation.outcome = evaluation.outcome or words
    save(evaluation, evaluation.revision, access.user)
    _decided(taken, "accepted", access, self_evaluation=evaluation)
    return evaluation


def _year_of(one: Proposal) -> ProjectYear:
    """The project-year that somebody has said is meant."""
    if one.year is None or _project(one.document, one.project).state == "open":
        raise NotAllowed(
            "请先确认文档中的项目对应项目库的哪个项目。", "First say which project of the register is meant."
        )
    return one.year
