"""What the columns of the ready views mean; their names and types are those that DuckDB gives them."""

from __future__ import annotations

import duckdb

from wenxiao.corpus.derived import DERIVED
from wenxiao.corpus.inputs import INPUTS
from wenxiao.corpus.tables import TABLES, Column
from wenxiao.corpus.views import MACROS, VIEWS

#: A column of one view (``view.column``), or of every view that has one of this name.
_WORDS = {
    "sha256": ("内容的 SHA-256", "SHA-256 of the content"),
    "region": ("地区", "region"),
    "year": ("年度", "fiscal year"),
    "unit": ("单位", "the unit"),
    "key": ("比对用的项目名称", "the project's name as it is compared"),
    "project": ("比对用的项目名称", "the project's name as it is compared"),
    "name": ("项目名称", "name of the project"),
    "uri": ("来源", "where the document came from"),
    "budget": ("预算（元）：有调整后预算的取调整后", "budget, yuan: the adjusted one where there is one"),
    "arrived": ("到位（元）", "money arrived, yuan"),
    "spent": ("支出（元）", "money spent, yuan"),
    "executors": ("实施、承担、中标单位", "who carries it out"),
    "projects": ("项目数", "number of projects"),
    "projects_with_both": ("预算、支出都写明的项目数", "projects that state both budget and spending"),
    "projects_without_spending": ("只写明预算的项目数", "projects that state a budget alone"),
    "projects_without_budget": ("只写明支出的项目数", "projects that state spending alone"),
    "execution_by_region_year.budget": ("预算合计（元），只含两者都写明的项目", "sum of budgets, yuan, of projects that state both"),
    "execution_by_region_year.spent": ("支出合计（元），只含两者都写明的项目", "sum of spending, yuan, of projects that state both"),
    "execution_rate": ("执行率（比例）：支出 ÷ 预算", "execution rate, a fraction: spending ÷ budget"),
    "code": ("规则代码", "code of the rule"),
    "slug": ("规则名称；空：没有发现", "name of the rule; null where it found nothing"),
    "severity": ("error warning note", "error, warning, note"),
    "findings": ("发现数", "number of findings"),
    "documents": ("文档数", "number of documents"),
    "rule_frequencies.documents": ("有发现的文档数", "documents with a finding"),
    "documents_checked": ("能够核对的文档数", "documents that it could check"),
    "passed": ("核对通过的处数", "places that passed"),
    "cannot_tell": ("不能判断的处数", "places of which it cannot tell"),
    "first_year": ("最早年度", "earliest year"),
    "last_year": ("最近年度", "latest year"),
    "scored": ("写明自评得分的文档数", "documents that state their own score"),
    "score_100": ("得分为 100 的文档数", "documents with 100 points"),
    "score_90_to_100": ("90 分及以上、不满 100 分", "from 90 to below 100 points"),
    "score_80_to_90": ("80 分及以上、不满 90 分", "from 80 to below 90 points"),
    "score_60_to_80": ("60 分及以上、不满 80 分", "from 60 to below 80 points"),
    "score_below_60": ("不满 60 分", "below 60 points"),
    "type": ("文种", "type of document"),
    "region_a": ("甲方地区", "region of the first"),
    "unit_a": ("甲方单位", "unit of the first"),
    "year_a": ("甲方年度", "year of the first"),
    "region_b": ("乙方地区", "region of the second"),
    "unit_b": ("乙方单位", "unit of the second"),
    "year_b": ("乙方年度", "year of the second"),
    "kind": ("不同单位 other unit、不同年度 other year、同单位同年度 same unit and year", "other unit, other year, same unit and year"),
    "paragraphs": ("雷同段落对数", "pairs of paragraphs"),
    "most_shared": ("其中相同文字最多的比例", "the greatest share of common text"),
    "longest": ("最长一段的开头", "how the longest one begins"),
    "budget_change": ("比前一个有记载的年度增减的预算（元）", "change of the budget since the year before that is on record, yuan"),
    "earlier_year": ("前一个有记载的年度", "the year before that is on record"),
    "suppliers_over_units.name": ("实施、承担或评价单位", "executor or evaluator"),
    "role": ("实施单位 executor、评价机构 evaluator", "executor or evaluator"),
    "units": ("为几家单位做过", "units that it works for"),
    "regions": ("涉及的地区数", "number of regions"),
    "projects_with_budget": ("写明预算的项目数", "projects that state a budget"),
    "suppliers_over_units.budget": ("这些项目的预算合计（元）", "sum of their budgets, yuan"),
    "status": ("unreadable crashed timed_out out_of_memory fault not_fetched", "how reading it ended"),
    "not_read.name": ("文件名", "file name"),
    "media_type": ("格式", "format"),
    "bytes": ("字节数", "size"),
    "reason_zh": ("未能读取的原因", "why it was not read, in Chinese"),
    "reason_en": ("同上，英文", "the same in English"),
}  # fmt: skip


def columns_of_views() -> dict[str, list[Column]]:
    """The columns of each ready view. No store is needed: the views are made over tables without rows."""
    found: dict[str, list[Column]] = {}
    with duckdb.connect() as connection:
        for table in (*TABLES, *DERIVED):
            connection.register(table.name, table.schema(partition=table in TABLES).empty_table())
        connection.register("inputs", INPUTS.empty_table())
        for statement in (*MACROS, *(f"create view {view.name} as {view.sql}" for view in VIEWS)):
            connection.execute(statement)
        for view in VIEWS:
            described = connection.execute(f"describe {view.name}").fetchall()
            found[view.name] = [
                Column(name, kind, *_WORDS.get(f"{view.name}.{name}") or _WORDS[name]) for name, kind, *_ in described
            ]
    return found
