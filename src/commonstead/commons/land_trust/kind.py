"""The manifest of a land trust (Exodus 14306-14308, 14411-14413, 14450: land held for good, surplus reinvested)."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook

from .rules import land_stays


def held(year: Yearbook) -> str:
    """The land that the trust holds."""
    return year.largest({name: amount for name, amount in year.stocks.items() if year.sort_of(name) == "land"})


KIND = Kind(
    slug="land_trust",
    label=gettext_noop("Land trust"),
    purpose=gettext_noop("Hold land for good, for those who use it."),
    book_lines="14306-14308; 14411-14413; 14450",
    roles=(
        Role("member", gettext_noop("Member"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
        Role("neighbour", gettext_noop("Neighbour"), ()),
    ),
    allowed=KEEPING
    | between(*Mode, actions=(Action.TRANSFER,))
    | between(*(set(Mode) - {Mode.CREDIT, Mode.CURRENCY}), actions=(Action.DELIVER_SERVICE,))
    | between(Mode.POOL, Mode.GIFT, Mode.ADMINISTRATIVE, Mode.BARTER, Mode.SALE, actions=(Action.TRANSFER_CUSTODY,)),
    rules=(land_stays,),
    cards=(Card("held", gettext_noop("Land held for good"), held),),
)
