"""What a teacher says instead of an utterance is told from what users say."""

from __future__ import annotations

import pytest

from backend.checks import CHECKS, PARSE_CHECKS
from backend.checks.refusal import refusal
from backend.domain.prompt import Message, Prompt
from backend.domain.utterance import Utterance


def said(text: str) -> Utterance:
    return Utterance(text, "book_table")


def prompt(*examples: str) -> Prompt:
    return Prompt(
        messages=(Message("completion", "x"),),
        intent="book_table",
        language="en",
        labels=(),
        asked=(),
        examples=tuple(map(said, examples)),
        template="paraphrase",
        template_hash="0" * 64,
    )


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I'm unable to write that in other words.",
        "i am very sorry but i cannot help you with a table",
        "I’m sorry for the confusion, but a table is furniture.",
        "Sorry, I can't assist with that request.",
        "I'm not able to provide a booking.",
        "I apologize, but as a model I have no table.",
        "As an AI, I do not eat.",
        "you are talking to a large language model",
        "Es tut mir leid, aber ich kann dir dabei nicht helfen.",
        "Je suis désolé, mais je ne peux pas répondre.",
        "Lo siento, pero no puedo ayudar con eso.",
        "Desculpe, mas não posso ajudar.",
    ],
)
def test_a_teacher_that_declines_has_written_no_utterance(text: str) -> None:
    verdict = refusal(said(text), prompt("a table for two"))
    assert not verdict.passed
    assert verdict.detail.startswith("the teacher declines: ")


@pytest.mark.parametrize(
    "text",
    [
        "i'm sorry but we have to cancel the table for two",
        "i'm sorry but i can't make it tonight, cancel my table",
        "i'm sorry but i can only come at eight",
        "sorry, can you book it for eight instead",
        "i can't find my booking",
        "i'm unable to come on friday, cancel my table",
        "is there a table as an aide to the chef",
        "lo siento, cancela la mesa",
        "es tut mir leid, aber ich kann heute nicht kommen",
        "je suis désolé, mais je ne peux pas venir",
    ],
)
def test_a_user_may_be_sorry(text: str) -> None:
    assert refusal(said(text), prompt()).passed


def test_where_an_example_reads_so_too_it_is_what_users_say() -> None:
    text = "I'm sorry, but I can not answer."
    assert not refusal(said(text), prompt("a table for two")).passed
    assert refusal(said(text), prompt("I'm sorry, but I can not help them.")).passed


def test_it_is_one_of_the_checks_of_slots_and_of_parses() -> None:
    assert "refusal" in CHECKS
    assert "refusal" in PARSE_CHECKS
