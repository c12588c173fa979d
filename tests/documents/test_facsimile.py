"""Pages as pictures: boxes lie over the right words, and what must not be told is not in them."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.documents.making_ofd import ofd
from tests.documents.making_pdf import Leaf, at, box, pdf
from wenxiao.documents import rendering
from wenxiao.documents.facsimile import DPI, PAINT, Facsimile, Sign, Signs, Strip, Wanted, coverings
from wenxiao.documents.guard import Guard
from wenxiao.documents.items import Item, opened
from wenxiao.documents.layout.model import Sheet, Word
from wenxiao.documents.model import Box, Document
from wenxiao.documents.opening import open_document
from wenxiao.documents.placing import Placing, usual
from wenxiao.documents.readers import image
from wenxiao.documents.readers.base import Source
from wenxiao.documents.rendering import draw, drawing, facsimiles
from wenxiao.quantities.model import Span

LINE = "项目预算1,200.50万元，ABC实际支出900.00万元。"
PHONE, OTHER = "13859274163", "13840011929"
SCALE = DPI / 72


def wanted(document: Document, hide: str = "") -> tuple[Wanted, ...]:
    """All pages; ``hide`` is to be covered wherever it stands, and is not in the strips."""
    pages = []
    for page in document.pages:
        strips = []
        for start, end, number, where in document.placements:
            text = document.text[start:end]
            if number != page.number:
                continue
            found = text.find(hide) if hide else -1
            ranges = ((found, found + len(hide)),) if found >= 0 else ()
            strips.append(Strip(text.replace(hide, "*" * len(hide)) if hide else text, where, ranges))
        pages.append(Wanted(page.number, page.width, page.height, tuple(strips)))
    return tuple(pages)


def written(folder: Path, data: bytes, name: str = "甲.pdf") -> Document:
    path = folder / name
    path.write_bytes(data)
    return open_document(path)


def drawn(document: Document, pages: Sequence[Wanted]) -> list[Facsimile]:
    assert document.origin is not None
    return draw(document.origin, document.sha256, pages, None)


def pixels(one: Facsimile) -> Image.Image:
    return Image.open(io.BytesIO(one.data)).convert("RGB")


def phones(text: str) -> list[tuple[int, int]]:
    """What stands in for the search for data of persons."""
    return [(n, n + 11) for n in range(len(text)) if text[n : n + 4] in ("1385", "1384")]


def test_boxes_of_a_pdf_are_those_of_its_characters(tmp_path: Path) -> None:
    document = written(tmp_path, pdf(at(80, 700, LINE) + at(80, 660, "第二行字。")))
    [page] = drawn(document, wanted(document))
    [(number, found)] = Placing(document).boxes(
        Span(start := document.text.index("900.00万元"), start + 8), dict(enumerate(page.edges))
    )
    with pypdfium2.PdfDocument(tmp_path / "甲.pdf") as file:
        text = file[0].get_textpage()
        first = text.get_text_range().index("900.00")
        left, right = text.get_charbox(first, loose=True)[0], text.get_charbox(first + 7, loose=True)[2]
    assert number == 1
    assert (found.left, found.right) == pytest.approx((left, right), abs=0.01)
    assert found.top < 842 - 700 < found.bottom + 1


def test_without_the_characters_a_box_is_found_by_their_usual_widths() -> None:
    edges = usual("预算12万元", Box(100, 0, 150, 10))
    assert edges[2] == pytest.approx((120, 125))
    assert edges[-1][1] == pytest.approx(150)


def test_a_line_that_runs_down_the_page_is_one_box() -> None:
    assert set(usual("预算12万元", Box(100, 0, 112, 80))) == {(100, 112)}


def test_a_covered_number_is_paint_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    """Two pages that differ in nothing but the number give the same picture."""
    made = []
    for phone in (PHONE, OTHER):
        document = written(tmp_path, pdf(at(80, 700, f"联系人电话{phone}，预算1,200.00万元。")))
        [page] = drawn(document, wanted(document, phone))
        made.append(page)
        strip = document.placements[0]
        known = page.edges[0]
        assert known is not None
        seen = pixels(page)
        for n in range(5, 16):
            left, right = known[n]
            spot = int((left + right) / 2 * SCALE), int((strip.box.top + strip.box.bottom) / 2 * SCALE)
            assert seen.getpixel(spot) == PAINT
    assert made[0].data == made[1].data
    plain = drawn(document, wanted(document))[0]
    assert plain.data != made[0].data


def test_what_the_reader_left_out_is_searched_too(tmp_path: Path) -> None:
    """The head of every page is not in the text; a number in it is covered all the same."""
    made = []
    for phone in (PHONE, OTHER):
        leaves = [
            at(200, 815, f"值班电话 {phone}", 9) + at(80, 700, f"第{n}段，预算{n}00.00万元。") for n in "一二三四"
        ]
        document = written(tmp_path, pdf(*leaves))
        assert phone not in document.text
        assert document.origin is not None
        made.append([one.data for one in draw(document.origin, document.sha256, wanted(document), phones)])
    assert made[0] == made[1]
    assert made[0] != [one.data for one in drawn(document, wanted(document))]


def test_where_characters_do_not_fit_the_text_all_of_the_line_is_covered() -> None:
    strip = Strip("电话***", Box(10, 10, 60, 20), ((2, 5),))
    signs = [Sign(c, Box(10 + 10 * n, 10, 20 + 10 * n, 20)) for n, c in enumerate("电话1")]
    edges = Signs(signs).edges(strip)
    assert edges is None
    [cover] = coverings([strip], [edges])
    assert cover.left < 10 < 60 < cover.right


def test_a_drawing_of_an_ofd_page_does_not_hold_what_is_covered(tmp_path: Path) -> None:
    text = f"联系电话{PHONE}，预算1,200.00万元。"
    lefts = [80.0]
    for character in text[:-1]:
        lefts.append(lefts[-1] + (6 if character.isascii() else 12))
    sheet = Sheet(1, 595, 842, [Word(text, Box(80, 100, lefts[-1] + 12, 112), 12, False, lefts)])
    document = written(tmp_path, ofd([sheet]), "甲.ofd")
    [page] = drawn(document, wanted(document, PHONE))
    drawing_ = page.data.decode()
    assert page.media_type == "image/svg+xml"
    assert "联系电话" in drawing_
    assert "1,200.00" in drawing_
    assert not any(part in drawing_ for part in (PHONE, PHONE[:4], PHONE[4:8], PHONE[-4:], ">1<"))
    assert page.edges[0] is not None
    [open_] = drawn(document, wanted(document))
    assert PHONE in open_.data.decode()


def test_a_scan_is_covered_in_its_pixels() -> None:
    file = io.BytesIO()
    Image.effect_noise((1190, 1684), 90).save(file, "PNG")
    strip = Strip("***", Box(100, 100, 160, 112), ((0, 3),))
    [page] = image.show(Source("甲", file.getvalue()), [Wanted(1, 595, 842, (strip,), True)], None)
    seen = pixels(page)
    inside = [seen.getpixel((x, y)) for x in range(141, 221, 4) for y in range(141, 154, 3)]
    assert all(max(abs(a - b) for a, b in zip(one, PAINT, strict=True)) < 40 for one in inside)
    assert len({seen.getpixel((x, 300)) for x in range(100, 300)}) > 5


def test_a_page_of_print_is_small(tmp_path: Path) -> None:
    lines = "".join(at(60, 790 - 18 * n, LINE) for n in range(40))
    [page] = drawn(document := written(tmp_path, pdf(lines)), wanted(document))
    assert page.media_type == "image/png"
    assert len(page.data) < 90_000
    assert pixels(page).size == pytest.approx((595 * SCALE, 842 * SCALE), abs=2)


def test_colour_stays_colour(tmp_path: Path) -> None:
    document = written(tmp_path, pdf(at(80, 700, LINE) + "1 0 0 rg 100 100 200 200 re f\n" + box(90, 90, 310, 310)))
    [page] = drawn(document, wanted(document))
    red, green, _ = pixels(page).getpixel((int(200 * SCALE), int(642 * SCALE)))  # type: ignore[misc]
    assert (red > 200, green < 60) == (True, True)


def test_turned_and_cropped_pages_have_their_boxes_as_shown(tmp_path: Path) -> None:
    leaf = Leaf(at(300, 250, LINE, turn="0 1 -1 0"), "/MediaBox[0 0 800 842]/CropBox[200 200 700 700]/Rotate 90")
    document = written(tmp_path, pdf(leaf))
    [page] = drawn(document, wanted(document))
    assert page.edges[0] is not None
    seen = pixels(page).convert("L")
    here = document.placements[0].box
    area = seen.crop([int(edge * SCALE) for edge in here])  # type: ignore[arg-type]
    assert area.getextrema()[0] < 100
    seen.paste(255, [int(here.left * SCALE) - 3, int(here.top * SCALE) - 3, int(here.right * SCALE) + 3, int(here.bottom * SCALE) + 3])  # type: ignore[call-overload]  # fmt: skip
    assert seen.getextrema()[0] > 200  # nothing is printed elsewhere


def test_a_file_inside_an_archive_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("附件/甲.pdf", pdf(at(80, 700, LINE)))
    [item] = opened(Item(path))
    assert isinstance(item, Item)
    document = open_document(item)
    with drawing() as guarded:
        assert list(facsimiles(document, wanted(document), phones, guarded)) == [1]


def test_a_file_that_is_gone_or_changed_has_no_pictures(tmp_path: Path) -> None:
    document = written(tmp_path, pdf(at(80, 700, LINE)))
    (tmp_path / "甲.pdf").write_bytes(pdf(at(80, 700, "另一份文件。")))
    assert drawn(document, wanted(document)) == []
    (tmp_path / "甲.pdf").unlink()
    assert drawn(document, wanted(document)) == []
    with drawing() as guarded:
        assert facsimiles(replace(document, origin=None), wanted(document), None, guarded) == {}


def deadly(item: Item, digest: str, pages: Sequence[Wanted], secret: object) -> list[Facsimile]:  # noqa: ARG001
    """Dies over page 2, as a library may."""
    if any(page.number == 2 for page in pages):
        os._exit(1)
    return draw(item, digest, pages, None)


def test_a_page_that_ends_its_process_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    document = written(tmp_path, pdf(*(at(80, 700, f"第{n}段，预算100.00万元。") for n in "一二三")))
    with Guard(f"{__name__}:deadly", seconds=30, megabytes=6144) as guarded:
        assert list(facsimiles(document, wanted(document), None, guarded)) == [1, 3]


def test_a_document_that_always_fails_is_given_up(tmp_path: Path) -> None:
    document = written(tmp_path, pdf(*(at(80, 700, f"第{n}段，预算100.00万元。") for n in "一二三四五")))
    calls = []

    class Lost(Guard):
        def call(self, *arguments: object) -> object:
            calls.append(arguments)
            raise rendering.LostError("died")

    assert facsimiles(document, wanted(document), None, Lost("", seconds=1, megabytes=1)) == {}
    assert len(calls) == 4  # all pages, then three of them alone


@pytest.mark.ocr
def test_a_number_on_a_scan_is_covered_where_it_was_recognised(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    with pypdfium2.PdfDocument(pdf(at(80, 700, f"联系人电话{PHONE}，预算1,200.00万元。", 14))) as file:
        scan = file[0].render(scale=200 / 72).to_pil().convert("L").rotate(0.8, fillcolor=255)
    scan.save(tmp_path / "甲.png")
    document = open_document(tmp_path / "甲.png")
    [page] = wanted(document, PHONE)
    covered = [strip.box for strip in page.strips if strip.covered]
    assert len(covered) == 1
    [made] = drawn(document, [page._replace(recognised=True)])
    seen = pixels(made)
    scale = seen.width / page.width
    left, top, right, bottom = (edge * scale for edge in covered[0])
    assert {
        seen.getpixel((x, y)) for x in range(int(left), int(right)) for y in range(int(top) + 1, int(bottom) - 1)
    } == {PAINT}
    edges = Placing(document).boxes(Span(start := document.text.index("预算"), start + 2), {})
    assert edges[0][1].left > covered[0].right - 2


@pytest.mark.ocr
def test_a_picture_without_text_is_no_trouble_to_the_page_before_it(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    grey = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
    data = pdf(at(80, 700, LINE), "q 400 0 0 300 100 300 cm /P Do Q\n", objects=[grey])
    assert LINE in written(tmp_path, data).text
