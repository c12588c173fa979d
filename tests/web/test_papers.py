"""The files of what was approved: each is there in its formats, and the engine that reads them finds nothing wrong."""

from __future__ import annotations

import pytest

from wenxiao.web.monitoring.models import Monitoring
from wenxiao.web.reports.papers import NotSettledError, files
from wenxiao.web.selfevaluation.models import SelfEvaluation
from wenxiao.web.targets.models import TargetSet


@pytest.mark.parametrize(
    ("model", "state"), [(TargetSet, "approved"), (Monitoring, "closed"), (SelfEvaluation, "accepted")]
)
def test_an_approved_form_comes_as_word_and_as_workbook(db, model, state):  # type: ignore[no-untyped-def]
    made = files(model.objects.filter(state=state).first())
    assert [name.rsplit(".", 1)[1] for name, _, _ in made] == ["docx", "xlsx"]
    assert all(content.startswith(b"PK") and "officedocument" in kind for _, kind, content in made)


def test_what_is_on_its_way_has_no_paper_yet(db):  # type: ignore[no-untyped-def]
    with pytest.raises(NotSettledError):
        files(SelfEvaluation.objects.filter(state="draft").first())
    with pytest.raises(TypeError):
        files(object())
