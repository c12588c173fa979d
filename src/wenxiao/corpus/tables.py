"""The tables of a store: columns, types and meaning. The published schema; docs/corpus-tables.md is written from it.

Each table is Parquet, partitioned by ``county`` and ``year`` (folders ``county=…/year=…``, one file in each), and holds the
rows of a document under its content hash. Offsets are code points of ``documents.text``; ids of quantities and projects are
those of the JSON of a reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

TEXT, INTEGER, WHOLE, TRUTH, NUMBER = pa.string(), pa.int32(), pa.int64(), pa.bool_(), pa.float64()
PACKED = pa.binary()
#: Amounts in yuan, areas in m², fractions: exact, 26 digits before the point. What does not fit is null; text keeps it.
EXACT = pa.decimal128(38, 12)
TEXTS = pa.list_(TEXT)
SPANS = pa.list_(pa.struct([("start", WHOLE), ("end", WHOLE)]))
REASONS = pa.list_(pa.struct([("reason", TEXT), ("times", INTEGER)]))

#: How a content ended. In the journal only: ``deferred`` waits for text recognition, ``not_fetched`` for the next run.
READ, UNREADABLE, CRASHED, TIMED_OUT, OUT_OF_MEMORY, FAULT, DEFERRED, NOT_FETCHED = (
    "read", "unreadable", "crashed", "timed_out", "out_of_memory", "fault", "deferred", "not_fetched",
)  # fmt: skip
WAITING = DEFERRED, NOT_FETCHED

COUNTY = "county"
#: Where the rows of a document stand: folders, no columns of the files.
PARTITION = ((COUNTY, TEXT), ("year", INTEGER))


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Any
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Table:
    """``order``: the columns, after the content hash, that tell its rows apart and by which they are sorted."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ("number",)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def schema(self, *, partition: bool = False) -> Any:
        """The Arrow schema of its files; with ``partition`` also the columns that are folders."""
        return _schema(self, partition)


@cache
def _schema(table: Table, partition: bool) -> Any:
    fields = [(column.name, column.type) for column in table.columns]
    return pa.schema([*fields, *(PARTITION if partition else ())])


def _table(name: str, zh: str, en: str, *columns: tuple[str, Any, str, str], order: tuple[str, ...] = ("number",)) -> Table:  # fmt: skip
    key = ("sha256", TEXT, "内容的 SHA-256", "SHA-256 of the content")
    numbered = (("number", INTEGER, "在文档中的序号", "its place among the rows of the document"),) if order else ()
    region = ("region", TEXT, "地区", "region, as the document or the list of files says it")
    return Table(name, zh, en, tuple(Column(*column) for column in (key, *numbered, *columns, region)), order)


def table_of(name: str, zh: str, en: str, *columns: tuple[str, Any, str, str], order: tuple[str, ...]) -> Table:
    """A table whose rows are of no one document: without the content hash before its columns."""
    return Table(name, zh, en, tuple(Column(*column) for column in columns), order)


_PROJECT = ("project", TEXT, "项目编号（p1…）；空：文中未指名", "id of the project (p1…); null: the text names none")
_QUANTITY = ("quantity", TEXT, "数量编号（q1…）", "id of the quantity (q1…)")
_START = ("start", WHOLE, "起点（字符）", "begins at this code point of the text")
_END = ("end", WHOLE, "终点（字符）", "ends before this one")

TABLES = (
    _table(
        "sections", "章节标题", "Numbered headings",
        ("title", TEXT, "标题", "its words"),
        ("label", TEXT, "序号（一、2、3.1）", "its number as printed, without brackets"),
        ("level", INTEGER, "层级，1 最高", "depth; 1 is highest"),
        ("item", TRUTH, "是列表项而非标题", "an entry of a list rather than a heading"),
        _START, _END,
    ),
    _table(
        "quantities", "印出的每个数量", "Every printed quantity",
        _QUANTITY,
        ("kind", TEXT, "种类：money percent count area …", "money, percent, count, area, length, mass, volume, duration, score, other"),
        ("value", TEXT, "印出的数值", "the number as printed"),
        ("unit", TEXT, "印出的单位", "the unit as printed"),
        ("decimals", INTEGER, "小数位数", "decimals as printed"),
        ("normalized", EXACT, "折算值：元、比例、平方米…", "in base units: yuan, fraction, m², m, kg, m³"),
        ("base_unit", TEXT, "折算单位", "the base unit"),
        ("low", EXACT, "区间下限", "least value that prints so"),
        ("high", EXACT, "区间上限", "greatest value that prints so"),
        ("approximate", TRUTH, "约、近、余、多", "said to be about so much"),
        ("confidence", NUMBER, "识别置信度；空：不是图片", "confidence of recognition; null: no picture"),
        _START, _END,
    ),
    _table(
        "facts", "项目的事实：金额、比率、资金来源、构成、目标、产出、效益、问题",
        "What is said of a project: amounts, rates, funding, components, targets, outputs, effects, problems",
        _PROJECT,
        ("kind", TEXT, "money rate funding component target output effect problem", "which of these it is"),
        ("role", TEXT, "资金阶段或比率的口径", "phase of money (approved, spent …) or measure of a rate"),
        ("period", TEXT, "期间", "its period as printed"),
        ("text", TEXT, "来源、构成的名称或原文", "name of the source or component, or the statement"),
        _QUANTITY,
        ("amount", EXACT, "该数量的折算值", "that quantity in base units"),
        _START, _END,
    ),
    _table(
        "projects", "项目", "Projects",
        _PROJECT,
        ("name", TEXT, "名称", "its name"),
        ("key", TEXT, "比对用名称；空：名称不能比对", "its name as it is compared; null: one that names nothing"),
        ("budget", EXACT, "年初预算（元）", "approved budget, yuan"),
        ("adjusted_budget", EXACT, "全年预算（元）", "adjusted budget, yuan"),
        ("arrived", EXACT, "到位（元）", "money that arrived, yuan"),
        ("spent", EXACT, "支出（元）", "money spent, yuan"),
        ("stated_execution_rate", EXACT, "文中的执行率（比例）", "execution rate as stated, a fraction"),
        ("stated_arrival_rate", EXACT, "文中的到位率（比例）", "arrival rate as stated, a fraction"),
        ("executors", TEXTS, "实施、承担、中标单位", "who carries it out, as the text says"),
        _START, _END,
    ),
    _table(
        "indicators", "绩效指标", "Indicators of the forms",
        ("name", TEXT, "三级指标", "its name"),
        ("level1", TEXT, "一级指标", "first level"),
        ("level2", TEXT, "二级指标", "second level"),
        ("operator", TEXT, "比较符", "how the target is compared"),
        ("target", TEXT, "年度指标值（原文）", "the target as printed"),
        ("actual", TEXT, "实际完成值（原文）", "the actual value as printed"),
        ("target_quantity", TEXT, "指标值的数量编号", "quantity of the target"),
        ("actual_quantity", TEXT, "完成值的数量编号", "quantity of the actual value"),
        ("weight", EXACT, "分值", "points it is worth"),
        ("score", EXACT, "得分", "points it got"),
        _START, _END,
    ),
    _table(
        "relations", "算式：和、比、差、积", "Sums, ratios, differences, products that the text states",
        _PROJECT,
        ("kind", TEXT, "sum ratio difference product same order", "which it is"),
        ("operands", TEXTS, "参与计算的数量", "quantities that go in"),
        ("stated", TEXT, "文中结果的数量编号", "quantity that is stated"),
        ("computed_low", EXACT, "重算下限", "least computed value"),
        ("computed_high", EXACT, "重算上限", "greatest computed value"),
        ("holds", TRUTH, "是否成立；空：不能判断", "whether it holds; null: cannot tell"),
        ("verdict", TEXT, "holds truncated broken unknown", "the verdict"),
        ("reason", TEXT, "不能判断的原因", "why nobody can tell"),
        ("formula", TEXT, "算式", "the sum as written on paper"),
        ("spans", SPANS, "原文位置", "places in the text"),
    ),
    _table(
        "findings", "核对发现（文中自行注明不计的也在内）", "What the rules found; what a document sets aside itself is among it",
        ("finding", TEXT, "发现的编号，重新提交后不变", "id, stable across re-submissions"),
        ("code", TEXT, "规则代码（A101）", "code of the rule"),
        ("slug", TEXT, "规则名称", "its name"),
        ("severity", TEXT, "error warning note", "error, warning, note"),
        _PROJECT,
        ("message", TEXT, "说明（中文）", "the message in Chinese"),
        ("message_en", TEXT, "说明（英文）", "the message in English"),
        ("operands", TEXTS, "涉及的数量", "quantities it rests on"),
        ("arithmetic", TEXTS, "算式，逐行", "the sum, line by line"),
        ("computed", TEXT, "重算值", "the computed value"),
        ("difference", TEXT, "差额", "the difference"),
        ("spans", SPANS, "原文位置", "places in the text"),
    ),
    _table(
        "coverage", "各规则核对的情况；没有行的规则在此文档中无对象",
        "How each rule ended; a rule without a row had nothing to look at",
        ("code", TEXT, "规则代码", "code of the rule"),
        ("passed", INTEGER, "通过", "passed"),
        ("failed", INTEGER, "不符", "failed"),
        ("not_applicable", INTEGER, "不适用", "not applicable"),
        ("unknown", INTEGER, "不能判断", "cannot tell"),
        ("reasons", REASONS, "不能判断的原因", "why it cannot tell"),
        order=("code",),
    ),
    _table(
        "paragraphs", "长段落（80 字以上），用于查雷同", "Long paragraphs (80 characters and more), in which recycled text is looked for",
        ("text", TEXT, "段落文字（个人信息已隐去）", "its text, data of persons hidden"),
        _START, _END,
    ),
    _table(
        "summaries", "文档之间比对所需", "What a comparison between documents needs",
        ("sentences", pa.list_(WHOLE), "各句的散列值", "hashes of its sentences"),
        ("summary", PACKED, "摘要（MessagePack），仅供 wenxiao 使用", "the summary, MessagePack, for wenxiao itself"),
        order=(),
    ),
    _table(
        "documents", "文档：每个内容一行，读不出的也有", "Documents: one row for each content, for what cannot be read too",
        ("engine", TEXT, "读取它的引擎版本", "version of the engine that read it"),
        ("status", TEXT, "read unreadable crashed timed_out out_of_memory fault", "how reading it ended"),
        ("reason_zh", TEXT, "未能读取的原因", "why it was not read, in Chinese"),
        ("reason_en", TEXT, "同上，英文", "the same in English"),
        ("uri", TEXT, "来源（内容相同时取第一个）", "where it came from; the first of several with this content"),
        ("name", TEXT, "文件名", "file name"),
        ("bytes", WHOLE, "字节数", "size"),
        ("media_type", TEXT, "格式", "format, told by the content"),
        ("type", TEXT, "文种", "type of document"),
        ("title", TEXT, "标题", "title"),
        ("organisation", TEXT, "单位", "the unit that speaks"),
        ("unit", TEXT, "比对用单位名；空：不能确定", "the unit as it is compared; null: cannot be told"),
        ("district", TEXT, "区县", "its county or district"),
        ("self_score", EXACT, "自评得分", "its own score"),
        ("grade", TEXT, "等次", "grade"),
        ("regime", TEXT, "适用的规则包", "regime pack it was audited under"),
        ("agency", TEXT, "受托评价机构", "firm engaged to evaluate"),
        ("absent", INTEGER, "应有而未见的内容", "how many things its type must contain are not seen"),
        ("legal_references", TEXTS, "引用的文件", "instruments it cites"),
        ("notes", TEXTS, "读取时略去的内容", "what the reader left out"),
        ("pages", INTEGER, "页数；空：不分页", "pages; null where there are none"),
        ("recognised", TRUTH, "有文字由图片识别", "some of its text was recognised from pictures"),
        ("text", TEXT, "全文（个人信息已隐去）", "the text, data of persons hidden"),
        order=(),
    ),
)  # fmt: skip

DOCUMENTS = TABLES[-1]


def published() -> dict[str, Any]:
    """The schema for other programs, as JSON can hold it."""
    return {
        "schema": "wenxiao/corpus/1",
        "partition": [{"name": name, "type": str(kind)} for name, kind in PARTITION],
        "tables": [
            {
                "name": each.name,
                "zh": each.zh,
                "en": each.en,
                "key": ["sha256", *each.order],
                "columns": [{"name": c.name, "type": str(c.type), "zh": c.zh, "en": c.en} for c in each.columns],
            }
            for each in TABLES
        ],
    }
