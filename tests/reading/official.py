"""Official forms, made up, laid out as each kind of file has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.documents.making import docx, p, tbl, tc

#: A cell: its words, or its words with the rows and columns that it covers.
Laid = str | tuple[str, int, int]
Rows = Sequence[Sequence[Laid]]


def _whole(cell: Laid) -> tuple[str, int, int]:
    return (cell, 1, 1) if isinstance(cell, str) else cell


def _placed(rows: Rows) -> list[dict[int, tuple[str, int, int]]]:
    """Cells by their columns; those that a cell above or beside covers are left out."""
    taken: set[tuple[int, int]] = set()
    placed: list[dict[int, tuple[str, int, int]]] = []
    for number, row in enumerate(rows):
        own: dict[int, tuple[str, int, int]] = {}
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            words, down, across = _whole(cell)
            own[column] = (words, down, across)
            taken |= {(number + r, column + c) for r in range(down) for c in range(across)}
            column += across
        placed.append(own)
    return placed


def _width(rows: Rows) -> int:
    return max(column + cell[2] for own in _placed(rows) for column, cell in own.items())


def as_text(rows: Rows, bar: str) -> str:
    """A line a row; what a merged cell covers is empty."""
    width = _width(rows)
    return "".join(bar.join(own[at][0] if at in own else "" for at in range(width)) + "\n" for own in _placed(rows))


def as_html(rows: Rows) -> str:
    lines = (
        "<tr>" + "".join(f'<td rowspan="{down}" colspan="{across}">{words}</td>' for words, down, across in own.values())
        + "</tr>"
        for own in _placed(rows)
    )  # fmt: skip
    return "<table>" + "".join(lines) + "</table>"


def as_word(rows: Rows) -> str:
    """``w:tbl``: a cell that reaches down is printed again, empty, as one that goes on."""
    placed, width = _placed(rows), _width(rows)
    down: dict[int, tuple[int, int]] = {}  # column: rows left of the cell above, its columns
    lines = []
    for own in placed:
        line, column = "", 0
        while column < width:
            left, across = down.get(column, (0, 1))
            if column in own:
                words, rowspan, across = own[column]
                down[column] = (rowspan - 1, across)
                merge = '<w:vMerge w:val="restart"/>' if rowspan > 1 else ""
                line += tc(words, f'<w:gridSpan w:val="{across}"/>{merge}')
            else:
                down[column] = (left - 1, across)
                line += tc("", f'<w:gridSpan w:val="{across}"/>' + ("<w:vMerge/>" if left > 0 else ""))
            column += across
        lines.append(line)
    return tbl(*lines)


def files(*parts: str | Rows) -> Mapping[str, bytes]:
    """The same document, lines of text and tables, in every layout, by its name."""
    texts = {
        bar: "".join(f"{part}\n" if isinstance(part, str) else as_text(part, bar) for part in parts)
        for bar in ("\t", " | ")
    }
    page = "".join(f"<p>{part}</p>" if isinstance(part, str) else as_html(part) for part in parts)
    body = "".join(p(part) if isinstance(part, str) else as_word(part) for part in parts)
    return {
        "tabs": texts["\t"].encode(),
        "bars": texts[" | "].encode(),
        "html": f"<html><body>{page}</body></html>".encode(),
        "docx": docx(body),
    }


def self_evaluation(name: str, spent: str = "180.00", total: str = "96.50") -> Rows:
    """项目支出绩效自评表"""
    return [
        [("项目名称", 1, 2), (name, 1, 7)],
        [("主管部门", 1, 2), ("云溪县水务局", 1, 3), "实施单位", ("云溪县河道管理站", 1, 3)],
        [("项目资金（万元）", 5, 2), "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "200.00", "200.00", spent, "10", "90.00%", "9"],
        ["其中：本年财政拨款", "150.00", "150.00", "130.00", "/", "86.67%", "/"],
        ["上年结转资金", "30.00", "30.00", "30.00", "/", "100.00%", "/"],
        ["其他资金", "20.00", "20.00", "20.00", "/", "100.00%", "/"],
        [("年度总体目标", 2, 1), ("预期目标", 1, 4), ("实际完成情况", 1, 4)],
        [("疏浚河道12公里，加固堤防3处。", 1, 4), ("全年疏浚河道12公里，加固堤防2处。", 1, 4)],
        [
            ("绩效指标", 7, 1), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
            "偏差原因分析及改进措施",
        ],
        [("产出指标", 4, 1), ("数量指标", 2, 1), "疏浚河道长度", "≥12公里", "12公里", "15", "15", ""],
        ["加固堤防处数", "≥3处", "2处", "10", "7.5", "一处因汛期停工，次年三月补齐"],
        ["质量指标", "验收合格率", "=100%", "100%", "15", "15", ""],
        ["成本指标", "单位疏浚成本", "≤15万元/公里", "14万元/公里", "10", "10", ""],
        ["效益指标", "社会效益指标", "受益村庄数", "≥6个", "6个", "30", "30", ""],
        ["满意度指标", "服务对象满意度指标", "沿岸村民满意度", "≥90%", "93%", "10", "10", ""],
        [("总分", 1, 6), "100", total, ""],
    ]  # fmt: skip


MONITORING: Rows = [
    [("项目名称", 1, 2), ("城北泵站改造", 1, 4), "联系人", ("某某", 1, 7)],
    [("主管部门", 1, 2), ("云溪县水务局", 1, 4), "实施单位", ("云溪县排水中心", 1, 7)],
    [("项目资金（万元）", 4, 2), ("", 1, 1), "年初预算数", "1-7月执行数", "1-7月执行率", "全年预计执行数", ("", 1, 7)],
    ["年度资金总额", "400.00", "160.00", "40.00%", "400.00", ("", 1, 7)],
    ["其中：本年一般公共预算拨款", "300.00", "120.00", "40.00%", "300.00", ("", 1, 7)],
    ["其他资金", "100.00", "40.00", "40.00%", "100.00", ("", 1, 7)],
    [("年度总体目标", 1, 2), ("改造泵站2座，排涝能力每小时提高1.2万立方米。", 1, 12)],
    [
        ("一级指标", 2, 1), ("二级指标", 2, 1), ("三级指标", 2, 1), ("年度指标值", 2, 1), ("1-7月执行情况", 2, 1),
        ("全年预计完成情况", 2, 1), ("偏差原因分析", 1, 4), ("完成目标可能性", 1, 3), ("备注", 2, 1),
    ],
    ["经费保障", "制度保障", "人员保障", "原因说明", "确定能", "有可能", "完全不可能"],
    ["产出指标", "数量指标", "改造泵站座数", "2座", "1座", "2座", "", "", "", "", "√", "", "", ""],
    ["", "时效指标", "完工时间", "11月底前", "在建", "12月完工", "", "", "", "设备到货晚两周", "", "√", "", ""],
]  # fmt: skip

TARGET: Rows = [
    [("项目名称", 1, 2), ("云溪古桥修缮", 1, 6)],
    [("主管部门及代码", 1, 2), ("云溪县文化旅游局", 1, 2), ("实施单位", 1, 2), ("云溪县文物所", 1, 2)],
    [("项目属性", 1, 2), ("新增项目", 1, 2), ("项目期", 1, 2), ("3年", 1, 2)],
    [("项目资金（万元）", 3, 2), ("中期资金总额", 1, 2), "90", ("年度资金总额", 1, 2), "30"],
    [("其中：财政拨款", 1, 2), "75", ("其中：财政拨款", 1, 2), "25"],
    [("其他资金", 1, 2), "15", ("其他资金", 1, 2), "5"],
    [("总体目标", 2, 1), ("中期目标", 1, 4), ("年度目标", 1, 3)],
    [("三年修缮古桥6座，建立巡护制度。", 1, 4), ("修缮古桥2座。", 1, 3)],
    [("绩效指标", 4, 1), "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    [("产出指标", 2, 1), "数量指标", "修缮古桥座数", "6座", "数量指标", "修缮古桥座数", "2座"],
    ["质量指标", "验收合格率", "100%", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "开放古桥座数", "≥5座", "社会效益指标", "开放古桥座数", "≥1座"],
]

CORE_TARGET: Rows = [
    ["项目名称", ("乡村道路养护", 1, 6)],
    ["项目单位", ("云溪县公路站", 1, 6)],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
    [("产出指标", 2, 1), "数量指标", "养护里程", "≥", "5", "万米", "30"],
    ["质量指标", "路面完好率", "≥", "95", "%", "30"],
    ["效益指标", "社会效益指标", "通行条件", "定性", "改善", "", "30"],
]

DEPARTMENT: Rows = [
    [("部门（单位）名称", 1, 2), ("云溪县档案馆", 1, 5)],
    [("预算执行情况（万元）", 5, 1), "资金来源", "年初预算数", "全年执行数", "分值", "执行率", "得分"],
    ["年度资金总额", "500.00", "450.00", "10", "90.00%", "9"],
    ["其中：基本支出", "300.00", "290.00", "", "", ""],
    ["项目支出", "180.00", "140.00", "", "", ""],
    ["其他", "20.00", "20.00", "", "", ""],
    [("年度总体目标", 2, 1), ("年初设定目标", 1, 3), ("年度总体目标完成情况", 1, 3)],
    [("完成馆藏数字化80万页。", 1, 3), ("完成馆藏数字化82万页。", 1, 3)],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "数字化页数", "≥80万页", "82万页", "60", "60"],
    ["效益指标", "社会效益指标", "查档人次", "≥2000人次", "2100人次", "30", "30"],
    [("合计", 1, 5), "100", "99"],
]

PROVINCIAL: Rows = [
    [("项目名称", 1, 2), ("档案库房改造", 1, 9)],
    [("主管部门", 1, 2), ("云溪县档案馆", 1, 3), "实施单位", ("云溪县档案馆本级", 1, 5)],
    [("项目基本情况", 3, 1), ("1.项目年度目标完成情况", 2, 1), ("项目年度目标", 1, 4), ("年度目标完成情况", 1, 5)],
    [("改造库房2间。", 1, 4), ("改造库房2间，已启用。", 1, 5)],
    [("2.项目实施内容及过程概述", 1, 1), ("公开采购，当年完工。", 1, 9)],
    [
        ("预算执行情况（10分）", 5, 1), "年度预算数（万元）", ("年初预算", 1, 2), "调整后预算数", "预算执行数",
        ("预算执行率", 1, 2), "权重", "得分", "原因",
    ],
    ["总额", ("60.00", 1, 2), "50.00", "50.00", ("100.00%", 1, 2), "10", "10", ""],
    ["其中：财政资金", ("60.00", 1, 2), "50.00", "50.00", ("100.00%", 1, 2), "/", "/", ""],
    ["财政专户管理资金", ("0.00", 1, 2), "0.00", "0.00", ("0.00%", 1, 2), "/", "/", ""],
    ["单位资金", ("0.00", 1, 2), "0.00", "0.00", ("0.00%", 1, 2), "/", "/", ""],
    [
        ("绩效指标（90分）", 3, 1), "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重",
        "得分", "未完成原因分析",
    ],
    ["产出指标", "数量指标", "改造库房间数", "＝", "2", "间", "2", "50", "50", ""],
    ["效益指标", "可持续影响指标", "库房使用年限", "≥", "10", "年", "10", "40", "40", ""],
    [("合计", 1, 8), "100", "100", ""],
]  # fmt: skip
