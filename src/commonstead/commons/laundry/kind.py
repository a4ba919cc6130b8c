"""The manifest of a laundry (Exodus 13987-13992: the first of Cleveland's co-ops; 12454: pooled machines)."""

from django.utils.translation import gettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown


def washed(year: Yearbook) -> str:
    """Loads of the last twelve months."""
    return year.largest(year.passed_on(sorts=("service",)) or year.made, count=2)


def machine_hours(year: Yearbook) -> str:
    """Hours that the machines ran."""
    return gettext("{hours} hours").format(hours=shown(sum(year.used.values()))) if year.used else ""


KIND = Kind(
    slug="laundry",
    label=gettext_noop("Laundry"),
    purpose=gettext_noop("Wash together with a few good machines."),
    book_lines="13987-13992; 12454-12457",
    roles=(
        Role("member", gettext_noop("Member"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
    ),
    allowed=KEEPING
    | between(*Mode)
    | between(Mode.POOL, Mode.GIFT, Mode.ADMINISTRATIVE, actions=(Action.TRANSFER_CUSTODY,)),
    cards=(
        Card("washed", gettext_noop("Washed in the last year"), washed),
        Card("machine_hours", gettext_noop("Machine time of the last year"), machine_hours),
    ),
)
