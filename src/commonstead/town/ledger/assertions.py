"""Balance assertions: a member counts what is there and says so, and the books are held against it.

(Exodus 13014: books open to every member. As in plain-text accounting, an assertion moves nothing: where it differs,
something was not written down, or was written wrongly, and the difference says how much to look for.)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .models import BalanceAssertion, EconomicEvent, EconomicResource, ResourceMove, ResourceSpecification


@dataclass(frozen=True)
class AssertionView:
    """What was counted and what the books say of that moment now. difference: counted less the books; 0 when they
    agree. Amounts in the specification's unit."""

    agent: str
    specification: str
    amount: int
    in_the_books: int
    at: datetime
    said_by: str
    said: datetime

    @property
    def difference(self) -> int:
        return self.amount - self.in_the_books


def assert_balance(agent: str, specification: str, amount: int, *, by: str, at: datetime | None = None) -> int:
    """Say how much of a thing an agent had at a moment, now unless given. Who may, the doors ask: every member.
    Returns the difference to the books. Refused: ledger.specification_unknown, ledger.moment_to_come."""
    if not ResourceSpecification.objects.filter(id=specification).exists():
        raise Refused(Refusal(
            "ledger.specification_unknown",
            gettext_noop("The town's list of things has no “{thing}”. Choose from the list or add it."),
            {"thing": specification}, field="specification"))
    now = timezone.now()
    at = at or now
    if at > now:
        raise Refused(Refusal("ledger.moment_to_come", gettext_noop("Count what was there, not what will be."),
                              field="at"))
    BalanceAssertion.objects.create(agent=agent, specification=specification, amount=amount, at=at, said_by=by,
                                    said=now)
    return amount - balance_at(agent, specification, at)


def balance_at(agent: str, specification: str, at: datetime) -> int:
    """What the books say an agent had of a thing at a moment: all that happened up to then, whenever it was written
    down. What was taken back since is left out, so that a mended mistake mends the assertion too."""
    resources = EconomicResource.objects.filter(accountable=agent, specification_id=specification)
    events = EconomicEvent.objects.filter(at__lte=at)
    taken_back = EconomicEvent.objects.exclude(corrects=None)
    moves = ResourceMove.objects.filter(resource__in=resources.values("id"), event_seq__in=events.values("seq"))
    standing = moves.exclude(event_seq__in=taken_back.values("seq")).exclude(
        event_seq__in=EconomicEvent.objects.filter(id__in=taken_back.values("corrects")).values("seq"))
    return standing.aggregate(all=Sum("accounting_change"))["all"] or 0


def assertions(agent: str, count: int = 20) -> tuple[AssertionView, ...]:
    """The last things that were counted of an agent's, newest first."""
    rows = BalanceAssertion.objects.filter(agent=agent).order_by("-at", "-id")[:count]
    return tuple(AssertionView(row.agent, row.specification, row.amount, balance_at(agent, row.specification, row.at),
                               row.at, row.said_by, row.said) for row in rows)
