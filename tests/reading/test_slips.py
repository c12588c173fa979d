from __future__ import annotations

import pytest

from wenxiao.lexicons import lexicon
from wenxiao.reading.hygiene.slips import find_slips


def slips(text: str) -> list[tuple[str, str]]:
    return [(text[mark.start : mark.end], mark.detail) for mark in find_slips(text)]


def test_a_slip_is_told_with_what_was_meant_and_once_for_all_its_places() -> None:
    assert slips("资金已拔付，合同已签定；第二批拔付完毕。") == [("拔付", "拨付"), ("签定", "签订")]


@pytest.mark.parametrize(
    "text",
    [
        "农户自己经营，经选拔入选，风险防犯罪。",
        "按装机容量补助，既使群众受益，因该项目已完工，支持继续实施，业绩较好。",
        "年末完成、全年未发生、期末支付，面积效益明显，督查查处3起，复盖面积。",
        "预防犯罪，下拔河比赛，修膳食营养。",
    ],
)
def test_right_words_are_left_alone(text: str) -> None:
    assert slips(text) == []


def test_every_pair_is_a_slip_and_something_else() -> None:
    pairs = [pair.split("=") for pair in lexicon("slips").words["pairs"]]
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    wrong = {pair[0] for pair in pairs}
    assert not [right for _, right in pairs if any(slip in right for slip in wrong)]
