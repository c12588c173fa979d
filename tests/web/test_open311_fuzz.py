"""Whatever is sent to the public edge, it answers in the form of the specification and never falls over."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.griding import taken
from wenxiao.web.grid.models import Photo
from wenxiao.web.open311.models import make
from wenxiao.web.open311.offered import services
from wenxiao.web.people.models import User

CALM = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
PHOTO = taken(size=(64, 48)).read()
TEXT = st.text(max_size=30) | st.sampled_from(
    ["", "0", "-1", "1e400", "nan", "\x00", "\r\n", "🙂", "'; --", "<a>&", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00", "open", "1,2", "24.8", "102.8", "530100001001001"]
)  # fmt: skip
ASKED = st.dictionaries(
    st.sampled_from(["service_request_id", "service_code", "start_date", "end_date", "status", "jurisdiction_id", "extensions", "api_key"]) | TEXT, TEXT, max_size=5
)  # fmt: skip
SENT = st.dictionaries(
    st.sampled_from(
        ["lat", "long", "address_string", "address_id", "email", "device_id", "account_id", "first_name", "last_name", "phone", "description", "media_url", "jurisdiction_id", "attribute[condition]", "attribute[]", "attribute[a][]"]
    )
    | TEXT,
    TEXT,
    max_size=8,
)  # fmt: skip


def well_formed(answer, form: str) -> None:
    assert answer.status_code < 500
    body = answer.content
    if form == "json":
        told = json.loads(body)
        errors = told if answer.status_code >= 400 else []
    else:
        root = ElementTree.fromstring(body)
        errors = [
            {"code": int(e.findtext("code")), "description": e.findtext("description")}
            for e in root
            if root.tag == "errors"
        ]
    assert all(each["code"] == answer.status_code and each["description"] for each in errors)
    assert bool(errors) == (answer.status_code >= 400)


@pytest.fixture
def http(db) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def key(db) -> str:
    return make("模糊", 100_000, User.objects.get(username="lead"))


@pytest.mark.parametrize("form", ["xml", "json"])
@CALM
@given(asked=ASKED, path=st.sampled_from(["requests", "services", "discovery", "services/06010"]) | TEXT.map(lambda t: f"requests/{quote(t)}") | TEXT.map(lambda t: f"services/{quote(t)}"))  # fmt: skip
def test_asking(http, form, asked, path):
    # What no address can hold is no question.
    query = urlencode(asked, errors="replace")
    well_formed(http.get(f"/open311/v2/{path}.{form}?{query}"), form)


@pytest.mark.parametrize("form", ["xml", "json"])
@CALM
@given(said=SENT, right=st.booleans(), token=st.none() | st.uuids().map(str) | st.sampled_from(["x", "{}"]))
def test_reporting(http, key, form, said, right, token):
    if right:
        said = {**said, "api_key": key, "service_code": next(iter(services()))}
    body = urlencode(said, errors="replace")
    headers = {"Idempotency-Key": token} if token else {}
    answer = http.post(
        f"/open311/v2/requests.{form}", body, content_type="application/x-www-form-urlencoded", headers=headers
    )
    well_formed(answer, form)
    assert answer.status_code in ({201, 400} if right else {403})
    well_formed(http.get(f"/open311/v2/requests.{form}"), form)


@pytest.mark.parametrize("form", ["xml", "json"])
@CALM
@given(body=st.binary(max_size=200), kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/json", "text/xml", "x", "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nothing"]))  # fmt: skip
def test_sending_anything(http, form, body, kind):
    answer = http.generic("POST", f"/open311/v2/requests.{form}", body, kind)
    well_formed(answer, form)
    assert answer.status_code in {400, 403}


FILE = st.binary(max_size=60) | st.sampled_from(
    [PHOTO, PHOTO[:200], b"\xff\xd8\xff", b"<svg onload=alert(1)/>", b"\x89PNG\r\n\x1a\n"]
)
NAME = TEXT.map(
    lambda name: "".join(c for c in name if c.isprintable() and c not in '"/\\').strip(". ") or "x"
) | st.sampled_from(["a.jpg", "../../etc/passwd", "a.svg"])


@pytest.mark.parametrize("form", ["xml", "json"])
@CALM
@given(
    said=SENT,
    files=st.lists(st.tuples(st.sampled_from(["media", "media[]", "media_url", "photo"]), NAME, FILE), max_size=11),
)
def test_reporting_with_files(http, key, form, said, files):
    """A report with parts that are photos or anything else is taken with its photos, or refused whole."""
    said = {
        **{name: value for name, value in said.items() if _plain(name + value)},
        "api_key": key,
        "service_code": next(iter(services())),
    }
    before = Photo.objects.count()
    parts = [(name, SimpleUploadedFile(called, data)) for name, called, data in files]
    sent: dict = dict(said)
    for name, part in parts:
        sent[name] = [*sent[name], part] if isinstance(sent.get(name), list) else [part]
    answer = http.post(f"/open311/v2/requests.{form}", sent)
    well_formed(answer, form)
    assert answer.status_code in {201, 400}
    made = Photo.objects.count() - before
    assert made == (len([part for part in files if part[1].strip()]) if answer.status_code == 201 else 0)


def _plain(text: str) -> bool:
    return text.isprintable() and '"' not in text
