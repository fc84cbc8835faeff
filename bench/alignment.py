"""How well the slots of an utterance are put onto its translation, on the parallel test splits of MASSIVE and mTOP.

    python -m bench.alignment

English utterances with slots are the sources, people's translations of them the texts, and the spans that people
marked there what is right. Of pairs that people marked alike (the same slots, as often). English onto itself says what
is lost where nothing changes. The lexicons were learnt from the training split of MASSIVE; mTOP says how good they are
elsewhere. Prints the figures, and writes them to bench/results/alignment.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from backend.domain.utterance import Utterance
from backend.methods.alignment import NotProjected, Similarity
from backend.methods.projection import project
from backend.methods.tokenised import Tokenised
from backend.methods.word_similarity import align_by, default_similarity
from backend.students.encoder import shared_encoder
from backend.students.packaged import DEFAULT_ENCODER
from bench.parallel import DATA, LOCALES, MTOP_LANGUAGES, massive, mtop

RESULTS = Path(__file__).parent / "results" / "alignment.json"


class Counting:
    """A similarity that says whether it was asked."""

    def __init__(self, similarity: Similarity) -> None:
        self.similarity = similarity
        self.asked = False

    def __call__(self, source: Tokenised, target: Tokenised) -> Any:
        self.asked = True
        return self.similarity(source, target)


def main() -> None:
    options = _options()
    align_by(options.encoder)
    figures: dict[str, Any] = {
        "command": f"python -m bench.alignment --pairs {options.pairs}",
        "date": time.strftime("%Y-%m-%d"),
        "encoder": shared_encoder(options.encoder).name,
    }
    for name, read, languages in (("massive", massive, tuple(LOCALES)), ("mtop", mtop, MTOP_LANGUAGES)):
        english = read("en", "test", options.data)
        figures[name] = {}
        for language in languages:
            pairs = comparable(english, read(language, "test", options.data), options.pairs)
            figures[name][language] = row(pairs, default_similarity())
            print(name, language, json.dumps(figures[name][language]), flush=True)
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def comparable(
    sources: dict[str, Utterance], targets: dict[str, Utterance], most: int
) -> list[tuple[Utterance, Utterance]]:
    """At most so many pairs with the same slots, at least one, in both; always the same ones."""
    ids = [
        one
        for one, source in sorted(sources.items())
        if source.spans and one in targets and targets[one].slot_counts == source.slot_counts
    ]
    chosen = Random(0).sample(ids, min(most, len(ids)))  # noqa: S311 - a sample, no secret
    return [(sources[one], targets[one]) for one in chosen]


def row(pairs: Sequence[tuple[Utterance, Utterance]], similarity: Similarity) -> dict[str, Any]:
    """Shares of the pairs.

    `kept` were projected, and `right` among these have the spans that people marked, all of them and no others;
    `right_of_all` counts what was dropped as wrong. The same of those whose values all stand in the text word for
    word, and of those that had to be aligned. `spans_right` is of the single spans of what was kept.
    """
    tallies = {"verbatim": Counter[str](), "aligned": Counter[str]()}
    for source, gold in pairs:
        counting = Counting(similarity)
        outcome = _outcome(source, gold, counting)
        tallies["aligned" if counting.asked else "verbatim"].update(outcome)
    together = tallies["verbatim"] + tallies["aligned"]
    return {**_shares(together), "by_way": {way: _shares(tally) for way, tally in tallies.items()}}


def _outcome(source: Utterance, gold: Utterance, similarity: Similarity) -> dict[str, int]:
    try:
        found = project(source, gold.text, gold.language, similarity)
    except NotProjected:
        return {"pairs": 1}
    right = set(found.spans) & set(gold.spans)
    return {
        "pairs": 1,
        "kept": 1,
        "right": found.spans == gold.spans,
        "spans": len(found.spans),
        "spans_right": len(right),
    }


def _shares(tally: Counter[str]) -> dict[str, Any]:
    """Percent; None of nothing."""

    def percent(part: str, whole: str) -> float | None:
        return round(100 * tally[part] / tally[whole], 1) if tally[whole] else None

    return {
        "pairs": tally["pairs"],
        "kept": percent("kept", "pairs"),
        "right": percent("right", "kept"),
        "right_of_all": percent("right", "pairs"),
        "spans_right": percent("spans_right", "spans"),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--pairs", type=int, default=1000, help="of each language, at most")
    parser.add_argument("--encoder", default=DEFAULT_ENCODER, help="packaged, a folder or of the hub")
    return parser.parse_args()


if __name__ == "__main__":
    main()
