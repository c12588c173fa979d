"""Names of files and codes of projects in public addresses: whatever is in the database, no page fails and no export goes astray."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from tests.web import making
from tests.web.desking import RIGHT, file, handed_in, of, one, read_all, zipped
from tests.web.test_releasing_papers import through
from wenxiao.web.core.importing import Wrong
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.models import Document
from wenxiao.web.disclosure import publishing
from wenxiao.web.disclosure.naming import servable
from wenxiao.web.disclosure.open.export import export
from wenxiao.web.people.models import Organisation
from wenxiao.web.register.change_views import ProjectForm
from wenxiao.web.register.importing import code_of
from wenxiao.web.register.models import Project

TEXT = RIGHT.replace("2024", "2025")


def closed(document, unit, year=None):
    """A document of a unit in 2025 whose review is closed."""
    document.unit, document.fiscal_year, document.year = unit, 2025, year
    document.save()
    document.found.update(verdict="explained")
    advance(document, "close", of("performance"))
    return Document.objects.get(pk=document.pk)


def released(document):
    return through(publishing.prepare("document", document.pk, of("clerk").user), "clerk", "head", "head")


def test_a_file_of_an_archive_is_released_under_its_own_name_without_the_folders(client, year):
    (archive,) = read_all(*handed_in("clerk", file(zipped(**{"in/自评报告.txt": TEXT}), "a.zip")))
    (document,) = read_all(*archive.members.all())
    public = released(closed(document, making.fresh(year(1, 2025)).unit))
    assert [one["name"] for one in public.files] == ["自评报告.txt"]
    shown = client.get(f"/open/release/{public.number}/").content.decode()
    link = next(part.split('"')[0] for part in shown.split('href="') if "/files/" in part.split('"')[0])
    assert client.get(link).content.decode() == TEXT


def test_a_long_name_is_cut_so_that_every_disk_takes_it_and_the_site_can_be_exported(year, tmp_path):
    name = "关于" + "二〇二五年度城市网格化综合管理服务项目支出绩效自评情况的报告" * 3 + ".txt"
    public = released(closed(one(content=TEXT, name=name), making.fresh(year(1, 2025)).unit))
    (kept,) = (one["name"] for one in public.files)
    assert len(kept.encode()) <= 200
    assert PurePosixPath(kept).suffix == ".txt"
    export(tmp_path / "out")
    assert list((tmp_path / "out").rglob(kept))


@pytest.mark.parametrize(("names", "kept"), [
    (("a/x.txt", "b\\x.txt"), ["x.txt", "x（2）.txt"]),
    (("..", "a/."), ["文件", "文件（2）"]),
    (("a\nb\x7f.txt",), ["ab.txt"]),
    (("表" * 100 + ".txt",) * 2, ["表" * 65 + ".txt", "表" * 63 + "（2）.txt"]),
    (("x." + "长" * 100,), ["x." + "长" * 66]),
])  # fmt: skip
def test_names_of_files_are_servable(names, kept):
    assert servable(names) == kept


@pytest.mark.parametrize("code", ["城管/2025-01", "a?b", "A B#1", "..", ".", "a\\b", "~7e", "100%"])
def test_a_code_with_signs_of_addresses_takes_no_public_page_down(client, year, code, tmp_path):
    fresh = making.fresh(year(1, 2025))
    Project.objects.filter(pk=fresh.project_id).update(code=code)
    fresh.project.refresh_from_db()
    released(closed(one(content=TEXT), fresh.unit, fresh))
    assert client.get("/open/2025/").status_code == 200
    shown = client.get(f"/open/2025/{fresh.unit.code}/").content.decode()
    at = shown.index(fresh.project.name)
    link = shown[:at].rpartition('href="')[2].split('"')[0]
    page = client.get(link)
    assert page.status_code == 200
    assert fresh.project.name in page.content.decode()
    export(tmp_path / "out")
    kept = (tmp_path / "out/2025/index.html").read_text("utf-8")
    assert kept.count("<title>") == 1
    assert fresh.project.name not in kept.split("</title>")[0]


@pytest.mark.parametrize("code", ["城管/2025-01", "a\\b", ".", ".."])
def test_a_code_that_no_address_can_hold_is_refused(code, db):
    unit = Organisation.objects.get(pk=of("clerk").memberships[0].organisation_id)
    given = {
        "code": code,
        "name": "x",
        "unit": unit.pk,
        "attribute": "new",
        "fund": "general",
        "begins": 2025,
        "ends": 2026,
    }
    assert "code" in ProjectForm(of("clerk"), given).errors
    with pytest.raises(Wrong):
        code_of(code)
    assert "code" not in ProjectForm(of("clerk"), {**given, "code": "城管-2025.01"}).errors
    assert code_of("城管-2025.01") == "城管-2025.01"
