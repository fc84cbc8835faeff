"""How alike the words of two texts are, from 0 to 1: by a lexicon where there is one, else by an encoder."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from backend.methods.alignment import Similarity
from backend.methods.encoder_similarity import EncoderSimilarity
from backend.methods.lexicon import Meanings, meanings
from backend.methods.tokenised import Tokenised, is_punctuation
from backend.students.encoder import shared_encoder
from backend.students.packaged import DEFAULT_ENCODER

_chosen = [DEFAULT_ENCODER]


class WordSimilarity:
    """See `alignment.Similarity`.

    Args:
        encoder: asked where no lexicon has both languages, as within one language.
    """

    def __init__(self, encoder: Similarity) -> None:
        self._encoder = encoder

    def __call__(self, source: Tokenised, target: Tokenised) -> NDArray[np.float32]:
        """See the protocol. The same word is most alike in any language."""
        lexicon = meanings(source.language, target.language)
        alike = self._encoder(source, target) if lexicon is None else _by_lexicon(lexicon, source, target)
        return np.maximum(alike, _same(source, target))


def align_by(encoder: str) -> None:
    """From now on, in this process, words are aligned by the encoder of that name: packaged, a folder or of the hub."""
    _chosen[0] = encoder


@cache
def default_similarity() -> WordSimilarity:
    """With the encoder that was chosen last, which is opened when a pair of texts first needs it."""
    return WordSimilarity(EncoderSimilarity(lambda: shared_encoder(_chosen[0])))


def _by_lexicon(lexicon: Meanings, source: Tokenised, target: Tokenised) -> NDArray[np.float32]:
    rows = [lexicon.get(word, {}) for word in source.words]
    return np.array([[row.get(word, 0.0) for word in target.words] for row in rows], np.float32)


def _same(source: Tokenised, target: Tokenised) -> NDArray[np.float32]:
    rows = [(token.text.casefold(), is_punctuation(token.text)) for token in source.tokens]
    columns = [token.text.casefold() for token in target.tokens]
    return np.array([[word == other and not sign for other in columns] for word, sign in rows], np.float32)
