"""What a project's student learns from: its accepted examples, and what each was made from."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from sqlmodel import Session

from backend.domain.delexicalised import delexicalised
from backend.domain.errors import InvalidValue
from backend.domain.normalise import normalised
from backend.domain.notation import write_typed
from backend.domain.parse_notation import write_parse
from backend.domain.utterance import Utterance
from backend.students.labels import LabelMap
from storage.engine import Store
from storage.examples import stream_decided
from storage.filters import ExampleFilter
from storage.prompts import examples_shown
from storage.schemas import load_schema
from storage.tables import Example


@dataclass(frozen=True)
class Material:
    """A project's accepted examples, in their order, as they are now.

    Attributes:
        families: for each, what it was made from: its own text and those that its prompt showed, normalised, with the
            values of their slots and without, since a method may put other values into a seed before it is shown.
        labels: that occur, each intent with all slots that the schema lets it hold.
        ids: of the examples; is_seed: whether each is a seed.
    """

    utterances: tuple[Utterance, ...]
    families: tuple[frozenset[str], ...]
    labels: LabelMap
    ids: tuple[int, ...] = ()
    is_seed: tuple[bool, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the utterances, hexadecimal."""
        return hash_of(self.utterances)


def hash_of(utterances: Iterable[Utterance]) -> str:
    """SHA-256 of utterances in their order, hexadecimal."""
    rows = [f"{one.intent}\t{one.language}\t{_labelled(one)}\n" for one in utterances]
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def _labelled(utterance: Utterance) -> str:
    return write_typed(utterance) if utterance.parse is None else f"{utterance.text}\t{write_parse(utterance.parse)}"


def accepted_material(store: Store, project_id: int) -> Material:
    """The accepted examples of a project, seeds included.

    Raises:
        InvalidValue: there is none.
    """
    with store.read() as session:
        return material_of(project_id, ExampleFilter(status="accepted"), session=session)


def material_of(project_id: int, wanted: ExampleFilter, *, session: Session) -> Material:
    """The same of those accepted examples that pass a filter.

    Raises:
        InvalidValue: there is none.
    """
    rows = [row for row, _ in stream_decided(project_id, wanted, session=session)]
    schema = load_schema(project_id, session=session)
    shown = _shown_by_prompts(rows, session)
    if not rows:
        raise InvalidValue("no accepted example to learn from", remedy="Accept some on the Review page.")
    utterances = tuple(row.utterance for row in rows)
    families = tuple(
        frozenset({*_names(one), *shown.get(_prompt(row), ())}) for row, one in zip(rows, utterances, strict=True)
    )
    labels = LabelMap.of(utterances, schema)
    seeds = tuple(row.origin == "seed" for row in rows)
    return Material(utterances, families, labels, tuple(row.id for row in rows), seeds)


def _names(utterance: Utterance) -> tuple[str, str]:
    return normalised(utterance.text), delexicalised(utterance)


def _prompt(row: Example) -> tuple[int | None, int]:
    return row.job_id, int(row.provenance.get("prompt", -1))


def _shown_by_prompts(rows: list[Example], session: Session) -> Mapping[tuple[int | None, int], frozenset[str]]:
    """(job, number of its prompt) → what the examples that the prompt showed are known by."""
    asked = defaultdict[int, set[int]](set)
    for row in rows:
        if row.job_id is not None:
            asked[row.job_id].add(_prompt(row)[1])
    names = cache(_names)
    return {
        (job_id, number): frozenset(name for example in examples for name in names(example))
        for job_id, numbers in asked.items()
        for number, examples in examples_shown(job_id, numbers, session=session).items()
    }
