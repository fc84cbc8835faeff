"""Two students of parses of a project against each other, and what one of them got wrong."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import Conflict
from backend.domain.utterance import Utterance
from backend.students.parsing.metrics import ParseComparison, ParseShares, compare_parses, evaluate_parses
from backend.students.parsing.parser import ParsePrediction
from jobs.student_answers import gold_of, said_parse_of
from jobs.student_comparing import put_aside_of_both
from storage.engine import Store
from storage.student_answers import answers_of
from storage.students import student_by_uid


@dataclass(frozen=True)
class ComparedParsers:
    """What came of comparing two students; see `jobs.student_comparing.Compared`."""

    measured: int
    ours_aside: int
    theirs_aside: int
    ours: ParseShares
    theirs: ParseShares
    difference: ParseComparison
    shares_seeds: bool


@dataclass(frozen=True)
class ParseMistakes:
    """What a student said of a test set.

    Attributes:
        gold, said: every utterance as it is labelled, and what the student said; wrong: places of those that differ.
    """

    gold: tuple[Utterance, ...]
    said: tuple[ParsePrediction, ...]
    wrong: tuple[int, ...]


def compare_parsers(store: Store, uid: str, other: str) -> ComparedParsers:
    """Compare two students of parses on what was put aside of both: each answered it, and neither learnt from it.

    Raises:
        NotFound: one of them is gone. Conflict: nothing was put aside of both, or it is not known what.
    """
    both = put_aside_of_both(store, uid, other)
    ours, theirs = ([said_parse_of(row) for row in rows] for rows in (both.ours, both.theirs))
    if any(one.parse is None for one in both.gold):
        raise Conflict("students of slots, of which parses were asked", remedy="Compare two students of parses.")
    with store.read() as session:
        shares = any(student_by_uid(one, session=session).result.get("shares_seeds") for one in (uid, other))
    return ComparedParsers(
        len(both.gold),
        *both.aside,
        evaluate_parses(both.gold, ours).overall,
        evaluate_parses(both.gold, theirs).overall,
        compare_parses(both.gold, ours, theirs),
        shares,
    )


def parse_mistakes_of(store: Store, student_id: int) -> ParseMistakes | None:
    """What a student of parses got wrong on what was put aside; None where no answer is kept."""
    with store.read() as session:
        rows = answers_of(student_id, None, session=session)
    if not rows:
        return None
    wrong = tuple(at for at, row in enumerate(rows) if not row.right)
    return ParseMistakes(tuple(map(gold_of, rows)), tuple(map(said_parse_of, rows)), wrong)
