"""Which documents of a store have anything to say about each other, found by joins: what the engine must see together.

Two documents are bound where a rule between documents could look at both: one unit, most sentences in common, one project by
executor or by an amount that is not shared by chance, one project reported by two units. The engine then judges every group
by itself, as it judges a folder; documents that nothing binds are in no group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from wenxiao.audit.together.bundle import COMMON, SHARE, SHARED, TELLING, Joined, bare_office
from wenxiao.audit.together.names import two_things
from wenxiao.audit.together.rules.duplicates import OWN
from wenxiao.corpus.queries import Questions
from wenxiao.performance.regime import Regime

_PREPARED = f"""
    with papers as (
        select sha256, u.unit, district, year, type, organisation,
            row_number() over (order by year nulls last, uri, sha256) - 1 as paper
        from documents left join units u using (sha256) where status = 'read'
    ), items as (
        select paper, key, executors, number, project from projects join papers using (sha256) where key is not null
        qualify count(*) over (partition by paper, key) = 1
    ), amounts as (
        select paper, i.key, f.role, f.amount
        from facts f join papers using (sha256) join items i using (paper, project)
            join quantities q on q.sha256 = f.sha256 and q.quantity = f.quantity
        where f.kind = 'money' and f.role <> 'needed' and not q.approximate and f.amount is not null
            and length(trim(replace(f.amount::varchar, '.', ''), '0')) >= {TELLING}
    )
"""

_PAPERS = "select sha256 from papers order by paper"

_OF_ONE_UNIT = """
    select lag(paper) over (partition by unit order by paper), paper from papers where unit is not null and year is not null
    qualify lag(paper) over (partition by unit order by paper) is not null
"""

#: Stated on both sides they must be the same; ``is distinct`` would hold two blanks to differ from one.
_AGREE = """
    (a.unit = b.unit or a.unit is null or b.unit is null) and (a.district = b.district or a.district is null or b.district is null)
    and (a.year = b.year or a.year is null or b.year is null)
"""

_VERSIONS = f"""
    , said as (
        select paper, unnest(sentences) as sentence from summaries join papers using (sha256)
    ), shared as (
        select paper, sentence from said qualify count(*) over (partition by sentence) between 2 and {COMMON}
    ), lengths as (
        select paper, len(sentences) as length from summaries join papers using (sha256)
    ), pairs as (
        select x.paper as one, y.paper as other, count(*) as together
        from shared x join shared y on x.sentence = y.sentence and x.paper < y.paper group by all having together >= {SHARED}
    )
    select one, other from pairs join papers a on a.paper = one join papers b on b.paper = other
        join lengths l on l.paper = one join lengths m on m.paper = other
    where together >= least(l.length, m.length) * {SHARE} and {_AGREE}
"""

_BY_AMOUNT = """
    , firsts as (
        select paper, first_value(paper) over (partition by key, role, amount order by paper) as first from amounts
    )
    select distinct first, f.paper from firsts f join papers a on a.paper = first join papers b on b.paper = f.paper
    where first <> f.paper and (a.unit is null or b.unit is null or a.unit = b.unit)
"""

_BY_EXECUTOR = """
    , offices as (select unnest($names) as name, unnest($offices) as office),
    holders as (
        select key, year, office, min(paper) as first
        from items join papers using (paper) join offices on name = organisation where year is not null group by all
    ), works as (
        select distinct paper, key, year, office
        from (select paper, key, unnest(executors) as name from items) join papers using (paper) join offices using (name)
    )
    select first, paper from holders join works using (key, year, office) where first <> paper
"""

_NAMES = """
    select distinct name from (select organisation as name from papers union all select unnest(executors) from items)
    where name is not null order by name
"""

#: Projects of two units beside each other in one list of what binds them, as the engine walks through it.
_REPORTED_TWICE = """
    , own as (select * from items join papers using (paper)
        where unit is not null and year is not null and district is not null and list_contains($own, type)
    ), binding as (
        select own.district, own.year, role || ' ' || amount::varchar as what, own.paper, own.key, own.unit, own.number
        from amounts join own using (paper, key)
        union all
        select district, year, executor, paper, key, unit, number from (select *, unnest(executors) as executor from own)
    ), beside as (
        select lag(paper) over following as one, paper as other, lag(key) over following as key, key as other_key,
            lag(unit) over following as unit, unit as other_unit
        from binding window following as (partition by district, year, what order by paper, number)
    )
    select distinct one, other, key, other_key from beside where one is not null and one <> other and unit <> other_unit
"""

_COMMON_SENTENCES = f"""
    select sentence from (select unnest(sentences) as sentence from summaries) group by sentence having count(*) > {COMMON}
"""


@dataclass(frozen=True, slots=True)
class Groups:
    """``papers``: content hashes in the order in which documents are numbered; ``members``: the numbers of each group."""

    papers: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]


def groups(questions: Questions, regime: Regime) -> Groups:
    """The documents that the engine must see together, two and more in each group."""
    papers = tuple(sha256 for (sha256,) in questions.rows(_PREPARED + _PAPERS))
    joined = Joined(range(len(papers)))
    for one, other in _bound(questions, float(regime.thresholds["same_title"])):
        joined.join(one, other)
    return Groups(papers, tuple(joined.groups()))


def _bound(questions: Questions, same_title: float) -> Iterator[tuple[int, int]]:
    for sql in (_OF_ONE_UNIT, _VERSIONS, _BY_AMOUNT):
        yield from _pairs(questions, sql)
    names = [name for (name,) in questions.rows(_PREPARED + _NAMES)]
    offices = {name: office for name in names if (office := bare_office(name))}
    if offices:
        yield from _pairs(questions, _BY_EXECUTOR, names=list(offices), offices=list(offices.values()))
    for one, other, key, other_key in questions.rows(_PREPARED + _REPORTED_TWICE, {"own": list(OWN)}):
        if key == other_key or (
            not two_things(key, other_key)
            and SequenceMatcher(None, key, other_key, autojunk=False).ratio() >= same_title
        ):
            yield one, other


def _pairs(questions: Questions, sql: str, **values: list[str]) -> Iterator[tuple[int, int]]:
    for batch in questions.batches(_PREPARED + sql, values or None):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def common_sentences(questions: Questions) -> frozenset[int]:
    """Sentences that too many documents share to tell anything about two of them."""
    return frozenset(sentence % (1 << 64) for (sentence,) in questions.rows(_COMMON_SENTENCES))
