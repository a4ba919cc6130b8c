"""The manifest of an exchange circle (Exodus 8090: time banks; 12308: mutual credit; 10392, 12665: notes).

An association whose work is to keep accounts for others: hours, credit or notes. It owns little itself; its own account
takes levies and bears what nobody else bears, in books that its members can read.
"""

from django.utils.translation import ngettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown


def hours_of_keeping(year: Yearbook) -> str:
    """What keeping the accounts took, in hours of the last twelve months."""
    if not year.workers:
        return ""
    words = ngettext("{hours} hours by one person", "{hours} hours by {people} people", year.workers)
    return words.format(hours=shown(year.total_hours()), people=year.workers)


def how_many(year: Yearbook) -> str:
    """How many belong to it."""
    if not year.members:
        return ""
    return ngettext("{count} member", "{count} members", year.members).format(count=year.members)


KIND = Kind(
    slug="exchange_circle",
    label=gettext_noop("Exchange circle"),
    purpose=gettext_noop("Keep hours, credit or notes among neighbours, without money and without interest."),
    book_lines="420-423; 8090-8103; 10392-10396; 10484-10488; 12308; 14283",
    roles=(
        Role("member", gettext_noop("Member"), ("own",)),
        Role("steward", gettext_noop("Coordinator"), ("all",)),
    ),
    allowed=KEEPING
    | between(Mode.GIFT, Mode.POOL, Mode.ADMINISTRATIVE, Mode.TIME, Mode.CREDIT, Mode.CURRENCY, Mode.BARTER)
    | between(Mode.SALE, actions=(Action.TRANSFER,)),
    cards=(
        Card("how_many", gettext_noop("Who belongs"), how_many),
        Card("keeping", gettext_noop("Work of keeping the accounts"), hours_of_keeping),
    ),
)
