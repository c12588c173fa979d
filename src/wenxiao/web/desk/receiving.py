"""Files handed in: kept under their hash, one document each, and queued to be read. Nothing that a client says is believed."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from wenxiao.documents.naming import printable
from wenxiao.performance.lifecycle import NotAllowed, NotYours, Role, ways
from wenxiao.web.core.policy import HAND_IN, Access
from wenxiao.web.core.say import say
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.jobs import ask
from wenxiao.web.desk.limits import MEGABYTE, limits
from wenxiao.web.desk.models import Batch, Document, Refusal
from wenxiao.web.desk.vault import digest_of, folder, store
from wenxiao.web.people.models import Organisation

#: States in which a document has been overtaken: the same content may come again.
_OVER = ("replaced", "unreadable")


def begin(access: Access, title: str = "") -> Batch:
    """A batch to which files are added. It is for the highest organisation of which the person may hand something in."""
    mine = [m.organisation for m in access.memberships if m.role in HAND_IN]
    place = min(mine, key=lambda organisation: (organisation.path.count("/"), organisation.pk))
    return Batch.objects.create(title=title.strip()[:120], place=place, uploaded_by=access.user)


def label(name: Any) -> str:
    """The name of a file as a label: what stands after the last stroke, printable."""
    return printable(str(name).replace("\\", "/").rsplit("/", 1)[-1]).strip()[-300:] or say("未命名", "unnamed")


def receive(
    batch: Batch, file: Any, access: Access, replaces: Document | None = None, *, queued: bool = True
) -> Document | Refusal:
    """Take one uploaded file into a batch and queue it to be read; a file that is not taken is told with its reason.

    ``queued`` is False for who reads it at once. The same content comes once into a batch: a program that sends it again because it heard no answer gets the same document.
    """
    name = label(file.name)
    of = limits()
    if file.size > of.file_megabytes * MEGABYTE:
        return _refuse(batch, name, f"超过 {of.file_megabytes} MB，请拆分，或删去其中的图片后上传", f"above {of.file_megabytes} MB: split it or remove its pictures")  # fmt: skip
    digest = digest_of(file.chunks())
    there = Document.objects.filter(batch=batch, sha256=digest).first()
    if there is not None:
        return there if there.name == name else _same(batch, name, there)
    if batch.documents.count() >= of.batch_documents:
        return _refuse(batch, name, f"一批最多 {of.batch_documents} 份，请分批上传", f"a batch holds {of.batch_documents} files at most; begin another")  # fmt: skip
    mine = Document.objects.filter(uploaded_by=access.user, sha256=digest).exclude(state__in=_OVER)
    if replaces is None and (before := mine.first()) is not None:
        return _same(batch, name, before)
    file.seek(0)
    store(folder(), file, digest)
    try:
        with transaction.atomic():
            document = Document(
                batch=batch, place=batch.place, uploaded_by=access.user, sha256=digest, size=file.size, name=name,
            )  # fmt: skip
            if replaces is not None:
                document.replaces = replaces
                document.take_over(replaces)
            document.save()
            if queued:
                ask(batch, access.user)
    except IntegrityError:  # the same content at the same moment
        return Document.objects.get(batch=batch, sha256=digest)
    return document


@transaction.atomic
def resubmit(before: Document, file: Any, access: Access, *, queued: bool = True) -> Document:
    """Hand in a new version of a document, which takes its place. Raises NotAllowed where that cannot be done."""
    before = Document.objects.select_for_update(of=("self",)).select_related("place", "unit").get(pk=before.pk)
    roles = before.roles_of(access)
    steps = [way for way in ways("document", before.state) if way.action in ("resubmit", "supersede")]
    way = next((way for way in steps if roles & set(way.roles)), None)
    if not steps:
        raise NotAllowed(
            f"当前状态为“{before.state_words}”，不能上传修改稿；请刷新页面。",
            f"There is no new version in the state “{before.state_words}”; reload the page.",
        )
    if way is None:
        raise NotYours("修改稿由报送单位上传。", "The new version is handed in by the unit.")
    if digest_of(file.chunks()) == before.sha256:
        raise NotAllowed("与原件内容相同，没有修改；请选择修改后的文件。", "The content is the same as before; choose the mended file.")  # fmt: skip
    batch = begin(access, say(f"修改稿：{before}", f"New version: {before}"))
    made = receive(batch, file, access, before, queued=queued)
    if isinstance(made, Refusal):
        raise NotAllowed(f"“{made.name}”{made.zh}。", f"“{made.name}”: {made.en}.")
    advance(before, way.action, access, automatic=way.automatic)
    return made


def _same(batch: Batch, name: str, other: Document) -> Refusal:
    return _refuse(
        batch, name, f"内容与“{other.name}”相同，没有重复收件", f"the same as “{other.name}”, not taken twice"
    )


def _refuse(batch: Batch, name: str, zh: str, en: str) -> Refusal:
    made, _ = Refusal.objects.get_or_create(batch=batch, name=name, zh=zh[:300], en=en[:300])
    return made


def places(access: Access) -> Any:
    """The organisations of which this person may hand in documents."""
    return access.organisations(HAND_IN - {Role.EVALUATOR}).exclude(kind=Organisation.Kind.FIRM)
