from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from backend.domain.errors import InvalidValue
from backend.domain.utterance import Span, Utterance
from backend.students.student import Prediction
from bench.students.cross import of_massive
from bench.students.cross.cells import CrossCell
from bench.students.cross.figures import COLUMNS, figures
from bench.students.cross.protocol import MASSIVE, MTOP, Sizes
from bench.students.cross.results import rows_of, tables
from bench.students.cross.rows import ROWS, chosen, taught


def test_one_shot_is_always_measured_and_unknown_rows_are_refused() -> None:
    assert [row.key for row in chosen(["linguist"])] == ["one-shot", "linguist"]
    assert [row.key for row in chosen(None)] == list(ROWS)
    with pytest.raises(InvalidValue, match="unknown row"):
        chosen(["upsampled"])


def test_every_row_is_taught_as_many_utterances_of_each_intent(data: Path) -> None:
    case = of_massive.case("de", 0, of_massive.INTENTS, Sizes(3, 4, 5, 6), data)
    made = [Utterance(f"neu {at}", "play_music", "de") for at in range(4)]
    by_row = {key: taught(case, row, made if row.method else ()) for key, row in ROWS.items()}
    wanted = {"wake_up": 4, "play_radio": 4, **dict.fromkeys(of_massive.INTENTS, 5 + 7)}
    assert all(Counter(one.intent for one in learnt) == wanted for learnt in by_row.values())
    german = {
        key: Counter(one.text for one in learnt if one.language == "de" and one.intent == "play_music")
        for key, learnt in by_row.items()
    }
    shot = case.shots[0].text
    assert german["zero-shot"] == {}
    assert german["one-shot"] == {shot: 7}
    assert german["linguist"] == {shot: 3, **dict.fromkeys(("neu 0", "neu 1", "neu 2", "neu 3"), 1)}
    assert len(german["real"]) == 7


def test_recall_is_the_mean_over_new_intents_and_frames_are_over_their_utterances() -> None:
    told = Utterance("lima now", "go", "de", (Span(0, 4, "city"),))
    gold = [told, told, told, Utterance("halt", "stop", "de"), Utterance("hm", "other", "de")]
    right, bare = Prediction("go", 1.0, told.spans), Prediction("go", 1.0, ())
    found = figures(gold, [right, right, bare, bare, bare], ("go", "stop"))
    assert found["new_recall"] == 0.5
    assert found["new_frame_accuracy"] == 0.5
    assert found["new_slot_f1"] == found["slot_f1"] == 0.8
    assert (found["intent_accuracy"], found["frame_accuracy"]) == (0.6, 0.4)


def cell(row: str, language: str, seed: int, value: float, used: int = 0) -> CrossCell:
    every = dict.fromkeys((*COLUMNS[MASSIVE], *COLUMNS[MTOP]), value)
    return CrossCell(MTOP, row, language, seed, every, {"kept": used, "copy": 1} if used else {}, 1, used, {}, 2.5)


CELLS = [
    cell("linguist", "de", 0, 0.60, 5),
    cell("one-shot", "de", 0, 0.50),
    cell("linguist", "hi", 0, 0.30, 7),
    cell("one-shot", "hi", 0, 0.30),
    cell("linguist", "de", 1, 0.80, 5),
    cell("one-shot", "de", 1, 0.60),
    cell("linguist", "hi", 1, 0.30, 7),
    cell("one-shot", "hi", 1, 0.20),
]


def test_a_row_is_the_mean_over_languages_spread_over_seeds_and_compared_within_language_and_seed() -> None:
    rows = rows_of(CELLS)
    assert list(rows) == ["one-shot", "linguist"]
    of = rows["linguist"]
    assert (of["over_seeds"]["slot_f1"]["min"], of["over_seeds"]["slot_f1"]["max"]) == (0.45, 0.55)
    assert (of["differences"]["slot_f1"]["mean"], of["differences"]["slot_f1"]["better"]) == (0.1, 3)
    assert (of["minus"], rows["one-shot"]["minus"]) == ("one-shot", "")
    assert of["by_language"]["hi"]["frame_accuracy"]["mean"] == 0.3
    assert (of["raw"], of["used"], of["unclear"], of["seconds_of_writing"]) == (28, 24, 4, 10.0)


def test_the_tables_have_figures_differences_and_languages() -> None:
    figures_table, difference_table, languages = tables(MTOP, rows_of(CELLS)).split("\n\n")
    assert figures_table.splitlines()[0].startswith("| row | recall | intent accuracy | slot F1 | frame accuracy |")
    assert difference_table.splitlines()[2].startswith("| one-shot + linguist | one-shot | +10.0 ± 8.2 (+0.0 to +20.0)")
    assert languages.splitlines()[0] == "| intent accuracy / slot F1 | de | hi |"
    assert languages.splitlines()[3] == (
        "| one-shot + linguist | 70.0 ± 14.1 / 70.0 ± 14.1 | 30.0 ± 0.0 / 30.0 ± 0.0 |"
    )
