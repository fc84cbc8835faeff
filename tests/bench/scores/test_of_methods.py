"""A review that learns which methods are right, beside one that does not."""

from __future__ import annotations

from bench.scores.of_methods import DECISIONS, Review, reviewed, summed
from bench.students.vectors import Vectors
from tests.backend.students.hashing import HashingEncoder
from tests.bench.students.conftest import ORDER, booked

CITIES = [
    f"{before}{behind}" for before in ("al", "ber", "cor", "dun", "el", "far") for behind in ("ta", "by", "mo", "ni")
]


def test_what_a_bad_method_wrote_is_left_for_the_end_by_a_review_that_learns() -> None:
    good = [(booked("fly to", city), "linguist") for city in CITIES]
    bad = [(booked(f"{city} wards of {place}", city), "paraphrase") for place, city in enumerate([*CITIES, *CITIES])]
    written = [one for pair in zip(good, bad[::2], bad[1::2], strict=True) for one in pair]
    right = [method == "linguist" for _, method in written]
    encoder = HashingEncoder()
    review = reviewed([booked("fly to", "oslo")], ORDER, written, right, Vectors(lambda: encoder))
    assert review.methods == {"linguist": (24, 24), "paraphrase": (0, 48)}
    assert review.without["50"] < review.learning["50"] == 24
    assert review.without["200"] == review.learning["200"] == 24, "all of them are decided by then"


def test_differences_are_taken_review_by_review() -> None:
    one = Review({}, dict.fromkeys(DECISIONS, 10), dict.fromkeys(DECISIONS, 16))
    other = Review({}, dict.fromkeys(DECISIONS, 40), dict.fromkeys(DECISIONS, 38))
    found = summed({("a", 0): one, ("a", 1): other})
    assert list(found) == ["50", "100", "200"]
    assert (found["100"]["without"]["mean"], found["100"]["learning"]["mean"]) == (25, 27)
    more = found["100"]["more"]
    assert (more["mean"], more["min"], more["max"], more["better"], more["worse"]) == (2, -2, 6, 1, 1)
