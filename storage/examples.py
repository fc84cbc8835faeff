"""Seeds, candidates and curated rows: add, find, count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from backend.domain.decision import RESULTING_STATUS
from backend.domain.errors import NotFound
from backend.domain.utterance import Utterance
from storage.engine import one_at_a_time
from storage.filters import ExampleFilter, filtered
from storage.pieces import in_pieces
from storage.rows import columns, fingerprint, insert_examples
from storage.schemas import load_labels
from storage.tables import Decision, Example, ExampleSlot


@dataclass(frozen=True)
class Added:
    """The rows that were added, and the utterances left out because their text is there already."""

    examples: tuple[Example, ...]
    duplicates: tuple[Utterance, ...]


def add_examples(
    project_id: int,
    utterances: Iterable[Utterance],
    *,
    origin: str,
    status: str,
    provenance: Mapping[str, Any],
    session: Session,
) -> Added:
    """Add utterances, each checked against the schema; one whose normalised text is there is left out.

    Raises:
        InvalidValue: a label that the schema does not have; nothing is added then.
    """
    one_at_a_time(session, project_id)
    schema = load_labels(project_id, session=session)
    rows: list[dict[str, Any]] = []
    asked: list[Utterance] = []
    for utterance in utterances:
        schema.require(utterance)
        asked.append(utterance)
        rows.append(columns(utterance))
    seen = _texts_there(project_id, rows, session)
    fresh: list[int] = []
    duplicates: list[Utterance] = []
    for at, row in enumerate(rows):
        key = (row["language"], row["fingerprint"])
        if key in seen:
            duplicates.append(asked[at])
        else:
            seen.add(key)
            fresh.append(at)
    ids = insert_examples(
        [rows[at] for at in fresh],
        [asked[at] for at in fresh],
        alike={
            "project_id": project_id,
            "origin": origin,
            "status": status,
            "method": str(provenance.get("method", "")),
            "provenance": dict(provenance),
        },
        session=session,
    )
    return Added(_of_ids(ids, session), tuple(duplicates))


def _texts_there(project_id: int, rows: Sequence[Mapping[str, Any]], session: Session) -> set[tuple[str, str]]:
    """The languages and fingerprints of those of the rows whose text the project has."""
    found: set[tuple[str, str]] = set()
    for language in {row["language"] for row in rows}:
        wanted = [row["fingerprint"] for row in rows if row["language"] == language]
        query = select(Example.fingerprint).where(Example.project_id == project_id, Example.language == language)
        for piece in in_pieces(wanted):
            there = session.exec(query.where(col(Example.fingerprint).in_(piece)))
            found.update((language, fingerprint) for fingerprint in there)
    return found


def _of_ids(ids: Sequence[int], session: Session) -> tuple[Example, ...]:
    query = select(Example).order_by(col(Example.id))
    rows = (row for piece in in_pieces(ids) for row in session.exec(query.where(col(Example.id).in_(piece))))
    by_id = {row.id: row for row in rows}
    return tuple(by_id[id_] for id_ in ids)


def with_text(project_id: int, text: str, language: str, *, session: Session) -> Example | None:
    """An example of that language with the same normalised text, whatever its status."""
    query = select(Example).where(Example.project_id == project_id, Example.language == language)
    return session.exec(query.where(Example.fingerprint == fingerprint(text))).first()


def normalised_texts(project_id: int, language: str, *, session: Session) -> dict[str, str]:
    """Normalised text → status of what is there in a language; a rejected text is not offered again either."""
    query = select(Example.normalised, Example.status)
    rows = session.exec(query.where(Example.project_id == project_id, Example.language == language))
    return dict(rows.all())


def get_example(project_id: int, example_id: int, *, session: Session) -> Example:
    """The example of that id.

    Raises:
        NotFound: no such example in this project.
    """
    found = session.get(Example, example_id)
    if found is None or found.project_id != project_id:
        raise NotFound("no example with id", value=example_id, remedy="It may have gone with its intent.")
    return found


def find_examples(
    project_id: int, wanted: ExampleFilter, *, limit: int = 100, offset: int = 0, session: Session
) -> list[Example]:
    """Examples as they arrived, skipped ones last."""
    query = filtered(select(Example), project_id, wanted).order_by(col(Example.queue), col(Example.id))
    return list(session.exec(query.limit(limit).offset(offset)))


def stream_decided(
    project_id: int, wanted: ExampleFilter, *, session: Session
) -> Iterator[tuple[Example, Decision | None]]:
    """Examples in the order in which they came, each with the decision that made it what it is: None while it is
    pending, and where nobody decided. A flag or an undo makes nothing of it, what was undone does not either.

    Rows are fetched piece by piece: a project of any size fits in memory.
    """
    standing = aliased(Decision)
    last = select(func.max(standing.id)).where(
        standing.example_id == Example.id, col(standing.standing), col(standing.action).in_(RESULTING_STATUS)
    )
    made_it = (col(Decision.id) == last.scalar_subquery()) & (col(Example.status) != "pending")
    query = filtered(select(Example, Decision).outerjoin(Decision, made_it), project_id, wanted)
    rows = session.exec(query.order_by(col(Example.id)).execution_options(yield_per=500))
    yield from ((example, decision) for example, decision in rows)


def labelled_texts(project_id: int, *, session: Session) -> Iterator[tuple[str, Sequence[Any]]]:
    """Texts of the accepted examples with their spans, (start, end, slot) each: those that have any, in their order."""
    query = select(Example.text, Example.spans).where(Example.project_id == project_id, Example.status == "accepted")
    for text, spans in session.exec(query.order_by(col(Example.id)).execution_options(yield_per=1000)):
        if spans:
            yield text, spans


def count_examples(project_id: int, wanted: ExampleFilter, *, session: Session) -> int:
    return session.exec(filtered(select(func.count(col(Example.id))), project_id, wanted)).one()


def count_by_intent(project_id: int, wanted: ExampleFilter, *, session: Session) -> dict[str, int]:
    query = filtered(select(Example.intent, func.count(col(Example.id))), project_id, wanted)
    return dict(session.exec(query.group_by(Example.intent).order_by(Example.intent)).all())


def count_by_language(project_id: int, wanted: ExampleFilter, *, session: Session) -> dict[str, int]:
    """How many examples are in each language, by its code."""
    query = filtered(select(Example.language, func.count(col(Example.id))), project_id, wanted)
    return dict(session.exec(query.group_by(Example.language).order_by(Example.language)).all())


def count_by_slot(project_id: int, wanted: ExampleFilter, *, session: Session) -> dict[str, int]:
    """How many examples hold each slot."""
    query = filtered(
        select(ExampleSlot.slot, func.count(func.distinct(ExampleSlot.example_id))).join(
            Example, col(Example.id) == ExampleSlot.example_id
        ),
        project_id,
        wanted,
    )
    return dict(session.exec(query.group_by(ExampleSlot.slot).order_by(ExampleSlot.slot)).all())


def distinct_values(project_id: int, column: str, *, session: Session) -> Sequence[str]:
    """The values of `language`, `method` or `origin` that occur, for filters."""
    attribute = {"language": Example.language, "method": Example.method, "origin": Example.origin}[column]
    query = select(attribute).where(Example.project_id == project_id, attribute != "").distinct().order_by(attribute)
    return session.exec(query).all()
