"""A stored parse is read as the domain reads it."""

from __future__ import annotations

import pytest

from backend.domain.parse_notation import read_parse
from backend.domain.utterance import Utterance
from tests.backend.insight.rows import parsed, row


def test_labels_are_slots_or_those_of_the_parse_without_what_says_the_intent() -> None:
    assert row("a [kind : tandem]").labels == (("kind", "tandem"),)
    order = parsed("a tea, no milk", "[ORDER a [DRINK tea ] [NOT no [DRINK milk ] ] ]")
    assert order.labels == (("DRINK", "tea"), ("NOT", ""), ("DRINK", "milk"))
    assert parsed("bye", "[IN:END bye ]").labels == ()


@pytest.mark.parametrize(
    "parse",
    [
        "[ORDER [SIZE big ] [DRINK black tea ] ]",
        "[ORDER please [ITEM [DRINK tea ] [NOT [EXTRA milk ] ] ] and [ITEM [DRINK soup ] ] ]",
        "[SIZE big ] [DRINK tea ]",
        "[ORDER [EMPTY ] [DRINK ice ] ]",
    ],
)
def test_labels_and_values_are_those_of_the_utterance(parse: str) -> None:
    read = read_parse(parse)
    said = Utterance("some text", read.intent, parse=read).labels
    assert parsed("some text", parse).labels == tuple(label for label in said if label != ("ORDER", ""))
    assert tuple(root.name for root in parsed("some text", parse).tree) == tuple(root.label for root in read.roots)
