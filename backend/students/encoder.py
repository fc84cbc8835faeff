"""Sentence vectors: one protocol, and the encoders that transformers loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.loading_lock import loading_weights
from backend.students.encoder_version import commit_of, hash_of, unusable
from backend.students.packaged import DEFAULT_ENCODER, packaged_encoder
from backend.students.pieces import NO_PIECES, pieces_of
from backend.students.pieces import Pieces as Pieces

MAX_TOKENS = 256
"""Where a text is cut off; an utterance has a tenth of that."""

BATCH_TOKENS = 4096
"""Tokens of a batch, padding included: longer batches are no faster on a CPU and hold others up for longer."""

PIECES_DEPTH = 2 / 3
"""How far up the layer is whose states stand for the pieces of a text: words are told apart best there, not at the top
(Jalili Sabet et al. 2020, section 4)."""

MAX_NAME = 64
"""Characters of an encoder's name, as it is stored with each vector."""


class Encoder(Protocol):
    """What turns texts into vectors.

    `encode` returns float32 [n, dimensions], each row of length 1; the same text gives the same row up to rounding.
    `name` has at most MAX_NAME characters and changes when the weights do: vectors of two names never mix.

    Raises:
        Unavailable: the weights are not there, or cannot be loaded.
    """

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def open_encoder(name: str = DEFAULT_ENCODER) -> TransformersEncoder:
    """The encoder of that name: the packaged one, a folder, or a hub name; its weights are loaded when first used.

    Raises:
        Unavailable: a packaged encoder whose package is not installed.
    """
    folder = packaged_encoder() if name == DEFAULT_ENCODER else Path(name).expanduser()
    return TransformersEncoder(name, str(folder) if folder.is_dir() else name)


@cache
def shared_encoder(name: str) -> TransformersEncoder:
    """The same as `open_encoder`, and the same one for everybody in this process: its weights are loaded once.

    Raises:
        Unavailable: as `open_encoder`.
    """
    return open_encoder(name)


class TransformersEncoder:
    """The mean of a model's last hidden states over a text's tokens, scaled to length 1, on the CPU in float32.

    On the CPU since a GPU belongs to the teacher, and in float32 so that every machine finds the same vectors.
    """

    def __init__(self, shown: str, source: str) -> None:
        self._shown = shown
        self._source = source
        self._name = ""
        self._loaded: _Loaded | None = None

    @property
    def name(self) -> str:
        """What the encoder was opened as, and a hash or commit of its weights; cheap after the first time."""
        if not self._name:
            folder = Path(self._source)
            version = hash_of(folder) if folder.is_dir() else commit_of(self._source)
            self._name = f"{self._shown[-(MAX_NAME - 17) :]}@{version[:16]}"
        return self._name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See the protocol. Texts of like length run together, so that little is padded."""
        model = self._opened()
        rows = model.tokens(texts)
        vectors = np.zeros((len(rows), model.dimensions), np.float32)
        for places in _batches([len(row) for row in rows]):
            # Others set torch's default dtype while they load; nothing may be computed meanwhile.
            with loading_weights:
                vectors[places] = model.vectors([rows[place] for place in places])
        return vectors

    def pieces(self, text: str) -> Pieces:
        """The pieces of one text, each with what stands for it in its place there; those around the text aside."""
        (found,) = self.pieces_of([text])
        return found

    def pieces_of(self, texts: Sequence[str]) -> list[Pieces]:
        """The same of many texts."""
        model = self._opened()
        rows = model.tokens(texts)
        found: list[Pieces] = [NO_PIECES] * len(rows)
        for places in _batches([len(row) for row in rows]):
            with loading_weights:
                told = model.pieces_of([texts[place] for place in places])
            for place, one in zip(places, told, strict=True):
                found[place] = one
        return found

    def _opened(self) -> _Loaded:
        with loading_weights:
            if self._loaded is None:
                self._loaded = _load(self._shown, self._source)
            return self._loaded


@dataclass(frozen=True)
class _Loaded:
    model: Any
    tokenizer: Any
    dimensions: int = 0

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        if not texts:
            return []
        return list(self.tokenizer(list(texts), truncation=True, max_length=MAX_TOKENS)["input_ids"])

    def vectors(self, rows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import torch

        batch = self.tokenizer.pad({"input_ids": list(rows)}, return_tensors="pt")
        with torch.inference_mode():
            states = self.model(**batch).last_hidden_state
            mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
            return np.asarray(torch.nn.functional.normalize(mean).numpy())

    def pieces_of(self, texts: Sequence[str]) -> list[Pieces]:
        return pieces_of(self.model, self.tokenizer, texts, PIECES_DEPTH, MAX_TOKENS)


def _load(shown: str, source: str) -> _Loaded:
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, trust_remote_code=False)
        model = AutoModel.from_pretrained(
            source, dtype=torch.float32, use_safetensors=True, trust_remote_code=False
        ).eval()
        loaded = _Loaded(model, tokenizer)
        tried = loaded.vectors(loaded.tokens(["a", "a longer one"]))  # a model that is no encoder fails here
    except Exception as error:  # what a folder of foreign files raises has no common class
        raise unusable(shown, source, error) from error
    return replace(loaded, dimensions=tried.shape[1])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts that run together, the shortest first, of at most BATCH_TOKENS tokens with their padding."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: (lengths[place], place)):
        if batch and (len(batch) + 1) * lengths[place] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
