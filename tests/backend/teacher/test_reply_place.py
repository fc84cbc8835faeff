from __future__ import annotations

from backend.teacher.reply_place import Place


def test_brackets_that_belong_to_the_text_begin_no_value() -> None:
    place = Place()
    for token, text in enumerate([" a", " \\", "[", "1", " b", " [", "2", " \\", "]", " x", " ]", " c"]):
        place.add(token, text)
    assert place.items == [-1, 0, 1, 2, 3, 4, 5, 6, "2", 11]


def test_what_closes_a_value_and_opens_the_next_may_be_one_token() -> None:
    place = Place()
    for token, text in enumerate([" [", "1", " a", "][", "2", " b", "]"]):
        place.add(token, text)
    assert place.items == [-1, 0, 1, "1", 4, "2"]
    assert place.is_after_value
    assert not place.in_value


def test_it_is_told_where_a_reply_stands() -> None:
    place, told = Place(), []
    for token, text in enumerate([" to", " [", "1", "2", " os", "lo", " ]", " now"]):
        place.add(token, text)
        told.append((place.in_label, place.label, place.in_value, place.is_after_value, place.since_value))
    assert told == [
        (False, "", False, False, [0]),
        (True, "", False, False, [0, 1]),
        (True, "1", False, False, [0, 1, 2]),
        (True, "12", False, False, [0, 1, 2, 3]),
        (False, "12", True, False, [0, 1, 2, 3]),
        (False, "12", True, False, [0, 1, 2, 3]),
        (False, "12", False, True, []),
        (False, "12", False, False, [7]),
    ]
