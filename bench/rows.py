"""One row of the teacher's table: what came of all intents and seeds, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.utterance import Utterance
from bench.figures import KEPT, distinct_2, mean_words, novel_values, spread
from bench.snips import NewIntent
from bench.writing import Line, utterance_of, yields


@dataclass
class Part:
    """What came of one intent with one generator seed, and the seconds that it took."""

    intent: NewIntent
    written: Sequence[Line]
    seconds: float

    @property
    def kept(self) -> list[Utterance]:
        return [utterance_of(line, self.intent.name, "en") for line in self.written if line["dropped_for"] is None]


def row(draws: Sequence[Sequence[Part]]) -> dict[str, Any]:
    """All figures of a row.

    Args:
        draws: the parts of each generator seed; means have their spread over these.
    """
    parts = [part for draw in draws for part in draw]
    reasons = Counter(yields(line for part in parts for line in part.written))
    raw = sum(len(part.written) for part in parts)
    novel = [novel_values(part.kept, part.intent.seeds) for part in parts]
    tokens = sum(line["tokens"] for part in parts for line in part.written)
    seconds = sum(part.seconds for part in parts)
    malformed = sum(reasons[check] for check in ("well-formed", "labels-as-asked"))
    return {
        "raw": raw,
        "yield": dict(reasons.most_common()),
        "kept_share": spread([_share(draw) for draw in draws]),
        "well_formed_with_exact_labels": raw - malformed,
        "kept_per_second": spread([_per_second(draw) for draw in draws]),
        "tokens_per_second": round(tokens / seconds, 1),
        "distinct_2": spread([_mean_distinct(draw) for draw in draws]),
        "words": round(mean_words([one for part in parts for one in part.kept]), 2),
        "words_real": round(mean_words([one for part in parts for one in part.intent.real]), 2),
        "distinct_2_real": round(_real_distinct(parts), 3),
        "novel_value_share": round(sum(new for new, _ in novel) / max(1, sum(every for _, every in novel)), 3),
        "by_intent": {
            name: yields(line for part in parts if part.intent.name == name for line in part.written)
            for name in sorted({part.intent.name for part in parts})
        },
        "seconds": round(seconds, 1),
    }


def _share(parts: Sequence[Part]) -> float:
    return sum(len(part.kept) for part in parts) / sum(len(part.written) for part in parts)


def _per_second(parts: Sequence[Part]) -> float:
    return sum(len(part.kept) for part in parts) / sum(part.seconds for part in parts)


def _mean_distinct(parts: Sequence[Part]) -> float:
    return sum(distinct_2([one.text for one in part.kept]) for part in parts) / len(parts)


def _real_distinct(parts: Sequence[Part]) -> float:
    """Of as many real utterances as were kept, part by part."""
    return sum(distinct_2([one.text for one in part.intent.real[: len(part.kept)]]) for part in parts) / len(parts)


def line(name: str, figures: dict[str, Any]) -> str:
    """The row as a line for people."""
    dropped = ", ".join(f"{check} {count}" for check, count in figures["yield"].items() if check != KEPT) or "none"
    return (
        f"{name:18} kept {figures['yield'].get(KEPT, 0)} of {figures['raw']}"
        f" ({figures['kept_share']['min']:.0%} to {figures['kept_share']['max']:.0%});"
        f" well-formed, labels exact {figures['well_formed_with_exact_labels']};"
        f" {figures['kept_per_second']['mean']:.1f} kept/s, {figures['tokens_per_second']:.0f} tokens/s;"
        f" distinct-2 {figures['distinct_2']['mean']:.2f} (real {figures['distinct_2_real']:.2f});"
        f" words {figures['words']:.1f} (real {figures['words_real']:.1f});"
        f" novel values {figures['novel_value_share']:.0%}; dropped: {dropped}"
    )
