"""The manifest of a garden (Exodus 9301: gardens and seed banks among the first ideas of an audit; 12817-12822).

What a garden's book may hold follows its charter: food is shared before it is sold, tools are lent and never
rented out, and nobody runs up a debt for vegetables.
"""

from django.utils.translation import gettext, ngettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown

from .rules import no_poison, one_day_one_entry, seed_is_kept


def harvest(year: Yearbook) -> str:
    """The three largest harvests of the last twelve months."""
    return year.largest(year.for_needs(year.made))


def shared(year: Yearbook) -> str:
    """How much of what left the garden was not sold."""
    percent = year.shared_percent()
    return "" if percent is None else gettext("{percent} % shared, the rest sold").format(percent=percent)


def work(year: Yearbook) -> str:
    """The hours of the last twelve months, and how many people gave them."""
    if not year.workers:
        return ""
    words = ngettext("{hours} hours by one person", "{hours} hours by {people} people", year.workers)
    return words.format(hours=shown(year.total_hours()), people=year.workers)


KIND = Kind(
    slug="garden",
    label=gettext_noop("Garden"),
    purpose=gettext_noop("Grow food together on shared land."),
    book_lines="9301; 10508-10511; 12817-12822",
    roles=(
        Role("member", gettext_noop("Gardener"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
        Role("friend", gettext_noop("Friend"), ()),
    ),
    allowed=KEEPING
    | between(Mode.POOL, Mode.GIFT, Mode.ADMINISTRATIVE, Mode.BARTER, Mode.TIME, Mode.SALE)
    | between(Mode.POOL, Mode.GIFT, Mode.ADMINISTRATIVE, Mode.BARTER, actions=(Action.TRANSFER_CUSTODY,))
    | between(Mode.ADMINISTRATIVE, Mode.GIFT, actions=(Action.TRANSFER_ALL_RIGHTS,)),
    rules=(no_poison, seed_is_kept, one_day_one_entry),
    cards=(
        Card("harvest", gettext_noop("Harvest of the last year"), harvest),
        Card("shared", gettext_noop("Where it went"), shared),
        Card("work", gettext_noop("Work of the last year"), work),
    ),
)
