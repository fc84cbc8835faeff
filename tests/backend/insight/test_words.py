"""Known values found in texts."""

from __future__ import annotations

from backend.insight.words import found, words


def test_the_longest_value_is_found_and_nothing_twice() -> None:
    known = {("new", "york"), ("york",), ("new",), ("city",)}
    assert list(found(words("from New York, to york city", "en"), known, 2)) == [("new", "york"), ("york",), ("city",)]
    assert list(found((), known, 2)) == []
