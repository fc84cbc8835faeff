"""A page with nothing but highlighted utterances, for the test beside it."""

from backend.domain.notation import read_typed
from backend.domain.parse_schema import ParseForm, ParseSchema
from backend.domain.shown import read_shown
from ui.components.annotated import annotated

LINES = [
    "fly to [city : rome] on [day : monday]",
    "<script>window.hit = 1</script> [city : =cmd()]",
    "ما هو الطقس في [city : دبي]",
    "see you in [place : the little restaurant at the end of a very long road that nobody has ever walked]",
]
annotated([read_typed(line) for line in LINES], ["city", "day"], key="lines", notes=["seed", "**pending**", "", "x"])
annotated([], ["city"], key="none")

ORDERS = [
    "(ORDER i want (NUMBER a ) (SIZE big ) (PIZZA pizza without (NOT (TOPPING <b>onions</b> ) ) ) please )",
    "(ORDER (NUMBER two ) (PIZZA (NOT (STYLE thin crust ) ) pizzas with (COMPLEX_TOPPING (QUANTITY a little bit of ) "
    "(TOPPING basil ) ) and no (NOT (COMPLEX_TOPPING (QUANTITY extra ) (TOPPING cheese ) ) ) ) )",
]
TALKS = [
    "is there a talk on moss next friday => [IN:FIND [SL:TOPIC moss ] [SL:WHEN [IN:GET_TIME [SL:DAY friday ] ] ] ]",
    "what is on => [IN:FIND ]",
]


def nested(form: ParseForm, brackets: str, written: list[str], *, key: str) -> None:
    said = [read_shown(one, "en", words_are_text=form == "top") for one in written]
    parses = ParseSchema(form, brackets).extended_by(*(one.parse for one in said))
    annotated(said, [one.name for one in parses.labels], key=key, parses=parses, notes=["en"] * len(said))


nested("top", "round", ORDERS, key="orders")
nested("decoupled", "square", TALKS, key="talks")
