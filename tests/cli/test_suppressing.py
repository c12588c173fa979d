import json
from pathlib import Path

import pytest
from docx import Document

from wenxiao.cli.main import main

BAD = "道路养护项目预算200万元，支出150万元，执行率85%。\n"
ENTRY = '[[suppress]]\nrule = "A101"\ndocument = "坏.txt"\nreason = "口径见附件二"\n'


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    Path("材料").mkdir()
    Path("材料/坏.txt").write_text(BAD, "utf-8")


@pytest.mark.parametrize("place", ["wenxiao.toml", "材料/wenxiao.toml"])
def test_a_file_beside_the_documents_or_above_is_followed(place: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path(place).write_text(ENTRY, "utf-8")
    assert main(["audit", "材料"]) == 0
    out = capfd.readouterr().out
    assert "A101 严重 已说明，不计入" in out
    assert "口径见附件二" in out
    assert "发现 0" in out


def test_a_named_file_is_followed_instead(capfd: pytest.CaptureFixture[str]) -> None:
    Path("材料/wenxiao.toml").write_text(ENTRY, "utf-8")
    Path("别的.toml").write_text("", "utf-8")
    assert main(["audit", "材料", "--suppressions", "别的.toml"]) == 1
    assert main(["audit", "材料", "--suppressions", "没有.toml"]) == 2
    assert "没有.toml" in capfd.readouterr().err


def test_an_entry_without_a_reason_stops_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    Path("wenxiao.toml").write_text(ENTRY.replace("口径见附件二", ""), "utf-8")
    assert main(["audit", "材料"]) == 2
    assert "wenxiao.toml 第 1 条：没有写理由" in capfd.readouterr().err


def test_an_entry_that_nothing_needs_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    Path("wenxiao.toml").write_text(ENTRY.replace("A101", "B106") + ENTRY.replace("坏", "没有"), "utf-8")
    assert main(["audit", "材料"]) == 1
    out, err = capfd.readouterr()
    assert "wenxiao.toml 第 1 条 B106：没有对应的发现" in out
    assert "wenxiao.toml 第 2 条 A101：没有这个文件" in err


@pytest.mark.parametrize("form", ["html", "xlsx", "json", "sarif", "letter"])
def test_no_format_is_silent_about_it(form: str) -> None:
    Path("wenxiao.toml").write_text(ENTRY, "utf-8")
    assert main(["audit", "材料", "--format", form, "-o", "out.docx" if form == "letter" else "out"]) == 0
    if form == "letter":
        words = "".join(cell.text for table in Document("out.docx").tables for row in table.rows for cell in row.cells)
    elif form == "xlsx":
        from openpyxl import load_workbook

        Path("out").rename("out.xlsx")
        words = "".join(str(cell.value) for sheet in load_workbook("out.xlsx") for row in sheet for cell in row)
    else:
        words = Path("out").read_text("utf-8")
    assert "口径见附件二" in words
    if form == "json":
        [finding] = json.loads(words)["findings"]
        assert finding["suppressed"]["reason"] == "口径见附件二"


def test_letters_go_one_a_document(capfd: pytest.CaptureFixture[str]) -> None:
    Path("材料/二").mkdir()
    Path("材料/二/坏.txt").write_text(BAD, "utf-8")
    assert main(["audit", "材料", "--format", "letter"]) == 1
    assert sorted(path.name for path in Path().glob("*.docx")) == ["wenxiao-report-坏-2.docx", "wenxiao-report-坏.docx"]
    assert main(["audit", "材料", "--format", "letter", "-o", "意见/书"]) == 1
    assert len(list(Path("意见/书").iterdir())) == 2
    assert main(["audit", "材料", "--format", "letter", "-o", "书.docx"]) == 2
    assert "文件夹" in capfd.readouterr().err
    assert main(["audit", ".", "--format", "json"]) == 1
    assert capfd.readouterr().out.count('"wenxiao/reading/1"') == 2


def test_the_cost_of_rules_and_stages_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "材料", "--profile", "--format", "json"]) == 1
    out, err = capfd.readouterr()
    assert len(json.loads(out)["findings"]) == 1
    lines = err.splitlines()
    assert lines[0].startswith("耗时：1 份文件")
    assert any(line.strip().startswith("A101 比率与计算它的金额不符") for line in lines)
    assert any(line.strip().startswith("scan.scan") for line in lines)
    assert all(line.endswith("%") for line in lines[1:] if line)
