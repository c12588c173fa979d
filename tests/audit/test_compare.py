from __future__ import annotations

import pytest

from wenxiao.audit.compare import Change, Entry, Paper, compare
from wenxiao.audit.model import Severity


def _entry(
    id: str, figures: str = "", *, code: str = "A101", project: str = "", quote: str = "", **more: object
) -> Entry:
    made = {"severity": Severity.ERROR, **more}
    return Entry(id, code, made["severity"], id, id, project, tuple(figures.split()), (quote,), "", "",  # type: ignore[arg-type]
                 suppressed=made.get("suppressed"))  # type: ignore[arg-type]  # fmt: skip


def _paper(*entries: Entry, path: str = "a.txt", title: str | None = None, ran: str = "A101 B106") -> Paper:
    return Paper(path, title, entries, frozenset(ran.split()))


def _changes(old: Paper, new: Paper) -> list[tuple[str, str | None, str | None]]:
    [comparison] = compare([old], [new])
    return [(d.change.value, d.old and d.old.id, d.new and d.new.id) for d in comparison.differences]


def test_ids_tell_what_remains_what_is_fixed_and_what_is_new() -> None:
    old, new = (
        _paper(_entry("1", "10万元"), _entry("2", "20万元")),
        _paper(_entry("2", "20万元"), _entry("3", "30万元")),
    )
    assert _changes(old, new) == [("new", None, "3"), ("remaining", "2", "2"), ("fixed", "1", None)]


def test_an_edited_figure_of_the_same_matter_is_a_change() -> None:
    old, new = _paper(_entry("1", "200万元 150万元 85%")), _paper(_entry("2", "200万元 150万元 80%"))
    assert _changes(old, new) == [("changed", "1", "2")]


def test_another_project_or_another_rule_is_another_matter() -> None:
    old = _paper(_entry("1", "200万元 85%", project="道路"))
    assert [c for c, _, _ in _changes(old, _paper(_entry("2", "200万元 80%", project="绿化")))] == ["new", "fixed"]
    assert [c for c, _, _ in _changes(old, _paper(_entry("2", "200万元 80%", project="道路", code="B106")))] == [
        "new",
        "fixed",
    ]


def test_the_most_alike_are_paired_and_each_once() -> None:
    old = _paper(_entry("1", "1万元 2万元 3万元"), _entry("2", "1万元 2万元 9万元"))
    new = _paper(_entry("3", "1万元 2万元 9万元 8万元"))
    assert _changes(old, new) == [("changed", "2", "3"), ("fixed", "1", None)]


def test_without_figures_the_words_decide() -> None:
    old = _paper(_entry("1", quote="项目管理制度是否健全；验收是否及时"))
    assert [c for c, _, _ in _changes(old, _paper(_entry("2", quote="项目管理制度是否健全；验收是否规范")))] == [
        "changed"
    ]
    assert [c for c, _, _ in _changes(old, _paper(_entry("2", quote="〔填写单位名称〕")))] == ["new", "fixed"]


def test_what_was_not_looked_at_is_not_called_fixed() -> None:
    assert _changes(_paper(_entry("1", "1万元")), _paper(ran="B106")) == [("unchecked", "1", None)]


def test_a_rule_that_did_not_run_before_is_marked() -> None:
    [comparison] = compare([_paper(ran="B106")], [_paper(_entry("1", "1万元"))])
    assert [d.first_asked for d in comparison.differences] == [True]


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ([], [_entry("1", "1万元")], True),
        ([], [_entry("1", "1万元", severity=Severity.WARNING)], False),
        ([], [_entry("1", "1万元", suppressed="说明过")], False),
        ([_entry("1", "1万元")], [_entry("1", "1万元")], False),
        ([_entry("1", "1万元 2万元")], [_entry("2", "1万元 3万元")], False),
        ([_entry("1", "1万元 2万元", severity=Severity.NOTE)], [_entry("2", "1万元 3万元")], True),
    ],
)
def test_which_differences_are_new_errors(old: list[Entry], new: list[Entry], counts: bool) -> None:
    [comparison] = compare([_paper(*old)], [_paper(*new)])
    assert any(d.counts for d in comparison.differences) is counts


def _pairs(old: list[Paper], new: list[Paper]) -> list[tuple[str | None, str | None]]:
    return [(c.old and c.old.path, c.new and c.new.path) for c in compare(old, new)]


def test_two_files_are_a_pair_whatever_their_names() -> None:
    assert _pairs([_paper(path="初稿.docx")], [_paper(path="x/二稿.txt")]) == [("初稿.docx", "x/二稿.txt")]


def test_files_of_folders_are_paired_by_path_name_or_title_where_one_fits() -> None:
    old = [
        _paper(path="甲/a.txt"),
        _paper(path="乙/a.txt"),
        _paper(path="b.txt"),
        _paper(path="c1.txt", title="三"),
        _paper(path="d.txt"),
    ]
    new = [_paper(path="乙/a.txt"), _paper(path="新/b.docx"), _paper(path="c2.txt", title="三"), _paper(path="e.txt")]
    assert _pairs(old, new) == [
        ("乙/a.txt", "乙/a.txt"),
        ("b.txt", "新/b.docx"),
        ("c1.txt", "c2.txt"),
        (None, "e.txt"),
        ("甲/a.txt", None),
        ("d.txt", None),
    ]


def test_names_that_fit_twice_pair_nothing() -> None:
    old, new = [_paper(path="甲/a.txt"), _paper(path="乙/a.txt")], [_paper(path="丙/a.txt")]
    assert _pairs(old, new) == [(None, "丙/a.txt"), ("甲/a.txt", None), ("乙/a.txt", None)]


def test_a_paper_that_is_not_submitted_again_fixes_nothing() -> None:
    comparisons = compare([_paper(_entry("1", "1万元"), path="a.txt"), _paper(path="b.txt")], [_paper(path="b.txt")])
    [gone] = [c for c in comparisons if c.new is None]
    assert [d.change for d in gone.differences] == [Change.UNCHECKED]
