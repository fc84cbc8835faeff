from __future__ import annotations

from bench.students.cells import Cell
from bench.students.figures import COLUMNS
from bench.students.results import rows_of, table


def cell(row: str, intent: str, seed: int, value: float, used: int = 0) -> Cell:
    return Cell(row, intent, seed, dict.fromkeys(COLUMNS, value), {"kept": used + 1, "copy": 2} if used else {}, used)


CELLS = [
    cell("upsampled", "a", 0, 0.50),
    cell("linguist", "a", 0, 0.60, 5),
    cell("upsampled", "a", 1, 0.70),
    cell("linguist", "a", 1, 0.75, 7),
]


def test_rows_keep_their_order_and_say_what_they_were_made_of() -> None:
    rows = rows_of(CELLS)
    assert list(rows) == ["upsampled", "linguist"]
    assert rows["linguist"]["raw"] == 18
    assert rows["linguist"]["yield"] == {"kept": 14, "copy": 4}
    assert (rows["linguist"]["used"], rows["linguist"]["cells"]) == (12, 2)
    assert rows["linguist"]["minus"] == "seeds upsampled"
    assert rows["linguist"]["differences"]["slot_f1"] == {
        "mean": 0.075, "sd": 0.03536, "min": 0.05, "max": 0.1, "count": 2, "better": 2, "worse": 0, "p": 0.5,
    }  # fmt: skip
    assert rows["upsampled"]["differences"] == {}


def test_the_table_is_in_percent_and_points_with_spread() -> None:
    shown = table(rows_of(CELLS)).splitlines()
    assert shown[0].startswith("| row | new: recall | new: slot F1 | all: intent accuracy |")
    assert shown[2].startswith("| seeds upsampled | 60.0 ± 14.1 (50.0 to 70.0) |")
    assert shown[3].endswith("| 18, 14, 12 |")
    assert shown[-1].startswith(
        "| linguist | seeds upsampled | +7.5 ± 3.5 (+5.0 to +10.0); 2 better, 0 worse, p 0.500 |"
    )


def test_a_table_without_a_row_to_compare_with_has_no_differences() -> None:
    assert "minus" not in table(rows_of(CELLS[1:2]))


def test_corrections_are_counted_beside_what_is_used() -> None:
    reviewed = [Cell("linguist", "a", seed, dict.fromkeys(COLUMNS, 0.8), {"kept": 9}, 7, 2 * seed) for seed in (0, 1)]
    rows = rows_of(reviewed)
    assert rows["linguist"]["corrected"] == 2
    assert table(rows).splitlines()[2].endswith("| 18, 18, 14 (2 corrected) |")
