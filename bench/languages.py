"""How often the check of the language drops what is right, and how often it catches what is wrong.

    python -m bench.languages

Every utterance of MASSIVE's test split is asked for in its own language and in the six others. Prints the figures,
and writes them to bench/results/languages.json.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from backend.checks.language import TIMES_LIKELIER, likeliest_other
from bench.parallel import DATA, LOCALES, massive

RESULTS = Path(__file__).parent / "results" / "languages.json"
TIMES = (5.0, 20.0, TIMES_LIKELIER, 200.0)


def main() -> None:
    options = _options()
    said = {language: list(massive(language, "test", options.data).values()) for language in LOCALES}
    begun = time.monotonic()
    times = {
        (asked, language): [likeliest_other(one.around_spans, asked)[1] for one in utterances]
        for asked in LOCALES
        for language, utterances in said.items()
    }
    figures = {
        "command": "python -m bench.languages",
        "date": time.strftime("%Y-%m-%d"),
        "utterances_of_each_language": {language: len(utterances) for language, utterances in said.items()},
        "ms_per_check": round(1000 * (time.monotonic() - begun) / sum(map(len, times.values())), 3),
        "default_times_likelier": TIMES_LIKELIER,
        "by_times_likelier": {str(least): _rows(times, least) for least in TIMES},
    }
    written = json.dumps(figures, indent=1)
    print(written)
    RESULTS.write_text(written + "\n", encoding="utf-8")


def _rows(times: Mapping[tuple[str, str], Sequence[float]], least: float) -> dict[str, Any]:
    """For each language asked for: percent of its own utterances that are dropped, and of the others' that are."""
    rows = {}
    for asked in LOCALES:
        dropped = {language: _percent(times[asked, language], least) for language in LOCALES}
        wrongly = dropped.pop(asked)
        rows[asked] = {"wrongly_dropped": wrongly, "caught": round(mean(dropped.values()), 1), "caught_of": dropped}
    return rows


def _percent(times: Sequence[float], least: float) -> float:
    return round(100 * sum(one > least for one in times) / len(times), 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    return parser.parse_args()


if __name__ == "__main__":
    main()
