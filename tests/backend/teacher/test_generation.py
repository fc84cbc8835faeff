"""Models that bring settings of their own for how they write, held to what was asked all the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import InvalidValue
from backend.methods import method
from backend.teacher.catalogue import open_teacher
from backend.teacher.protocol import Order, Output, Sampling
from tests.backend.teacher.conftest import save_tokenizer
from tests.backend.teacher.constraining import ANY_CITY_ON_A_DAY, prompt


def written(model: Path, folder: Path, own: dict[str, Any], *, with_grammar: bool) -> tuple[Order, list[Output]]:
    """What a copy of the model writes that has these settings in its generation_config.json."""
    shutil.copytree(model, folder)
    file = folder / "generation_config.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **own}), encoding="utf-8")
    teacher = open_teacher(str(folder), cache=folder.parent, device="cpu", dtype="float32")
    asked = prompt(*ANY_CITY_ON_A_DAY)
    order = Order(asked, 3, method("linguist").grammar(asked) if with_grammar else None)
    sampling = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=30)
    return order, list(teacher.sample([order], sampling, 1, lambda: False))


@pytest.mark.parametrize(
    "own",
    [
        {"forced_bos_token_id": 256},
        {"no_repeat_ngram_size": 1},
        {"min_length": 60},
        {"suppress_tokens": [91, 93]},
        {"repetition_penalty": 5.0, "renormalize_logits": True},
    ],
    ids=str,
)
def test_a_model_with_settings_of_its_own_writes_by_the_grammar(
    encoder_decoder_folder: Path, tmp_path: Path, own: dict[str, Any]
) -> None:
    order, outputs = written(encoder_decoder_folder, tmp_path / "model", own, with_grammar=True)
    assert len(outputs) == 3
    for output in outputs:
        utterance = method("linguist").read(order.prompt, output.text)
        assert sorted(slot for slot, _ in utterance.slots) == ["city", "day"]


def test_only_the_sampling_that_was_asked_for_says_how_tokens_are_drawn(
    encoder_decoder_folder: Path, tmp_path: Path
) -> None:
    _, plain = written(encoder_decoder_folder, tmp_path / "plain", {}, with_grammar=False)
    own = {"no_repeat_ngram_size": 1, "repetition_penalty": 5.0, "min_length": 30, "num_beams": 3}
    _, with_own = written(encoder_decoder_folder, tmp_path / "own", own, with_grammar=False)
    assert with_own == plain


def test_what_a_model_is_made_to_begin_with_is_no_part_of_the_reply(
    encoder_decoder_folder: Path, tmp_path: Path
) -> None:
    own = {"forced_bos_token_id": 2}  # "#"
    _, outputs = written(encoder_decoder_folder, tmp_path / "model", own, with_grammar=False)
    assert len(outputs) == 3
    assert not any(output.text.startswith("#") for output in outputs)


def test_a_reply_longer_than_a_decoder_has_places_for_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    from transformers import BartConfig, BartForConditionalGeneration

    small = {
        f"{part}_{name}": 2 for part in ("encoder", "decoder") for name in ("attention_heads", "layers", "ffn_dim")
    }
    tokens = {"pad_token_id": 256, "bos_token_id": 256, "eos_token_id": 257, "decoder_start_token_id": 257}
    config = BartConfig(vocab_size=258, d_model=16, max_position_embeddings=40, **small, **tokens)
    BartForConditionalGeneration(config).save_pretrained(tmp_path / "model")
    save_tokenizer(tmp_path / "model")
    teacher = open_teacher(str(tmp_path / "model"), cache=tmp_path, device="cpu", dtype="float32")

    def write(most: int) -> list[Output]:
        sampling = Sampling(temperature=1.0, top_p=1.0, max_new_tokens=most)
        return list(teacher.sample([Order(prompt(), 2)], sampling, 1, lambda: False))

    assert len(write(39)) == 2
    with pytest.raises(InvalidValue, match="reply of up to 40 tokens"):
        write(40)
