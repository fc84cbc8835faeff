"""Is an utterance in the language that was asked for?"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

from backend.domain.candidate import Verdict
from backend.domain.language import language_name
from backend.domain.utterance import Utterance

RIVALS = frozenset(
    {
        "ar", "bn", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id",
        "it", "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
    }
)  # fmt: skip
"""Languages that an utterance may be taken for: those that teachers write. A rarer one looks too much like another."""

TIMES_LIKELIER = 50.0
"""How many times as likely as the language asked for another one must be; `bench.languages` says what that drops."""

_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}
"""Codes that the model calls by another."""

_loading = threading.Lock()


def in_language(utterance: Utterance) -> Verdict:
    """The text around the slots is not clearly in another language; values say little, being names of any.

    What is short, and what is in a language or script that the model does not know, passes.
    """
    other, times = likeliest_other(utterance.around_spans, utterance.language)
    if times <= TIMES_LIKELIER:
        return Verdict("language", True)
    return Verdict("language", False, f"{language_name(other)}, not {language_name(utterance.language)}")


def likeliest_other(text: str, asked: str) -> tuple[str, float]:
    """The likeliest of the other languages, and how many times as likely as the one asked for it is.

    1 time where nothing can be said: a text without letters, a language that the model does not know, or a code that
    names its script ("hi-Latn"), since the model knows a language in its usual script alone; Chinese it knows in both.
    """
    code, *rest = asked.split("-")
    code = _SAME.get(code, code)
    likely = _likelihoods(text) if any(map(str.isalpha, text)) else {}
    names_script = any(len(part) == 4 for part in rest) and code != "zh"
    other = max(sorted(RIVALS - {code}), key=lambda rival: likely.get(rival, 0.0))
    if code not in likely or names_script:
        return other, 1.0
    return other, likely[other] / max(likely[code], 1e-12)


def _likelihoods(text: str) -> dict[str, float]:
    """Language code → probability among all that the model knows."""
    with _loading:
        model = _model()
    return dict(model.rank(text))


@cache
def _model() -> Any:
    """py3langid's, of 139 languages: half a second to load, some 80 MB; only who checks replies pays for it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
