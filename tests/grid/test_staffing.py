"""五进网格: posts and people."""

from __future__ import annotations

from datetime import date

from wenxiao.grid.staffing import Assignment, needs, staffing

DAY, START = date(2018, 10, 8), date(2018, 1, 1)


def column(grid: str, **changed: int) -> list[Assignment]:
    return [
        Assignment(grid, f"{grid}-{role.name}-{n}", role.name, START)
        for role in needs()
        for n in range(changed.get(role.name, role.least))
    ]


def test_seven_people_and_a_head() -> None:
    assert sum(role.least for role in needs()) == 8
    found = staffing(["A", "B"], [*column("A"), *column("B")], DAY)
    assert (found.grids, found.reached, found.posts, found.people, found.shortages) == (2, 2, 16, 16, ())


def test_too_few_and_too_many() -> None:
    found = staffing(["A", "B", "C"], [*column("A", police=0), *column("B", grid_head=2), *column("C")], DAY)
    assert found.reached == 1
    assert [(each.grid, each.role.name, each.have) for each in found.shortages] == [
        ("A", "police", 0),
        ("B", "grid_head", 2),
    ]


def test_one_person_in_three_grids_is_three_posts() -> None:
    every = [a for grid in "ABC" for a in column(grid, police=0)]
    every += [Assignment(grid, "民警", "police", START) for grid in "ABC"]
    found = staffing("ABC", every, DAY)
    assert (found.reached, found.posts, found.people, found.spread) == (3, 24, 22, ())


def test_a_full_time_supervisor_has_one_grid() -> None:
    every = [a for grid in "AB" for a in column(grid, supervisor=0)]
    every += [Assignment(grid, "监督员", "supervisor", START) for grid in "AB"]
    assert staffing("AB", every, DAY).spread == (("监督员", ("A", "B")),)


def test_who_has_left_or_not_come_does_not_count() -> None:
    every = column("A", supervisor=0)
    left = Assignment("A", "甲", "supervisor", START, date(2018, 10, 7))
    coming = Assignment("A", "乙", "supervisor", date(2018, 10, 9))
    assert staffing("A", [*every, left, coming], DAY).reached == 0
    assert staffing("A", [*every, left, coming], date(2018, 10, 7)).reached == 1
    twice = [Assignment("A", "甲", "sanitation", START)] * 2
    assert staffing("A", [*column("A", sanitation=0), *twice], DAY).reached == 0
