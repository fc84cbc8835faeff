"""What a person asks a plan to cover, and what the project is like that it is made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code
from backend.domain.request import MAX_EXAMPLES
from backend.domain.schema import Schema
from backend.domain.standing import Holding, LabelHolding, Record
from backend.planning.expected import accepted_share, expected_yield
from backend.planning.needs import Cell

MOST_OUTPUTS = 100_000
"""Raw outputs of a plan: days of work for a small machine; what is missing then is left to the next plan."""


@dataclass(frozen=True)
class PlanOrder:
    """Which intents, languages and methods a plan is over.

    Attributes:
        total: raw outputs at most; None for as many as it takes to fill the targets.
        examples, grammar, more_new_values: of its requests, see `Request`.
        seed: of every random choice; the same order for the same project with the same seed gives the same plan.

    Raises:
        InvalidValue: nothing chosen of one of them, or a total that cannot be.
    """

    intents: tuple[str, ...]
    languages: tuple[str, ...]
    methods: tuple[str, ...] = ("linguist",)
    total: int | None = None
    examples: int = MAX_EXAMPLES
    grammar: bool = True
    more_new_values: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        codes = tuple(dict.fromkeys(language_code(given) for given in self.languages))
        object.__setattr__(self, "languages", codes)
        for kind, chosen in (("intent", self.intents), ("language", self.languages), ("method", self.methods)):
            if not chosen:
                raise InvalidValue(f"a plan without any {kind}", remedy="Choose at least one.")
        object.__setattr__(self, "intents", tuple(dict.fromkeys(self.intents)))
        object.__setattr__(self, "methods", tuple(dict.fromkeys(self.methods)))
        if self.total is not None and not 1 <= self.total <= MOST_OUTPUTS:
            raise InvalidValue("outputs of a plan", value=self.total, remedy=f"Ask for 1 to {MOST_OUTPUTS:,}.")


@dataclass(frozen=True)
class Standing:
    """A project as a plan sees it.

    Attributes:
        targets: accepted examples that are aimed for, of an intent or of a slot or label in it.
        records: what became of what each method wrote.
        labels: in a project of parses, what is held of the labels that have a target.
    """

    schema: Schema
    holdings: tuple[Holding, ...] = ()
    targets: Mapping[Cell, int] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    labels: tuple[LabelHolding, ...] = ()

    def expected_yield(self, method: str) -> float:
        """Accepted examples to be expected of one raw output of a method."""
        return expected_yield(self.records.get(method, Record()))

    def coming(self, holding: Holding | LabelHolding) -> float:
        """How many candidates of a holding will be accepted, by the decisions on all methods."""
        made = self.records.values()
        decided = Record(accepted=sum(one.accepted for one in made), rejected=sum(one.rejected for one in made))
        return holding.pending * accepted_share(decided)
