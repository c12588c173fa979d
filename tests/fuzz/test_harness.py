"""The fuzzer itself: every format has files to spoil, a case comes again from its seed, and few of them are read at once."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz import __main__ as harness
from tests.fuzz.attempt import attempt
from tests.fuzz.mutations import spoilt
from tests.fuzz.sources import sources
from wenxiao.documents import pictures

pytestmark = pytest.mark.slow  # LibreOffice makes some of the files


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt changes its process for good; here it is given back."""
    monkeypatch.setattr(pictures, "installed", pictures.installed)
    monkeypatch.setenv("WENXIAO_SOFFICE", "")


def test_files_as_they_are_are_read(tmp_path: Path) -> None:
    files = sources()
    assert {"docx", "doc", "pdf", "ofd", "xlsx", "csv", "html", "mht", "zip"} <= set(files)
    for name, several in files.items():
        for data in several:
            path = tmp_path / f"case.{name}"
            path.write_bytes(data)
            assert attempt(str(path)) == ("read", ""), name


def test_a_seed_gives_the_same_cases_again() -> None:
    files = sources()
    for name in ("docx", "pdf", "ofd", "doc"):
        one, other = (spoilt(files[name][0], Random(f"7:{name}:1")) for _ in range(2))
        assert one == other != files[name][0]


def test_spoilt_files_are_read_or_refused_and_a_fault_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number, data in harness.cases(7, ["docx", "csv", "ofd"]):
        if number == 4:
            break
        path = tmp_path / f"case.{name}"
        path.write_bytes(data)
        assert attempt(str(path))[0] in ("read", "refused")
    monkeypatch.setattr("tests.fuzz.attempt.open_document", lambda _: [][0])
    path.write_bytes(b"a")
    outcome, told = attempt(str(path))
    assert outcome == "fault"
    assert "IndexError" in told
