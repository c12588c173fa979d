"""The pages for everybody: nothing but what was published, without login, cookie and script, light, and the same as plain files."""

from __future__ import annotations

import csv
import html
import io
import itertools
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from frictionless import Package

from wenxiao.publishing.open_data.statement import digest
from wenxiao.web.core.workflow import advance
from wenxiao.web.disclosure import gating, publishing
from wenxiao.web.disclosure.models import Release
from wenxiao.web.disclosure.open.export import MARK, NotOurs, export
from wenxiao.web.people.models import User
from wenxiao.web.problems.models import Problem
from wenxiao.web.register.models import Project

LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
#: What a page may weigh with its style sheets, without pictures.
MOST = 200_000


def visit(client: Client, most: int = 600) -> dict[str, object]:
    """Every answer that links lead to from the front pages."""
    waiting, found = ["/open/", "/open/en/", "/open/data/datapackage.json"], {}
    while waiting and len(found) < most:
        address = waiting.pop(0)
        if address in found:
            continue
        answer = found[address] = client.get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            links = (html.unescape(link) for link in LINK.findall(answer.content.decode()))
            waiting += [link for link in links if link.startswith("/open/")]
    return found


@pytest.fixture
def pages(client, db):
    return {address: answer for address, answer in visit(client).items() if "html" in answer.headers["Content-Type"]}


def test_every_link_of_every_public_page_leads_somewhere(client, db):
    assert {address: answer.status_code for address, answer in visit(client).items() if answer.status_code != 200} == {}


def test_links_that_are_not_public_pages_are_the_site_s_own_files(pages):
    others = {
        link
        for answer in pages.values()
        for link in LINK.findall(answer.content.decode())
        if not link.startswith(("/open/", "?"))
    }
    assert {link.partition("/static/")[0] for link in others} == {""}


def test_nothing_that_is_not_published_is_named(client, db, year, access):
    """Names, codes, words and people of the whole district, against everything that a visitor can reach."""
    secret = "尚未公开的秘密项目名称"
    held = Release.objects.get(state="prepared")
    Project.objects.filter(pk=year(7).project_id).update(name=secret, purpose=secret)
    Problem.objects.filter(year=year(7)).update(text=secret)
    files = list(visit(client).values())
    everything = b"\n".join(answer.content for answer in files)
    for name in zipfile.ZipFile(io.BytesIO(client.get("/open/data/wenxiao-open-data.zip").content)).namelist():
        everything += client.get(f"/open/data/{name}").content
    words = everything.decode(errors="ignore")
    assert "网格监督员购买服务项目" in words
    hidden = [
        secret,
        "雨污管网改造项目",
        "530100-0007",
        "生活垃圾分类收运项目",
        held.title,
        held.content["said_problems"],
        "13800138000",
    ]
    hidden += [user.name for user in User.objects.exclude(username="admin")] + list(User.objects.values_list("username", flat=True).filter(username__endswith="2"))  # fmt: skip
    hidden += list(Problem.objects.exclude(year__year=2025).values_list("text", flat=True))
    hidden += [one.text for one in Problem.objects.filter(year=year(6, 2025))]
    assert [word for word in hidden if word and word in words] == []


def test_a_live_table_that_changes_changes_no_page(client, db, year):
    before = client.get("/open/2025/201001/530100-0001/").content
    Project.objects.filter(code="530100-0001").update(name="改名", purpose="改过")
    year(1, 2025).entries.first()
    cache.clear()
    assert client.get("/open/2025/201001/530100-0001/").content == before


def test_who_is_logged_in_sees_the_same(as_user, client, db):
    public = Release.objects.filter(state="published").first()
    for address in ("/open/", "/open/2025/", reverse("public:open-release", args=(public.number,))):
        assert as_user("performance").get(address).content == client.get(address).content


def test_no_page_sets_a_cookie_or_depends_on_one(pages):
    for answer in pages.values():
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_pages_are_light_and_need_no_script(pages, client):
    styles = Path("src/wenxiao/web/static/css")
    weight = sum((styles / name).stat().st_size for name in ("tokens.css", "open.css"))
    heavy = {address: len(answer.content) for address, answer in pages.items() if len(answer.content) + weight > MOST}
    assert heavy == {}
    for answer in pages.values():
        text = answer.content.decode()
        assert "<script" not in text
        assert " style=" not in text
        assert {Path(sheet).name.split(".")[0] for sheet in re.findall(r'rel="stylesheet" href="([^"]+)', text)} == {
            "tokens",
            "open",
        }


def test_every_page_says_its_language_title_and_landmarks(pages):
    for address, answer in pages.items():
        text = answer.content.decode()
        lang = "en" if address.startswith("/open/en/") else "zh-CN"
        assert f'<html lang="{lang}">' in text
        assert len(re.findall("<h1", text)) == 1, address
        assert all(f"<{mark}" in text for mark in ("header", "nav", "main", "footer", "title"))
        levels = [int(level) for level in re.findall(r"<h(\d)", text)]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), address


def test_pages_are_said_in_the_language_of_the_address_whatever_the_cookie(client, db):
    client.cookies["django_language"] = "en"
    assert "预算绩效公开" in client.get("/open/").content.decode()
    english = client.get("/open/en/2025/")
    assert english.headers["Content-Language"] == "en"
    assert "Departments" in english.content.decode()


def test_what_has_not_changed_is_not_sent_again(client, db, access, year):
    first = client.get("/open/")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert client.get("/open/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/open/2025/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    publish(access, year)
    assert client.get("/open/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def publish(access, year, reason="", withdrawn=False):
    """The self-evaluation of a project of which no spending is public yet, from its clerk to everybody."""
    release = publishing.prepare("self_evaluation", year(6, 2025).pk, access("clerk3").user, reason, withdrawn)
    release.passes = {item.id: "补报。" for item in gating.items(release) if item.asks_reason}
    release.save()
    for action, who in (("submit", "clerk3"), ("approve", "head2"), ("publish", "head2")):
        advance(release, action, access(who))
    return Release.objects.get(pk=release.pk)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent(client, db, method):
    assert getattr(client, method)("/open/").status_code == 405


def test_sums_are_those_of_the_releases(client, db):
    rows = list(csv.DictReader(io.StringIO(client.get("/open/data/projects.csv").content.decode("utf-8-sig"))))
    paid = sum(round(float(row["paid"]) * 100) for row in rows if row["year"] == "2025" and row["paid"]) / 100
    assert f"{paid / 10_000:,.2f}" in client.get("/open/2025/").content.decode()


def test_the_front_page_is_of_the_last_year_of_which_spending_is_known(client, db):
    assert '<h1>星河区 <span class="light">2025年度预算绩效' in client.get("/open/").content.decode()


def test_an_empty_site_says_so(client, db, monkeypatch):
    from wenxiao.web.disclosure.open import book

    monkeypatch.setattr(book, "current", Release.objects.none)
    monkeypatch.setattr(book, "published", Release.objects.none)
    assert "尚无公开内容" in client.get("/open/").content.decode()
    assert client.get("/open/data/projects.csv").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/open/1999/", "/open/2025/x/", "/open/2025/201001/x/", "/open/release/99999/", "/open/release/1/9/", "/open/releases/9/", "/open/data/people.csv", "/open/data/projects.exe", "/open/release/1/1/files/passwd", "/open/release/1/1/files/..%2f..%2fsecret.key", "/open/x", "/open/2025/201001/530100-0001/people.csv"],
)  # fmt: skip
def test_what_is_not_public_is_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_of_what_waits_at_the_gate_no_address_is_there(client, db):
    held = Release.objects.get(state="prepared")
    assert client.get(f"/open/release/{held.number}/").status_code == 404
    assert client.get(f"/open/release/{held.number}/1/release.json").status_code == 404
    assert client.get(f"/open/release/{held.number}/1/files/{held.files[0]['name']}").status_code == 404


def test_an_older_version_stays_and_says_what_replaced_it(client, db):
    corrected = Release.objects.get(version=2)
    page = client.get(f"/open/release/{corrected.number}/1/").content.decode()
    assert "261个网格" in client.get(f"/open/release/{corrected.number}/1/release.json").content.decode()
    assert "这个版本已由" in page
    assert corrected.reason in page
    assert corrected.reason in client.get(f"/open/release/{corrected.number}/").content.decode()


def test_the_statement_can_be_checked_by_its_hash(client, db):
    for release in Release.objects.filter(state="published"):
        told = json.loads(client.get(f"/open/release/{release.number}/{release.version}/release.json").content)
        assert digest(told["statement"]) == told["sha256"] == release.sha256


def test_files_are_the_bytes_that_were_published(client, db):
    import hashlib

    release = Release.objects.filter(state="published", kind="targets").first()
    for file in release.files:
        answer = client.get(f"/open/release/{release.number}/1/files/{file['name']}")
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_a_browser_would_run_is_given_as_bytes(client, db, access, year, monkeypatch):
    from wenxiao.web.disclosure.releasing import OwnEvaluation

    take = OwnEvaluation.take

    def hostile(self, subject, papers=True):
        taken = take(self, subject, papers)
        object.__setattr__(taken, "files", (*taken.files, ("说明.txt", "text/html", "说明\n没有脚本。\n".encode())))
        return taken

    monkeypatch.setattr(OwnEvaluation, "take", hostile)
    release = publish(access, year)
    assert (
        client.get(f"/open/release/{release.number}/1/files/说明.txt").headers["Content-Type"]
        == "application/octet-stream"
    )


def test_a_withdrawn_release_shows_nothing_of_what_it_was(client, db, access, year):
    first = publish(access, year)
    name, project = first.files[0]["name"], "/open/2025/202001/530100-0006/"
    assert "outcome" in client.get(f"/open/release/{first.number}/1/release.json").content.decode()
    publish(access, year, "含不宜公开的内容。", withdrawn=True)
    cache.clear()
    for address in (f"/open/release/{first.number}/", f"/open/release/{first.number}/1/"):
        page = client.get(address).content.decode()
        assert "含不宜公开的内容。" in page
        assert "河道日常管护项目" not in page
    assert client.get(f"/open/release/{first.number}/1/release.json").status_code == 404
    assert client.get(f"/open/release/{first.number}/1/files/{name}").status_code == 404
    assert "单位自评" not in client.get(project).content.decode()
    listed = client.get("/open/data/releases.json").content.decode()
    assert "2025年度项目支出绩效自评：河道日常管护项目" not in listed
    assert "含不宜公开的内容。" in listed
    assert first.content["outcome"][:20] not in client.get("/open/feed.atom").content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [("网格监督员", True), ("临溪河 清淤", True), ("５３０１００－０００１", True), ("图书", True), ("满意度调查样本", True), ("河道日常管护 水质数据没有按月", False), ("不存在的词", False), ("%_%", False), ("", None)],
)  # fmt: skip
def test_search_finds_parts_of_words(client, db, words, found):
    page = client.get("/open/search/", {"q": words}).content.decode()
    if found is None:
        assert "输入项目" in page
    else:
        assert ("没有公开内容含有" not in page) == found


def test_what_is_searched_for_is_shown_as_text(client, db):
    page = client.get("/open/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script" not in page


def test_a_title_comes_before_a_mention(client, db):
    page = client.get("/open/search/", {"q": "公共图书馆"}).content.decode()
    assert page.index("公共图书馆免费开放项目") < len(page)
    first = re.search(r'<ul class="plain"><li><a href="[^"]+">([^<]+)', page)
    assert first
    assert "公共图书馆" in first[1]


def test_the_data_package_of_the_site_is_valid(client, db, tmp_path):
    packed = zipfile.ZipFile(io.BytesIO(client.get("/open/data/wenxiao-open-data.zip").content))
    packed.extractall(tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "code", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks}["indicators"] > 50


def test_data_of_a_project_are_its_own(client, db):
    rows = json.loads(client.get("/open/2025/202001/530100-0005/indicators.json").content)
    assert {row["project_code"] for row in rows} == {"530100-0005"}
    money = json.loads(client.get("/open/2025/202001/530100-0005/projects.json").content)
    released = Release.objects.get(kind="self_evaluation", statement__project__code="530100-0005")
    assert {row["paid"] for row in money if row["paid"]} == {released.statement["content"]["money"]["paid"]}


def test_the_feed_names_every_release_with_an_absolute_address(client, db):
    root = ElementTree.fromstring(client.get("/open/feed.atom").content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    links = [link.get("href") for link in root.iterfind("a:entry/a:link", atom)]
    assert len(links) == Release.objects.filter(state="published").count()
    assert all(link.startswith("http://testserver/open/release/") for link in links)
    assert len({one.text for one in root.iterfind("a:entry/a:id", atom)}) == len(links)


def test_an_export_opens_from_a_disk(db, tmp_path):
    folder = tmp_path / "公开 export"
    done = export(folder)
    pages = list(folder.rglob("*.html"))
    assert len(pages) == done.pages > 50
    dead = []
    for page in pages:
        text = page.read_text("utf-8")
        assert "<form" not in text
        for link in LINK.findall(text):
            link = html.unescape(link)
            assert not re.match(r"[a-z]+:|/", link), (page, link)
            target = (page.parent / unquote(link)).resolve()
            if not target.is_file() or not target.is_relative_to(folder.resolve()):
                dead.append((str(page.relative_to(folder)), link))
    assert dead == []
    report = Package(str(folder / "data" / "datapackage.json")).validate()
    assert report.valid
    feed = ElementTree.parse(folder / "feed.atom")
    for link in feed.iter("{http://www.w3.org/2005/Atom}link"):
        assert (folder / link.get("href")).is_file()


def test_an_export_takes_the_place_of_the_one_before(db, tmp_path):
    folder = tmp_path / "out"
    export(folder)
    (folder / "open-old.html").write_text("old")
    export(folder)
    assert not (folder / "open-old.html").exists()
    assert (folder / MARK).exists()


def test_an_export_touches_no_folder_of_somebody_else(db, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotOurs):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_command_says_it_in_one_sentence(db, tmp_path, monkeypatch):
    from wenxiao.cli.site import site
    from wenxiao.web import serve

    monkeypatch.setattr(serve, "prepare", lambda: None)
    (tmp_path / "thesis.txt").write_text("mine")
    refused = CliRunner().invoke(site, ["export", str(tmp_path)], standalone_mode=True)
    assert refused.exit_code == 1
    assert "Traceback" not in refused.output
    done = CliRunner().invoke(site, ["export", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "new" / "index.html").is_file()


def test_a_unit_with_many_projects_has_pages_of_some_and_sums_of_all(client, db, monkeypatch):
    from wenxiao.web.disclosure.open import views

    whole = client.get("/open/2025/201/").content.decode()
    monkeypatch.setattr(views, "SIZE", 2)
    cache.clear()
    first, second = (client.get(f"/open/2025/201/{tail}").content.decode() for tail in ("", "pages/2/"))
    named = [
        name for name in ("网格监督员购买服务项目", "网格指挥平台运行维护项目", "道路清扫保洁服务项目") if name in whole
    ]
    assert [(name in first) + (name in second) for name in named] == [1, 1, 1]
    sums = re.compile(r'<dl class="kpis">.*?</dl>', re.S)
    assert sums.search(first)[0] == sums.search(second)[0] == sums.search(whole)[0]
    assert "/open/2025/201/pages/2/" in first
    assert client.get("/open/2025/201/pages/3/").status_code == 404


def test_a_project_keeps_its_address_when_its_code_is_changed(client, db):
    Project.objects.filter(code="530100-0005").update(code="530100-9005")
    cache.clear()
    assert client.get("/open/2025/202001/530100-0005/").status_code == 200
    assert client.get("/open/2025/202001/530100-9005/").status_code == 404
