"""Whether a server is given the grammar of its replies: what is told before it writes, and after."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.request import Request
from backend.methods import method
from backend.teacher.remote.grammar import takes_grammar
from backend.teacher.remote.name import is_remote
from jobs.settings import settings
from jobs.trying import TrialResult
from storage.engine import Store
from storage.jobs import request_of
from storage.servers import last_server
from storage.tables import Job

_FREELY = "It writes freely, and the checks drop what is not as asked."
_SET_OFF = f"This server is given no grammar, since TEACHSET_REMOTE_GRAMMAR is none. {_FREELY}"
_UNKNOWN_KIND = (
    f"This server is given no grammar: it says neither that it is vLLM nor llama.cpp. {_FREELY} If it takes one, "
    "set TEACHSET_REMOTE_GRAMMAR to vllm or llama.cpp."
)
_NOT_ASKED = (
    "Whether this server is given the grammar is seen when it first writes: it is if it says that it is vLLM or "
    "llama.cpp. Otherwise it writes freely, and the checks drop what is not as asked. A trial shows it."
)
WRITTEN_FREELY = "Written without a grammar: the server took none."


@dataclass(frozen=True)
class GrammarNote:
    """What to tell of a server before it writes; `is_certain` that it is given no grammar."""

    text: str
    is_certain: bool


def grammar_note(store: Store, teacher: str, request: Request | None = None) -> GrammarNote | None:
    """What to tell of a teacher that is asked for well-formed replies; None where a grammar binds them.

    Nothing is asked of the server: what it said to the last job or trial is known.

    Args:
        request: None for any that has a grammar.
    """
    asks = request is None or (request.grammar and method(request.method).needs_teacher)
    if not is_remote(teacher) or not asks:
        return None
    dialect = settings().remote_grammar
    if dialect == "none":
        return GrammarNote(_SET_OFF, True)
    with store.read() as session:
        takes = takes_grammar(dialect, last_server(teacher, session=session))
    if takes is None:
        return GrammarNote(_NOT_ASKED, False)
    return None if takes else GrammarNote(_UNKNOWN_KIND, True)


def was_held(job: Job) -> bool | None:
    """Whether a grammar bound what a job wrote; None where that is not known, as of a job that has written nothing."""
    if not request_of(job).grammar:
        return False
    held = job.teacher_card.get("takes_grammar")
    return held if isinstance(held, bool) else None


def written_freely(job: Job) -> str:
    """That a server wrote a job without the grammar that was asked for, in words; empty for any other job."""
    freely = is_remote(job.teacher) and request_of(job).grammar and was_held(job) is False
    return WRITTEN_FREELY if freely else ""


def tried_freely(result: TrialResult) -> str:
    """Likewise of a trial, which asks for a grammar always."""
    return WRITTEN_FREELY if result.device == "remote" and result.takes_grammar is False else ""
