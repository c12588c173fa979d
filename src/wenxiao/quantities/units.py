"""Units as data: how each is written, what kind of quantity it makes, and its factor to the base unit."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Unit(NamedTuple):
    """Kind of quantity, base unit of that kind, and how many base units one unit is."""

    kind: str
    base: str
    factor: Decimal


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


#: Words between the digits and the unit that multiply: 3.2亿元, 5千元.
SCALES = {
    "百": Decimal(10**2),
    "千": Decimal(10**3),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "十亿": Decimal(10**9),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}

#: 亩 has no finite decimal value: 15 亩 are 10,000 m².
_MU = Decimal(2000) / 3

# (kind, base unit): factor: the ways to write the unit of that factor.
_MEASURES: dict[tuple[str, str], dict[Decimal | str, str]] = {
    ("money", "CNY"): {"1": "元 元整 元人民币 人民币 圆 块钱"},
    ("percent", "fraction"): {"0.01": "% 个百分点 百分点", "0.001": "‰ 个千分点 千分点"},
    ("area", "m2"): {
        "1": "平方米 平米 平方 ㎡ m² m2 m^2 M² M2",
        _MU: "亩",
        "10000": "公顷 hm² hm2 hm^2 ha ㏊",
        "1000000": "平方公里 平方千米 km² km2 km^2 KM² KM2 ㎢",
    },
    ("length", "m"): {
        "1": "米 延米 延长米 m",
        "1000": "公里 千米 km KM Km ㎞",
        "0.01": "厘米 cm ㎝",
        "0.001": "毫米 mm ㎜",
        "1852": "海里",
    },
    ("volume", "m3"): {"1": "立方米 立方 方 m³ m3 m^3 M³ M3 ㎥", "0.001": "升 L", "0.000001": "毫升 ml mL"},
    ("mass", "kg"): {
        "1000": "吨 t",
        "1": "公斤 千克 kg KG Kg ㎏",
        "0.5": "斤 市斤",
        "0.001": "克 g",
        "0.000001": "毫克 mg ㎎",
        "0.000000001": "微克 μg µg ug",
    },
    ("duration", "s"): {"0.001": "毫秒 ms", "1": "秒 秒钟", "60": "分钟", "3600": "小时 个小时 h"},
    ("duration", "d"): {"1": "天 个工作日 工作日 个日历天 日历天", "7": "周 个星期"},
    ("duration", "month"): {"1": "个月 个多月", "3": "个季度", "12": "年 个年度 周年"},
    ("score", "point"): {"1": "分"},
    ("other", ""): {
        "1": "伏 千伏 kV KV kv 千瓦 kW KW kw 兆瓦 MW 千瓦时 kWh kVA KVA 马力 兆 GB TB ℃ 度 岁 周岁 倍 层 字 "
        "学时 课时 工时 美元 港元 港币 欧元 日元 英镑"
    },
}

#: What things are counted in.
_COUNTERS = _words(
    "个 座 起 次 项 家 户 人 名 套 栋 幢 棵 株 条 处 台 辆 架 件 所 间 场 盏 篇 轮 份 位 支 班 只 匹",
    "羽 尾 幅 宗 笔 例 床 册 艘 桶 瓶 袋 箱 盒 枚 颗 朵 盆 批 扇 副 樘 蔸 穴 丛 剂 宗地 台套",
    "种 人次 户次 套次 家次 辆次 车次 台次 场次 架次 件次 班次 批次 站次 册次 频次 期次 节次 剂次 人天 人日 人份",
)

#: Counters that are common nouns too, so that they count only after an arabic numeral: 三村 or 五县 may be a name.
_NOUN_COUNTERS = _words(
    "村 行政村 自然村 村民小组 乡镇 乡 镇 街道 小区 社区 县 区县 县区 市县 市州 组 段 部 块 口 眼 片 头 根 张",
    "本 面 孔 站 门 节 集 课 盘 车间 标段 点位 床位 车位 网格 路 期 类",
)

#: Units that follow an arabic numeral only: after a Chinese one they are words more often (三方, 四层, 八度).
ARABIC_ONLY = frozenset([*_NOUN_COUNTERS, *_words("方 升 克 斤 度 字 分 倍 层 岁")])

#: A unit is none where another word begins with it: 人 in 人员, 项 in 项目. How such words go on, as patterns.
OTHER_WORDS = {
    # measures
    "元": "[月旦素]", "亩": "均", "方": "[面案针法式便向位]", "平方": "[分厘毫]米", "升": "[级高至到]",
    "吨": "位", "克": "[服隆]", "天": "[然气]", "周": "[边转末期岁]", "度": "[假过量]", "字": "[样号]",
    "年": r"[度底末初级代制终]|\d{1,2}月", "层": "[级次面高]",
    "分": "[钟之别类配解布批公局支管工析段流级项值数包散担拨摊区指离院校团送享组档销成]|中心",
    # counters
    "人": "[均员民才力事社]|工费", "户": "[均籍型口]", "名": "[称单]|录(?![用取])", "位": "[于置居]|一体",
    "次": "数(?!据)|[要序]", "项": "目(?!标)", "件": "数", "条": "[件例款]", "例": "[如会外行]",
    "处": "[理置罚于方室]", "所": "[有需属谓]", "场": "[所馆]|地(?!方)", "座": "谈", "间": "隔|接(?!待)",
    "家": "[庭具]|属(?!地)", "起": "[来点草止步]", "台": "[账湾州风阶]", "份": "额", "笔": "[记试]",
    "支": "[出付持撑线]|部(?!队)|一扶", "班": "[子级组车]", "只": "[有能要是]", "宗": "[旨教]",
    "批": "复(?!审|核)|准", "轮": "[换动]|摩托|载|汽?车|农用|电动",
    # nouns
    "村": "[民委级史庄镇]", "社区": "居", "乡": "[村镇级]", "镇": "[级区政]", "县": "[级城域委政]",
    "组": "[织建]|成(?![套品])", "段": "落", "部": "[门分署委级位]", "口": "[径头岸罩]", "根": "[据本]",
    "本": "[次项级单部区市县镇乡局院办科]|年(?![鉴画])", "面": "[积对向临]", "站": "[点位]", "张": "贴",
    "门": "[诊户前]", "节": "[约能假余点]", "集": "[中体成团]", "课": "[程题]", "盘": "活",
    "网格": "[化员长管]", "路": "公交|[车线口面段灯基]", "期": "工程|项目|建设|[间用末初限]",
    "类": "[型别似]", "种": "[植养子类]",
}  # fmt: skip

#: What a rate is per, beside the units: 元/人·月, t/d, 次/年.
PER = _words("年 月 日 季 季度 学期 学年 时 生 学生 秒 min d a s")


def _table() -> dict[str, Unit]:
    table = {
        word: Unit(kind, base, Decimal(factor))
        for (kind, base), measures in _MEASURES.items()
        for factor, words in measures.items()
        for word in _words(words)
    }
    return table | {word: Unit("count", "1", Decimal(1)) for word in [*_COUNTERS, *_NOUN_COUNTERS]}


#: Every unit by each way it is written.
UNITS = _table()


def factor(written: str) -> Decimal:
    """How many base units a written unit is, with its scale: 10,000 for 万元. 1 for one that is not known."""
    if written in UNITS:
        return UNITS[written].factor
    for scale in sorted(SCALES, key=len, reverse=True):
        unit = written.removeprefix(scale)
        if unit != written and (unit in UNITS or not unit):
            return SCALES[scale] * (UNITS[unit].factor if unit else 1)
    return Decimal(1)
