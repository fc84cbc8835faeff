"""Asking the server on the loopback for outputs."""

from __future__ import annotations

from threading import Lock

from backend.teacher.protocol import Order, Output, Sampling
from backend.teacher.remote.options import RemoteOptions
from backend.teacher.remote.teacher import RemoteTeacher
from tests.backend.teacher.remote.conftest import (
    QUICK,
    Answered,
    Call,
    LoopbackServer,
    never,
    obliging,
)


def sample(
    server: LoopbackServer, *orders: Order, options: RemoteOptions = QUICK, should_stop=never, seed: int = 1
) -> list[Output]:
    return list(RemoteTeacher(server.name, options).sample(orders, Sampling(), seed, should_stop))


def places(outputs: list[Output]) -> list[tuple[int, int]]:
    return sorted((output.order_index, output.sample_index) for output in outputs)


def first_then(server: LoopbackServer, *first: Answered):
    """Give these answers, one to each call in the order they come, and oblige from then on."""
    waiting, lock = list(first), Lock()

    def answer(call: Call) -> Answered:
        with lock:
            return waiting.pop(0) if waiting else obliging(call)

    server.answer = answer
