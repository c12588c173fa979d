"""What happens to a document in the child process that reads it. No Django here: a hostile file meets the engine and nothing else.

Every function is called through ``documents.guard`` with the path of the kept bytes and the label that a person gave them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from wenxiao import __version__
from wenxiao.audit.compare import compare
from wenxiao.audit.model import Report, Suppressed, Suppression
from wenxiao.audit.obligations import State
from wenxiao.audit.run import audit_reading
from wenxiao.documents.archive import MAX_DEPTH, is_archive, member_bytes, members
from wenxiao.documents.items import ARCHIVES, Item, is_document
from wenxiao.documents.model import UnreadableError
from wenxiao.documents.opening import open_source
from wenxiao.documents.places import Places
from wenxiao.documents.progress import advance
from wenxiao.documents.readers.base import Source
from wenxiao.documents.rendering import drawing
from wenxiao.publishing.diff import diff_tree
from wenxiao.publishing.earlier import paper
from wenxiao.publishing.html.cards import cards
from wenxiao.publishing.html.markup import script_data
from wenxiao.publishing.html.original import SWITCH, Original, original_of
from wenxiao.publishing.html.page import section
from wenxiao.publishing.html.panel import Panel
from wenxiao.publishing.json import report_tree
from wenxiao.publishing.letter.letter import letter as written
from wenxiao.publishing.required import required
from wenxiao.publishing.xlsx import workbook
from wenxiao.reading.pipeline import read_document
from wenxiao.web.desk.vault import store

#: Where the site puts in what it knows of a document and of each finding: no text of a document can hold a comment.
TOP, FOUND, LATER, WORK = "<!--top-->", "<!--found-{}-->", "<!--original-->", "<!--work-->"
#: Pages of an original that are shown.
PAGES = 40
#: Characters of one quote.
_QUOTE = 200


def _audited(path: str, label: str) -> Report:
    data = Path(path).read_bytes()
    source = Source(label, data)
    if not data:
        raise source.refuse("文件是空的；请重新导出或重新下载", "the file is empty; export or download it again")
    return audit_reading(read_document(open_source(source, Item(Path(path)))))


def do(what: str, *arguments: Any) -> Any:
    """One of the functions of this module: the one that the guard calls."""
    functions: dict[str, Callable[..., Any]] = {
        "read": read, "pages": pages, "letter": letter, "book": book, "unpack": unpack,
    }  # fmt: skip
    return functions[what](*arguments)


def read(path: str, label: str, before: dict[str, Any] | None) -> dict[str, Any]:
    """What a document says, what was found in it, and what changed since the version ``before`` (its JSON); of an archive only
    that it is one. Raises ``UnreadableError``."""
    with open(path, "rb") as file:
        if is_archive(file):
            return {"archive": True}
    report = _audited(path, label)
    content = required(report)
    tree = report_tree(report)
    return {
        "archive": False,
        "engine": __version__,
        "regime": report.regime.name if report.regime else "",
        "tree": tree,
        "changes": diff_tree(compare([paper(before)], [paper(tree)])) if before is not None else None,
        "found": list(_found(report)),
        "absent": len(content.of(State.ABSENT)) if content is not None else 0,
        "parts": _parts(report),
    }


def _found(report: Report) -> Iterator[dict[str, Any]]:
    places = Places(report.reading.document)
    text = report.reading.document.text
    for number, finding in enumerate(report.findings, 1):
        outcome, rule = finding.outcome, finding.rule
        stands = [(span, places.at(span.start)) for span in finding.spans]
        yield {
            "number": number, "finding": finding.id, "code": rule.code, "severity": finding.severity.value,
            "title": rule.title, "title_en": rule.title_en, "zh": outcome.zh, "en": outcome.en,
            "arithmetic": list(outcome.arithmetic),
            "places": [
                {"start": s.start, "end": s.end, "text": text[s.start : s.end][:_QUOTE], "zh": at.name("zh"), "en": at.name("en")}
                for s, at in stands
            ],
            "project": report.reading.subjects[outcome.project].name if outcome.project is not None else "",
        }  # fmt: skip


def _parts(report: Report) -> dict[str, Any]:
    """The section of the report page about a document, with room for what the site adds, and the data of its script.

    Sheets of a workbook are drawn with it; pages of paper are pictures and made when somebody asks for them (``pages``).
    """
    document = report.reading.document
    if document.pages:
        original = Original(SWITCH, f'<div class="original" lang="zh-CN">{LATER}</div>')
    else:
        with drawing() as guarded:
            original = original_of(report, 1, (), guarded, PAGES)
    panel = Panel(report, 1, slot=FOUND.format)
    more = [("work", ("办理", "Review"), None, WORK)]
    return {
        "section": _quiet(section(report, 1, TOP, panel, original, more=more)),
        "cards": script_data([cards(report)]),
    }


def pages(path: str, label: str) -> str:
    """The pages of the original, each with a box over every quantity and finding."""
    report = _audited(path, label)
    with drawing() as guarded:
        shown = original_of(report, 1, (), guarded, PAGES)
    return _quiet(shown.html or shown.switch)


def _quiet(html: str) -> str:
    """Places of boxes as data, which the site's script applies: its policy forbids styles in the page."""
    return html.replace(' style="', ' data-style="')


def _triaged(path: str, label: str, aside: Sequence[tuple[str, str, str]]) -> Report:
    report = _audited(path, label)
    reasons = {finding: (reason, by) for finding, reason, by in aside}
    kept = tuple(finding for finding in report.findings if finding.id not in reasons)
    apart = tuple(
        Suppressed(finding, Suppression(reasons[finding.id][0], "", finding=finding.id, by=reasons[finding.id][1]))
        for finding in report.findings
        if finding.id in reasons
    )
    return replace(report, findings=kept, suppressed=apart)


def letter(path: str, label: str, aside: Sequence[tuple[str, str, str]], lang: str, reviewer: str) -> bytes:
    """The review letter (.docx) of an organisation; ``aside``: for each finding that somebody has explained or called false its id,
    the reason, and who decided so and when."""
    return written(_triaged(path, label, aside), lang, reviewer=reviewer)


def book(path: str, label: str, aside: Sequence[tuple[str, str, str]], lang: str) -> bytes:
    """Everything about a document as a workbook (.xlsx)."""
    return workbook([_triaged(path, label, aside)], lang=lang)


Unpacked = tuple[list[tuple[str, str, int]], list[tuple[str, str, str]]]


def unpack(path: str, label: str, folder: str, most: int, most_bytes: int, most_each: int) -> Unpacked:
    """The documents of an archive, kept under their hashes in ``folder``: label, hash and size of each; and what was refused,
    with the reason in both languages. At most ``most`` documents and ``most_bytes`` in all, ``most_each`` in one."""
    taken: list[tuple[str, str, int]] = []
    refused: list[tuple[str, str, str]] = []
    room = most_bytes
    for name, data, error in _inside(Source(label, Path(path).read_bytes()), 1):
        if error is not None:
            refused.append((name, error.zh, error.en))
            continue
        if len(taken) >= most or len(data) > room:
            zh = "压缩包里的文件过多或过大，其余没有收；请分成几个压缩包"
            refused.append((name, zh, "the archive holds too much; the rest was not taken, split it"))
            break
        if len(data) > most_each:
            refused.append((name, "文件过大；请拆分，或删去其中的图片", "the file is too large; split it or remove its pictures"))  # fmt: skip
            continue
        room -= len(data)
        digest = sha256(data).hexdigest()
        store(Path(folder), io.BytesIO(data), digest)
        taken.append((name, digest, len(data)))
        advance(len(taken), most)
    return taken, refused


def _inside(source: Source, depth: int) -> Iterator[tuple[str, bytes, UnreadableError | None]]:
    """The documents of an archive and of the archives in it."""
    try:
        listing = members(source)
    except UnreadableError as error:
        yield source.name, b"", error
        return
    count = 0
    for member in listing:
        name = f"{source.name}/{member.name}"
        nested = any(member.name.lower().endswith(ending) for ending in ARCHIVES)
        if not nested and not is_document(member.name):
            continue
        count += 1
        try:
            data = member_bytes(source, member)
        except UnreadableError as error:
            yield name, b"", error
            continue
        if nested and is_archive(io.BytesIO(data)):
            if depth >= MAX_DEPTH:
                yield name, b"", source.refuse("压缩包套了太多层；请解压后再上传", "archives are nested too deeply; unpack them first")  # fmt: skip
            else:
                yield from _inside(Source(name, data), depth + 1)
            continue
        yield name, data, None
    if not count:
        yield source.name, b"", source.refuse("压缩包里没有可读的文件；请检查是否打包了文档", "the archive holds no document; check what was packed")  # fmt: skip
