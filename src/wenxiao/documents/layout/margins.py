"""Headers, footers and page numbers: lines at the edge of a page that its neighbours repeat."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice

from wenxiao.documents.layout.model import Line, Page

#: Pages on either side that are looked at: a header repeats at once.
WINDOW = 8
#: The upper and the lower edge of a page, as shares of its height, and how many lines of it can be header or footer.
EDGE = 0.12
MOST = 3
#: On how many of the pages around it a header stands: on every other one, or most of these.
SHARE = 0.4
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[、.．]")
_NUMERAL = r"(?:\d{1,5}|[IVXivx]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"[-—–－―─·~]{{1,3}}{_NUMERAL}[-—–－―─·~]{{1,3}}"
    rf"|第?[0-9一二三四五六七八九十百]{{1,5}}页(?:[,，/／、]?共?[0-9一二三四五六七八九十百]{{1,5}}页)?"
    rf"|(?:[Pp]age|[Pp]\.?){_NUMERAL}(?:(?:of|/){_NUMERAL})?"
    rf"|{_NUMERAL}[/／]{_NUMERAL}|{_NUMERAL}"
)
_WITHIN = re.compile(r"第\s?\d{1,5}\s?页(?:[,，/／、]?\s?共\s?\d{1,5}\s?页)?|[-—–]\s?\d{1,5}\s?[-—–]")
_BARE = re.compile(r"(\d{1,5})((?:[/／]\d{1,5})?)")
_SURE = re.compile(r"[-—–－―─·~第Pp页]")


class Margins:
    """Takes headers, footers and page numbers out of a stream of pages; ``dropped`` has their text, page numbers left out."""

    def __init__(self) -> None:
        self.dropped: dict[str, int] = {}  # text, and the first page it was on

    def strip(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The same pages in the same order without those lines. Looks ahead a few pages and holds no more."""
        source = iter(pages)
        waiting = deque((page, _candidates(page)) for page in islice(source, WINDOW + 1))
        seen: deque[list[str]] = deque(maxlen=WINDOW)
        counts = Counter(key for _, found in waiting for key in {key for key, _ in found})
        while waiting:
            around = len(seen) + len(waiting)
            page, found = waiting.popleft()
            self._clean(page, found, counts, max(2 if around < 6 else 3, SHARE * around))
            yield page
            own = sorted({key for key, _ in found})
            if len(seen) == WINDOW:
                counts.subtract(seen[0])
            seen.append(own)
            for following in islice(source, 1):
                ahead = _candidates(following)
                waiting.append((following, ahead))
                counts.update({key for key, _ in ahead})

    def notes(self) -> Iterator[str]:
        """What was left out, for the user."""
        for text, number in self.dropped.items():
            yield f"每页重复的页眉或页脚没有读入正文（第 {number} 页起）：{text[:80]}"

    def _clean(self, page: Page, found: list[tuple[str, Line]], counts: Counter[str], often: float) -> None:
        gone: set[int] = set()
        for key, line in found:
            text = "".join(line.text.split())
            if _PAGE_NUMBER.fullmatch(text):
                # A bare number says nothing by itself: it must go up with the pages.
                if not _SURE.search(text) and counts[key] < 2 and text != str(page.number):
                    continue
            elif counts[key] < often or _HEADING.match(text):
                continue
            else:
                self.dropped.setdefault(_WITHIN.sub("", line.text).strip(), page.number)
            gone.add(id(line))
        if gone:
            page.lines = [line for line in page.lines if id(line) not in gone]


def _candidates(page: Page) -> list[tuple[str, Line]]:
    """Lines at the edges of a page, each with what it has in common with those of other pages."""
    lines = sorted(page.lines, key=lambda line: line.box.top)
    grids = [grid.box for grid in page.grids]
    low, high = EDGE * page.height, (1 - EDGE) * page.height
    above = [line for line in lines[:MOST] if line.box.bottom < low and all(line.box.bottom < box.top for box in grids)]
    below = [line for line in lines[-MOST:] if line.box.top > high and all(line.box.top > box.bottom for box in grids)]
    return [(_key(line, page.number), line) for line in (*above, *(line for line in below if line not in above))]


def _key(line: Line, page: int) -> str:
    """What repeats: the text without its page number, and its height on the page; of a bare number, what it is ahead of
    the pages."""
    text = "".join(line.text.split())
    bare = _BARE.fullmatch(text)
    what = f"#{int(bare[1]) - page}{bare[2]}" if bare is not None else _WITHIN.sub("#", text)
    return f"{round(line.box.top / 6)}:{what}"
