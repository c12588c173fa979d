"""Questions in SQL: the ready views, what each format gives, and that nothing but reading is possible."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.corpus.filling import store_of, written
from wenxiao.cli.corpus import corpus
from wenxiao.corpus.answers import SHOWN, answer
from wenxiao.corpus.queries import QueryError, Questions
from wenxiao.corpus.store import Store, StoreError
from wenxiao.corpus.views import VIEWS, View


@pytest.fixture(scope="module")
def questions(county: Store):
    with Questions(county) as asked:
        yield asked


@pytest.mark.parametrize("view", [pytest.param(view, id=view.name) for view in VIEWS])
def test_every_view_answers_and_says_what(view, questions: Questions, tmp_path: Path) -> None:
    assert questions.ask(f"select * from {view.name}").num_rows
    assert view.zh
    assert view.en
    empty = Store(str(tmp_path))
    empty.put("runs/first/account.json", b"{}")  # a run that found no documents
    with Questions(empty) as nothing:
        assert nothing.ask(f"select * from {view.name}").num_rows == 0


def test_execution_is_made_of_sums_and_exact(questions: Questions) -> None:
    rows = questions.rows(
        "select year, projects, budget, spent, execution_rate from execution_by_region_year order by year"
    )
    assert rows == [
        (2022, 5, Decimal("8370000.00"), Decimal("7894000.00"), Decimal("0.943130")),
        (2023, 6, Decimal("33185200.00"), Decimal("29240700.00"), Decimal("0.881137")),
    ]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("1", "3", "0.333333"), ("2", "3", "0.666667"), ("0.5", "1000000", "0.000001"), ("90000000000000", "7", "12857142857142.857143"),
     ("1", "0", None), ("1", "null", None), ("null", "1", None), ("0", "5", "0.000000")],
)  # fmt: skip
def test_a_rate_is_a_decimal_and_undefined_where_the_whole_is_nothing(
    part: str, whole: str, expected: str | None, questions: Questions
) -> None:
    sql = f"select rate({part}::decimal(38,12), {whole}::decimal(38,12))"
    assert questions.rows(sql) == [(None if expected is None else Decimal(expected),)]


def test_one_project_of_two_documents_counts_once(tmp_path: Path) -> None:
    text = "清河县水务局2023年度项目支出绩效自评{}\n1、饮水安全工程预算120.50万元，支出100.25万元。"
    papers = written(tmp_path / "papers", {"a.txt": text.format("报告"), "b.txt": text.format("表")})
    with Questions(store_of(tmp_path / "store", papers)) as asked:
        assert asked.rows("select projects, spent from execution_by_region_year") == [(1, Decimal("1002500.00"))]


def test_who_always_scores_100(questions: Questions) -> None:
    rows = questions.rows("select unit, documents, first_year, last_year from always_full_score")
    assert rows == [("清河县教育局", 2, 2022, 2023)]


def test_one_project_over_the_years(questions: Questions) -> None:
    sql = "select year, budget, budget_change, earlier_year from projects_over_years where project = '河道清淤工程'"
    assert questions.rows(sql) == [
        (2022, Decimal("1205000.00"), None, None),
        (2023, Decimal("1405000.00"), Decimal("200000.00"), 2022),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "copy documents to 'out.csv'", "create table t as select 1", "insert into documents select 1", "delete from documents",
        "drop view not_read", "attach 'other.db'", "install httpfs", "load httpfs", "set memory_limit = '9GB'", "pragma version",
        "export database 'out'", "call pragma_version()", "select 1; drop view not_read", "", "-- nothing", "checkpoint",
        "select * from read_csv('/etc/passwd')", "select * from '/etc/passwd'", "select * from read_text('/etc/passwd')",
        "select * from glob('/*')", "select * from 'https://example.org/a.parquet'", "select * from duckdb_secrets()",
        "explain analyze copy documents to 'out.csv'", "with a as (select 1) insert into t from a",
    ],
)  # fmt: skip
def test_nothing_but_reading_the_store_is_possible(
    sql: str, questions: Questions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError) as refused:
        questions.rows(sql)
    assert refused.value.zh
    assert "\n" not in refused.value.zh + refused.value.en
    assert list(tmp_path.iterdir()) == []


def test_a_python_variable_is_no_table(questions: Questions) -> None:
    secret = questions.ask("select 1 as n")
    assert secret.num_rows
    with pytest.raises(QueryError, match="secret"):
        questions.rows("select * from secret")


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("selec 1", "selec"),
        ("select nobody from documents", "nobody"),
        ("select * from paper", "paper"),
        ("select $a", "a"),
    ],
)
def test_a_wrong_statement_gets_one_sentence(sql: str, says: str, questions: Questions) -> None:
    with pytest.raises(QueryError) as refused:
        questions.ask(sql)
    assert says in refused.value.en
    assert "Error:" not in refused.value.en


def test_where_no_store_is_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="corpus read"):
        Questions(Store(str(tmp_path)))


def _answered(questions: Questions, sql: str, form: str) -> bytes:
    out = io.BytesIO()
    answer(questions.batches(sql), form, out)
    return out.getvalue()


def test_csv_has_no_formula_and_amounts_as_they_are(questions: Questions) -> None:
    sql = "select '=1+1' as text, -1.50::decimal(9,2) as amount, null as nothing, ['a'] as list from range(1)"
    text = _answered(questions, sql, "csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["text", "amount", "nothing", "list"],
        ["'=1+1", "-1.5", "", '["a"]'],
    ]


def test_an_empty_answer_still_names_its_columns(questions: Questions) -> None:
    sql = "select code, message from findings where false"
    assert _answered(questions, sql, "csv").decode("utf-8-sig").split() == ["code,message"]
    assert json.loads(_answered(questions, sql, "json")) == []
    assert pq.read_table(io.BytesIO(_answered(questions, sql, "parquet"))).schema.names == ["code", "message"]
    assert _answered(questions, sql, "table").decode().split() == ["code", "message"]


def test_json_and_parquet_keep_values(questions: Questions) -> None:
    sql = "select unit, self_score, legal_references from documents where unit = '清河县教育局' order by year limit 1"
    [row] = json.loads(_answered(questions, sql, "json"))
    assert row == {"unit": "清河县教育局", "self_score": "100.000000000000", "legal_references": []}
    [row] = pq.read_table(io.BytesIO(_answered(questions, sql, "parquet"))).to_pylist()
    assert row == {"unit": "清河县教育局", "self_score": Decimal(100), "legal_references": []}


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_columns_of_one_name_stay_apart(form: str, questions: Questions) -> None:
    told = _answered(questions, "select 1 as a, 2 as a, 3 as a_2, 4 as a, null as b", form)
    names = ["a", "a_3", "a_2", "a_4", "b"]
    if form == "csv":
        assert list(csv.reader(io.StringIO(told.decode("utf-8-sig")))) == [names, ["1", "2", "3", "4", ""]]
    elif form == "json":
        assert json.loads(told) == [dict(zip(names, (1, 2, 3, 4, None), strict=True))]
    elif form == "parquet":
        assert pq.read_table(io.BytesIO(told)).to_pylist() == [dict(zip(names, (1, 2, 3, 4, None), strict=True))]
    else:
        assert [line.split() for line in told.decode().splitlines()] == [names, ["1", "2", "3", "4", "—"]]


def test_what_fails_while_rows_come_is_one_sentence(county: Store, questions: Questions, tmp_path: Path) -> None:
    sql = "select case when n < 250000 then n else n + cast(title as int) end from range(300000) r(n), documents"
    with pytest.raises(QueryError) as refused:
        for _ in questions.batches(sql):
            pass
    assert "Could not convert" in refused.value.en
    assert "\n" not in refused.value.en
    asked = ["query", "--store", county.url, sql, "--format", "csv", "--lang", "en", "-o", str(tmp_path / "a.csv")]
    done = CliRunner().invoke(corpus, asked)
    assert done.exit_code == 1
    assert done.output.startswith("Error: the question was broken off: Could not convert")
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_none_is_one_sentence() -> None:
    for store in ("foo://x", "gs://bucket/x", "memory://none"):
        done = CliRunner().invoke(corpus, ["query", "--store", store, "select 1", "--lang", "en"])
        assert done.exit_code == 1
        assert done.output.startswith(("Error: cannot use the store", "Error: there is no store"))


def test_a_supplier_of_no_known_unit_works_for_none(tmp_path: Path) -> None:
    text = "项目支出绩效自评报告\n1、饮水安全工程预算120.50万元，支出100.25万元。实施单位：清河县恒通水利工程有限公司。"
    papers = written(tmp_path / "papers", {"a.txt": text})
    with Questions(store_of(tmp_path / "store", papers)) as asked:
        assert asked.rows("select units, documents from suppliers_over_units") == [(0, 1)]


def test_a_table_is_cut_and_says_so(questions: Questions) -> None:
    lines = _answered(questions, f"select * from range({SHOWN + 5})", "table").decode().splitlines()
    assert "5" in lines[-1]
    assert len(lines) == SHOWN + 2


def test_the_command_answers_and_refuses(county: Store, tmp_path: Path) -> None:
    run = CliRunner()
    file = tmp_path / "answer.csv"
    sql = "select unit from always_full_score"
    done = run.invoke(corpus, ["query", "--store", county.url, sql, "--format", "csv", "-o", str(file)])
    assert done.exit_code == 0, done.output
    assert "清河县教育局" in file.read_text("utf-8-sig")
    refused = run.invoke(
        corpus, ["query", "--store", county.url, "drop table documents", "-o", str(tmp_path / "no.csv")]
    )
    assert refused.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]
    listed = run.invoke(corpus, ["views", "--columns", "--lang", "en"]).output
    assert all(view.name in listed and view.en in listed for view in VIEWS)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_column_of_a_view_is_told_with_its_meaning(questions: Questions, view: View) -> None:
    names = questions.ask(f"select * from {view.name} limit 0").column_names
    for lang in ("zh", "en"):
        listed = CliRunner().invoke(corpus, ["views", "--columns", "--lang", lang]).output
        own = listed.partition(f"  {view.name}\n")[2].splitlines()[1 : len(names) + 1]
        assert [line.split()[0] for line in own] == names
        assert all(len(line.split("  ")) > 5 and line.rpartition("  ")[2] for line in own)
