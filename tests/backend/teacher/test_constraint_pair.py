"""Two grammars at once: what both allow, and what becomes of a reply that both together cannot end."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from backend.domain.expression import Choice, Literal
from backend.domain.grammar import Grammar
from backend.teacher.constraint_pair import PairConstrainer
from tests.backend.teacher.conftest import save_tokenizer

END = 257


@pytest.mark.parametrize(
    ("second", "written", "follow"),
    [
        ("ab", "", {"Ġ", "a"}),
        ("ab", "a", {"b"}),
        ("ac", "a", {"<end>"}),
        ("ab", "ab", {"Ċ", "<end>"}),
        (None, "", {"Ġ", "a", "x"}),
    ],
)
def test_a_token_must_be_one_of_both_and_where_there_is_none_the_reply_ends(
    second: str | None, written: str, follow: set[str], tmp_path: Path
) -> None:
    from transformers import AutoTokenizer

    save_tokenizer(tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    constrainer = PairConstrainer(tokenizer, 258, [END])
    first = Grammar(Choice((Literal("ab"), Literal("xy"))))
    matcher = constrainer.pair(first, Grammar(Literal(second)).lark if second else None)
    for token in tokenizer(written).input_ids:
        matcher.consume(token)
    logits = torch.zeros(2, 258)
    constrainer.mask(logits, [matcher, None])
    assert set(tokenizer.convert_ids_to_tokens((logits[0] == 0).nonzero()[:, 0])) == follow
    assert (logits[1] == 0).all()
    matcher.begin_again()
    assert not matcher.is_finished
