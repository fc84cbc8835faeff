"""Tiny models with random weights, made here: a decoder-only and an encoder-decoder one."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.teacher.protocol import Teacher

CHAT = "{% for m in messages %}<{{ m.role }}>{{ m.content }}</{{ m.role }}>{% endfor %}<assistant>"


def save_tokenizer(folder: Path, chat_template: str | None = None) -> None:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = {letter: number for number, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    specials = ["<pad>", "<end>"]
    tokenizer = Tokenizer(models.BPE({**letters, **{one: 256 + at for at, one in enumerate(specials)}}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<end>")
    fast.chat_template = chat_template
    fast.save_pretrained(folder)


@pytest.fixture(scope="session")
def decoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    folder = tmp_path_factory.mktemp("decoder")
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=258, n_positions=256, n_embd=32, n_layer=2, n_head=2, bos_token_id=257, eos_token_id=257
    )
    GPT2LMHeadModel(config).save_pretrained(folder)
    save_tokenizer(folder, CHAT)
    return folder


@pytest.fixture(scope="session")
def encoder_decoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    folder = tmp_path_factory.mktemp("encoder-decoder")
    torch.manual_seed(0)
    config = T5Config(
        vocab_size=258,
        d_model=32,
        d_kv=16,
        d_ff=64,
        num_layers=2,
        num_heads=2,
        pad_token_id=256,
        eos_token_id=257,
        decoder_start_token_id=256,
    )
    T5ForConditionalGeneration(config).save_pretrained(folder)
    save_tokenizer(folder)
    return folder


@pytest.fixture(params=["decoder_folder", "encoder_decoder_folder"])
def tiny_folder(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture
def tiny(tiny_folder: Path, tmp_path: Path) -> Teacher:
    from backend.teacher.catalogue import open_teacher

    return open_teacher(str(tiny_folder), cache=tmp_path, device="cpu", dtype="float32")
