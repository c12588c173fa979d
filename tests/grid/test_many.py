"""Many indicators in one pass say what each says alone; planted defects come out as their numbers say."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

from proof.grid.made import KINDS, PERIOD, codes, known, logs
from wenxiao.grid.buckets import Finish, View
from wenxiao.grid.cases import fold
from wenxiao.grid.evidence import snapshot
from wenxiao.grid.many import BY, Many
from wenxiao.grid.rates import indicators, newest, of_person, of_street, of_unit, rates_by, readings
from wenxiao.grid.stored import kept, restored

NUMBERS = {kind: 2 + at % 5 for at, kind in enumerate(KINDS)}
CUTOFF = PERIOD.end + timedelta(days=3)
KEYS = {"all": lambda _case, _entry: "", "street": of_street, "unit": of_unit, "person": of_person}


@pytest.fixture(scope="module")
def cases():
    return [restored(kept(fold(log))) for log in logs(NUMBERS)]


@pytest.mark.parametrize("reading", readings())
@pytest.mark.parametrize("finish", Finish)
def test_one_pass_says_what_each_indicator_says_alone(cases, reading, finish):
    many = Many(indicators().values(), PERIOD, CUTOFF, finish=finish, reading=reading).read(cases)
    for indicator in indicators().values():
        for view in View:
            for by in BY:
                alone = rates_by(indicator, cases, KEYS[by], PERIOD, CUTOFF, view=view, finish=finish, reading=reading)
                found = many.rates(indicator, view, by)
                for group, rate in alone.items():
                    mine = found[group]
                    assert sorted(mine.numerator) == sorted(rate.numerator)
                    assert sorted(mine.denominator) == sorted(rate.denominator)
                    assert {b: sorted(ids) for b, ids in mine.excluded.items()} == {
                        b: sorted(ids) for b, ids in rate.excluded.items()
                    }
                assert set(found) - set(alone) <= {""}


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("view", View)
def test_planted_defects_are_counted_exactly(cases, code, view):
    rate = Many([newest(code)], PERIOD, CUTOFF).read(cases).rates(newest(code), view)[""]
    assert (len(rate.numerator), len(rate.denominator)) == known(NUMBERS, code, view)


def test_streets_add_up_to_the_district(cases):
    many = Many(indicators().values(), PERIOD, CUTOFF).read(cases)
    for indicator in indicators().values():
        whole, parts = many.rates(indicator)[""], many.rates(indicator, by="street").values()
        assert sorted(whole.numerator) == sorted(name for part in parts for name in part.numerator)


def test_nothing_is_none_and_not_zero():
    rate = Many([newest("closed")], PERIOD, CUTOFF).rates(newest("closed"))[""]
    assert (rate.value, rate.denominator) == (None, ())


def test_shares_that_were_read_apart_are_as_one_that_read_all(cases):
    whole = Many(indicators().values(), PERIOD, CUTOFF).read(cases)
    shares = [pickle.loads(pickle.dumps(Many(indicators().values(), PERIOD, CUTOFF))) for _ in range(3)]
    for at, share in enumerate(shares):
        share.read(cases[at::3])
    first, *rest = shares
    for other in rest:
        first.absorb(pickle.loads(pickle.dumps(other)))
    for indicator in indicators().values():
        for view in View:
            for by in BY:
                assert digests(first, indicator, view, by) == digests(whole, indicator, view, by)


def digests(many, indicator, view, by):
    return {group: snapshot(rate).digest for group, rate in many.rates(indicator, view, by).items()}
