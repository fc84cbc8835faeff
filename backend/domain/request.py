"""What a person asks of a teacher."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend.domain.errors import InvalidValue
from backend.domain.language import language_code
from backend.domain.names import label_name
from backend.domain.parse import parse_label
from backend.domain.parse_schema import ParseSchema
from backend.domain.schema import Schema
from backend.domain.utterance import value_of_slot

WILDCARD = "*"
MAX_COUNT = 2000
MAX_EXAMPLES = 10
"""LINGUIST prompts hold up to ten examples (section 3.1)."""

STYLES = ("instruct", "tuned")


@dataclass(frozen=True, order=True)
class Include:
    """A slot that every output must hold, with that value or, for `*`, one of the teacher's making.

    In a project of parses it is a label, for whose value stands `*`.
    """

    slot: str
    value: str = WILDCARD

    def __post_init__(self) -> None:
        is_parsed = self.slot.strip().startswith(("IN:", "SL:"))
        object.__setattr__(self, "slot", parse_label(self.slot) if is_parsed else label_name(self.slot, kind="slot"))
        object.__setattr__(self, "value", self.value.strip())
        if not self.value:
            raise InvalidValue(f"slot {self.slot} to include without a value", remedy="Give a value, or * for any.")

    @property
    def is_wildcard(self) -> bool:
        return self.value == WILDCARD

    @classmethod
    def parse(cls, given: str) -> Include:
        """Read `slot=value` or `slot=*`.

        Raises:
            InvalidValue: no `=`, or a bad slot name.
        """
        slot, equals, value = given.partition("=")
        if not equals:
            raise InvalidValue("not slot=value", value=given, remedy="Write city=boston, or city=* for any value.")
        return cls(slot.strip(), value)


@dataclass(frozen=True)
class Request:
    """One order to a teacher: `count` raw outputs of an intent in a language.

    Attributes:
        include: the slots that each output must hold, as a multiset; `()` asks for utterances without
            slots; `None` draws the slots of a seed anew for every prompt, as LINGUIST does. In a project of parses,
            labels that the accepted parses hold which the method starts from, or which it shows.
        count: how many outputs to sample, before any is dropped.
        examples: at most how many accepted utterances a prompt shows (0 to 10).
        seed: of every random choice; the same request with the same seed gives the same outputs.
        grammar: hold the teacher to well-formed replies with the labels asked for, while it writes.
        vary: ask for a `*` of `include` with a known value as often as for a slot that was drawn from a seed.
        more_new_values: have the base of a tuned teacher list values for every slot of which it knows one, and ask for
            these the more often, the fewer are known. Without it only what would have been `*` is filled so, and only
            where some are known.
    """

    intent: str
    language: str = "en"
    include: tuple[Include, ...] | None = None
    count: int = 20
    method: str = "linguist"
    style: str = "instruct"
    examples: int = MAX_EXAMPLES
    seed: int = 0
    grammar: bool = True
    vary: bool = False
    more_new_values: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "intent", label_name(self.intent, kind="intent"))
        object.__setattr__(self, "language", language_code(self.language))
        if self.include:
            lines = tuple(replace(item, value=" ".join(item.value.split())) for item in self.include)
            object.__setattr__(self, "include", lines)
        if not 1 <= self.count <= MAX_COUNT:
            raise InvalidValue("number of outputs", value=self.count, remedy=f"Ask for 1 to {MAX_COUNT}.")
        if not 0 <= self.examples <= MAX_EXAMPLES:
            raise InvalidValue("number of examples", value=self.examples, remedy=f"Show 0 to {MAX_EXAMPLES}.")
        if self.style not in STYLES:
            raise InvalidValue("unknown prompt style", value=self.style, remedy=f"Use one of: {', '.join(STYLES)}.")
        if not 0 <= self.seed < 2**31:
            raise InvalidValue("seed out of range", value=self.seed, remedy="Use 0 to 2147483647.")

    @property
    def is_literal(self) -> bool:
        """Whether every prompt asks for just what `include` says."""
        return self.include is not None and not self.vary

    @property
    def takes_proposed(self) -> bool:
        """Whether prompts of it may ask for values that were proposed, as far as the request says."""
        return self.method == "linguist" and self.style == "tuned" and not self.is_literal

    @property
    def included(self) -> tuple[str, ...]:
        """The names in `include`, each as often as it stands there."""
        return tuple(item.slot for item in self.include or ())

    def require_in(self, schema: Schema) -> None:
        """Refuse a request for labels that the schema does not have.

        Raises:
            InvalidValue: unknown intent or slot, a slot that the intent does not hold, or a value that no utterance can
                hold; in a project of parses,
                unknown label, the label of the intent itself, a value for one, or none at all to include.
        """
        intent = schema.intent(self.intent)
        if schema.parses is not None:
            self._require_labels(schema, schema.parses)
            return
        for item in self.include or ():
            schema.slot(item.slot)
            if item.slot not in intent.slots:
                raise InvalidValue(f"slot that intent {intent.name} does not hold", value=item.slot)
            value_of_slot(item.value, item.slot)

    def _require_labels(self, schema: Schema, parses: ParseSchema) -> None:
        if self.include == ():
            remedy = "Name labels that it is to hold, or leave it open."
            raise InvalidValue("request for no label, in a project of parses", value=self.intent, remedy=remedy)
        for item in self.include or ():
            parses.label(item.slot)
            if item.slot not in schema.labels_inside(self.intent):
                remedy = "Leave it out: every parse of the intent holds it."
                raise InvalidValue(f"label of the intent {self.intent} itself", value=item.slot, remedy=remedy)
            if not item.is_wildcard:
                raise InvalidValue(
                    f"value for the label {item.slot} of a parse",
                    value=item.value,
                    remedy=f"Write {item.slot}=*: values come from the accepted parses, the catalogues or the teacher.",
                )
