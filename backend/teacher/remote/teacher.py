"""A teacher behind an OpenAI-compatible server."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from backend.domain.errors import TeachsetError
from backend.teacher.protocol import Order, Output, Sampling, TeacherCard
from backend.teacher.remote.answer import Answer, Listing, OddAnswer, read_answer, read_listing
from backend.teacher.remote.body import Ask, Habits, asks, request
from backend.teacher.remote.client import Caller
from backend.teacher.remote.gate import Gate
from backend.teacher.remote.grammar import grammar_fields, takes_grammar
from backend.teacher.remote.name import RemoteName
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.price import prompt_tokens
from backend.teacher.remote.put_by import PutBy
from backend.teacher.remote.refusals import ABSENT, Refused, gave_up, refusal
from backend.teacher.remote.streaming import stream
from backend.teacher.remote.waiting import backoff

if TYPE_CHECKING:
    import httpx2

ODD_RETRIES = 2
"""How often a request is sent again whose answer made no sense: a gateway in between may have had a bad moment.

Not as often as others: such an answer may have been paid for, and most that make no sense never will.
"""


class RemoteTeacher:
    """One model of one server (see the protocol).

    Outputs come in the order in which the server answers. The seed is sent, and it is up to the server
    whether the same one gives the same outputs again: so `Order.stored` is left out rather than asked for anew.

    Raises:
        Unavailable: a name that cannot be, or a key that would be sent unencrypted over the network.
    """

    def __init__(self, name: str, options: RemoteOptions) -> None:
        self._name = RemoteName.parse(name)
        self._options = options
        self._gate = Gate()
        self._caller = Caller(self._name, options, self._gate)
        self._habits = Habits()
        self._gave_several = False
        self._listing: Listing | None = None
        self._server: str | None = None
        self._served = ""
        self._called = name

    @property
    def card(self) -> TeacherCard:
        """Its revision is the name that the server gives the model; empty until it has answered."""
        takes = takes_grammar(self._options.grammar, self._server)
        return TeacherCard(self._called, self._name.base_url, self._served, None, "remote", "", self._server, takes)

    def sample(
        self, orders: Sequence[Order], sampling: Sampling, seed: int, should_stop: Callable[[], bool]
    ) -> Iterator[Output]:
        """See the protocol. Requests run side by side, as many as the options allow."""
        if not asks(orders, several=True):
            return iter(())
        return stream(lambda arrived: self._run(orders, sampling, seed, arrived), should_stop)

    async def _run(
        self, orders: Sequence[Order], sampling: Sampling, seed: int, arrived: Callable[[Output], None]
    ) -> None:
        slots = asyncio.Semaphore(self._options.concurrency)
        put_by = PutBy(sum(len(order.stored) for order in orders))
        async with self._caller.client() as http:
            try:
                await self._meet(http)
                async with asyncio.TaskGroup() as group:

                    def begin(ask: Ask) -> None:
                        group.create_task(answered(ask))

                    async def answered(ask: Ask) -> None:
                        async with slots:
                            for left in await self._ask(http, orders, ask, sampling, seed, arrived, put_by):
                                begin(left)

                    for ask in asks(orders, several=self._takes_several):
                        begin(ask)
            except BaseExceptionGroup as errors:
                raise _first(errors) from None
        for output in put_by.outputs():
            arrived(output)

    async def _meet(self, http: httpx2.AsyncClient) -> None:
        """Ask what server it is, until it says so. One that has no such list is taken for one that knows no grammar."""
        if self._listing is not None:
            return
        try:
            self._listing = read_listing(await self._caller.call(http, "GET", "models"), self._name.model)
        except (Refused, OddAnswer):
            self._server = ""
            return  # it may only be starting, and this teacher be kept open for days: the next batch asks again
        self._server = self._listing.server
        self._served = self._served or self._listing.model

    @property
    def _takes_several(self) -> bool:
        # llama.cpp counts the tokens of the first of several outputs only, and shares the work on a prompt anyway.
        return self._habits.several and self._server != "llama.cpp"

    async def _ask(
        self,
        http: httpx2.AsyncClient,
        orders: Sequence[Order],
        ask: Ask,
        sampling: Sampling,
        seed: int,
        arrived: Callable[[Output], None],
        put_by: PutBy,
    ) -> list[Ask]:
        """Send one request and hand over what comes; returns what is still to be asked for."""
        if len(ask.samples) > 1 and not self._takes_several:
            return ask.singly()
        order = orders[ask.order_index]
        grammar = grammar_fields(order.grammar, self._options.grammar, self._server or "")
        habits, tried = self._habits, ask
        while True:
            path, body = request(self._name.model, order, tried, sampling, seed, habits, grammar)
            try:
                answer = await self._answer(http, path, body, order, len(tried.samples))
                break
            except Refused as refused:
                error = refusal(self._name, refused, with_grammar=bool(grammar))
                if refused.status in ABSENT:
                    raise error from None
                known = habits.learned(refused.message, refused.field, len(tried.samples))
                if known is None:
                    put_by.refuse(ask, error)
                    return []
                habits = known
                if not habits.several:
                    tried = tried.singly()[0]
        put_by.answer()
        self._served = answer.model or self._served
        self._learn(habits, len(tried.samples), len(answer.replies))
        for sample, reply in zip(tried.samples, answer.replies, strict=False):
            arrived(Output(ask.order_index, sample, reply.text, reply.tokens, reply.input_tokens))
        missing = ask.samples[len(answer.replies) :]
        return Ask(ask.order_index, missing).singly() if missing else []

    def _learn(self, habits: Habits, asked: int, replies: int) -> None:
        """Keep to the habits that were answered. Only then: a filter may refuse a prompt, and take the next as it is.

        One that gave several outputs before gives them again: fewer, or a single one alone, are due to the prompt.
        """
        self._gave_several = self._gave_several or replies > 1
        several = self._gave_several or (habits.several and replies == asked)
        self._habits = self._habits.and_of(replace(habits, several=several))

    async def _answer(
        self, http: httpx2.AsyncClient, path: str, body: dict[str, object], order: Order, asked: int
    ) -> Answer:
        tries = 1
        while True:
            read = await self._caller.call(http, "POST", path, body)
            try:
                return read_answer(read, asked, prompt_tokens(order.prompt))
            except OddAnswer as odd:
                if tries > min(ODD_RETRIES, self._options.retries):
                    remedy = "Check that the address is that of an OpenAI-compatible API; it mostly ends in /v1."
                    raise gave_up(self._name, f"it gave {odd}", remedy) from odd
                await asyncio.sleep(backoff(tries, random.random()))  # noqa: S311 - no secret
                tries += 1


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """Of several requests that failed at once, an error that a person can act on."""
    flat = list(_flat(errors))
    return next((error for error in flat if isinstance(error, TeachsetError)), flat[0])


def _flat(errors: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for error in errors.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _flat(error)
        else:
            yield error
