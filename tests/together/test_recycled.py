"""Paragraphs of one unit in another's document."""

from __future__ import annotations

import pytest

from tests.together.bundles import compared, summaries
from wenxiao.audit.together import compare
from wenxiao.audit.together.minhash import alike, candidates, shingles
from wenxiao.audit.together.rules import recycled

OWN = "镇里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，河沟两岸的垃圾堆放点全部取缔，群众反映强烈的黑臭水体得到治理，沿河而居的农户普遍表示夏天再也不用关着窗户过日子。"
POLICY = "农村人居环境整治是实施乡村振兴的一项重要任务，事关广大农民的根本福祉，事关农民群众的身体健康，事关美丽家园的整体面貌，各地要坚持因地制宜、突出实效，以农村厕所革命、生活污水垃圾治理、村容村貌提升为重点，久久为功、一件接着一件抓。"
BASIS = "根据上级关于农村人居环境整治的部署和要求，按照全县统一安排，本镇成立由镇长任组长、分管领导任副组长、各村支部书记为成员的工作领导小组，下设办公室负责日常工作，制定实施方案和考核细则，把任务分解到村、落实到人，并定期开展督导检查。"


def _towns(*paragraphs: str, names: str = "甲乙") -> str:
    return "".join(
        f"=== {n}镇.txt\n丙县{n}镇人民政府2023年度项目支出绩效自评报告\n{p.replace('我镇', n + '镇')}\n"
        for n, p in zip(names, paragraphs, strict=True)
    )


def _found(example: str) -> list[str]:
    return [finding.message() for finding in compared(example, "E511").findings]


def test_a_paragraph_with_other_figures_is_still_the_same_paragraph() -> None:
    [message] = _found(_towns(OWN, OWN.replace("四十六", "五十三")))
    assert "甲镇.txt 与 乙镇.txt" in message
    assert "100%" not in message


def test_several_paragraphs_of_two_units_are_one_finding() -> None:
    more = OWN.replace("清运", "巡查").replace("河沟", "水塘").replace("挖掘机", "打捞船")
    [message] = _found(_towns(f"{OWN}\n\n{more}", f"{OWN}\n\n{more}"))
    assert "另有 1 段" in message


@pytest.mark.parametrize(
    "paragraph",
    [
        pytest.param(BASIS, id="the basis"),
        pytest.param("道路硬化工程由各村负责实施。" * 5, id="short sentences said again"),
        pytest.param("一级指标|二级指标|三级指标|年度指标值|实际完成值|" * 5, id="cells of a form"),
    ],
)
def test_what_anybody_says_is_not_recycled(paragraph: str) -> None:
    assert _found(_towns(paragraph, paragraph)) == []


def test_what_many_units_cite_is_policy_background() -> None:
    names = "甲乙丁戊己庚辛"
    assert _found(_towns(*[POLICY] * len(names), names=names)) == []
    assert _found(_towns(*[POLICY + f"本镇投入{n}万元。" for n in range(len(names))], names=names)) == []


def test_one_unit_may_repeat_itself_and_two_versions_are_one_document() -> None:
    assert _found(_towns(OWN, OWN, names="甲乙").replace("乙镇人民政府", "甲镇人民政府")) == []
    nameless = f"=== 一.txt\n项目支出绩效自评报告\n{OWN}\n=== 二.txt\n项目支出绩效自评报告\n{OWN}\n"
    assert _found(nameless) == []


def test_a_firm_that_wrote_both_is_named() -> None:
    text = f"受本镇委托，评价工作由镇里聘请清河信达会计师事务所开展本次绩效评价。\n{OWN}"
    [message] = _found(_towns(text, text))
    assert "都由清河信达会计师事务所编写" in message


def test_without_datasketch_the_comparison_says_what_was_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recycled, "available", lambda: False)
    comparison = compare(summaries(_towns(OWN, OWN)))
    assert not comparison.findings
    [(zh, en)] = comparison.notes
    assert "wenxiao[compare]" in zh
    assert "wenxiao[compare]" in en


def test_candidates_find_what_is_alike_and_the_shingles_decide() -> None:
    texts = [OWN, POLICY, OWN.replace("四十六", "五十三"), BASIS]
    sets = [shingles(text) for text in texts]
    pairs = list(candidates(sets))
    assert (0, 2) in pairs
    assert alike(sets[0], sets[2]) > 0.8
    assert alike(sets[0], sets[1]) < 0.1
    assert pairs == list(candidates(sets)), "the same every time"
