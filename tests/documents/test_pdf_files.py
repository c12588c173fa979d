"""PDF files that are pictures, damaged, cut off, locked or of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.documents.making import check_consistent, opened
from tests.documents.making_pdf import A4, PICTURE, SCAN, SENTENCE, Leaf, at, lines, pdf, read, ruled
from wenxiao.documents import pictures
from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box, UnreadableError
from wenxiao.documents.pictures import Picture, Recognition

# --- pictures


def test_pages_that_are_pictures_are_noted(tmp_path: Path) -> None:
    document = read(tmp_path, SCAN, at(90, 700, SENTENCE), SCAN, SCAN, SCAN, objects=(PICTURE,))
    assert document.text == f"{SENTENCE}\n"
    assert document.notes == ("第 1、3–5 页是图片，没有识别",)
    assert len(document.pages) == 5


def test_a_scan_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"扫描件或图片（共 2 页）.*文字识别") as caught:
        read(tmp_path, SCAN, SCAN, objects=(PICTURE,))
    assert "text recognition reads it" in caught.value.en


def test_the_invisible_text_of_a_scan_is_read_and_marked_as_doubtful(tmp_path: Path) -> None:
    document = read(tmp_path, SCAN + at(90, 700, SENTENCE, mode=3), objects=(PICTURE,))
    assert document.text == f"{SENTENCE}\n"
    assert "".join(document.text[start:end] for start, end, _ in document.recognised) == "".join(SENTENCE.split())
    assert {confidence for _, _, confidence in document.recognised} == {0.0}
    assert document.notes == ("第 1 页的文字是扫描件自带的识别结果，请对照图像",)


def test_invisible_text_beside_visible_text_is_not_read(tmp_path: Path) -> None:
    assert lines(tmp_path, at(90, 700, SENTENCE) + at(90, 600, "暗", mode=3)) == [SENTENCE]


def test_characters_without_a_meaning(tmp_path: Path) -> None:
    odd = "\ue001\ue002\ue003\ue004\ue005"
    document = read(tmp_path, at(90, 700, SENTENCE), at(90, 700, odd), at(90, 700, SENTENCE + "\ue001"))
    assert document.text == f"{SENTENCE}\n{SENTENCE}\ufffd\n"
    assert document.notes == ("第 2 页的文字没有编码，不能读出，需要文字识别",)
    with pytest.raises(UnreadableError, match="没有编码"):
        read(tmp_path, at(90, 700, odd))


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """A recogniser that finds one certain and one doubtful word on every picture, in pixels."""
    seen: list[Picture] = []

    def recognise(picture: Picture) -> Recognition:
        seen.append(picture)
        sure = Word("预算100万元，", Box(200, 200, 500, 250), 50, confidence=0.99)
        return Recognition([sure, Word("支出8S万元。", Box(200, 300, 500, 350), 50, confidence=0.6)])

    monkeypatch.setattr(pictures, "installed", lambda: recognise)
    return seen


def test_a_recogniser_is_given_the_picture_and_its_words_are_placed(tmp_path: Path, recogniser: list[Picture]) -> None:
    document = read(tmp_path, SCAN, objects=(PICTURE,))
    [picture] = recogniser
    assert picture.width / 595 == pytest.approx(picture.height / 842, rel=0.01)
    assert len(picture.pixels) == 3 * picture.width * picture.height
    assert document.text == "预算100万元，支出8S万元。\n"
    assert [(document.text[d.start : d.end], d.confidence) for d in document.recognised] == [
        ("预算100万元，", 0.99),
        ("支出8S万元。", 0.6),
    ]
    assert document.placements[0].box.left == pytest.approx(200 * 595 / picture.width, rel=0.01)
    assert document.notes == ()


# --- files


def test_damaged_files(tmp_path: Path) -> None:
    whole = pdf(at(90, 700, SENTENCE))
    for data in (whole.replace(b"0000000", b"0000009"), b"\0" * 500 + whole, whole + b"\0" * 5000):
        assert opened(tmp_path, data).text == f"{SENTENCE}\n"
    cut = opened(tmp_path, whole.split(b"xref")[0])
    assert cut.text == f"{SENTENCE}\n"
    assert cut.notes == ("文件不完整，只读入了能读出的部分；请重新下载",)
    for data in (b"%PDF-1.4\njunk", whole[: len(whole) // 3]):
        with pytest.raises(UnreadableError, match=r"已损坏|没有可读的文字"):
            opened(tmp_path, data)


def test_a_page_that_is_damaged_is_noted_and_the_others_are_read(tmp_path: Path) -> None:
    data = pdf(at(90, 700, SENTENCE), at(90, 700, "甲。"), at(90, 700, "乙。"))
    broken = data.replace(b"6 0 obj\n<</Type/Page/", b"6 0 obj\n[/Type/Page/", 1)
    assert broken != data
    document = opened(tmp_path, broken)
    assert document.text == f"{SENTENCE}\n乙。\n"
    assert document.notes == ("第 2 页已损坏，没有读入",)


def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    data = pdf(at(90, 700, SENTENCE)).replace(
        b"/Root 1 0 R>>",
        b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<"
        + b"11" * 32
        + b">/U<"
        + b"22" * 32
        + b">>>>>",
    )
    with pytest.raises(UnreadableError, match="有密码"):
        opened(tmp_path, data)


def test_a_page_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="没有可读的文字"):
        read(tmp_path, "")


WHOLE = pdf(
    at(200, 800, "自评报告", 20)
    + at(90, 760, SENTENCE)
    + ruled(90, 600, [120, 80], 20, [["项目", "预算"], ["清淤", "1.00"]]),
    Leaf(SCAN + at(90, 700, SENTENCE, mode=3) + at(90, 600, SENTENCE, turn="0 1 -1 0"), f"{A4}/Rotate 90"),
    objects=[PICTURE],
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=6)), min_size=1, max_size=12))
def test_a_changed_file_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(WHOLE)
    for place, new in changes:
        data[place : place + len(new) + (place % 3)] = new
    try:
        document = opened(tmp_path, bytes(data))
    except UnreadableError:
        return
    check_consistent(document)


def test_text_about_the_format_is_text(tmp_path: Path) -> None:
    assert opened(tmp_path, ("预算" * 600 + "%PDF-1.7").encode()).media_type == "text/plain"
