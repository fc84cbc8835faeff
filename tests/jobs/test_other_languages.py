from __future__ import annotations

from backend.domain.utterance import Utterance
from backend.formats.bracket_lines import read_lines
from backend.formats.reading import Line
from jobs.other_languages import in_other_languages, told


def test_lines_that_look_like_another_language_are_named() -> None:
    reading = read_lines(
        "play jazz\nje voudrais une table pour deux\nmenu\nΆναψε τα φώτα", intent="a", language="en", schema=None
    )
    found = in_other_languages(reading.lines)
    assert [(one.number, one.looks) for one in found] == [(2, "French"), (4, "Greek")]
    assert told(found) == "2 lines look like another language (French, Greek) than English"
    assert told(found[:1]) == "1 line looks like another language (French) than English"


def test_values_say_nothing_and_each_line_is_held_against_its_own_language() -> None:
    french = Line(1, Utterance("mets la lumière dans la cuisine", "a", "fr"))
    reading = read_lines("play [song : 夜に駆ける] please", intent="a", language="en", schema=None)
    assert in_other_languages([french, *reading.lines]) == ()
