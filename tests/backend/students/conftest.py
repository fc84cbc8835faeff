"""A tiny encoder with random weights, utterances that it can learn, and a student that learnt them."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.domain.utterance import Span, Utterance
from backend.students.settings import StudentSettings
from backend.students.student import Student, load_student

CITIES = ("oslo", "rome", "lima", "cairo", "paris", "quito", "delhi", "tokyo", "accra", "sofia", "bern", "riga")
DAYS = ("monday", "friday", "sunday", "today")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'"


def trips() -> list[Utterance]:
    """48 utterances: each city is gone to on a day, and a booking is called off by its number."""
    going = [said("bring me to", city, DAYS[at % 4]) for at, city in enumerate(CITIES)]
    flying = [said("i fly to", city, DAYS[(at + 1) % 4]) for at, city in enumerate(CITIES)]
    other = [Utterance(f"call off {verb} {number}", "cancel_trip") for verb in ("trip", "seat") for number in range(12)]
    return [*going, *flying, *other]


def said(lead: str, city: str, day: str) -> Utterance:
    start = len(lead) + 1
    after = start + len(city) + 4
    text = f"{lead} {city} on {day}"
    spans = (Span(start, start + len(city), "city"), Span(after, after + len(day), "day"))
    return Utterance(text, "book_trip", "en", spans)


def settings(encoder: Path | str, **more: object) -> StudentSettings:
    """Settings with which the tiny encoder learns `trips` in seconds."""
    usual = {"learning_rate": 5e-3, "passes": 20, "batch_tokens": 256, "evaluations": 10, "dtype": "float32"}
    return StudentSettings(encoder=str(encoder), least_steps=120, **{**usual, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers whose sub-tokens are letters."""
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def student_folder(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a student that learnt `trips`."""
    from backend.students.data import student_data
    from backend.students.training import Training, train

    out = tmp_path_factory.mktemp("students") / "trips"
    how = settings(tiny_encoder)
    assert train(Training(student_data(trips(), 0.2), how, {"own.txt": "0" * 64}, "student-1", "cpu"), out)
    return out


@pytest.fixture(scope="session")
def student(student_folder: Path) -> Student:
    return load_student(student_folder, device="cpu")
