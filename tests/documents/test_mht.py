"""Web archives, and pages saved under the names of office documents."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from tests.documents.making import check_consistent, opened
from wenxiao.documents.model import UnreadableError

PAGE = "<html><body><h1>绩效自评</h1><table><tr><td>预算<td>执行</tr><tr><td>100<td>95</tr></table><p>完</body></html>"
READ = "绩效自评\n预算\t执行\n100\t95\n完\n"


def archive(*parts: tuple[str, bytes], kind: str = "multipart/related", head: str = "MIME-Version: 1.0") -> bytes:
    inner = b"".join(b"--=_b\r\n" + headers.encode() + b"\r\n\r\n" + body + b"\r\n" for headers, body in parts)
    return (
        f'{head}\r\nContent-Type: {kind};\r\n boundary="=_b"\r\n\r\nThis is a document.\r\n'.encode()
        + inner
        + b"--=_b--\r\n"
    )


def page(text: str, encoding: str, transfer: str) -> tuple[str, bytes]:
    raw = text.encode(encoding)
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[transfer](raw)
    return f'Content-Type: text/html; charset="{encoding}"\r\nContent-Transfer-Encoding: {transfer}', body


PICTURE = ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", base64.encodebytes(bytes(2000)))


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_the_page_is_read_with_its_table(tmp_path: Path, encoding: str, transfer: str) -> None:
    document = opened(tmp_path, archive(PICTURE, page(PAGE, encoding, transfer), page("<p>页眉", encoding, transfer)))
    check_consistent(document)
    assert (document.text, document.media_type) == (READ, "multipart/related")
    assert len(document.tables) == 1


def test_an_archive_as_browsers_save_it_with_parts_within_parts(tmp_path: Path) -> None:
    inner = archive(page(PAGE, "utf-8", "8bit"), kind="multipart/alternative", head="X: 1").replace(b"=_b", b"=_in")
    headers, _, body = inner.partition(b"\r\n\r\n")
    outer = archive(
        (headers.decode(), body), head="From: <Saved by Blink>\r\nSubject: =?utf-8?B?55Sy?=\r\nMIME-Version: 1.0"
    )
    assert opened(tmp_path, outer).text == READ


@pytest.mark.parametrize("name", ["报告.doc", "报表.xls", "报告.wps"])
def test_a_page_saved_as_an_office_document_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    word = '<html xmlns:o="urn:schemas-microsoft-com:office:office">' + PAGE.removeprefix("<html>")
    assert opened(tmp_path, word.encode("utf-8-sig"), name).text == READ
    assert opened(tmp_path, archive(page(PAGE, "utf-8", "base64")), name).text == READ


@pytest.mark.parametrize(
    "data",
    [
        archive(PICTURE),
        archive(),
        archive(("Content-Type: text/plain", b"x")),
        archive(page(PAGE, "utf-8", "8bit")).split(b"--=_b")[0],
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
    ],
    ids=["pictures only", "nothing", "text", "cut off", "no boundary"],
)
def test_an_archive_without_a_page_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableError, match="没有网页") as error:
        opened(tmp_path, data)
    assert "holds no page" in error.value.en


def test_a_page_that_does_not_decode_and_an_unknown_encoding(tmp_path: Path) -> None:
    broken = ('Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64', b"!!!!====A")
    with pytest.raises(UnreadableError):
        opened(tmp_path, archive(broken))
    headers, body = page(PAGE, "utf-8", "8bit")
    assert opened(tmp_path, archive((headers.replace("utf-8", "no-such"), body))).text == READ


@pytest.mark.parametrize("name", ["utf-8\0", "undefined", "punycode", "unicode-escape", "rot13"])
def test_a_declared_encoding_that_is_none_is_passed_over(tmp_path: Path, name: str) -> None:
    headers, body = page(PAGE, "utf-8", "8bit")
    assert opened(tmp_path, archive((headers.replace("utf-8", name), body))).text == READ


def test_parts_within_parts_without_end_are_given_up(tmp_path: Path) -> None:
    deep = b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n' * 5000
    with pytest.raises(UnreadableError, match="没有网页"):
        opened(tmp_path, b"MIME-Version: 1.0\r\n" + deep)
