"""The four methods of CLASP on the projects of parses that tests have."""

from __future__ import annotations

from backend.checks import PARSE_CHECKS, run_checks
from backend.domain.prompt import Prompt
from backend.methods.clasp_gb import ClaspGb
from backend.methods.clasp_rs import ClaspRs
from backend.methods.clasp_tb import ClaspTb
from backend.methods.clasp_ts import ClaspTs
from tests.backend.methods.parses import KINDS, request

METHODS = {made.name: made for made in (ClaspGb(), ClaspRs(), ClaspTs(), ClaspTb())}
FORMS = ("top", "decoupled", "exr")


def prompts(name: str, kind: str, count: int = 4, **given: object) -> tuple[Prompt, ...]:
    schema, seeds = KINDS[kind]
    language = "fr" if name in ("clasp-ts", "clasp-tb") else "en"
    return METHODS[name].prompts(request(kind, name, **{"language": language, **given}), schema, seeds, count)


def failed(name: str, prompt: Prompt, raw: str) -> dict[str, str]:
    """Check → detail, of the checks that a reply fails."""
    verdicts = run_checks(METHODS[name].read(prompt, raw), prompt, set())
    assert tuple(verdict.check for verdict in verdicts) == PARSE_CHECKS
    return {verdict.check: verdict.detail for verdict in verdicts if not verdict.passed}
