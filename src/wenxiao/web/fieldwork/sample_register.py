"""Shops and sites of the sample district, made up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from wenxiao.grid.calendar import BEIJING
from wenxiao.grid.states import Role
from wenxiao.web.core.clock import travelling
from wenxiao.web.fieldwork import registering, supervising
from wenxiao.web.fieldwork.models import Alike, Collection, Shop, Site, SiteCheck, SitePhoto
from wenxiao.web.grid.keeping import Actor
from wenxiao.web.grid.sample_photos import kept
from wenxiao.web.sample import YEAR, World

_KINDS = (
    "面馆",
    "便利店",
    "五金店",
    "理发店",
    "药房",
    "水果店",
    "早点铺",
    "文具店",
    "洗衣店",
    "手机店",
    "茶庄",
    "花店",
)
_FIRST = (
    "晨光",
    "兴旺",
    "家和",
    "福来",
    "顺达",
    "鑫源",
    "小城",
    "百佳",
    "老街",
    "四季",
    "云上",
    "青禾",
    "满意",
    "同心",
)
_FAMILY = "王李张刘陈杨赵黄周吴徐孙"
_GIVEN = ("秀英", "建国", "丽", "强", "敏", "海燕", "志明", "芳", "军", "小红")
#: Code of the street office, its road, number of shops.
STREETS = (("G11", "银杏路", 52), ("G12", "临江路", 41), ("G13", "云桥路", 35))


def load_shops(world: World, chance: Random) -> None:
    """A collection of this year with three pairs that may be one shop, and an older one whose persons are forgotten."""
    lead = world.people["lead"]
    old = Collection.objects.create(name="2023年门前三包信息采集", since=date(2023, 9, 1), until=date(2023, 10, 1), keep_days=730, changed_by=lead)  # fmt: skip
    made = Collection.objects.create(name="2026年门前三包信息采集", since=date(YEAR, 9, 1), until=date(YEAR, 10, 1), keep_days=730, note="临街商铺和单位，各街道与城管、环卫共同采集", changed_by=lead)  # fmt: skip
    rows, number = [], 0
    for code, road, count in STREETS:
        for place in range(1, count + 1):
            number += 1
            rows.append(_shop(world, made, code, chance, number, f"{road}{place * 2}号"))
    first, second, third = rows[3], rows[60], rows[100]
    rows.append(_copy(rows[10], name=rows[10].name, address=rows[10].address, collector=world.agencies["G21"]))
    rows.append(_copy(second, name=f"{second.name}（分店）", address="临江路9号附1"))
    rows.append(
        _copy(third, name=third.name.replace("店", " 店"), address=third.address.replace("号", " 号"), phone="")
    )
    rows.append(_copy(first, name="银杏路综合超市", address="银杏路210号"))
    registering.add(rows)
    registering.add(_shop(world, old, "G11", chance, 900 + place, f"银杏路{place}号", date(2023, 9, 12)) for place in range(1, 9))  # fmt: skip
    registering.forget()
    acceptor = world.people["acceptor"]
    with travelling(date(YEAR, 10, 9)):
        registering.decide(Alike.objects.get(first__address=rows[10].address), True, acceptor)
        registering.decide(Alike.objects.get(second__name="银杏路综合超市"), False, acceptor)


def _shop(
    world: World, of: Collection, code: str, chance: Random, number: int, address: str, on: date | None = None
) -> Shop:
    return Shop(
        collection=of, street=world.agencies[code], name=f"{chance.choice(_FIRST)}{chance.choice(_KINDS)}", address=address,
        owner=chance.choice(_FAMILY) + chance.choice(_GIVEN), phone=f"1390000{number:04}", collector=world.agencies[code],
        collected_on=on or date(YEAR, 9, 1) + timedelta(days=chance.randint(0, 30)), signed=chance.random() < 0.82,
        entered_by=world.people[{"G11": "street", "G12": "street2", "G13": "street3"}[code]],
    )  # fmt: skip


def _copy(shop: Shop, **changed: object) -> Shop:
    """An entry like another: planted."""
    told = {name: getattr(shop, name) for name in ("collection", "street", "name", "address", "owner", "phone", "collector", "collected_on", "signed", "entered_by")}  # fmt: skip
    return Shop(**{**told, **changed})


#: Name, grid, address, owner, agency, m², measure, since, and the checks: day and whether it was in order.
SITES = (
    ("银杏路东侧储备地块", "530100001001002", "银杏路118号东侧", "星河区土地储备中心", "G11", "8600", "cover", (9, 1), ((9, 8, True), (9, 29, True), (10, 20, True), (11, 10, True))),
    ("钟楼片区改造工地", "530100001002003", "钟楼巷7号", "恒筑建设有限公司", "G21", "12400", "spray", (9, 1), ((9, 9, True), (10, 9, False), (10, 23, False), (11, 6, False))),
    ("临江北岸裸土", "530100002001001", "临江路北段", "临江街道办事处", "G12", "5200.5", "green", (9, 3), ((9, 15, False), (10, 13, True), (11, 12, True))),
    ("望江花园二期工地", "530100002002002", "望江路66号", "江岸置业有限公司", "G21", "21000", "fence", (9, 3), ((9, 16, True), (10, 28, False), (11, 17, False))),
    ("云桥停车场待建地", "530100003001004", "云桥路32号", "星河城投公司", "G13", "3900", "harden", (9, 10), ((9, 22, True), (10, 21, True))),
    ("石坊社区拆迁空地", "530100003002001", "石坊村口", "云桥街道办事处", "G13", None, "cover", (10, 8), ()),
)  # fmt: skip


def load_sites(world: World) -> None:
    """One site was never put in order after it was handed on as a case, one waits to be handed on, one was never looked at."""
    inspector = world.people["inspector"]
    files = kept(("site", "site-done"))
    for name, grid, address, owner, agency, area, measure, since, checks in SITES:
        site = Site.objects.create(
            name=name, grid=grid, address=address, owner=owner, agency=world.agencies[agency], area=None if area is None else Decimal(area),
            measure=measure, since=date(YEAR, *since), changed_by=world.people["lead"],
        )  # fmt: skip
        for month, day, good in checks:
            at = datetime.combine(date(YEAR, month, day), time(10, 20), BEIJING)
            words = "" if good else "覆盖破损，裸土外露，车辆带泥上路。"
            made = SiteCheck.objects.create(site=site, person=inspector, good=good, note=words, at=at, recorded_at=at)
            path, digest = files["site-done" if good else "site"]
            SitePhoto.objects.create(check_of=made, file=path, name=f"{at:%Y%m%d}.jpg", sha256=digest)
            site.repeats = 0 if good else site.repeats + 1
        site.save(update_fields=["repeats"])
    with travelling(date(YEAR, 11, 6)):
        worst = Site.objects.get(name="钟楼片区改造工地")
        supervising.escalate(
            worst, Actor(inspector, Role.INSPECTOR, world.agencies["G00"]), "三次督查均未落实覆盖和喷淋，请立案处置。"
        )
