from __future__ import annotations

import pytest

from backend.domain.errors import InvalidValue
from bench.students.experiments import EXPERIMENTS
from bench.students.rows import Row, row
from bench.students.running import new_to, there


def test_a_method_becomes_a_row_by_its_name() -> None:
    assert row("paraphrase") == row("method:paraphrase") == Row("paraphrase", "paraphrase")
    assert row("back-translate+filter") == Row("back-translate+filter", "back-translate", review="filter")
    assert row("names:linguist+oracle") == Row("names:linguist+oracle", "linguist", False, "oracle")
    assert row("linguist@app:40") == Row("linguist@app:40", "linguist", order="app", decisions=40)
    assert row("linguist@app-edits:40") == Row(
        "linguist@app-edits:40", "linguist", order="app", decisions=40, edits=True
    )
    assert row("linguist@app-edits:40+rest") == Row(
        "linguist@app-edits:40+rest", "linguist", order="app", decisions=40, edits=True, with_rest=True
    )
    assert row("more:linguist+score") == Row("more:linguist+score", "linguist", review="score", more_new_values=True)


def test_rows_of_several_methods_make_one_row() -> None:
    both = row("linguist+score,method:grammar")
    assert both == Row("linguist+score,grammar", together=(row("linguist+score"), row("grammar")))
    assert (both.parts, both.base, both.title) == (both.together, "upsampled", "linguist + score and grammar")
    assert row("grammar").parts == (row("grammar"),)
    assert row("seeds").parts == ()
    assert row("linguist@random:40,grammar").is_reviewed
    assert not both.is_reviewed


def test_a_row_is_compared_with_upsampled_seeds_and_the_app_s_order_with_a_random_one() -> None:
    assert row("linguist+filter").base == row("seeds").base == row("linguist@random:40").base == "upsampled"
    assert row("linguist@app:40").base == "linguist@random:40"
    assert row("linguist@app-edits:40").base == "linguist@random-edits:40"
    assert row("more:linguist@app:40").base == "more:linguist@random:40"
    assert row("linguist@app-edits:40+rest").base == "linguist@app-edits:40"


@pytest.mark.parametrize(
    "name",
    ["", "Linguist", "linguist+", "linguist+taste", "names:linguist+filter", "names:linguist+score",
     "names:linguist+slots", "linguist@app", "linguist@app:0", "linguist@alphabet:4", "linguist+rest", "other:linguist",
     "names:linguist@app:4", "linguist+oracle@app:4", "linguist,", "linguist,seeds", "linguist,linguist",
     "grammar,names:linguist"],
)  # fmt: skip
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue, match="unknown row"):
        row(name)


def test_every_row_of_every_experiment_has_its_own_title_and_its_base_comes_before_it() -> None:
    for experiment in EXPERIMENTS.values():
        rows = [row(name) for name in experiment.rows]
        assert len({one.title for one in rows}) == len(rows)
        for at, one in enumerate(rows):
            assert one.base in experiment.rows
            assert one.key in ("seeds", "upsampled") or one.base in experiment.rows[:at]


def test_a_row_whose_method_the_product_lacks_is_skipped_with_its_reason() -> None:
    rows, lacking = there(["seeds", "slot-swap", "sorcery+filter"])
    assert [one.key for one in rows] == ["seeds", "slot-swap"]
    assert lacking == {"sorcery+filter": "there is no method sorcery"}
    assert there(["grammar,sorcery"]) == ((), {"grammar,sorcery": "there is no method sorcery"})


def test_an_intent_that_a_teacher_was_tuned_on_is_left_out_of_all_rows_unless_none_needs_the_teacher() -> None:
    cards = {"ours": {"data": {"intents": {"play_music": 9}}}, "other": {"data": {"intents": {"weather_query": 4}}}}
    taught, written = [row("seeds"), row("linguist")], [row("seeds"), row("slot-swap")]
    intents = ("PlayMusic", "GetWeather")
    kept, out = new_to(intents, taught, lambda _: "ours", cards.__getitem__)
    assert kept == ("GetWeather",)
    assert "tuned on play_music 'PlayMusic'" in out["PlayMusic"]
    assert "--teacher-for PlayMusic=FOLDER" in out["PlayMusic"]
    assert new_to(intents, written, lambda _: "ours", cards.__getitem__) == (intents, {})
    assert new_to(intents, [row("grammar,linguist")], lambda _: "ours", cards.__getitem__) == (kept, out)
    per_intent = {"PlayMusic": "other", "GetWeather": "ours"}
    assert new_to(intents, taught, per_intent.__getitem__, cards.__getitem__) == (intents, {})
