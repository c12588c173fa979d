"""What the report of a region asks the store, section by section: words, columns, SQL with ``$region`` and ``$year``."""

from __future__ import annotations

from wenxiao.publishing.words import Words

#: The documents of the region and of what stands below it, in the year; the projects of them, each once.
HERE = """
    with here as (
        select *, coalesce(unit, organisation) as who from documents
        where (region = $region or starts_with(region, $region)) and year = $year
    ), read_here as (select * from here where status = 'read'),
    not_read_here as (select * from not_read where (region = $region or starts_with(region, $region)) and year = $year),
    not_read_anywhere as (select * from not_read where (region is null or year is null)
        and (region is null or region = $region or starts_with(region, $region)) and (year is null or year = $year)
    ),
    projects_here as (
        select * from projects_once where (region = $region or starts_with(region, $region)) and year = $year
    ), units_here as (select distinct region, who from read_here where who is not null)
"""

TOTALS = """
    select (select count(*) from units_here) as units, (select count(*) from read_here) as read,
        (select count(*) from here) as documents, (select count(*) from not_read_here) as not_read,
        (select count(*) from not_read_anywhere) as not_read_anywhere,
        (select count(*) from projects_here) as projects,
        (select sum(budget) from projects_here where spent is not null) as budget,
        (select sum(spent) from projects_here where budget is not null) as spent,
        (select rate(sum(spent), sum(budget)) from projects_here where budget is not null and spent is not null) as execution_rate,
        (select count(*) from findings join read_here using (sha256) where severity = 'error') as errors
"""

#: What sections of the comparison say where they are empty: once it was made, and before.
NONE: Words = ("没有。", "There is none.")
NOT_COMPARED: Words = ("尚未比对（wenxiao corpus compare）。", "Not compared yet (wenxiao corpus compare).")

#: Title, width in characters, kind, and whether a bar is drawn.
Column = tuple[Words, int, str, bool]
Asked = tuple[str, Words, Words, Words, tuple[Column, ...], str]

_UNIT: Column = (("单位", "unit"), 30, "text", False)
_DOCUMENTS: Column = (("文档", "documents"), 10, "count", True)
_PROJECTS: Column = (("项目", "projects"), 10, "count", True)

SECTIONS: tuple[Asked, ...] = (
    (
        "years", ("历年", "Over the years"),
        ("本地区各年度公开的文档和预算执行。", "What the region published in each year, and how its budgets were executed."),
        ("没有写明年度的文档。", "No document states its year."),
        (
            (("年度", "year"), 10, "year", False), (("单位", "units"), 10, "count", False), (("文档", "documents"), 10, "count", False),
            (("项目", "projects"), 10, "count", False), (("预算", "budget"), 18, "yuan", False), (("支出", "spent"), 18, "yuan", False),
            (("执行率", "execution rate"), 12, "percent", True),
        ),
        """
        , published as (
            select year, count(distinct (region, coalesce(unit, organisation))) filter (coalesce(unit, organisation) is not null) as units,
                count(*) as documents from documents
            where (region = $region or starts_with(region, $region)) and status = 'read' and year is not null group by 1
        ), money as (
            select year, count(*) as projects, sum(budget) filter (spent is not null) as budget,
                sum(spent) filter (budget is not null) as spent
            from projects_once where (region = $region or starts_with(region, $region)) group by 1
        )
        select year, units, documents, coalesce(projects, 0), budget, spent, rate(spent, budget)
        from published left join money using (year) order by year
        """,
    ),
    (
        "types", ("公开了什么", "What was published"),
        ("各文种的份数和单位数。", "Documents of each type, and of how many units."),
        ("没有读出的文档。", "No document was read."),
        ((("文种", "type"), 30, "text", False), _DOCUMENTS, (("单位", "units"), 10, "count", False)),
        """select coalesce(type, '—'), count(*), count(distinct (region, who)) filter (who is not null) from read_here group by 1 order by 2 desc, 1""",
    ),
    (
        "units", ("各单位", "Unit by unit"),
        ("执行率由同时写明预算和支出的项目合计得出；上年有文档、本年没有的单位也列出；没有写明单位的文档列在最后。",
         "Rates are made of the projects that state both amounts. Units with documents last year and none this year are listed too; "
         "documents that name no unit stand in the last row."),
        ("没有写明单位的文档。", "No document names its unit."),
        (
            _UNIT, (("文档", "documents"), 10, "count", False), (("上年文档", "last year"), 10, "count", False),
            (("项目", "projects"), 10, "count", False), (("预算", "budget"), 18, "yuan", False), (("支出", "spent"), 18, "yuan", False),
            (("执行率", "execution rate"), 12, "percent", True), (("相互矛盾", "contradictions"), 10, "count", False),
        ),
        """
        , before as (
            select region, coalesce(unit, organisation) as who, count(*) as documents from documents
            where (region = $region or starts_with(region, $region)) and year = $year - 1 and status = 'read'
                and coalesce(unit, organisation) is not null group by all
        ), now as (select region, coalesce(who, '') as who, count(*) as documents from read_here group by all),
        money as (
            select region, coalesce(unit, '') as who, count(*) as projects, sum(budget) filter (spent is not null) as budget,
                sum(spent) filter (budget is not null) as spent
            from projects_here group by all
        ), wrong as (
            select read_here.region, coalesce(who, '') as who, count(*) as errors
            from findings join read_here using (sha256) where severity = 'error' group by all
        )
        select case when who = '' then concat('—（', region, '）') when count(*) over (partition by who) > 1 then concat(region, ' ', who) else who end as shown,
            coalesce(now.documents, 0), coalesce(before.documents, 0), coalesce(projects, 0),
            budget, spent, rate(spent, budget), case when now.who is not null then coalesce(errors, 0) end
        from now full join before using (region, who) left join money using (region, who) left join wrong using (region, who)
        order by who = '', now.documents is null, 2 desc, shown
        """,
    ),
    (
        "rates", ("预算执行", "Execution of the budget"),
        ("各项目支出占预算的比例（同一单位的同一项目只计一次）。", "Spending as a part of the budget, project by project; one project of one unit counts once."),
        ("没有写明项目。", "No project is named."),
        ((("执行率", "execution rate"), 22, "text", False), _PROJECTS),
        """
        , measured as (select rate(spent, budget) as done, spent from projects_here), banded as (
            select case when done is null then 6 when done > 1 then 5 when done = 1 then 4 when done >= 0.95 then 3
                when done >= 0.8 then 2 when done >= 0.5 then 1 else 0 end as band from measured
        )
        select zh, en, count(band) from (values (0, '不到 50%', 'below 50%'), (1, '50%—80%', '50–80%'), (2, '80%—95%', '80–95%'),
            (3, '95%—100%', '95–100%'), (4, '100%', '100%'), (5, '超过 100%', 'above 100%'), (6, '预算或支出未写明', 'an amount is not stated')
        ) bands(number, zh, en) left join banded on band = number where exists (from banded) group by number, zh, en order by number
        """,
    ),
    (
        "scores", ("自评得分", "Self-given scores"),
        ("写明自评得分的文档。", "Documents that state their own score."),
        ("没有写明自评得分的文档。", "No document states its own score."),
        ((("得分", "score"), 22, "text", False), _DOCUMENTS),
        """
        , banded as (
            select case when self_score > 100 then 5 when self_score = 100 then 4 when self_score >= 90 then 3
                when self_score >= 80 then 2 when self_score >= 60 then 1 else 0 end as band
            from read_here where self_score is not null
        )
        select zh, en, count(band) from (values (0, '不到 60', 'below 60'), (1, '60—80', '60–80'), (2, '80—90', '80–90'),
            (3, '90—100', '90–100'), (4, '100', '100'), (5, '超过 100', 'above 100')
        ) bands(number, zh, en) left join banded on band = number where exists (from banded) group by number, zh, en order by number
        """,
    ),
    (
        "full", ("份份满分的单位", "Units that always score 100"),
        ("历年写明得分的文档至少两份，份份都是 100 分，其中有本年的。",
         "Two documents with a score at least over all years, each of them 100, one of them of this year."),
        ("没有这样的单位。", "There is none."),
        (_UNIT, _DOCUMENTS, (("最早年度", "first year"), 10, "year", False), (("最近年度", "last year"), 10, "year", False)),
        """
        select case when count(*) over (partition by unit) > 1 then concat(region, ' ', unit) else unit end as shown, documents,
            first_year, last_year from always_full_score
        where (region, unit) in (select (region, who) from read_here where self_score is not null)
        order by documents desc, shown
        """,
    ),
    (
        "rules", ("常见的发现", "Frequent findings"),
        ("每条规则的发现数、见于几份文档，以及能够核对的文档数。", "Findings of each rule, in how many documents, and how many it could check."),
        ("没有发现。", "Nothing was found."),
        (
            (("规则", "rule"), 8, "text", False), (("名称", "title"), 34, "text", False), (("级别", "severity"), 10, "text", False),
            (("发现", "findings"), 10, "count", True), (("见于文档", "in documents"), 10, "count", False),
            (("核对的文档", "documents checked"), 12, "count", False),
        ),
        """
        , found as (
            select code, min(f.severity) as severity, count(*) as findings, count(distinct sha256) as documents
            from findings f join read_here using (sha256) group by 1
        ), looked as (
            select code, count(*) as checked from coverage join read_here using (sha256) where passed + failed > 0 group by 1
        )
        select code, severity, findings, documents, coalesce(checked, 0) from found left join looked using (code)
        order by findings desc, code
        """,
    ),
    (
        "recycled", ("雷同文字", "Recycled text"),
        ("与另一单位或另一年度的文档有七成以上相同的长段落；只说相同，不说谁抄谁。",
         "Long paragraphs of which 70 % or more stand in a document of another unit or year; that they are the same, not who took them."),
        NONE,
        (
            (("与谁", "with"), 18, "text", False), (("甲方", "the first"), 26, "text", False), (("年度", "year"), 8, "year", False),
            (("乙方", "the second"), 26, "text", False), (("年度", "year"), 8, "year", False),
            (("段落", "paragraphs"), 10, "count", False), (("最多相同", "most in common"), 12, "percent", False),
            (("例", "one of them"), 50, "text", False),
        ),
        """
        select kind, unit_a, year_a, unit_b, year_b, paragraphs, most_shared, longest from recycled_between
        where ((region_a = $region or starts_with(region_a, $region)) and year_a = $year)
            or ((region_b = $region or starts_with(region_b, $region)) and year_b = $year)
        order by paragraphs desc, unit_a, unit_b, year_a, year_b
        """,
    ),
    (
        "between", ("文档之间的发现", "Findings between documents"),
        ("几份文档不能同时成立、或需要说明之处。", "What several documents say that cannot all hold, or needs a word."),
        NONE,
        (
            (("规则", "rule"), 8, "text", False), (("名称", "title"), 26, "text", False), (("级别", "severity"), 10, "text", False),
            (("说明", "what it says"), 70, "text", False),
        ),
        """
        select code, severity, message, message_en from joint_findings
        where len(list_filter(list_zip(regions, years), lambda p: starts_with(p[1], $region) and p[2] = $year)) > 0
        order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, code, finding
        """,
    ),
    (
        "not-read", ("没有读出的文件", "What could not be read"),
        ("每份一行，写明原因。读不出的文件说不出地区和年度；来源清单没有写明的，列在每个地区的报告里，另行计数。",
         "One row each, with the reason. A file that cannot be read does not say where it belongs; where the list of sources does "
         "not either, it is in the report of every region, and counted apart."),
        ("全部读出。", "All of it was read."),
        ((("结果", "result"), 14, "text", False), (("文件", "file"), 40, "text", False), (("原因", "reason"), 60, "text", False)),
        """
        select status, coalesce(name, uri), reason_zh, reason_en from (from not_read_here union all from not_read_anywhere)
        order by status, 2
        """,
    ),
)  # fmt: skip
