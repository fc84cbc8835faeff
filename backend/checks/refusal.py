"""Is it what a user says, or does the teacher decline to write it?"""

from __future__ import annotations

import re

from backend.domain.candidate import Verdict
from backend.domain.prompt import Prompt
from backend.domain.utterance import Utterance

_WORK = "assist|help|provide|fulfil|fulfill|generate|comply|create|write|translate|paraphrase|answer"
_SORRY = r"i(?:['’]m|\ am)\ (?:so\ |very\ |really\ )?sorry"
_NOT = r"i\ (?:cannot|can\ not|can['’]t|am\ (?:unable|not\ able)\ to)|i['’]m\ (?:unable|not\ able)\ to"
_DECLINES = re.compile(
    rf"""\A\W*(?:
      (?:(?:{_SORRY}|sorry|i\ apologi[sz]e),?\ (?:but\ )?)?(?:{_NOT})\ (?:{_WORK})\b
    | (?:{_SORRY}|i\ apologi[sz]e),?\ but\ (?:i['’]m\ (?:just\ |only\ )?an?\ (?:ai|language)|as\ an?)\b
    | {_SORRY}\ for\ (?:the|any|this)\ (?:confusion|misunderstanding|inconvenience|error|mistake)\b
    | es\ tut\ mir\ leid,?\ aber\ (?:ich\ kann\ (?:ihnen|dir|dabei|bei)|als\ (?:eine?\ )?(?:ki|sprachmodell))\b
    | je\ suis\ désolée?,?\ mais\ (?:je\ ne\ peux\ pas\ (?:vous|répondre|aider|fournir)|en\ tant\ qu)
    | lo\ siento,?\ pero\ (?:no\ puedo\ (?:ayudar|proporcionar|responder|generar)|como\ (?:modelo|una\ ia))
    | desculpe,?\ mas\ (?:não\ posso\ (?:ajudar|fornecer|responder|gerar)|como\ (?:modelo|uma\ ia))
    )|\bas\ an\ ai\b|\b(?:ai|large)\ language\ model\b""",
    re.IGNORECASE | re.VERBOSE,
)


def refusal(utterance: Utterance, prompt: Prompt) -> Verdict:
    """The text is no refusal of a language model, unless an example of the prompt reads like one too.

    English, German, French, Spanish and Portuguese ones are known, by how they begin. Users say that they are sorry as
    well: what they go on with is what tells the two apart.
    """
    found = _DECLINES.search(utterance.text)
    if found is None or any(_DECLINES.search(example.text) for example in prompt.examples):
        return Verdict("refusal", True)
    return Verdict("refusal", False, f"the teacher declines: {found[0].strip()}")
