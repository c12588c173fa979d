"""Open data: figures as they were released, missing values empty, a data package that a validator accepts."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

from frictionless import Package

from wenxiao.publishing.open_data import feed, files, tables
from wenxiao.publishing.open_data.statement import canonical, digest, printed


def said(number=1, version=1, **more):
    return {
        "number": number, "version": version, "kind": "self_evaluation", "title": "自评：巡查", "year": 2025, "unit": {"code": "020", "name": "中心"},
        "department": {"code": "02", "name": "局"}, "district": {"code": "0", "name": "区"}, "project": {"code": "0001", "name": "巡查"},
        "replaces": None, "reason": "", "withdrawn": False, "published_at": "2026-09-01T10:00:00+08:00",
        "content": {
            "money": {"original": "100.10", "revised": "100.10", "paid": None}, "rates": [], "score": {"total": "0", "of": "100", "grade": ""},
            "indicators": [{"key": "k", "level1": "产出", "level2": "数量", "name": "网格", "nature": "ge", "target": "≥2", "actual": "=1+1", "target_value": "2", "upper_value": None, "actual_value": "0", "unit": "个", "points": "10", "score": "0", "reason": ""}],
            "problems": [{"text": "一,二\n三", "measure": "", "result": "", "state": "open", "due": "2026-12-01", "closed_on": None}],
        },
        "files": [{"name": "表.xlsx", "media_type": "application/x", "bytes": 3, "sha256": "ab"}],
        "checked": {"documents": [], "findings": [{"id": "A1", "code": "A104", "severity": "error", "zh": "不能同时成立", "en": "cannot both hold", "reply": None}]},
    } | more  # fmt: skip


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def made(*releases):
    return files.every_file("数据", datetime(2026, 9, 1, tzinfo=UTC), releases)


def test_amounts_are_those_of_the_release_and_what_is_missing_is_empty():
    (row,) = read(made(tables.Release(said(), "x"))["projects.csv"])
    assert (row["original"], row["paid"], row["added"], row["project_code"], row["unit_code"]) == (
        "100.10",
        "",
        "",
        "0001",
        "020",
    )


def test_zero_is_no_missing_value():
    every = made(tables.Release(said(), "x"))
    assert read(every["projects.csv"])[0]["score"] == "0"
    (row,) = json.loads(every["indicators.json"])
    assert (row["score"], row["actual_value"], row["upper_value"]) == ("0", "0", None)


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_marked_as_text():
    every = made(tables.Release(said(), "x"))
    assert read(every["indicators.csv"])[0]["actual"] == "'=1+1"
    assert json.loads(every["indicators.json"])[0]["actual"] == "=1+1"


def test_only_the_current_version_has_figures_and_every_version_is_listed():
    every = made(
        tables.Release(said(), "x", replaced_by=2), tables.Release(said(version=2, replaces=1, reason="更正"), "y")
    )
    assert [row["version"] for row in read(every["projects.csv"])] == ["2"]
    assert [(row["version"], row["current"]) for row in read(every["releases.csv"])] == [("1", "false"), ("2", "true")]


def test_the_package_is_valid(tmp_path):
    every = made(tables.Release(said(), "x", replaced_by=2), tables.Release(said(version=2, replaces=1), "y"), tables.Release(said(2, withdrawn=True, content={}, files=[], checked={}, project=None), "z"))  # fmt: skip
    for name, content in every.items():
        (tmp_path / name).write_bytes(content)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "code", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks}["releases"] == 3


def test_the_validator_sees_a_figure_that_is_none(tmp_path):
    for name, content in made(tables.Release(said(), "x")).items():
        (tmp_path / name).write_bytes(content.replace(b"100.10", b"much"))
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_nothing_released_is_a_valid_package(tmp_path):
    for name, content in made().items():
        (tmp_path / name).write_bytes(content)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid


def test_the_archive_holds_every_file_and_is_the_same_for_the_same():
    every = made(tables.Release(said(), "x"))
    assert set(zipfile.ZipFile(io.BytesIO(files.archive(every))).namelist()) == set(every)
    assert files.archive(every) == files.archive(dict(reversed(every.items())))


def test_the_hash_is_of_the_canonical_bytes_and_of_nothing_else():
    one = said()
    assert digest(one) == digest(json.loads(json.dumps(one)))
    assert digest(one) != digest(said(title="别的"))
    again = json.loads(printed(one, digest(one)))
    assert digest(again["statement"]) == again["sha256"]
    assert b" " not in canonical({"b": 1, "a": [1, 2]})


def test_the_feed_is_xml_whatever_a_title_holds():
    entry = feed.Entry("urn:sha256:ab", "A<B & C\x0b", "2026-09-01T10:00:00+08:00", "中心", "release/1/1/index.html")
    root = ElementTree.fromstring(feed.atom("公开", "feed.atom", "index.html", [entry]))
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [one.text for one in root.iterfind("a:entry/a:title", atom)] == ["A<B & C"]
    assert root.findtext("a:updated", namespaces=atom) == entry.updated
