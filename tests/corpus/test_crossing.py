"""Rules between documents over a store: the verdicts of the engine on the same documents, whatever else is in the store."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import wenxiao
from tests.corpus.filling import store_of, written
from wenxiao.audit.page import parse
from wenxiao.audit.together import joint_rules
from wenxiao.audit.together.registry import documents
from wenxiao.corpus import comparing, derived
from wenxiao.corpus.comparing import compare_store
from wenxiao.corpus.crossing import _FOLDERS, Crossing, _together, cross
from wenxiao.corpus.derived import JOINT_FINDINGS, RECYCLED
from wenxiao.corpus.queries import Questions
from wenxiao.corpus.recycled import Recycled, recycled
from wenxiao.corpus.store import Store
from wenxiao.performance.regime import regime

Verdict = tuple[str, str, tuple[str, ...]]


def of_the_engine(paths: list[Path]) -> Counter[Verdict]:
    comparison = wenxiao.compare(paths)
    return Counter(
        (f.rule.code, f.severity.value, tuple(sorted(c.quote.words for c in f.outcome.quotes)))
        for f in comparison.findings
    )


def of_the_store(store: Store) -> Counter[Verdict]:
    with Questions(store) as questions:
        crossing = cross(questions, recycled(questions, regime()).rows, regime())
    findings, coverage = crossing.tables()
    assert len(set(findings["finding"].to_pylist())) == findings.num_rows
    assert sum(coverage["failed"].to_pylist()) == findings.num_rows
    rows = findings.to_pylist()
    return Counter((row["code"], row["severity"], tuple(sorted(row["quotes"]))) for row in rows)


EXAMPLES = [
    pytest.param(dict(documents(example)), id=f"{rule.code}-{kind}-{n}")
    for rule in joint_rules()
    for kind, examples in (("fails", parse(rule).fails), ("passes", parse(rule).passes))
    for n, example in enumerate(examples)
]


@pytest.mark.parametrize("texts", EXAMPLES)
def test_an_example_has_the_same_verdicts_in_a_store(texts: dict[str, str], tmp_path: Path) -> None:
    paths = sorted(written(tmp_path / "papers", texts))
    assert of_the_store(store_of(tmp_path / "store", paths)) == of_the_engine(paths)


def test_all_examples_at_once_have_the_same_verdicts(tmp_path: Path) -> None:
    """Every example in a folder and a county of its own: more documents change nothing, and none is bound to a stranger."""
    counties = iter("子丑寅卯辰巳午未申酉戌亥金木水火土风云雷雨山川河")
    expected: Counter[Verdict] = Counter()
    paths: list[Path] = []
    for rule in joint_rules():
        for example in parse(rule).fails:
            county = next(counties)
            texts = {f"{county}/{name}": text.replace("甲县", f"{county}县") for name, text in documents(example)}
            some = sorted(written(tmp_path / "papers", texts))
            expected += of_the_engine(some)
            paths += some
    found = of_the_store(store_of(tmp_path / "store", paths))
    assert {code for code, *_ in found} == {rule.code for rule in joint_rules()}
    assert found == expected


def test_of_a_folder_only_what_is_wanted_is_held(tmp_path: Path) -> None:
    texts = {
        f"{n}.txt": f"甲县{n}镇人民政府2023年度项目支出绩效自评报告\n{'附件：1.自评表' * (n == 2)}" for n in range(4)
    }
    with Questions(store_of(tmp_path / "store", written(tmp_path / "papers", texts))) as questions:
        (together,) = _together(questions, Crossing(), _FOLDERS, None, lambda one: one.cited or one.annex is not None)
    assert len(together) == 1


def test_a_comparison_is_seen_when_it_is_whole_and_of_documents_that_still_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = (
        "镇里组织三支清运队伍分片包干，对十二条河沟逐段清理淤泥和漂浮物，累计出动挖掘机四十六台次、人工九百余人次，" * 3
    )
    texts = {f"{unit}.txt": f"丙县{unit}镇人民政府2023年度项目支出绩效自评报告\n{own}\n" for unit in "甲乙"}
    store = store_of(tmp_path / "store", written(tmp_path / "papers", texts))
    asked = "select (select count(*) from recycled), (select count(*) from joint_findings), (select count(*) from joint_coverage)"

    def seen() -> tuple[int, ...]:
        with Questions(store) as questions:
            return questions.rows(asked)[0]

    compare_store(store.url)
    whole = seen()
    assert whole[0] == whole[1] == 1

    def put_run(*called: object) -> None:
        if called[1] is JOINT_FINDINGS:
            raise OSError("the disk is full")
        derived.put_run(*called)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(comparing, "put_run", put_run)
        patched.setattr(comparing, "recycled", lambda *_: Recycled(RECYCLED.schema().empty_table(), 0, 0))
        with pytest.raises(OSError, match="full"):
            compare_store(store.url)
    assert seen() == whole
    first = store.files("documents")[0]
    store.put_table(first, store.get_table(first).slice(0, 0))
    assert seen()[:2] == (0, 0)


def test_units_of_two_counties_with_one_name_are_two_units(tmp_path: Path) -> None:
    listed = "\n".join(
        f"{n}、{name}预算{n}0.50万元，支出{n}0.25万元。"
        for n, name in enumerate(("饮水安全工程", "河道清淤工程", "防汛物资储备项目"), 1)
    )
    texts = {
        f"{county}{year}.txt": f"{county}县城关镇人民政府{year}年度项目支出绩效自评报告\n{listed}".replace(
            "防汛物资", left
        )
        for county, year, left in (
            ("甲", 2022, "防汛物资"),
            ("乙", 2023, "救灾物资"),
            ("丙", 2023, "医用物资"),
            ("丙", 2024, "医用物资"),
        )
    }
    paths = sorted(written(tmp_path / "papers", texts))
    assert of_the_store(store_of(tmp_path / "store", paths)) == of_the_engine(paths) == Counter()
