from tests.publishing.made_up import report, table_report
from wenxiao.documents.places import Places
from wenxiao.publishing.excerpts import excerpts
from wenxiao.publishing.ink import Ink, cells, cut, cut_left, left
from wenxiao.publishing.text import reading_text, report_text
from wenxiao.quantities.model import Span
from wenxiao.reading.pipeline import read_text


def _excerpt(text: str, *spans: tuple[int, int], width: int = 60) -> list[str]:
    places = Places(read_text(text).document)
    return excerpts(places, [Span(*span) for span in spans], Ink(), "error", "zh", width)


def test_carets_stand_below_their_characters_though_chinese_ones_are_two_cells_wide() -> None:
    _, quoted, carets = _excerpt("预算2元，支出3元。", (2, 4))
    assert cells(quoted[: quoted.index("2元")]) == carets.index("^")
    assert carets.count("^") == 3


def test_places_of_one_line_share_it_and_far_ones_do_not() -> None:
    near = _excerpt("甲12元乙34元。", (1, 4), (5, 8))
    assert sum("甲" in line for line in near) == 1
    far = _excerpt("甲12元" + "很长" * 60 + "乙34元。", (1, 4), (125, 128))
    assert len(far) == 5


def test_a_long_line_is_cut_on_both_sides() -> None:
    _, quoted, carets = _excerpt("字" * 100 + "12元" + "字" * 100, (100, 103))
    assert quoted.count("…") == 2
    assert cells(quoted) <= 60
    assert cells(quoted[: quoted.index("12元")]) == carets.index("^")


def test_an_empty_place_at_the_end_of_the_text_is_shown() -> None:
    assert _excerpt("甲", (1, 1))[-1].endswith("^")


def test_cutting_never_splits_a_wide_character() -> None:
    assert cut("甲乙", 3) == "甲"
    assert cut_left("甲乙", 3) == "乙"
    assert cells(left("很长的名字", 5)) == 5


def test_a_finding_names_its_line_and_column_and_shows_the_sum() -> None:
    text = report_text(report())
    assert "柳溪镇自评报告.txt:6:" in text
    assert "A101 严重" in text
    assert "150 ÷ 200 = 75%" in text
    assert "\x1b" not in text


def test_colour_only_where_asked() -> None:
    assert "\x1b[1;31m" in report_text(report(), ink=Ink(True))


def test_the_table_of_projects_is_in_ten_thousand_yuan_with_a_dash_for_missing() -> None:
    [line] = [line for line in report_text(report()).splitlines() if line.startswith("文化广场改造项目")]
    assert line.split()[1:] == ["80.00", "—", "60.00", "75.00%"]


def test_english_words_on_request() -> None:
    text = report_text(report(), lang="en")
    assert "A101 error" in text
    assert "findings" in text
    assert "发现" not in text


def test_the_place_in_a_table_is_named_by_row_and_cell() -> None:
    assert "表 1 第 3 行第 1 格" in reading_text(table_report().reading).replace("行 第", "行第")


def test_reading_lists_relations_with_their_verdict() -> None:
    text = reading_text(report().reading)
    assert "✗ 比率" in text
    assert "✓ " in text


def test_an_empty_reading_is_still_a_text() -> None:
    assert report_text(report("。"))
