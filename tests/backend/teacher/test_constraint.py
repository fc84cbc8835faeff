"""Which tokens a grammar lets come next."""

from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue, Unavailable
from backend.domain.request import Include
from backend.teacher.constraint import Constrainer
from tests.backend.teacher.constraining import (
    ANY_CITY_ON_A_DAY,
    END,
    PAD_TO,
    constrainer,
    grammar,
)
from tests.backend.teacher.vocabularies import byte_level, t5, word_piece

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


def test_a_tokenizer_that_cannot_be_read_says_what_to_do() -> None:
    with pytest.raises(Unavailable, match=r"neither byte-level nor SentencePiece.*Switch the grammar off"):
        constrainer(word_piece())
    with pytest.raises(Unavailable, match=r"without an end.*Switch the grammar off"):
        Constrainer(byte_level(), 300, [])
