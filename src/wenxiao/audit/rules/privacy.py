"""Family F, what must not be published: data of persons, and matters that are not for the public."""

from __future__ import annotations

from collections.abc import Iterator

from wenxiao.audit.model import Outcome, Severity, failed, passed, unknown
from wenxiao.audit.registry import rule
from wenxiao.reading.model import Personal, Reading

_KINDS = {
    "identity_card": ("身份证号码", "identity card number"),
    "bank_card": ("银行卡号", "bank card number"),
    "mobile": ("手机号码", "mobile number"),
    "landline": ("家庭电话", "home telephone"),
    "plate": ("个人的车牌号", "plate of a person's vehicle"),
    "address": ("个人住址", "home address"),
    "name": ("与抚恤、救助、疾病等写在一起的个人姓名", "full name beside a benefit or an illness"),
}
_MOST = 3  # examples in one message


def _examples(found: list[Personal], between: str) -> str:
    shown = list(dict.fromkeys(personal.shown for personal in found))
    return between.join(shown[:_MOST])


def _told(kind: str, found: list[Personal]) -> Outcome:
    zh, en = _KINDS[kind]
    count = len(found)
    shown = f"“{_examples(found, '”“')}”"
    some = f"{shown}等" if count > _MOST else shown
    spans = [span for personal in found for span in personal.spans]
    return failed(
        f"文中有{zh}{some}，共{count}个，公开前请隐去",
        f"{count} × {en} in the text, {shown}; hide it before publication",
        spans,
    )


def _matter(found: list[Personal], severity: Severity | None) -> Outcome:
    words = _examples(found, "”“")
    some = f"“{words}”等" if len(found) > _MOST else f"“{words}”"
    return failed(
        f"{some}属于敏感事项，公开前请先作保密审查，不宜公开的请删去或改写",
        f"“{words}” is a sensitive matter; have it screened before publication and take out what is not for the public",
        [span for personal in found for span in personal.spans],
        severity=severity,
    )


@rule(
    "F108",
    "personal-or-sensitive-information",
    Severity.ERROR,
    check="F08",
    title="敏感或个人信息公开",
    title_en="Personal or sensitive information in the text",
    basis="《政府信息公开条例》第十四条、第十五条；《个人信息保护法》",
    by_hand="按提示的位置在原文件中查看，把姓名改为姓加“某”，号码隐去中间各位；敏感事项先送保密审查。",
    basis_en="Regulation on open government information, articles 14 and 15; Personal Information Protection Law",
    by_hand_en="Look at the place in the original; shorten names to the surname, hide the middle of numbers, have matters screened.",
)
def personal_or_sensitive_information(reading: Reading) -> Iterator[Outcome]:
    """Personal or sensitive information in the text.

    Performance reports are published in full. Identity and bank card numbers, mobile numbers, home telephones and
    addresses, plates of private vehicles and full names beside a funeral grant, a pension for survivors, relief, an
    illness or a disability are data of a person; petitions under control and secrets are not for the public. The tool
    itself shows such data only in part, in every format.

    Names of officials and of contact persons, hot-lines and office telephones are no finding; whether the mobile number
    of a contact person may be published cannot be told. Known false alarms: a person who agreed to be named.

    Fails::     追加退休职工周文海丧葬费及抚恤费1.2万元。
    Fails::     申请人身份证号11010519491231002X，资料齐全。
    Fails::     受助群众手机13800138000，已回访。
    Fails::     专项稳控工作经费20万元，支出20万元。
    Passes::    追加退休职工周某丧葬费及抚恤费1.2万元。
    Passes::    项目负责人周文海，热线0871-12345678，办公电话65432100。
    Silent::    联系人周文海，联系电话13800138000，资料齐全。
    Silent::    全年巡查情况
    """
    kinds: dict[tuple[str, bool], list[Personal]] = {}
    for personal in reading.personal:
        kinds.setdefault((personal.kind, personal.contact), []).append(personal)
    for (kind, contact), found in kinds.items():
        if contact:  # whoever is named to be called may have agreed to it
            yield unknown("mobile number of a contact person")
        elif kind in _KINDS:
            yield _told(kind, found)
    if matters := kinds.get(("matter", False)):
        yield _matter(matters, None)
    if screened := kinds.get(("screened_matter", False)):
        yield _matter(screened, Severity.WARNING)
    if not kinds and "。" in reading.text:
        yield passed()
