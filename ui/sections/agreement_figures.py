"""How far reviewers agree: counts and measures with what they mean, and the same for each two reviewers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from backend.domain.names import shown_reviewer
from jobs.agreement import Agreement, Figure, Report
from ui.layout import muted, strong

_KAPPAS = {"Cohen": "Cohen's κ", "Fleiss": "Fleiss' κ"}
_DECISION = "{}: how far accept and reject agree beyond chance; 1 is always, 0 is no better than chance."
_INTENT = "{} of the intents, for what both accepted."
_SPANS = "F1 of the slots, for what both accepted: marked alike are those with the same slot, words and place."
_EXACT = "How many parses are exactly alike, of those that both accepted: the same labels and words in the same order."
_LABELS = (
    "F1 of the labels of the parses, for what both accepted: alike are those with the same label and words. "
    "Of a label around others the words are passed over."
)
_READING = (
    "In the table κ is Cohen's, of each two. It is low where nearly all answers are the same, however often two agree; "
    "– stands where it is undefined: nothing to compare, or one answer only."
)

Told = tuple[str, str, str]
"""A figure: its name, its value, and in one sentence what it is."""


def draw_figures(report: Report) -> None:
    """The counts, and under them the measures; `report` holds at least one candidate that two have judged."""
    _draw(counts(report), key="counts")
    st.subheader("How far they agree", anchor=False)
    _draw(measures(report.overall), key="measures")


def draw_pairs(report: Report) -> None:
    """A table of every two reviewers."""
    st.dataframe([_row(names, one) for names, one in report.pairs.items()], hide_index=True, key="agreement-pairs")
    muted(_READING, key="agreement-reading")


def counts(report: Report) -> list[Told]:
    """How many candidates are where."""
    overall = report.overall
    share = f" ({overall.agreed / overall.judged:.0%})" if overall.judged else ""
    return [
        ("Judged by two", f"{overall.judged:,}", "Two reviewers decided, neither seeing what the other said."),
        ("Agreed", f"{overall.agreed:,}{share}", "Both rejected it, or both left the same text and labels."),
        ("Disagreed", f"{report.disagreed:,}", "One rejected it, or they left other texts or labels."),
        ("Settled", f"{report.settled:,}", "Disagreements that somebody has decided since."),
        ("Waiting for a second", f"{report.waiting.once:,}", "One reviewer has decided; another is still to."),
    ]


def measures(one: Agreement) -> list[Told]:
    """Agreement beside the plain count, each with how many candidates it is of, or why there is none."""
    kappa = _KAPPAS[one.kappa]
    return [
        ("Accept or reject", shown(one.decision), _sentence(_DECISION.format(kappa), one.decision)),
        ("Intent", shown(one.intent), _sentence(_INTENT.format(kappa), one.intent)),
        *((name, shown(figure), _sentence(what, figure)) for name, _, what, figure in _of_labels(one)),
    ]


def shown(figure: Figure) -> str:
    """Two decimals, or a dash."""
    return "–" if figure.value is None else f"{figure.value:z.2f}"


def _sentence(what: str, figure: Figure) -> str:
    return f"{what} {figure.why}".rstrip() if figure.value is None else f"{what} n = {figure.n:,}."


def _draw(told: Sequence[Told], *, key: str) -> None:
    with st.container(horizontal=True, key=f"figures-{key}", gap="medium"):
        for position, (name, value, sentence) in enumerate(told):
            with st.container(gap=None, key=f"figure-{key}-{position}"):
                muted(name, key=f"{key}-name-{position}")
                strong(value, key=f"{key}-value-{position}")
                muted(sentence, key=f"{key}-what-{position}")


def _row(names: tuple[str, str], one: Agreement) -> dict[str, object]:
    first, second = names
    return {
        "Reviewers": f"{shown_reviewer(first)} and {shown_reviewer(second)}",
        "Judged": one.judged,
        "Agreed": one.agreed,
        "Accept or reject, κ": shown(one.decision),
        "Both accepted": one.intent.n,
        "Intent, κ": shown(one.intent),
        **{f"{name}, {measure}": shown(figure) for name, measure, _, figure in _of_labels(one)},
    }


def _of_labels(one: Agreement) -> list[tuple[str, str, str, Figure]]:
    """What is measured of the slots, or of the parses: its name, its measure, what it is, and the figure."""
    if one.parses is not None:
        exact, labels = one.parses.exact, one.parses.labels
        return [("Parses", "exact match", _EXACT, exact), ("Labels of parses", "F1", _LABELS, labels)]
    return [("Slots", "F1", _SPANS, one.spans)] if one.spans is not None else []
