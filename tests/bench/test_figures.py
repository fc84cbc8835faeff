from __future__ import annotations

from typing import Any

from backend.domain.candidate import Candidate, Verdict
from backend.domain.notation import write_typed
from backend.domain.schema import Intent, Schema
from backend.domain.utterance import Span, Utterance
from bench.figures import distinct_2, mean_words, novel_values, spread, yields
from bench.rows import Part, line, row
from bench.snips import NewIntent


def said(text: str, at: int, end: int) -> Utterance:
    return Utterance(text, "order", "en", (Span(at, end, "dish"),))


SOUP, RICE = said("one soup", 4, 8), said("two rice please", 4, 8)
KEPT = Candidate("one [1 soup ]", SOUP, (Verdict("well-formed", True),), 0, tokens=6)
DROPPED = Candidate("two [1 rice", None, (Verdict("well-formed", False),), 1, tokens=4)


def test_yields_count_what_was_kept_and_why_the_rest_was_not() -> None:
    assert yields([KEPT, DROPPED, DROPPED]) == {"kept": 1, "well-formed": 2}


def test_distinct_2_and_words_of_nothing_are_zero() -> None:
    assert (distinct_2([]), distinct_2(["hello"]), mean_words([])) == (0.0, 0.0, 0.0)
    assert mean_words([SOUP, RICE]) == 2.5


def test_a_value_is_novel_when_no_seed_holds_it_under_its_slot() -> None:
    assert novel_values([SOUP, RICE], [said("a Soup!", 2, 6)]) == (1, 2)


def test_the_spread_is_mean_least_and_most() -> None:
    assert spread([1.0, 2.0, 6.0]) == {"mean": 3.0, "min": 1.0, "max": 6.0}


def as_cached(one: Candidate) -> dict[str, Any]:
    said = write_typed(one.utterance) if one.utterance else None
    dropped = one.dropped_for.check if one.dropped_for else None
    return {"raw": one.raw, "utterance": said, "dropped_for": dropped, "tokens": one.tokens}


def test_a_row_puts_parts_together_with_the_spread_over_draws() -> None:
    intent = NewIntent("order", Schema((Intent("order"),)), (RICE,), (SOUP, RICE))
    kept, dropped = as_cached(KEPT), as_cached(DROPPED)
    figures = row([[Part(intent, [kept, dropped], 2.0)], [Part(intent, [kept, kept], 1.0)]])
    assert figures["raw"] == 4
    assert figures["yield"] == {"kept": 3, "well-formed": 1}
    assert figures["well_formed_with_exact_labels"] == 3
    assert figures["kept_share"] == {"mean": 0.75, "min": 0.5, "max": 1.0}
    assert figures["kept_per_second"] == {"mean": 1.25, "min": 0.5, "max": 2.0}
    assert figures["tokens_per_second"] == round(22 / 3, 1)
    assert figures["novel_value_share"] == 1.0
    assert "kept 3 of 4" in line("tuned", figures)
