"""How many hours of a skill are offered: told only where so many people offer it that nobody's pledge can be read off.

The same number as for sums over households (Exodus 991, 9222): below it, a sum is nearly somebody's own figure.
"""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from commonstead.core.livelihood import FEWEST_HOUSEHOLDS
from commonstead.town.people import queries as people

FEWEST = FEWEST_HOUSEHOLDS


def offered_by_many() -> frozenset[str]:
    """The skills of which at least FEWEST people offer hours today."""
    count = Counter(skill for pledge in people.pledges() if pledge.hours_a_month > 0 for skill in set(pledge.skills))
    return frozenset(skill for skill, number in count.items() if number >= FEWEST)


def few() -> str:
    """Instead of the hours, where fewer offer them."""
    return _("few people offer this")
