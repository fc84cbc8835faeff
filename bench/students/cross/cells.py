"""One cell of the experiment: a row of a case, generated, trained and measured as far as it is not cached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from backend.domain.utterance import Utterance
from backend.methods import writes_parses
from backend.students.data import StudentData
from backend.students.labels import LabelMap
from backend.teacher.protocol import Teacher
from bench.figures import KEPT
from bench.methods.case import Case, Real
from bench.methods.teachers import Cell
from bench.methods.writing import Writer, Written
from bench.students.cross.cases import CrossCase
from bench.students.cross.figures import figures
from bench.students.cross.flat import flat
from bench.students.cross.protocol import CrossProtocol
from bench.students.cross.rows import CrossRow, taught
from bench.students.learning import Students
from bench.writing import BATCH

NOBODY = Real(())
"""No utterance is compared with what people say."""


@dataclass(frozen=True)
class CrossCell:
    """What came of a cell.

    Attributes:
        figures: the columns. yields: of the raw outputs. unclear: outputs that passed the checks and cannot be learnt,
            since their parse is not flat or it is not clear where its values are.
        used: generated utterances that the student learnt from. unable: intent → why the method cannot write for it.
        writing: seconds that the teacher wrote, in whichever run.
    """

    set: str
    row: str
    language: str
    seed: int
    figures: Mapping[str, float]
    yields: Mapping[str, int]
    unclear: int
    used: int
    unable: Mapping[str, str] = field(default_factory=dict)
    writing: float = 0.0


class CrossBench:
    """Everything that cells share.

    Args:
        teacher_of: method → the name of the teacher that writes. opened: makes a teacher of its name.
        folder: where outputs are cached.
    """

    def __init__(
        self,
        protocol: CrossProtocol,
        teacher_of: Callable[[str], str],
        opened: Callable[[str], Teacher],
        students: Students,
        folder: Path,
    ) -> None:
        self._protocol = protocol
        self._teacher_of = teacher_of
        self._writer = Writer(folder, opened, 0, BATCH)
        self._students = students

    @property
    def work(self) -> int:
        """What was generated or trained so far, which tells a cell that was in the cache."""
        return self._writer.new + len(self._students.seconds)

    def cell(self, case: CrossCase, row: CrossRow) -> CrossCell:
        """Generate, train and measure.

        Raises:
            InvalidValue: a method that cannot write for any intent. Unavailable: a teacher or a training that broke.
        """
        written = self._write(case, row) if row.method else Written((), {}, 0.0)
        kept = [one for _, one in written.kept]
        made = [one for one in map(slotted, kept) if one is not None]
        learnt = taught(case, row, made)
        data = StudentData(learnt, (), LabelMap.of(learnt, case.schema))
        settings = replace(self._protocol.student, seed=case.draw)
        said = self._students.said(data, settings, [one.text for one in case.test])
        return CrossCell(
            case.set,
            row.key,
            case.language,
            case.draw,
            figures(case.test, said, case.intents),
            dict(Counter(one.line["dropped_for"] or KEPT for one in written.outputs)),
            len(kept) - len(made),
            used(made, learnt),
            written.unable,
            round(written.seconds, 1),
        )

    def _write(self, case: CrossCase, row: CrossRow) -> Written:
        """The outputs of all new intents, in the same batches, as many for each."""
        self._writer.count = case.outputs * len(case.intents)
        cell = Cell(self._teacher_of(row.method), case.set, row.method, case.language, case.draw)
        return self._writer.write(cell, starting(case, row.method))


def starting(case: CrossCase, method: str) -> Case:
    """What a method is given, as in the product: all that is accepted, so English utterances and the shots."""
    if writes_parses(method):
        seeds = (*case.english_parsed, *case.shots_parsed)
        return Case(case.language, case.intents, case.parsed_schema, seeds, NOBODY)
    return Case(case.language, case.intents, case.schema, (*case.english, *case.shots), NOBODY)


def slotted(one: Utterance) -> Utterance | None:
    """An output with slots; see `flat` for one with a parse."""
    return one if one.parse is None else flat(one)


def used(made: Sequence[Utterance], learnt: Sequence[Utterance]) -> int:
    """How many of the generated ones are learnt."""
    return sum((Counter(made) & Counter(learnt)).values())
