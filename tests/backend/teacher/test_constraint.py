"""Whatever a model would like to write, what it may write is a reply of the grammar, whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.grammar import Grammar
from backend.domain.parse_notation import read_parse
from backend.domain.parse_schema import ParseLabel, ParseSchema
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include
from backend.methods import method
from backend.methods.parse_grammar import any_parse
from backend.teacher.constraint import Constrainer, Matcher
from backend.teacher.constraint_processor import ConstraintProcessor
from backend.teacher.protocol import Order, Sampling, Teacher, reply_tokens
from tests.backend.teacher.vocabularies import byte_level, byte_level_of_gguf, gemma, llama, t5, word_piece

END, PAD_TO = 1, 7
LABELS = ((1, "city"), (2, "day"), *((number, f"s{number}") for number in range(3, 9)))


def prompt(*asked: Include, style: str = "tuned") -> Prompt:
    return Prompt((Message("completion", "abc"),), "fly", "en", LABELS, asked, (), f"linguist/{style}", "h")


def grammar(*asked: Include, style: str = "tuned") -> Grammar:
    return method("linguist").grammar(prompt(*asked, style=style))


ANY_CITY_ON_A_DAY = (Include("city"), Include("day", "é東"))


def constrainer(tokenizer: Any) -> Constrainer:
    return Constrainer(tokenizer, len(tokenizer) + PAD_TO, [END])


def drawn(
    made: Constrainer, matcher: Matcher, width: int, seed: int, liked: dict[int, float] | None = None
) -> list[int]:
    """Tokens that a model with random opinions writes, its end left out."""
    import torch

    opinions = torch.Generator().manual_seed(seed)
    tokens: list[int] = []
    while True:
        logits = torch.randn(1, width, generator=opinions)
        for token, bonus in (liked or {}).items():
            logits[0, token] += bonus
        made.mask(logits, [matcher])
        token = int(torch.multinomial(logits.softmax(-1), 1, generator=opinions))
        if token == END:
            return tokens
        matcher.consume(token)
        tokens.append(token)


def text_of(tokenizer: Any, tokens: list[int]) -> str:
    return tokenizer.decode(tokens, skip_special_tokens=True)


@pytest.mark.parametrize("style", ["tuned", "instruct"])
@pytest.mark.parametrize("make", [byte_level, byte_level_of_gguf, gemma, llama, t5])
def test_random_logits_write_nothing_but_whole_replies(make: Callable[[], Any], style: str) -> None:
    tokenizer = make()
    made, wanted = constrainer(tokenizer), grammar(*ANY_CITY_ON_A_DAY, style=style)
    for seed in range(12):
        tokens = drawn(made, made.matcher(wanted), len(tokenizer) + PAD_TO, seed)
        text = text_of(tokenizer, tokens)
        assert re.fullmatch(f" ?(?:{wanted.regex})\n?", text), text
        assert len(tokens) <= 4 * wanted.max_characters


@pytest.mark.parametrize("make", [byte_level, byte_level_of_gguf, gemma, llama, t5])
def test_after_its_free_tokens_a_reply_is_brought_to_its_end(make: Callable[[], Any]) -> None:
    tokenizer = make()
    made = constrainer(tokenizer)
    for style in ("tuned", "instruct"):
        wanted = grammar(*ANY_CITY_ON_A_DAY, *ANY_CITY_ON_A_DAY, style=style)
        for free in range(0, 40, 3):
            tokens = drawn(made, made.matcher(wanted, free), len(tokenizer) + PAD_TO, free)
            text = text_of(tokenizer, tokens)
            assert re.fullmatch(f" ?(?:{wanted.regex})\n?", text), text
            assert len(tokens) < free + wanted.ending


@pytest.mark.parametrize("make", [byte_level, byte_level_of_gguf, gemma, llama, t5])
def test_a_parse_that_has_used_up_its_free_tokens_is_closed_bracket_by_bracket(make: Callable[[], Any]) -> None:
    tokenizer = make()
    made = constrainer(tokenizer)
    labels = (ParseLabel("a", nests=("a", "b")), ParseLabel("b", nests=("a",), holds_value=True))
    wanted = Grammar(any_parse(ParseSchema("decoupled", roots=("a",), labels=labels, depth=5), "a"))
    for free in range(0, 40, 4):
        tokens = drawn(made, made.matcher(wanted, free), len(tokenizer) + PAD_TO, free)
        read_parse(text_of(tokenizer, tokens).strip())
        assert len(tokens) < free + wanted.ending


REPLY = " ab [1 ab é ] ab [2 é東 ] ab\n"


def test_every_token_of_a_reply_is_allowed_where_it_stands() -> None:
    import torch

    tokenizer = byte_level()
    made = constrainer(tokenizer)
    matcher = made.matcher(grammar(*ANY_CITY_ON_A_DAY))
    for token in tokenizer(REPLY).input_ids:
        logits = torch.zeros(1, len(tokenizer) + PAD_TO)
        made.mask(logits, [matcher])
        assert logits[0, token] == 0, tokenizer.decode([token])
        matcher.consume(token)
    assert matcher.is_finished


def test_a_reply_may_come_byte_by_byte() -> None:
    tokenizer = byte_level()
    matcher = constrainer(tokenizer).matcher(grammar(*ANY_CITY_ON_A_DAY))
    ((letters, _),) = tokenizer.backend_tokenizer.pre_tokenizer.pre_tokenize_str(REPLY)
    assert len(letters) == len(REPLY.encode())
    for token in tokenizer.convert_tokens_to_ids(list(letters)):
        assert not matcher.is_finished
        matcher.consume(token)
    assert matcher.is_finished


def test_a_token_across_the_end_of_a_value_is_allowed() -> None:
    import torch

    tokenizer = byte_level()
    made = constrainer(tokenizer)
    matcher = made.matcher(grammar(Include("city")))
    for token in tokenizer(" [1 ab").input_ids:
        matcher.consume(token)
    logits = torch.zeros(1, len(tokenizer) + PAD_TO)
    made.mask(logits, [matcher])
    allowed = {tokenizer.decode([token]) for token in range(len(tokenizer)) if logits[0, token] == 0}
    assert {" ]", " ", "a", " a", "ab"} <= allowed
    assert not {"]", "] ", "[", " [", "\n", "*\n"} & allowed
    for token in tokenizer(" ").input_ids:
        matcher.consume(token)
    logits = torch.zeros(1, len(tokenizer) + PAD_TO)
    made.mask(logits, [matcher])
    allowed = {tokenizer.decode([token]) for token in range(len(tokenizer)) if logits[0, token] == 0}
    assert {"]", "] ", "a", " ", " a"} <= allowed
    assert " ]" not in allowed


def test_values_are_as_long_as_the_model_likes_them() -> None:
    tokenizer = gemma()
    made, wanted = constrainer(tokenizer), grammar(Include("city"))
    closes = tokenizer.convert_tokens_to_ids("▁]")
    lengths = []
    for seed in range(30):
        text = text_of(tokenizer, drawn(made, made.matcher(wanted), len(tokenizer) + PAD_TO, seed, {closes: 6.5}))
        lengths.append(len(re.search(r"\[1 (.*) \]", text)[1]))
    assert sum(lengths) / len(lengths) < 6


def test_an_end_may_follow_only_where_the_reply_is_whole() -> None:
    import torch

    tokenizer = byte_level()
    made = constrainer(tokenizer)
    matcher = made.matcher(grammar(Include("city")))
    may_end = []
    for token in tokenizer("a[1 b ]").input_ids:
        matcher.consume(token)
        logits = torch.zeros(1, len(tokenizer) + PAD_TO)
        made.mask(logits, [matcher])
        may_end.append(bool(logits[0, END] == 0))
    assert may_end == [False] * (len(may_end) - 1) + [True]
    assert not matcher.is_finished
    matcher.consume(END)
    assert matcher.is_finished


def test_rows_are_masked_each_by_its_own_grammar_and_free_rows_not_at_all() -> None:
    import torch

    tokenizer = byte_level()
    made = constrainer(tokenizer)
    matchers = [made.matcher(grammar(Include("city"))), None, made.matcher(grammar())]
    for matcher in (matchers[0], matchers[2]):
        matcher.consume(tokenizer("a").input_ids[0])
    logits = torch.zeros(3, len(tokenizer) + PAD_TO)
    made.mask(logits, matchers)
    opening = tokenizer("[").input_ids[0]
    assert logits[:, opening].tolist() == [0, 0, float("-inf")]
    assert logits[:, END].tolist() == [float("-inf"), 0, 0]
    assert torch.equal(logits[1], torch.zeros(len(tokenizer) + PAD_TO))
    assert (logits[0, len(tokenizer) :] == float("-inf")).all()


def test_matchers_of_one_grammar_do_not_move_each_other() -> None:
    tokenizer = byte_level()
    made, wanted = constrainer(tokenizer), grammar(Include("city"))
    first, second = made.matcher(wanted), made.matcher(grammar(Include("city")))
    for token in tokenizer("[1 a ]\n").input_ids:
        first.consume(token)
    assert first.is_finished
    assert not second.is_finished


def test_a_token_that_is_not_allowed_is_refused() -> None:
    tokenizer = byte_level()
    matcher = constrainer(tokenizer).matcher(grammar(Include("city")))
    with pytest.raises(InvalidValue, match="does not allow"):
        matcher.consume(tokenizer("]").input_ids[0])


def test_a_reply_that_the_vocabulary_cannot_spell_ends_instead_of_failing() -> None:
    import torch

    tokenizer = t5()
    made = constrainer(tokenizer)
    matcher = made.matcher(grammar(Include("city", "zz")))
    for token in tokenizer.convert_tokens_to_ids(["[1", "▁"]):
        matcher.consume(token)
    logits = torch.zeros(1, len(tokenizer) + PAD_TO)
    made.mask(logits, [matcher])
    assert (logits[0] == 0).nonzero().flatten().tolist() == [END]
    matcher.consume(END)
    assert matcher.is_finished


def test_eight_slots_that_each_want_a_value_are_compiled_and_written() -> None:
    tokenizer = gemma()
    made = constrainer(tokenizer)
    wanted = grammar(*(Include(name) for _, name in LABELS))
    text = text_of(tokenizer, drawn(made, made.matcher(wanted, 40), len(tokenizer) + PAD_TO, 3))
    asked = prompt(*(Include(name) for _, name in LABELS))
    assert sorted(slot for slot, _ in method("linguist").read(asked, text).slots) == sorted(name for _, name in LABELS)


def test_a_tokenizer_that_cannot_be_read_says_what_to_do() -> None:
    with pytest.raises(Unavailable, match=r"neither byte-level nor SentencePiece.*Switch the grammar off"):
        constrainer(word_piece())
    with pytest.raises(Unavailable, match=r"without an end.*Switch the grammar off"):
        Constrainer(byte_level(), 300, [])


def test_the_processor_takes_in_what_was_drawn_and_leaves_ended_rows_alone() -> None:
    import torch

    tokenizer = byte_level()
    made, wanted = constrainer(tokenizer), grammar(Include("city"))
    processor = ConstraintProcessor(made, [made.matcher(wanted), None])
    written = tokenizer("[1 a ]").input_ids
    ids = torch.tensor([[9, 9], [9, 9]])
    for token in [*written, END, 0, 0]:
        scores = processor(ids, torch.zeros(2, len(tokenizer) + PAD_TO))
        assert (scores[1] == 0).all()
        ids = torch.cat([ids, torch.tensor([[token], [5]])], dim=1)
    assert (processor(ids, torch.zeros(2, len(tokenizer) + PAD_TO)) == 0).all()


@pytest.mark.parametrize("style", ["tuned", "instruct"])
def test_a_teacher_with_random_weights_writes_what_was_asked(tiny: Teacher, style: str) -> None:
    asked = [prompt(*ANY_CITY_ON_A_DAY, style=style), prompt(style=style), prompt(Include("s3"), style=style)]
    orders = [Order(one, 3, method("linguist").grammar(one)) for one in asked]
    sampling = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=40)
    outputs = list(tiny.sample(orders, sampling, 1, lambda: False))
    assert len(outputs) == 9
    for output in outputs:
        order = orders[output.order_index]
        utterance = method("linguist").read(order.prompt, output.text)
        assert sorted(slot for slot, _ in utterance.slots) == sorted(item.slot for item in order.prompt.asked)
        assert output.tokens <= reply_tokens(order, sampling)


def test_orders_with_and_without_a_grammar_share_a_batch(tiny: Teacher) -> None:
    held = Order(prompt(Include("city")), 2, grammar(Include("city")))
    sampling = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=10)
    outputs = list(tiny.sample([Order(prompt(), 2), held], sampling, 1, lambda: False))
    assert max(output.tokens for output in outputs if output.order_index == 0) <= 10
    assert all(method("linguist").read(held.prompt, out.text).slots for out in outputs if out.order_index == 1)
