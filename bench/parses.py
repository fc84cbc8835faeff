"""How much of PIZZA and mTOP the schema of parses that is induced from seeds, its grammar, and that of a text's words
(`backend.methods.parse_copying`) take.

    python -m bench.parses

Prints a table, and writes it to bench/results/parses.json. Reads the data sets beside the project.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from llguidance import LLMatcher, LLTokenizer

from backend.datasets.parsed import read_parsed
from backend.domain.errors import InvalidValue
from backend.domain.grammar import Grammar
from backend.domain.parse_notation import SQUARE, write_parse
from backend.domain.parse_schema import ParseForm, ParseSchema
from backend.domain.parse_shape import require_text
from backend.domain.utterance import Utterance
from backend.methods.parse_copying import copying
from backend.methods.parse_grammar import any_parse
from bench.pizza import shots

_BYTES = LLTokenizer("byte")
RESULTS = Path(__file__).parent / "results" / "parses.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of the data sets")
    data = parser.parse_args().data
    rows = [*_of_pizza(data / "pizza"), *_of_mtop(data / "mtop")]
    for row in rows:
        print(
            f"{row['name']:32} {row['gold']:5} gold: schema {row['schema']:.1%}, grammar {row['grammar']:.1%},"
            f" parse of its text {row['text']:.1%}, of its words {row['words']:.1%};"
            f" {row['labels']} labels, depth {row['depth']};"
            f" grammar compiled in {row['compile_ms']['mean']:.1f} ms (most {row['compile_ms']['most']:.1f})"
        )
    found = {"command": "python -m bench.parses", "date": time.strftime("%Y-%m-%d"), "rows": rows}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def coverage(name: str, form: ParseForm, seeds: Sequence[Utterance], gold: Sequence[Utterance]) -> dict[str, Any]:
    """Shares of gold parses that the induced schema takes, and its grammar through llguidance, byte by byte."""
    schema = ParseSchema(form).extended_by(*(seed.parse for seed in seeds if seed.parse))
    compiled, took = _compiled(schema, {one.intent for one in gold})
    counts: dict[str, int] = defaultdict(int)
    for one in gold:
        if one.parse is None:
            continue
        counts["schema"] += _passes(lambda: schema.require(one.parse))  # noqa: B023 - called at once
        counts["text"] += _passes(lambda: require_text(one.parse, one.text, schema))  # noqa: B023
        counts["grammar"] += _takes(compiled.get(one.intent), write_parse(one.parse, SQUARE))
        words = copying(one.text, schema)
        counts["words"] += words is None or _takes(_matcher(words), write_parse(one.parse, SQUARE))
    return {
        "name": name,
        "seeds": len(seeds),
        "gold": len(gold),
        **{check: round(counts[check] / len(gold), 4) for check in ("schema", "grammar", "text", "words")},
        "labels": len(schema.labels),
        "depth": schema.depth,
        "compile_ms": {"mean": round(sum(took) / len(took), 2), "most": round(max(took), 2)},
    }


def _compiled(schema: ParseSchema, intents: set[str]) -> tuple[dict[str, Any], list[float]]:
    found, took = {}, []
    for intent in sorted(intents):
        try:
            grammar = Grammar(any_parse(schema, intent))
        except InvalidValue:  # no seed has it
            continue
        began = time.perf_counter()
        found[intent] = _matcher(grammar.lark)
        took.append(1000 * (time.perf_counter() - began))
    return found, took


def _matcher(lark: str) -> Any:
    return LLMatcher(_BYTES, f"start: reply\n{lark}", log_level=0)


def _takes(matcher: Any, written: str) -> bool:
    if matcher is None:
        return False
    fresh = matcher.deep_copy()
    return all(fresh.consume_token(byte) for byte in written.encode()) and fresh.is_accepting()


def _passes(check: Any) -> bool:
    try:
        check()
    except InvalidValue:
        return False
    return True


def _of_pizza(folder: Path) -> Iterator[dict[str, Any]]:
    forms: tuple[tuple[ParseForm, str], ...] = (("top", "parse"), ("exr", "exr"))
    for form, field in forms:
        dev, test = (read_parsed(folder / f"{name}.jsonl.gz", parse=field).utterances for name in ("dev", "test"))
        few = [dev[at] for at in shots(folder)]
        yield coverage(f"PIZZA {form}, 16 of dev → test", form, few, test)
        yield coverage(f"PIZZA {form}, dev → test", form, dev, test)


def _of_mtop(folder: Path) -> Iterator[dict[str, Any]]:
    for name, seeds, gold in (("en", "en.train", "en.test"), ("six languages", "multi.dev", "multi.test")):
        read = (read_parsed(folder / f"{part}.jsonl.gz").utterances for part in (seeds, gold))
        yield coverage(f"mTOP {name}, {seeds} → test", "decoupled", *read)


if __name__ == "__main__":
    main()
