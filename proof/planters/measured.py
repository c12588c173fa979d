"""A109–A119: units, prices, households, shares, in sentences of their own."""

from __future__ import annotations

from random import Random

from proof.generator import Made, Place
from proof.generator.sentences import PartsFact
from proof.planters import Edit, Plant, pick, planter
from proof.planters.story import NOTE, SELF, told

_TYPES = (NOTE, SELF)


@planter("A109")
def total_in_another_unit(made: Made, rng: Random) -> Plant | None:
    """元 for 万元 behind the total of a list."""
    if made.style.unit != "万元":
        return None
    found = []
    for site in made.of("money-parts"):
        fact = site.fact
        assert isinstance(fact, PartsFact)
        if len(fact.parts) < 3:
            continue
        words = made.style.amount(fact.total)
        at = made.text.rfind(words, max(0, site.at["whole"].start - 60), site.at["whole"].start)
        if any(c.isdigit() for c in made.text[at + len(words) : site.at["whole"].start]):
            continue  # the total is broken at the end of a line, and this is another amount
        if at > 0 and made.type == NOTE and "支出" in made.text[at - 6 : at]:
            found.append((Place(at, at + len(words)), words, site.at["whole"]))
    chosen = pick(rng, found)
    if chosen is None:
        return None
    edit = Edit(chosen[0], chosen[1].replace("万元", "元"))
    return Plant((edit,), (chosen[2],), ("B107",))  # so little was spent then


@planter("A112")
def price_times_number(made: Made, rng: Random) -> Plant | None:
    people, price = rng.randint(30, 90), rng.choice((200, 300, 500))
    wrong = people * price + rng.choice((-1, 1)) * price * rng.randint(2, 8)
    return told(made, rng, _TYPES, f"按每人{price}元的标准发放慰问金，慰问{people}人，共计{wrong}元。")


@planter("A115")
def large_households(made: Made, rng: Random) -> Plant | None:
    homes = rng.randint(90, 300)
    return told(made, rng, _TYPES, f"项目惠及困难群众{homes}户{homes * rng.randint(14, 30)}人。")


@planter("A116")
def shares_of_more_than_all(made: Made, rng: Random) -> Plant | None:
    return told(
        made, rng, _TYPES, "共受理诉求200件，咨询类100件，占50%；求助类60件，占30%；投诉类30件，占18%；其他10件，占5%。"
    )


@planter("A117")
def count_without_unit(made: Made, rng: Random) -> Plant | None:
    return told(made, rng, _TYPES, "全年开工1207(其中：城镇项目1025套，工矿项目182)。")


@planter("A118")
def unit_misspelt(made: Made, rng: Random) -> Plant | None:
    return told(made, rng, _TYPES, "新建10KV配电线路1条。", "敷设管道2.6KM。")


@planter("A119")
def some_unaccounted(made: Made, rng: Random) -> Plant | None:
    return told(made, rng, _TYPES, "项目共需要建设垃圾收集房12座，新建的垃圾收集房中5座建设完成、2座在建中。")
