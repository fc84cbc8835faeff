"""Before candidates are ranked: small students learn the slots of what is accepted and of what waits.

That takes longer than to learn the intents, so they are kept until much more is accepted.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass

from backend.domain.schema import Schema
from backend.insight.row import Row
from backend.insight.slot_score import SlotScore
from backend.students.cross_fold import LEAST, dealt_out
from backend.students.folds import FOLDS, keys_of
from backend.students.slot_folds import ACCEPTED_WEIGHT, MOST, MOST_ACCEPTED, SlotFolds, Taught, train_slots
from backend.students.word_vectors import Cutting, Words, word_vectors
from jobs.analysis.families import Families
from jobs.analysis.tools import WRITTEN_AT_ONCE, Tools, row_from
from storage.analyses import drawn_plain, note_progress
from storage.engine import Store
from storage.examples import count_examples
from storage.filters import ExampleFilter
from storage.pieces import pieces
from storage.schemas import load_schema
from storage.slot_scores import SlotScored, drop_slot_scores, save_slot_scores

GROWN = 1.1
"""Times as much must be accepted as when they learnt, or times less, until they learn anew."""

KEPT_WORDS = 40_000
"""Words whose vectors stay in memory, 30 MB: those of some 4,000 texts, which a ranking asks for again and again."""


class WordCache:
    """Vectors of the words of texts; the ones asked for longest ago are forgotten."""

    def __init__(self, encoder: Cutting) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, Words] = OrderedDict()
        self._size = 0

    def of(self, texts: Sequence[str]) -> list[Words]:
        """The words of each text."""
        lacking = [text for text in dict.fromkeys(texts) if text not in self._known]
        new = dict(zip(lacking, word_vectors(self._encoder, lacking), strict=True)) if lacking else {}
        found = [new[text] if text in new else self._known[text] for text in texts]
        for text, words in zip(texts, found, strict=True):
            self._size += len(words.edges) if text not in self._known else 0
            self._known[text] = words
            self._known.move_to_end(text)
        while self._size > KEPT_WORDS:
            self._size -= len(self._known.popitem(last=False)[1].edges)
        return found


@dataclass
class SlotScorer:
    """Scores the slots of a project's examples by students that were trained without them.

    `accepted` says how many were accepted when they learnt.
    """

    students: SlotFolds
    families: Families
    words: WordCache
    slots: Mapping[str, frozenset[str]]
    accepted: int

    def scores(self, rows: Sequence[Row]) -> list[SlotScore | None]:
        """The score of each row, in order; see SlotFolds.scores."""
        made_from = self.families.of([row.id for row in rows])
        keys = [keys_of(row, made_from.get(row.id, ())) for row in rows]
        return self.students.scores(rows, keys, self.words.of([row.text for row in rows]), self.slots)


def train_slot_scorer(
    project_id: int, tools: Tools, before: SlotScorer | None
) -> Generator[None, None, SlotScorer | None]:
    """Train on what is accepted and waits now, and score what is accepted.

    The one before is given again where hardly more is accepted, and while a job is at work. None without an encoder
    that tells words apart, in a project of parses, or where fewer than LEAST are accepted.
    """
    encoder = tools.encoder
    with tools.store.read() as session:
        schema = load_schema(project_id, session=session)
        accepted = count_examples(project_id, ExampleFilter(status="accepted"), session=session)
    slots = {intent.name: frozenset(intent.slots) for intent in schema.intents}
    if not isinstance(encoder, Cutting) or not _has_slots(schema) or accepted < LEAST:
        with tools.store.write() as session:
            drop_slot_scores(project_id, session=session)
        return None
    if before is not None and before.slots == slots:
        hardly_grown = accepted / GROWN <= before.accepted <= accepted * GROWN
        if hardly_grown or tools.pace.busy:
            return before
    yield
    learnt = _drawn(project_id, "accepted", MOST_ACCEPTED, tools.store)
    waiting = _drawn(project_id, "pending", MOST - len(learnt), tools.store)
    words = before.words if before is not None else WordCache(encoder)
    families = Families(tools.store)
    folds = yield from _trained(project_id, learnt, waiting, words, families, tools)
    scorer = SlotScorer(folds, families, words, slots, accepted)
    for some in pieces(learnt, WRITTEN_AT_ONCE):
        keep_slot_scores(project_id, some, scorer.scores(some), tools.store)
        yield
    return scorer


def keep_slot_scores(project_id: int, rows: Sequence[Row], scores: Sequence[SlotScore | None], store: Store) -> None:
    """Keep the scores of some rows, in order; of one that has none an earlier one is forgotten."""
    with store.write() as session:
        scored = [slots_scored(row, score) for row, score in zip(rows, scores, strict=True)]
        save_slot_scores(project_id, scored, session=session)


def slots_scored(row: Row, score: SlotScore | None) -> SlotScored:
    """A score as it is stored."""
    columns = {**asdict(score), "slot": score.slot} if score else None
    return SlotScored(row.id, row.text, row.intent, row.spans, columns)


def _has_slots(schema: Schema) -> bool:
    return schema.parses is None and any(intent.slots for intent in schema.intents)


def _drawn(project_id: int, status: str, most: int, store: Store) -> list[Row]:
    with store.read() as session:
        return [row_from(plain) for plain in drawn_plain(project_id, status, most, session=session)]


def _trained(
    project_id: int, accepted: Sequence[Row], waiting: Sequence[Row], words: WordCache, families: Families, tools: Tools
) -> Generator[None, None, SlotFolds]:
    rows = [*accepted, *waiting]
    made_from = families.of([row.id for row in rows])
    found: list[Words] = []
    for some in pieces(rows, WRITTEN_AT_ONCE):
        found += words.of([row.text for row in some])
        yield
    weights = [ACCEPTED_WEIGHT] * len(accepted) + [1.0] * len(waiting)
    folds = dealt_out([keys_of(row, made_from.get(row.id, ())) for row in rows], [row.intent for row in rows])
    taught, students = Taught(rows, found, weights), []
    yield
    for without in range(FOLDS + 1):
        students.append(train_slots(taught, folds, without))
        with tools.store.write() as session:
            note_progress(project_id, phase="training", done=without + 1, total=FOLDS + 1, session=session)
        yield
    return SlotFolds(students, folds)
