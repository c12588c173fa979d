"""A .doc that LibreOffice made of a .docx says the same as the .docx, to the figure."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.documents.making import complete, docx, listed, p, tbl, tc
from tests.documents.office_made import made, needs_office, without_restarts
from tests.documents.test_docx import CHAPTERS, level
from wenxiao.documents.model import Document
from wenxiao.documents.opening import open_document
from wenxiao.reading.model import Reading
from wenxiao.reading.pipeline import read_document

SAMPLES = sorted((Path(__file__).parents[2] / "sample").glob("*.docx"))
SEEDS = sorted((Path(os.environ.get("SHARED", Path(__file__).parents[3] / "shared")) / "seeds").glob("*.txt"))
FORMS = [
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "bullet",
    "decimalEnclosedCircle",
    "decimalEnclosedCircleChinese",
    "ideographTraditional",
    "ideographZodiac",
    "chineseLegalSimplified",
    "decimalFullWidth",
    "decimalZero",
    "none",
    "japaneseCounting",
    "taiwaneseCountingThousand",
]


def width(size: int, more: str = "") -> str:
    return f'<w:tcW w:w="{size}" w:type="dxa"/>{more}'


def grid(sizes: list[int], *rows: str) -> str:
    """A table whose columns have widths, in twips."""
    columns = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    layout = f'<w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return tbl(*rows).replace("<w:tbl>", f"<w:tbl>{layout}<w:tblGrid>{columns}</w:tblGrid>", 1)


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def box(text: str, number: int) -> str:
    return (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml">'
        f'<v:shape id="s{number}" type="#_x0000_t202" style="position:absolute;margin-top:{40 * number}pt;width:200pt;'
        f'height:30pt"><v:textbox><w:txbxContent>{p(text)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>'
    )


def note(kind: str, number: int, text: str = "", shape: str = "normal") -> str:
    return f'<w:{kind} w:type="{shape}" w:id="{number}">{p(text)}</w:{kind}>'


BY = 'w:author="甲" w:date="2024-01-01T00:00:00Z"'
EMPTY = width(2000, "<w:vMerge/>")
SEPARATORS = (("separator", 0), ("continuationSeparator", 1))
MADE_UP = {
    "chapters": docx(
        listed("概况", 1) + listed("立项", 1, 1) + listed("资金", 1, 1) + listed("到位", 1, 2) + listed("支出", 1, 2)
        + listed("绩效", 1) + listed("产出", 1, 1) + listed("效益", 1, 2) + p("正文") + listed("问题", 1),
        numbering=CHAPTERS,
    ),
    "forms": docx(
        "".join(listed(form, n) * 3 for n, form in enumerate(FORMS, 1)),
        numbering="".join(
            f'<w:abstractNum w:abstractNumId="{n}">{level(0, form, chr(0xF0B7) if form == "bullet" else "%1、")}</w:abstractNum>'
            for n, form in enumerate(FORMS, 1)
        ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(FORMS) + 1)),
    ),
    "headings": docx(
        p("甲", '<w:pStyle w:val="1"/>') + p("乙", '<w:pStyle w:val="2"/>') + p("丙", '<w:pStyle w:val="x"/>')
        + p("丁", '<w:outlineLvl w:val="0"/>') + p("戊"),
        styles='<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="n"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="n"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="自定"/><w:basedOn w:val="2"/></w:style>',
    ),
    "merged cells": docx(
        p("表") + grid(
            [2000, 2000, 2000],
            tc("资金", width(2000, '<w:vMerge w:val="restart"/>')) + tc("预算数", width(2000)) + tc("执行数", width(2000)),
            tc("", EMPTY) + tc("100", width(2000)) + tc("95", width(2000)),
            tc("合计", width(4000, '<w:gridSpan w:val="2"/>')) + tc("195", width(2000)),
        ) + p("完"),
    ),
    "a wide table": docx(
        grid([600] * 14, *("".join(tc(f"{row}.{n}", width(600)) for n in range(14)) for row in range(30))) + p("完")
    ),
    "a nested table": docx(
        grid(
            [4000, 4000],
            tc("甲", width(4000)) + tc(
                p("乙") + grid([1500, 1500], *[tc("丙", width(1500)) + tc("丁", width(1500))] * 2) + p("庚"), width(4000)
            ),
            tc("辛", width(4000)) + tc(p("一") + p("二"), width(4000)),
        ) + p("完"),
    ),
    "a frame": docx(p("前") + grid([4000], tc(p("甲") + p("乙"), width(4000))) + p("完")),
    "text boxes": docx(
        f"<w:p><w:r><w:t>锚</w:t></w:r>{box('框内 100 万元', 1)}{box('第二框', 2)}<w:r><w:t>点</w:t></w:r></w:p>"
        + p("中") + f"<w:p><w:r><w:t>又一</w:t></w:r>{box('第三框', 3)}</w:p>" + p("后")
    ),
    "notes": docx(
        '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>乙</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="3"/></w:r></w:p>',
        footnotes="".join(note("footnote", n, "", shape) for shape, n in SEPARATORS)
        + note("footnote", 2, "含上年结转") + note("footnote", 3, "不含利息"),
        endnotes="".join(note("endnote", n, "", shape) for shape, n in SEPARATORS) + note("endnote", 2, "尾注文字"),
    ),
    "revisions": docx(
        f'<w:p><w:r><w:t>支出</w:t></w:r><w:del w:id="1" {BY}><w:r><w:delText>10</w:delText></w:r></w:del>'
        f'<w:ins w:id="2" {BY}><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>'
        f'<w:r><w:t>万元</w:t></w:r></w:p><w:p><w:pPr><w:rPr><w:del w:id="3" {BY}/></w:rPr></w:pPr><w:r><w:t>到位</w:t></w:r></w:p>'
        + p("及时")
    ),
    "fields and special characters": docx(
        f"<w:p><w:r><w:t>第</w:t></w:r>{mark('begin')}<w:r><w:instrText>QUOTE 3</w:instrText></w:r>{mark('separate')}"
        f"<w:r><w:t>3</w:t></w:r>{mark('end')}<w:r><w:t>项</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r><w:r><w:noBreakHyphen/><w:t>丁</w:t><w:br/><w:t>戊</w:t></w:r></w:p>"
        + p("大字符 \U00020000 后")
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Document, Document]]:
    """Each .docx with the .doc that was made of it."""
    files = {name: complete(data) for name, data in MADE_UP.items()}
    files |= {path.name: path.read_bytes() for path in SAMPLES}
    files |= {path.name: complete(docx("".join(map(p, escaped(path.read_text()))))) for path in SEEDS}
    folder = tmp_path_factory.mktemp("pairs")
    documents = {}
    for name, data in made({name: without_restarts(data) for name, data in files.items()}, "doc").items():
        (folder / "one").write_bytes(files[name])
        (folder / "other").write_bytes(data)
        documents[name] = open_document(folder / "one"), open_document(folder / "other")
    return documents


def escaped(text: str) -> list[str]:
    lines = text.replace("&", "&amp;").replace("<", "&lt;").replace("\f", "").split("\n")
    return [line.strip(" ").replace("\t", "</w:t><w:tab/><w:t>") for line in lines]


def shape(document: Document) -> list[object]:
    blocks = [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]
    parts = [block.anchor for block in document.blocks]
    return [blocks, parts, [table.cells for table in document.tables], document.notes]


def figures(reading: Reading, *kinds: str) -> Counter[tuple[str, object, str]]:
    """The figures of some kinds, or of all, by value and as printed."""
    found = [q for q in reading.quantities if not kinds or q.kind in kinds]
    return Counter((q.kind, q.value, reading.quote(q.span)) for q in found)


def verdicts(reading: Reading) -> list[tuple[object, ...]]:
    return [(r.kind, r.verdict, r.formula, [reading.quote(span) for span in r.spans]) for r in reading.relations]


def same_facts(one: Document, other: Document) -> None:
    first, second = read_document(one), read_document(other)
    assert figures(first, "money", "percent") == figures(second, "money", "percent")
    every = figures(first)
    assert sum((every - figures(second)).values()) * 100 <= sum(every.values())
    assert verdicts(first) == verdicts(second)


@needs_office
@pytest.mark.parametrize("name", MADE_UP)
def test_made_up_documents(pairs: dict[str, tuple[Document, Document]], name: str) -> None:
    one, other = pairs[name]
    assert other.media_type == "application/msword"
    assert other.text.rstrip("\n") == one.text.rstrip("\n")
    assert shape(other) == shape(one)


@needs_office
@pytest.mark.parametrize("name", [path.name for path in SAMPLES])
def test_documents_of_the_sample(pairs: dict[str, tuple[Document, Document]], name: str) -> None:
    one, other = pairs[name]
    assert other.text == one.text
    assert shape(other) == shape(one)
    assert figures(read_document(one))
    same_facts(one, other)


@needs_office
@pytest.mark.shared
@pytest.mark.skipif(not SEEDS, reason="../shared with the seeds is not here")
@pytest.mark.parametrize("name", [path.name for path in SEEDS])
def test_documents_of_others(pairs: dict[str, tuple[Document, Document]], name: str) -> None:
    one, other = pairs[name]
    assert shape(other) == shape(one)
    same_facts(one, other)
