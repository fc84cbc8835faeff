"""The lessons of a run as batches of token ids, one pass in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from random import Random
from typing import Any

from backend.domain.corpus import Corpus
from backend.domain.errors import InvalidValue
from backend.domain.lesson import Lesson
from backend.methods import Method
from backend.teacher.encoding import longest as longest_of
from backend.teacher.plain_text import text_ids
from backend.teacher.tuning.encoding import Encoded, batches, encode_continued, encode_turn
from backend.teacher.tuning.model import begin_tokens
from backend.teacher.tuning.settings import TuneSettings
from backend.teacher.tuning.stopping import go_on_unless

LESSONS_AT_ONCE = 2000
"""Lessons whose pieces go to the tokenizer in one call: it works on a list with all cores."""


class Passes:
    """The batches of `passes` passes in a row, each pass made when its first batch is asked for.

    All passes have as many batches as the first one: of a pass that comes to a few less, some come twice, and of one
    that comes to a few more, some are left out. So it is known before the first step how many there will be.

    Args:
        made: number of a pass, from 0 → its batches; the same again when it is asked for again.
    """

    def __init__(self, made: Callable[[int], list[list[Encoded]]], passes: int) -> None:
        self._made = made
        self._passes = passes
        self._kept = (0, made(0))
        self._each = len(self._kept[1])

    def __len__(self) -> int:
        return self._passes * self._each

    def __getitem__(self, at: int) -> list[Encoded]:
        """The batch at that place.

        Raises:
            IndexError: there are not so many.
        """
        if not 0 <= at < len(self):
            raise IndexError(at)
        number, place = divmod(at, self._each)
        if self._kept[0] != number:
            self._kept = (number, self._made(number))
        batches_ = self._kept[1]
        return batches_[place % len(batches_)]


class Encoder:
    """Lessons of several methods, for one model.

    Args:
        tokenizer, model: of transformers, decoder-only or encoder-decoder.
    """

    def __init__(self, tokenizer: Any, model: Any, settings: TuneSettings) -> None:
        self._tokenizer = tokenizer
        self._is_encoder_decoder = bool(model.config.is_encoder_decoder)
        self._settings = settings
        self._longest = min(settings.longest, longest_of(tokenizer, model) or settings.longest)

    def batches(
        self, methods: Sequence[Method], corpus: Corpus, seed: int, should_stop: Callable[[], bool] = lambda: False
    ) -> list[list[Encoded]]:
        """One pass over the corpus: the lessons of all methods, mixed.

        Raises:
            InvalidValue: no lesson that the model can read.
            Stopped: `should_stop()` turned true before the last lesson was read.
        """
        rng = Random(seed)  # noqa: S311 - an order, no secret

        def lessons() -> Iterator[Lesson]:
            for method in methods:
                for lesson in method.lessons(corpus, seed):
                    go_on_unless(should_stop)
                    yield lesson

        fitting = [one for one in self._encoded(lessons(), rng) if one]
        if not fitting:
            remedy = "Use another base."
            raise InvalidValue(
                "lessons that are all longer than the model can read, in tokens", value=self._longest, remedy=remedy
            )
        return batches(fitting, self._settings.batch_tokens, rng)

    def _encoded(self, lessons: Iterable[Lesson], rng: Random) -> Iterator[Encoded | None]:
        if self._is_encoder_decoder:
            ends = [self._tokenizer.eos_token_id]
            for lesson in lessons:
                yield encode_turn(lesson, self._whole, ends, self._longest, rng)
            return
        begins = begin_tokens(self._tokenizer)
        left = iter(lessons)
        while some := list(islice(left, LESSONS_AT_ONCE)):
            texts = list(dict.fromkeys(piece.text for lesson in some for piece in lesson.pieces))
            ids = dict(
                zip(
                    texts,
                    self._tokenizer(
                        texts, add_special_tokens=False, split_special_tokens=True, return_attention_mask=False
                    ).input_ids,
                    strict=True,
                )
            )
            for lesson in some:
                yield encode_continued(lesson, ids.__getitem__, begins, self._longest)

    def _whole(self, text: str) -> list[int]:
        return text_ids(self._tokenizer, text, begins=True)
