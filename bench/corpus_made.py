"""Documents for the benchmarks of the corpus: made up, about 5 KB each, every one another, some hundred of a county and year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from proof.generator import generate
from proof.generator.words import PLACE_FIRST, PLACE_SECOND

#: Documents of the generator from which the others are made: names, amounts and wording differ among them.
_MODELS = 400
_COUNTY = re.compile(f"(?:{'|'.join(PLACE_FIRST)})(?:{'|'.join(PLACE_SECOND)})[区县]")
_FIRST, _SECOND = "云山清江长安永和宁泰", "阳川陵源溪浦岭洲原泽"


@cache
def _model(number: int) -> tuple[str, str]:
    """A document and the name of its county in it."""
    text = generate(number).text
    named = _COUNTY.search(text)
    return text, named[0] if named else "县"


def document(number: int) -> str:
    """The document of a number: that of a model, with a line of its own, in another county after every four hundred documents."""
    text, county = _model(number % _MODELS)
    at = number // _MODELS
    name = f"{_FIRST[at % 10]}{_FIRST[at // 100 % 10]}{_SECOND[at // 10 % 10]}{county[-1]}"
    return f"{text.replace(county, name)}\n（档案号：{number:08}）\n"


def folder(count: int, under: Path) -> Path:
    """A folder of so many documents, a thousand in each folder inside; made where it is not there yet."""
    target = under / f"documents-{count}"
    done = target / ".done"
    if not done.exists():
        for number, text in _documents(count):
            path = target / f"{number // 1000:04}" / f"{number:08}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        done.touch()
    return target


def _documents(count: int) -> Iterator[tuple[int, str]]:
    return ((number, document(number)) for number in range(count))
