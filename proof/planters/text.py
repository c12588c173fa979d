"""E101–E106: what was left in the text, lost from it or written twice."""

from __future__ import annotations

from random import Random

from proof.generator import Made, Place
from proof.planters import Edit, Plant, inserted, pick, planter, replaced

_GUIDANCE = (
    "项目实施是否规范；有无挤占、挪用资金等现象。",
    "主要从项目的经济性、效率性、有效性等方面进行量化、具体分析。",
    "项目管理制度是否健全；招投标程序是否规范；竣工验收是否及时。",
    "项目资金（包括财政资金、自筹资金等）安排落实、总投入等情况分析。",
)


def _prose(made: Made) -> list[Place]:
    """Ends of paragraphs of prose."""
    return [s.at["end"] for s in made.of("paragraph") if made.text[s.at["end"].start - 1] == "。"]


@planter("E101")
def guidance_left(made: Made, rng: Random) -> Plant | None:
    """A sentence of the outline as a paragraph of its own under a chapter."""
    headings = [s for s in made.of("heading") if s.fact == 1]
    site = pick(rng, [h for h in headings if made.text[h.at["whole"].end : h.at["whole"].end + 3].strip("\n 　")])
    ends = _prose(made)
    place = pick(rng, ends)
    if place is None or site is None:
        return None
    return inserted(place.start, "\n" + rng.choice(_GUIDANCE))


@planter("E102")
def sentence_broken_off(made: Made, rng: Random) -> Plant | None:
    uses = made.of("use")[:-1]
    site = pick(rng, uses)
    if site is None:
        return None
    at = site.at["whole"]
    stop = made.text.index("于", at.start) + 1  # behind 主要用于
    return Plant((Edit(Place(stop, at.end + 1), "", shown=False),), (Place(at.start, stop),))


@planter("E103")
def placeholder(made: Made, rng: Random) -> Plant | None:
    place = pick(rng, _prose(made))
    if place is None:
        return None
    words = rng.choice(("受益群众达到XX人次。", "全年开展督查XX次。", "惠及农户×××户。", "{单位名称}按月公示进度。"))
    return inserted(place.start, words)


@planter("E104")
def editing_trace(made: Made, rng: Random) -> Plant | None:
    words = rng.choice(("[bookmark: _GoBack]", "PAGEREF _Toc12345678", "??????"))
    place = pick(rng, _prose(made))
    if place is None:
        return None
    if words.startswith("["):
        start = max(made.text.rfind("\n", 0, place.start - 1) + 1, 0)
        return inserted(start, words)
    return inserted(place.start - 1, words)


@planter("E105")
def number_twice(made: Made, rng: Random) -> Plant | None:
    """A heading with the number of the one before it."""
    found = []
    last: dict[int, tuple[int, str]] = {}
    for i, site in enumerate(made.of("heading")):
        level = site.fact
        assert isinstance(level, int)
        for deeper in [k for k in last if k > level]:
            del last[deeper]
        if level in last and level > 1:
            found.append((site, last[level][1]))
        last[level] = (i, made.quote(site.at["number"]))
    chosen = pick(rng, found)
    return None if chosen is None else replaced(chosen[0].at["number"], chosen[1])


@planter("E106")
def word_twice(made: Made, rng: Random) -> Plant | None:
    """A word doubled in running text."""
    words = ("完成", "开展", "组织", "采购", "安装", "支出", "验收")
    found = []
    for place in _prose(made):
        begin = made.text.rfind("\n", 0, place.start) + 1
        for word in words:
            at = made.text.find(word, begin, place.start)
            if (
                at > begin and made.text[at + len(word)] not in "情率部的进" and "《" not in made.text[at - 30 : at]
            ):  # 完成 | 完成情况 is no slip
                found.append((at, word))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    at, word = chosen
    return Plant((Edit(Place(at, at + len(word)), word * 2),))


@planter("E106")
def mark_before_and_so_on(made: Made, rng: Random) -> Plant | None:
    found = [
        i for s in made.of("problem") if (i := made.text.find("等问题", s.at["whole"].start, s.at["whole"].end)) > 0
    ]
    at = pick(rng, found)
    return None if at is None else Plant((Edit(Place(at - 1, at + 1), made.text[at - 1] + "、等"),))
