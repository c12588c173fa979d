"""The original in the report: pages as pictures, sheets as grids, and nothing where there is no original."""

from __future__ import annotations

import io
import re
import shutil
from base64 import b64decode
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from tests.documents.making_pdf import at, pdf
from tests.documents.workbooks import saved
from tests.publishing.made_up import report as text_report
from wenxiao import Report
from wenxiao.audit.run import audit_reading
from wenxiao.documents import pictures as recognition
from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document
from wenxiao.documents.rendering import drawing
from wenxiao.publishing.html import grids, pages
from wenxiao.publishing.html.page import render
from wenxiao.reading.pipeline import read_document

HEAD = at(150, 780, "柳溪镇2023年项目支出绩效自评报告", 20) + at(80, 740, "（一）乡村道路养护项目")
WRONG = "年初预算200.00万元，实际支出150.00万元，预算执行率85.00%。"
RIGHT = "年初预算80.00万元，实际支出60.00万元，预算执行率75.00%。"
PHONE, OTHER = "13859274163", "13840011929"
_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def audited(folder: Path, data: bytes, name: str = "自评报告.pdf", *, personal: bool = False) -> Report:
    path = folder / name
    path.write_bytes(data)
    return audit_reading(read_document(open_document(path), show_personal=personal))


def two_pages(folder: Path) -> Report:
    second = "".join(at(80, 700 - 22 * n, f"第{n}项说明没有数字可以核对的一行文字。") for n in range(20))
    return audited(folder, pdf(HEAD + at(80, 716, WRONG), second + at(80, 120, f"（二）文化广场改造项目。{RIGHT}")))


def pictures(html: str) -> list[bytes]:
    return [b64decode(data) for data in re.findall(r'src="data:image/[a-z+]+;base64,([^"]+)"', html)]


def test_every_page_is_a_picture_and_every_finding_has_its_boxes(tmp_path: Path) -> None:
    made = two_pages(tmp_path)
    assert made.findings
    html = render([made])
    assert html.count('<figure class="leaf"') == 2
    assert all(data.startswith(b"\x89PNG") for data in pictures(html))
    for n, finding in enumerate(made.findings, 1):
        boxes = re.findall(rf'<a class="box {finding.severity.value}" href="#d1-f{n}" data-f="{n}"', html)
        assert len(boxes) >= len(finding.spans)
    assert re.search(r'<a class="box m good" href="#d1-q\d" data-q="\d"', html)  # 80.00万元 of a rate that holds
    assert html.count('data-view="original"') == 1
    assert not re.search(r"\son[a-z]+=", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))


def test_a_box_lies_over_its_words(tmp_path: Path) -> None:
    made = two_pages(tmp_path)
    html = render([made])
    box = re.search(
        r'href="#d1-f1" data-f="1"[^>]*style="left:([\d.]+)%;top:([\d.]+)%;width:([\d.]+)%;height:([\d.]+)%', html
    )
    assert box is not None
    left, top, width, height = (float(value) / 100 for value in box.groups())
    page = Image.open(io.BytesIO(pictures(html)[0])).convert("L")
    inside = page.crop((
        int(left * page.width), int(top * page.height), int((left + width) * page.width), int((top + height) * page.height)
    ))  # fmt: skip
    assert inside.getextrema()[0] < 100
    assert 842 * top < 842 - 716 < 842 * (top + height) + 1


def test_what_is_masked_in_the_text_is_paint_in_the_picture(tmp_path: Path) -> None:
    """Two reports about different numbers have the same pictures; with ``--show-personal`` they have not."""
    made = {
        (phone, personal): pictures(
            render(
                [
                    audited(
                        tmp_path,
                        pdf(HEAD + at(80, 716, f"{WRONG}联系人电话{phone}。")),
                        personal=personal,
                    )
                ]
            )
        )
        for phone in (PHONE, OTHER)
        for personal in (False, True)
    }
    # 1385****163 and 1384****929: what may be told differs, what may not does not.
    [one], [same] = made[PHONE, False], pictures(render([audited(tmp_path, pdf(HEAD + at(80, 716, f"{WRONG}联系人电话{PHONE[:4]}0000{PHONE[-3:]}。")))]))  # fmt: skip
    assert one == same
    assert len({made[PHONE, False][0], made[OTHER, False][0], made[PHONE, True][0], made[OTHER, True][0]}) == 4


def test_a_masked_place_without_a_box_keeps_its_page_from_being_shown(tmp_path: Path) -> None:
    from dataclasses import replace

    data = pdf(HEAD + at(80, 716, WRONG) + at(80, 690, f"联系人电话{PHONE}。"), at(80, 700, RIGHT), at(80, 700, RIGHT))
    (tmp_path / "甲.pdf").write_bytes(data)
    document = open_document(tmp_path / "甲.pdf")
    where = document.text.index(PHONE)
    lost = tuple(p for p in document.placements if not p.start <= where < p.end)
    html = render([audit_reading(read_document(replace(document, placements=lost)))])
    assert 'id="d1-p1"' not in html
    assert 'id="d1-p3"' in html
    assert "第 1–2 页有应遮盖的个人信息，其位置不明，不显示原件。" in html


_PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 4>>stream\n"
    b"\x00\x30\x30\x00\nendstream"
)


def test_large_pictures_that_nobody_has_read_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of names may be a picture; a stamp is small. A page of nothing but a picture is not shown at all."""
    monkeypatch.setattr(recognition, "installed", lambda: None)
    large = "q 400 0 0 300 100 300 cm /P Do Q\n"
    stamp = "q 100 0 0 100 100 100 cm /P Do Q\n"
    data = pdf(HEAD + at(80, 716, WRONG) + large + stamp, large, objects=[_PICTURE])
    html = render([audited(tmp_path, data)])
    assert "第 1 页有大幅图片没有识别" in html
    assert "第 2 页没有读出文字" in html
    [picture] = pictures(html)
    page = Image.open(io.BytesIO(picture)).convert("L")
    assert page.getpixel((page.width // 2, page.height // 2)) == 255
    assert page.getpixel((150 * page.width // 595, (842 - 150) * page.height // 842)) < 80  # type: ignore[operator]
    shown = pictures(render([audited(tmp_path, data, personal=True)]))
    assert len(shown) == 2
    assert Image.open(io.BytesIO(shown[0])).convert("L").getpixel((page.width // 2, page.height // 2)) < 80  # type: ignore[operator]


def test_pages_with_findings_go_first_and_the_others_are_named(tmp_path: Path) -> None:
    plain = [at(80, 700, f"这一页只有文字，没有可核对的内容，第{n}页之外。") for n in "甲乙丙丁"]
    made = audited(tmp_path, pdf(*plain, HEAD + at(80, 716, WRONG)))
    with drawing() as guarded:
        shown = pages.pages(made, 1, [], guarded, most=2)
    assert 'id="d1-p5"' in shown.html
    assert shown.html.count("<figure") == 2
    [(zh, en)] = shown.said
    assert zh == "共 5 页，原件只显示 2 页，有发现和数字的页在先；未显示第 2–4 页。"
    assert en == "2 of 5 pages are shown, those with findings and figures first; not page 2–4."


def test_a_file_that_is_gone_leaves_the_text_and_a_sentence(tmp_path: Path) -> None:
    made = two_pages(tmp_path)
    (tmp_path / "自评报告.pdf").unlink()
    html = render([made])
    assert "原件的图像不能生成" in html
    assert "data-view=" not in re.sub(r"<(style|script).*?</\1>", "", html, flags=re.DOTALL)
    assert "预算执行率" in html


def test_text_has_no_switch() -> None:
    assert "data-view=" not in re.sub(r"<(style|script).*?</\1>", "", render([text_report()]), flags=re.DOTALL)


def form(*, rows: int = 0, phone: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    for row, values in enumerate(
        (
            ("项目支出绩效自评表",),
            ("项目名称", "道路养护"),
            ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
            ("年度资金总额", "200.00", "200.00", "150.00", "10", "85.00%", "8.50"),
            ("其中：财政拨款", "200.00", "200.00", "150.00", "", "75.00%", ""),
            *((("备注", f"联系人电话{phone}"),) if phone else ()),
            *((f"说明{n}", "无", "无", "无", "无", "无", "无") for n in range(rows)),
        ),
        3,
    ):
        for column, value in enumerate(values, 2):
            sheet.cell(row, column, value or None)
    sheet.merge_cells("C4:H4")
    return saved(book)


def test_a_sheet_is_a_grid_with_letters_numbers_and_linked_cells(tmp_path: Path) -> None:
    made = audited(tmp_path, form(), "自评表.xlsx")
    html = render([made])
    grid = html[html.index('<section class="grid">') :]
    grid = grid[: grid.index("</section>")]
    assert re.findall(r'<th scope="col">(\w+)</th>', grid) == list("BCDEFGH")  # the blank column A is cut
    assert re.findall(r'<th scope="row">(\d+)</th>', grid) == list("34567")
    assert '<td colspan="6">道路养护</td>' in grid
    assert "自评表</h3>" in grid
    assert made.findings
    assert re.search(r'<td class="(error|warning|note)">.*?<mark class="\w+" data-f="1">', grid)
    assert re.search(r'<a class="q p" href="#d1-q(\d+)" data-q="\1">', grid)
    assert len(re.findall(r'id="d1-q1"', html)) == 1


def test_a_sheet_shows_what_is_masked_as_masked(tmp_path: Path) -> None:
    html = render([audited(tmp_path, form(phone=PHONE), "自评表.xlsx")])
    assert PHONE not in html
    assert html.count("1385****163") >= 2


def test_a_large_sheet_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_CELLS", 70)
    html = render([audited(tmp_path, form(rows=30), "自评表.xlsx")])
    assert "工作表“自评表”只显示第 3–12 行，以下见文字。" in html


def test_documents_share_the_pages_that_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wenxiao.publishing.html import page

    monkeypatch.setattr(page, "_ALL_PAGES", 2)
    made = two_pages(tmp_path)
    html = render([made, made])
    assert html.count('<figure class="leaf"') == 2
    assert html.count("共 2 页，原件只显示 1 页") == 2


@pytest.mark.browser
@pytest.mark.skipif(_CHROMIUM is None, reason="no Chromium on this machine")
def test_a_finding_leads_to_its_box_and_a_box_to_its_finding(tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    lines = "".join(at(80, 680 - 22 * n, f"第{n}项说明没有数字可以核对的一行文字。") for n in range(25))
    last = at(80, 122, WRONG) + at(80, 100, f"（二）文化广场改造项目。{RIGHT}")
    made = audited(tmp_path, pdf(lines, lines, HEAD + last))
    page_file = tmp_path / "report.html"
    page_file.write_text(render([made, audited(tmp_path, form(), "自评表.xlsx")]), "utf-8")
    in_view = """box => { const b = box.getBoundingClientRect();
        const at = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);
        return at === box || box.contains(at); }"""
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{page_file.as_uri()}#d1")
        assert page.locator("#d1 .original").is_hidden()
        page.locator("#d1 [data-view=original]").click()
        assert page.locator("#d1 .sheet").is_hidden()
        page.locator("#d1-f1").click()
        box = page.locator("#d1-p3 .box.on").first
        assert box.evaluate(in_view)
        page.wait_for_function("document.querySelector('#d1-p3 img').naturalWidth > 400")
        box.press("Enter")  # by keyboard
        assert page.locator("#d1-f1").evaluate("item => item.classList.contains('on')")
        page.locator("#d1 .box:not([data-f])").first.click()
        assert "万元" in page.locator("#card").inner_text()
        page.keyboard.press("Escape")

        # Which view a document shows is its own, and is kept.
        page.goto(f"{page_file.as_uri()}#d2")
        assert page.locator("#d2 .original").is_hidden()
        page.goto(f"{page_file.as_uri()}#d1")
        assert page.locator("#d1 .original").is_visible()
        page.goto(f"{page_file.as_uri()}#d2")
        page.locator("#d2 [data-view=original]").click()
        page.locator("#d2-f1").click()
        assert page.locator("#d2 .grid mark.on").first.evaluate(in_view)

        # On a phone a box leads to the finding, which is on the other half.
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{page_file.as_uri()}#d1")
        page.locator("#d1 [data-show=text]").click()
        page.locator("#d1 .box.error").first.click()
        assert page.locator("#d1-f1").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        page.emulate_media(media="print")
        assert page.locator("#d1 .original").is_hidden()
        assert page.locator("#d1 .sheet").is_visible()
        browser.close()
    assert said == []
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} == {page_file.as_uri()}


def test_a_document_that_came_from_no_file_has_no_original() -> None:
    document = Document("甲.pdf", "0" * 64, "application/pdf", WRONG)
    assert document.origin is None
    assert 'class="leaf"' not in render([audit_reading(read_document(document))])
