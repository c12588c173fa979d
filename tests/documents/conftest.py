"""Tests of the readers do not depend on whether text recognition is installed; those that need it ask for it."""

from __future__ import annotations

import pytest

from wenxiao.documents import pictures


@pytest.fixture(autouse=True)
def _without_recognition(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("ocr") is None:
        monkeypatch.setattr(pictures, "installed", lambda: None)
