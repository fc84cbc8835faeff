"""The demo project: a small restaurant assistant, to look around in without typing anything."""

from __future__ import annotations

from backend.domain.notation import read_typed
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance
from jobs.settings import settings
from storage.engine import Store
from storage.examples import add_examples
from storage.projects import create_project, list_projects
from storage.schemas import put_schema
from storage.tables import Project

NAME = "Demo restaurant"

SCHEMA = Schema(
    intents=(
        Intent("book_table", "Reserve a table.", ("restaurant", "party_size", "day", "time")),
        Intent("order_dish", "Order food or drink to the table or to take away.", ("dish", "quantity", "extra")),
        Intent("opening_hours", "Ask when the place is open.", ("restaurant", "day")),
    ),
    slots=(
        Slot("restaurant", "Name of a restaurant.", ("the green fork", "casa luna", "harbour grill", "noodle corner")),
        Slot("party_size", "How many people come.", ("two", "four", "six people", "a party of eight")),
        Slot("day", "A day or date.", ("tonight", "tomorrow", "friday", "saturday", "next sunday")),
        Slot("time", "A time of day.", ("noon", "seven", "half past eight", "9 pm")),
        Slot("dish", "A dish or drink.", ("mushroom soup", "lemonade", "grilled trout", "lentil curry")),
        Slot("quantity", "How many of a dish.", ("one", "two", "three")),
        Slot("extra", "A change to a dish.", ("without onions", "extra spicy", "gluten free")),
    ),
)

SEEDS: dict[str, tuple[str, ...]] = {
    "book_table": (
        "book a table for [party_size : four] at [restaurant : the green fork] [day : tomorrow]",
        "could you reserve us a spot at [restaurant : casa luna] for [time : half past eight]",
        "i need a table for [party_size : six people] on [day : friday] at [time : seven]",
        "is there room for [party_size : two] at [restaurant : harbour grill] [day : tonight]",
        "please hold a table by the window for [time : noon]",
    ),
    "order_dish": (
        "i'll have the [dish : mushroom soup] [extra : without onions]",
        "can we get [quantity : two] [dish : lemonades] please",
        "bring me [quantity : one] [dish : lentil curry], [extra : extra spicy]",
        "we would like to start with the [dish : grilled trout]",
        "add [quantity : three] [dish : espressos] to our order",
    ),
    "opening_hours": (
        "what time does [restaurant : noodle corner] close [day : tonight]",
        "are you open on [day : sunday]",
        "when does [restaurant : casa luna] open",
        "is the kitchen still open",
    ),
}


def make_demo(store: Store) -> Project:
    """Make the demo project, or return it if it is there already."""
    with store.write() as session:
        there = next((project for project in list_projects(session=session) if project.name == NAME), None)
        if there:
            return there
        project = create_project(NAME, language="en", teacher=settings().teacher, session=session)
        put_schema(project.id, SCHEMA, session=session)
        for intent, lines in SEEDS.items():
            seeds = [_seed(intent, line) for line in lines]
            source = {"method": "by hand", "source": "demo"}
            add_examples(project.id, seeds, origin="seed", status="accepted", provenance=source, session=session)
        return project


def seeds() -> tuple[Utterance, ...]:
    """The demo's seeds, of all its intents."""
    return tuple(_seed(intent, line) for intent, lines in SEEDS.items() for line in lines)


def _seed(intent: str, line: str) -> Utterance:
    annotated = read_typed(line)
    return Utterance(annotated.text, intent, "en", annotated.spans)
