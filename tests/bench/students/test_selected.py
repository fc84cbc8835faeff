"""What scores and orders leave is made once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from backend.domain.utterance import Utterance
from bench.students.selected import Selected

WRITTEN = [Utterance(text, "order") for text in ("two rolls please", "a loaf of rye", "nothing for me")]


def test_a_selection_is_made_once_and_stays_in_order(tmp_path: Path) -> None:
    made: list[int] = []

    def choose() -> Sequence[Utterance]:
        made.append(1)
        return [WRITTEN[2], WRITTEN[0]]

    selected = Selected(tmp_path / "cache")
    assert selected.of(["score"], WRITTEN, choose) == (WRITTEN[0], WRITTEN[2])
    assert Selected(tmp_path / "cache").of(["score"], WRITTEN, choose) == (WRITTEN[0], WRITTEN[2])
    assert made == [1]


@pytest.mark.parametrize(("about", "written"), [(["slots"], WRITTEN), (["score"], WRITTEN[:2])])
def test_another_question_or_other_utterances_are_another_selection(
    tmp_path: Path, about: list[str], written: list[Utterance]
) -> None:
    selected = Selected(tmp_path / "cache")
    assert selected.places(["score"], WRITTEN, lambda: [1]) == [1]
    assert selected.places(about, written, lambda: [0]) == [0]
    assert selected.places(["score"], WRITTEN, lambda: [0]) == [1]
