"""Valid made-up files of every format, for the fuzzer to spoil."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from subprocess import SubprocessError

from tests.documents import making, making_ofd, making_pdf, making_word97, workbooks
from wenxiao.documents.layout.model import Sheet, Stroke, Word
from wenxiao.documents.model import Box
from wenxiao.documents.office import MissingOfficeError, OfficeError, convert
from wenxiao.publishing.forms import Values, find, xlsx

_SAMPLE = Path(__file__).parents[2] / "sample"
_CSV = "项目,预算（万元）,执行（万元）,执行率\n" + "".join(
    f'"第{n}段,河道养护",{n}20.50,{n}00.25,8{n}.5%\n' for n in range(1, 9)
)
_PAGE = (
    '<html><head><meta charset="utf-8"><style>p{}</style><title>公开</title></head><body><h1>绩效自评</h1><ol><li>甲'
    "<li>乙</ol><!-- 注 --><table><tr><td rowspan=2>预算<td colspan=2>1&nbsp;000</tr><tr><td>2<td>3</tr>"
    "<tr><td><table><tr><td>内</table><td>执行<td>95%</tr></table><p>本年预算 100 万元，支出 95 万元。</p>"
    '<a href="a.docx">附件</a><script>x</script></body></html>'
)


@cache
def sources() -> dict[str, list[bytes]]:
    """Files by format. What needs LibreOffice or Pillow is left out where there is none."""
    word = [making.complete(_docx()), *(path.read_bytes() for path in sorted(_SAMPLE.glob("0[35]*.docx")))]
    books = [_book(), xlsx(find("自评表"), Values("河道养护项目", year=2024))]
    found = {
        "docx": word,
        "doc": [_word97(), *_converted(word, "docx", "doc")],
        "pdf": list(_pdfs()),
        "ofd": list(_ofds()),
        "xlsx": books,
        "xls": list(_by_calc(books, "xls")),
        "ods": list(_by_calc(books, "ods")),
        "csv": [_CSV.encode(), _CSV.encode("gb18030"), _CSV.replace(",", "\t").encode("utf-16")],
        "html": [_PAGE.encode(), _PAGE.replace("utf-8", "gbk").encode("gbk")],
        "mht": [_mht()],
        "zip": [making.packed({"自评/甲.txt": "甲", "b.csv": _CSV, "c.html": _PAGE}), _nested()],
        "picture": list(_pictures()),
    }
    return {name: files for name, files in found.items() if files}


def _docx() -> bytes:
    body = (
        making.p("一、资金情况", '<w:pStyle w:val="a"/><w:outlineLvl w:val="0"/>')
        + making.listed("本年预算 100 万元。", 1)
        + making.listed("支出 95 万元。", 1, 1)
        + "<w:p><w:ins><w:r><w:t>执行率</w:t></w:r></w:ins><w:del><w:r><w:delText>90%</w:delText></w:r></w:del>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/>'
        '<w:t>3</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        + making.tbl(
            making.tc("预算", '<w:vMerge w:val="restart"/>') + making.tc("执行", '<w:gridSpan w:val="2"/>'),
            making.tc("", "<w:vMerge/>") + making.tc(making.tbl(making.tc("内")) + making.p("1")) + making.tc("2"),
        )
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + making.p("框内")
        + "</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    return making.docx(
        body,
        styles='<w:style w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
        numbering=numbering,
        footnotes=f'<w:footnote w:id="2">{making.p("注")}</w:footnote>',
    )


def _word97() -> bytes:
    cells = making_word97.row([0, 2000, 4000])
    return making_word97.word(
        [("绩效自评\r", b""), ("预算\x07", making_word97.IN_TABLE), ("100\x07", making_word97.IN_TABLE), ("\x07", cells),
         ("本年支出 95 万元。\r", b"")]
    )  # fmt: skip


def _pdfs() -> Iterator[bytes]:
    table = making_pdf.ruled(
        60, 700, [120, 80, 80], 20, [["项目", "预算", "执行"], ["甲", "100", "95"], ["乙", "1", ""]]
    )
    prose = "".join(making_pdf.at(90, 600 - 18 * n, making_pdf.SENTENCE) for n in range(6))
    yield making_pdf.pdf(table + prose, making_pdf.at(60, 800, "页眉") + prose)
    yield making_pdf.pdf(prose, packed=True)
    yield making_pdf.pdf(making_pdf.SCAN + making_pdf.at(90, 500, "看不见", mode=3), objects=[making_pdf.PICTURE])
    yield making_pdf.pdf(
        making_pdf.Leaf(table + prose, "/MediaBox[0 0 842 595]/Rotate 90/Annots[4 0 R]"),
        catalog="/AcroForm<</Fields[4 0 R]>>",
        objects=[b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(100)/Rect[60 60 200 80]/DA(/F1 10 Tf)>>"],
    )


def _ofds() -> Iterator[bytes]:
    def word(words: str, left: float, top: float) -> Word:
        return Word(
            words,
            Box(left, top, left + 12 * len(words), top + 12),
            12,
            False,
            [left + 12 * i for i in range(len(words))],
        )

    page = Sheet(
        1, 595, 842, [word("项目", 105, 105), word("预算", 205, 105), word("甲", 105, 135), word("10", 205, 135)]
    )
    page.across = [Stroke(y, 100, 300) for y in (100, 130, 160)]
    page.down = [Stroke(x, 100, 160) for x in (100, 200, 300)]
    more = Sheet(2, 595, 842, [word("本年预算一百万元。", 90, 300), word("支出九十五万元。", 90, 320)])
    yield making_ofd.ofd([page, more], template=making_ofd.text(word("某某局文件", 90, 40)))
    objects = (
        '<ofd:PageBlock ID="3"><ofd:TextObject ID="4" Boundary="10 20 60 6" Size="2" CTM="2 0 0 2 5 0"><ofd:TextCode X="0" '
        'Y="2" DeltaX="g 3 4 12">预算十万元</ofd:TextCode></ofd:TextObject></ofd:PageBlock><ofd:PathObject ID="5" '
        'Boundary="10 20 60 60"><ofd:AbbreviatedData>M 0 0 L 50 0 B 1 1 2 2 3 3 Q 1 1 2 2 C</ofd:AbbreviatedData>'
        '</ofd:PathObject><ofd:ImageObject ID="6" Boundary="0 0 210 297" ResourceID="9"/>'
    )
    yield making_ofd.ofd([Sheet(1, 595, 842)], {"Doc_0/Pages/Page_1/Content.xml": making_ofd.content(objects)})


def _book() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目支出绩效自评表"])
    sheet.merge_cells("A1:E1")
    for n in range(1, 9):
        sheet.append([f"第{n}段", n * 1.37, 0.985, "=B2*2", "已完成"])
        sheet.cell(n + 1, 3).number_format = "0.00%"
        sheet.cell(n + 1, 2).number_format = '#,##0.00_);[Red]\\(#,##0.00\\);"—"'
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("附表").append(["单位：万元", "甲"])
    return workbooks.saved(book)


def _by_calc(books: list[bytes], ending: str) -> Iterator[bytes]:
    for book in books:
        try:
            yield workbooks.converted(book, "xlsx", ending)
        except (OSError, SubprocessError, StopIteration):
            return


def _converted(files: list[bytes], ending: str, to: str) -> Iterator[bytes]:
    for data in files:
        try:
            yield convert(data, ending, to)
        except (MissingOfficeError, OfficeError):
            continue


def _mht() -> bytes:
    body = base64.encodebytes(_PAGE.encode()).decode().replace("\n", "\r\n")
    part = f'--=_b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n'
    plain = f'--=_b\r\nContent-Type: text/html; charset="gbk"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{_PAGE}\r\n'
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="=_b"\r\n\r\n'
    return f"{head}{part}".encode() + plain.encode("gbk", "replace") + b"--=_b--\r\n"


def _nested() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("材料/内层.zip", making.packed({"甲.csv": _CSV, "乙.txt": "本年预算 100 万元。"}))
        archive.writestr("材料/自评.docx", _docx())
        archive.writestr("__MACOSX/x", b"")
    return buffer.getvalue()


def _pictures() -> Iterator[bytes]:
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        return
    image = Image.new("RGB", (240, 180), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 200, 90), outline="black")
    for form in ("PNG", "JPEG", "GIF", "BMP", "WEBP"):
        yield _saved(lambda file, form=form: image.save(file, form))
    for compression in ("raw", "tiff_lzw", "group4", "jpeg"):
        kind = image.convert("1") if compression == "group4" else image
        yield _saved(
            lambda file, kind=kind, how=compression: kind.save(
                file, "TIFF", compression=how, save_all=True, append_images=[kind]
            )
        )


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()
