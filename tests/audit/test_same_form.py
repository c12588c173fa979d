"""One made-up form as Word file, workbook, old workbook, open workbook and table as text: the same facts, the same findings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.documents.workbooks import converted, needs_office
from wenxiao.audit.model import Report
from wenxiao.audit.run import audit_reading
from wenxiao.publishing.forms import FormIndicator, MoneyLine, Values, docx, find, xlsx
from wenxiao.reading.pipeline import read

#: The rate is not what the amounts give, the sources exceed the total, the points of the outputs are 45 and not 50.
FORM = Values(
    name="背街小巷保洁服务项目",
    office="云溪区城市管理局",
    unit="云溪区环境卫生中心",
    year=2024,
    money=(
        MoneyLine(
            "", {"approved": Decimal("200.00"), "adjusted": Decimal("1220.50"), "spent": Decimal("987.20")},
            Decimal("93.60"), Decimal(10), Decimal("9.36"),
        ),
        MoneyLine("其中：本年财政拨款", {"approved": Decimal("180.00"), "adjusted": Decimal("1200.50"), "spent": Decimal("967.20")}),
        MoneyLine("上年结转资金", {"approved": Decimal("30.00"), "adjusted": Decimal("20.00"), "spent": Decimal("20.00")}),
    ),
    wanted="完成全区86条背街小巷全年保洁，群众满意度达到90%以上。",
    done="完成86条背街小巷全年保洁，群众满意度93%。",
    indicators=(
        FormIndicator("保洁街巷数量", "产出指标（50分）", "数量指标", "≥86条", "86条", weight=Decimal(20), score=Decimal(20)),
        FormIndicator("保洁合格率", "产出指标（50分）", "质量指标", "≥95%", "91%", weight=Decimal(10), score=Decimal(10)),
        FormIndicator("保洁完成及时率", "产出指标（50分）", "时效指标", "100%", "98%", weight=Decimal(15), score=Decimal(14), reason="个别路段施工围挡"),
        FormIndicator("投诉办结率", "效益指标（30分）", "社会效益指标", "≥98%", "99%", weight=Decimal(30), score=Decimal(30)),
        FormIndicator("居民满意度", "满意度指标（10分）", "服务对象满意度指标", "≥90%", "93%", weight=Decimal(10), score=Decimal(12)),
    ),
    points=Decimal(100),
    score=Decimal("95.36"),
)  # fmt: skip
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


def audited(folder: Path, data: bytes) -> Report:
    path = folder / "表"
    path.write_bytes(data)
    return audit_reading(read(path))


def facts(report: Report) -> dict[str, object]:
    """Everything that a format must not change."""
    reading = report.reading
    return {
        "identity": (reading.identity.title, reading.identity.organisation, reading.identity.fiscal_year),
        "projects": [(p.name, p.budget, p.adjusted_budget, p.spent, p.stated_execution_rate, [(s.name, s.quantity.normalized) for s in p.funding]) for p in reading.projects],
        "forms": [(f.kind, [(m.name, {role: q.interval for role, q in m.amounts.items()}, m.points, m.score) for m in f.money]) for f in reading.forms],
        "indicators": [(i.name, i.level1, i.level2, i.operator, i.weight, i.score, i.target and reading.quote(i.target), i.actual and reading.quote(i.actual)) for i in reading.indicators],
        "relations": sorted((r.kind, r.verdict.value, r.formula) for r in reading.relations),
        "findings": sorted((f.rule.code, f.message()) for f in report.findings),
    }  # fmt: skip


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return facts(audited(tmp_path_factory.mktemp("form"), docx(find("自评表"), FORM)))


def test_the_form_has_the_findings_that_it_was_made_for(expected: dict[str, object]) -> None:
    codes = {code for code, _ in expected["findings"]}  # type: ignore[attr-defined]
    assert codes == {"A101", "A104", "A114", "C103", "C104"}


def test_a_workbook_says_what_the_word_file_says(tmp_path: Path, expected: dict[str, object]) -> None:
    assert facts(audited(tmp_path, xlsx(find("自评表"), FORM))) == expected


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods", CSV], ids=["xls", "ods", "csv"])
def test_other_tables_say_what_the_word_file_says(tmp_path: Path, expected: dict[str, object], ending: str) -> None:
    assert facts(audited(tmp_path, converted(xlsx(find("自评表"), FORM), "xlsx", ending))) == expected
