"""The collector of cycles is off while a text is read, and nothing is lost by it."""

import gc
from collections.abc import Iterator

import pytest

from wenxiao.reading.collector import no_cycles
from wenxiao.reading.pipeline import read_text

TEXT = (
    "一、河道保洁项目\n年初预算100.00万元，支出80.00万元，执行率80.00%。\n全年共完成30处，其中甲10处、乙20处。\n" * 20
)


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_off_inside_and_on_again_after() -> None:
    with no_cycles():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), no_cycles():
        raise ValueError("broken")
    assert gc.isenabled()


def test_whoever_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    with no_cycles():
        pass
    assert not gc.isenabled()


def test_a_reading_leaves_no_cycles_behind() -> None:
    read_text(TEXT)  # what is made once, on the first reading
    gc.collect()
    gc.disable()
    reading = read_text(TEXT)
    assert gc.collect() == 0
    assert reading.projects
