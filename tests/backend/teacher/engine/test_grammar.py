"""Rows that are held to a grammar, among rows that are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend.domain.expression import Characters, Literal, Repeat, Series
from backend.domain.grammar import Grammar
from backend.domain.prompt import Message, Prompt
from backend.teacher.catalogue import open_teacher
from backend.teacher.protocol import Order, Sampling, Teacher

PLAYED = Grammar(Series((Literal("play [1 "), Repeat(Characters.of("abc"), 30, 200), Literal(" ] now"))))
SHORT = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=20)


def prompt(content: str) -> Prompt:
    return Prompt((Message("completion", content),), "play", "en", (), (), (), "t", "h")


@pytest.fixture(scope="module")
def teacher(decoder_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Teacher:
    return open_teacher(str(decoder_folder), cache=tmp_path_factory.mktemp("cache"), device="cpu", dtype="float32")


def test_every_constrained_row_is_whole_though_it_outgrows_the_limit_and_free_rows_are_cut(teacher: Teacher) -> None:
    orders = [Order(prompt("x"), 6, PLAYED), Order(prompt("a longer one, free"), 6)]
    outputs = list(teacher.sample(orders, SHORT, 1, lambda: False))
    assert len(outputs) == 12
    held = [output for output in outputs if output.order_index == 0]
    assert all(re.fullmatch(r"play \[1 [abc]{30,200} \] now", output.text) for output in held)
    assert all(output.tokens > 30 for output in held)
    assert all(output.tokens <= 20 for output in outputs if output.order_index == 1)
    assert len({output.text for output in held}) > 1


def test_a_constrained_batch_comes_out_the_same_again(teacher: Teacher) -> None:
    orders = [Order(prompt("x"), 4, PLAYED), Order(prompt("y"), 3)]
    first, again = (
        {(out.order_index, out.sample_index): out for out in teacher.sample(orders, SHORT, 5, lambda: False)}
        for _ in range(2)
    )
    assert first == again
