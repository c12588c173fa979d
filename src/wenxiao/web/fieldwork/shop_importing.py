"""Shops from a workbook: read and checked row by row, then taken in whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wenxiao.told import NotAllowed
from wenxiao.web.core.importing import (
    Column,
    Names,
    Row,
    RowReader,
    RowRefusal,
    Sheets,
    Wrong,
    day,
    folded,
    one_of,
    read,
    text,
)
from wenxiao.web.core.pending import Upload
from wenxiao.web.core.policy import Access
from wenxiao.web.fieldwork.models import Collection, Shop
from wenxiao.web.fieldwork.registering import collector, may_write, no_person, streets
from wenxiao.web.grid.models import Agency

COLUMNS = (
    Column("street", ("街道", "街道办事处", "street")),
    Column("name", ("店名", "商铺名称", "单位名称", "shop")),
    Column("address", ("地址", "门牌地址", "address")),
    Column("owner", ("负责人", "经营者", "run by"), required=False),
    Column("phone", ("联系电话", "电话", "telephone"), required=False),
    Column("collected_on", ("采集日期", "collected on")),
    Column("collector", ("采集单位", "collected by"), required=False),
    Column("signed", ("已签责任书", "责任书", "signed"), required=False),
)
_YES = {"": False, "否": False, "no": False, "0": False, "false": False, "未签": False, "是": True, "yes": True, "1": True, "true": True, "已签": True}  # fmt: skip
_PHONE = re.compile(r"[0-9+()（）\-\s转ext.]{5,40}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file would take in: its entries with the numbers of their rows, and what stands against it."""

    rows: int
    shops: list[tuple[int, Shop]]
    refusals: list[RowRefusal]
    sheets: Sheets

    @property
    def by_street(self) -> list[tuple[Agency, int]]:
        """How many of each street; they add up to all."""
        found: dict[Agency, int] = {}
        for _, shop in self.shops:
            found[shop.street] = found.get(shop.street, 0) + 1
        return sorted(found.items(), key=lambda item: item[0].code)


def draft(upload: Upload, collection: Collection, access: Access) -> Draft:
    """What a file would take into a collection. Raises Unreadable where it is no table of shops."""
    table = read(upload.path, COLUMNS)
    known = Names(
        (one.code, one, (one.name, one.name.removesuffix("办事处"))) for one in Agency.objects.filter(active=True)
    )
    mine, refusals = collector(access), list[RowRefusal]()
    made = [
        (row.number, shop)
        for row in table.rows
        if (shop := _Reader(row, table.headings, refusals, known, collection, access).shop(mine))
    ]
    first: dict[tuple[int, str, str], int] = {}
    for number, shop in made:
        before = first.setdefault((shop.street_id, folded(shop.name), folded(shop.address)), number)
        if before != number:
            refusals.append(RowRefusal(number, table.headings["name"], f"与第{before}行的店名和地址相同，请删去一行。", f"Name and address are those of row {before}; delete one."))  # fmt: skip
    refusals.sort(key=lambda refusal: refusal.row)
    return Draft(len(table.rows), made, refusals, table.sheets)


class _Reader(RowReader):
    """A row that gives a shop, where it is sound."""

    def __init__(
        self, row: Row, headings: Mapping[str, str], refusals: list[RowRefusal], known: Names[Agency], collection: Collection, access: Access,
    ) -> None:  # fmt: skip
        super().__init__(row, headings, refusals)
        self.known, self.collection, self.access = known, collection, access

    def shop(self, mine: Agency | None) -> Shop | None:
        street = self.cell("street", self._street)
        name = self.cell("name", lambda cell: self.filled(text(cell, 120)))
        address = self.cell("address", lambda cell: self.filled(text(cell, 200)))
        owner = self.cell("owner", lambda cell: text(cell, 60))
        phone = self.cell("phone", self._phone)
        for key, said in (("owner", owner), ("phone", phone)):
            try:
                no_person(self.collection, said or "")
            except NotAllowed as refusal:
                self.refuse(key, refusal.zh, refusal.en)
        collected = self.cell("collected_on", self._day)
        by = self.cell("collector", self._collector) if self.row.cells.get("collector") is not None else mine
        signed = self.cell("signed", lambda cell: False if cell is None else one_of(cell, _YES, ("是", "否")))
        if not self.sound:
            return None
        return Shop(
            collection=self.collection, street=street, name=name, address=address, owner=owner, phone=phone, collected_on=collected,
            collector=by, signed=signed, entered_by=self.access.user,
        )  # fmt: skip

    def _street(self, cell: Any) -> Agency:
        said = self.filled(text(cell, 60))
        found = self.known.find(said, lambda one: one.kind == Agency.Kind.STREET)
        if found is None or found.kind != Agency.Kind.STREET:
            listed = "、".join(streets().values_list("name", flat=True)[:10])
            raise Wrong(f"没有街道“{said}”，请写：{listed}。", f"There is no street “{said}”; write one of: {listed}.")
        if not may_write(self.access, found.pk):
            raise Wrong(f"“{found}”的商铺由该街道登记，请删去本行。", f"Shops of {found} are entered by that street: delete the row.")  # fmt: skip
        return found

    def _collector(self, cell: Any) -> Agency | None:
        said = text(cell, 60)
        found = self.known.find(said)
        if found is None:
            raise Wrong(f"没有单位“{said}”，请写责任单位的名称或代码。", f"There is no agency “{said}”: write its name or code.")  # fmt: skip
        return found

    def _phone(self, cell: Any) -> str:
        said = text(cell, 40)
        if said and not _PHONE.fullmatch(said):
            raise Wrong(f"“{said}”不是电话号码，请核对。", f"“{said}” is no telephone number.")
        return said

    def _day(self, cell: Any) -> Any:
        on = day(cell)
        since, until = self.collection.since, self.collection.until
        if not since <= on <= until:
            raise Wrong(f"采集日期 {on} 不在采集期 {since}–{until} 内。", f"{on} is not within the collection, {since} to {until}.")  # fmt: skip
        return on
