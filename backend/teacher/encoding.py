"""A prompt as the text that a model reads: through its chat template, or plainly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.prompt import Message
from backend.teacher.plain_text import text_ids, turn_ids

_END_OF_TURN = ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>", "<|end_of_turn|>", "</s>", "<|endoftext|>")


def encode(tokenizer: Any, messages: Sequence[Message]) -> list[int]:
    """The token ids of a prompt, ready to be continued.

    A single `completion` goes in raw. Turns go through the tokenizer's chat template; without one
    they are written as plain text with a name before each. What is typed is text: the name of a
    special token in it is no such token.
    """
    if len(messages) == 1 and messages[0].role == "completion":
        return text_ids(tokenizer, messages[0].content, begins=True)
    if not getattr(tokenizer, "chat_template", None):
        return text_ids(tokenizer, plainly(messages), begins=True)
    return turn_ids(tokenizer, messages, lambda turns: _templated(tokenizer, turns))


def plainly(messages: Sequence[Message]) -> str:
    """Turns as plain text, up to where the assistant is to go on."""
    names = {"system": "", "user": "User: ", "assistant": "Assistant: ", "completion": ""}
    return "\n\n".join([*(f"{names[message.role]}{message.content}" for message in messages), "Assistant:"])


def without_system(messages: Sequence[Message]) -> list[Message]:
    """The same turns with the system's text put at the head of the first user turn."""
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    turns = [message for message in messages if message.role != "system"]
    if not system or not turns:
        return turns
    return [Message(turns[0].role, f"{system}\n\n{turns[0].content}"), *turns[1:]]


def end_tokens(tokenizer: Any, model: Any) -> list[int]:
    """Ids of the tokens that end a reply: the model's own, the tokenizer's, and the usual ends of a turn."""
    own = model.generation_config.eos_token_id
    found = [*(own if isinstance(own, list) else [own]), tokenizer.eos_token_id]
    vocabulary = tokenizer.get_vocab()
    found += [vocabulary[token] for token in _END_OF_TURN if token in vocabulary]
    return sorted({token for token in found if token is not None})


def longest(tokenizer: Any, model: Any) -> int | None:
    """How many tokens the model can read (and, decoder-only, write) in all; None when it does not say."""
    config = model.config.get_text_config()
    given = [getattr(config, "max_position_embeddings", None), getattr(tokenizer, "model_max_length", None)]
    limits = [limit for limit in given if isinstance(limit, int) and 0 < limit < 10**9]
    return min(limits, default=None)


def _templated(tokenizer: Any, messages: Sequence[Message]) -> str:
    from jinja2 import TemplateError

    def fill(turns: Sequence[Message]) -> str:
        said = [{"role": turn.role, "content": turn.content} for turn in turns]
        return str(tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=True))

    try:
        return fill(messages)
    except TemplateError:
        # Some templates refuse a system turn.
        return fill(without_system(messages))
