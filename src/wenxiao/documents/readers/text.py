"""Plain text in any of the encodings in use. The text stays as it is but for line ends, which become ``\\n``."""

from __future__ import annotations

from wenxiao.documents.model import Anchor, Block
from wenxiao.documents.readers.base import Content, Reader, Source
from wenxiao.documents.readers.encodings import UndecodableError, decode
from wenxiao.documents.tab_rows import tab_tables


def read(source: Source) -> Content:
    """The content as ``Path.read_text`` gives it, without byte-order mark; a block per line that is not blank."""
    try:
        text = decode(source.data)
    except UndecodableError:
        raise source.refuse(
            "这不是文本，也不是能识别的文档格式；请另存为 .docx，或以 UTF-8 保存为文本",
            "it is neither text nor a known document format; save it as .docx or as UTF-8 text",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = _blocks(text)
    if not blocks:
        raise source.refuse("文件里没有文字；请重新导出", "there is no text in the file; export it again")
    replaced = text.count("\ufffd")
    return Content(text, blocks, tab_tables(text), (f"undecodable:{replaced}",) if replaced else ())


def _blocks(text: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line)
        if line and not line.isspace():
            blocks.append(Block(start, end, "paragraph", Anchor(line=number)))
        start = end + 1
    return tuple(blocks)


READER = Reader("text/plain", lambda data: True, read)  # noqa: ARG005
