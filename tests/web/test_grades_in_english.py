"""A grade is a word of the site: on English pages it is English."""

from __future__ import annotations

import re

import pytest

from wenxiao.web.evaluation.models import Evaluation
from wenxiao.web.selfevaluation.models import SelfEvaluation

pytestmark = pytest.mark.django_db

GRADES = re.compile(r">[^<\w]*[\d. ]*(优|良|中|差)\s*<")


@pytest.mark.parametrize(
    "room", ["overview", "selfevaluation", "self-evaluation", "evaluation", "evaluation-one", "results", "project"]
)
def test_grades_of_english_pages_are_english(as_user, room):
    own = SelfEvaluation.objects.filter(grade="优").first()
    judged = Evaluation.objects.filter(state="final").exclude(grade="").first()
    at = {
        "overview": f"/overview/?year={own.year.year}",
        "selfevaluation": "/selfevaluation/",
        "self-evaluation": own.get_absolute_url(),
        "evaluation": "/evaluation/",
        "evaluation-one": judged.get_absolute_url(),
        "results": "/problems/results/",
        "project": f"/projects/{own.year_id}/",
    }[room]
    client = as_user("performance")
    chinese = client.get(at).content.decode()
    assert GRADES.search(chinese)
    client.cookies["django_language"] = "en"
    english = client.get(at).content.decode()
    assert not GRADES.search(english), GRADES.search(english)
    assert re.search(r"[>\s](excellent|good|fair|poor)\s*<", english)
