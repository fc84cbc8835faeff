"""The tables. Each is what one row of the product is; queries live in the modules named for them."""

from storage.tables.base import Table, UtcDateTime, now, sha256_of
from storage.tables.examples import Decision, Example, ExampleSlot
from storage.tables.jobs import ACTIVE_JOB, JOB_STATUSES, Job, Output, PromptRow, Worker
from storage.tables.projects import IntentRow, IntentSlot, Project, SlotRow

__all__ = [
    "ACTIVE_JOB",
    "JOB_STATUSES",
    "Decision",
    "Example",
    "ExampleSlot",
    "IntentRow",
    "IntentSlot",
    "Job",
    "Output",
    "Project",
    "PromptRow",
    "SlotRow",
    "Table",
    "UtcDateTime",
    "Worker",
    "now",
    "sha256_of",
]
