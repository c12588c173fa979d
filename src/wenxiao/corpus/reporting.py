"""What ``wenxiao corpus report`` does: a page or a workbook about a region in a year, as the name of the file says."""

from __future__ import annotations

from pathlib import PurePath

from wenxiao.corpus.queries import Questions
from wenxiao.corpus.region import Region, region_report
from wenxiao.corpus.region_book import region_book
from wenxiao.corpus.region_page import region_page
from wenxiao.corpus.store import Store
from wenxiao.told import Told

ENDINGS = (".html", ".xlsx")


def report(url: str, region: str, year: int, output: str, *, lang: str = "zh") -> bytes:
    """The file as bytes. Raises ``Told`` for another ending, or where the store has no document of the region and year."""
    return reported(url, region, year, output, lang=lang)[1]


def reported(url: str, region: str, year: int, output: str, *, lang: str = "zh") -> tuple[Region, bytes]:
    """The same, with the tables that it is made of before it."""
    ending = PurePath(output).suffix.lower()
    if ending not in ENDINGS:
        raise Told(
            f"{output} 的格式不支持；请用 .html 或 .xlsx 结尾的文件名。", f"{output} is no format of this report; end it in .html or .xlsx."
        )  # fmt: skip
    with Questions(Store(url)) as questions:
        made = region_report(questions, region.strip(), year, lang=lang)
    if ending == ".xlsx":
        return made, region_book(made, lang=lang)
    return made, region_page(made, lang=lang).encode("utf-8", "replace")
