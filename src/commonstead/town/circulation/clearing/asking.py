"""What every command of clearing asks first: that what it names exists, who may write, whose book can hold a
set-off."""

from __future__ import annotations

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town import kinds
from commonstead.town.circulation.asking import refuse
from commonstead.town.people import queries as people

from .models import Clearing, Round, Standing

OPEN_STATES = ("gathering", "preview", "consent")


def clearing_of(clearing_id: str) -> Clearing:
    """The clearing. Refused: clearing.unknown."""
    found = Clearing.objects.filter(id=clearing_id).first()
    if found is None:
        refuse("clearing.unknown", gettext_noop("Debts are not cleared there. Choose from the list."), "clearing")
    return found


def locked_round(round_id: str) -> Round:
    """A round, locked. Refused: clearing.round_unknown."""
    found = Round.objects.select_for_update().select_related("clearing").filter(id=round_id).first()
    if found is None:
        refuse("clearing.round_unknown", gettext_noop("There is no such round."), "round")
    return found


def keeps_clearing(clearing: Clearing, person: str) -> None:
    """Refused unless the person keeps the book of the association that clears: circles.not_the_keeper."""
    if clearing.association not in people.may_book_for(person):
        refuse("circles.not_the_keeper",
               gettext_noop("Only whoever keeps the book of {keeper} can do this. Ask one of them."), "",
               keeper=people.names([clearing.association])[clearing.association])


def is_here(agent: str, field: str) -> None:
    """Refused unless somebody is known here and has not left: ledger.agent_unknown, clearing.gone."""
    view = people.agent(agent)
    if view is None or view.nature == "outside":
        refuse("ledger.agent_unknown", gettext_noop("“{field}” names nobody who is known here. Choose from the list."),
               field, field=field)
    if not people.agents(ids=[agent]):
        refuse("clearing.gone", gettext_noop("{name} has left the town. What is still open there is settled in cash."),
               field, name=view.name)


def book_holds(agent: str, mode: Mode, field: str) -> None:
    """Refused unless the kind of an association lets its book hold transfers of that mode:
    circles.kind_does_not_hold."""
    view = people.agent(agent)
    kind = kinds.get(view.kind) if view and view.kind else None
    if kind and kind.allowed is not None and (Action.TRANSFER, mode) not in kind.allowed:
        refuse("circles.kind_does_not_hold", gettext_noop(
            "The book of {name} ({kind}) does not hold this. Its members can change that in their charter."), field,
            name=view.name, kind=kind.label)


def mode_of_debts(sort: str) -> Mode:
    """In which way what is owed would change hands if it were paid: money as a sale, a circle's unit in its own
    mode."""
    return UNIT_MODES.get(sort, Mode.SALE)


def standing_of(clearing: Clearing, holder: str) -> Standing | None:
    """Somebody's place in a clearing, while it lasts."""
    return Standing.objects.filter(clearing=clearing, holder=holder, until=None).first()
