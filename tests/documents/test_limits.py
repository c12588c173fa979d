"""Documents that are very large, that refer to other files, or whose parts lead astray: read within bounds, or told."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from struct import pack

import openpyxl
import pytest

from tests.documents.making import opened, packed
from tests.documents.making_ofd import NAMESPACE, ROOT, content, document, ofd, text
from tests.documents.making_pdf import SENTENCE, at, pdf
from tests.documents.making_word97 import compound
from tests.documents.workbooks import saved, xlsx
from wenxiao.documents.layout.model import Sheet, Word
from wenxiao.documents.model import Box, UnreadableError
from wenxiao.documents.opening import guard, open_document
from wenxiao.documents.readers import ofd_pages, package

PAGES = 10_000
#: Megabytes that the child may take for them; the text itself with its places has some 20.
MEGABYTES = 400
_CHILD = """
import re, resource, sys
from pathlib import Path
from wenxiao.documents.opening import open_document
from wenxiao.documents.progress import listening
seen = []
with listening(lambda done, total: seen.append((done, total))):
    document = open_document(Path(sys.argv[1]))
assert seen == [(page, len(seen)) for page in range(1, len(seen) + 1)]
status = Path("/proc/self/status")  # what getrusage tells begins with the memory of the process that started this one
told = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
peak = int(told[1]) if told else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(len(seen), len(document.blocks), document.blocks[-1].anchor.page, peak)
"""


@pytest.mark.slow
def test_ten_thousand_pages_are_read_one_by_one(tmp_path: Path) -> None:
    page = "".join(at(60, 700 - 20 * n, SENTENCE) for n in range(3))
    path = tmp_path / "长.pdf"
    path.write_bytes(pdf(*[page] * PAGES, packed=True))
    run = subprocess.run([sys.executable, "-c", _CHILD, str(path)], check=True, capture_output=True, text=True)
    pages, blocks, last, peak = map(int, run.stdout.split())
    assert (pages, last) == (PAGES, PAGES)
    assert blocks >= PAGES
    assert peak // (1024 * 1024 if sys.platform == "darwin" else 1024) < MEGABYTES


def test_a_pdf_whose_index_points_nowhere_is_read(tmp_path: Path) -> None:
    data = pdf(at(60, 700, SENTENCE))
    start = data.rindex(b"xref\n0")
    for spoilt in (
        data.replace(b"startxref\n%d" % data.index(b"xref\n0"), b"startxref\n999999999"),
        data[:start] + data[start:].replace(b" 00000 n ", b" 00009 n "),
        data.replace(b" 00000 n ", b" 0000x n "),
    ):
        assert spoilt != data
        assert opened(tmp_path, spoilt).text.strip() == SENTENCE


def linked_book() -> bytes:
    """A workbook with formulas, a link to another file, and an old way to start a program, as it was last saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目", "预算（万元）", "执行（万元）"])
    for row in range(2, 5):
        sheet.append([f"第{row}段", 100, 95])
    files = {}
    with zipfile.ZipFile(io.BytesIO(saved(book))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    cells = {
        '<c r="B2" t="n"><v>100</v></c>': '<c r="B2"><f>[1]Sheet1!$A$1</f><v>120.5</v></c>',
        '<c r="C2" t="n"><v>95</v></c>': '<c r="C2" t="str"><f>cmd|\'/c calc\'!A0</f><v>已取消</v></c>',
        '<c r="B3" t="n"><v>100</v></c>': '<c r="B3"><f>WEBSERVICE("http://127.0.0.1:9/x")</f><v>7</v></c>',
    }
    for plain, formula in cells.items():
        assert plain in files[part]
        files[part] = files[part].replace(plain, formula)
    files["xl/externalLinks/externalLink1.xml"] = '<externalLink><externalBook r:id="r"/></externalLink>'.replace(
        "<externalLink>", '<externalLink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    )
    files["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        'Type="x/externalLinkPath" Target="file:///etc/hostname" TargetMode="External"/></Relationships>'
    )
    return packed(files)


def test_what_formulas_gave_is_read_and_nothing_that_they_name_is_opened(tmp_path: Path) -> None:
    reached: list[tuple[str, object]] = []
    watched = {
        "open",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
    }
    path = tmp_path / "表.xlsx"
    path.write_bytes(linked_book())
    opened(tmp_path, xlsx([["甲", "乙"]]))  # what is imported by the way
    watching = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in watched:
            reached.append((event, arguments[0] if arguments else None))

    sys.addaudithook(hook)
    read = open_document(path)
    watching = False
    assert read.text == "项目\t预算（万元）\t执行（万元）\n第2段\t120.5\t已取消\n第3段\t7\t95\n第4段\t100\t95\n"
    assert {str(name) for event, name in reached if event == "open"} <= {str(path)}
    assert [event for event, _ in reached if event != "open"] == []


def test_a_workbook_whose_sectors_lead_back_to_themselves_is_refused(tmp_path: Path) -> None:
    data = bytearray(compound({"Workbook": b"", "Other": b""}))  # of eight sectors each, and the directory behind them
    directory = 512 * 17
    data[60:68] = pack(
        "<II", 8, 1
    )  # how short streams go on: the other stream, which says that sector 0 follows sector 0
    data[directory + 116 : directory + 128] = pack("<IQ", 0, 4096)  # the sectors of short streams
    data[directory + 128 + 120 : directory + 256] = pack("<Q", 100)
    with guard() as guarded:
        path = tmp_path / "旧.xls"
        path.write_bytes(data)
        with pytest.raises(UnreadableError, match="损坏"):
            open_document(path, guarded=guarded)


def printed(words: str) -> Sheet:
    edges = [90.0 + 12 * n for n in range(len(words))]
    return Sheet(1, 595, 842, [Word(words, Box(90, 300, 90 + 12 * len(words), 312), 12, False, edges)])


PAGE = "Doc_0/Pages/Page_1/Content.xml"


def test_parts_of_an_ofd_beyond_its_root_are_not_reached(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(content(text(Word("机密", Box(90, 300, 114, 312), 12))), "utf-8")
    for place in ("../" * 12 + str(secret)[1:], str(secret), f"file://{secret}"):
        tree = document([printed("甲")]).replace("Pages/Page_1/Content.xml", place)
        with pytest.raises(UnreadableError, match="没有可读的文字"):
            opened(tmp_path, ofd([printed("甲")], {"Doc_0/Document.xml": tree}))
        with pytest.raises(UnreadableError, match="损坏"):
            opened(tmp_path, ofd([printed("甲")], {"OFD.xml": ROOT.replace("Doc_0/Document.xml", place)}))


def test_an_ofd_whose_page_unpacks_to_far_more_loses_that_page(tmp_path: Path) -> None:
    second = Sheet(2, 595, 842, printed("支出九十五万元。").words)
    data = ofd([printed("甲"), second], {PAGE: content(" " * (8 * package._LARGE))})
    read = opened(tmp_path, data)
    assert read.text == "支出九十五万元。\n"
    assert read.notes == ("第 1 页已损坏，没有读入",)


def test_templates_that_lead_to_each_other_or_nowhere_are_taken_once(tmp_path: Path) -> None:
    itself = f'<ofd:Page {NAMESPACE}><ofd:Template TemplateID="900"/><ofd:Content><ofd:Layer>{{}}</ofd:Layer></ofd:Content></ofd:Page>'
    behind = text(Word("页眉", Box(90, 40, 114, 52), 12))
    tree = document([printed("甲")], "x").replace(
        "</ofd:CommonData>", '<ofd:TemplatePage ID="901" BaseLoc="Pages/Page_1/Content.xml"/></ofd:CommonData>'
    )
    page = content(
        text(printed("预算一百万元。").words[0]), "".join(f'<ofd:Template TemplateID="{n}"/>' for n in (900, 902))
    )
    parts = {PAGE: page, "Doc_0/Tpls/Tpl_0/Content.xml": itself.format(behind), "Doc_0/Document.xml": tree}
    assert opened(tmp_path, ofd([printed("甲")], parts)).text.split() == ["页眉", "预算一百万元。"]
    own = page.replace('TemplateID="902"', 'TemplateID="901"')  # the page is its own template
    assert opened(tmp_path, ofd([printed("甲")], {**parts, PAGE: own})).text.count("页眉") == 1


def test_a_page_that_is_shown_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Sheet(number, 595, 842, printed("甲乙丙丁").words) for number in range(1, 101)]
    tree = re.sub(r"Page_\d+/", "Page_1/", document(pages))
    data = ofd(pages[:1], {"Doc_0/Document.xml": tree})
    assert len(opened(tmp_path, data).pages) == 100
    monkeypatch.setattr(ofd_pages, "_MOST_SHOWN", 1000)
    with pytest.raises(UnreadableError, match="大得不正常"):
        opened(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("项目,预算\0,执行\n甲,100,95\n乙,1,2\n".encode(), "不是文本"),
        (b"\xff\xfe" + "项目,预算\n".encode("utf-16-le")[:-1] + b"\xd8\xd8\xd8", None),
        ("项目,预算,执行\n甲,100,95\n乙,1,2\n".encode("gb18030") + b"\xff\xff\x80,\x81\n", None),
        ("项目,预算,执行\n甲,100,95\n乙,1,2\n".encode() + "丙,3,4\n".encode("gb18030"), None),
        (b"\xef\xbb\xbf" + "项目,预算,执行\n甲,100,95\n".encode("gb18030"), None),
        (b"a,b,c\n" + bytes(range(128, 256)) * 9, None),
    ],
)
def test_a_table_as_text_with_bytes_of_no_encoding(tmp_path: Path, data: bytes, expected: str | None) -> None:
    try:
        read = opened(tmp_path, data, "表.csv")
    except UnreadableError as error:
        message = error.message()
        assert expected is None or expected in message
        assert "；" in message
    else:
        assert expected is None
        assert "\0" not in read.text
        read.text.encode()
