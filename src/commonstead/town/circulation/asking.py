"""What every command of a circle asks first: that what it names exists, and that whoever writes may.

Nobody needs leave to begin a circle or to join one (Exodus 2829-3003). What concerns everybody's accounts, only whoever
keeps the association's book may write, and what changes the rules needs a second pair of eyes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.db import transaction

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town import plain_sql
from commonstead.town.ledger.weather import patiently
from commonstead.town.people import queries as people

from .models import Account, Circle

Answer = TypeVar("Answer")


def in_one_go(write: Callable[[], Answer]) -> Answer:
    """Run all of it in one transaction, again if it lost a race: slips, events and limits stand together or not."""
    def once() -> Answer:
        with transaction.atomic():
            return write()

    return patiently(once)


def circle_of(circle_id: str, *, open_only: bool = True) -> Circle:
    """The circle. Refused: circles.unknown, circles.ended."""
    found = _read(circle_id)
    if found is None:
        refuse("circles.unknown", gettext_noop("There is no such circle here. Choose one from the list."), "circle")
    if open_only and found.ended:
        refuse("circles.ended", gettext_noop("“{circle}” was closed on {day}. Its books can still be read."), "circle",
               circle=found.name, day=found.ended.isoformat())
    return found


def _read(circle_id: str) -> Circle | None:
    """The row, by a plain statement: every payment asks for it, and the object-relational layer takes as long to build
    the question as all the rest of a payment's reading."""
    rows = plain_sql.select(f"SELECT {', '.join(_COLUMNS)} FROM circulation_circle WHERE id = %(id)s", id=circle_id)
    if not rows:
        return None
    kept = dict(zip(_COLUMNS, rows[0], strict=True))
    kept["terms"] = json.loads(kept["terms"])
    found = Circle(**kept | {name: _day(kept[name]) for name in _DAYS})
    found._state.adding = False
    return found


_COLUMNS = tuple(field.column for field in Circle._meta.concrete_fields)
_DAYS = tuple(field.column for field in Circle._meta.concrete_fields if field.get_internal_type() == "DateField")


def _day(kept: date | str | None) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def account_of(circle: Circle, holder: str, field: str = "holder") -> Account:
    """Somebody's account, locked. Refused: accounts.none."""
    found = Account.objects.select_for_update().filter(circle=circle, holder=holder, until=None).first()
    if found is None:
        refuse("accounts.none", gettext_noop("{name} has no account in {unit} yet. An account is opened by joining the "
                                             "circle."), field, name=people.names([holder])[holder], unit=circle.name)
    return found


def keeps(circle: Circle, person: str) -> None:
    """Refused unless the person keeps the book of the circle's association: circles.not_the_keeper."""
    if circle.keeper not in people.may_book_for(person):
        refuse("circles.not_the_keeper",
               gettext_noop("Only whoever keeps the book of {keeper} can do this. Ask one of them."), "",
               keeper=people.names([circle.keeper])[circle.keeper])


def acts_for(holder: str, person: str, field: str = "holder") -> None:
    """Refused unless the person may act for that holder: circles.not_yours."""
    if holder not in people.may_book_for(person):
        refuse("circles.not_yours",
               gettext_noop("You do not keep the book of {name}. Choose yourself or somebody you act for."), field,
               name=people.names([holder])[holder])


def takes_part(circle: Circle, person: str) -> None:
    """Refused unless the person acts for somebody who has an account in the circle: circles.not_a_member."""
    if not Account.objects.filter(circle=circle, until=None, holder__in=people.may_book_for(person)).exists():
        refuse("circles.not_a_member", gettext_noop("Only somebody with an account in “{circle}” can do this."), "",
               circle=circle.name)


def who_keeps(association: str) -> str:
    """Somebody who keeps the association's book, the one who joined first: for what the circle's terms themselves take
    and give back. "" where nobody does."""
    return next((view.member for view in people.members_of(association)
                 if association in people.may_book_for(view.member)), "")


def refuse(clause: str, template: str, field: str, /, **params) -> None:
    """Say no."""
    raise Refused(Refusal(clause, template, params, field=field))
