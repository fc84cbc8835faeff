"""What a method writes for a new intent, as the product would: plan, batches, candidates. Every output is cached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.normalise import normalised
from backend.domain.request import MAX_EXAMPLES, Request
from backend.domain.utterance import Utterance
from backend.methods import method
from backend.ordering import plan, usual_sampling
from backend.teacher.catalogue import style_of, writer_of
from backend.teacher.no_teacher import NO_TEACHER, NoTeacher
from backend.teacher.protocol import Teacher
from bench.proposals import proposals
from bench.students.rows import Row
from bench.students.sampling import Case
from bench.students.store import Lines
from bench.writing import BATCH, Line, key_of_writing, utterance_of, written, yields


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
        name = writer_of(self.teacher, row.method, request.style) if method(row.method).needs_teacher else NO_TEACHER
        proposed = proposals(
            request, case.new.schema, seeds, teacher=name, folder=self.folder / "proposed", opened=self._open
        )
        orders = plan(request, proposed.schema, seeds)
        key = key_of_writing(request, orders, name, usual_sampling(request.style), BATCH)
        lines = Lines(self.folder / f"{case.new.name}-{case.draw}-{row.method}-{key}.jsonl")
        seen = {normalised(one.text) for one in seeds}
        outputs = written(lines, orders, request, seen, lambda: self._open(name), batch=BATCH, tell=self._count)
        return _written(outputs, request, key)

    def request(self, case: Case, row: Row, count: int) -> Request:
        """What the product would be asked; another seed of the case, other outputs."""
        style = style_of(self.teacher, row.method) if method(row.method).needs_teacher else "instruct"
        examples = MAX_EXAMPLES if row.with_seeds else 0
        return Request(
            case.new.name,
            count=count,
            method=row.method,
            style=style,
            examples=examples,
            seed=case.draw,
            more_new_values=row.more_new_values,
        )

    def _count(self, _: Line) -> None:
        self.written += 1

    def _open(self, name: str) -> Teacher:
        if name not in self._loaded:
            self._loaded[name] = NoTeacher() if name == NO_TEACHER else self.opened(name)
        return self._loaded[name]


def summed(yields: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """How many outputs were kept, and dropped for each check, in all of them."""
    total: dict[str, int] = defaultdict(int)
    for one in yields:
        for check, count in one.items():
            total[check] += count
    return dict(total)


def _written(lines: list[Line], request: Request, key: str) -> Written:
    kept = tuple(utterance_of(line, request.intent, request.language) for line in lines if line["dropped_for"] is None)
    return Written(kept, yields(lines), key)
