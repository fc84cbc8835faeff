"""A trained semantic-parsing student: loaded in one line, asked in another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from backend.domain.errors import InvalidValue, TeachsetError, Unavailable
from backend.domain.grammar import Grammar
from backend.domain.parse import Parse
from backend.domain.utterance import Utterance
from backend.methods.parse_copying import copying
from backend.methods.parse_grammar import every_parse
from backend.students.parsing.card import ParserCard, read_card
from backend.students.parsing.lessons import Reader, read_reply
from backend.teacher.constraint_pair import PairConstrainer
from backend.teacher.encoding import end_tokens
from backend.teacher.encoding import longest as longest_of
from backend.teacher.protocol import Sampling
from backend.teacher.work import Row, Work
from backend.teacher.writing import Writer

BATCH = 64
"""Texts whose parses are written side by side."""

_GREEDY = Sampling(temperature=0.0)
_ROOM = 16


class ParsePrediction(NamedTuple):
    """What a student says of one text.

    `parse` is None where it wrote none that can be read, or none that the schema and the text allow: `problem` says
    why. That counts as wrong, and is never left out. `written` is what it wrote.
    """

    parse: Parse | None
    written: str
    problem: str = ""


@dataclass(frozen=True)
class Parser:
    """A semantic-parsing student.

    Attributes:
        card: all that is known of it. longest: tokens that it reads and writes at most.
        held: whether it writes only what the schema's grammar and the text's words allow.
    """

    card: ParserCard
    model: Any
    tokenizer: Any
    longest: int
    held: bool = True

    def predict(
        self, texts: Sequence[str], *, should_stop: Callable[[], bool] = lambda: False
    ) -> list[ParsePrediction]:
        """The likeliest parse of every text, token by token, in order; fewer than the texts once it should stop.

        Raises:
            InvalidValue: a text that no utterance may hold (empty, over-long, control characters); it says which.
            Unavailable: the model broke down.
        """
        prompts = [self._prompt(text, number) for number, text in enumerate(texts, start=1)]
        said: dict[int, ParsePrediction] = {}
        for places in _alike(prompts):
            if should_stop():
                break
            for at, written in self._written(places, texts, prompts):
                said[at] = _read(written, texts[at], self.card)
        return [said[at] for at in range(len(texts)) if at in said]

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.tokenizer, bool(self.model.config.is_encoder_decoder))

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self.model, self.tokenizer)

    @cached_property
    def _ends(self) -> list[int]:
        return end_tokens(self.tokenizer, self.model)

    @cached_property
    def _constrainer(self) -> PairConstrainer:
        return PairConstrainer(self.tokenizer, self.model.get_output_embeddings().weight.shape[0], self._ends)

    @cached_property
    def _grammar(self) -> Grammar:
        return Grammar(every_parse(self.card.schema))

    def _prompt(self, text: str, number: int) -> list[int]:
        try:
            return self._reader.prompt(Utterance(text, "any").text)
        except TeachsetError as error:
            raise InvalidValue(error.problem, value=error.value, where=f"text {number}", remedy=error.remedy) from error

    def _written(
        self, places: Sequence[int], texts: Sequence[str], prompts: Sequence[list[int]]
    ) -> Iterator[tuple[int, str]]:
        fitting = [at for at in places if self._room(prompts[at]) > 0]
        yield from ((at, "") for at in places if at not in set(fitting))
        rows: list[Row] = []
        if not fitting:
            return
        work = Work(
            [prompts[at] for at in fitting],
            range(len(fitting)),
            _GREEDY,
            0,
            self._ends,
            [self._room(prompts[at]) for at in fitting],
            **self._holding([texts[at] for at in fitting]),
        )
        try:
            self._writer.write(work, rows.append, lambda: False)
        except RuntimeError as error:
            raise Unavailable(f"student that broke down: {error}", value=self.card.uid) from error
        for row in rows:
            yield fitting[row.index], self.tokenizer.decode(row.tokens, skip_special_tokens=True).strip()

    def _room(self, prompt: list[int]) -> int:
        """Tokens that may be written: more than any parse that it learnt; none for what it cannot read."""
        if len(prompt) > self.longest:  # an encoder would fail for want of positions
            return 0
        read = 0 if self.model.config.is_encoder_decoder else len(prompt)
        return min(2 * self.card.longest_parse + _ROOM, self.longest - read)

    def _holding(self, texts: Sequence[str]) -> dict[str, Any]:
        if not self.held:
            return {"matchers": [None] * len(texts)}
        held = [self._constrainer.pair(self._grammar, copying(text, self.card.schema)) for text in texts]
        return {"constrainer": self._constrainer, "matchers": held}


def load_parser(folder: Path | str, *, cache: Path, device: str | None = None, held: bool = True) -> Parser:
    """Load the student in a folder that training wrote.

    Args:
        cache: where converted weights of packaged models are. device: "cpu", "cuda", …; None takes CUDA where there
            is CUDA. held: False to let it write whatever it likes, to compare.

    Raises:
        NotFound: no student of parses is there. InvalidValue: its card and its weights, or those of its base, do not
            belong together. Unavailable: weights that cannot be loaded, or a device that is not there.
    """
    from backend.teacher.device import pick
    from backend.teacher.loading import load

    place = Path(folder).expanduser()
    card = read_card(place)
    chosen, dtype = pick(device, card.settings.dtype)
    loaded = load(str(place), cache, dtype)
    if loaded.adapter and loaded.revision != card.base_hash:
        raise InvalidValue(
            f"student of other weights of {card.base} than are there", value=str(place), remedy="Train it again."
        )
    if loaded.tokenizer.pad_token_id is None:
        loaded.tokenizer.pad_token = loaded.tokenizer.eos_token
    longest = longest_of(loaded.tokenizer, loaded.model) or 2 * card.longest
    return Parser(card, loaded.model.to(chosen).eval(), loaded.tokenizer, longest, held)


def _alike(prompts: Sequence[list[int]]) -> Iterator[list[int]]:
    """Places in batches of like length."""
    order = sorted(range(len(prompts)), key=lambda at: len(prompts[at]))
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


def _read(written: str, text: str, card: ParserCard) -> ParsePrediction:
    try:
        return ParsePrediction(read_reply(written, text, card.schema), written)
    except TeachsetError as error:
        return ParsePrediction(None, written, str(error))
