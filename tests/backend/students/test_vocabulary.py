"""What a run cannot change is left out of it, and what comes of it is the same."""

from __future__ import annotations

import copy
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel, RobertaConfig, RobertaModel

from backend.students.data import student_data
from backend.students.training import Training, train
from backend.students.vocabulary import vocabulary_of
from tests.backend.students.conftest import settings, trips

PAD, SEEN, UNSEEN = 1, [3, 7, 12, 30], [0, 2, 4, 5, 6, 8, 31, 39]
IDS = torch.tensor([[3, 7, 7, 12], [30, 12, PAD, PAD]])
SIZES = {
    "vocab_size": 40,
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "pad_token_id": PAD,
    "max_position_embeddings": 12,
}


@pytest.fixture(params=[(BertModel, BertConfig), (RobertaModel, RobertaConfig)], ids=["bert", "roberta"])
def encoder(request: pytest.FixtureRequest) -> Any:
    model, config = request.param
    torch.manual_seed(0)
    return model(config(**SIZES)).eval()


def learnt(encoder: Any) -> Any:
    """The encoder after five steps of AdamW with clipped gradients."""
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=1e-2, weight_decay=0.0)
    for _ in range(5):
        states = encoder(input_ids=IDS, attention_mask=(IDS != PAD).long()).last_hidden_state
        (states[:, :, 0] ** 2).mean().backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 0.01)
        optimiser.step()
        optimiser.zero_grad()
    return encoder


def test_an_encoder_learns_the_same_with_the_vocabulary_of_its_data_alone(encoder: Any) -> None:
    whole, part = learnt(copy.deepcopy(encoder)), copy.deepcopy(encoder)
    with vocabulary_of(part, [*SEEN, PAD]):
        learnt(part)
    expected, found = whole.state_dict(), part.state_dict()
    assert expected.keys() == found.keys()
    for name, weights in expected.items():
        torch.testing.assert_close(found[name], weights, rtol=1e-4, atol=1e-5)
    before, after = encoder.get_input_embeddings().weight, part.get_input_embeddings().weight
    assert torch.equal(before[UNSEEN], after[UNSEEN])
    assert torch.equal(before[PAD], after[PAD])
    assert (before[SEEN] != after[SEEN]).any(-1).all()


def test_what_is_learnt_and_saved_meanwhile_has_no_other_vector(encoder: Any) -> None:
    name = next(name for name, _ in encoder.named_parameters() if "word_embeddings" in name)
    with vocabulary_of(encoder, SEEN):
        assert encoder.state_dict()[name].shape == (len(SEEN) + 1, 16)
        assert sum("word_embeddings" in one for one in encoder.state_dict()) == 1
    assert encoder.state_dict()[name].shape == (40, 16)


def test_a_sub_token_outside_is_refused_and_not_taken_for_another(encoder: Any) -> None:
    with vocabulary_of(encoder, SEEN), pytest.raises(IndexError):
        encoder(input_ids=torch.tensor([[3, 8]]))


def test_the_whole_vocabulary_is_back_after_a_run_that_broke_down(encoder: Any) -> None:
    whole = encoder.get_input_embeddings()
    with pytest.raises(RuntimeError, match="broke"), vocabulary_of(encoder, SEEN):
        raise RuntimeError("broke")
    assert encoder.get_input_embeddings() is whole


def test_an_embedding_that_does_more_than_to_look_up_is_left_as_it_is() -> None:
    class Scaled(torch.nn.Embedding):
        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            return 4 * super().forward(ids)

    class Encoder(torch.nn.Module):
        def __init__(self, embedding: torch.nn.Module | None) -> None:
            super().__init__()
            self.embedding = embedding

        def get_input_embeddings(self) -> torch.nn.Module:
            if self.embedding is None:
                raise NotImplementedError
            return self.embedding

    for embedding in (Scaled(9, 4), torch.nn.Embedding(9, 4, max_norm=1.0), None):
        one = Encoder(embedding)
        with vocabulary_of(one, [1, 2]):
            assert one.embedding is embedding


@pytest.mark.long
def test_a_student_is_the_same_whichever_vocabulary_it_was_trained_with(
    tiny_encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Training(student_data(trips(), 0.2), settings(tiny_encoder, passes=1, evaluations=2), device="cpu")
    train(run, tmp_path / "part")
    monkeypatch.setattr("backend.students.training.vocabulary_of", lambda *_: nullcontext())
    train(run, tmp_path / "whole")
    part, whole = (load_file(tmp_path / name / "model.safetensors") for name in ("part", "whole"))
    assert part.keys() == whole.keys()
    for name, weights in whole.items():
        torch.testing.assert_close(part[name], weights, rtol=0.01, atol=1e-3)
