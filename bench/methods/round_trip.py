"""The round trip: whether a student that learnt from real data alone gives an output the labels that it came with.

An oracle for the bench, honest in that it saw no output and no seed's translation, and no better than its own figures
on real utterances, which stand beside it. For slots it is the product's joint student. For parses it is whatever
`--parser MODULE:NAME` names, which is called as `Parser` says; without one, the joint student is asked for the values
of those parses that can be said with slots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from pkgutil import resolve_name
from random import Random
from statistics import mean
from typing import Any, Protocol

from filelock import FileLock

from backend.domain.errors import InvalidValue, TeachsetError
from backend.domain.parse import Parse
from backend.domain.parse_match import exact_match, insensitive_match, unordered_match
from backend.domain.utterance import Utterance
from backend.students.data import StudentData
from backend.students.labels import LabelMap
from backend.students.settings import StudentSettings
from bench.methods.sets import BenchSet
from bench.students.figures import overall
from bench.students.learning import Students
from bench.students.protocol import PROTOCOLS
from bench.students.reviewing import agrees

LEAST_STEPS = 300
"""Of the student's training, however little there is to learn from."""

MEASURED = 1000
"""Real utterances on which the student's own figures are measured, at most."""


class Parser(Protocol):
    """Parses texts, having learnt from `real`; None for one that it has no parse for.

    `folder` is where it may keep what it learnt, for a next call with the same data.
    """

    def __call__(
        self, real: Sequence[Utterance], texts: Sequence[str], *, folder: Path, device: str | None
    ) -> Sequence[Parse | None]: ...


def parser(name: str) -> Parser:
    """The one that is called `module:name`.

    Raises:
        InvalidValue: there is none.
    """
    try:
        found: Any = resolve_name(name)
    except (ValueError, ImportError, AttributeError) as error:
        raise InvalidValue(f"no parser ({error})", value=name, remedy="Write MODULE:NAME of a callable.") from error
    return found


@dataclass
class RoundTrip:
    """Asks the oracle of each data set and language, which is trained when it is first needed and then kept.

    Attributes:
        most: utterances that a joint student learns from, at most; 0 for no round trip of slots.
        passes: over these, or more where that would be fewer than LEAST_STEPS.
        problems: (data set, language) → why there is no oracle. worth: likewise, its figures on real utterances.
    """

    students: Students
    folder: Path
    data: Path
    device: str | None
    most: int
    passes: int
    encoder: str
    parser: Parser | None = None
    problems: dict[str, str] = field(default_factory=dict)
    worth: dict[str, dict[str, float]] = field(default_factory=dict)

    def figures(self, of: BenchSet, language: str, kept: Sequence[Utterance]) -> dict[str, float | None]:
        """How far the oracle agrees with what was kept; {} without an oracle, or of nothing."""
        parses = bool(kept) and kept[0].parse is not None
        name = f"{of.name}/{language}{' parses' if parses else ''}"
        if not kept or name in self.problems:
            return {}
        ask = self._slots if not parses else self._parses if self.parser else self._flat
        try:
            return ask(of, language, kept)
        except TeachsetError as error:
            self.problems[name] = str(error)
            return {}

    def _slots(self, of: BenchSet, language: str, kept: Sequence[Utterance]) -> dict[str, float | None]:
        if of.taught is None or not self.most:
            return {}
        train, test = of.taught(language, self.data)
        learnt = sampled(train, self.most)
        data = StudentData(learnt, (), LabelMap.of(learnt))
        name = f"{of.name}/{language}"
        if name not in self.worth:
            asked = sampled(test, MEASURED)
            # Runs that share the cache would otherwise all train the same one.
            with FileLock(self._made(self.folder) / f"{of.name}-{language}.lock"):
                told = self._ask(data, [one.text for one in asked])
            self.worth[name] = {"learnt_from": len(learnt), "measured_on": len(asked), **overall(asked, told)}
        said = self._ask(data, [one.text for one in kept])
        found = overall(kept, said)
        return {
            "round_trip": mean(agrees(one, told) for one, told in zip(kept, said, strict=True)),
            "round_trip_intent": found["intent_accuracy"],
            "round_trip_slot_f1": found["slot_f1"],
        }

    def _flat(self, of: BenchSet, language: str, kept: Sequence[Utterance]) -> dict[str, float | None]:
        """What the joint student says of the parses that can be said with slots, and how many of all these are."""
        if of.flat is None:
            return {}
        said = [flat for one in kept if (flat := of.flat(one, self.data)) is not None]
        found = self._slots(of, language, said) if said else {}
        return {**found, "round_trip_asked": len(said) / len(kept)} if found else {}

    def _ask(self, data: StudentData, texts: Sequence[str]) -> Any:
        return self.students.said(data, self._settings, texts, again=True, keep=True)

    @staticmethod
    def _made(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def _settings(self) -> StudentSettings:
        return replace(PROTOCOLS["small"].student, passes=self.passes, least_steps=LEAST_STEPS, encoder=self.encoder)

    def _parses(self, of: BenchSet, language: str, kept: Sequence[Utterance]) -> dict[str, float | None]:
        if of.taught_parses is None or self.parser is None:
            return {}
        real = of.taught_parses(language, self.data)
        said = self.parser(real, [one.text for one in kept], folder=self._made(self.folder), device=self.device)
        return parse_agreement(kept, said)


def parse_agreement(kept: Sequence[Utterance], said: Sequence[Parse | None]) -> dict[str, float | None]:
    """Shares of the outputs whose parse a parser gives too: strictly, in any order, and whatever the case.

    One that it cannot parse is one that it does not agree with.
    """
    pairs = [(told, one.parse) for one, told in zip(kept, said, strict=True) if one.parse is not None]
    ways: dict[str, Callable[[Parse | None, Parse], bool]] = {
        "round_trip": exact_match,
        "round_trip_unordered": unordered_match,
        "round_trip_insensitive": insensitive_match,
    }
    return {name: mean(same(told, gold) for told, gold in pairs) for name, same in ways.items()}


def sampled(utterances: Sequence[Utterance], most: int) -> tuple[Utterance, ...]:
    """At most so many, always the same ones, in their order."""
    if len(utterances) <= most:
        return tuple(utterances)
    places = Random(0).sample(range(len(utterances)), most)  # noqa: S311 - a sample, no secret
    return tuple(utterances[at] for at in sorted(places))
