"""The public edge as other people's programs ask it: a public client over a server of its own, and requests as such programs send them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import requests
from django.core.files.uploadedfile import SimpleUploadedFile
from georeport import GeoReport
from PIL import Image

from tests.web.griding import taken
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.models import Case, Photo
from wenxiao.web.open311.models import make
from wenxiao.web.open311.offered import services
from wenxiao.web.people.models import User
from wenxiao.web.sample import PASSWORD

RECORDED = Path(__file__).parent / "open311_recorded"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def root(site: str) -> str:
    return f"{site}/open311/v2"


@pytest.fixture(scope="module")
def key(site: str) -> str:
    """Made by the shift lead on the page for it."""
    lead = requests.Session()

    def mark(page: str) -> str:
        return re.search(r'csrfmiddlewaretoken" value="([^"]+)', lead.get(f"{site}{page}").text)[1]

    lead.post(f"{site}/login/", {"csrfmiddlewaretoken": mark("/login/"), "username": "lead", "password": PASSWORD})
    page = lead.post(f"{site}/open311/", {"csrfmiddlewaretoken": mark("/open311/"), "what": "key", "name": "测试", "per_minute": "1000"})  # fmt: skip
    return re.search(r"<code>(wxo_[^<]+)</code>", page.text)[1]


@pytest.fixture(scope="module")
def reported(root: str, key: str) -> list[str]:
    """Two reports, told by their numbers."""
    code = requests.get(f"{root}/services.json").json()[0]["service_code"]
    said = {"api_key": key, "service_code": code, "lat": "24.885", "long": "102.821", "description": "路边有垃圾"}
    answers = [requests.post(f"{root}/requests.json", said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    return [answer.json()[0]["service_request_id"] for answer in answers]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_public_client_reads_all_of_it(root, reported, form):
    client = GeoReport(root, jurisdiction="xinghe.example", output_format=form)
    listed = client.get_service_list()
    assert len({each["service_code"] for each in listed}) == len(listed) > 1
    with_metadata = next(each["service_code"] for each in listed if str(each["metadata"]).lower() == "true")
    definition = client.get_service_definition(with_metadata)
    assert definition["service_code"] == with_metadata
    begin = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for asked in ({}, {"status": "open"}, {"start_date": begin}, {"service_request_id": ",".join(reported)}):
        assert set(reported) <= {each["service_request_id"] for each in client.get_service_requests(**asked)}
    one = client.get_service_request(reported[0])
    assert (one["service_request_id"], one["status"], one["description"]) == (reported[0], "open", "路边有垃圾")
    assert (float(one["lat"]), float(one["long"])) == (24.885, 102.821)
    with pytest.raises(requests.HTTPError):
        client.get_service_request("0")


@pytest.mark.slow
def test_a_public_client_reads_the_same_in_both_forms(root, reported):
    json, xml = (GeoReport(root, output_format=form).get_service_request(reported[0]) for form in ("json", "xml"))
    assert {name: None if value is None else str(value) for name, value in json.items()} == dict(xml)


@pytest.mark.parametrize("file", sorted(RECORDED.glob("*.txt")), ids=lambda path: path.stem)
def test_requests_as_other_programs_send_them_are_taken(client, db, file):
    """FixMyStreet reads ``request[0].service_request_id`` of the answer in XML, sends attributes that nobody asked for, and empty ones."""
    key = make("市民平台", 100, User.objects.get(username="lead"))
    code, category = next(
        (code, each) for code, each in services().items() if ground().catalogue.conditions_of(each.key)
    )
    condition = ground().catalogue.conditions_of(category.key)[0].code
    body = file.read_text("utf-8").strip().format(key=key, code=code, condition=condition)
    answer = client.post("/open311/v2/requests.xml", body, content_type=FORM)
    assert answer.status_code == 201, answer.content.decode()
    number = ElementTree.fromstring(answer.content).find("request/service_request_id").text
    case = Case.objects.get(number=number)
    assert case.state == "reported"
    if "fixmystreet_id" in body:
        assert case.sent.attributes["fixmystreet_id"] == "7312"
        assert case.sent.media_url.endswith(".jpeg")
        assert case.contact.name == "Mei Lin"
        assert "\r" not in case.description
    told = client.get("/open311/v2/requests.xml", {"jurisdiction_id": "", "service_request_id": number})
    assert ElementTree.fromstring(told.content).find("request/status").text == "open"


def test_the_same_report_as_a_form_with_parts_is_taken_too(client, db):
    key = make("表单", 100, User.objects.get(username="lead"))
    said = {"api_key": key, "service_code": next(iter(services())), "address_string": "银杏路"}
    assert client.post("/open311/v2/requests.json", said).status_code == 201
    broken = client.post("/open311/v2/requests.json", b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert broken.status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_program_sends_photos_along_and_the_public_sees_them_when_they_are_cleared(site, root, key, form):
    code = requests.get(f"{root}/services.json").json()[0]["service_code"]
    said = {"api_key": key, "service_code": code, "lat": "24.885", "long": "102.821", "description": "带照片上报"}
    photos = [
        ("media", ("现场.jpg", taken(size=(3000, 2000)).read(), "image/jpeg")),
        ("media", ("b.png", taken(kind="PNG", exif=False).read(), "image/png")),
    ]
    headers = {"Idempotency-Key": str(uuid4())}
    answers = [requests.post(f"{root}/requests.{form}", said, files=photos, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
    numbers = {re.search(r"\d{8}\d+", answer.text)[0] for answer in answers}
    assert len(numbers) == 1
    number = numbers.pop()
    asked = lambda: requests.get(f"{root}/requests/{number}.json").json()[0]["media_url"]  # noqa: E731
    assert asked() is None
    lead = _logged_in(site, "lead")
    page = lead.get(f"{site}/grid/cases/?q=带照片上报").text
    address = re.search(r"/grid/cases/\d+/", page)[0]
    case = lead.get(site + address).text
    ids = sorted(set(re.findall(r"/grid/photos/(\d+)/clear/", case)), key=int)
    assert len(ids) >= 2
    mark = re.search(r'csrfmiddlewaretoken" value="([^"]+)', case)[1]
    lead.post(f"{site}/grid/photos/{ids[0]}/clear/", {"cleared": "yes", "csrfmiddlewaretoken": mark})
    picture = requests.get(asked())
    image = Image.open(io.BytesIO(picture.content))
    assert max(image.size) == limits()["photos"]["edge"]
    assert not image.getexif()
    assert requests.get(f"{root}/photos/{ids[1]}.jpg").status_code == 404


def _logged_in(site: str, login: str) -> requests.Session:
    one = requests.Session()
    mark = re.search(r'csrfmiddlewaretoken" value="([^"]+)', one.get(f"{site}/login/").text)[1]
    one.post(f"{site}/login/", {"csrfmiddlewaretoken": mark, "username": login, "password": PASSWORD})
    return one


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("media", ("a.svg", b"<svg onload=alert(1)/>"), "media：“a.svg”不是可以打开的照片"),
        ("photo", ("a.jpg", b"x"), "请以 media 为字段名"),
        ("media", ("a.jpg", b"0" * 13 * 1024 * 1024), "超过 12 MB"),
    ],
)
def test_what_is_no_photo_refuses_the_report_and_leaves_nothing(client, db, name, file, words):
    key = make("照片", 100, User.objects.get(username="lead"))
    said = {
        "api_key": key,
        "service_code": next(iter(services())),
        "address_string": "银杏路",
        name: SimpleUploadedFile(*file),
    }
    before = Case.objects.count(), Photo.objects.count()
    answer = client.post("/open311/v2/requests.json", said)
    assert answer.status_code == 400
    assert words in answer.json()[0]["description"]
    assert (Case.objects.count(), Photo.objects.count()) == before


def test_no_more_photos_than_a_step_takes_and_none_without_a_key(client, db):
    key = make("照片", 100, User.objects.get(username="lead"))
    said = {"service_code": next(iter(services())), "address_string": "银杏路"}
    many = [taken(f"{n}.jpg", (60 + n, 60)) for n in range(limits()["photos"]["most"] + 1)]
    assert (
        "最多"
        in client.post("/open311/v2/requests.json", {**said, "api_key": key, "media": many}).json()[0]["description"]
    )
    before = Photo.objects.count()
    assert client.post("/open311/v2/requests.json", {**said, "media": taken()}).status_code == 403
    assert Photo.objects.count() == before
    assert client.post("/open311/v2/requests.json", {**said, "api_key": key, "media[]": taken()}).status_code == 201
    kept = Photo.objects.latest("pk")
    assert (kept.cleared, kept.added_by, kept.longitude) == (False, None, 102.81)
