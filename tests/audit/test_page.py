from wenxiao.audit.model import Rule, Severity
from wenxiao.audit.page import parse


def _rule(page: str) -> Rule:
    return Rule(
        "X901", "x", Severity.NOTE, "X01", "标题", "title", "依据", "核对", "basis", "by hand", lambda *_: (), page
    )


def test_summary_prose_and_examples_are_told_apart() -> None:
    page = parse(
        _rule(
            """One line.

            Why it matters,
            in prose.

            Fails::     甲乙
            Fails::
                第一行
                  缩进
            Passes::    丙\\n丁

            By hand: look.
            """
        )
    )
    assert page.summary == "One line."
    assert page.text.startswith("Why it matters,\nin prose.")
    assert page.text.endswith("By hand: look.")
    assert page.fails == ("甲乙", "第一行\n  缩进")
    assert page.passes == ("丙\\n丁",)
    assert page.silent == ()


def test_a_rule_without_a_docstring_has_an_empty_page() -> None:
    page = parse(_rule(""))
    assert (page.summary, page.text, page.fails) == ("", "", ())
