"""CoNLL: ours with comments, and what others write."""

from __future__ import annotations

import pytest

from backend.domain.utterance import Span, Utterance
from backend.formats.conll_file import parse, write
from backend.formats.reading import Defaults, Line, LineError
from backend.formats.record import Record


def items(text: str, intent: str | None = "Any", language: str = "en") -> list[Line | LineError]:
    return list(parse(text.split("\n"), Defaults(intent, language)))


def test_a_record_is_written_as_comments_and_token_lines() -> None:
    utterance = Utterance("oslo's  weather", "Weather", "en", (Span(0, 4, "city"),))
    assert write(Record(utterance, "seed", {"by": "me"})) == (
        "# text = oslo's  weather\n# intent = Weather\n# language = en\n# origin = seed\n"
        '# provenance = {"by": "me"}\noslo\tB-city\n\'\tO\ns\tO\nweather\tO\n\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "# intent = Evil",
        "#\u00a0tag",
        "#",
        " # text = x ",
        "a\u00a0b",
        "東京　の",
        "x\u200b",
        "\ufeffx",
        "= 1",
        "<script>",
    ],
)
def test_texts_that_look_like_comments_or_hold_odd_spaces_come_back(text: str) -> None:
    utterance = Utterance(text, "Any", "ja")
    assert items(write(Record(utterance, "seed")), None) == [Line(1, utterance)]


def test_files_from_elsewhere_need_no_comments() -> None:
    text = "-DOCSTART-free\tX\tO\nin\tX\tO\noslo\tX\tB-city\n\nto O\nnew I-city\nyork I-city\n"
    assert items(text) == [
        Line(1, Utterance("-DOCSTART-free in oslo", "Any", "en", (Span(18, 22, "city"),))),
        Line(5, Utterance("to new york", "Any", "en", (Span(3, 11, "city"),))),
    ]


def test_an_unspaced_language_is_joined_without_spaces() -> None:
    assert items("東\tB-city\n京\tI-city\nへ\tO", language="ja") == [
        Line(1, Utterance("東京へ", "Any", "ja", (Span(0, 2, "city"),)))
    ]


def test_comments_of_the_file_itself_are_no_utterance() -> None:
    assert items("# licence = free\n# made by hand\n\n# intent = Fly\ngo\tO\n") == [Line(4, Utterance("go", "Fly"))]


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("go", "token line without a tag 'go'"),
        ("go\tX", "not a BIO tag 'X'"),
        ("# text = go now\ngo\tO", "text that no token covers 'now'"),
        ("# text = stop\ngo\tO", "does not have at position 0 'go'"),
        ("# text = a\n# text = b\na\tO", "comment twice 'text'"),
        ("# text = lonely", "utterance without a token line"),
        ("go\tB-two words", "not a slot name 'two words'"),
        ("x\tO\n" * 4001, "more than 4000 tokens"),
    ],
)
def test_a_bad_block_is_named_by_its_first_line_and_the_rest_is_kept(block: str, problem: str) -> None:
    first, bad, last = items(f"first\tO\n\n{block.rstrip()}\n\nlast\tO\n")
    assert isinstance(first, Line)
    assert isinstance(last, Line)
    assert isinstance(bad, LineError)
    assert bad.number == 3
    assert problem in bad.problem
