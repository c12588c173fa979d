"""What a program asks for or sends, read strictly: what cannot be read is refused with one sentence for each fault."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from wenxiao.grid.catalogue import Category
from wenxiao.grid.coordinates import System, stored
from wenxiao.told import Told
from wenxiao.web.core.clock import now
from wenxiao.web.core.say import say
from wenxiao.web.grid.grounds import ground
from wenxiao.web.grid.keeping import Place
from wenxiao.web.grid.photos import NotAPhoto, Picture, checked
from wenxiao.web.open311.offered import CONDITION, keys_of, services
from wenxiao.web.territory.lookup import there

#: What one answer holds at most, and over how many days.
MOST, SPAN = 1000, timedelta(days=90)
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2190, 1, 1, tzinfo=UTC)
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,80})\](\[\])?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: The longest text of each parameter.
LENGTHS = {
    "service_code": 40, "description": 4000, "address_string": 200, "address_id": 20, "lat": 40, "long": 40, "email": 120, "device_id": 200,
    "account_id": 200, "first_name": 30, "last_name": 30, "phone": 40, "media_url": 1000, "jurisdiction_id": 80,
}  # fmt: skip
ATTRIBUTES, VALUE = 50, 1000


class Wrong(Told):
    """A request that cannot be served as it is; ``status`` is that of the answer."""

    def __init__(self, zh: str, en: str, status: int = 400) -> None:
        super().__init__(zh, en)
        self.status = status


#: Under which names programs send photos along.
MEDIA = ("media", "media[]")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which requests. ``numbers``: these alone, whatever else is said."""

    numbers: tuple[str, ...] = ()
    categories: frozenset[str] | None = None
    start: datetime | None = None
    end: datetime | None = None
    open: bool | None = None


@dataclass(slots=True)
class Submission:
    """A report as it was sent."""

    category: Category
    place: Place
    grid: str
    description: str
    condition: str
    name: str
    phone: str
    email: str
    device: str
    account: str
    media_url: str
    attributes: dict[str, str] = field(default_factory=dict)


def listed(sent: QueryDict) -> Asked:
    """What a list of requests is asked for. Raises Wrong."""
    numbers = _several(sent, "service_request_id")
    if numbers:
        if len(numbers) > MOST:
            raise Wrong(f"一次最多查询 {MOST} 个编号。", f"At most {MOST} numbers at once.")
        return Asked(tuple(numbers))
    codes = _several(sent, "service_code")
    categories = None
    if codes:
        keys = keys_of(codes)
        unknown = [code for code in codes if code not in keys]
        if unknown:
            raise unknown_service(unknown[0])
        categories = frozenset().union(*keys.values())
    start, end = window(sent.get("start_date", "").strip(), sent.get("end_date", "").strip())
    wanted = set(_several(sent, "status"))
    if not wanted <= {"open", "closed"}:
        raise Wrong("status 只能是 open 或 closed。", "status is open or closed.")
    return Asked((), categories, start, end, next(iter(wanted)) == "open" if len(wanted) == 1 else None)


def window(first: str, last: str) -> tuple[datetime, datetime]:
    """From when until when; the last 90 days where nothing is said, 90 days from the one end that is given. Raises Wrong."""
    start, end = (_moment(name, text) if text else None for name, text in (("start_date", first), ("end_date", last)))
    if end is None:
        end = now() if start is None else min(start + SPAN, max(now(), start))
    if start is None:
        start = end - SPAN
    if start > end:
        raise Wrong("start_date 晚于 end_date。", "start_date lies after end_date.")
    if end - start > SPAN:
        raise Wrong(f"时间跨度不能超过 {SPAN.days} 天。", f"The span may be {SPAN.days} days at most.")
    return start, end


def _moment(name: str, text: str) -> datetime:
    try:
        # An offset that was not quoted comes in with a space in the place of its plus.
        at = datetime.fromisoformat(text.replace(" ", "+"))
        if at.tzinfo is not None and _FIRST <= at <= _LAST:
            return at
    except (ValueError, OverflowError):
        pass
    raise Wrong(
        f"{name} 应为带时区的时间，如 2026-01-01T00:00:00Z。", f"{name} must be a moment with its time zone, like 2026-01-01T00:00:00Z."
    )  # fmt: skip


def _several(sent: QueryDict, name: str) -> list[str]:
    """The values of a parameter, with commas between them or given several times."""
    parts = [part.strip() for value in sent.getlist(name) for part in value.split(",")]
    for part in parts:
        if _CONTROL.search(part) or len(part) > 80:
            raise Wrong(f"{name} 含有无法识别的内容。", f"{name} holds what cannot be read.")
    return list(dict.fromkeys(part for part in parts if part))


def unknown_service(code: str) -> Wrong:
    return Wrong(f"没有编号为“{code}”的服务。", f"There is no service {code}.", 404)


def token(header: str | None) -> UUID | None:
    """What a program calls this report by (Idempotency-Key): sent twice, it is one report. Raises Wrong."""
    if not header:
        return None
    try:
        return UUID(header.strip())
    except ValueError:
        raise Wrong("Idempotency-Key 应为 UUID。", "Idempotency-Key must be a UUID.") from None


def submission(sent: QueryDict) -> Submission:
    """A report, read. Raises Wrong with all that is wrong, several sentences as several lines."""
    wrong: list[Wrong] = []
    text = {name: _text(sent, name, most, wrong) for name, most in LENGTHS.items()}
    category = services().get(text["service_code"])
    if not text["service_code"]:
        wrong.append(Wrong("缺少 service_code。", "service_code is missing."))
    elif category is None:
        wrong.append(unknown_service(text["service_code"]))
    place = _place(text, wrong)
    attributes = _attributes(sent, wrong)
    condition = attributes.get(CONDITION, "")
    if category is not None and condition:
        known = {each.code for each in ground().catalogue.conditions_of(category.key)}
        if condition not in known:
            wrong.append(
                Wrong(
                    f"attribute[{CONDITION}] 不是此服务的选项。",
                    f"attribute[{CONDITION}] is no choice of this service.",
                )
            )
    _contact(text, wrong)
    if wrong or category is None:
        raise Several(wrong)
    return Submission(
        category, place, text["address_id"], text["description"] or category.zh, condition, _name(text), text["phone"], text["email"],
        text["device_id"], text["account_id"], text["media_url"], attributes,
    )  # fmt: skip


def media(files: MultiValueDict) -> list[Picture]:
    """Photos that come with a report (multipart, ``media``, once or several times, also as ``media[]``), made small and without what the
    camera wrote. Raises Wrong for what is none, for too many, and for files under other names, which would be lost."""
    for name in files:
        if name not in MEDIA:
            raise Wrong(
                "照片请以 media 为字段名发送；不接收其他文件。",
                "Send photos in the field media; other files are not taken.",
            )
    try:
        return checked([file for name in MEDIA for file in files.getlist(name)])
    except NotAPhoto as refusal:
        raise Wrong(f"media：{refusal}", f"media: {refusal}") from None


class Several(Exception):  # noqa: N818  (an answer, not a fault)
    """All that is wrong with one request."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__()
        self.wrong = wrong

    @property
    def status(self) -> int:
        return max(each.status for each in self.wrong)


def _text(sent: QueryDict, name: str, most: int, wrong: list[Wrong]) -> str:
    value = (sent.get(name) or "").strip().replace("\r\n", "\n")
    if len(value) > most:
        wrong.append(Wrong(f"{name} 超过 {most} 个字。", f"{name} is longer than {most} characters."))
    elif _CONTROL.search(value):
        wrong.append(Wrong(f"{name} 含有控制字符。", f"{name} holds control characters."))
    else:
        return value
    return ""


def _place(text: Mapping[str, str], wrong: list[Wrong]) -> Place:
    """lat and long, or address_string, or address_id. The stored place is CGCS2000, which WGS84 equals here."""
    lat, lon, address, grid = (text[name] for name in ("lat", "long", "address_string", "address_id"))
    if not (lat or lon or address or grid):
        wrong.append(
            Wrong("请给出位置：lat 和 long，或 address_string，或 address_id。", "Give the place: lat and long, address_string, or address_id.")
        )  # fmt: skip
    if grid and not any(
        shape.kind == "unit_grid" and len(grid) == sum(shape.parts) and grid.isascii() and grid.isdecimal()
        for shape in ground().catalogue.shapes
    ):
        wrong.append(Wrong("address_id 应为单元网格编码。", "address_id must be the code of a unit grid."))
    elif grid and not there(grid):
        wrong.append(Wrong(f"没有单元网格 {grid}。", f"There is no unit grid {grid}."))
    if not (lat or lon):
        return Place(address=address)
    try:
        if "_" in lon + lat:  # which Python would read
            raise ValueError
        given = float(lon), float(lat)
        at = stored(*given, System.WGS84)
    except ValueError:
        wrong.append(
            Wrong("lat、long 应为 WGS84 的纬度和经度（度）。", "lat and long must be degrees (WGS84), both of them.")
        )
        return Place()
    return Place(at.lon, at.lat, *given, System.WGS84.value, address)


def _attributes(sent: QueryDict, wrong: list[Wrong]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sent:
        match = _ATTRIBUTE.fullmatch(name)
        if match:
            value = ", ".join(sent.getlist(name)).strip()
            if len(value) > VALUE or len(found) == ATTRIBUTES or _CONTROL.search(match[1] + value):
                wrong.append(Wrong("attribute 太多、太长，或含有控制字符。", "There are too many attributes, or one is too long or holds control characters."))  # fmt: skip
                break
            if value:
                found[match[1]] = value
    return found


def _contact(text: Mapping[str, str], wrong: list[Wrong]) -> None:
    try:
        if text["email"]:
            validate_email(text["email"])
    except ValidationError:
        wrong.append(Wrong("email 不是邮箱地址。", "email is no address."))
    if text["media_url"]:
        try:
            fine = urlsplit(text["media_url"]).scheme in {"http", "https"}
        except ValueError:
            fine = False
        if not fine:
            wrong.append(
                Wrong("media_url 应以 http:// 或 https:// 开头。", "media_url must begin with http:// or https://.")
            )


def _name(text: Mapping[str, str]) -> str:
    """A person's name in one field: 姓名 without a space, others with the first name first."""
    first, last = text["first_name"], text["last_name"]
    if any("\u4e00" <= character <= "\u9fff" for character in first + last):
        return last + first
    return " ".join(filter(None, (first, last)))


def single(number: str) -> str:
    """The number of one request, as it stands in an address. Raises Wrong."""
    if _CONTROL.search(number) or len(number) > 80:
        raise Wrong("没有这个编号。", "There is no such request.", 404)
    return number


def texts(wrong: Any) -> list[str]:
    """The sentences, in the language of the request."""
    return [say(each.zh, each.en) for each in (wrong.wrong if isinstance(wrong, Several) else [wrong])]
