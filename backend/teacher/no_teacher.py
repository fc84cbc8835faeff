"""The teacher of methods that need none: it hands out the reply that each prompt holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from backend.domain.errors import InvalidValue
from backend.teacher.protocol import Order, Output, Sampling, TeacherCard

NO_TEACHER = "none"


class NoTeacher:
    """See the protocol; every sample of a prompt is the same."""

    @property
    def card(self) -> TeacherCard:
        return TeacherCard(NO_TEACHER, NO_TEACHER, "", None, "cpu", "text", takes_grammar=False)

    def sample(
        self,
        orders: Sequence[Order],
        sampling: Sampling,  # noqa: ARG002
        seed: int,  # noqa: ARG002
        should_stop: Callable[[], bool],
    ) -> Iterator[Output]:
        """The reply of each prompt.

        Raises:
            InvalidValue: a prompt without one: its method needs a teacher.
        """
        for order_index, order in enumerate(orders):
            reply = order.prompt.reply
            if reply is None:
                remedy = "Choose a teacher for the project."
                raise InvalidValue("a prompt that only a teacher can answer", value=order.prompt.text, remedy=remedy)
            for sample_index in range(order.samples):
                if should_stop():
                    return
                yield Output(order_index, sample_index, reply, 0)
