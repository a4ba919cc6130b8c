"""The manifest of a care circle (Exodus 9235-9249, 9514-9518: care as the plainest economy beside the market).

Care goes in every spirit but for money: it is given, pooled, swapped or counted hour for hour.
"""

from django.utils.translation import ngettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown


def hours_of_care(year: Yearbook) -> str:
    """The hours of the last twelve months and how many gave them."""
    if not year.workers:
        return ""
    words = ngettext("{hours} hours by one person", "{hours} hours by {people} people", year.workers)
    return words.format(hours=shown(year.total_hours()), people=year.workers)


def kinds_of_care(year: Yearbook) -> str:
    """What the circle did most."""
    return year.largest(year.passed_on(sorts=("service", "work")) or year.hours)


KIND = Kind(
    slug="care_circle",
    label=gettext_noop("Care circle"),
    purpose=gettext_noop("Look after children, elders and each other."),
    book_lines="9235-9249; 9514-9518; 14275",
    roles=(
        Role("member", gettext_noop("Carer"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
        Role("cared_for", gettext_noop("Cared for"), ("own",)),
    ),
    allowed=KEEPING
    | between(*Mode, actions=(Action.TRANSFER,))
    | between(Mode.POOL, Mode.GIFT, Mode.BARTER, Mode.TIME, Mode.ADMINISTRATIVE, actions=(Action.DELIVER_SERVICE,))
    | between(Mode.POOL, Mode.GIFT, actions=(Action.TRANSFER_CUSTODY,)),
    cards=(
        Card("hours_of_care", gettext_noop("Care given in the last year"), hours_of_care),
        Card("kinds_of_care", gettext_noop("Most often"), kinds_of_care),
    ),
)
