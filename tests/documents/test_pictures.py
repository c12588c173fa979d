"""Pictures that are damaged or far too large: told in one sentence, without unpacking them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest

from tests.documents.making import opened
from wenxiao.documents import pictures
from wenxiao.documents.layout.model import Word
from wenxiao.documents.model import Box, UnreadableError

image = pytest.importorskip("PIL.Image", reason="the extra ocr is not installed")


@pytest.fixture(autouse=True)
def _recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recogniser that sees the same word on every picture."""
    seen = pictures.Recognition([Word("预算", Box(2, 2, 12, 7), 5)])
    monkeypatch.setattr(pictures, "installed", lambda: lambda _: seen)


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel, its rows packed."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * -(-width // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_of_20000_by_20000_is_refused_without_unpacking_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = png(20_000, 20_000)
    assert len(data) < 1_000_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _: pytest.fail("it was unpacked"))
    with pytest.raises(UnreadableError, match="12000 万像素") as caught:
        opened(tmp_path, data, "扫描.png")
    assert "\n" not in caught.value.message("en")


def test_a_picture_within_the_limit_is_read(tmp_path: Path) -> None:
    assert opened(tmp_path, png(200, 100)).text == "预算\n"


def test_a_tiff_whose_second_page_has_no_size_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    page = image.new("1", (40, 20), 1)
    page.save(file, "TIFF", save_all=True, append_images=[page])
    data = file.getvalue()
    width = struct.pack("<HHI", 256, 4, 1)  # the tag for the width of a page
    at = data.rfind(width[:4])
    assert data.count(width[:4]) == 2
    with pytest.raises(UnreadableError, match="损坏"):
        opened(tmp_path, data[:at] + b"\xff\xfd" + data[at + 2 :])
