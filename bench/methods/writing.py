"""What a cell's method writes: the outputs of all its intents, in the same batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from backend.batching import Batch
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.prompt import Prompt
from backend.domain.request import Request
from backend.domain.utterance import Utterance
from backend.ordering import plan, usual_sampling
from backend.pipeline import candidates
from backend.teacher.no_teacher import NO_TEACHER, NoTeacher
from backend.teacher.protocol import Order, Sampling, Teacher
from bench.methods.case import Case
from bench.methods.teachers import Cell
from bench.students.store import Lines
from bench.writing import Line, card, key_of_writing, seconds, utterance_of, written


@dataclass(frozen=True)
class Output:
    """A raw output, the prompt that it answers, and the utterance that was kept of it; None of one that was dropped."""

    prompt: Prompt
    line: Line
    kept: Utterance | None


@dataclass(frozen=True)
class Written:
    """What came of a cell.

    Attributes:
        unable: intent → why the method cannot write for it. seconds: that the teacher wrote.
        card: of the teacher that wrote, as in `TeacherCard`.
    """

    outputs: tuple[Output, ...]
    unable: dict[str, str]
    seconds: float
    card: dict[str, Any] = field(default_factory=dict)

    @property
    def kept(self) -> list[tuple[Prompt, Utterance]]:
        """What passed all checks, with its prompt."""
        return [(one.prompt, one.kept) for one in self.outputs if one.kept]


@dataclass
class Writer:
    """Writes cells into a folder, which several may share as long as they write other cells.

    Attributes:
        opened: makes a teacher of its name; it stays until another one is needed.
        count: outputs of a cell; batch: outputs at once; grammar: whether replies are held to theirs.
        temperature: of sampling; as the product would choose it when None. new: outputs that were not in the cache.
    """

    folder: Path
    opened: Callable[[str], Teacher]
    count: int
    batch: int
    grammar: bool = True
    temperature: float | None = None
    new: int = 0
    _loaded: dict[str, Teacher] = field(default_factory=dict)

    def write(self, cell: Cell, case: Case) -> Written:
        """The outputs of a cell; those that the cache has are not written again.

        Raises:
            InvalidValue: a method that cannot write for any of the intents. Unavailable: a teacher that broke.
        """
        orders, unable = self._orders(cell, case)
        like = _request(cell, case.intents[0], 1, self.grammar)
        sampling = usual_sampling(like.style, self.temperature)
        key = key_of_writing(like, orders, cell.teacher, sampling, self.batch)
        file = f"{cell.set}-{cell.method}-{cell.language}-{cell.seed}-{key}.jsonl"
        lines = Lines(self.folder / file)
        seen = {normalised(one.text) for one in case.seeds if one.language == case.language}
        found = written(
            lines,
            orders,
            like,
            seen,
            lambda: self._open(cell.teacher, like, orders[0]),
            batch=self.batch,
            tell=self._count,
            sampling=sampling,
        )
        return Written(tuple(_output(line, orders, case) for line in found), unable, seconds(lines), card(lines))

    def _orders(self, cell: Cell, case: Case) -> tuple[list[Order], dict[str, str]]:
        """As many outputs for each intent as for another, as far as that goes."""
        orders: list[Order] = []
        unable: dict[str, str] = {}
        for place, intent in enumerate(case.intents):
            share = self.count // len(case.intents) + (place < self.count % len(case.intents))
            try:
                orders += plan(_request(cell, intent, share, self.grammar), case.schema, case.seeds) if share else ()
            except InvalidValue as error:
                unable[intent] = str(error)
        if not orders:
            why = next(iter(unable.values()), "the teacher was tuned on all that were drawn, or they were not chosen")
            raise InvalidValue(f"no intent to write for: {why}", value=cell.name)
        return orders, unable

    def _count(self, _: Line) -> None:
        self.new += 1

    def _open(self, name: str, request: Request, order: Order) -> Teacher:
        """The teacher, which has written once, and the checks have judged it, before time is taken."""
        if name not in self._loaded:
            self._loaded.clear()
            teacher = NoTeacher() if name == NO_TEACHER else self.opened(name)
            warm, few = Batch(0, (replace(order, samples=1),), 0), Sampling(max_new_tokens=8)
            for _ in candidates(
                warm, request=request, teacher=teacher, sampling=few, seen=set(), should_stop=lambda: False
            ):
                pass
            self._loaded[name] = teacher
        return self._loaded[name]


def _request(cell: Cell, intent: str, count: int, grammar: bool) -> Request:
    return Request(
        intent, cell.language, count=count, method=cell.method, style=cell.style, seed=cell.seed, grammar=grammar
    )


def _output(line: Line, orders: list[Order], case: Case) -> Output:
    prompt = orders[line["prompt"]].prompt
    if line["dropped_for"] is not None:
        return Output(prompt, line, None)
    kept = utterance_of(line, prompt.intent, prompt.language)
    return Output(prompt, line, case.lift(prompt, kept) if case.lift else kept)
