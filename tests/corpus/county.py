"""A made-up county that publishes self-evaluations over two years: what the tests and the example notebook look at.

Planted: two units with one paragraph, a unit that repeats its own of the year before, a unit that always scores 100, a rate that
its amounts do not give, a project that two units report, a unit that published last year only, a project that nobody names again.
"""

from __future__ import annotations

REGION = "清河县"

_RIVER = (
    "县里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，河沟两岸的垃圾堆放点全部取缔，"
    "群众反映强烈的黑臭水体得到治理，沿河而居的农户普遍表示夏天再也不用关着窗户过日子。"
)
_ROADS = (
    "全年新修机耕道八条，硬化村内巷道二十三条，安装太阳能路灯二百一十盏，配套建设垃圾收集房十一座，由各村村民委员会组织实施、乡镇服务中心验收，"
    "工程质量均达到合格标准，雨天出行难的问题得到解决，年底前已全部移交各村管护。"
)
_SCHOOLS = (
    "改造后的教学楼共有三层十八间教室，屋面防水、外墙保温和消防管线同步更换，施工安排在暑假进行，没有占用上课时间，开学前完成空气质量检测并公示结果，"
    "家长代表随同查看了每一间教室和新建的两处卫生间，对采光和饮水条件表示认可。"
)
_TREES = (
    "沿县道补植行道树三千二百株，树种以栾树和香樟为主，栽植前逐株登记编号，委托两家苗圃负责头两年的浇水和支撑维护，成活率按季度抽查，"
    "死亡的苗木由苗圃无偿补种，沿线六个村的保洁员兼任巡护员，发现歪倒及时扶正。"
)


def _report(unit: str, year: int, projects: str, paragraph: str, score: str) -> str:
    return (
        f"{REGION}{unit}{year}年度项目支出绩效自评报告\n一、项目基本情况\n{projects}\n二、实施情况\n{paragraph}\n"
        f"三、自评结论\n自评得分{score}分。\n"
    )


DOCUMENTS: dict[str, str] = {
    "2022/水务局.txt": _report(
        "水务局", 2022,
        "1、河道清淤工程预算120.50万元，支出100.25万元，执行率83.20%。\n2、饮水安全工程预算90.40万元，支出90.40万元。\n"
        "3、防汛物资储备项目预算20.50万元，支出18.45万元。", _RIVER, "95",
    ),
    "2023/水务局.txt": _report(
        "水务局", 2023,
        "1、河道清淤工程预算140.50万元，支出120.20万元，执行率95.55%。\n2、饮水安全工程预算98.40万元，支出88.56万元。\n"
        "3、山洪灾害防治项目预算30.50万元，支出30.50万元。", _RIVER.replace("九百余人次", "一千余人次"), "94",
    ),
    "2023/城市管理局.txt": _report(
        "城市管理局", 2023, "1、城区排水管网改造工程预算1,234.56万元，支出1,100.25万元。", _RIVER, "97",
    ),
    "2023/住房和城乡建设局.txt": _report(
        "住房和城乡建设局", 2023, "1、城区排水管网改造项目预算1,234.56万元，支出1,034.56万元。", _ROADS, "96",
    ),
    "2022/教育局.txt": _report("教育局", 2022, "1、校舍安全改造项目预算560.00万元，支出560.00万元。", _SCHOOLS, "100"),
    "2023/教育局.txt": _report("教育局", 2023, "1、校舍安全改造项目预算580.00万元，支出550.00万元。", _SCHOOLS, "100"),
    "2022/林业局.txt": _report("林业局", 2022, "1、县道绿化补植项目预算45.60万元，支出20.30万元。", _TREES, "88"),
}  # fmt: skip
