"""Paragraphs that reports of several types share: how money and work were managed, problems with measures, the end."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from proof.generator.facts import Project
from proof.generator.writer import Place, Writer

_MONEY = (
    "{unit}执行国库集中支付制度，项目资金设专账核算，支付前由项目科室核对合同和进度，财务人员复核票据，分管领导签批。{year}年共召开资金支付会审会{n}次，全年未发生截留、挤占和挪用资金的情形。",
    "项目资金按照《政府会计制度》设明细科目核算，大额支出经{unit}班子会议集体研究。{year}年{m}月接受绩效运行监控，{k}笔支付资料均与合同约定的节点相符，未发现违规使用资金的情形。",
    "{unit}制定了资金审批流程，采购事项执行政府采购规定，共签订合同{k}份，支付资料由财务室按笔归档。{year}年{m}月开展内部检查{n}次，抽查凭证{k}份，资料与台账一致。",
)  # fmt: skip
_WORK = (
    "{unit}成立项目工作组，由分管负责人牵头，工程、财务和档案人员分工负责。施工单位通过公开招标确定，监理单位驻场，{year}年共组织现场检查{k}次，发现的{n}项隐患均已复查销号。",
    "{year}年{m}月前完成实施方案审定和采购，供货单位由公开招标确定。{unit}按月召开调度会，全年召开{k}次，对进度落后的{n}个点位逐一约定完成时间。",
    "项目由{unit}组织实施，前期完成现场踏勘和方案会审，合同中约定工期、质量和付款节点。{year}年开展抽查{k}次，抽查结果与服务费支付挂钩，共扣减服务费{n}次。",
)  # fmt: skip
_LESSONS = (
    "一是把现场踏勘放在方案审定之前，{year}年共踏勘{k}处，减少了开工后的变更。二是由受益群众代表参加验收，{n}次验收意见均记入档案。",
    "一是按季度公示资金使用进度，{year}年公示{n}次。二是建立项目台账，{k}项任务逐项写明责任人和完成时间。",
)  # fmt: skip
_ADVICE = (
    "一是由主管部门提前一个季度组织需求测算，减少年中调整。二是建议财政部门每年安排{n}次指标设置辅导，按类别提供参考样例。",
    "一是把管线和用地核查列入立项资料清单。二是建议对质保期内的项目每年复查{n}次，复查结果作为支付尾款的依据。",
)  # fmt: skip


def _fill(rng: Random, choices: Sequence[str], unit: str, year: int) -> str:
    return rng.choice(choices).format(
        unit=unit, year=year, n=rng.randint(2, 4), k=rng.randint(6, 24), m=rng.randint(5, 9)
    )


def money_management(w: Writer, rng: Random, unit: str, year: int) -> None:
    w.say(_fill(rng, _MONEY, unit, year))


def work_management(w: Writer, rng: Random, unit: str, year: int) -> None:
    w.say(_fill(rng, _WORK, unit, year))


def lessons(w: Writer, rng: Random, unit: str, year: int) -> None:
    w.say(_fill(rng, _LESSONS, unit, year))


def advice(w: Writer, rng: Random, unit: str, year: int) -> None:
    w.say(_fill(rng, _ADVICE, unit, year))


def problems(w: Writer, made: Sequence[Project]) -> None:
    """What is wrong, one sentence for each project."""
    start = w.here
    several = len(made) > 1
    for i, p in enumerate(made):
        w.say((f"{'一二三四五六'[i]}是" if several else "") + f"{p.kind.problem}。")
    w.site("problem", {"whole": Place(start, w.here)}, tuple(made))


def measures(w: Writer, made: Sequence[Project]) -> None:
    """What will be done about it, by whom and until when."""
    start = w.here
    several = len(made) > 1
    for i, p in enumerate(made):
        w.say((f"{'一二三四五六'[i]}是" if several else "") + f"{p.kind.measure.format(next=p.year + 1)}。")
    w.site("measure", {"whole": Place(start, w.here)}, tuple(made))


def signature(w: Writer, rng: Random, unit: str, year: int) -> None:
    w.line(unit)
    w.line(f"{year + 1}年{rng.randint(2, 4)}月{rng.randint(1, 28)}日")
