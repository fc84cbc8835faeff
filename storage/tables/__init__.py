"""The tables. Each is what one row of the product is; queries live in the modules named for them."""

from storage.tables.base import Table, UtcDateTime, now, sha256_of
from storage.tables.examples import Decision, Example, ExampleSlot
from storage.tables.insights import Analysis, Embedding, Insight
from storage.tables.jobs import ACTIVE_JOB, JOB_STATUSES, Job, Output, PlanRow, PromptRow, Worker
from storage.tables.parses import ParseSchemaRow
from storage.tables.projects import IntentRow, IntentSlot, Project, SlotRow
from storage.tables.reviewing import Bulk, Lease, Reviewer, Target
from storage.tables.round_trips import RoundTrip
from storage.tables.scores import Score, Scoring
from storage.tables.slot_scores import SlotScore
from storage.tables.student_answers import StudentAnswer, StudentLearnt
from storage.tables.student_tasks import ASK, CURVE, STUDENT_TASKS, TEST, StudentTask
from storage.tables.students import StudentRow
from storage.tables.teacher_runs import RUN_KINDS, TRIAL, TUNING, TeacherRun

__all__ = [
    "ACTIVE_JOB",
    "ASK",
    "CURVE",
    "JOB_STATUSES",
    "RUN_KINDS",
    "STUDENT_TASKS",
    "TEST",
    "TRIAL",
    "TUNING",
    "Analysis",
    "Bulk",
    "Decision",
    "Embedding",
    "Example",
    "ExampleSlot",
    "Insight",
    "IntentRow",
    "IntentSlot",
    "Job",
    "Lease",
    "Output",
    "ParseSchemaRow",
    "PlanRow",
    "Project",
    "PromptRow",
    "Reviewer",
    "RoundTrip",
    "Score",
    "Scoring",
    "SlotRow",
    "SlotScore",
    "StudentAnswer",
    "StudentLearnt",
    "StudentRow",
    "StudentTask",
    "Table",
    "Target",
    "TeacherRun",
    "UtcDateTime",
    "Worker",
    "now",
    "sha256_of",
]
