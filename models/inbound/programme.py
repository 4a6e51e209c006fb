"""When a change of the programme has to be accepted in writing. Pure."""

from config.regulation.codes import Activity, Occasion
from models.programme.calendar import is_material
from models.programme.items import Item

PRESS = frozenset((Activity.PRESS_CONFERENCE, Activity.PRESS_WORK))


def needs_acceptance(occasion: Occasion, before: Item, after: Item) -> bool:
    """Tell whether the people's committee has to accept a change in writing before the work goes on.

    It has to where foreign press works elsewhere or at another time than was approved, or works again
    after all. What is called off needs nobody's consent. Source: 262/2026/NĐ-CP, article 6.
    """
    if after.cancelled or not (occasion is Occasion.FOREIGN_PRESS or after.activity in PRESS):
        return False
    return before.cancelled or is_material(before, after)
