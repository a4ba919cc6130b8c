"""The manifest of a kitchen (Exodus 8333-8336, 10498-10503, 13128: communal kitchens and social kitchens).

A meal is given, shared, swapped or paid, and never owed: no debts for food.
"""

from django.utils.translation import gettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook


def cooked(year: Yearbook) -> str:
    """What was cooked, baked and preserved in the last twelve months."""
    return year.largest(year.for_needs(year.made))


def without_price(year: Yearbook) -> str:
    """How much of the food went out without being sold."""
    percent = year.shared_percent()
    return "" if percent is None else gettext("{percent} % without a price").format(percent=percent)


KIND = Kind(
    slug="kitchen",
    label=gettext_noop("Kitchen"),
    purpose=gettext_noop("Cook and bake for one another."),
    book_lines="8333-8336; 10498-10503; 13128-13142",
    roles=(
        Role("member", gettext_noop("Cook"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
        Role("guest", gettext_noop("Guest at the table"), ()),
    ),
    allowed=KEEPING
    | between(*(set(Mode) - {Mode.CREDIT}))
    | between(Mode.POOL, Mode.GIFT, Mode.ADMINISTRATIVE, Mode.BARTER, actions=(Action.TRANSFER_CUSTODY,))
    | between(Mode.ADMINISTRATIVE, Mode.GIFT, actions=(Action.TRANSFER_ALL_RIGHTS,)),
    cards=(
        Card("cooked", gettext_noop("Cooked in the last year"), cooked),
        Card("without_price", gettext_noop("Where it went"), without_price),
    ),
)
