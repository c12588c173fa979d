"""A telephone makes photos small before they wait for a line, and the site still reads when and where they were taken."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image
from playwright.sync_api import Page, expect

from tests.web.browsing import logged_in
from tests.web.griding import taken
from tests.web.test_grid_phone_in_browser import KEPT
from wenxiao.web.grid.limits import limits
from wenxiao.web.grid.photos import checked

pytestmark = pytest.mark.slow

#: The files that wait in the browser, as they will be sent.
WAITING = """() => new Promise((done) => {
  const asked = indexedDB.open("grid-outbox", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("items").objectStore("items").getAll();
    all.onsuccess = () => done(all.result.flatMap((item) => item.files).map((file) => {
      let text = "";
      for (const byte of new Uint8Array(file.data)) text += String.fromCharCode(byte);
      return [file.name, file.type, btoa(text)];
    }));
  };
})"""


def camera(size: tuple[int, int] = (4000, 3000), turned: int = 6, kind: str = "JPEG", quality: int = 95) -> bytes:
    """A photo as a telephone takes it: large, lying on its side, its upper left corner (as it is to be seen) red."""
    image = Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size).convert("RGB")
    seen = {1: (0, 0), 3: (size[0] - size[0] // 4, size[1] - size[1] // 4), 6: (0, size[1] - size[1] // 4)}[turned]
    image.paste((255, 0, 0), (*seen, seen[0] + size[0] // 4, seen[1] + size[1] // 4))
    exif = Image.open(taken()).getexif()
    exif[ExifTags.Base.Orientation] = turned
    out = io.BytesIO()
    image.save(out, kind, exif=exif, quality=quality)
    return out.getvalue()


def facts(data: bytes, name: str = "a.jpg"):
    (one,) = checked([SimpleUploadedFile(name, data)])
    return one, (one.taken_at, one.longitude, one.latitude)


#: Drops what waits.
EMPTIED = """() => new Promise((done) => {
  const asked = indexedDB.open("grid-outbox", 1);
  asked.onsuccess = () => {
    const turn = asked.result.transaction("items", "readwrite");
    turn.objectStore("items").clear();
    turn.oncomplete = () => done();
  };
})"""


def waiting(page: Page, base: str, *paths: Path, first: str = "() => null") -> list[tuple[str, str, bytes]]:
    """What waits after a report with these photos, made without a line; ``first`` is done to the browser before."""
    page.goto(f"{base}/grid/m/report/")
    page.context.set_offline(True)
    page.evaluate(first)
    page.select_option("[name=category]", index=1)
    page.fill("[name=description]", "缩小照片")
    page.fill("[name=address]", "银杏路8号")
    page.set_input_files("[name=photos]", [str(path) for path in paths])
    page.get_by_role("button", name="上报", exact=True).click()
    page.wait_for_url("**/grid/m/")
    expect(page.locator("#outbox-items li")).to_have_count(1, timeout=30_000)
    found = [(name, kind, base64.b64decode(data)) for name, kind, data in page.evaluate(WAITING)]
    page.evaluate(EMPTIED)
    page.context.set_offline(False)
    return found


@pytest.fixture(scope="module")
def page(browser, site):
    context = logged_in(browser, site, "supervisor", 390)
    page = context.pages[0]
    page.goto(f"{site}/grid/m/")
    assert page.evaluate(KEPT) == ""
    yield page
    context.close()


@pytest.mark.parametrize("turned", [1, 3, 6])
def test_a_photo_waits_small_and_says_what_it_said(page, site, tmp_path, turned):
    original = camera(turned=turned)
    path = tmp_path / "现场.jpg"
    path.write_bytes(original)
    ((name, kind, small),) = waiting(page, site, path)
    assert (name, kind) == ("现场.jpg", "image/jpeg")
    assert len(small) < len(original) / 3
    assert max(Image.open(io.BytesIO(small)).size) == limits()["photos"]["edge"]
    before, told = facts(original)
    after, still = facts(small)
    assert still == told
    assert None not in told
    sizes = [Image.open(io.BytesIO(one.data)).size for one in (before, after)]
    assert sizes[0] == sizes[1]
    red, green, _ = Image.open(io.BytesIO(after.data)).getpixel((20, 20))  # it stands upright, and is turned once
    assert red > 200
    assert green < 80


def test_what_would_not_be_smaller_goes_as_it_is(page, site, tmp_path):
    small, picture = tmp_path / "小.jpg", tmp_path / "图.png"
    small.write_bytes(camera((640, 480), 1, quality=10))
    picture.write_bytes(camera((1000, 800), 1, "PNG"))
    found = {name: data for name, _, data in waiting(page, site, small, picture)}
    assert found == {"小.jpg": small.read_bytes(), "图.png": picture.read_bytes()}


@pytest.mark.parametrize(
    "broken",
    [
        "() => { window.createImageBitmap = undefined; }",
        "() => { HTMLCanvasElement.prototype.toBlob = (done) => done(null); }",
    ],
)
def test_where_the_browser_cannot_the_photo_goes_as_it_is(page, site, tmp_path, broken):
    original, path = camera((2000, 1500)), tmp_path / "现场.jpg"
    path.write_bytes(original)
    assert [data for _, _, data in waiting(page, site, path, first=broken)] == [original]


def test_bytes_that_are_no_photo_go_as_they_are_and_are_refused_by_the_site(page, site, tmp_path):
    """A JPEG that breaks off in what the camera wrote is not touched: the site says what is wrong with it."""
    cut, path = camera((1000, 800))[:300], tmp_path / "坏.jpg"
    path.write_bytes(cut)
    assert [data for _, _, data in waiting(page, site, path)] == [cut]
