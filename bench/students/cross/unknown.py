"""How much of a language an encoder can read at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.students.encoding import encode
from backend.students.model import longest_of, open_encoder
from backend.students.tokens import student_tokens


def unknown(encoder: str, by_language: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """For texts of each language: sub-tokens of a word, and the shares of words that the tokenizer can say nothing of.

    `unknown` words have the sub-token for what is unknown, `unseen` ones have none: nothing is left of them.

    Raises:
        Unavailable: an encoder that cannot be loaded.
    """
    model, tokenizer = open_encoder(encoder)
    longest = longest_of(model, tokenizer)
    around = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
    found = {}
    for language, texts in by_language.items():
        words = [student_tokens(text) for text in texts]
        encoded = encode(words, tokenizer, longest)
        total = sum(map(len, words))
        pieces = [one for text in encoded for one in text.ids if one not in around]
        lost = [
            place is not None and text.ids[place] == tokenizer.unk_token_id for text in encoded for place in text.firsts
        ]
        unseen = sum(place is None for text in encoded for place in text.firsts)
        found[language] = {
            "words": total,
            "sub_tokens_a_word": round(len(pieces) / total, 3),
            "unknown": round(sum(lost) / total, 5),
            "unseen": round(unseen / total, 5),
        }
    return found
