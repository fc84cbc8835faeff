"""Which peers there are, how each is installed, and how it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import Unavailable
from backend.teacher.adapter import adapter_of
from backend.teacher.packaged import packaged_teacher
from bench.machine import cores
from bench.peers.environment import environment, source_archive
from bench.peers.peer import Peer
from bench.peers.weights import lora_gguf, merged_folder

LLAMA_CPP = "llama-cpp-python==0.3.36"
DISTILABEL = ("torch==2.13.0", "distilabel==1.5.3", "transformers==5.23.0", "requests")
"""It imports requests without asking for it."""
CONTEXT = 2048
"""Tokens that llama.cpp makes room for: more than prompt and reply ever take here."""


@dataclass(frozen=True)
class Place:
    """Where things are: our teacher's name, the folder of converted weights, the cache folder of the comparison."""

    teacher: str
    weights: Path
    work: Path


@dataclass(frozen=True)
class Contender:
    """A peer of the table.

    Attributes:
        aim: how many times its kept utterances per second ours shall be.
        about: how it is called, for the reader of the figures.
        open: installs what it needs, writes its weights, starts it.
    """

    name: str
    aim: float
    about: str
    open: Callable[[Place], Peer]


def _transformers(place: Place) -> Peer:
    options = {"threads": cores(), "model": str(merged_folder(place.teacher, place.weights, place.work))}
    return Peer("transformers", Path(sys.executable), "with_transformers", options, place.work / "transformers.log")


def _distilabel(place: Place) -> Peer:
    options = {"threads": cores(), "model": str(merged_folder(place.teacher, place.weights, place.work))}
    python = environment(place.work / "distilabel", DISTILABEL)
    return Peer("distilabel", python, "with_distilabel", options, place.work / "distilabel.log")


def _llama_cpp(name: str, *, tuned: bool, grammar: bool) -> Callable[[Place], Peer]:
    def open_it(place: Place) -> Peer:
        adapter = adapter_of(place.teacher)
        packaged = packaged_teacher(adapter.base if adapter else place.teacher)
        if packaged is None or len(packaged.weights.parts) > 1:
            raise Unavailable("teacher whose weights do not come as one GGUF file", value=place.teacher)
        (model,) = packaged.weights.paths(packaged.name)
        archive = source_archive(place.work, LLAMA_CPP)
        python = environment(place.work / "llama-cpp", (str(archive),), CMAKE_ARGS="-DLLAVA_BUILD=OFF")
        lora = lora_gguf(place.teacher, place.weights, archive, place.work) if tuned else None
        options = {
            "threads": cores(),
            "model": str(model),
            "lora": str(lora) if lora else None,
            "grammar": grammar,
            "context": CONTEXT,
        }
        return Peer(name, python, "with_llama_cpp", options, place.work / f"{name.replace(' ', '-')}.log")

    return open_it


CONTENDERS = (
    Contender(
        "transformers",
        5,
        "generate() for each prompt, num_return_sequences = its samples, the tuned weights merged, in our dtype, "
        "no grammar; a line break ends a reply",
        _transformers,
    ),
    Contender(
        "llama.cpp",
        3,
        "create_completion() for each output, the packaged GGUF untuned, held to our grammars as GBNF, without which "
        "it keeps next to nothing",
        _llama_cpp("llama.cpp", tuned=False, grammar=True),
    ),
    Contender(
        "llama.cpp + LoRA",
        3,
        "create_completion() for each output, the packaged GGUF with our LoRA on top, no grammar",
        _llama_cpp("llama.cpp + LoRA", tuned=True, grammar=False),
    ),
    Contender(
        "llama.cpp + LoRA + grammar",
        3,
        "the same, held to our grammars as GBNF",
        _llama_cpp("llama.cpp + LoRA + grammar", tuned=True, grammar=True),
    ),
    Contender(
        "distilabel",
        5,
        "TransformersLLM.generate_outputs() for each prompt, num_generations = its samples, the same folder as "
        "transformers; the prompt goes in as a user's turn through a chat template that adds nothing",
        _distilabel,
    ),
)
