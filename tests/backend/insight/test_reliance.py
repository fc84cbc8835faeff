"""How far methods are relied on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.insight.reliance import Reliance
from backend.insight.tried import Tried

tried = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Tried(pair[0], sum(pair)))


def test_nothing_follows_where_nothing_was_decided_or_all_was_accepted() -> None:
    assert Reliance().on("linguist") == 1.0
    assert Reliance({"linguist": Tried(40, 40)}).on("linguist") == 1.0


def test_two_that_were_accepted_as_often_are_relied_on_alike() -> None:
    known = Reliance({"linguist": Tried(6, 10), "paraphrase": Tried(60, 100)})
    assert known.on("linguist") == pytest.approx(known.on("paraphrase"), abs=0.01)


def test_of_methods_that_were_only_rejected_one_that_was_not_tried_is_relied_on_most() -> None:
    known = Reliance({"clasp-rs": Tried(0, 20), "paraphrase": Tried(0, 4)})
    assert known.on("clasp-rs") < known.on("paraphrase") < known.on("recombine") == 1.0


def test_the_first_decisions_move_it_little() -> None:
    assert Reliance({"recombine": Tried(1, 1), "clasp-rs": Tried(0, 1)}).on("clasp-rs") > 0.5
    assert Reliance({"recombine": Tried(10, 10), "clasp-rs": Tried(0, 10)}).on("clasp-rs") < 0.25


@given(st.dictionaries(st.sampled_from("abcd"), tried), st.sampled_from("abcde"))
def test_it_is_a_share_of_the_best(methods: dict[str, Tried], asked: str) -> None:
    known = Reliance(methods)
    assert 0 <= known.on(asked) <= 1
    assert max(known.on(method) for method in [*methods, "not tried"]) == pytest.approx(1.0)
