import json
from pathlib import Path

import pytest

from wenxiao.cli.main import main

BAD = "道路养护项目预算200万元，支出150万元，执行率85%。\n"
GOOD = BAD.replace("85", "75")
OTHER = BAD.replace("85", "80")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for name, text in (("坏.txt", BAD), ("好.txt", GOOD), ("改.txt", OTHER)):
        Path(name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("坏.txt", "好.txt", 0, "✓ 已解决 A101"),
        ("好.txt", "坏.txt", 1, "+ 新出现 A101"),
        ("坏.txt", "改.txt", 0, "~ 改过但仍不符 A101"),
        ("好.txt", "好.html", 0, "两次都没有发现"),
    ],
)
def test_what_became_of_a_finding(old: str, new: str, code: int, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("好.html").write_text(f"<html><body><p>{GOOD}</p></body></html>", "utf-8")
    assert main(["diff", old, new]) == code
    assert said in capfd.readouterr().out


def test_an_earlier_audit_stands_for_its_document(capfd: pytest.CaptureFixture[str]) -> None:
    main(["audit", "--format", "json", "-o", "上次.json", "坏.txt"])
    main(["audit", "--format", "json", "-o", "两份.json", "坏.txt", "好.txt"])
    Path("坏.txt").rename("x.txt")
    assert main(["diff", "--format", "json", "上次.json", "好.txt"]) == 0
    tree = json.loads(capfd.readouterr().out)
    assert tree["counts"] == {"new": 0, "changed": 0, "remaining": 0, "fixed": 1, "unchecked": 0}
    assert tree["documents"][0]["findings"][0]["old"]["place"] == "第 1 行"
    assert main(["diff", "--format", "json", "两份.json", "上次.json"]) == 0
    tree = json.loads(capfd.readouterr().out)
    assert [(d["old"], d["new"]) for d in tree["documents"]] == [("坏.txt", "坏.txt"), ("好.txt", None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "不是 wenxiao audit"), ("{}", "不是 wenxiao audit"), ('{"schema":"wenxiao/reading/1"}', "只有读取结果")],
)
def test_other_json_is_refused_in_one_sentence(text: str, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("x.json").write_text(text, "utf-8")
    assert main(["diff", "x.json", "好.txt"]) == 2
    assert said in capfd.readouterr().err


def test_folders_are_matched_file_by_file(capfd: pytest.CaptureFixture[str]) -> None:
    for folder, names in (("旧", ("甲", "乙")), ("新", ("甲", "丙"))):
        Path(folder).mkdir()
        for name in names:
            Path(folder, f"{name}.txt").write_text(BAD if (folder, name) != ("新", "甲") else GOOD, "utf-8")
    assert main(["diff", "旧", "新"]) == 1
    out = capfd.readouterr().out
    assert "── 甲.txt ──\n✓ 已解决" in out
    assert "丙.txt（上次没有这份文件）" in out
    assert "乙.txt（这次没有报送）" in out
    assert "新的严重问题 1" in out


def test_what_is_the_same_or_missing_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "好.txt", "好.txt"]) == 2
    assert "同一个文件" in capfd.readouterr().err
    assert main(["diff", "没有.txt", "好.txt"]) == 2
    assert "没有这个文件" in capfd.readouterr().err
