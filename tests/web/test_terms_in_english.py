"""Terms of the official forms are English on English pages, with the Chinese term beside them; the forms themselves stay Chinese."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet

pytestmark = pytest.mark.django_db

TERMS = "产出|效益|满意度|成本|决策|过程|数量|质量|时效|社会效益|生态效益|可持续影响|项目立项|资金管理|组织实施|预算执行率|达成年度指标"
#: A term that stands for itself, at the beginning of what a page says or after a dot.
BARE = re.compile(rf"(?:>|· )\s*(?:{TERMS})\s*(?:<|·| \d)")


def pages():
    approved = TargetSet.objects.filter(state="approved").first()
    report = Monitoring.objects.filter(progress__isnull=False).first()
    judged = Evaluation.objects.filter(state="final").first()
    own = SelfEvaluation.objects.exclude(grade="").first()
    return {
        "targets": approved.get_absolute_url(),
        "library": "/targets/library/",
        "indicator": "/targets/library/new/",
        "monitoring": report.get_absolute_url(),
        "evaluation": judged.get_absolute_url(),
        "self-evaluation": own.get_absolute_url(),
        "project": f"/projects/{approved.year_id}/",
        "evaluated": f"/projects/{judged.year_id}/",
    }


@pytest.mark.parametrize(
    "room", ["targets", "library", "indicator", "monitoring", "evaluation", "self-evaluation", "project", "evaluated"]
)
def test_terms_of_english_pages_are_english(as_user, room):
    client, at = as_user("performance"), pages()[room]
    assert BARE.search(client.get(at).content.decode())
    client.post("/language/", {"language": "en", "back": "/"})
    page = client.get(at).content.decode()
    assert not BARE.search(page), BARE.search(page)
    assert re.search(r"(?:output|decision|quantity) \((?:产出|决策|数量)\)", page)


def test_what_is_entered_and_exported_stays_chinese(as_user):
    client = as_user("performance")
    client.post("/language/", {"language": "en", "back": "/"})
    page = client.get("/targets/library/?level1=产出").content.decode()
    assert '<option value="产出" selected>output (产出)</option>' in page
    own = SelfEvaluation.objects.exclude(grade="").first()
    form = openpyxl.load_workbook(io.BytesIO(client.get(f"{own.get_absolute_url()}form.xlsx").content))
    cells = {cell for row in form.active.iter_rows(values_only=True) for cell in row}
    assert not any("output" in str(cell) for cell in cells)


@pytest.mark.parametrize(
    ("who", "at", "chinese", "said"),
    [
        ("lead", "/territory/catalogue/conditions/", "工作时|工作日|自然日", "4 working hours"),
        ("lead", "/territory/rules/", "工作时|工作日", "0.25 working hours"),
        ("lead", "/territory/rules/new/", r"\d工作时", 'value="0.25 working hours"'),
        ("lead", "/fieldwork/", "格·日|人次", "grid-days"),
        ("admin", "/grid/agencies/import/posts/", r"(?<!\()单位代码", "agency (单位代码)"),
        ("lead", "/territory/import/staff/", r"(?<!\()工号", "Number (工号)"),
        ("performance", "/evaluation/reviews/draw/?year=2025", "基本：|自评满分", "each: 1"),
    ],
)
def test_words_of_the_site_are_english(as_user, who, at, chinese, said):
    client = as_user(who)
    assert re.search(chinese, client.get(at).content.decode())
    client.post("/language/", {"language": "en", "back": "/"})
    page = client.get(at).content.decode()
    assert not re.search(chinese, page), re.search(chinese, page)
    assert said in page
