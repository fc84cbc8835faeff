"""Several reviewers: how much is shown to two of them, and how far they agree."""

from __future__ import annotations

from typing import Annotated

import typer

from backend.agreement import Agreement, Figure
from backend.domain.names import shown_reviewer
from commands.console import AsJson, Name, open_project, say
from jobs.agreement import Report, agreement_report, report_values
from storage.projects import set_shared_percent


def agreement(name: Name, as_json: AsJson = False) -> None:
    """How far two reviewers agree on the candidates that both judged."""
    store, project = open_project(name)
    report = agreement_report(store, project.id)
    say(as_json, report_values(report), _told(report))


def share(
    name: Name,
    percent: Annotated[int, typer.Option(help="How many of the candidates go to two reviewers, 0 to 100.")],
    as_json: AsJson = False,
) -> None:
    """Choose the share of the candidates that two reviewers judge, each without seeing what the other said."""
    store, project = open_project(name)
    with store.write() as session:
        set_shared_percent(project.id, percent, session=session)
    said = {"project": project.name, "shared_percent": percent}
    say(as_json, said, f"{percent} % of the candidates of {project.name} go to two reviewers.")


def _told(report: Report) -> str:
    overall = report.overall
    kappa = {"Cohen": "Cohen's kappa", "Fleiss": "Fleiss' kappa"}[overall.kappa]
    lines = [
        f"{report.percent} % of the candidates go to two reviewers.",
        f"Judged by two: {overall.judged} ({overall.agreed} agreed, {report.disagreed} disagreed, "
        f"{report.settled} of those settled); waiting for a second: {report.waiting.once}.",
        f"Accept or reject, {kappa}: {_shown(overall.decision)}",
        f"Intent, {kappa}: {_shown(overall.intent)}",
        *(f"{name}: {_shown(figure)}" for name, figure in _of_labels(overall)),
    ]
    for (first, second), one in report.pairs.items():
        measured = [("accept or reject, kappa", one.decision), ("intent, kappa", one.intent), *_of_labels(one)]
        figures = "; ".join(f"{name[0].lower()}{name[1:]} {_shown(figure)}" for name, figure in measured)
        lines.append(f"{shown_reviewer(first)} and {shown_reviewer(second)}: {one.agreed} of {one.judged}; {figures}")
    return "\n".join(lines)


def _of_labels(one: Agreement) -> list[tuple[str, Figure]]:
    """What is measured of the slots, or of the parses."""
    if one.parses is not None:
        return [("Parses, exact match", one.parses.exact), ("Labels of the parses, F1", one.parses.labels)]
    return [("Slots, F1", one.spans)] if one.spans is not None else []


def _shown(figure: Figure) -> str:
    return f"{figure.value:z.2f} (n = {figure.n})" if figure.value is not None else figure.why
