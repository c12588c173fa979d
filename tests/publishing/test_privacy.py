"""What belongs to a person leaves the program in no format, no message and no key; on request it does, for the unit itself."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from wenxiao import Report
from wenxiao.audit.run import audit_reading
from wenxiao.cli.main import main
from wenxiao.documents.model import Document
from wenxiao.publishing.html.page import render
from wenxiao.publishing.json import dumps, reading_tree, report_tree
from wenxiao.publishing.text import reading_text, report_text
from wenxiao.publishing.xlsx import workbook
from wenxiao.reading.pipeline import read_document

NAME, CARD, PHONE, BANK = "周文海", "11010519491231002X", "13859274163", "6222028391746502835"
PLATE, ADDRESS = "云A·7K93Q", "柳溪镇青山路12号3栋501室"
TEXT = f"""柳溪镇2023年项目支出绩效自评报告

一、退休职工{NAME}丧葬费项目
年初预算2.00万元，追加退休职工{NAME}丧葬费2.00万元，实际支出1.50万元，预算执行率85.00%。追加海丧葬费。{NAME}{NAME}已签收。

二、困难群众{NAME}救助项目
该户家住{ADDRESS}，救助对象{NAME}（身份证号{CARD}，手机{PHONE}）共领取3次，其中：春季1次、{NAME}住院2次、冬季1次。卡号{BANK}，卡号{BANK}已打款。车主{NAME}，车牌{PLATE}。全部发放给了给了本人。
| 姓名 | 残疾等级 | 金额 |
| {NAME} | 二级 | 500 |
| {NAME} | 三级 | {PHONE} |
"""
SECRETS = (
    NAME,
    NAME[1:],
    CARD,
    CARD[6:14],
    PHONE,
    PHONE[4:8],
    BANK,
    BANK[6:14],
    PLATE,
    "7K93",
    ADDRESS,
    "501室",
    "青山路",
)


def report(*, show_personal: bool = False) -> Report:
    document = Document("自评.txt", "0" * 64, "text/plain", TEXT)
    return audit_reading(read_document(document, show_personal=show_personal))


def _xlsx(made: Report, lang: str = "zh") -> str:
    with ZipFile(BytesIO(workbook([made], lang=lang))) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


FORMS = {
    "text": lambda made: report_text(made) + report_text(made, lang="en", width=60),
    "read": lambda made: reading_text(made.reading) + reading_text(made.reading, lang="en"),
    "json": lambda made: dumps(report_tree(made)) + dumps(report_tree(made), indent=1),
    "read json": lambda made: dumps(reading_tree(made.reading)),
    "html": lambda made: render([made]) + render([made, made], lang="en"),
    "xlsx": lambda made: _xlsx(made) + _xlsx(made, "en"),
}


def told(output: str) -> list[str]:
    """Secrets in the output, also with the marks of findings and the escapes of scripts between their characters."""
    plain = re.sub(r"<[^>]*>|\s", "", output)
    unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), output)
    return [secret for secret in SECRETS for form in (output, plain, unescaped) if secret in form]


@pytest.mark.parametrize("form", FORMS)
def test_no_format_tells_what_belongs_to_a_person(form: str) -> None:
    made = report()
    assert len(made.findings) >= 8
    assert told(FORMS[form](made)) == []


@pytest.mark.parametrize("form", ["text", "json", "read json", "html", "xlsx"])
def test_every_format_tells_it_on_request(form: str) -> None:
    assert NAME in FORMS[form](report(show_personal=True))


def test_the_masked_forms_are_told() -> None:
    made = report()
    messages = " ".join(finding.message() for finding in made.findings if finding.rule.code == "F108")
    assert all(shown in messages for shown in ("周**", "110**************X", "1385****163", "6222************835"))
    assert "周**" in report_text(made)


def test_the_text_of_the_json_keeps_its_length_and_its_offsets() -> None:
    tree = json.loads(dumps(report_tree(report())))
    assert len(tree["text"]) == len(TEXT)
    differing = [n for n, (here, there) in enumerate(zip(tree["text"], TEXT, strict=True)) if here != there]
    assert {tree["text"][n] for n in differing} == {"*"}
    inside = {n for p in tree["personal"] for span in p["spans"] for n in range(span["start"], span["end"])}
    assert set(differing) <= inside


def test_keys_of_findings_are_not_made_from_it() -> None:
    """The same findings about another person have the same keys, hidden or shown."""
    other = Document(
        "自评.txt",
        "0" * 64,
        "text/plain",
        TEXT.replace(NAME, "周国华").replace("加海丧", "加华丧").replace(PHONE, "13859990163"),
    )
    codes = ("F108", "E108")
    keys = [
        {finding.id for finding in made.findings if finding.rule.code in codes}
        for made in (report(), report(show_personal=True), audit_reading(read_document(other)))
    ]
    assert keys[0] == keys[1] == keys[2] != set()


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_the_command_hides_it_unless_told_not_to(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "自评.txt").write_text(TEXT, "utf-8")
    for command, asked in (("audit", []), ("read", []), ("audit", ["--show-personal"]), ("read", ["--show-personal"])):
        main([command, "自评.txt", "--format", form, "-o", "out", *asked])
        data = (tmp_path / "out").read_bytes()
        if form == "xlsx":
            with ZipFile(BytesIO(data)) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist())
        out, err = capfdbinary.readouterr()
        everything = (data + out + err).decode("utf-8", "replace")
        assert told(everything) == [] or asked
        assert NAME in everything or not asked or (command == "read" and form in ("text", "xlsx"))


def test_an_internal_error_does_not_quote_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from wenxiao.cli import produce

    def read(*_: object, **__: bool) -> object:
        raise ValueError(f"invalid literal for int(): '{CARD}'")

    monkeypatch.chdir(tmp_path)
    (tmp_path / "自评.txt").write_text(TEXT, "utf-8")
    monkeypatch.setattr(produce, "read_document", read)
    assert main(["audit", "自评.txt"]) == 2
    err = capfd.readouterr().err
    assert CARD not in err
    assert "ValueError" in err
