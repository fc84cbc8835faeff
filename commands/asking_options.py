"""How a teacher is asked, as options that several commands have; what suits each job's style where left out."""

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
MoreNewValues = Annotated[
    bool,
    typer.Option(
        "--more-new-values",
        help="Of linguist in the style tuned: have more values listed, and ask for them the more often, "
        "the fewer are known.",
    ),
]
