"""A large batch goes through the corpus pipeline: the desk shows what its own reader would have shown, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.desking import RIGHT, WRONG, file, handed_in, of, read_all, sample, zipped
from wenxiao.web.core.models import Event, Job
from wenxiao.web.desk import corpus
from wenxiao.web.desk.limits import limits
from wenxiao.web.desk.models import Batch, Document, Reading, Rendering
from wenxiao.web.desk.reading import Reader, complete
from wenxiao.web.desk.receiving import receive

for needed in ("daft", "duckdb", "pyarrow", "msgspec"):
    pytest.importorskip(needed)

_SHOWN = (
    "state", "media_type", "title", "organisation", "unit", "fiscal_year", "kind", "year", "amount", "projects", "errors",
    "warnings", "notes", "absent", "untriaged", "risk", "risk_parts", "refused_zh", "refused_en",
)  # fmt: skip


@pytest.fixture
def large(monkeypatch):
    """A batch of three documents is large."""
    monkeypatch.setattr(corpus, "limits", lambda: replace(limits(), corpus_documents=3))


#: Of the samples' own bytes the sample district holds documents already.
_FILES = {
    "甲.txt": WRONG.encode(), "乙.txt": RIGHT.encode(), **{f"{n}.txt": sample(n).read() + b"\n" for n in (1, 4, 6)},
    "坏.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "包.zip": zipped(**{"丙.txt": WRONG.replace("85.00", "95.00")}),
    "名不副实.doc": zipped(**{"丁.txt": WRONG.replace("85.00", "45.00")}),
}  # fmt: skip


def _files():
    return [file(content, name) for name, content in _FILES.items()]


def _of(batch: Batch):
    return {
        document.sha256: (
            {name: getattr(document, name) for name in _SHOWN},
            [
                (f.number, f.finding, f.code, f.severity, f.title, f.zh, f.en, f.arithmetic, f.project)
                for f in document.found.all()
            ],
            [[(p["start"], p["end"], p["text"]) for p in f.places] for f in document.found.all()],
        )
        for document in Document.objects.filter(batch=batch)
    }


def test_the_desk_shows_what_its_own_reader_shows(as_user, work, large):
    through = handed_in("clerk", *_files())[0].batch
    work()
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    through.documents.update(uploaded_by=of("performance").user)  # the same person hands them in again, and may
    others = handed_in("clerk", *_files())[0].batch
    while waiting := list(others.documents.filter(state="received")):
        read_all(*waiting)
    ours, theirs = _of(through), _of(others)
    assert len(ours) == len(_FILES) + 2
    assert {found[0]["state"] for found in ours.values()} == {"triage", "unreadable", "unpacked"}
    assert ours.keys() == theirs.keys()
    for digest, shown in ours.items():
        assert shown == theirs[digest]
    from_store = Rendering.objects.filter(document__batch=through).count()
    assert from_store < Rendering.objects.filter(document__batch=others).count(), (
        "pages are made when somebody opens them"
    )


def test_a_page_is_made_when_it_is_first_opened_and_decisions_stay(as_user, work, large):
    first = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4))[0]
    work()
    first.refresh_from_db()
    assert first.state == "triage"
    assert not Rendering.objects.filter(document=first).exists()
    found = first.found.get(code="A101")
    found.verdict, found.reason = "confirmed", "属实"
    found.save()
    page = as_user("clerk").get(first.get_absolute_url())
    assert "85.00%" in page.content.decode()
    found.refresh_from_db()
    assert (found.verdict, found.places[0]["zh"]) == ("confirmed", "第 3 行")
    assert Reading.objects.get(document=first).tree["schema"] == "wenxiao/reading/1"


def test_the_whole_reading_is_there_for_whoever_asks(as_user, work, large):
    for document in handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4)):
        document.refresh_from_db()
    work()
    reading = Reading.objects.get(document=document)
    assert reading.tree["quantities"]
    events = Event.objects.filter(machine="document", object_id=document.pk).count()
    complete(document)
    assert Event.objects.filter(machine="document", object_id=document.pk).count() == events


def test_while_another_batch_is_read_this_one_is_read_singly(as_user, work, large):
    from wenxiao.corpus.store import Store

    batch = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4))[0].batch
    with Store(corpus.store_url()).alone():
        work()
    assert set(batch.documents.values_list("state", flat=True)) == {"triage"}


@pytest.mark.parametrize("where", ["_run", "_answers"])
def test_where_the_pipeline_fails_documents_are_read_singly(as_user, work, large, monkeypatch, where):
    def fails(*_):
        raise MemoryError("the store is damaged")

    monkeypatch.setattr(corpus, where, fails)
    batch = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4))[0].batch
    work()
    assert set(batch.documents.values_list("state", flat=True)) == {"triage"}
    assert not Job.objects.exclude(state=Job.State.DONE).exists()


def test_a_document_has_the_desks_own_time(as_user, large, monkeypatch):
    from wenxiao.corpus import reading

    asked = []
    monkeypatch.setattr(reading, "read", lambda request, *_: asked.append(request.settings))
    batch = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4))[0].batch
    corpus._run(batch.pk, list(batch.documents.all()), lambda *_: None)
    assert (asked[0].seconds, asked[0].longest) == (limits().silence_seconds, limits().longest_seconds)


def test_a_small_batch_and_one_on_a_site_without_the_pipeline_are_read_as_ever(as_user, large, monkeypatch):
    batch = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"))[0].batch
    assert not corpus.is_large(batch.pk)
    receive(batch, file(WRONG.replace("85.00", "65.00"), "丙.txt"), of("clerk"))
    assert corpus.is_large(batch.pk)
    monkeypatch.setattr(corpus, "find_spec", lambda _: None)
    assert not corpus.is_large(batch.pk)


def test_a_fault_in_what_is_kept_costs_one_document(as_user, large, monkeypatch):
    one, two, three = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4))
    monkeypatch.setattr(corpus, "_run", lambda *_: None)
    monkeypatch.setattr(
        corpus, "_answers", lambda _: iter([(one.sha256, {}), (two.sha256, corpus.Refused("坏了", "broken"))])
    )
    assert corpus.read_batch(one.batch.pk, Reader(of("clerk").user), lambda *_: None) == 2
    states = dict(one.batch.documents.values_list("pk", "state"))
    assert states == {one.pk: "unreadable", two.pk: "unreadable", three.pk: "received"}


def test_what_the_store_does_not_hold_waits_on(as_user, large, monkeypatch):
    batch = handed_in("clerk", file(WRONG, "甲.txt"), file(RIGHT, "乙.txt"), sample(4))[0].batch
    monkeypatch.setattr(corpus, "_run", lambda *_: None)
    monkeypatch.setattr(corpus, "_answers", lambda _: iter(()))
    assert corpus.read_batch(batch.pk, Reader(of("clerk").user), lambda *_: None) == 0
    assert set(batch.documents.values_list("state", flat=True)) == {"received"}
