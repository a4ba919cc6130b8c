"""A circle, or somebody's part of it, written out: slips and members as rows of the one file format, and accounts.

What moved without a slip (demurrage, notes that lapsed) is among the rows too, so that the rows add up to the balances.
Whoever keeps the circle gets all of it, because a circle must be able to move house; a member gets the own slips. Notes
of others never go into the accounts file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import queries
from .models import Payment
from .slip_files import AccountsBook, AccountsEntry
from .views import PaymentView

_PAGE = 500


def slip_rows(circle_id: str, holders: Collection[str] | None = None) -> Iterator[tuple]:
    """Rows under core.circulation.slip_lines.COLUMNS, in the order in which they were written. holders: only what is
    on either side of those."""
    circle = queries.circle(circle_id)
    slips = [*_slips(circle_id, holders), *_without_slip(circle, holders)]
    recorded = _recorded({slip.event for slip in slips if slip.event})
    writers = people.names({slip.made_by for slip in slips})
    names = queries.names_in(circle_id)

    def plain(amount: int) -> Decimal:
        return Decimal(amount).scaleb(-circle.decimals)

    for slip in sorted(slips, key=lambda slip: recorded.get(slip.event, (slip.made, 0))):
        paid = recorded[slip.event][0] if slip.event in recorded else None
        yield (slip.id, timezone.localdate(slip.at).isoformat(), names[slip.payer], names[slip.payee],
               plain(slip.amount), circle.symbol, plain(slip.levy), slip.category, slip.note, slip.links_to, slip.state,
               slip.said, writers[slip.made_by], slip.at.isoformat(), _iso(paid),
               _iso(slip.settled), _iso(slip.due), slip.together)


def member_rows(circle_id: str, *, balances: bool) -> Iterator[tuple]:
    """Rows under core.circulation.slip_lines.MEMBER_COLUMNS. balances: whether the reader may see them."""
    circle = queries.circle(circle_id)
    accounts = queries.accounts(circle_id)
    agents = {view.id: view for view in people.agents(ids=[account.holder for account in accounts], gone=True)}
    names = queries.names_in(circle_id)

    def plain(amount: int | None) -> Decimal | None:
        return None if amount is None or not balances else Decimal(amount).scaleb(-circle.decimals)

    for account in accounts:
        agent = agents[account.holder]
        yield (names[agent.id], agent.nature, account.since.isoformat(), plain(account.balance), plain(account.floor),
               plain(account.ceiling), plain(account.line), plain(account.own_ceiling))


def accounts_book(circle_id: str, reader: str, holder: str = "") -> AccountsBook:
    """The accounts of a circle, or those that one account dealt with, as a book that adds up. A note is only there
    where the reader is on a side of it, or wrote it."""
    circle = queries.circle(circle_id)
    slips = [slip for slip in (*_slips(circle_id, [holder] if holder else None),
                               *_without_slip(circle, [holder] if holder else None)) if slip.event]
    sides = {agent for slip in slips for agent in (slip.payer, slip.payee)}
    accounts = [account for account in queries.accounts(circle_id, gone=True)
                if account.holder in sides or not holder]
    named = [holder] if holder else [account.holder for account in accounts]
    names = people.names({*sides, *named, circle.keeper})
    order = dict.fromkeys([*named, *sorted(sides, key=lambda agent: names[agent].casefold()), circle.keeper])
    mine = people.may_book_for(reader)
    entries = [entry for slip in slips for entry in _entries(slip, circle, names, mine, reader)]
    balances = {account.holder: Decimal(account.balance).scaleb(-circle.decimals) for account in accounts
                if not holder or account.holder == holder}
    return AccountsBook(
        f"{circle.name}: {names[holder]}" if holder else circle.name, circle.symbol,
        {agent: names[agent] for agent in order},
        frozenset(set(order) - {holder}) if holder else frozenset({circle.keeper}), entries, balances)


def _entries(slip: PaymentView, circle, names, mine: frozenset[str], reader: str) -> Iterator[AccountsEntry]:
    """The payment, and where it was taken back, the way back."""
    amounts: dict[str, int] = {}
    moved = ((slip.payer, -slip.amount), (slip.payee, slip.amount - slip.levy), (circle.keeper, slip.levy))
    for agent, amount in moved:
        amounts[agent] = amounts.get(agent, 0) + amount
    there = tuple((agent, Decimal(amount).scaleb(-circle.decimals)) for agent, amount in amounts.items() if amount)
    note = slip.note if {slip.payer, slip.payee} & mine or slip.made_by == reader else ""
    said = " · ".join(part for part in (f"{names[slip.payer]} → {names[slip.payee]}", slip.category, note) if part)
    tags = (slip.category,) if slip.category else ()
    yield AccountsEntry(timezone.localdate(slip.at), names[slip.payee], said, there, tags, (slip.id,))
    if slip.state == "taken_back":
        back = tuple((agent, -amount) for agent, amount in there)
        yield AccountsEntry(timezone.localdate(slip.settled), names[slip.payer], said, back, (*tags, "taken-back"),
                            (slip.id,))


def _slips(circle_id: str, holders: Collection[str] | None) -> Iterator[PaymentView]:
    rows = Payment.objects.filter(circle_id=circle_id)
    if holders is not None:
        rows = rows.filter(Q(payer__in=list(holders)) | Q(payee__in=list(holders)))
    ids = list(rows.order_by("made", "id").values_list("id", flat=True))
    for place in range(0, len(ids), _PAGE):
        yield from queries.payment_views(ids[place:place + _PAGE])


def _without_slip(circle, holders: Collection[str] | None) -> Iterator[PaymentView]:
    """What moved in the circle's unit without a slip: seen as slips that were paid."""
    for event in _moves(circle, holders):
        word = event.idempotency_key.partition(" ")[0]
        if event.corrects or word in ("pay", "levy"):
            continue
        state = "taken_back" if event.corrected_by else "paid"
        ends = ledger.event(event.corrected_by) if event.corrected_by else event
        yield PaymentView(event.id, circle.id, event.provider, event.receiver, event.quantity, 0,
                          _WORDS.get(word, ""), event.note, "", state, ends.reason, "", "", event.booked_by,
                          event.recorded, event.at, None, ends.recorded, event.id)


def _moves(circle, holders: Collection[str] | None) -> Iterator:
    """Every event of the circle's unit, once; or those in the books of the holders."""
    seen: set[str] = set()
    for agent in (None,) if holders is None else holders:
        before = None
        while page := ledger.events(agent=agent, specification=circle.unit, before=before, count=_PAGE):
            yield from (event for event in page if event.id not in seen)
            seen.update(event.id for event in page)
            before = page[-1].seq


def _recorded(wanted: Iterable[str]) -> dict[str, tuple[datetime, int]]:
    """When those events were written into the journal, and in which order."""
    ids, found = sorted(wanted), {}
    for start in range(0, len(ids), _PAGE):
        found |= ledger.recorded(ids[start:start + _PAGE])
    return found


def _iso(moment) -> str:
    return moment.isoformat() if moment else ""


#: What moved without a slip, by the first word of its key, as a word in the column "category".
_WORDS = {"demurrage_taken": "demurrage", "lapsed": "lapsed"}


def totals_between(circle_id: str, holder: str, since: date, until: date) -> tuple:
    """(opening, lines, closing) of an account for a period, in steps. lines: (event id, day, change, balance then,
    partner's id), in the order of the days. What was written later about an earlier day stands on that day."""
    account = queries.account(circle_id, holder)
    moves = sorted(_moves_of(account.resource), key=lambda move: (timezone.localdate(move.at), move.seq))
    opening = sum(move.accounting_change for move in moves if timezone.localdate(move.at) < since)
    lines, balance = [], opening
    for move in moves:
        day = timezone.localdate(move.at)
        if since <= day <= until:
            balance += move.accounting_change
            partner = move.receiver if move.provider == holder else move.provider
            lines.append((move, day, move.accounting_change, balance, partner))
    return opening, tuple(lines), balance


def _moves_of(resource: str) -> Iterable:
    before = None
    while True:
        page = ledger.statement(resource, before=before, count=_PAGE)
        yield from page.moves
        before = page.next_before
        if not before:
            return
