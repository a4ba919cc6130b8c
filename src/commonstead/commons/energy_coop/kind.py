"""The manifest of an energy co-op (Exodus 2489-2514, 14969-14972: renewable energy made by and for members)."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook


def made(year: Yearbook) -> str:
    """Energy of the last twelve months."""
    return year.largest(year.for_needs(year.made))


def to_members(year: Yearbook) -> str:
    """What went to members and neighbours without being sold across the town's edge."""
    return year.largest(year.passed_on(*(set(Mode) - {Mode.SALE})))


KIND = Kind(
    slug="energy_coop",
    label=gettext_noop("Energy co-op"),
    purpose=gettext_noop("Make our own power and heat."),
    book_lines="2489-2514; 14969-14972",
    roles=(
        Role("member", gettext_noop("Member"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
    ),
    allowed=KEEPING
    | between(*(set(Mode) - {Mode.GIFT}))
    | between(Mode.GIFT, actions=(Action.TRANSFER,))
    | between(Mode.ADMINISTRATIVE, actions=(Action.TRANSFER_ALL_RIGHTS, Action.TRANSFER_CUSTODY)),
    cards=(
        Card("made", gettext_noop("Made in the last year"), made),
        Card("to_members", gettext_noop("To members and neighbours"), to_members),
    ),
)
