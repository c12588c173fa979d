"""The guarded process that reads, as the site calls it; and what of its answer is kept."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from wenxiao.documents.guard import Guard, LostError
from wenxiao.documents.model import UnreadableError
from wenxiao.performance.regime import regime
from wenxiao.web.core.clock import now
from wenxiao.web.core.happening import happened
from wenxiao.web.core.policy import HAND_IN, Access
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.limits import MEGABYTE, limits
from wenxiao.web.desk.matching import fit
from wenxiao.web.desk.models import Document, Found, Reading, Refusal, Rendering, pack
from wenxiao.web.desk.scoring import scored
from wenxiao.web.desk.vault import folder, kept
from wenxiao.web.problems.rechecking import of_new_version

log = logging.getLogger(__name__)

GONE = ("原件已不在，请重新上传。", "The file is no longer kept; upload it again.")
FAULT = ("程序出错，没有读完；管理员可在日志中看到原因，修正后可重新读取。", "The program failed on it; the log says why. It can be read again once that is mended.")  # fmt: skip


def guard() -> Guard:
    """The process in which documents are opened; to be closed by whoever asked for it."""
    of = limits()
    return Guard(
        "wenxiao.web.desk.engine:do",
        seconds=of.silence_seconds,
        longest=of.longest_seconds,
        megabytes=of.memory_megabytes,
    )


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """A document cannot be read, in one sentence of each language."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en


def call(child: Guard, what: str, document: Document, *arguments: Any) -> Any:
    """Let the child do something with a document. Raises Refused for whatever comes of it instead of an answer."""
    try:
        return child.call(what, str(kept(document)), document.name, *arguments)
    except UnreadableError as error:
        raise Refused(error.zh, error.en) from None
    except LostError as error:
        raise Refused(*error.sentence()) from None
    except FileNotFoundError:
        raise Refused(*GONE) from None
    except Exception:  # a fault of the engine costs one document and not its batch
        log.exception("document %s", document.pk)
        raise Refused(*FAULT) from None


class Reader(Access):
    """The person who handed a document in, as the program that reads it for them: also when they have left since."""

    def roles_for_paper(self, paper: Any) -> frozenset[Any]:
        return super().roles_for_paper(paper) & HAND_IN or HAND_IN


def read(document: Document, child: Guard, access: Access) -> None:
    """Read one document that waits and keep what comes of it, whole or not at all. Whoever comes second finds it done."""
    before = Reading.objects.filter(document=document.replaces_id).first() if document.replaces_id else None
    try:
        answer = call(child, "read", document, before.tree if before is not None else None)
        if answer["archive"]:
            of = limits()
            left = max(0, of.batch_documents - Document.objects.filter(batch=document.batch_id).count())
            sizes = of.unpacked_megabytes * MEGABYTE, of.file_megabytes * MEGABYTE
            _unpacked(document, access, *call(child, "unpack", document, str(folder()), left, *sizes))
        else:
            keep(document, access, answer)
    except Refused as refused:
        refuse(document, access, refused)
    except Exception:  # a fault in what is kept of it costs one document too
        log.exception("document %s", document.pk)
        refuse(document, access, Refused(*FAULT))


@transaction.atomic
def refuse(document: Document, access: Access, why: Refused) -> None:
    waiting = _waiting(document)
    if waiting is not None:
        waiting.refused_zh, waiting.refused_en = plain(why.zh, 300), plain(why.en, 300)
        scored(waiting)
        waiting.save()
        advance(waiting, "refuse", access, automatic=True)


@transaction.atomic
def _unpacked(document: Document, access: Access, taken: list[Any], refused: list[Any]) -> None:
    """The documents of an archive in its place; one that is in the batch already is told and not taken twice."""
    archive = _waiting(document)
    if archive is None:
        return
    if archive.replaces_id and len(taken) != 1:
        raise Refused(
            f"修改稿应为一份文件，压缩包里可收的有 {len(taken)} 份；请只上传修改后的那一份。",
            f"A new version is one file, the archive holds {len(taken)} that can be taken; hand in the mended one alone.",
        )
    there = dict(Document.objects.filter(batch=archive.batch_id).values_list("sha256", "name"))
    for name, digest, size in taken:
        label = plain(name, 300)
        if digest in there:
            refused.append((label, f"内容与“{there[digest]}”相同，没有重复收件", f"the same as “{there[digest]}”, not taken twice"))  # fmt: skip
            continue
        there[digest] = label
        member = Document(
            batch=archive.batch, place=archive.place, uploaded_by=archive.uploaded_by, uploaded_at=archive.uploaded_at,
            sha256=digest, size=size, name=label, archive=archive, replaces_id=archive.replaces_id,
        )  # fmt: skip
        member.take_over(archive)
        member.save()
    Refusal.objects.bulk_create(
        Refusal(batch=archive.batch, name=plain(name, 300), zh=plain(zh, 300), en=plain(en, 300)) for name, zh, en in refused
    )  # fmt: skip
    archive.read_at = now()
    archive.media_type = "application/zip"
    archive.save()
    advance(archive, "unpack", access, automatic=True)


@transaction.atomic
def keep(document: Document, access: Access, answer: Mapping[str, Any]) -> None:
    paper = _waiting(document)
    if paper is None:
        return
    tree = answer["tree"]
    about, projects = tree["document"], tree["projects"]
    names = [project["name"] for project in projects]
    paper.media_type, paper.title = about["media_type"][:120], plain(_title(about["title"] or "", names), 300)
    paper.organisation = plain(about["organisation"] or _unit_of_forms(tree), 200)
    paper.kind = paper.kind or plain(about["type"] or "", 60)
    paper.fiscal_year = paper.fiscal_year or about["fiscal_year"]
    budgets = [Decimal(p["adjusted_budget"] or p["budget"]) for p in projects if p["adjusted_budget"] or p["budget"]]
    paper.amount = _fits(sum(budgets, Decimal(0))) if budgets else None
    paper.projects, paper.absent = len(projects), answer["absent"]
    fit(paper, names, tree["text"], access)
    paper.read_at = now()
    Found.objects.filter(document=paper).delete()  # of a reading that was begun again
    Reading.objects.update_or_create(
        document=paper,
        defaults={
            "packed": pack(tree), "engine": answer["engine"], "regime": answer["regime"], "coverage": tree["coverage"],
            "changes": _plain_tree(answer["changes"]), "read_at": paper.read_at,
        },
    )  # fmt: skip
    if answer["parts"] is not None:
        Rendering.objects.update_or_create(document=paper, defaults={"packed": pack(answer["parts"]), "pages": None})
    changes, earlier = _changes(paper, answer["changes"])
    Found.objects.bulk_create(
        Found(
            document=paper, number=one["number"], finding=one["finding"][:64], code=one["code"], severity=one["severity"],
            title=one["title"], title_en=one["title_en"], zh=plain(one["zh"]), en=plain(one["en"]),
            arithmetic=[plain(line) for line in one["arithmetic"]],
            places=_plain_tree(one["places"]),
            project=plain(one["project"], 300), change=changes.get(one["finding"], ("", ""))[0],
            before=earlier.get(changes.get(one["finding"], ("", ""))[1]),
        )
        for one in answer["found"]
    )  # fmt: skip
    scored(paper, regime(answer["regime"]) if answer["regime"] else None)
    paper.save()
    advance(paper, "read", access, automatic=True)
    happened("document.read", thing=paper, document=paper.pk, sha256=paper.sha256)
    of_new_version(paper, access.user)


def complete(document: Document) -> None:
    """Read a document that came from the store of the corpus once more, for its page: text, places, the whole JSON. What people
    decided stays. Raises Refused."""
    with guard() as child:
        answer = call(child, "read", document, None)
    tree = answer["tree"]
    with transaction.atomic():
        Reading.objects.filter(document=document).update(
            packed=pack(tree), engine=answer["engine"], regime=answer["regime"], coverage=tree["coverage"]
        )
        Rendering.objects.update_or_create(document=document, defaults={"packed": pack(answer["parts"]), "pages": None})
        for one in answer["found"]:
            Found.objects.filter(document=document, number=one["number"], finding=one["finding"][:64]).update(
                places=_plain_tree(one["places"])
            )


def _title(title: str, projects: list[str]) -> str:
    """The title, with the project where it is of one and does not say so: 项目支出绩效自评表 alone says nothing in a queue."""
    return f"{title}：{projects[0]}" if title and len(projects) == 1 and projects[0] not in title else title


def _unit_of_forms(tree: Mapping[str, Any]) -> str:
    """The unit that every form of a document names; empty where they name several or none."""
    places = [form["unit"] for form in tree["forms"] if form["unit"] is not None]
    names = {"".join(tree["text"][at["start"] : at["end"]].split()) for at in places}
    return names.pop() if len(names) == 1 else ""


def _changes(paper: Document, changes: Any) -> tuple[dict[str, tuple[str, str]], dict[str, Found]]:
    """For the findings of a new version what kind of change each is and the id that it had; and the earlier findings by id."""
    if changes is None:
        return {}, {}
    earlier = {one.finding: one for one in Found.objects.filter(document=paper.replaces_id)}
    lines = [line for document in changes["documents"] for line in document["findings"] if line["new"] is not None]
    return {line["new"]["id"]: (line["change"], (line["old"] or {}).get("id", "")) for line in lines}, earlier


def _waiting(document: Document) -> Document | None:
    """The document under a lock, if it still waits to be read."""
    found = Document.objects.select_for_update(of=("self",)).select_related("batch", "place").get(pk=document.pk)
    return found if found.state == "received" else None


def _fits(yuan: Decimal) -> Decimal | None:
    """An amount that the column can hold; what a document states beyond that is no budget."""
    return yuan.quantize(Decimal("0.01")) if abs(yuan) < Decimal(10) ** 17 else None


def plain(text: str, most: int | None = None) -> str:
    """Text as every database takes it: without NUL and without halves of characters."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()[:most]


def _plain_tree(tree: Any) -> Any:
    """``plain`` for every text of a JSON value."""
    if isinstance(tree, str):
        return plain(tree)
    if isinstance(tree, Mapping):
        return {key: _plain_tree(value) for key, value in tree.items()}
    return [_plain_tree(value) for value in tree] if isinstance(tree, list | tuple) else tree
