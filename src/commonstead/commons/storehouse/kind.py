"""The manifest of a storehouse (Exodus 12488-12497: leftovers and defunct appliances, stripped and used again)."""

from django.utils.translation import gettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook

from .rules import not_sold_to_neighbours


def on_the_shelves(year: Yearbook) -> str:
    """The largest stocks."""
    return year.largest({name: amount for name, amount in year.stocks.items() if year.sort_of(name) == "good"})


def sorts_of_things(year: Yearbook) -> str:
    """How many different things there are now."""
    count = sum(amount > 0 for amount in year.stocks.values())
    return gettext("{count} different things").format(count=count) if count else ""


KIND = Kind(
    slug="storehouse",
    label=gettext_noop("Storehouse"),
    purpose=gettext_noop("Keep what is left over until somebody needs it."),
    book_lines="12488-12497",
    roles=(
        Role("member", gettext_noop("Member"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
    ),
    allowed=KEEPING
    | between(*(set(Mode) - {Mode.CREDIT}))
    | between(Mode.POOL, Mode.GIFT, Mode.ADMINISTRATIVE, Mode.BARTER, actions=(Action.TRANSFER_CUSTODY,))
    | between(Mode.ADMINISTRATIVE, Mode.GIFT, actions=(Action.TRANSFER_ALL_RIGHTS,)),
    rules=(not_sold_to_neighbours,),
    cards=(
        Card("on_the_shelves", gettext_noop("Most on the shelves"), on_the_shelves),
        Card("sorts_of_things", gettext_noop("On the shelves"), sorts_of_things),
    ),
)
