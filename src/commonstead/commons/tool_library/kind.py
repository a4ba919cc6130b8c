"""The manifest of a tool library (Exodus 9299-9303, 12454-12457, 14771: what an audit suggests first)."""

from django.utils.translation import gettext

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.kind import KEEPING, Card, Kind, Role, between
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.core.vocabulary.yearbook import Yearbook, shown

from .rules import tools_come_back


def tools(year: Yearbook) -> str:
    """How many tools hang here now."""
    count = sum((amount for name, amount in year.stocks.items() if year.sort_of(name) == "machine"), start=0)
    return gettext("{count} tools").format(count=shown(count)) if count else ""


def lent(year: Yearbook) -> str:
    """What was used most in the last twelve months."""
    return year.largest(year.used)


KIND = Kind(
    slug="tool_library",
    label=gettext_noop("Tool library"),
    purpose=gettext_noop("Lend tools by the day."),
    book_lines="9299-9303; 12454-12457; 14771",
    roles=(
        Role("member", gettext_noop("Member"), ("own",)),
        Role("steward", gettext_noop("Steward"), ("all",)),
    ),
    allowed=KEEPING
    | between(*Mode)
    | between(*(set(Mode) - {Mode.SALE}), actions=(Action.TRANSFER_CUSTODY,))
    | between(Mode.ADMINISTRATIVE, Mode.GIFT, actions=(Action.TRANSFER_ALL_RIGHTS,)),
    rules=(tools_come_back,),
    cards=(
        Card("tools", gettext_noop("On the wall"), tools),
        Card("lent", gettext_noop("Most used in the last year"), lent),
    ),
)
