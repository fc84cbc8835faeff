"""What candidates are judged by, as it stood when the ranking began: loaded for each language that comes up."""

from __future__ import annotations

from backend.insight.judging import Decided, Reference
from backend.insight.knowledge import learn
from backend.insight.tried import Tried
from backend.insight.vectors import unpacked
from jobs.analysis.tools import row_from
from storage.analyses import decided_by_method, latest_candidates, stream_plain
from storage.embeddings import load_vectors
from storage.engine import Store
from storage.projects import project_by_id
from storage.schemas import load_schema

CANDIDATES = 1_000
"""Accepted and rejected ones each, by which it is learnt what new wording means."""


class References:
    """The references of one project by language; their vectors take 2 bytes a number."""

    def __init__(self, project_id: int, store: Store, encoder: str | None) -> None:
        self._project_id = project_id
        self._store = store
        self._encoder = encoder
        self._loaded: dict[str, Reference] = {}

    def of(self, language: str) -> Reference:
        if language not in self._loaded:
            self._loaded[language] = self._load(language)
        return self._loaded[language]

    def _load(self, language: str) -> Reference:
        with self._store.read() as session:
            project = project_by_id(self._project_id, session=session)
            schema = load_schema(self._project_id, session=session)
            accepted = [
                row_from(plain)
                for piece in stream_plain(self._project_id, "accepted", language=language, session=session)
                for plain in piece
            ]
            kept, rejected = (
                latest_candidates(self._project_id, status, CANDIDATES, language=language, session=session)
                for status in ("accepted", "rejected")
            )
            methods = decided_by_method(self._project_id, session=session)
        knowledge = learn(
            accepted,
            schema,
            language,
            catalogues=language == project.language,
            written=[plain[0] for plain in kept],
            rejected=[row_from(plain) for plain in rejected],
            methods={method: Tried(*counts) for method, counts in methods.items()},
        )
        return Reference(knowledge, self._decided("accepted", language), self._decided("rejected", language))

    def _decided(self, status: str, language: str) -> Decided:
        if self._encoder is None:
            return Decided((), (), unpacked(()))
        with self._store.read() as session:
            stored = load_vectors(self._project_id, self._encoder, status, language, session=session)
        return Decided(stored.ids, stored.intents, unpacked(stored.vectors))
