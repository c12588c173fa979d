import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from wenxiao.cli.files import find
from wenxiao.cli.main import main
from wenxiao.documents.model import Document

GOOD = "道路养护项目预算200万元，支出150万元，执行率75%。\n"
BAD = "道路养护项目预算200万元，支出150万元，执行率85%。\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.fixture
def good(tmp_path: Path) -> str:
    (tmp_path / "好.txt").write_text(GOOD, "utf-8")
    return "好.txt"


@pytest.fixture
def bad(tmp_path: Path) -> str:
    (tmp_path / "坏.txt").write_text(BAD, "utf-8")
    return "坏.txt"


def test_the_exit_code_says_whether_anything_was_found(good: str, bad: str) -> None:
    assert main(["audit", good]) == 0
    assert main(["audit", bad]) == 1
    assert main(["audit", "--ignore", "A101", bad]) == 0
    assert main(["audit", "--select", "stated-rate-differs,B1", bad]) == 1


def test_what_cannot_be_read_is_told_at_the_end_and_stops_nothing(
    good: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    assert main(["audit", "空.txt", "没有.txt", good]) == 2
    out, err = capfd.readouterr()
    assert "好.txt" in out
    assert [line.split("：")[0] for line in err.splitlines()] == ["无法读取 空.txt", "无法读取 没有.txt"]


def test_a_fault_of_the_program_in_one_document_loses_no_other(
    good: str, bad: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from wenxiao.cli import produce

    def read(document: Document, **asked: bool) -> object:
        if document.path == bad:
            raise RecursionError("too deep\nby far")
        return real(document, **asked)

    real = produce.read_document
    monkeypatch.setattr(produce, "read_document", read)
    assert main(["audit", bad, good]) == 2
    out, err = capfd.readouterr()
    assert "好.txt" in out
    assert len(err.splitlines()) == 1
    assert "坏.txt" in err
    assert "内部错误" in err


def test_one_file_is_one_object_and_several_are_one_object_a_line(
    good: str, bad: str, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["audit", "--format", "json", bad])
    assert json.loads(capfd.readouterr().out)["findings"]
    main(["read", "--format", "json", bad, good])
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["document"]["path"] for line in lines] == ["坏.txt", "好.txt"]
    assert "findings" not in lines[0]


def test_a_report_goes_to_a_file_whose_path_is_printed(
    bad: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "--format", "html", bad]) == 1
    assert "wenxiao-report.html" in capfd.readouterr().out
    assert (tmp_path / "wenxiao-report.html").read_text("utf-8").startswith("<!doctype html>")
    assert main(["read", "--format", "xlsx", "-o", "表.xlsx", bad]) == 0
    assert (tmp_path / "表.xlsx").read_bytes().startswith(b"PK")


def test_a_report_on_standard_output_is_nothing_but_the_report(bad: str, capfd: pytest.CaptureFixture[str]) -> None:
    main(["audit", "--format", "html", "-o", "-", bad])
    out = capfd.readouterr().out
    assert out.startswith("<!doctype html>")
    assert out.endswith("</html>")


def test_a_path_that_cannot_be_written_gives_one_sentence(bad: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--format", "html", "-o", "没有/报告.html", bad]) == 2
    assert "请换一个路径" in capfd.readouterr().err


def test_an_unknown_rule_names_near_ones(bad: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--select", "stated-rate-difers", bad]) == 2
    assert "stated-rate-differs" in capfd.readouterr().err
    assert main(["explain", "A1011"]) == 2
    assert "A101" in capfd.readouterr().err


@pytest.mark.parametrize("name", ["A101", "a101", "A01", "stated-rate-differs"])
def test_explain_takes_code_slug_and_catalogue_number(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    out = capfd.readouterr().out
    assert out.startswith("A101 stated-rate-differs")
    assert "依据" in out


def test_rules_are_one_a_line_code_first(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("A101  A01")
    assert lines == sorted(lines)


def test_the_schema_is_json(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments, name in (([], "reading"), (["reading"], "reading"), (["comparison"], "comparison")):
        assert main(["schema", *arguments]) == 0
        assert json.loads(capfd.readouterr().out)["$id"] == f"wenxiao/{name}/1"


def test_the_language_follows_the_locale(
    bad: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    main(["audit", bad])
    assert "both cannot hold" in capfd.readouterr().out
    monkeypatch.setenv("LC_ALL", "C")
    main(["audit", bad])
    assert "不能同时成立" in capfd.readouterr().out


def _names(arguments: list[str]) -> list[str]:
    return [item.name for item in find(arguments).files]


def test_a_folder_gives_its_documents_below_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/乙.docx", "a.txt", ".hidden.txt", ".git/c.txt", "~$a.docx", "code.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert _names(["."]) == ["a.txt", "b/乙.docx"]
    assert _names(["*.txt", "a.txt"]) == ["a.txt"]
    assert _names(["**/*.docx"]) == ["b/乙.docx"]


def test_the_report_of_an_earlier_run_is_no_document_of_the_next(
    bad: str,
) -> None:
    for form in ("html", "xlsx"):
        assert main(["audit", "--format", form, "."]) == 1
        assert Path(f"wenxiao-report.{form}").exists()
    assert _names(["."]) == [bad]
    assert _names(["*.html"]) == []
    assert _names(["wenxiao-report.html"]) == ["wenxiao-report.html"]


def test_a_folder_without_documents_and_a_pattern_without_matches_are_told(tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    assert len(find(["leer"]).troubles) == 1
    assert len(find(["*.nothing"]).troubles) == 1


def test_a_name_that_is_not_utf8_is_printed_safely(tmp_path: Path) -> None:
    try:
        with open(os.fsencode(tmp_path) + "/报告.txt".encode("gb18030"), "wb") as file:
            file.write(BAD.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    run = subprocess.run([sys.executable, "-m", "wenxiao.cli", "audit", "--format", "json", "."], capture_output=True)
    assert json.loads(run.stdout)["document"]["path"] == "报告.txt"
    assert run.returncode == 1


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    (tmp_path / "长.txt").write_text(BAD * 400, "utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "wenxiao.cli", "audit", "长.txt"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert run.stdout
    assert run.stderr
    run.stdout.read(10)
    run.stdout.close()
    assert run.stderr.read() == b""
    run.wait()


def test_output_in_a_locale_without_chinese_is_no_error(bad: str) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = subprocess.run([sys.executable, "-m", "wenxiao.cli", "audit", bad, "x.txt"], capture_output=True, env=env)
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


def test_the_help_loads_no_reader() -> None:
    code = "import sys, wenxiao.cli.main; sys.exit(any(m.split('.')[0] in ('lxml','rich','xlsxwriter') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_regime_is_chosen_by_name_and_an_unknown_one_is_told_with_those_that_exist(
    good: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "--regime", "national-2013", "--format", "json", good]) == 0
    assert json.loads(capfd.readouterr().out)["document"]["regime"] == "national-2013"
    for name in ("nowhere", "../regimes/yunnan", "template-province", ""):
        assert main(["audit", "--regime", name, good]) == 2
        [line] = capfd.readouterr().err.splitlines()
        assert f"没有名为“{name}”的规则包" in line
        assert "kunming、national-2013、national-2020、yunnan" in line


def test_an_attachment_in_the_same_archive_is_there(capfd: pytest.CaptureFixture[str]) -> None:
    report = "一、项目概况\n项目预算10万元，详见附件2。\n二、项目绩效\n项目支出8万元，执行率80%。"
    Path("报告.txt").write_text(report, "utf-8")
    main(["audit", "--select", "E107", "--format", "json", "报告.txt"])
    alone = json.loads(capfd.readouterr().out)
    with zipfile.ZipFile("材料.zip", "w") as archive:
        archive.writestr("报告.txt", report)
        archive.writestr("附件2：明细.txt", "明细表\n支出8万元。")
    main(["audit", "--select", "E107", "--format", "json", "材料.zip"])
    together = json.loads(capfd.readouterr().out.splitlines()[0])
    assert [f["code"] for f in alone["findings"]] == ["E107"]
    assert together["document"]["path"] == "材料.zip/报告.txt"
    assert together["findings"] == []


def test_a_folder_with_an_archive_gives_what_is_in_it() -> None:
    Path("材料").mkdir()
    with zipfile.ZipFile("材料/甲局.zip", "w") as archive:
        archive.writestr("报告.txt", "预算10万元。")
    assert _names(["材料"]) == ["材料/甲局.zip/报告.txt"]


def test_a_saved_page_brings_the_attachments_it_links_to_beside_it() -> None:
    Path("页面").mkdir()
    Path("别处.txt").write_text("别处", "utf-8")
    Path("页面/附件 1.txt").write_text("预算10万元。", "utf-8")
    Path("页面/无关.txt").write_text("无关", "utf-8")
    Path("页面/p.html").write_text(
        "<p>预算10万元</p><a href='%E9%99%84%E4%BB%B6%201.txt?x=1'>附件1</a><a href='../别处.txt'>二</a>"
        "<a href='https://example.org/无关.txt'>三</a><a href='没有.txt'>四</a>",
        "utf-8",
    )
    assert _names(["页面/p.html"]) == ["页面/p.html", "页面/附件 1.txt"]


def test_what_a_browser_saved_beside_a_page_is_no_document() -> None:
    Path("材料/报告_files").mkdir(parents=True)
    Path("材料/报告.html").write_text("<p>预算10万元</p>", "utf-8")
    Path("材料/报告_files/框架.html").write_text("<p>广告</p>", "utf-8")
    assert _names(["材料"]) == ["材料/报告.html"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["audit"], "缺少参数 '文件…'"),
        (["adit"], "没有 adit 这个命令。 是否要用 'audit'？"),
        (["audit", "x", "--format", "nix"], "'--format' 的值不对：“nix”不在可选值 'text', 'json'"),
        (["audit", "x", "--bogus"], "没有 --bogus 这个选项。"),
        (["diff", "a", "b", "c"], "多出了参数（c）"),
        (["audit", "x", "-o"], "选项 -o 后面要有值。"),
        (["site", "run", "--port", "99999"], "'--port' 的值不对：99999 不在 1<=x<=65535 范围内。"),
        (["site", "run", "--port", "x"], "“x”不是数字。"),
        (["site", "restore", "没有.zip"], "文件“没有.zip”不存在。"),
    ],
)
def test_what_was_typed_wrong_is_told_in_the_language_of_the_user(
    typed: list[str], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(typed) == 2
    told = capfd.readouterr().err
    assert says in told
    assert "错误：" in told
    assert not any(word in told for word in ("Usage", "Error", "Try ", "OPTIONS"))


@pytest.mark.parametrize("typed", [[], ["audit"], ["site", "run"], ["corpus", "read"], ["site", "manage"]])
def test_the_help_of_a_command_is_in_one_language(
    typed: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([*typed, "-h"]) == 0
    told = capfd.readouterr().out
    assert told.startswith("用法：wenxiao")
    assert "选项：" in told
    for english in (
        "Usage",
        "Options:",
        "Commands:",
        "COMMAND",
        "ARGS",
        "INTEGER",
        "TEXT",
        "Show ",
        "[default",
        "required",
    ):
        assert english not in told
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert main([*typed, "-h"]) == 0
    assert capfd.readouterr().out.startswith("Usage: wenxiao")


def test_what_takes_long_is_said_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from wenxiao.web import serve

    said = {}

    def heard(name: str, answer: object) -> Callable[..., object]:
        def asked(*_: object) -> object:
            said[name] = capfd.readouterr().out
            return answer

        return asked

    for name, answer in (
        ("claim", None),
        ("prepare", None),
        ("empty", True),
        ("sample", True),
        ("logins", []),
        ("run", None),
    ):
        monkeypatch.setattr(serve, name, heard(name, answer), raising=False)
    assert main(["site", "run", "--sample"]) == 0
    assert "正在准备数据库" in said["prepare"]
    assert "正在装入示例区" in said["sample"]
    assert "站点已启动" in said["run"]
    monkeypatch.setattr(serve, "empty", heard("empty", False))
    assert main(["site", "run", "--sample"]) == 0
    assert "装入示例区" not in said["sample"]


def test_a_kind_of_path_is_said_in_the_language_of_the_moment(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The commands may have been made while another language was spoken."""
    for locale, says in (
        ("en_US.UTF-8", "File '没有.zip'"),
        ("zh_CN.UTF-8", "文件“没有.zip”"),
        ("en_US.UTF-8", "File '没有.zip'"),
    ):
        monkeypatch.setenv("LC_ALL", locale)
        assert main(["site", "restore", "没有.zip"]) == 2
        assert says in capfd.readouterr().err


def test_a_site_without_anybody_says_how_somebody_comes_to_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from wenxiao.web import serve

    for name, answer in (("claim", None), ("prepare", None), ("empty", True), ("run", None)):
        monkeypatch.setattr(serve, name, lambda *_, answer=answer: answer)
    assert main(["site", "run"]) == 0
    assert "wenxiao site admin" in capfd.readouterr().out
    monkeypatch.setattr(serve, "empty", lambda: False)
    assert main(["site", "run"]) == 0
    assert "wenxiao site admin" not in capfd.readouterr().out
