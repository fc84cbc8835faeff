"""Which utterances a semantic-parsing student learns from, and which say when it has learnt enough."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, replace

from backend.domain.errors import InvalidValue
from backend.domain.parse import Parse
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.parse_schema import ParseForm, ParseSchema
from backend.domain.utterance import Utterance
from backend.students.split import split_apart


@dataclass(frozen=True)
class ParserData:
    """The utterances of a training run.

    Attributes:
        teaching: learnt from; measuring: held out, for when to stop only; may be empty.
        schema: what the student's parses may be.

    Raises:
        InvalidValue: nothing to learn from, or an utterance without a parse that the schema has.
    """

    teaching: tuple[Utterance, ...]
    measuring: tuple[Utterance, ...]
    schema: ParseSchema

    def __post_init__(self) -> None:
        if not self.teaching:
            raise InvalidValue("no parse to learn from", remedy="Accept some on the Review page, or give a file.")
        for utterance in (*self.teaching, *self.measuring):
            self.schema.require(parse_of(utterance))

    @property
    def sha256(self) -> str:
        """Of what teaches and what measures, in any order, and of the schema; hexadecimal."""
        digest = hashlib.sha256(repr(self.schema).encode())
        for part in (self.teaching, self.measuring):
            rows = sorted(json.dumps([one.language, one.text, write_parse(parse_of(one))]) for one in part)
            digest.update("\n".join([*rows, ""]).encode())
        return digest.hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """Utterances to learn from, by intent."""
        return dict(sorted(Counter(utterance.intent for utterance in self.teaching).items()))


def parser_data(
    utterances: Sequence[Utterance],
    schema: ParseSchema,
    held_out: float,
    *,
    seed: int = 0,
    families: Sequence[Collection[Hashable]] | None = None,
) -> ParserData:
    """Hold a share of every intent out; near-duplicates, and what was made from the same, stay on one side.

    Raises:
        InvalidValue: nothing to learn from, an utterance without a parse, or a parse that the schema does not have.
    """
    parts, _let_go = split_apart(utterances, held_out, seed=seed, families=families)
    return ParserData(
        tuple(utterances[at] for at in parts.train),
        tuple(utterances[at] for at in parts.test),
        with_names(schema, [parse_of(one) for one in utterances]),
    )


def schema_of(utterances: Sequence[Utterance], form: ParseForm, brackets: str = SQUARE.name) -> ParseSchema:
    """The schema that has just the parses of these utterances.

    Raises:
        InvalidValue: an utterance without a parse.
    """
    return ParseSchema(form, brackets).extended_by(*(parse_of(one) for one in utterances))


def with_names(schema: ParseSchema, parses: Sequence[Parse]) -> ParseSchema:
    """In the form `exr`, the schema with the names that parses have added to its catalogues, where it has any.

    A label without a catalogue takes any name.
    """
    if schema.form != "exr":
        return schema
    seen: dict[str, list[str]] = defaultdict(list)
    for parse in parses:
        for label, value in parse.values:
            seen[label].append(value)
    return replace(
        schema,
        labels=tuple(
            replace(label, catalogue=(*label.catalogue, *seen[label.name])) if label.catalogue else label
            for label in schema.labels
        ),
    )


def parse_of(utterance: Utterance) -> Parse:
    """The parse of an utterance.

    Raises:
        InvalidValue: it has none.
    """
    if utterance.parse is None:
        raise InvalidValue("utterance without a parse", value=utterance.text, remedy="Give data with parses.")
    return utterance.parse
