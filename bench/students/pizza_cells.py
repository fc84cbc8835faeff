"""One cell of the PIZZA experiment: a row with one seed, generated, trained and measured as far as it is not cached."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

from backend.domain.parse_match import exact_match, insensitive_match, unordered_match
from backend.domain.parse_notation import SQUARE, read_parse
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.students.parsing.data import ParserData, parse_of
from backend.students.parsing.parser import load_parser
from backend.students.parsing.settings import ParserSettings
from backend.students.parsing.training import ParserTraining, train_parser
from backend.teacher.device import pick
from bench.pizza import INTENT, Pizza
from bench.snips import NewIntent
from bench.students.generated import Generator, summed
from bench.students.pizza_rows import GRAMMAR, PizzaRow, from_grammar
from bench.students.rows import Row
from bench.students.sampling import Case, mixed
from bench.students.store import key_of, read_json, write_json


@dataclass(frozen=True)
class PizzaProtocol:
    """Sizes and settings, the same for all rows.

    Attributes:
        test: test utterances, always the same; None for all.
        outputs: raw outputs of each method that a teacher writes for. free: of each of those that need none.
        size: utterances that a student sees in a pass: each generated one once as far as there is room, the seeds in
            turn for the rest. A step never has a seed twice, so its batches must be smaller than all seeds together for
            every run to take about as many steps.
        student: how every student is trained. Nothing is held out: of sixteen seeds none can be spared.
    """

    name: str
    test: int | None
    outputs: int
    free: int
    size: int
    student: ParserSettings


PROTOCOLS = {
    one.name: one
    for one in (
        # Small batches, so that so few utterances are steps enough: see PIZZA in docs/bench-students.md.
        PizzaProtocol(
            "small", 200, 64, 256, 272, ParserSettings(passes=3, least_steps=1, batch_tokens=256, held_out=0.0)
        ),
        PizzaProtocol(
            "full", None, 2000, 2000, 4000, ParserSettings(passes=3, least_steps=1, batch_tokens=1024, held_out=0.0)
        ),
    )
}

DEALT = "copies apart"
"""How steps are made of what a student learns (see `backend.students.parsing.dealing`), for the key of the cache."""


@dataclass(frozen=True)
class PizzaCell:
    """What came of a cell.

    Attributes:
        matches: figure → 1 for every test utterance that is right by it, else 0. unreadable: answers without a parse.
        yields: of the raw outputs. used: generated utterances that the student learnt from, of those that were kept.
        seconds: of training and of asking; 0 where both were cached.
    """

    row: str
    seed: int
    matches: dict[str, list[int]]
    unreadable: int
    yields: dict[str, int]
    used: int
    seconds: float


@dataclass
class PizzaBench:
    """Everything that cells share; `weights` is the folder of converted weights, `cache` that of the run."""

    task: Pizza
    protocol: PizzaProtocol
    generator: Generator
    cache: Path
    weights: Path
    device: str | None

    def cell(self, row: PizzaRow, seed: int) -> PizzaCell:
        """Generate, train and measure."""
        written, yields = self._written(row, seed)
        rng = Random(f"{row.key}/{seed}")  # noqa: S311 - a sample, no secret
        learnt = mixed(self.task.seeds, written, self.protocol.size, rng)
        used = min(len(written), max(0, self.protocol.size - len(self.task.seeds)))
        began = time.monotonic()
        said, cached = self._said(ParserData(learnt, (), self.task.parses), seed)
        parses = [read_parse(one, SQUARE) if one else None for one in said]
        gold = [parse_of(one) for one in self.task.test]
        judges = {"exact": exact_match, "unordered": unordered_match, "insensitive": insensitive_match}
        matches = {
            name: [int(judge(parse, right)) for parse, right in zip(parses, gold, strict=True)]
            for name, judge in judges.items()
        }
        seconds = 0.0 if cached else round(time.monotonic() - began, 1)
        return PizzaCell(row.key, seed, matches, sum(one is None for one in parses), yields, used, seconds)

    def _written(self, row: PizzaRow, seed: int) -> tuple[list[Utterance], dict[str, int]]:
        found: dict[str, Utterance] = {}
        yields: list[dict[str, int]] = []
        case = Case(NewIntent(INTENT, self.task.schema, self.task.seeds, ()), seed, (), ())
        for name in row.methods:
            if name == GRAMMAR:
                some: Sequence[Utterance] = from_grammar(self.task.seeds, self.task.parses, self.protocol.free, seed)
            else:
                count = self.protocol.outputs if method(name).needs_teacher else self.protocol.free
                made = self.generator.write(case, Row(name, name), count)
                some = made.utterances
                yields.append(made.yields)
            for one in some:
                found.setdefault(one.text, one)
        return list(found.values()), summed(yields)

    def _said(self, data: ParserData, seed: int) -> tuple[list[str | None], bool]:
        """What a student of that data writes for every test utterance, None for no parse; and whether it was cached."""
        settings = replace(self.protocol.student, seed=seed)
        device, dtype = pick(self.device, settings.dtype)
        texts = [one.text for one in self.task.test]
        versions = [version(name) for name in ("torch", "transformers", "llguidance")]
        about: list[Any] = [data.sha256, asdict(settings), str(device.type), str(dtype), versions, texts, DEALT]
        file = self.cache / "pizza" / f"{key_of(about)}.json"
        there = read_json(file)
        if there is not None:
            return there, True
        self.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".training-", dir=self.cache) as place:
            out = Path(place) / "student"
            train_parser(ParserTraining(data, self.weights, settings, device=self.device), out)
            student = load_parser(out, cache=self.weights, device=self.device)
            answers = student.predict(texts)
        said = [one.written.splitlines()[0] if one.parse else None for one in answers]
        write_json(file, said)
        return said, False
