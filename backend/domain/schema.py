"""What a project can say: its intents, and the slots that each of them may hold."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import InvalidValue
from backend.domain.names import label_name
from backend.domain.utterance import Utterance


@dataclass(frozen=True)
class Slot:
    """A slot: what it means, and the values it is known to take (its catalogue)."""

    name: str
    description: str = ""
    catalogue: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", label_name(self.name, kind="slot"))
        object.__setattr__(self, "catalogue", tuple(dict.fromkeys(v.strip() for v in self.catalogue if v.strip())))


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

    Raises:
        InvalidValue: a name twice, or an intent with a slot that is not there.
    """

    intents: tuple[Intent, ...] = ()
    slots: tuple[Slot, ...] = ()

    def __post_init__(self) -> None:
        for kind, names in (("intent", [i.name for i in self.intents]), ("slot", [s.name for s in self.slots])):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice:
                raise InvalidValue(f"{kind} defined twice", value=twice)
        known = {slot.name for slot in self.slots}
        for intent in self.intents:
            for name in intent.slots:
                if name not in known:
                    raise InvalidValue(f"intent {intent.name} holds an unknown slot", value=name)

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
            InvalidValue: unknown intent or slot, or a slot that the intent does not hold.
        """
        intent = self.intent(utterance.intent)
        for name, _value in utterance.slots:
            self.slot(name)
            if name not in intent.slots:
                raise InvalidValue(
                    f"slot that intent {intent.name} does not hold",
                    value=name,
                    remedy=f"Add it to {intent.name} first.",
                )

    def extended_by(self, utterance: Utterance) -> Schema:
        """The schema with the intent and slots of `utterance` added where they lack."""
        names = list(dict.fromkeys(name for name, _value in utterance.slots))
        known = {slot.name for slot in self.slots}
        slots = (*self.slots, *(Slot(name) for name in names if name not in known))
        intents = {intent.name: intent for intent in self.intents}
        old = intents.get(utterance.intent, Intent(utterance.intent))
        intents[utterance.intent] = Intent(old.name, old.description, (*old.slots, *names))
        return Schema(tuple(intents.values()), slots)


def _add_or_use(labels: tuple[Intent, ...] | tuple[Slot, ...]) -> str:
    names = [label.name for label in labels]
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"Add it to the schema, or use one of: {shown}." if names else "Add it to the schema."
