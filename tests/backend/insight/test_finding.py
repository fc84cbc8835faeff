"""Ranks and the sentences that explain them."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.candidate import Verdict
from backend.insight import doubting_labels, doubting_text
from backend.insight.context import Context
from backend.insight.doubts import RISKS, risk
from backend.insight.finding import finding
from backend.insight.prediction import Prediction
from backend.insight.reliance import Reliance
from backend.insight.score import Score
from backend.insight.slot_score import SlotScore
from backend.insight.tried import Tried
from tests.backend.insight.rows import ACCEPTED, KNOWS, context, row


def test_what_is_new_comes_before_more_of_the_same_and_what_is_doubted_last_or_first() -> None:
    known = context(ACCEPTED * 3).knowledge
    near = Context(known, same_intent=0.97, embedded=True)
    doubted = finding(row("a tandem tandem tandem for [duration : two hours]"), near)
    new = finding(row("what would a [kind : recumbent] cost"), Context(known, same_intent=0.4, embedded=True))
    same = finding(row("rent me a [kind : tandem]"), near)
    assert 0 <= new.rank < same.rank < doubted.rank <= 1
    assert 0 <= doubted.doubt_rank < new.doubt_rank < same.doubt_rank <= 1
    assert [verdict.check for verdict in doubted.doubts] == ["no-repetition", "values-labelled"]
    assert [verdict.detail for verdict in doubted.doubts] == [
        "said over and over: tandem",
        "without a label: tandem is known as kind",
    ]
    assert new.why == ("“recumbent” is a new value of kind.", "It is worded unlike the accepted ones of rent_bike.")
    assert same.why == ("It is much like what has been accepted.",)


def test_what_is_missing_altogether_is_said() -> None:
    empty = Context(context(()).knowledge, embedded=True)
    assert finding(row("a [kind : tandem]"), empty).why == (
        "No accepted utterance holds kind yet.",
        "No accepted utterance of rent_bike yet.",
    )
    assert finding(row("a [kind : tandem]"), context()).why == ("Few accepted utterances hold kind.",)


def test_of_unscored_ones_those_of_a_method_that_was_mostly_rejected_come_last_and_it_is_said() -> None:
    tried = {"recombine": Tried(15, 20), "clasp-rs": Tried(0, 20)}
    known = replace(context(ACCEPTED * 3).knowledge, reliance=Reliance(tried))
    new, same = row("what would a [kind : recumbent] cost"), row("rent me a [kind : tandem]")
    garbled = finding(replace(new, method="clasp-rs"), Context(known, same_intent=0.4, embedded=True))
    right = finding(replace(same, method="recombine"), Context(known, same_intent=0.97, embedded=True))
    untried = finding(replace(same, method="linguist"), Context(known, same_intent=0.97, embedded=True))
    assert right.rank < untried.rank < garbled.rank
    assert garbled.why[-1] == "Of 20 by clasp-rs that were decided, 0 were accepted."
    assert right.why == untried.why == ("It is much like what has been accepted.",)


def test_a_sure_student_counts_more_than_an_unsure_one() -> None:
    text = row("hello there", "say_hello")
    ranks = [
        finding(text, context(prediction=Prediction("rent_bike", sure, (), KNOWS))).doubt_rank for sure in (0.9, 0.3)
    ]
    assert ranks[0] < ranks[1] < finding(text, context()).doubt_rank


def test_the_less_probable_a_slot_the_sooner_it_is_doubted() -> None:
    text = row("a [kind : tandem] please")
    scores = [SlotScore(probability, "tandem", "kind", "part", 0.9) for probability in (0.00001, 0.005, 0.02)]
    ranks = [finding(text, context(slots=score)).doubt_rank for score in scores]
    assert ranks[0] < ranks[1] < ranks[2]
    assert [bool(finding(text, context(slots=score)).doubts) for score in scores] == [True, True, False]


def test_what_is_new_comes_first_only_where_its_labels_are_probable() -> None:
    known = context(ACCEPTED * 3).knowledge

    def ranked(similarity: float, *probable: float | None) -> float:
        intent, slots = probable
        score = None if intent is None else Score(intent, 0.0, "rent_bike", 0.9)
        fit = None if slots is None else SlotScore(slots, "tandem", "kind", "kind", 0.9)
        return finding(row("a [kind : tandem]"), Context(known, (), similarity, True, None, score, fit)).rank

    new, same = 0.4, 0.97
    assert ranked(new, 0.9, 0.9) < ranked(same, 0.9, 0.9)
    assert ranked(same, 0.9, 0.9) < ranked(new, 0.9, 0.3)
    assert ranked(same, 0.9, 0.9) < ranked(new, 0.3, 0.9)
    assert ranked(same, 0.9, 0.9) < ranked(same, 0.9, None) < ranked(same, 0.9, 0.3)


def test_every_check_has_its_risk_and_the_name_of_its_function() -> None:
    checks = {
        function.__name__.replace("_", "-"): function
        for module in (doubting_labels, doubting_text)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert checks.keys() == RISKS.keys()
    for name, check in checks.items():
        assert check(row("a bike"), context()) == Verdict(name, True)


@given(
    st.lists(st.sampled_from(sorted(RISKS)), unique=True),
    st.dictionaries(st.sampled_from(sorted(RISKS)), st.floats(0, 1)),
)
def test_more_doubts_never_make_less_risk(names: list[str], confidence: dict[str, float]) -> None:
    failed = [Verdict(name, False) for name in names]
    risks = [risk(failed[:n], confidence) for n in range(len(failed) + 1)]
    assert risks == sorted(risks)
    assert all(0 <= one <= 1 for one in risks)


def test_no_doubt_is_no_risk() -> None:
    assert risk(()) == 0.0
    assert risk([Verdict("no-markup", False), Verdict("in-catalogue", False)]) == pytest.approx(0.76)
