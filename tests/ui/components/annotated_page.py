"""A page with nothing but highlighted utterances, for the test beside it."""

from backend.domain.notation import read_typed
from ui.components.annotated import annotated

LINES = [
    "fly to [city : rome] on [day : monday]",
    "<script>window.hit = 1</script> [city : =cmd()]",
    "ما هو الطقس في [city : دبي]",
    "see you in [place : the little restaurant at the end of a very long road that nobody has ever walked]",
]
annotated([read_typed(line) for line in LINES], ["city", "day"], key="lines", notes=["seed", "**pending**", "", "x"])
annotated([], ["city"], key="none")
