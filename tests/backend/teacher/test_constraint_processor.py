"""A model that is held to grammars while it writes a batch."""

from __future__ import annotations

import pytest

from backend.domain.request import Include
from backend.methods import method
from backend.teacher.constraint_processor import ConstraintProcessor
from backend.teacher.protocol import Order, Sampling, Teacher, reply_tokens
from tests.backend.teacher.constraining import (
    ANY_CITY_ON_A_DAY,
    END,
    PAD_TO,
    constrainer,
    grammar,
    prompt,
)
from tests.backend.teacher.vocabularies import byte_level


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
