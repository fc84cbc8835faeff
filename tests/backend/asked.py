"""A request for one intent of two slots, with its schema, seeds, and a prompt."""

from __future__ import annotations

from backend.domain.candidate import Candidate, StoredOutput
from backend.domain.notation import read_typed
from backend.domain.prompt import Message, Prompt
from backend.domain.request import Include, Request
from backend.domain.schema import Intent, Schema, Slot
from backend.domain.utterance import Utterance


def stored_of(one: Candidate) -> StoredOutput:
    """A candidate as it is known once it is stored."""
    return StoredOutput(one.prompt_index, one.raw, one.kept)


SCHEMA = Schema((Intent("book_table", "", ("time", "size")),), (Slot("time"), Slot("size")))
ASKED = Request("book_table", include=(Include("time"),), count=10, seed=3)
PROMPT = Prompt(
    (Message("user", "go"),), "book_table", "en", ((1, "size"), (2, "time")), (Include("time"),), (), "t", "h"
)


def said(notation: str) -> Utterance:
    read = read_typed(notation)
    return Utterance(read.text, "book_table", "en", read.spans)


SEEDS = (said("a table at [time : noon]"), said("a table for [size : two]"), said("seats at [time : one]"))
