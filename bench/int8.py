"""What eight bits change in what the default teacher writes, beside float32 in the same run.

    python -m bench.int8

The same requests for each SNIPS intent as a new one, ten seeds each, written in both number formats by turns; both
teachers are then asked how probable every token is of what float32 wrote. Prints the figures and writes them to
`bench/results/int8.json`. Whether an utterance is right says the judge of `bench.scores.of_teacher`, no person. Seconds
are of the processor, so that another process on it changes little.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

from backend.domain.prompt import Prompt
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.transformers_teacher import TransformersTeacher
from bench.draws import options as options_of
from bench.machine import machine
from bench.scores.of_teacher import CACHE, judged_right
from bench.snips import new_intents
from bench.students.learning import Students
from bench.wrote import Wrote
from jobs.settings import settings

RESULTS = Path(__file__).parent / "results" / "int8.json"
DTYPES = ("float32", "int8")
JUDGED = 5
"""Every so many-th reply is judged token by token, which takes about as long as writing it."""


def main() -> None:
    """Write, compare, and tell."""
    options = options_of(__doc__, RESULTS)
    teachers = {
        dtype: TransformersTeacher.open(DEFAULT_TEACHER, cache=settings().weights_dir, device="cpu", dtype=dtype)
        for dtype in DTYPES
    }
    students, draws = Students(CACHE, "cpu"), []
    for draw in range(options.draws):
        wrote = {dtype: Wrote() for dtype in DTYPES}
        for at, new in enumerate(new_intents(draw, options.data)):
            for dtype in DTYPES if at % 2 else DTYPES[::-1]:
                wrote[dtype].write(teachers[dtype], new, draw, options.outputs)
        draws.append({dtype: _figures(one, students, options.data) for dtype, one in wrote.items()})
        draws[-1]["int8 beside float32"] = {
            "kept a second, ratio": wrote["int8"].kept_a_second / wrote["float32"].kept_a_second,
            **_token_by_token(teachers, wrote["float32"].raw[::JUDGED]),
        }
        print(json.dumps(draws[-1], indent=1), flush=True)
    told = {
        "command": f"python -m bench.int8 --outputs {options.outputs} --draws {options.draws}",
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "draws": draws,
    }
    options.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _figures(wrote: Wrote, students: Students, data: Path) -> dict[str, float]:
    right = judged_right(students, wrote.kept, data)
    return {
        "raw": len(wrote.raw),
        "kept": len(wrote.kept),
        "right of those kept": sum(right) / len(right),
        "processor seconds": wrote.seconds,
        "kept a second": wrote.kept_a_second,
        "tokens": wrote.tokens,
    }


def _token_by_token(
    teachers: dict[str, TransformersTeacher], replies: Sequence[tuple[Prompt, str]]
) -> dict[str, float]:
    """How both judge each token of the replies: its mean log-probability, and whether the likeliest one is the same."""
    told = {
        dtype: [token for prompt, reply in replies for token in teacher.judged(prompt, reply)]
        for dtype, teacher in teachers.items()
    }
    count = len(told["int8"])
    same = sum(one[1] == other[1] for one, other in zip(*told.values(), strict=True))
    means = {
        f"mean log-probability in {dtype}": sum(token[0] for token in tokens) / count for dtype, tokens in told.items()
    }
    return {**means, "share of tokens with the same likeliest one": same / count, "tokens": count}


if __name__ == "__main__":
    main()
