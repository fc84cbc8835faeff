"""The rows of the table by name: what a student of each one learns of the new intent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.domain.errors import InvalidValue

SEEDS, UPSAMPLED, REAL = "seeds", "upsampled", "real"
REVIEWS = ("filter", "score", "slots", "oracle")
ORDERS = ("app", "doubted", "random")
REST = "+rest"

_NAME = re.compile(
    r"(?:(?P<kind>method|names|more):)?(?P<method>[a-z][a-z-]*)(?:\+(?P<review>\w+)|@(?P<order>[a-z]+)(?P<edits>-edits)?:(?P<k>\d+)(?P<rest>\+rest)?)?"
)
_TITLES = {SEEDS: "seeds only", UPSAMPLED: "seeds upsampled", REAL: "all real data"}
_REVIEWED = {
    "": "",
    "filter": " + filter",
    "score": " + score",
    "slots": " + score and slot score",
    "oracle": " + oracle's review",
}


@dataclass(frozen=True)
class Row:
    """What a student learns of the new intent, beside all of the others'.

    Attributes:
        key: its name on the command line and in the results.
        method: whose outputs it learns from; "" for none.
        with_seeds: whether the method is shown the seeds, and the student learns from them.
        review: which of the outputs that passed the checks are used: "" all, "filter" those that a student agrees
            with which learnt from real utterances and the seeds alone, "score" those whose intent the product's small
            students do not doubt, "slots" those of them whose slots they hold for likely, "oracle" those that the
            honest reviewer accepts.
        order, decisions: the oracle decides so many only, in that order; the accepted ones are used.
        with_rest: so are those that it did not decide, as they were written.
        edits: the oracle corrects the spans where the intent is right, in one decision, instead of rejecting.
        more_new_values: whether the method is asked for more of them, see `Request`.
        together: rows of one method each whose outputs are all used; the method is "" then.
    """

    key: str
    method: str = ""
    with_seeds: bool = True
    review: str = ""
    order: str = ""
    decisions: int = 0
    edits: bool = False
    with_rest: bool = False
    more_new_values: bool = False
    together: tuple[Row, ...] = ()

    @property
    def parts(self) -> tuple[Row, ...]:
        """Those that a method writes for: itself, the rows together in it, or none."""
        return self.together or ((self,) if self.method else ())

    @property
    def title(self) -> str:
        """The row as people read it."""
        if self.together:
            return " and ".join(one.title for one in self.together)
        if not self.method:
            return _TITLES[self.key]
        if self.order:
            edits = " with edits" if self.edits else ""
            rest = ", and the rest undecided" if self.with_rest else ""
            return f"{self._written_by}, {self.decisions} decisions{edits}, {self.order} order{rest}"
        return f"{self._written_by}{_REVIEWED[self.review]}"

    @property
    def _written_by(self) -> str:
        alone = "" if self.with_seeds else "label names alone: "
        return f"{alone}{self.method}{', more new values' if self.more_new_values else ''}"

    @property
    def is_reviewed(self) -> bool:
        """Whether the oracle decides."""
        return self.review == "oracle" or bool(self.order) or any(one.is_reviewed for one in self.together)

    @property
    def base(self) -> str:
        """The key of the row that it is compared with."""
        if self.order:
            edits = "-edits" if self.edits else ""
            of = self.key.partition("@")[0]
            if self.with_rest:
                return self.key.removesuffix(REST)
            return f"{of}@random{edits}:{self.decisions}" if self.order != "random" else UPSAMPLED
        return UPSAMPLED


def row(name: str) -> Row:
    """The row of that name.

    `seeds`, `upsampled`, `real`; or a method of the product, `linguist` or `method:linguist`, with `+filter`,
    `+score`, `+slots` or `+oracle` behind it; `names:linguist` without any seed, `+oracle` at most; `linguist@app:40`,
    `linguist@doubted:40` and `linguist@random:40` with so many decisions of the oracle, `linguist@app-edits:40` where
    it also corrects, and with `+rest` behind that what it did not decide is learnt from too, as it was written;
    `more:linguist` and so on with more new values; or several of those that are shown the seeds, `linguist,grammar`.
    Whether there is such a method is not looked at.

    Raises:
        InvalidValue: anything else.

    >>> row("method:paraphrase+filter").title
    'paraphrase + filter'
    >>> row("more:linguist@app:40").title
    'linguist, more new values, 40 decisions, app order'
    >>> row("linguist@doubted-edits:80+rest").title
    'linguist, 80 decisions with edits, doubted order, and the rest undecided'
    >>> row("linguist+score,grammar").title
    'linguist + score and grammar'
    """
    if name in _TITLES:
        return Row(name)
    if "," not in name:
        return _of_one_method(name)
    together = tuple(row(part) for part in name.split(","))
    if not all(one.method and one.with_seeds for one in together) or len({one.key for one in together}) < len(together):
        raise _unknown(name)
    return Row(",".join(one.key for one in together), together=together)


def _of_one_method(name: str) -> Row:
    found = _NAME.fullmatch(name)
    alone = bool(found) and found["kind"] == "names"  # type: ignore[index]
    review = (found["review"] or "") if found else ""
    if (
        not found
        or review not in ("", *REVIEWS)
        or (found["order"] and (found["order"] not in ORDERS or not int(found["k"])))
        or (alone and (review in ("filter", "score", "slots") or found["order"]))
    ):
        raise _unknown(name)
    key = name.removeprefix("method:")
    return Row(
        key,
        found["method"],
        with_seeds=not alone,
        review=review,
        order=found["order"] or "",
        decisions=int(found["k"] or 0),
        edits=bool(found["edits"]),
        with_rest=bool(found["rest"]),
        more_new_values=found["kind"] == "more",
    )


def _unknown(name: str) -> InvalidValue:
    return InvalidValue("unknown row", value=name, remedy="See --help for the names of rows.")
