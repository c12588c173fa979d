"""What the operating system objects to, in the language of who reads it."""

from __future__ import annotations

import errno
import os
import ssl
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from wenxiao.cli.main import main
from wenxiao.told import cause


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOENT, "没有这个文件或文件夹"), (errno.EACCES, "没有权限"), (errno.EISDIR, "这是一个文件夹"), (errno.ENOTDIR, "路径中有一段不是文件夹"),
        (errno.ENOSPC, "磁盘已满"), (errno.EROFS, "磁盘是只读的"), (errno.EEXIST, "已有同名的文件或文件夹"), (errno.EADDRINUSE, "端口已被占用"),
    ],
)  # fmt: skip
def test_what_the_system_often_says_is_said_in_chinese(number: int, says: str) -> None:
    assert cause(OSError(number, os.strerror(number), "某文件")) == (says, os.strerror(number))


def test_what_it_says_seldom_stands_in_its_own_words() -> None:
    assert cause(OSError(errno.ELIBBAD, "Accessing a corrupted shared library"))[0] == (
        "系统报告：Accessing a corrupted shared library"
    )


def test_an_error_without_a_number_goes_by_its_kind() -> None:
    assert cause(FileNotFoundError("s3://papers/list.csv"))[0] == "没有这个文件或文件夹"
    assert cause(OSError("whatever a library says")) == ("OSError", "OSError")
    assert cause(ValueError("embedded null byte")) == ("ValueError", "ValueError")


def test_the_numbers_of_another_library_are_not_those_of_the_system() -> None:
    assert cause(ssl.SSLError(errno.EPERM, "unexpected eof")) == ("SSLError", "SSLError")


@pytest.fixture
def paper(tmp_path: Path) -> str:
    file = tmp_path / "自评.txt"
    file.write_text(
        "星河区水务局2024年度项目支出绩效自评报告\n1、饮水安全工程预算200万元，支出150万元，执行率85%。", "utf-8"
    )
    return str(file)


def test_a_path_that_cannot_be_written_is_told_in_the_language_of_the_user(
    paper: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "夹").mkdir()
    for wrong, zh, en in (
        (tmp_path / "没有" / "报告.html", "没有这个文件或文件夹", "No such file or directory"),
        (tmp_path / "夹", "这是一个文件夹", "Is a directory"),
        (Path(paper) / "报告.html", "路径中有一段不是文件夹", "Not a directory"),
    ):
        for lang, says, other in (("zh", zh, en), ("en", en, zh)):
            assert main(["audit", "--lang", lang, "--format", "html", "-o", str(wrong), paper]) == 2
            err = capfd.readouterr().err
            assert says in err
            assert other not in err


def test_a_full_disk_is_told_in_one_sentence_wherever_it_is_met(paper: str) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no device that is always full")
    for lang, says in (
        ("zh", "错误：磁盘已满；请处理后再运行。"),
        ("en", "Error: No space left on device; mend this and run it again."),
    ):
        with full.open("w") as out:
            run = subprocess.run(
                [sys.executable, "-m", "wenxiao.cli", "audit", "--lang", lang, paper], stdout=out, stderr=subprocess.PIPE, check=False
            )  # fmt: skip
        assert (run.stderr.decode().strip(), run.returncode) == (says, 2)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "仓").write_text("一个文件", "utf-8")
    (tmp_path / "材料").mkdir()
    assert main(["corpus", "read", str(tmp_path / "材料"), "--to", str(tmp_path / "仓"), "--lang", "zh"]) == 2
    err = capfd.readouterr().err
    assert "已有同名的文件或文件夹" in err
    assert "File exists" not in err


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.EADDRINUSE, "（端口已被占用）", "(Address already in use)"),
        (errno.EACCES, "（没有权限）", "(Permission denied)"),
        (errno.EADDRNOTAVAIL, "（本机没有这个地址）", "(Cannot assign requested address)"),
    ],
)
def test_a_site_that_cannot_be_served_says_why(
    number: int, zh: str, en: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def claim(*_: object) -> None:  # before anything is prepared
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("wenxiao.cli.site._serving", lambda: SimpleNamespace(claim=claim))
    for locale, says, other in (("zh_CN.UTF-8", zh, en), ("en_US.UTF-8", en, zh)):
        monkeypatch.setenv("LC_ALL", locale)
        assert main(["site", "run", "--port", "80"]) == 2
        err = capfd.readouterr().err
        assert says in err
        assert other not in err
