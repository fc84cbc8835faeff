"""Before candidates are ranked: small students are trained on what is accepted, each without a fold of it.

They score what was accepted at once, and candidates while these are ranked.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import asdict

from backend.insight.neighbours import Matrix
from backend.insight.row import Row
from backend.insight.score import Score
from backend.insight.vectors import unpacked
from backend.students.cross_fold import LEAST as LEAST
from backend.students.cross_fold import Accepted, CrossFold, Folds, chosen, held_out, train
from backend.students.folds import FOLDS, keys_of
from jobs.analysis.families import Families
from jobs.analysis.tools import WRITTEN_AT_ONCE, Slices, Tools, row_from
from storage.analyses import note_progress, stream_plain
from storage.embeddings import vectors_of
from storage.engine import Store
from storage.pieces import pieces
from storage.scores import Scored, drop_scores, save_scores, save_scoring

READ_AT_ONCE = 500


class Scorer:
    """Scores examples of a project by students that were trained without them."""

    def __init__(self, students: CrossFold, families: Families) -> None:
        self._students = students
        self._families = families

    def scores(self, rows: Sequence[Row], vectors: Matrix) -> list[Score | None]:
        """The score of each row, in order; see CrossFold.scores."""
        made_from = self._families.of([row.id for row in rows])
        keys = [keys_of(row, made_from.get(row.id, ())) for row in rows]
        return self._students.scores([row.intent for row in rows], keys, vectors)


def train_scorer(project_id: int, tools: Tools) -> Generator[None, None, Scorer | None]:
    """Train on what is accepted now, keep its scores, and how many of them were right.

    None without an encoder, or where too little is accepted (see LEAST): that is noted too.
    """
    if tools.encoder is None:
        return None
    number, rows = _accepted(project_id, tools.store)
    yield
    rows, vectors = _learnt_from(rows, tools.encoder.name, tools.store)
    if not rows:
        with tools.store.write() as session:
            drop_scores(project_id, session=session)
        _note(project_id, number, {}, tools.store)
        return None
    yield
    families = Families(tools.store)
    made_from = families.of([row.id for row in rows])
    accepted = Accepted(
        [row.intent for row in rows], [keys_of(row, made_from.get(row.id, ())) for row in rows], vectors
    )
    students = yield from _trained(project_id, accepted, tools.store)
    scores = students.scores(accepted.intents, accepted.keys, accepted.vectors)
    yield from _keep(project_id, rows, scores, tools.store)
    _note(project_id, number, _figures(rows, scores, students.folds), tools.store)
    return Scorer(students, families)


def scored(row: Row, score: Score | None) -> Scored:
    """A score as it is stored."""
    return Scored(row.id, row.text, row.intent, asdict(score) if score else None)


def _accepted(project_id: int, store: Store) -> tuple[int, list[Row]]:
    """How many are accepted, and they."""
    with store.read() as session:
        pieces_read = stream_plain(project_id, "accepted", session=session)
        rows = [row_from(plain) for piece in pieces_read for plain in piece]
    return len(rows), rows


def _learnt_from(rows: Sequence[Row], encoder: str, store: Store) -> tuple[list[Row], Matrix]:
    """Those that are learnt from, with their vectors; none where too little is there."""
    some = [rows[at] for at in chosen([row.intent for row in rows], [row.text for row in rows])]
    packed: dict[int, bytes] = {}
    for ids in pieces([row.id for row in some], READ_AT_ONCE):
        with store.read() as session:
            packed |= vectors_of(ids, encoder, session=session)
    some = [row for row in some if row.id in packed]  # the text of one may have changed since it was embedded
    return some, unpacked([packed[row.id] for row in some])


def _trained(project_id: int, accepted: Accepted, store: Store) -> Generator[None, None, CrossFold]:
    folds = held_out(accepted)
    yield
    students = []
    for without in range(FOLDS + 1):
        students.append(train(accepted, folds, without))
        with store.write() as session:
            note_progress(project_id, phase="training", done=without + 1, total=FOLDS + 1, session=session)
        yield
    return CrossFold(students, folds)


def _keep(project_id: int, rows: Sequence[Row], scores: Sequence[Score | None], store: Store) -> Slices:
    for piece in pieces(list(zip(rows, scores, strict=True)), WRITTEN_AT_ONCE):
        with store.write() as session:
            save_scores(project_id, [scored(row, score) for row, score in piece], session=session)
        yield


def _figures(rows: Sequence[Row], scores: Sequence[Score | None], folds: Folds) -> dict[str, int]:
    tested = [(row.intent, score.likeliest) for row, score in zip(rows, scores, strict=True) if score is not None]
    return {
        "learnt": len(rows),
        "intents": len({row.intent for row in rows}),
        "tested": len(tested),
        "correct": sum(intent == likeliest for intent, likeliest in tested),
        "near_only": len(folds.bound),
    }


def _note(project_id: int, number: int, figures: dict[str, int], store: Store) -> None:
    none = {"learnt": 0, "intents": 0, "tested": 0, "correct": 0, "near_only": 0}
    with store.write() as session:
        save_scoring(project_id, number, none | figures, session=session)
