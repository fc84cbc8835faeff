"""The check of the language: what is clearly another one is dropped, and nothing else."""

from __future__ import annotations

import pytest

from backend.checks.language import RIVALS, TIMES_LIKELIER, in_language, likeliest_other
from backend.domain.notation import read_typed
from backend.domain.utterance import Utterance

SAID = {
    "en": "could you water the plants on the balcony tonight",
    "de": "kannst du heute abend die blumen auf dem balkon gießen",
    "es": "puedes regar las plantas del balcón esta noche",
    "fr": "peux-tu arroser les plantes du balcon ce soir",
    "hi": "क्या तुम आज शाम बालकनी के पौधों को पानी दे सकते हो",
    "ja": "今夜ベランダの植物に水をやってくれますか",
    "pt-BR": "você pode regar as plantas da varanda hoje à noite",
    "nb": "kan du vanne plantene på balkongen i kveld",
    "zh-Hant-TW": "請你今晚幫我給陽台上的植物澆水",
}


def said(notation: str, language: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "do_chore", language, read.spans)


@pytest.mark.parametrize("language", SAID)
def test_what_is_in_the_language_passes_and_is_dropped_for_every_unlike_one(language: str) -> None:
    assert in_language(said(SAID[language], language)).passed
    for other in ("en", "de", "ja", "fi"):
        if not language.startswith(other):
            verdict = in_language(said(SAID[language], other))
            assert (verdict.check, verdict.passed) == ("language", False)


def test_a_verdict_names_both_languages() -> None:
    assert in_language(said(SAID["fr"], "de")).detail == "French, not German"


def test_values_of_slots_say_nothing_about_the_language() -> None:
    assert in_language(said("play [song : für immer und dich und mich und alle]", "en")).passed
    assert not in_language(said("play für immer und dich und mich und alle", "en")).passed
    assert not in_language(said("spiel mir bitte das lied [song : yesterday once more] noch einmal", "en")).passed


@pytest.mark.parametrize("text", ["ok", "play", "5 4 3", "👍🏽", "?!", "taxi bitte"])
def test_what_is_short_or_has_no_letters_passes_in_every_language(text: str) -> None:
    for language in ("en", "de", "pt-BR", "nb"):
        assert in_language(said(text, language)).passed


@pytest.mark.parametrize("language", ["hi-Latn", "sr-Latn-RS", "ceb", "gsw"])
def test_a_language_or_script_that_the_model_does_not_know_is_never_doubted(language: str) -> None:
    assert likeliest_other(SAID["en"], language)[1] == 1.0
    assert in_language(said(SAID["en"], language)).passed


def test_every_rival_is_a_language_of_the_model() -> None:
    assert likeliest_other(SAID["en"], "sw")[1] > TIMES_LIKELIER
    assert all(in_language(said(SAID["en"], code)).passed == (code == "en") for code in RIVALS)
