"""Speed beside its peers, in one run: reading and audit against segmenting the same text, growth, start-up, a large text."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read_text

TOPICS = [
    "河道保洁服务",
    "村级道路改造",
    "老年食堂运营补助",
    "防汛物资采购",
    "校舍维修",
    "路灯节能改造",
    "公共图书馆免费开放",
    "基层统计建设",
    "垃圾分类宣传",
    "社区治理",
]
NUMERALS = "一二三四五六七八九十"


def document(characters: int, seed: int = 1) -> str:
    """A made-up 执行结果说明 of about so many characters, as dense with figures as published ones (one in 60 to 80 characters);
    figures vary, sums and rates are true."""
    random.seed(seed)
    lines = ["星河区2024年重大政策和重点项目绩效执行结果说明", ""]
    size = number = 0
    while size < characters:
        budget = random.randrange(10_000, 999_999) / 100
        spent = round(budget * random.randrange(60, 101) / 100, 2)
        parts = [random.randrange(5, 90) for _ in range(2)]
        kinds = "、".join(f"{kind}{part}处" for kind, part in zip("甲乙", parts, strict=True))
        topic = TOPICS[number % len(TOPICS)]
        story = (
            "为落实年度工作部署，改善群众生产生活条件，补齐公共服务短板，经集体研究决定实施本项目。项目由业务科室牵头，街道和社区配合，"
            "按照先急后缓、量力而行的原则安排建设内容，严格执行政府采购和合同管理的有关规定，资金实行专账核算，专款专用。"
            f"主要内容为{topic}及相关配套工作，包括前期踏勘、方案论证、组织实施、检查验收和资料归档等环节。"
        )
        effect = (
            "项目的实施改善了辖区环境，提高了公共服务水平，增强了群众的获得感和满意度，带动了相关工作规范开展，各方反映良好。"
            "在实施过程中，牵头科室定期调度进展，及时协调用地、管线和交通组织等问题，较好地保证了质量和安全，但也存在档案管理不够规范等问题。"
        )
        block = (
            f"{NUMERALS[number % 10]}、{topic}项目\n（一）项目基本情况\n{story}2024年项目预算{budget:,.2f}万元，到位{budget:,.2f}万元，"
            f"实际支出{spent:,.2f}万元，预算执行率{spent / budget * 100:.2f}%。\n（二）绩效目标执行结果\n全年共完成{sum(parts)}处，其中{kinds}，"
            f"惠及群众{random.randrange(900, 9000)}人。{effect}\n\n"
        )
        lines.append(block)
        size += len(block)
        number += 1
    return "\n".join(lines)


def seconds(work: Callable[[], object], repeat: int = 15) -> float:
    """Best of several runs, after a warm-up."""
    work()
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def row(what: str, ours: str, peer: str, ratio: str) -> None:
    print(f"| {what} | {ours} | {peer} | {ratio} |")


def peak() -> float:
    """Peak memory of this process in MB, NaN where the system does not say. ``resource`` would count the parent's too."""
    status = Path("/proc/self/status")
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if status.exists() else float("nan")


def large() -> None:
    """Read a text of 5 MB; called in a process of its own."""
    text = document(1_800_000)
    before = peak()
    start = time.perf_counter()
    report = audit_reading(read_text(text))
    took = time.perf_counter() - start
    size = len(text.encode()) / 1e6
    assert report.reading.projects
    print(f"{size:.1f} {took:.1f} {(peak() - before) / size:.0f}")


def main() -> None:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    text = document(6_900)
    ours = seconds(lambda: audit_reading(read_text(text)))
    peer = seconds(lambda: list(jieba.cut(text)))
    print(f"Text of {len(text.encode()) / 1000:.0f} KB.\n")
    print("| what | Wenxiao | peer | ratio |\n|---|---|---|---|")
    row(
        "read and audit, against jieba segmenting",
        f"{ours * 1000:.1f} ms",
        f"{peer * 1000:.1f} ms",
        f"{ours / peer:.2f}",
    )
    ten = document(69_000)
    longer = seconds(lambda: audit_reading(read_text(ten)), 3)
    row(
        "ten times the text",
        f"{longer * 1000:.0f} ms",
        f"{ours * 1000:.1f} ms",
        f"{longer / ours * len(text) / len(ten) * 10:.1f}",
    )
    command = str(Path(sys.executable).with_name("wenxiao"))
    start_up = seconds(lambda: subprocess.run([command, "--help"], capture_output=True, check=True), 5)
    bare = seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    row(
        "wenxiao --help, against an empty Python",
        f"{start_up * 1000:.0f} ms",
        f"{bare * 1000:.0f} ms",
        f"{start_up / bare:.1f}",
    )
    size, took, memory = subprocess.run(
        [sys.executable, __file__, "large"], capture_output=True, text=True, check=True
    ).stdout.split()
    row(f"a text of {size} MB", f"{took} s", "", f"{memory} MB of memory per MB of text")


if __name__ == "__main__":
    large() if sys.argv[1:] == ["large"] else main()
