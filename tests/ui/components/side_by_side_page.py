"""A page with nothing but outputs raw and read, for the test beside it."""

from jobs.trying import Written
from ui.components.side_by_side import side_by_side

OUTPUTS = [
    Written("fly to [1 rome ]", "fly to rome", ((7, 11, "city"),), "", "", 5),
    Written("<script>window.hit = 1</script>", "", (), "well-formed", "no bracket in **it**", 5),
    Written("to [1 rome ]", "to rome", ((3, 7, "city"),), "duplicate", "already there", 4),
]
side_by_side(OUTPUTS, ["city", "day"], key="pairs")
