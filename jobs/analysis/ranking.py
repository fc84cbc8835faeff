"""Third step: neighbours, doubts and worth of each candidate, and its place in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from backend.insight.context import Neighbour
from backend.insight.judging import Judged, judge
from backend.insight.prediction import Prediction, predictions
from backend.insight.vectors import unpacked
from jobs.analysis.references import References
from jobs.analysis.round_trips import trips_of
from jobs.analysis.scoring import Scorer, scored
from jobs.analysis.slot_scoring import SlotScorer, slots_scored
from jobs.analysis.tools import WRITTEN_AT_ONCE, Slices, Tools, row_of
from storage.analyses import note_progress
from storage.embeddings import vectors_of
from storage.insights import Found, pending_of, save_insights
from storage.pieces import pieces
from storage.scores import Scored, save_scores
from storage.slot_scores import SlotScored, save_slot_scores
from storage.tables import Example


@dataclass(frozen=True)
class Scorers:
    """Who scores intents and slots; None where too little is accepted, or there is no encoder."""

    intents: Scorer | None = None
    slots: SlotScorer | None = None


def rank(project_id: int, tools: Tools, references: References, scorers: Scorers, ids: Sequence[int]) -> Slices:
    """Find out about pending examples, in that order."""
    done = 0
    while done < len(ids):
        some = ids[done : done + tools.pace.rows("ranking")]
        with tools.pace.timed("ranking", len(some)):
            for piece in pieces(_found(some, tools, references, scorers), WRITTEN_AT_ONCE):
                with tools.store.write() as session:
                    save_insights(project_id, [found for found, _, _ in piece], session=session)
                    save_scores(project_id, [score for _, score, _ in piece], session=session)
                    save_slot_scores(project_id, [score for _, _, score in piece], session=session)
            done += len(some)
            with tools.store.write() as session:
                note_progress(project_id, phase="ranking", done=done, total=len(ids), session=session)
        yield


def _found(
    ids: Sequence[int], tools: Tools, references: References, scorers: Scorers
) -> list[tuple[Found, Scored, SlotScored]]:
    with tools.store.read() as session:
        examples = pending_of(ids, session=session)
        vectors = vectors_of(ids, tools.encoder_name, session=session) if tools.encoder_name else {}
    if tools.encoder_name:
        examples = [example for example in examples if example.id in vectors]
    trips = trips_of(examples, tools)
    found: list[tuple[Found, Scored, SlotScored]] = []
    for language in sorted({example.language for example in examples}):
        of_language = [example for example in examples if example.language == language]
        rows = [row_of(example) for example in of_language]
        packed = unpacked([vectors[row.id] for row in rows]) if vectors else None
        said = predictions(tools.predictor, [row.text for row in rows]) if tools.predictor else None
        scores = scorers.intents.scores(rows, packed) if scorers.intents and packed is not None else None
        slots = scorers.slots.scores(rows) if scorers.slots else None
        taken = [trips.get(row.id) for row in rows]
        judged = judge(rows, packed, references.of(language), said, scores, slots, taken)
        for place, (example, one) in enumerate(zip(of_language, judged, strict=True)):
            columns = _columns(example, one, said[place] if said else None, tools)
            of_intent = scored(rows[place], scores[place] if scores else None)
            found.append((columns, of_intent, slots_scored(rows[place], slots[place] if slots else None)))
    return found


def _columns(example: Example, judged: Judged, said: Prediction | None, tools: Tools) -> Found:
    finding = judged.finding
    return Found(
        example.id,
        example.fingerprint,
        finding.rank,
        finding.doubt_rank,
        {
            "doubt": finding.doubt,
            "rarity": finding.rarity,
            "distance": finding.distance,
            "doubts": [asdict(verdict) for verdict in finding.doubts],
            "why": list(finding.why),
            "accepted": _neighbours(judged.accepted),
            "rejected": _neighbours(judged.rejected),
            "prediction": _prediction(said, tools),
        },
    )


def _neighbours(found: Sequence[Neighbour]) -> list[dict[str, Any]]:
    return [{"id": one.id, "similarity": round(max(0.0, one.similarity), 3)} for one in found]


def _prediction(said: Prediction | None, tools: Tools) -> dict[str, Any] | None:
    if said is None or tools.predictor is None:
        return None
    spans = [list(span) for span in said.spans]
    return {
        "student": tools.predictor.uid,
        "intent": said.intent,
        "confidence": round(said.confidence, 3),
        "spans": spans,
    }
