"""Last step, for candidates with parses: each text is given to the project's student, and what it says is compared.

A parse takes a student up to seconds, where a ranking takes milliseconds: so this comes after all else is up to date,
a few candidates at a time, those first that come first in the review, and leaves off when there is other work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from backend.domain.parse_match import exact_match, unordered_match
from backend.domain.parse_notation import SQUARE, read_parse, write_parse
from backend.insight import round_trip
from backend.students.parsing.parser import ParsePrediction
from jobs.analysis.tools import Slices, Tools
from jobs.parsers import parser_result
from storage.analyses import note_progress
from storage.parse_schemas import load_parses
from storage.round_trips import count_round_trips, next_candidates, round_trips_of, save_round_trips
from storage.students import student_by_uid
from storage.tables import Example, RoundTrip

AT_ONCE, WHILE_BUSY = 8, 2
"""Candidates of a slice; fewer while a job is at work."""

UNMEASURED = 0.5
"""How often a student is taken to be right that was measured on nothing."""


def make_round_trips(
    project_id: int, tools: Tools, rank: Callable[[Sequence[int]], Slices], other_work: Callable[[], bool]
) -> Slices:
    """Ask the project's student for its pending candidates, and rank each anew by what it says.

    Args:
        rank: ranks examples. other_work: whether to leave off; what is left is gone on with in the next round.
    """
    student = tools.parser
    if student is None:
        return
    while not other_work():
        with tools.store.read() as session:
            most = WHILE_BUSY if tools.pace.busy else AT_ONCE
            some = next_candidates(project_id, student.uid, most, session=session)
        if not some:
            return
        said, _ = student.parse([example.text for example in some])
        found = [_compared(example, one, student.uid) for example, one in zip(some, said, strict=True)]
        with tools.store.write() as session:
            kept = save_round_trips(project_id, found, session=session)
            counts = count_round_trips(project_id, student.uid, session=session)
            note_progress(project_id, phase="round trip", done=counts.asked, total=counts.pending, session=session)
        if not kept:
            return  # others change them faster than they are asked for; that changes the project's pulse too
        yield
        yield from rank([example.id for example in some])


def trips_of(examples: Sequence[Example], tools: Tools) -> Mapping[int, round_trip.RoundTrip]:
    """What the project's student made of examples, as far as it was asked, compared with what they hold now.

    Nothing of one with a label that it does not know: it could not have written it.
    """
    if tools.parser is None or not examples:
        return {}
    with tools.store.read() as session:
        rows = round_trips_of([one.id for one in examples], tools.parser.uid, session=session)
        if not rows:
            return {}
        result = parser_result(student_by_uid(tools.parser.uid, session=session))
        parses = load_parses(examples[0].project_id, session=session)
    right = result.figures.overall.unordered_match.value if result and result.figures else UNMEASURED
    style = parses.style if parses else SQUARE
    found: dict[int, round_trip.RoundTrip] = {}
    for example in examples:
        gold, row = example.utterance.parse, rows.get(example.id)
        if gold is None or row is None or not tools.parser.knows(example.intent, gold):
            continue
        parse = read_parse(row.said, SQUARE) if row.said else None
        said = write_parse(parse, style) if parse else f"no parse: {row.problem}"
        found[example.id] = round_trip.RoundTrip(exact_match(parse, gold), unordered_match(parse, gold), said, right)
    return found


def _compared(example: Example, said: ParsePrediction, student: str) -> RoundTrip:
    gold = example.utterance.parse
    return RoundTrip(
        example_id=example.id,
        fingerprint=example.fingerprint,
        student=student,
        said=write_parse(said.parse, SQUARE) if said.parse else None,
        problem=said.problem,
        exact=gold is not None and exact_match(said.parse, gold),
        unordered=gold is not None and unordered_match(said.parse, gold),
    )
