"""How a teacher samples, as options that several commands have; what suits each job's style where left out."""

from __future__ import annotations

from typing import Annotated

import typer

Temperature = Annotated[
    float | None, typer.Option(help="Of sampling: more is more varied; what suits the style when left out.")
]
Wording = Annotated[
    float | None,
    typer.Option(
        help="Of sampling: the share of probability, 0 to below 1, for how the examples are worded; "
        "what suits the style when left out."
    ),
]
