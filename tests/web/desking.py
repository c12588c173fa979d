"""Documents handed in by people of the sample district, for tests of the desk."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import making
from wenxiao.web.core.clock import now
from wenxiao.web.core.policy import Access
from wenxiao.web.desk.engine import FOUND, TOP, WORK, do
from wenxiao.web.desk.models import Batch, Document, Found, Note, Reading, Rendering, Triage, pack
from wenxiao.web.desk.reading import Reader, guard, read
from wenxiao.web.desk.receiving import begin, receive
from wenxiao.web.people.models import Organisation, User

SAMPLE = Path(__file__).parents[2] / "sample"
#: A text in which two statements cannot both hold.
WRONG = "星河区网格化管理中心2024年度项目支出绩效自评报告\n一、项目基本情况\n网格巡查服务项目年初预算200.00万元，实际支出150.00万元，预算执行率为85.00%。\n"
RIGHT = WRONG.replace("85.00%", "75.00%")


def of(name: str) -> Access:
    return Access(User.objects.get(username=name))


def file(content: str | bytes = WRONG, name: str = "自评报告.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def sample(number: int) -> SimpleUploadedFile:
    path = next(SAMPLE.glob(f"{number:02}-*"))
    return file(path.read_bytes(), path.name)


def zipped(**members: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def handed_in(who: str, *files: Any) -> list[Document]:
    """What somebody hands in, not read yet."""
    access = of(who)
    batch = begin(access)
    made = [receive(batch, one, access) for one in files]
    assert all(isinstance(one, Document) for one in made), made
    return [one for one in made if isinstance(one, Document)]


class Beside:
    """Stands in for the guarded process where a test asks for many files and not for what a hostile one does."""

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: Any) -> None:
        pass

    def call(self, *arguments: Any) -> Any:
        return do(*arguments)


def read_all(*documents: Document, guarded: bool = False) -> list[Document]:
    with guard() if guarded else Beside() as child:
        for document in documents:
            read(document, child, Reader(document.uploaded_by))
    return [Document.objects.get(pk=document.pk) for document in documents]


def one(who: str = "clerk", content: str | bytes = WRONG, name: str = "自评报告.txt") -> Document:
    """A document that was handed in and read."""
    return read_all(*handed_in(who, file(content, name)))[0]


def shelved(year: Any) -> Document:
    """A document of a project-year with findings that are decided and spoken of, without reading one."""
    user = User.objects.get(username="performance")
    number = Document.objects.count()
    batch = Batch.objects.create(place=Organisation.objects.get(kind="jurisdiction"), uploaded_by=user)
    document = Document.objects.create(
        batch=batch, place=batch.place, uploaded_by=user, sha256=f"{number:064x}", size=1, name=f"{number}.txt", unit=year.unit,
        fiscal_year=year.year, year=year, title=f"文档{number}", kind="项目支出绩效自评报告", read_at=now(), errors=2, untriaged=1, risk=20,
        risk_parts=[{"points": "20", "zh": "严重 2 条", "en": "2 errors"}], assigned_to=user,
    )  # fmt: skip
    making.force(document, "triage")
    parts = {"section": f"{TOP}{FOUND.format(1)}{FOUND.format(2)}{WORK}", "cards": "[]"}
    Rendering.objects.create(document=document, packed=pack(parts))
    Reading.objects.create(document=document, packed=pack({"text": ""}), engine="1", regime="national-2020")
    for at in (1, 2):
        found = Found.objects.create(
            document=document, number=at, finding=f"A101-{number}-{at}", code="A101", severity="error", title="比率", title_en="rate",
            zh="不能同时成立", en="cannot both hold", places=[{"start": 0, "end": 1, "text": "一", "zh": "第 1 行", "en": "line 1"}],
        )  # fmt: skip
        Note.objects.create(document=document, found=found, text="请核对", by=user)
    found.problem = making.problem(year)
    found.verdict, found.by, found.at = "confirmed", user, now()
    found.save()
    Triage.objects.create(found=found, verdict="confirmed", by=user, role="performance")
    return document
