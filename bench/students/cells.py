"""One cell of an experiment: a row, on one intent as if it were new, with one seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from backend.domain.utterance import Utterance
from backend.students.data import StudentData
from backend.students.labels import LabelMap
from backend.students.settings import StudentSettings
from backend.students.student import Prediction
from bench.students.figures import figures, overall
from bench.students.generated import Generator, Written, summed
from bench.students.learning import Students
from bench.students.ordering import AppOrder, at_random, decided
from bench.students.protocol import Protocol
from bench.students.reviewing import accepted, agrees, corrected
from bench.students.rows import REAL, SEEDS, UPSAMPLED, Row
from bench.students.sampling import Case, mixed, unrepeated
from bench.students.scoring import LEAST_SLOT_SCORE, likely_slots, undoubted
from bench.students.selected import Selected
from bench.students.vectors import Vectors


@dataclass(frozen=True)
class Cell:
    """What came of a cell.

    Attributes:
        figures: the columns. yields: of the raw outputs. used: generated utterances that the student learnt from;
            each may be seen several times in a pass. corrected: how many of these the oracle had given other spans.
    """

    row: str
    intent: str
    seed: int
    figures: Mapping[str, float]
    yields: Mapping[str, int]
    used: int
    corrected: int = 0


class Bench:
    """Everything that cells share.

    Args:
        generators: intent → what writes for it. test: the utterances that every student is asked.
        everything: all real training data, which the oracle learns from.
        vectors: what the app's order and its score are made of. selected: what these have left of what was written.
    """

    def __init__(
        self,
        protocol: Protocol,
        generators: Callable[[str], Generator],
        students: Students,
        test: Sequence[Utterance],
        everything: Sequence[Utterance],
        vectors: Vectors,
        selected: Selected,
    ) -> None:
        self._protocol = protocol
        self._generators = generators
        self._students = students
        self._test = test
        self._everything = everything
        self._vectors = vectors
        self._selected = selected

    def cell(self, case: Case, row: Row) -> Cell:
        """Generate, review, train and measure, as far as it is not in the cache."""
        made = [(part, self._write(case, part)) for part in row.parts]
        used = unrepeated(one for part, written in made for one in self._reviewed(case, part, written.utterances))
        data, texts = self._data(case, row, used), [one.text for one in self._test]
        said = self._students.said(data, self._settings(case), texts, again=row.key == UPSAMPLED)
        measured = figures(self._test, said, case.new.name)
        as_written = {one for _, written in made for one in written.utterances}
        yields = summed(written.yields for _, written in made)
        corrections = sum(one not in as_written for one in used)
        return Cell(row.key, case.new.name, case.draw, measured, yields, len(used), corrections)

    def oracle_worth(self) -> dict[str, float]:
        """How good the simulated reviewer is: its figures on the test utterances, which it has not seen either."""
        return overall(self._test, self._oracle(self._test))

    def _write(self, case: Case, row: Row) -> Written:
        return self._generators(case.new.name).write(case, row, self._protocol.outputs)

    def _reviewed(self, case: Case, row: Row, written: Sequence[Utterance]) -> Sequence[Utterance]:
        if not written:
            return ()
        if row.review == "filter":
            return accepted(written, self._doubting(case, written))
        if row.review in ("score", "slots"):
            return self._scored(case, row, written)
        if row.review == "oracle":
            return accepted(written, self._oracle(written))
        return self._decided(case, row, written) if row.order else written

    def _scored(self, case: Case, row: Row, written: Sequence[Utterance]) -> Sequence[Utterance]:
        """What the product's scores do not speak against."""
        known = self._known(case)
        scored = self._selected.of(["intent score", known], written, lambda: undoubted(case, written, self._vectors))
        if row.review == "score":
            return scored
        about = ["slot score", LEAST_SLOT_SCORE, known]
        return self._selected.of(about, scored, lambda: likely_slots(case, scored, self._vectors))

    def _known(self, case: Case) -> str:
        """A hash of what is accepted of all intents, before any is generated."""
        return self._data(case, Row(SEEDS), ()).sha256

    def _decided(self, case: Case, row: Row, written: Sequence[Utterance]) -> Sequence[Utterance]:
        """What the oracle has accepted, or corrected, after so many decisions; with the rest where the row has it."""
        told = self._oracle(written)
        if row.edits:
            good = [said.intent == one.intent for one, said in zip(written, told, strict=True)]
            written_or_corrected = [corrected(one, said) for one, said in zip(written, told, strict=True)]
        else:
            good = [agrees(one, said) for one, said in zip(written, told, strict=True)]
            written_or_corrected = list(written)
        if row.order == "random":
            chosen = decided(good, row.decisions, at_random(case.draw))
        else:
            doubts = self._doubting(case, written)
            said = [[one.intent, one.confidence, one.spans] for one in doubts]
            about = ["decided", row.order, row.decisions, good, said, self._known(case)]
            order = self._app_order(case, written, row, doubts)
            chosen = self._selected.places(about, written, lambda: decided(good, row.decisions, order()))
        accepted_ones = [written_or_corrected[place] for place in chosen if good[place]]
        rest = [one for place, one in enumerate(written) if place not in set(chosen)] if row.with_rest else []
        return [*accepted_ones, *rest]

    def _doubting(self, case: Case, written: Sequence[Utterance]) -> list[Prediction]:
        """What the student says that learnt from real utterances alone: those of the row "seeds upsampled"."""
        data = self._data(case, Row(UPSAMPLED), ())
        return self._students.said(data, self._settings(case), [one.text for one in written], again=True)

    def _oracle(self, written: Sequence[Utterance]) -> list[Prediction]:
        data = StudentData(tuple(self._everything), (), LabelMap.of(self._everything))
        return self._students.said(data, self._protocol.oracle, [one.text for one in written], keep=True)

    def _app_order(
        self, case: Case, written: Sequence[Utterance], row: Row, said: Sequence[Prediction]
    ) -> Callable[[], AppOrder]:
        """Makes the order; `said`: what a student says of each that was written."""
        known = (*case.new.seeds, *case.others)
        doubted = row.order == "doubted"
        return lambda: AppOrder(written, known, case.new.schema, said, self._vectors, doubted_first=doubted)

    def _settings(self, case: Case) -> StudentSettings:
        return replace(self._protocol.student, seed=case.draw)

    def _data(self, case: Case, row: Row, used: Sequence[Utterance]) -> StudentData:
        utterances = (*case.others, *taught(case, row, used))
        return StudentData(utterances, (), LabelMap.of(utterances, case.new.schema))


def taught(case: Case, row: Row, used: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """What a student of a row learns of the new intent in a pass."""
    if row.key == SEEDS:
        return case.new.seeds
    if row.key == REAL:
        return case.real
    rng = Random(f"{case.name}/{row.key}")  # noqa: S311 - a sample, no secret
    return mixed(case.new.seeds if row.with_seeds else (), used, case.size, rng)
