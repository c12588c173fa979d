"""The five seeds through the desk: handed in, read, and the district at a glance."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.desking import file
from wenxiao.web.desk.models import Document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SEEDS.is_dir(), reason="no ../shared here")]


def test_the_seeds_are_read_and_give_an_overview(as_user, work):
    client = as_user("performance")
    paths = sorted(SEEDS.glob("*.txt"))
    answer = client.post(
        "/desk/upload/", {"title": "种子", "files": [file(path.read_bytes(), path.name) for path in paths]}
    )
    work()
    documents = list(Document.objects.filter(batch__title="种子"))
    assert len(documents) == len(paths) > 0
    assert {document.state for document in documents} == {"triage"}
    assert sum(document.errors + document.warnings for document in documents) > 0
    assert client.get(answer["Location"]).status_code == 200
    batch = documents[0].batch_id
    page = client.get(f"/desk/overview/?batch={batch}").content.decode()
    for document in documents:
        assert (document.organisation or "单位未确定") in page
        shown = client.get(document.get_absolute_url()).content.decode()
        assert document.title in shown
        for found in document.found.all():
            assert f'action="/desk/found/{found.pk}/"' in shown
    assert sum(document.found.count() for document in documents) == sum(
        int(cell) for cell in re.findall(r'<td class="cell s\d"><a [^>]*>(\d+)</a>', page)
    )
