"""Tiny models with random weights whose tokens are bytes, orders of bowls that they can learn, and a student."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from backend.students.parsing.data import ParserData, parser_data, schema_of
from backend.students.parsing.settings import ParserSettings
from tests.backend.teacher.conftest import save_tokenizer

COUNTS = ("a", "two", "six")
LEADS = ("get", "send me", "bring", "i want")
FOODS = ("rice", "soup")


def bowls() -> list[Utterance]:
    """24 orders in the form `top`; those with the same lead are said alike."""
    return [
        ordered(f"{lead} [NUMBER {count} ] big [FOOD {food} ]") for lead in LEADS for count in COUNTS for food in FOODS
    ]


def ordered(inside: str) -> Utterance:
    parse = read_parse(f"[ORDER {inside} ]")
    return Utterance(parse.text, "ORDER", "en", parse=parse)


def data(held_out: float = 0.2) -> ParserData:
    return parser_data(bowls(), schema_of(bowls(), "top"), held_out)


def settings(base: Path, **more: object) -> ParserSettings:
    usual = {"learning_rate": 5e-3, "passes": 2, "least_steps": 4, "batch_tokens": 1024, "evaluations": 2, "rank": 4}
    return ParserSettings(base=str(base), dtype="float32", **{**usual, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("decoder")
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=258,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=256,
        bos_token_id=257,
        eos_token_id=257,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    save_tokenizer(folder)
    return folder


@pytest.fixture(scope="session")
def encoder_decoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    folder = tmp_path_factory.mktemp("encoder-decoder")
    torch.manual_seed(0)
    sizes = {"d_model": 32, "d_kv": 16, "d_ff": 64, "num_layers": 2, "num_heads": 2}
    config = T5Config(vocab_size=258, pad_token_id=256, eos_token_id=257, decoder_start_token_id=256, **sizes)
    T5ForConditionalGeneration(config).save_pretrained(folder)
    save_tokenizer(folder)
    return folder
