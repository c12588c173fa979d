"""Names that are known to be those of who reported, and whatever else leads to people, hidden in what was written."""

from __future__ import annotations

import re

from wenxiao.reading.privacy import find_personal
from wenxiao.reading.privacy.masking import HIDDEN, masked
from wenxiao.web.grid.models import Reporter


def without(words: str, *names: str) -> str:
    """The words with every one of these names hidden, character by character; of one character none is looked for."""
    for name in sorted({each for each in names if len(each) > 1}, key=len, reverse=True):
        words = words.replace(name, HIDDEN * len(name))
    return words


_MAIL = re.compile(r"[\w.+-]++@[\w-]++(?:\.[\w-]++)+")


def anonymous(words: str) -> str:
    """The words with the names, numbers and addresses of people hidden that can be told from the words alone."""
    return masked(_MAIL.sub(lambda found: HIDDEN * len(found[0]), words), find_personal(words))


def names_of(reporter: Reporter) -> tuple[str, str, str]:
    return reporter.name, reporter.phone, reporter.email
