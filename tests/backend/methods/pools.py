"""Random pools, some utterances in them twice and alike in their slots, and what a prompt may ask for of them."""

from __future__ import annotations

from hypothesis import strategies as st

from backend.domain.request import WILDCARD, Include
from backend.domain.utterance import Span, Utterance
from backend.methods.pool import Pool

SLOTS = st.sampled_from(("city", "day"))
VALUES = st.sampled_from(("oslo", "rome", "lima"))
ASKED = st.lists(st.builds(Include, SLOTS, VALUES | st.just(WILDCARD)), max_size=3).map(tuple)


def said(held: list[tuple[str, str]], word: str) -> Utterance:
    text, spans = word, []
    for slot, value in held:
        spans.append(Span(len(text) + 1, len(text) + 1 + len(value), slot))
        text += f" {value}"
    return Utterance(text, "fly", "en", tuple(spans))


UTTERANCES = st.builds(
    said, st.lists(st.tuples(SLOTS, VALUES | st.just(WILDCARD)), max_size=3), st.sampled_from(("go", "fly"))
)
POOLS = st.builds(
    Pool, st.lists(UTTERANCES, max_size=12).map(tuple), st.just(()) | st.lists(UTTERANCES, max_size=12).map(tuple)
)
