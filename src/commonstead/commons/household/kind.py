"""The manifest of a household (Exodus 12337-12348, 12578-12633: the unit that pools income, costs and risks).

A household buys, makes, gives and receives in every mode, and inside itself it keeps no accounts. Its book is
its own: nobody else's role ever reaches into it.
"""

from django.utils.translation import gettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import INSIDE_MODES, Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown

from .rules import no_prices_at_home, the_minimum_is_not_for_sale


def unwaged_work(year: Yearbook) -> str:
    """Hours that members worked for their own household: part of the iceberg below the waterline."""
    return gettext("{hours} hours").format(hours=shown(year.total_hours())) if year.hours else ""


def from_neighbours(year: Yearbook) -> str:
    """What came in without being bought, the largest first."""
    came: dict = {}
    for mode in INSIDE_MODES:
        for specification, amount in year.received.get(mode, {}).items():
            if year.sort_of(specification) != "money":
                came[specification] = came.get(specification, 0) + amount
    return year.largest(came)


def ways(year: Yearbook) -> str:
    """In how many modes the household gives or receives: its several economies at once (9284)."""
    modes = {mode for mode, amounts in (*year.given.items(), *year.received.items()) if amounts}
    return gettext("{count} of 8").format(count=len(modes)) if modes else ""


KIND = Kind(
    slug="household",
    label=gettext_noop("Household"),
    purpose=gettext_noop("Live together and pool what we have."),
    book_lines="12337-12348; 12578-12633; 9273-9289",
    nature="household",
    roles=(
        Role("member", gettext_noop("Lives here"), ("all",)),
        Role("child", gettext_noop("Child"), ("own",)),
        Role("guest", gettext_noop("Guest"), ()),
    ),
    allowed=KEEPING
    | {(Action.COPY, None)}
    | between(*Mode, actions=(Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS, Action.TRANSFER_CUSTODY))
    | between(*(set(Mode) - {Mode.ADMINISTRATIVE}), actions=(Action.DELIVER_SERVICE,)),
    rules=(no_prices_at_home, the_minimum_is_not_for_sale),
    cards=(
        Card("unwaged_work", gettext_noop("Work for ourselves in the last year"), unwaged_work),
        Card("from_neighbours", gettext_noop("Came in without being bought"), from_neighbours),
        Card("ways", gettext_noop("Ways of giving and receiving in use"), ways),
    ),
)
