"""The slots of an utterance, put onto another text that means the same: its paraphrase or translation.

A value that stands in the new text word for word is found there. The others are found by word alignment, and whatever
is not clear is refused rather than guessed: a wrong span is harder to see than a candidate that is not there.
"""

from __future__ import annotations

from backend.domain.utterance import Span, Utterance
from backend.methods.alignment import Similarity, aligned
from backend.methods.tokenised import Tokenised, Value
from backend.methods.verbatim import verbatim


def project(source: Utterance, text: str, language: str, similarity: Similarity) -> Utterance:
    """`text` with the intent and slots of `source`.

    Args:
        similarity: only asked where a value does not stand in the text word for word.

    Raises:
        NotProjected: a value whose counterpart is not clear; see `aligned`.
        InvalidValue: a text that no utterance may hold. Unavailable: see `Similarity`.
    """
    said, heard = Tokenised.made_of(source), Tokenised.made_of(Utterance(text, source.intent, language))
    values = [Value(span.slot, _run(span, said)) for span in source.spans]
    places = verbatim(values, said, heard)
    left = [value for value in values if value not in places]
    if left:
        places |= aligned(left, places, said, heard, similarity)
    tokens = heard.tokens
    spans = (Span(tokens[run[0]].start, tokens[run[-1]].end, value.slot) for value, run in places.items())
    return Utterance(text, source.intent, language, tuple(spans))


def _run(span: Span, of: Tokenised) -> range:
    """The tokens of a span; they are cut at its edges."""
    inside = [at for at, token in enumerate(of.tokens) if span.start <= token.start and token.end <= span.end]
    return range(inside[0], inside[-1] + 1)
