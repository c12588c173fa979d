"""Units as data: how each is written, what kind of quantity it makes, and its factor to the base unit."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Unit(NamedTuple):
    kind: str
    base: str
    factor: Decimal


_D = Decimal
SCALES = {
    "千": _D(1000), "百": _D(100), "十": _D(10), "万": _D(10) ** 4, "十万": _D(10) ** 5, "百万": _D(10) ** 6,
    "千万": _D(10) ** 7, "亿": _D(10) ** 8, "百亿": _D(10) ** 10, "千亿": _D(10) ** 11, "万亿": _D(10) ** 12,
}  # fmt: skip

_MEASURES: dict[tuple[str, str], dict[str, str]] = {
    ("money", "CNY"): {"元": "1", "元整": "1", "圆": "1", "块钱": "1", "元人民币": "1", "角": "0.1"},
    ("percent", "fraction"): {"%": "0.01", "‰": "0.001", "个百分点": "0.01", "百分点": "0.01", "百分比": "0.01"},
    ("area", "m2"): {
        "平方米": "1", "平米": "1", "㎡": "1", "m²": "1", "m2": "1", "M2": "1", "M²": "1", "平方公里": "1e6", "平方千米": "1e6",
        "km²": "1e6", "km2": "1e6", "公顷": "1e4", "hm²": "1e4", "hm2": "1e4", "ha": "1e4", "亩": "亩", "平方": "1",
    },
    ("length", "m"): {
        "米": "1", "m": "1", "M": "0", "公里": "1000", "km": "1000", "KM": "1000", "Km": "1000", "千米": "1000", "厘米": "0.01",
        "cm": "0.01", "毫米": "0.001", "mm": "0.001", "里": "0", "海里": "1852", "延米": "1", "延长米": "1",
    },
    ("volume", "m3"): {"立方米": "1", "立方": "1", "m³": "1", "m3": "1", "M3": "1", "方": "1", "升": "0.001", "L": "0.001", "毫升": "1e-6", "ml": "1e-6"},
    ("mass", "kg"): {"吨": "1000", "t": "1000", "T": "0", "公斤": "1", "千克": "1", "kg": "1", "KG": "1", "克": "0.001", "g": "0.001", "斤": "0.5", "毫克": "1e-6", "mg": "1e-6"},
    ("duration", "s"): {"毫秒": "0.001", "ms": "0.001", "秒": "1", "分钟": "60", "小时": "3600", "h": "3600"},
    ("duration", "d"): {"天": "1", "日": "1", "个工作日": "1", "工作日": "1", "个日历天": "1", "日历天": "1", "周": "7", "个星期": "7"},
    ("duration", "month"): {"个月": "1", "月": "0", "个季度": "3", "季度": "0", "年": "12", "个年度": "12", "周年": "12"},
    ("score", "point"): {"分": "1"},
    ("other", ""): {
        "千伏": "1", "kV": "1", "KV": "1", "kv": "1", "伏": "1", "千瓦": "1", "千瓦时": "1", "kW": "1", "KW": "1", "kw": "1", "MW": "1", "kVA": "1",
        "KVA": "1", "兆瓦": "1", "兆": "1", "℃": "1", "度": "1", "岁": "1", "周岁": "1", "倍": "1", "GB": "1", "TB": "1", "层": "1", "学时": "1", "课时": "1",
        "工时": "1", "元月": "0", "马力": "1", "美元": "1", "港元": "1", "欧元": "1", "级": "0", "期": "0", "类": "1", "种": "1", "字": "1",
    },
}  # fmt: skip

# What things are counted in. Longer words first where one begins with another.
COUNTERS = (
    "个 座 起 次 项 家 户 人 名 套 栋 幢 棵 株 条 处 台 辆 件 所 间 位 场 块 盏 组 段 部 篇 轮 份 支 班 口 眼 片 只 头 匹 羽 尾 幅 宗 笔 例 床 张 册 本 艘 架 "
    "艇 桶 瓶 袋 箱 盒 根 面 扇 副 孔 枚 颗 朵 批 站 人次 户次 套次 家次 辆次 车次 台次 场次 架次 件次 班次 批次 台套 人天 人日 宗地 车间 标段 "
    "社区 村 行政村 自然村 乡镇 街道 村民小组 小区 学校 县 区县 市县 市州 县区 乡 镇 团 队 门 节 集 版 期次 节次 人份 万份 剂次 剂 盘 樘 蔸 兜 穴 丛 网格 点位 频次 "
    "课 届 城市 单位 平台 学生 学员 党员 群众 居民 农户 企业 商铺 床位 车位"
).split()

#: Words that are counters only after an arabic numeral (村 alone after 三 is a place name as often as not).
ARABIC_ONLY = frozenset(
    "村 行政村 自然村 乡镇 街道 村民小组 小区 学校 县 区县 市县 市州 县区 乡 镇 团 队 门 节 集 版 班 口 面 片 站 网格 点位 课 届 城市 单位 平台 学生 学员 党员 "
    "群众 居民 农户 企业 商铺 床位 车位 部 段 块 位 组 支 本 期次 节次 车间 标段 社区 张 根 头 类 种 字".split()
)


def _units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for (kind, base), words in _MEASURES.items():
        for word, factor in words.items():
            if factor == "0":
                continue
            value = _D(2000) / 3 if factor == "亩" else _D(factor)
            table[word] = Unit(kind, base, value)
    for word in COUNTERS:
        table.setdefault(word, Unit("count", "1", _D(1)))
    return table


UNITS = _units()
