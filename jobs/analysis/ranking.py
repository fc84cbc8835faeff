"""Third step: neighbours, doubts and worth of each candidate, and its place in the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from backend.insight.context import Neighbour
from backend.insight.judging import Judged, judge
from backend.insight.prediction import Prediction, predictions
from backend.insight.vectors import unpacked
from jobs.analysis.references import References
from jobs.analysis.tools import Slices, Tools, pieces, row_of
from storage.analyses import note_progress
from storage.embeddings import vectors_of
from storage.insights import Found, pending_of, save_insights
from storage.tables import Example


def rank(project_id: int, tools: Tools, references: References, ids: Sequence[int]) -> Slices:
    """Find out about pending examples, in that order."""
    done = 0
    while done < len(ids):
        some = ids[done : done + tools.pace.rows("ranking")]
        with tools.pace.timed("ranking", len(some)):
            found = _found(some, tools, references)
            for piece in pieces(found):
                with tools.store.write() as session:
                    save_insights(project_id, piece, session=session)
            done += len(some)
            with tools.store.write() as session:
                note_progress(project_id, phase="ranking", done=done, total=len(ids), session=session)
        yield


def _found(ids: Sequence[int], tools: Tools, references: References) -> list[Found]:
    with tools.store.read() as session:
        examples = pending_of(ids, session=session)
        vectors = vectors_of(ids, tools.encoder_name, session=session) if tools.encoder_name else {}
    if tools.encoder_name:
        examples = [example for example in examples if example.id in vectors]
    found: list[Found] = []
    for language in sorted({example.language for example in examples}):
        rows = [example for example in examples if example.language == language]
        packed = unpacked([vectors[example.id] for example in rows]) if vectors else None
        said = predictions(tools.predictor, [example.text for example in rows]) if tools.predictor else None
        judged = judge([row_of(example) for example in rows], packed, references.of(language), said)
        for place, (example, one) in enumerate(zip(rows, judged, strict=True)):
            found.append(_columns(example, one, said[place] if said else None, tools))
    return found


def _columns(example: Example, judged: Judged, said: Prediction | None, tools: Tools) -> Found:
    finding = judged.finding
    return Found(
        example.id,
        example.fingerprint,
        finding.rank,
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
