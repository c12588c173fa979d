from __future__ import annotations

from wenxiao.reading.pipeline import read_text

PLAN = (
    "在东片区新建雨水管道和检查井，改造沿线破损路面，更换老旧路灯，补种行道树，增设休息座椅和无障碍坡道，设置统一的指示标识，"
    "清理河道淤泥，修复驳岸，安装监控设备，并对沿街立面进行统一整治和粉刷。"
)
OTHER = (
    "组织网格员逐户走访独居老人，登记用药、饮食和照护需要，联系医院上门复诊，为行动不便者加装扶手，每周送餐三次，"
    "节日由志愿者陪同购物理发，年底汇总台账并向家属逐一反馈走访的全部记录和照片。"
)


def repeated(text: str) -> list[tuple[str, str]]:
    reading = read_text(text)
    return [(reading.quote(a), reading.quote(b)) for a, b in reading.repeated]


def test_a_paragraph_that_stands_twice_nearly_the_same() -> None:
    copy = PLAN.replace("老旧路灯", "破旧路灯")
    assert repeated(f"一、内容\n{PLAN}\n二、其他\n{OTHER}\n三、完成\n{copy}\n") == [(PLAN, copy)]


def test_sentences_inside_other_paragraphs_and_those_that_follow_each_other_are_one_passage() -> None:
    lead = "本年度共召开协调会四次，邀请设计、监理和居民代表参加，逐条回应了提出的意见，并把修改后的图纸张贴在公告栏里供大家查看。"
    found = repeated(f"一、内容\n开头一句。{PLAN}{OTHER}\n二、完成\n{lead}{PLAN}{OTHER}全部合格。\n")
    assert found == [(PLAN + OTHER, PLAN + OTHER)]


def test_what_every_entry_repeats_is_the_templates() -> None:
    assert repeated("".join(f"{n}、第{n}项\n{PLAN}\n" for n in "一二三四五")) == []


def test_titles_of_cited_documents_and_cells_of_tables_do_not_count() -> None:
    basis = (
        "依据"
        + "、".join(
            f"《柳溪镇关于加强第{n}类项目资金使用和绩效考核管理工作的实施办法》（柳政发〔2023〕{n}号）"
            for n in range(4)
        )
        + "。"
    )
    assert repeated(f"一、甲\n{basis}\n二、乙\n{basis}\n") == []
    assert repeated(f"目标 | {PLAN} |\n内容 | 甲 |\n完成 | {PLAN} |\n") == []


def test_short_passages_and_different_ones_do_not_count() -> None:
    assert repeated(f"一、甲\n{PLAN[:60]}。\n二、乙\n{PLAN[:60]}。\n") == []
    assert repeated(f"一、甲\n{PLAN}\n二、乙\n{OTHER}\n") == []
