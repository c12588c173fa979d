"""Records behave as frozen dataclasses do."""

from dataclasses import replace

from wenxiao.quantities.record import record


@record
class Place:
    name: str
    page: int = 1


@record
class Numbered:
    number: int
    words: str

    def __hash__(self) -> int:
        return self.number


def test_equal_fields_make_equal_values_with_one_hash() -> None:
    assert Place("a", 2) == Place("a", 2) != Place("a", 3)
    assert len({Place("a", 2), Place("a", 2), Place("a")}) == 2


def test_a_class_keeps_its_own_hash() -> None:
    assert hash(Numbered(7, "seven")) == 7


def test_a_copy_with_another_field_leaves_the_first_alone() -> None:
    place = Place("a")
    assert replace(place, page=4) == Place("a", 4)
    assert place == Place("a")


def test_there_is_no_room_for_other_attributes() -> None:
    assert not hasattr(Place("a"), "__dict__")
