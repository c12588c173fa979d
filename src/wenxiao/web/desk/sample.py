"""Documents on the sample district's desk: the made-up ones of ``sample/`` and a report in two versions, by the steps that people make."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from wenxiao.web.core.clock import travelling
from wenxiao.web.core.workflow import advance
from wenxiao.web.desk.models import Document, Found
from wenxiao.web.desk.reading import Reader, guard, read
from wenxiao.web.desk.receiving import begin, receive, resubmit
from wenxiao.web.desk.triage import assign, decide, note
from wenxiao.web.sample import YEAR, World

#: A self-evaluation of a project of the register with two statements that cannot both hold, and its mended version with one left.
DRAFT = """星河区网格化管理中心2025年度项目支出绩效自评报告

一、项目基本情况
1、网格监督员购买服务项目。购买网格巡查服务，覆盖全区216个网格。项目年初预算560.00万元，全年支出546.00万元，预算执行率95.70%。年末在岗网格监督员236人，其中：城区片区128人、涉农片区78人、机动20人。
二、项目资金使用及管理情况
资金由中心专账核算，按季度依据考核结果支付服务费。
三、项目组织实施情况
通过公开招标确定服务单位，每月抽查巡查记录，年末组织验收。
四、项目绩效情况
全年上报有效案件18,620件，按期处置17,689件，按期处置率95.00%。
五、存在的问题
夜间巡查记录不完整，需要补充；下一步改为系统打卡，每月抽查核查记录。
六、其他需要说明的问题
下一年度继续按月核查巡查记录。
"""
MENDED = DRAFT.replace("95.70%", "97.50%")
BROKEN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def papers() -> Path:
    """The folder of the made-up documents: in the package, or in the repository from which it is run."""
    packed = Path(str(files("wenxiao.web.sample"))) / "papers"
    return packed if packed.is_dir() else Path(__file__).parents[4] / "sample"


class _Desk:
    def __init__(self, world: World, child: Any) -> None:
        self.world, self.child = world, child

    def hand_in(self, login: str, day: tuple[int, int], title: str, *contents: tuple[str, bytes]) -> list[Document]:
        with travelling(date(YEAR, *day)):
            access = self.world.access(login)
            batch = begin(access, title)
            made = [receive(batch, ContentFile(data, name), access, queued=False) for name, data in contents]
            return [self.read(one) for one in made if isinstance(one, Document)]

    def read(self, document: Document) -> Document:
        read(document, self.child, Reader(document.uploaded_by))
        return Document.objects.get(pk=document.pk)

    def decide(
        self, document: Document, login: str, day: tuple[int, int], code: str, verdict: str, reason: str = ""
    ) -> None:
        found = Found.objects.filter(document=document, code=code).first()
        if found is not None:
            with travelling(date(YEAR, *day)):
                decide(found, verdict, self.world.access(login), reason=reason, year=document.year)

    def step(self, document: Document, login: str, day: tuple[int, int], action: str, comment: str = "") -> None:
        with travelling(date(YEAR, *day)):
            advance(document, action, self.world.access(login), comment)


def load(world: World) -> None:
    with guard() as child:
        desk = _Desk(world, child)
        _versions(desk)
        _district(desk)
        desk.hand_in("clerk4", (11, 19), "", ("居民健康档案自评报告.doc", BROKEN))


def _versions(desk: _Desk) -> None:
    """A report that was returned, mended in part and handed in again."""
    (first,) = desk.hand_in("clerk", (11, 2), "", ("网格监督员项目自评报告.txt", DRAFT.encode()))
    with travelling(date(YEAR, 11, 4)):
        assign(first, desk.world.people["business"], desk.world.access("performance"))
    desk.decide(first, "business", (11, 5), "A101", "confirmed")
    desk.decide(first, "business", (11, 5), "A104", "confirmed")
    first.refresh_from_db()
    desk.step(first, "business", (11, 5), "return", "请按研判结果核对预算执行率和网格数，修改后重新上传。")
    first.refresh_from_db()
    with travelling(date(YEAR, 11, 12)):
        file = ContentFile(MENDED.encode(), "网格监督员项目自评报告（修改）.txt")
        second = resubmit(first, file, desk.world.access("clerk"), queued=False)
        second = desk.read(second)
        note(second, "执行率已按决算数更正；网格数正在与街道核对。", desk.world.access("clerk"))


def _district(desk: _Desk) -> None:
    """The documents of a year that the performance office collected, in different states."""
    folder = papers()
    contents = [(path.name, path.read_bytes()) for path in sorted(folder.glob("0*")) if path.is_file()]
    made = {one.name[:2]: one for one in desk.hand_in("performance", (11, 16), "2024年度绩效材料", *contents)}
    if "08" in made:
        desk.step(made["08"], "business2", (11, 17), "close", "没有发现，同意。")
    if "07" in made:
        paper = made["07"]
        desk.decide(paper, "business", (11, 18), "A104", "confirmed")
        desk.decide(paper, "business", (11, 18), "A101", "explained", "尾数截取，单位已说明，不影响结论。")
        desk.decide(paper, "business", (11, 18), "C112", "false_alarm", "指标写在附表中，附表另行报送。")
    if "03" in made:
        with travelling(date(YEAR, 11, 18)):
            assign(made["03"], desk.world.people["performance"], desk.world.access("performance"))
