from __future__ import annotations

from backend.domain.expression import Characters, Literal, Repeat, Series
from backend.domain.grammar import Grammar
from backend.teacher.protocol import Order, Sampling
from backend.teacher.remote.body import Ask, Habits, asks, request, request_seed
from backend.teacher.remote.grammar import grammar_fields
from tests.backend.teacher.remote.conftest import CHAT, TUNED

SAMPLING = Sampling(temperature=0.7, top_p=0.9, max_new_tokens=48)
GRAMMAR = Grammar(Series((Literal("[to : "), Repeat(Characters.of("abc"), 1, 9), Literal(" ]"))))
GBNF = GRAMMAR.gbnf


def test_turns_go_to_the_chat_with_all_that_was_set() -> None:
    ask = Ask(1, (0, 1, 2))
    path, body = request("m", Order(CHAT, 3), ask, SAMPLING, 5, Habits(), {})
    assert path == "chat/completions"
    assert body == {
        "model": "m",
        "messages": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "go"}],
        "temperature": 0.7,
        "top_p": 0.9,
        "max_tokens": 48,
        "seed": request_seed(5, ask),
        "n": 3,
    }


def test_a_completion_is_continued_as_it_stands_up_to_the_end_of_its_line() -> None:
    path, body = request("m", Order(TUNED, 3), Ask(0, (0,)), SAMPLING, 5, Habits(), {})
    assert path == "completions"
    assert body["prompt"] == "<intent> fly </intent>\n"
    assert body["stop"] == ["\n"]
    assert not {"n", "messages"} & set(body)


def test_a_grammar_ends_a_reply_by_itself() -> None:
    _, body = request("m", Order(TUNED, 3), Ask(0, (0,)), SAMPLING, 5, Habits(), {"grammar": GBNF})
    assert body["grammar"] == GBNF
    assert "stop" not in body


def test_a_reply_that_is_held_to_a_grammar_gets_the_tokens_to_end_by_it() -> None:
    order = Order(CHAT, 1, GRAMMAR)
    _, held = request("m", order, Ask(0, (0,)), SAMPLING, 5, Habits(), {"grammar": GBNF})
    _, free = request("m", order, Ask(0, (0,)), SAMPLING, 5, Habits(), {})
    assert (held["max_tokens"], free["max_tokens"]) == (48 + GRAMMAR.ending, 48)


def test_every_order_and_sample_has_a_seed_of_its_own_that_stays_the_same() -> None:
    seeds = [request_seed(5, Ask(order, (sample,))) for order in range(9) for sample in range(9)]
    assert len(set(seeds)) == 81
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert seeds[:9] == [request_seed(5, Ask(0, (sample,))) for sample in range(9)]


def test_what_is_stored_is_not_asked_for() -> None:
    orders = [Order(CHAT, 3, stored=frozenset({1})), Order(CHAT, 2, stored=frozenset({0, 1})), Order(TUNED, 1)]
    assert asks(orders, several=True) == [Ask(0, (0, 2)), Ask(2, (0,))]
    assert asks(orders, several=False) == [Ask(0, (0,)), Ask(0, (2,)), Ask(2, (0,))]


def test_a_server_teaches_what_it_does_not_take() -> None:
    named = "Unsupported fields in the request: {'seed'}"
    assert Habits().learned(named, "", 4) == Habits(seed=False)
    openai = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    assert Habits().learned(openai, "max_tokens", 1) == Habits(limit="max_completion_tokens")
    assert Habits().learned("bad request", "stop", 1) == Habits(stop=False)
    assert Habits().learned("bad request", "", 4) == Habits(several=False)
    assert Habits().learned("Unsupported fields: {'n'}", "", 2) == Habits(several=False)
    assert Habits().learned("the prompt is too long", "messages", 1) is None
    assert Habits(seed=False).learned(named, "", 1) is None


def test_each_server_takes_the_grammar_its_own_way() -> None:
    assert grammar_fields(GRAMMAR, "auto", "vllm") == {"structured_outputs": {"grammar": GBNF}}
    assert grammar_fields(GRAMMAR, "auto", "llama.cpp") == {"grammar": GBNF}
    assert grammar_fields(GRAMMAR, "auto", "") == {}
    assert grammar_fields(GRAMMAR, "llama.cpp", "") == {"grammar": GBNF}
    assert grammar_fields(GRAMMAR, "none", "vllm") == {}
    assert grammar_fields(None, "vllm", "vllm") == {}
