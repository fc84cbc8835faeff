"""Whether a review meets more of what is right for learning from its decisions which methods write it.

    python -m bench.scores.of_methods

Each SNIPS intent in turn has ten accepted utterances, and four methods of the product write of them. A reviewer goes
through all of it in the app's order, made anew after every ten decisions: as if nothing were learnt from these, with
what they teach of wording, and with what they teach of wording and of methods, as the product does. He is a student
that learnt from all of SNIPS' training data, no person: he accepts what he gives the same intent and the same spans.
No student says anything of the order. Prints how many he has accepted after so many decisions, and writes it to
bench/results/method_scores.json. Outputs, and the reviewer, are in
`.cache/bench-students`, shared with `bench.students`: a run that was stopped goes on.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.domain.normalise import normalised
from backend.domain.schema import Schema
from backend.domain.utterance import Utterance
from backend.students.encoder import open_encoder
from backend.teacher.adapter import card_of
from backend.teacher.catalogue import open_teacher
from bench.machine import machine
from bench.scores.of_teacher import judged_right, told_options
from bench.snips import new_intents
from bench.students.aggregate import Spread, differences
from bench.students.clean import require_new
from bench.students.generated import Generator
from bench.students.learning import Students
from bench.students.ordering import AppOrder, accepted_of
from bench.students.results import told as told_difference
from bench.students.rows import row
from bench.students.sampling import Case, cases
from bench.students.vectors import Vectors
from jobs.settings import settings

RESULTS = Path(__file__).parents[1] / "results" / "method_scores.json"
METHODS = ("linguist", "paraphrase", "back-translate", "slot-swap")
DECISIONS = {"50": 50, "100": 100, "200": 200}


NOTHING, WORDING, BOTH = "nothing", "wording", "wording and methods"
"""What the order learns from the decisions."""


@dataclass(frozen=True)
class Review:
    """Of one intent and draw: method → (right, all) of its candidates; what is learnt → decisions → accepted."""

    methods: dict[str, tuple[int, int]]
    accepted: dict[str, dict[str, int]]


def main() -> None:
    """Review what was written for every intent and draw."""
    options = told_options(__doc__, outputs=200, out=RESULTS)
    generator = Generator(
        options.teacher, lambda name: open_teacher(name, cache=settings().weights_dir), options.cache / "generated"
    )
    students, vectors = Students(options.cache, "cpu"), Vectors(open_encoder)
    found: dict[tuple[str, int], Review] = {}
    for draw in range(options.draws):
        intents = new_intents(draw, options.data)
        for case in cases(intents, [one.name for one in intents], draw, 1):
            require_new(case.new.name, generator.teacher, card_of(generator.teacher))
            written = _written(case, generator, options.outputs)
            right = judged_right(students, [one for one, _ in written], options.data)
            found[case.new.name, draw] = review = reviewed(case.new.seeds, case.new.schema, written, right, vectors)
            print(f"{case.name}: {review}", flush=True)
    told = {
        "command": "python -m bench.scores.of_methods",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "teacher": options.teacher,
        "settings": {name: getattr(options, name) for name in ("draws", "outputs")},
        **summed(found),
        "reviews": {f"{intent}, draw {draw}": asdict(review) for (intent, draw), review in found.items()},
    }
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    for key in ("accepted", "more"):
        for learns, of in told[key].items():
            print(
                learns,
                {name: f"{one['mean']:+.1f} ({one['min']:+.0f} to {one['max']:+.0f})" for name, one in of.items()},
            )


def reviewed(
    seeds: Sequence[Utterance],
    schema: Schema,
    written: Sequence[tuple[Utterance, str]],
    right: Sequence[bool],
    vectors: Vectors,
) -> Review:
    """The same candidates, each with its method, reviewed in every order by whoever accepts what is `right`."""
    candidates, methods = [one for one, _ in written], [method for _, method in written]
    became = Counter(method for method, good in zip(methods, right, strict=True) if good)
    learning = {NOTHING: None, WORDING: [""] * len(methods), BOTH: methods}
    accepted = {
        learns: {
            name: len(accepted_of(right, count, AppOrder(candidates, seeds, schema, None, vectors, methods=known)))
            for name, count in DECISIONS.items()
        }
        for learns, known in learning.items()
    }
    return Review({name: (became[name], count) for name, count in Counter(methods).items()}, accepted)


def summed(found: Mapping[tuple[str, int], Review]) -> dict[str, dict[str, Any]]:
    """What is learnt → decisions → how many are accepted, and how many more than with less learnt, review by review."""
    cells = {learns: {at: one.accepted[learns] for at, one in found.items()} for learns in (NOTHING, WORDING, BOTH)}
    mean = {
        learns: {name: asdict(Spread.of([one[name] for one in of.values()])) for name in DECISIONS}
        for learns, of in cells.items()
    }
    more = {
        f"{learns} over {less}": {
            name: told_difference(one) for name, one in differences(cells[learns], cells[less], DECISIONS).items()
        }
        for learns, less in ((WORDING, NOTHING), (BOTH, WORDING), (BOTH, NOTHING))
    }
    return {"accepted": mean, "more": more}


def _written(case: Case, generator: Generator, outputs: int) -> list[tuple[Utterance, str]]:
    """What each method wrote and the checks kept; of two alike the first."""
    found: dict[str, tuple[Utterance, str]] = {}
    for method in METHODS:
        for one in generator.write(case, row(method), outputs).utterances:
            found.setdefault(normalised(one.text), (one, method))
    return list(found.values())


if __name__ == "__main__":
    main()
