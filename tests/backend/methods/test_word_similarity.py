"""How alike words are: by a lexicon where there is one, by an encoder elsewhere, and the same word in any case."""

from __future__ import annotations

import numpy as np
import pytest

from backend.domain.notation import read_typed, write_typed
from backend.domain.utterance import Utterance
from backend.methods import word_similarity
from backend.methods.alignment import NotProjected
from backend.methods.projection import project
from backend.methods.tokenised import Tokenised
from backend.methods.word_similarity import WordSimilarity, align_by, default_similarity
from backend.students.packaged import DEFAULT_ENCODER
from tests.backend.methods.test_encoder_similarity import Letters
from tests.backend.methods.words import Dictionary


def said(notation: str, language: str = "en") -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "any", language, read.spans)


def alike(one: str, language: str, other: str, other_language: str, encoder: Dictionary) -> np.ndarray:
    made = (Tokenised.made_of(said(text, code)) for text, code in ((one, language), (other, other_language)))
    return WordSimilarity(encoder)(*made)


def test_where_a_lexicon_has_both_languages_no_encoder_is_asked() -> None:
    encoder = Dictionary()
    found = alike("tomorrow morning", "en", "morgen früh", "de-AT", encoder)
    assert found[0, 0] > found[0, 1]
    assert found[0, 0] > 0.3 > found[1, 0]
    assert encoder.asked == 0


@pytest.mark.parametrize("languages", [("en", "en"), ("de", "de"), ("en", "sw"), ("sw", "de")])
def test_elsewhere_the_encoder_is_asked(languages: tuple[str, str]) -> None:
    encoder = Dictionary(one="other")
    assert alike("one", languages[0], "other", languages[1], encoder)[0, 0] == 1.0
    assert encoder.asked == 1


def test_the_same_word_is_most_alike_but_a_sign_is_not() -> None:
    found = alike("Xylo !", "en", "xylo !", "de", Dictionary())
    assert found[0, 0] == 1.0
    assert found[1, 1] < 0.1


def test_a_value_that_is_said_twice_is_at_no_clear_place() -> None:
    with pytest.raises(NotProjected, match="two places 'friday'"):
        project(said("see you [day : friday]"), "on friday i see you friday", "en", WordSimilarity(Dictionary()))


@pytest.mark.parametrize(
    ("source", "text", "language", "expected"),
    [
        (
            "wake me at [time : eight] [date : tomorrow]",
            "weck mich morgen um acht",
            "de",
            "weck mich [date : morgen] um [time : acht]",
        ),
        ("play [genre : jazz music]", "ジャズ音楽をかけて", "ja", "[genre : ジャズ音楽]をかけて"),
        ("is it [weather : raining] in oslo", "¿está lloviendo en oslo?", "es", "¿está [weather : lloviendo] en oslo?"),
    ],
)
def test_a_translation_is_projected_onto_with_what_is_shipped(
    source: str, text: str, language: str, expected: str
) -> None:
    assert write_typed(project(said(source), text, language, WordSimilarity(Dictionary()))) == expected


def test_two_languages_without_english_are_aligned_by_way_of_it() -> None:
    found = project(said("weck mich [date : morgen]", "de"), "réveille-moi demain", "fr", WordSimilarity(Dictionary()))
    assert found.slots == (("date", "demain"),)


def test_the_encoder_that_was_chosen_last_is_opened_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr(word_similarity, "shared_encoder", lambda name: opened.append(name) or Letters())
    monkeypatch.setattr(word_similarity, "_chosen", [DEFAULT_ENCODER])
    source = said("fly to [city : rome]")
    assert project(source, "to rome i fly", "en", default_similarity()).slots == (("city", "rome"),)
    assert opened == []
    align_by("another")
    assert project(source, "we go to emor", "en", default_similarity()).slots == (("city", "emor"),)
    assert opened == ["another"]


@pytest.mark.model
def test_the_packaged_encoder_finds_values_in_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_similarity, "_chosen", [DEFAULT_ENCODER])  # whatever a worker in this process chose
    source = said("remind me to [task : phone the doctor] [time : tomorrow morning]")
    text = "tomorrow in the morning i have to ring the doctor, remind me"
    expected = "[time : tomorrow in the morning] i have to [task : ring the doctor], remind me"
    assert write_typed(project(source, text, "en", default_similarity())) == expected
