"""The manifest of a garage workshop (Exodus 2364-2372, 2386-2418, 12454-12481: pooled tools, idle capacity used).

It repairs before it makes, lends its tools and keeps its machines: they leave the workshop only by a decision
of its members.
"""

from django.utils.translation import gettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown

from .rules import machine_by_the_hour, machines_stay, no_paid_bench


def repaired(year: Yearbook) -> str:
    """The services given in the last twelve months, the most frequent first."""
    return year.largest(year.passed_on(sorts=("service",)))


def made(year: Yearbook) -> str:
    """What was made in the last twelve months."""
    return year.largest(year.for_needs(year.made))


def machine_hours(year: Yearbook) -> str:
    """Hours at the machines, and the one that ran most: what stands idle can be offered to others."""
    if not year.used:
        return ""
    busiest = max(year.used, key=lambda specification: (year.used[specification], specification))
    item = year.items.get(busiest)
    return gettext("{hours} hours, most at the {machine}").format(
        hours=shown(sum(year.used.values())), machine=item.name if item else busiest)


KIND = Kind(
    slug="garage_workshop",
    label=gettext_noop("Garage workshop"),
    purpose=gettext_noop("Share tools and machines; repair, and make what we need."),
    book_lines="2364-2372; 2386-2418; 12454-12481; 12520-12548",
    roles=(
        Role("member", gettext_noop("Workshop member"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
        Role("learner", gettext_noop("Learner"), ()),
    ),
    allowed=KEEPING
    | {(Action.COPY, None)}
    | between(*Mode)
    | between(*(set(Mode) - {Mode.SALE}), actions=(Action.TRANSFER_CUSTODY,))
    | between(Mode.ADMINISTRATIVE, Mode.GIFT, Mode.SALE, actions=(Action.TRANSFER_ALL_RIGHTS,)),
    rules=(machines_stay, machine_by_the_hour, no_paid_bench),
    cards=(
        Card("repaired", gettext_noop("Repairs and services of the last year"), repaired),
        Card("made", gettext_noop("Made in the last year"), made),
        Card("machine_hours", gettext_noop("Machine time of the last year"), machine_hours),
    ),
)
