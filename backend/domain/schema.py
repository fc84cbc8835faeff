"""What a project can say: its intents, and the slots that each of them may hold, or what their parses may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.domain.errors import InvalidValue
from backend.domain.names import label_name
from backend.domain.parse import intent_of_label
from backend.domain.parse_notation import SQUARE, BracketStyle
from backend.domain.parse_schema import ParseSchema
from backend.domain.parse_shape import require_text
from backend.domain.utterance import Utterance, value_of_slot


@dataclass(frozen=True)
class Slot:
    """A slot: what it means, and the values it is known to take (its catalogue).

    `proposed` are values that a teacher listed for it, which nobody has looked at (see `backend.values`).

    Raises:
        InvalidValue: a bad name, or a value that no utterance can hold.
    """

    name: str
    description: str = ""
    catalogue: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", label_name(self.name, kind="slot"))
        values = (value_of_slot(value, self.name) for value in self.catalogue if value.strip())
        object.__setattr__(self, "catalogue", tuple(dict.fromkeys(values)))


@dataclass(frozen=True)
class Intent:
    """An intent and the names of the slots that its utterances may hold."""

    name: str
    description: str = ""
    slots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", label_name(self.name, kind="intent"))
        names = (label_name(name, kind="slot") for name in self.slots)
        object.__setattr__(self, "slots", tuple(dict.fromkeys(names)))


@dataclass(frozen=True)
class Schema:
    """All intents and slots of a project, names unique, every intent's slots defined.

    With `parses`, every utterance of the project has a parse, and the intents hold no slots; without, none has one.

    Raises:
        InvalidValue: a name twice, an intent with a slot that is not there, or slots beside parses.
    """

    intents: tuple[Intent, ...] = ()
    slots: tuple[Slot, ...] = ()
    parses: ParseSchema | None = None

    def __post_init__(self) -> None:
        for kind, names in (("intent", [i.name for i in self.intents]), ("slot", [s.name for s in self.slots])):
            twice = next((name for name, times in Counter(names).items() if times > 1), None)
            if twice:
                raise InvalidValue(f"{kind} defined twice", value=twice)
        if self.parses is not None and self.slots:
            raise InvalidValue("slots in a schema of parses", value=[slot.name for slot in self.slots])
        known = {slot.name for slot in self.slots}
        for intent in self.intents:
            for name in intent.slots:
                if name not in known:
                    raise InvalidValue(f"intent {intent.name} holds an unknown slot", value=name)

    @property
    def label_names(self) -> tuple[str, ...]:
        """What its utterances are labelled with inside of their intent: its slots, or the labels of its parses."""
        return tuple(one.name for one in (self.slots if self.parses is None else self.parses.labels))

    @property
    def brackets(self) -> BracketStyle:
        """What its parses are written with, square where it has none."""
        return SQUARE if self.parses is None else self.parses.style

    def labels_inside(self, intent: str) -> tuple[str, ...]:
        """What an utterance of an intent may hold inside of it: its slots, or all labels but its own.

        Raises:
            InvalidValue: unknown intent.
        """
        found = self.intent(intent)
        own = {found.name, *found.name.split("/")}  # of several roots side by side, each makes a part of the name
        if self.parses is None:
            return found.slots
        return tuple(label.name for label in self.parses.labels if intent_of_label(label.name) not in own)

    def intent(self, name: str) -> Intent:
        """The intent of that name.

        Raises:
            InvalidValue: unknown intent.
        """
        for intent in self.intents:
            if intent.name == name:
                return intent
        raise InvalidValue("unknown intent", value=name, remedy=_add_or_use(self.intents))

    def slot(self, name: str) -> Slot:
        """The slot of that name.

        Raises:
            InvalidValue: unknown slot.
        """
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise InvalidValue("unknown slot", value=name, remedy=_add_or_use(self.slots))

    def require(self, utterance: Utterance) -> None:
        """Refuse an utterance whose labels the schema does not have.

        Raises:
            InvalidValue: unknown intent or slot, a slot that the intent does not hold, a parse where there are none
                or none where there are, or one that is not as the schema has it or not of the text.
        """
        self.require_kind(utterance)
        intent = self.intent(utterance.intent)
        if self.parses is not None and utterance.parse is not None:
            self.parses.require(utterance.parse)
            require_text(utterance.parse, utterance.text, self.parses)
        for name, _value in utterance.slots:
            self.slot(name)
            if name not in intent.slots:
                raise InvalidValue(
                    f"slot that intent {intent.name} does not hold",
                    value=name,
                    remedy=f"Add it to {intent.name} first.",
                )

    def require_kind(self, utterance: Utterance) -> None:
        """Refuse a parse in a schema of slots, and an utterance without one in a schema of parses.

        Raises:
            InvalidValue: the one or the other.
        """
        if self.parses is None and utterance.parse is not None:
            remedy = "Make a project of parses for it."
            raise InvalidValue("utterance with a parse in a project of slots", value=utterance.text, remedy=remedy)
        if self.parses is not None and utterance.parse is None:
            raise InvalidValue("utterance without a parse", value=utterance.text, remedy="Give its parse too.")

    def extended_by(self, *utterances: Utterance) -> Schema:
        """The schema with the intents and slots, or the parses, of `utterances` added where they lack.

        Raises:
            InvalidValue: an utterance of the other kind, or a parse that is not of its text.
        """
        for utterance in utterances:
            self.require_kind(utterance)
        extended = self._with_labels(utterances)
        if self.parses is None:
            return extended
        parses = self.parses.extended_by(*(one.parse for one in utterances if one.parse is not None))
        for utterance in utterances:
            if utterance.parse is not None:
                require_text(utterance.parse, utterance.text, parses)
        return replace(extended, parses=parses)

    def _with_labels(self, utterances: Sequence[Utterance]) -> Schema:
        """One schema for all of them: to make one for each takes minutes where a file has thousands of labels."""
        slots = {slot.name: slot for slot in self.slots}
        held = {intent.name: dict.fromkeys(intent.slots) for intent in self.intents}
        for utterance in utterances:
            names = [name for name, _value in utterance.slots]
            slots |= {name: Slot(name) for name in names if name not in slots}
            held.setdefault(utterance.intent, {}).update(dict.fromkeys(names))
        described = {intent.name: intent.description for intent in self.intents}
        intents = (Intent(name, described.get(name, ""), tuple(names)) for name, names in held.items())
        return replace(self, intents=tuple(intents), slots=tuple(slots.values()))


def _add_or_use(labels: tuple[Intent, ...] | tuple[Slot, ...]) -> str:
    names = [label.name for label in labels]
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"Add it to the schema, or use one of: {shown}." if names else "Add it to the schema."
