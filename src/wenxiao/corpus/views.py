"""Ready questions: views that every statement may use, with what each answers.

Amounts are added as they stand, rates are made of the sums and only of projects that state both amounts. One project of one
unit and year counts once, however many of its documents state it: first the one that states both amounts.
"""

from __future__ import annotations

from dataclasses import dataclass

#: ``rate(part, whole)``: a fraction to six places, half away from zero, from exact amounts; null where the whole is nothing.
#: It is counted in integers: DuckDB divides decimals as binary floats.
MACROS = (
    "create macro cents(amount) as (try_cast(amount as decimal(26,2)) * 100)::hugeint",
    """create macro rate(part, whole) as case when cents(whole) > 0 then
        try_cast((cents(part) * 2000000 + cents(whole)) // (cents(whole) * 2) as decimal(32,0)) * 0.000001::decimal(6,6)
       end""",
)


@dataclass(frozen=True, slots=True)
class View:
    name: str
    zh: str
    en: str
    sql: str


_ONCE = """
    select d.region, d.year, coalesce(d.unit, d.organisation) as unit, coalesce(p.key, p.name) as key, p.name, d.sha256, d.uri,
        coalesce(p.adjusted_budget, p.budget) as budget, p.arrived, p.spent, p.executors
    from projects p join documents d using (sha256)
    qualify row_number() over (
        partition by d.region, d.year, coalesce(d.unit, d.organisation, d.sha256), coalesce(p.key, d.sha256 || p.project)
        order by budget is null or p.spent is null, p.spent is null, d.uri, p.number
    ) = 1
"""

VIEWS = (
    View(
        "units", "读出的文档各属哪个单位；几个区县有同名单位的，冠以区县名",
        "The unit of each document, with its district where several districts have a unit of that name",
        """
        select sha256, case when count(distinct district) over (partition by unit) > 1 then concat(district, unit) else unit end as unit
        from documents where status = 'read' and unit is not null
        """,
    ),
    View(
        "projects_once", "每个单位每年每个项目一行（同一项目见于几份文件的只计一次）",
        "Each project of a unit and year once, however many documents state it", _ONCE,
    ),
    View(
        "execution_by_region_year", "各地区各年度预算执行：预算、支出、执行率；只有一头金额的项目另计",
        "Execution by region and year: budget, spending, rate; projects that state only one of them are counted apart",
        """
        select region, year, count(*) as projects,
            count(*) filter (budget is not null and spent is not null) as projects_with_both,
            sum(budget) filter (spent is not null)::decimal(38,2) as budget,
            sum(spent) filter (budget is not null)::decimal(38,2) as spent,
            rate(sum(spent) filter (budget is not null), sum(budget) filter (spent is not null)) as execution_rate,
            count(*) filter (budget is not null and spent is null) as projects_without_spending,
            count(*) filter (budget is null and spent is not null) as projects_without_budget
        from projects_once group by region, year order by region, year
        """,
    ),
    View(
        "rule_frequencies", "各规则在各地区各年度发现了多少、见于几份文件、核对了几份",
        "How often each rule found something, by region and year: findings, documents, documents that it could check",
        """
        with found as (
            select region, year, code, any_value(slug) as slug, any_value(severity order by severity) as severity,
                count(*) as findings, count(distinct sha256) as documents
            from findings group by all
        ), looked as (
            select region, year, code, count(*) filter (passed + failed > 0) as documents_checked, sum(passed)::bigint as passed,
                sum(unknown)::bigint as cannot_tell
            from coverage group by all
        )
        select coalesce(f.region, l.region) as region, coalesce(f.year, l.year) as year, coalesce(f.code, l.code) as code, f.slug,
            f.severity, coalesce(f.findings, 0) as findings, coalesce(f.documents, 0) as documents,
            coalesce(l.documents_checked, 0) as documents_checked, coalesce(l.passed, 0) as passed,
            coalesce(l.cannot_tell, 0) as cannot_tell
        from found f full join looked l
            on f.code = l.code and f.region is not distinct from l.region and f.year is not distinct from l.year
        order by findings desc, code, region, year
        """,
    ),
    View(
        "always_full_score", "自评得分份份都是 100 分的单位（至少两份）",
        "Units whose own score is 100 in every document that states one (two documents at least)",
        """
        select region, coalesce(unit, organisation) as unit, count(*) as documents, min(year) as first_year, max(year) as last_year
        from documents where status = 'read' and self_score is not null and coalesce(unit, organisation) is not null
        group by all having count(*) >= 2 and min(self_score) = 100 and max(self_score) = 100
        order by documents desc, region, unit
        """,
    ),
    View(
        "scores_by_region_year", "自评得分分布", "How self-given scores are distributed",
        """
        select region, year, count(*) as documents, count(self_score) as scored,
            count(*) filter (self_score = 100) as score_100,
            count(*) filter (self_score >= 90 and self_score < 100) as score_90_to_100,
            count(*) filter (self_score >= 80 and self_score < 90) as score_80_to_90,
            count(*) filter (self_score >= 60 and self_score < 80) as score_60_to_80,
            count(*) filter (self_score < 60) as score_below_60
        from documents where status = 'read' group by region, year order by region, year
        """,
    ),
    View(
        "disclosure_by_unit", "各单位各年度公开了哪些文种、各几份", "Which types of document each unit published in each year",
        """
        select region, year, coalesce(unit, organisation) as unit, type, count(*) as documents
        from documents where status = 'read' group by all order by region, year, unit, type
        """,
    ),
    View(
        "recycled_between", "单位之间、年度之间的雷同文字（先运行 wenxiao corpus compare）",
        "Recycled text between units and years (run wenxiao corpus compare first)",
        """
        select region_a, unit_a, year_a, region_b, unit_b, year_b,
            case when unit_a is distinct from unit_b then 'other unit' when year_a is distinct from year_b then 'other year'
                else 'same unit and year' end as kind,
            count(*) as paragraphs, max(shared)::decimal(9,6) as most_shared, arg_max(text, letters) as longest
        from recycled group by all order by paragraphs desc, unit_a, unit_b, year_a, year_b
        """,
    ),
    View(
        "projects_over_years", "同一单位的同一项目逐年的预算、支出、执行率",
        "One project of one unit over the years: budget, spending, rate",
        """
        select region, unit, key as project, year, name, budget::decimal(38,2) as budget, spent::decimal(38,2) as spent,
            rate(spent, budget) as execution_rate,
            (budget - lag(budget) over following)::decimal(38,2) as budget_change, lag(year) over following as earlier_year
        from projects_once where unit is not null and key is not null and year is not null
        window following as (partition by region, unit, key order by year)
        qualify count(*) over (partition by region, unit, key) > 1
        order by region, unit, project, year
        """,
    ),
    View(
        "suppliers_over_units", "实施、承担、评价单位各为几家单位做过", "Executors and evaluators: how many units each works for",
        """
        with who as (
            select unnest(executors) as name, 'executor' as role, region, year, unit, sha256, budget from projects_once
            union all
            select agency, 'evaluator', region, year, coalesce(unit, organisation), sha256, null
            from documents where agency is not null
        )
        select name, role, count(distinct (region, unit)) filter (unit is not null) as units, count(distinct region) as regions, count(distinct sha256) as documents,
            count(budget) as projects_with_budget, sum(budget)::decimal(38,2) as budget, min(year) as first_year, max(year) as last_year
        from who group by name, role order by units desc, documents desc, name
        """,
    ),
    View(
        "not_read", "没有读出的文件和原因，取不到的（空文件、失效的网址等）也在内",
        "What was not read, and why; with what could not be fetched, such as empty files and dead addresses",
        """
        select region, year, status, uri, name, media_type, bytes, reason_zh, reason_en
        from documents where status <> 'read'
        union all select region, year, 'not_fetched', uri, name, media_type, bytes, reason_zh, reason_en
        from inputs where sha256 is null and reason_zh is not null and reader is distinct from 'nothing'
        order by status, uri
        """,
    ),
)  # fmt: skip
