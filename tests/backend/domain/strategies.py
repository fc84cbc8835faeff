"""Utterances that try every corner: scripts, marks, emoji, brackets, formulas, odd spaces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from backend.domain.errors import InvalidValue
from backend.domain.notation import Annotated
from backend.domain.utterance import Span, Utterance

SLOTS = ("city", "date.time", "b-side", "x/y", "город", "तारीख", "เมือง", "I")
LANGUAGES = ("en", "de", "pt-BR", "ar", "hi", "ja", "zh-Hant-TW", "th", "th-TH")

_TRICKY = st.sampled_from(
    [
        *"[]\\:*'\"=+-@#,;<>!()/&%1aZ ",
        "\u00a0", "\u3000", "\u2009", "\u200b", "\u200d", "\u202e", "\u200f", "\ufeff", "\u0301", "\ufe0f",
        "=cmd()", "'=", "''", "<script>", "![x](http://example.org)", "# text = ", "\\[", "\\\\", "[1 ", " : ", "  ",
        "東京", "の", "ไปที่", "คำ", "नमस्ते", "مرحبا", "שלום", "é", "e\u0301", "👨‍👩‍👧", "👍🏽", "🇫🇷", "＝", "ﬁ", "İ", "ß",
    ]
)  # fmt: skip
_ANY = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029")


def texts(max_size: int = 24) -> st.SearchStrategy[str]:
    """Text that an utterance may hold."""
    pieces = st.lists(st.one_of(_TRICKY, _TRICKY, _ANY), min_size=1, max_size=max_size)
    return pieces.map("".join).filter(_visible)


@st.composite
def annotated(draw: st.DrawFn) -> Annotated:
    """A text with spans that the domain takes; often adjacent, often with one label."""
    text = draw(texts())
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = []
    for start, end in pairwise(cuts):
        covered = text[start:end]
        if covered == covered.strip() and draw(st.booleans()):
            spans.append(Span(start, end, draw(st.sampled_from(SLOTS))))
    return Annotated(text, tuple(spans))


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    """Any utterance."""
    parts = draw(annotated())
    intent = draw(st.sampled_from(["PlayMusic", "weather/query", "погода"]))
    return Utterance(parts.text, intent, draw(st.sampled_from(LANGUAGES)), parts.spans)


def _visible(text: str) -> bool:
    try:
        Utterance(text, "Any")
    except InvalidValue:
        return False
    return True
