"""Template files: loading, checking and filling them.

A template is a TOML file: `description`, `variables` (every name that its texts use, no more and no
less) and `messages`, a list of `role` and `content`. Contents are Jinja2, run in its sandbox; they are
no web page, so nothing is escaped for one. A message may have `each = "name"`: it is then said once
for every entry of that variable, which must be a list, with the entry under the name `item`; messages
with the same `each` that stand next to each other are said together, entry by entry. A message with `unless = "name"`
is said only when that variable is an empty list.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

from jinja2 import StrictUndefined, TemplateError, meta
from jinja2 import Template as JinjaTemplate
from jinja2.sandbox import SandboxedEnvironment

from backend.domain.errors import InvalidValue
from backend.domain.prompt import Message, Role

FOLDER = Path(__file__).parent
ITEM = "item"

_environment = SandboxedEnvironment(
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Turn:
    """One message, not filled yet; `each` names the list it is repeated for, `unless` one that silences it."""

    role: Role
    content: str
    each: str | None = None
    unless: str | None = None


@dataclass(frozen=True)
class Template:
    """A checked template file; `sha256` is of its bytes, hexadecimal."""

    name: str
    description: str
    variables: frozenset[str]
    turns: tuple[Turn, ...]
    sha256: str

    def fill(self, values: Mapping[str, Any]) -> tuple[Message, ...]:
        """The messages, with `values` put in.

        Raises:
            InvalidValue: a declared variable without a value, a value that no variable asks for, or a
                text that fails while it is filled.
        """
        wrong = self.variables.symmetric_difference(values)
        if wrong:
            raise InvalidValue("values that do not fit the template's variables", value=sorted(wrong), where=self.name)
        try:
            return tuple(self._messages(values))
        except TemplateError as error:
            raise InvalidValue(f"template that cannot be filled: {error}", where=self.name) from error

    def _messages(self, values: Mapping[str, Any]) -> Iterator[Message]:
        said = [turn for turn in self.turns if not (turn.unless and values[turn.unless])]
        for each, group in groupby(said, key=lambda turn: turn.each):
            turns = list(group)
            for item in values[each] if each else [None]:
                filled = {**values, ITEM: item} if each else values
                for turn in turns:
                    yield Message(turn.role, _compiled(turn.content).render(filled))


@cache
def _compiled(content: str) -> JinjaTemplate:
    # To compile takes a hundred times as long as to fill; contents come from our own files, so there are few.
    return _environment.from_string(content)


def parse_template(content: bytes, name: str) -> Template:
    """Read and check a template file's bytes.

    Raises:
        InvalidValue: not TOML, a key missing or of the wrong kind, or variables declared and used that differ.
    """
    try:
        given = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidValue(f"template that is not TOML: {error}", where=name) from error
    description, variables, messages = (given.get(key) for key in ("description", "variables", "messages"))
    if not isinstance(description, str) or not isinstance(variables, list) or not isinstance(messages, list):
        raise InvalidValue("template without description, variables and messages", value=sorted(given), where=name)
    turns = tuple(_turn(message, name) for message in messages)
    declared = frozenset(str(variable) for variable in variables)
    used = frozenset[str]().union(*(_used(turn, name) for turn in turns))
    if declared != used:
        raise InvalidValue(
            "template whose declared variables are not those it uses",
            value=sorted(declared ^ used),
            where=name,
            remedy="Declare exactly the variables that its texts use.",
        )
    return Template(name, description, declared, turns, hashlib.sha256(content).hexdigest())


@cache
def template(name: str) -> Template:
    """The template of that name, `method/style`, out of this folder.

    Raises:
        InvalidValue: no such template, or one that is broken.
    """
    known = {f"{path.parent.name}/{path.stem}": path for path in sorted(FOLDER.glob("*/*.toml"))}
    if name not in known:
        raise InvalidValue("unknown prompt template", value=name, remedy=f"Use one of: {', '.join(known)}.")
    return parse_template(known[name].read_bytes(), name)


def _turn(message: Any, name: str) -> Turn:
    known = isinstance(message, dict) and {"role", "content"} <= set(message) <= {"role", "content", "each", "unless"}
    if not known or not all(isinstance(value, str) for value in message.values()):
        raise InvalidValue("message that is not role, content and perhaps each or unless", value=message, where=name)
    if message["role"] not in get_args(Role):
        raise InvalidValue("unknown role of a message", value=message["role"], where=name)
    return Turn(message["role"], message["content"], message.get("each"), message.get("unless"))


def _used(turn: Turn, name: str) -> frozenset[str]:
    try:
        found = meta.find_undeclared_variables(_environment.parse(turn.content))
    except TemplateError as error:
        raise InvalidValue(f"template that is not Jinja2: {error}", where=name) from error
    lists = {given for given in (turn.each, turn.unless) if given}
    return frozenset((found - {ITEM} if turn.each else found) | lists)
