"""What cells start from, on small data of our own in the data sets' formats."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

from backend.domain.parse_notation import ROUND, read_parse, write_parse
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance
from backend.methods.swapping import with_values
from bench.methods import of_massive, of_mtop, of_pizza
from bench.methods.case import drawn_intents, drawn_seeds
from bench.parallel import MTOP_LANGUAGES

HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")


def write(file: Path, rows: list[dict[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def wakes(language: str, split: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for at, hour in enumerate(HOURS):
        words = [language, "wake", "at", hour]
        tags = ["O", "O", "O", "B-when"]
        told: dict[str, object] = {"intent": "wake", "utt": " ".join(words), "tokens": words, "tags": tags}
        rows.append({"id": f"{split}{at}", "split": split, **told})
    return rows


def test_massive_seeds_are_english_test_utterances_with_what_people_say_for_them(tmp_path: Path) -> None:
    for language, locale in (("en", "en-US"), ("de", "de-DE")):
        write(tmp_path / f"massive/{locale}.jsonl.gz", [*wakes(language, "test"), *wakes(language, "train")])
    case = of_massive.case("translate", "de", 0, lambda _: True, tmp_path)
    assert (case.intents, len(case.seeds), len(case.golds), len(case.real.utterances)) == (("wake",), 10, 10, 22)
    for seed, gold in case.golds:
        assert (seed.language, gold.language, seed.text[3:]) == ("en", "de", gold.text[3:])
    assert ("when", "one") in case.real.values
    assert "de wake at one" in case.real.texts
    assert of_massive.case("linguist", "de", 0, lambda _: True, tmp_path).golds == ()
    assert of_massive.case("linguist", "de", 0, lambda name: name != "wake", tmp_path).intents == ()
    train, test = of_massive.taught("de", tmp_path)
    assert len(train) == len(test) == 11


def test_mtop_has_seeds_with_parses_and_one_of_the_other_language_or_with_slots(tmp_path: Path) -> None:
    for split in ("dev", "test"):
        rows: list[dict[str, object]] = [
            {
                "id": f"mtop-{split}{at}-{lang}",
                "lang": lang,
                "text": f"{lang} wake at {hour}",
                "parse": f"[IN:WAKE [SL:WHEN {hour} ] ]",
            }
            for at, hour in enumerate(HOURS)
            for lang in MTOP_LANGUAGES
        ]
        write(tmp_path / f"mtop/multi.{split}.jsonl.gz", rows)
    tree = of_mtop.case("clasp-ts", "fr", 0, lambda _: True, tmp_path)
    assert [one.language for one in tree.seeds] == ["en"] * 10 + ["fr"]
    assert tree.schema.parses is not None
    assert tree.schema.parses.form == "decoupled"
    assert all(gold.parse and gold.language == "fr" for _, gold in tree.golds)
    flat = of_mtop.case("translate", "fr", 0, lambda _: True, tmp_path)
    assert all(one.slot_counts == {"WHEN": 1} and one.parse is None for one in flat.seeds)
    assert (len(flat.golds), flat.schema.intent("WAKE").slots) == (10, ("WHEN",))
    assert len(of_mtop.taught("fr", tmp_path)[0]) == 22
    assert len(of_mtop.taught_parses("fr", tmp_path)) == 11 * len(MTOP_LANGUAGES)
    said = [of_mtop.slots_alone(one, tmp_path) for one in of_mtop.said("fr", "test", tmp_path).values()]
    assert said == list(of_mtop.flat("fr", "test", tmp_path).values())


def test_pizza_becomes_slots_for_a_method_of_slots_and_a_parse_again(tmp_path: Path) -> None:
    parse = "(ORDER get me (PIZZAORDER (NUMBER two ) pies without (NOT (TOPPING red onions ) ) ) )"
    text = "get me two pies without red onions"
    write(tmp_path / "pizza/dev.jsonl.gz", [{"text": text, "parse": parse, "clasp_16": at == 1} for at in (0, 1)])
    write(tmp_path / "pizza/test.jsonl.gz", [{"text": "get me pies", "parse": "(ORDER get me (PIZZAORDER pies ) )"}])
    write(tmp_path / "pizza/catalogs.jsonl.gz", [{"catalog": "topping", "surface": "kale", "entity": "topping(KALE)"}])
    tree = of_pizza.case("clasp-rs", "en", 0, lambda _: True, tmp_path)
    assert tree.schema.parses is not None
    assert tree.schema.parses.label("TOPPING").catalogue == ("kale",)
    assert (len(tree.seeds), len(tree.real.utterances)) == (1, 3)
    flat = of_pizza.case("grammar", "en", 0, lambda _: True, tmp_path)
    (seed,) = flat.seeds
    assert (seed.text, seed.slots) == (text, (("NUMBER", "two"), ("TOPPING", "red onions")))
    assert flat.schema.slot("TOPPING").catalogue == ("kale",)
    assert flat.lift is not None
    made = flat.lift(Prompt((), "ORDER", "en", (), (), (seed,), "", ""), with_values(seed, ["ten", "kale"]))
    assert made.text == "get me ten pies without kale"
    assert made.parse is not None
    assert write_parse(made.parse, ROUND) == parse.replace("two", "ten").replace("red onions", "kale")
    assert [[one.slots for one in some] for some in of_pizza.taught("en", tmp_path)] == [[seed.slots] * 2, [()]]
    alone = of_pizza.values_alone(made, tmp_path)
    assert alone == replace(with_values(seed, ["ten", "kale"]), intent="ORDER.PIZZAORDER")
    strange = Utterance("pies", "ORDER", parse=read_parse("(ORDER (CAKE pies ) )"))
    assert of_pizza.values_alone(strange, tmp_path) is None


def test_intents_that_are_left_out_change_no_others_and_seeds_say_different_things() -> None:
    pool = {
        f"{intent}{at}": Utterance(f"{intent} at {hour}", intent)
        for intent in "abcdefgh"
        for at, hour in enumerate(HOURS)
    }
    pool |= {"again": Utterance("A at one!", "a"), "few": Utterance("z", "z")}
    six = drawn_intents(pool.values(), "some", 0, lambda _: True)
    assert len(six) == 6
    assert "z" not in six
    without = drawn_intents(pool.values(), "some", 0, lambda name: name != six[0])
    assert without[:5] == six[1:]
    seeds = drawn_seeds(pool, ("a",), 0)
    assert len(seeds) == len({one.text.casefold().strip("!") for one in seeds.values()}) == 10
    assert drawn_seeds(pool, ("a",), 1) != seeds
