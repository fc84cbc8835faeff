"""A review that learns which methods are right, beside one that does not."""

from __future__ import annotations

from bench.scores.of_methods import BOTH, DECISIONS, NOTHING, WORDING, Review, reviewed, summed
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
    assert review.accepted[NOTHING]["50"] < review.accepted[BOTH]["50"] == 24
    assert {of["200"] for of in review.accepted.values()} == {24}, "all of them are decided by then"


def test_differences_are_taken_review_by_review() -> None:
    def review(*counts: int) -> Review:
        learns = zip((NOTHING, WORDING, BOTH), counts, strict=True)
        return Review({}, {name: dict.fromkeys(DECISIONS, count) for name, count in learns})

    found = summed({("a", 0): review(10, 12, 16), ("a", 1): review(40, 40, 38)})
    assert list(found["accepted"][NOTHING]) == ["50", "100", "200"]
    assert [found["accepted"][name]["100"]["mean"] for name in (NOTHING, WORDING, BOTH)] == [25, 26, 27]
    more = found["more"]["wording and methods over nothing"]["100"]
    assert (more["mean"], more["min"], more["max"], more["better"], more["worse"]) == (2, -2, 6, 1, 1)
