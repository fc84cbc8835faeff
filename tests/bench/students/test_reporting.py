from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bench.students import reporting
from bench.students.cells import Cell
from bench.students.experiments import EXPERIMENTS
from bench.students.figures import COLUMNS
from bench.students.options import options
from bench.students.progress import Progress
from bench.students.protocol import PROTOCOLS
from bench.students.reporting import Ran, is_partial, report
from bench.students.running import Outcome, there
from tests.backend.students.conftest import trips


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """A run of all rows of an experiment, made up."""
    monkeypatch.setattr(reporting, "RESULTS", tmp_path / "students.json")
    told = options(None, ["--cache", str(tmp_path / "cache")])
    rows, _ = there(EXPERIMENTS["new-intent"].rows)
    cells = [Cell(one.key, "GetWeather", seed, dict.fromkeys(COLUMNS, 0.5), {}, 0) for one in rows for seed in range(3)]
    small, real = PROTOCOLS["small"], trips()
    return Ran(told, small, ["GetWeather"], {}, {}, Outcome(cells), real[:3], real, [9.0], Progress(3))


def test_a_whole_run_goes_among_the_results_beside_those_of_other_protocols(whole: Ran, tmp_path: Path) -> None:
    (tmp_path / "students.json").write_text('{"full": {"new-intent": {}}, "small": {"decisions": {}}}')
    file, results = report(whole)
    assert file == tmp_path / "students.json"
    written = json.loads(file.read_text())
    assert written["full"] == {"new-intent": {}}
    assert set(written["small"]) == {"decisions", "new-intent"}
    assert (results["partial"], results["seconds"]["training_median"]) == (False, 9.0)
    assert results["related_intents_in_tuning_data"] == {"GetWeather": ("weather_query",)}
    assert results["teachers"]["GetWeather"]["tuned_on"].startswith("MASSIVE")
    assert results["test"] == {"utterances": 3, "in_training_data": 3, "in_training_data_but_for_values": 0}


def test_less_than_the_whole_is_marked_partial_and_stays_out_of_the_results(whole: Ran, tmp_path: Path) -> None:
    lacking = replace(whole, outcome=Outcome([one for one in whole.outcome.cells if one.row != "linguist"]))
    file, results = report(lacking)
    assert file == tmp_path / "cache" / "partial.json"
    assert results["partial"] is True
    assert not (tmp_path / "students.json").exists()


def test_fewer_intents_or_seeds_other_sizes_and_failures_are_partial(whole: Ran) -> None:
    assert not is_partial(whole)
    for given in (["--intents", "GetWeather"], ["--seeds", "2"]):
        assert is_partial(replace(whole, told=options(None, given)))
    assert is_partial(replace(whole, protocol=replace(whole.protocol, outputs=5)))
    assert is_partial(replace(whole, outcome=Outcome(whole.outcome.cells, {"a cell": "broken"})))
