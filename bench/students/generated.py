"""What a method writes for a new intent, as the product would: plan, batches, candidates. Every output is cached."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from backend.domain.candidate import Candidate
from backend.domain.normalise import normalised
from backend.domain.notation import read_typed, write_typed
from backend.domain.parse_notation import read_parse, write_parse
from backend.domain.request import MAX_EXAMPLES, Request
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.pipeline import batches, candidates, plan
from backend.teacher.adapter import adapter_of, card_of
from backend.teacher.catalogue import style_of
from backend.teacher.no_teacher import NO_TEACHER, NoTeacher
from backend.teacher.protocol import Order, Sampling, Teacher
from bench.figures import KEPT
from bench.students.rows import Row
from bench.students.sampling import Case
from bench.students.store import Lines, key_of

BATCH = 128
"""Outputs of a batch, as the worker has it by default."""

Line = dict[str, Any]
"""An output as the cache holds it."""


@dataclass(frozen=True)
class Written:
    """What came of one request.

    Attributes:
        utterances: those that passed all checks, in the order in which they were written.
        yields: how many were kept, and how many dropped for each check. key: of the cache.
    """

    utterances: tuple[Utterance, ...]
    yields: dict[str, int]
    key: str


@dataclass
class Generator:
    """Writes with one teacher or, for methods that need none, without.

    Attributes:
        teacher: name; opened: makes it, when first needed. written: outputs that were not in the cache.
    """

    teacher: str
    opened: Callable[[str], Teacher]
    folder: Path
    written: int = 0
    _loaded: dict[str, Teacher] = field(default_factory=dict)

    def write(self, case: Case, row: Row, count: int) -> Written:
        """`count` outputs for the new intent of a case; those that the cache has are not written again.

        Raises:
            InvalidValue: a method that cannot write for this intent or these seeds. Unavailable: a teacher that broke.
        """
        seeds = case.new.seeds if row.with_seeds else ()
        request = self.request(case, row, count)
        orders = plan(request, case.new.schema, seeds)
        key = key_of([asdict(request), asdict(Sampling()), BATCH, self._about(row), list(map(_told, orders))])
        lines = Lines(self.folder / f"{case.new.name}-{case.draw}-{row.method}-{key}.jsonl")
        stored = {line["index"]: line for line in lines.read() if "index" in line}
        kept = [line for line in stored.values() if line["dropped_for"] is None]
        seen = {normalised(one.text) for one in (*seeds, *(_read(line, request) for line in kept))}
        if len(stored) < sum(order.samples for order in orders):
            self._fill(lines, stored, request, orders, seen)
        return _written([stored[index] for index in sorted(stored)], request, key)

    def request(self, case: Case, row: Row, count: int) -> Request:
        """What the product would be asked; another seed of the case, other outputs."""
        style = style_of(self.teacher, row.method) if method(row.method).needs_teacher else "instruct"
        examples = MAX_EXAMPLES if row.with_seeds else 0
        return Request(case.new.name, count=count, method=row.method, style=style, examples=examples, seed=case.draw)

    def _fill(
        self,
        lines: Lines,
        stored: dict[int, dict[str, Any]],
        request: Request,
        orders: tuple[Order, ...],
        seen: set[str],
    ) -> None:
        teacher = self._open(NO_TEACHER if not method(request.method).needs_teacher else self.teacher)
        if not stored:
            lines.add({"request": asdict(request), "teacher": asdict(teacher.card), "date": time.strftime("%Y-%m-%d")})
        for batch in batches(orders, BATCH):
            for one in candidates(
                batch,
                request=request,
                teacher=teacher,
                sampling=Sampling(),
                seen=seen,
                should_stop=lambda: False,
                skip=frozenset(stored),
            ):
                stored[one.index] = _line(one)
                lines.add(stored[one.index])
                self.written += 1

    def _open(self, name: str) -> Teacher:
        if name not in self._loaded:
            self._loaded[name] = NoTeacher() if name == NO_TEACHER else self.opened(name)
        return self._loaded[name]

    def _about(self, row: Row) -> object:
        """What decides the outputs of a teacher, without loading it."""
        if not method(row.method).needs_teacher:
            return NO_TEACHER
        adapter = adapter_of(self.teacher)
        return [self.teacher, adapter.shown if adapter else "", card_of(self.teacher)]


def _told(order: Order) -> object:
    return [order.prompt.text, [asdict(item) for item in order.prompt.asked], order.samples, order.grammar is not None]


def _line(one: Candidate) -> Line:
    dropped = one.dropped_for
    typed = write_typed(one.utterance) if one.utterance else None
    parse = write_parse(one.utterance.parse) if one.utterance and one.utterance.parse else None
    return {
        "index": one.index,
        "raw": one.raw,
        "utterance": typed,
        **({"parse": parse} if parse else {}),
        "dropped_for": dropped.check if dropped else None,
    }


def _read(line: Line, request: Request) -> Utterance:
    annotated = read_typed(line["utterance"])
    parse = read_parse(line["parse"]) if line.get("parse") else None
    return Utterance(annotated.text, request.intent, request.language, annotated.spans, parse)


def _written(lines: list[Line], request: Request, key: str) -> Written:
    yields: dict[str, int] = {}
    for line in lines:
        name = line["dropped_for"] or KEPT
        yields[name] = yields.get(name, 0) + 1
    kept = tuple(_read(line, request) for line in lines if line["dropped_for"] is None)
    return Written(kept, yields, key)
