from __future__ import annotations

from backend.teacher.protocol import Order, Sampling
from backend.teacher.remote.price import Price, amount, estimated, prompt_tokens, text_tokens
from tests.backend.teacher.remote.conftest import CHAT, TUNED


def test_prices_are_of_a_million_tokens() -> None:
    assert Price(0.15, 0.6).of(1000, 500) == (1000 * 0.15 + 500 * 0.6) / 1e6


def test_scripts_with_more_tokens_a_letter_are_estimated_higher() -> None:
    assert text_tokens("book a table") == 3
    assert text_tokens("закажи столик") == 7
    assert text_tokens("予約して") == 4
    assert text_tokens("") == 0


def test_an_estimate_counts_every_prompt_once_or_once_for_each_output() -> None:
    one, other = prompt_tokens(CHAT), prompt_tokens(TUNED)
    orders = [Order(CHAT, 4), Order(TUNED, 2)]
    found = estimated(orders, Sampling(max_new_tokens=64), Price(1.0, 10.0))
    assert (found.prompts, found.outputs) == (2, 6)
    assert (found.input_tokens, found.most_input_tokens) == (one + other, 4 * one + 2 * other)
    assert found.most_output_tokens == 6 * 64
    assert found.cost == (one + other + 3840) / 1e6
    assert found.most_cost == (4 * one + 2 * other + 3840) / 1e6
    assert "estimated from the characters" in found.text


def test_a_long_request_is_taken_to_go_on_as_it_begins() -> None:
    begun, whole = (estimated([Order(CHAT, 4)] * 2, Sampling(), Price(1.0, 2.0), outputs) for outputs in (8, 80))
    assert (begun.prompts, whole.prompts, whole.outputs) == (2, 20, 80)
    assert whole.most_input_tokens == 10 * begun.most_input_tokens
    assert whole.cost is not None
    assert begun.cost is not None
    assert round(whole.cost, 9) == round(10 * begun.cost, 9)


def test_without_prices_the_cost_is_said_to_be_unknown() -> None:
    found = estimated([Order(CHAT, 1)], Sampling(), None)
    assert found.cost is None
    assert "not known" in found.text
    assert " to " not in found.text


def test_small_amounts_keep_their_digits() -> None:
    assert [amount(cost) for cost in (1234.5, 0.1, 0.0123, 0.00001, 0.0)] == [
        "1,234.50",
        "0.10",
        "0.0123",
        "less than 0.0001",
        "0.00",
    ]
