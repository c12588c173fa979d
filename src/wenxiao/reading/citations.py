"""What a citation consists of: its title without brackets and wrappings, its document number in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenxiao.reading.model import LegalReference

_NUMBER = re.compile(r"(?P<issuer>[一-龥]{1,9})(?:文件)?[〔\[(](?P<year>(?:19|20)\d\d)[〕\])]第?(?P<number>\d{1,4})号")
_TITLE = re.compile(r"《(?P<title>.+)》", re.S)
_MARKS = re.compile(r"[\s《》〈〉<>“”\"‘’()（）〔〕\[\]、,，]")
_WRAPPING = re.compile(r"\A.{0,24}?(?:关于)?(?:印发|转发|发布)|的?通知\Z")
_TRIAL = re.compile(r"(?:试行|暂行|修订|修订版|20\d\d年修订)\Z")
#: 关于开展2023年度…绩效自评工作的通知: the year that a notice is about, when it can only be a year that is over.
_EVALUATED = re.compile(
    r"(?P<year>20\d\d)年度?(?!-|至|—)[^《》]{0,40}?(?:绩效(?:自评|评价)|决算)[^《》]{0,12}(?:通知|函)"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited instrument taken apart. ``number`` is its document number in one form, 财预〔2020〕10号; empty for none."""

    reference: LegalReference
    title: str = ""  # bare: without marks, 印发 and 通知
    issuer: str = ""
    year: int | None = None
    number: str = ""
    evaluates: int | None = None  # the year whose evaluation or accounts the title orders


def citation(reference: LegalReference) -> Citation:
    """``reference`` taken apart."""
    found = _TITLE.search(reference.text)
    rest = reference.text.replace(found[0], " ") if found else reference.text
    number = _NUMBER.search(rest)
    about = _EVALUATED.search(found["title"]) if found else None
    return Citation(
        reference,
        bare_title(found["title"]) if found else "",
        number["issuer"] if number else "",
        int(number["year"]) if number else None,
        f"{number['issuer']}〔{number['year']}〕{int(number['number'])}号" if number else "",
        int(about["year"]) if about else None,
    )


def bare_title(title: str) -> str:
    """The words of a title alone: 财政部关于印发《甲办法（试行）》的通知 is 甲办法."""
    return _TRIAL.sub("", _WRAPPING.sub("", _MARKS.sub("", title)))
