import json
import re
from html.parser import HTMLParser

from tests.publishing.made_up import TEXT, report, table_report
from tests.together.bundles import BUNDLE, audited, compared
from wenxiao.publishing.html.page import render
from wenxiao.publishing.html.sheet import Sheet

_VOID = {"meta", "link", "br", "input", "rect"}


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.scripts += tag == "script"
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _parsed(html: str) -> _Balance:
    parser = _Balance()
    parser.feed(html)
    assert not parser.open
    return parser


def test_the_page_is_well_formed_and_its_ids_are_unique() -> None:
    ids = _parsed(render([report(), table_report(), report("")])).ids
    assert len(ids) == len(set(ids))


def test_text_and_names_of_a_document_never_become_markup() -> None:
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028&lt;"
    html = render([report(TEXT.replace("道路养护", hostile) + hostile, path=f"{hostile}.txt")])
    assert _parsed(html).scripts == 2
    assert "<img" not in html
    data = re.search(r'id="data">(.*?)</script>', html, re.DOTALL)
    assert data
    assert json.loads(data[1])[0]["q"]


def test_the_page_asks_no_other_address() -> None:
    assert not re.search(r"""(?:src|href)=["'](?!#|data:,)|url\(|@import""", render([report()]))


def test_the_text_of_the_document_is_all_there() -> None:
    bare = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", Sheet(report(), 1).html())
    assert bare == "".join(TEXT.split("\n"))


def test_every_quantity_and_every_finding_is_marked() -> None:
    made = report()
    html = Sheet(made, 1).html()
    assert html.count('class="q ') == len(made.reading.ids)
    assert all(f'data-f="{n}"' in html or f" {n}" in html for n, _ in enumerate(made.findings, 1))


def test_a_table_is_a_table_and_stands_once() -> None:
    html = Sheet(table_report(), 1).html()
    assert html.count("<table>") == 1
    assert html.count("<td>") == 6
    assert html.count("年初预算数") == 1


def test_the_language_of_the_page_is_the_asked_one_and_both_are_in_it() -> None:
    english = render([report()], lang="en")
    assert '<html lang="en">' in english
    assert "不能同时成立" in english
    assert "both cannot hold" in render([report()])


def test_one_document_needs_no_list() -> None:
    assert 'class="list"' not in render([report()])
    assert 'class="list"' in render([report(), report()])


def test_required_content_stands_under_coverage() -> None:
    html = render([report()])
    assert "应有内容" in html
    assert '<li class="present"><b aria-hidden="true">✓</b>' in html
    assert '<li class="absent">' in html
    assert "看不出文种或没有规定" in render([report("没有数字的一句话。")])


def test_a_finding_between_documents_stands_on_the_page_of_each_and_leads_to_the_other() -> None:
    html = render(audited(BUNDLE), comparison=compared(BUNDLE))
    _parsed(html)
    for number in (1, 2):
        assert f'id="d{number}-f1"' in html
    assert html.count('href="#d2-f1"') == 3  # under the list, and on both pages
    assert '<mark class="error" data-f="1">100.25万元<sup>1</sup></mark>' in html
    assert 'id="d3-f1"' not in html
