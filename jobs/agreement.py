"""The agreement of a project's reviewers: read from the store, measured by the backend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.agreement import Agreement, Figure, Judged, Judgement, agreement, by_pair
from backend.domain.parse_notation import SQUARE, read_parse
from storage.agreement import Vote, Waiting, two_votes, waiting
from storage.engine import Store
from storage.parse_schemas import load_parses
from storage.projects import project_by_id


@dataclass(frozen=True)
class Report:
    """How far reviewers agree, and what is still open.

    Attributes:
        disagreed: of those that two have judged; `settled` of them are decided by now.
        pairs: two reviewers by name, "" for whoever gave none → their agreement.
    """

    percent: int
    waiting: Waiting
    disagreed: int
    settled: int
    overall: Agreement
    pairs: Mapping[tuple[str, str], Agreement]

    @property
    def open(self) -> int:
        """Disagreements that nobody has settled."""
        return self.disagreed - self.settled


def agreement_report(store: Store, project_id: int) -> Report:
    """Read all votes of a project and measure them.

    Raises:
        NotFound: the project is gone.
    """
    with store.read() as session:
        percent = project_by_id(project_id, session=session).shared_percent
        rows = two_votes(project_id, session=session)
        waits = waiting(project_id, session=session)
        of_parses = load_parses(project_id, session=session) is not None
    judged = [Judged(_judgement(row.votes[0]), _judgement(row.votes[1])) for row in rows]
    disagreed = [row for row, one in zip(rows, judged, strict=True) if not one.agreed]
    return Report(
        percent=percent,
        waiting=waits,
        disagreed=len(disagreed),
        settled=sum(not row.pending for row in disagreed),
        overall=agreement(judged, of_parses=of_parses),
        pairs={names: agreement(theirs, of_parses=of_parses) for names, theirs in by_pair(judged).items()},
    )


def report_values(report: Report) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "shared_percent": report.percent,
        "judged_by_two": report.overall.judged,
        "waiting_for_a_second": report.waiting.once,
        "waiting_for_a_first": report.waiting.unjudged,
        "agreed": report.overall.agreed,
        "disagreed": report.disagreed,
        "settled": report.settled,
        **_measures(report.overall),
        "pairs": [
            {"reviewers": list(names), "judged_by_two": one.judged, "agreed": one.agreed, **_measures(one)}
            for names, one in report.pairs.items()
        ],
    }


def _measures(one: Agreement) -> dict[str, Any]:
    named: dict[str, Figure] = {"decision_kappa": one.decision, "intent_kappa": one.intent}
    if one.spans is not None:
        named["span_f1"] = one.spans
    if one.parses is not None:
        named |= {"parse_match": one.parses.exact, "label_f1": one.parses.labels}
    figures = {name: {"value": figure.value, "n": figure.n, "why": figure.why} for name, figure in named.items()}
    return {"kappa": one.kappa, **figures}


def _judgement(vote: Vote) -> Judgement:
    said = vote.proposed
    return Judgement(
        *(vote.reviewer, said["status"] == "accepted", said["text"], said["intent"], said["language"]),
        spans=tuple((start, end, slot) for start, end, slot in said["spans"]),
        parse=read_parse(said["parse"], SQUARE) if said.get("parse") else None,
    )
