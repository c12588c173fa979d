"""Documents handed in are kept, read in a process of their own and told what was found; nothing is lost, nothing read twice."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest

from tests.web.desking import RIGHT, WRONG, file, handed_in, of, one, read_all, sample, zipped
from wenxiao.web.core.models import Event, Job
from wenxiao.web.desk import reading
from wenxiao.web.desk.jobs import READ
from wenxiao.web.desk.models import Document, Found, Refusal
from wenxiao.web.desk.receiving import begin, receive, resubmit
from wenxiao.web.desk.vault import kept


def test_a_document_is_kept_under_its_hash_and_read(as_user, work):
    (document,) = handed_in("clerk", file(WRONG, "../../etc/自评报告.txt"))
    assert document.name == "自评报告.txt"
    assert kept(document).read_bytes() == WRONG.encode()
    assert kept(document).name == document.sha256
    work()
    document.refresh_from_db()
    assert (document.state, document.media_type, document.fiscal_year) == ("triage", "text/plain", 2024)
    assert document.unit.name == "星河区网格化管理中心"
    assert "A101" in document.found.values_list("code", flat=True)
    assert document.reading.tree["schema"] == "wenxiao/reading/1"
    assert document.errors == document.found.filter(severity="error").count() > 0
    assert document.risk == sum(float(part["points"]) for part in document.risk_parts)
    event = Event.objects.get(machine="document", object_id=document.pk)
    assert (event.actor.username, event.role, event.target) == ("clerk", "clerk", "triage")


def test_what_cannot_be_read_says_why_and_shows_no_path_of_the_server(db):
    document = one(content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", name="坏.doc")
    assert document.state == "unreadable"
    assert "坏.doc" in document.refused_zh
    assert str(kept(document).parent) not in document.refused_zh + document.refused_en
    assert document.risk > 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"%PDF-1.7 broken", b"\0" * 2000])
def test_hostile_content_costs_itself_alone(db, content):
    bad, good = handed_in("clerk", file(content, "怪.docx"), file())
    bad, good = read_all(bad, good, guarded=True)
    assert bad.state in ("unreadable", "triage")
    assert good.state == "triage"


def with_half_a_character():
    """A workbook whose cell holds half of a character, as ``_xD800_`` says it."""
    book, made, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["项目名称", "桥梁HERE检测项目"])
    book.active.append(["年初预算", 100])
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"HERE", b"_xD800_"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (with_half_a_character(), "预算.xlsx"),
        ("<html><body><p>项目年初预算&#xD800;200万元</p></body></html>".encode(), "预算.html"),
    ],
)
def test_halves_of_characters_are_kept_as_a_sign(db, content, name):
    document = one(content=content, name=name)
    assert document.state == "triage", document.refused_zh
    assert "预算" in document.reading.tree["text"]


def test_halves_of_characters_are_kept_in_what_changed(db):
    before = one(content=with_half_a_character(), name="预算.xlsx")
    (document,) = read_all(resubmit(before, file(with_half_a_character() + b" "), of("clerk")))
    assert document.state == "triage", document.refused_zh
    json.dumps(document.reading.changes, ensure_ascii=False).encode()


def test_a_fault_in_what_is_kept_costs_one_document_and_not_its_batch(db, work, monkeypatch):
    access = of("clerk")
    batch = begin(access)
    bad, good = receive(batch, file(RIGHT, "坏.txt"), access), receive(batch, file(), access)
    keep = reading.keep
    monkeypatch.setattr(reading, "keep", lambda d, *rest: 1 / 0 if d.pk == bad.pk else keep(d, *rest))
    work()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.refused_zh, good.state) == ("unreadable", reading.FAULT[0], "triage")
    assert Job.objects.get(kind=READ).state == Job.State.DONE


def test_the_type_is_told_by_the_content(db):
    document = read_all(*handed_in("clerk", file(sample(2).read(), "其实是.txt")))[0]
    assert document.media_type.endswith("wordprocessingml.document")


def test_a_reader_that_hangs_dies_or_fails_is_told_in_one_sentence(db, monkeypatch):
    from wenxiao.documents.guard import LostError

    class Child:
        def __init__(self, error):
            self.error = error

        def call(self, *_):
            raise self.error

    for error in (LostError("hung"), LostError("died"), LostError("memory"), RuntimeError("fault")):
        (document,) = handed_in("clerk", file(WRONG + str(error)))
        reading.read(document, Child(error), reading.Reader(document.uploaded_by))
        document.refresh_from_db()
        assert document.state == "unreadable"
        assert document.refused_zh.endswith("。")


def test_every_document_of_an_archive_becomes_one_also_of_archives_inside(db, work):
    inner = zipped(**{"里/第二份.txt": RIGHT})
    content = zipped(
        **{"../../outside.txt": WRONG, "内.zip": inner, "again.txt": WRONG, "__MACOSX/x.txt": "x", "图.png": b"\x89PNG"}
    )
    handed_in("clerk", file(content, "材料.zip"))
    work()
    archive = Document.objects.get(name="材料.zip")
    assert archive.state == "unpacked"
    assert sorted(archive.members.values_list("name", "state")) == [
        ("材料.zip/../../outside.txt", "triage"), ("材料.zip/内.zip/里/第二份.txt", "triage"),
    ]  # fmt: skip
    assert [str(refusal) for refusal in Refusal.objects.all()] == [
        "材料.zip/again.txt: 内容与“材料.zip/../../outside.txt”相同，没有重复收件"
    ]
    assert all(kept(member).name == member.sha256 for member in archive.members.all())


def test_an_archive_that_unpacks_to_too_much_is_stopped(db, monkeypatch):
    from wenxiao.web.desk import engine

    path = handed_in("clerk", file(zipped(**{f"{n}.txt": "字" * 1000 + str(n) for n in range(9)}), "多.zip"))[0]
    taken, refused = engine.unpack(str(kept(path)), path.name, str(kept(path).parent.parent), 4, 10**6, 10**6)
    assert (len(taken), len(refused)) == (4, 1)
    taken, refused = engine.unpack(str(kept(path)), path.name, str(kept(path).parent.parent), 100, 7000, 10**6)
    assert (len(taken), len(refused)) == (2, 1)
    taken, refused = engine.unpack(str(kept(path)), path.name, str(kept(path).parent.parent), 100, 10**6, 10)
    assert (len(taken), len(refused)) == (0, 9)


def test_an_archive_that_is_a_bomb_is_told(db):
    content = zipped(**{"弹.txt": b"0" * 60_000_000})
    (archive,) = read_all(*handed_in("clerk", file(content, "弹.zip")), guarded=True)
    assert archive.state == "unpacked"
    assert not archive.members.exists()
    assert "压缩炸弹" in archive.batch.refusals.get().zh


def test_a_file_that_is_too_large_is_not_kept(db, monkeypatch):
    access = of("clerk")
    big = file()
    big.size = 101 * 1024 * 1024
    refusal = receive(begin(access), big, access)
    assert isinstance(refusal, Refusal)
    assert "100 MB" in refusal.zh


def test_the_same_content_comes_once(db):
    access = of("clerk")
    batch = begin(access)
    first = receive(batch, file(name="一.txt"), access)
    assert receive(batch, file(name="一.txt"), access) == first
    assert not batch.refusals.exists()
    assert "一.txt" in receive(batch, file(name="二.txt"), access).zh
    assert isinstance(receive(begin(access), file(), access), Refusal)
    other = of("clerk2")
    assert isinstance(receive(begin(other), file(), other), Document)  # who else has it is nobody's business


def test_a_batch_is_read_by_one_queued_job_and_read_once(db, work, monkeypatch):
    documents = handed_in("performance", *(file(WRONG + str(n), f"{n}.txt") for n in range(5)))
    assert Job.objects.filter(kind=READ).count() == 1
    from wenxiao.web.desk import jobs
    from wenxiao.web.desk.limits import limits

    calls = []
    reads = jobs.read
    monkeypatch.setattr(jobs, "read", lambda document, *rest: (calls.append(document.pk), reads(document, *rest)))
    monkeypatch.setattr(jobs, "limits", lambda: type("L", (), {"slice_seconds": 0}))
    assert limits().slice_seconds > 0
    work()
    assert sorted(calls) == [document.pk for document in documents]
    assert Job.objects.filter(kind=READ, state="done").count() == 5  # a slice each
    assert set(Document.objects.values_list("state", flat=True).filter(pk__in=calls)) == {"triage"}


def test_one_that_comes_second_finds_it_read(db):
    (document,) = handed_in("clerk", file())
    first = read_all(document)[0]
    ids = list(Found.objects.filter(document=document).values_list("pk", flat=True))
    assert read_all(document)[0].revision == first.revision
    assert list(Found.objects.filter(document=document).values_list("pk", flat=True)) == ids
