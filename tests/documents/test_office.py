"""LibreOffice as a second way: what it converts, what it is kept from, and what is said where it is missing or hangs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.documents.making import complete, docx, opened, p, tbl, tc
from tests.documents.making_word97 import word
from tests.documents.office_made import made, needs_office
from wenxiao.documents import office
from wenxiao.documents.model import UnreadableError

RTF = (
    rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    + "".join(f"\\u{ord(c)}?" for c in "预算执行率").encode()
    + rb" 95.5%\par}"
)
ODT = b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.textPK\x03\x04"


def program(folder: Path, script: str) -> str:
    """A stand-in for LibreOffice."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@needs_office
def test_rich_text_is_read_and_the_note_says_how(tmp_path: Path) -> None:
    document = opened(tmp_path, RTF, "报告.doc")
    assert (document.text, document.media_type) == ("预算执行率 95.5%\n", "application/rtf")
    assert document.notes == ("read-by:LibreOffice",)


@needs_office
def test_an_open_document_with_its_table(tmp_path: Path) -> None:
    source = complete(docx(p("一、资金") + tbl(tc("预算") + tc("执行"), tc("100") + tc("95.5")) + p("完")))
    document = opened(tmp_path, made({"": source}, "odt")[""])
    assert document.text == "一、资金\n预算\t执行\n100\t95.5\n完\n"
    assert document.media_type == "application/vnd.oasis.opendocument.text"
    assert len(document.tables) == 1


@needs_office
def test_a_word_document_that_is_not_read_directly_goes_the_second_way(tmp_path: Path) -> None:
    source = made({"": complete(docx(p("支出 12.5 万元")))}, "doc")[""]
    at = source.index(b"\xec\xa5")
    damaged = source[: at + 84] + b"\xff\xff\xff\xff" + source[at + 88 :]  # a count of characters below zero
    document = opened(tmp_path, damaged)
    assert "支出 12.5 万元" in document.text
    assert document.notes == ("read-by:LibreOffice",)


@needs_office
def test_a_file_that_cannot_be_converted_spoils_no_other() -> None:
    good = complete(docx(p("甲")))
    one, bad, other = office.convert_many([(good, "docx"), (b"\0\1\2" * 500, "odt"), (good, "docx")], "doc")
    assert isinstance(bad, office.OfficeError)
    assert isinstance(one, bytes)
    assert isinstance(other, bytes)


@pytest.mark.parametrize("data", [RTF, ODT], ids=["rtf", "odt"])
def test_without_the_program_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setenv(office.VARIABLE, str(tmp_path / "none"))
    with pytest.raises(UnreadableError, match=r"RTF|OpenDocument") as error:
        opened(tmp_path, data)
    assert "请安装 LibreOffice" in error.value.zh
    assert "WENXIAO_SOFFICE" in error.value.en


@pytest.mark.skipif(os.name != "posix", reason="stands in for the program with a shell script")
def test_a_program_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(office.VARIABLE, program(tmp_path, f"(sleep 3; touch {tmp_path}/left) & sleep 60"))
    begin = time.monotonic()
    with pytest.raises(office.OfficeError) as error:
        office.convert(b"x", "rtf", seconds=0.5)
    assert error.value.hung
    assert time.monotonic() - begin < 30
    time.sleep(3.5)
    assert not (tmp_path / "left").exists()


@pytest.mark.skipif(os.name != "posix", reason="stands in for the program with a shell script")
def test_what_the_program_cannot_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, program(tmp_path, "exit 1"))
    with pytest.raises(UnreadableError, match="LibreOffice 也不能打开") as error:
        opened(tmp_path, word([("甲\r", b"")], version=0x68))
    assert "cannot open it" in error.value.en


@pytest.mark.skipif(os.name != "posix", reason="stands in for the program with a shell script")
def test_macros_and_links_are_off_in_a_profile_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, program(tmp_path, f'echo "$@" > {tmp_path}/arguments'))
    with pytest.raises(office.OfficeError):
        office.convert(b"x", "rtf")
    arguments = (tmp_path / "arguments").read_text().split()
    profile = Path(next(a for a in arguments if a.startswith("-env:UserInstallation=")).partition("file://")[2])
    settings = (profile / "user" / "registrymodifications.xcu").read_text()
    assert str(os.getpid()) in profile.name
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'oor:name="{name}" oor:op="fuse"><value>true' in settings
