"""What holds for accounts in circles: hours, credit, notes and debts set off (core.vocabulary.accounts).

All accounts of a unit add up to nothing, because it only ever changes hands, in its own mode, between accounts that
were opened for it. The limits at both ends stand on the accounts themselves, which the pen has locked while it asks:
so none is crossed, however many pay at once (Exodus 12308; every circle sets its own).
"""

from __future__ import annotations

from commonstead.core.vocabulary.accounts import UNIT_MODES, is_unit_of_account
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from .before import Before, Party, Stock
from .sizes import shown_in


def comes_with_its_slip(flow: Flow, before: Before) -> Refusal | None:
    """What moves on accounts is written, and taken back, with the circle's slip: only there are levies taken, and both
    sides told."""
    if not is_unit_of_account(before.specification.sort) or before.specification.id in before.units:
        return None
    return Refusal("accounts.needs_its_slip",
                   gettext_noop("{unit} is paid, and a payment taken back, on the page of its circle. Write it there."),
                   {"unit": before.specification.name}, field="specification")


def unit_only_changes_hands(flow: Flow, before: Before) -> Refusal | None:
    """Nothing brings a unit of account into being or uses it up, and it keeps to its own mode."""
    sort = before.specification.sort
    if not is_unit_of_account(sort):
        return None
    if flow.action is not Action.TRANSFER or flow.provider == flow.receiver:
        return Refusal("accounts.only_transferred",
                       gettext_noop("{unit} only goes from one account to another. Write a payment between two."),
                       {"unit": before.specification.name}, field="action")
    if flow.mode is not UNIT_MODES[sort]:
        return Refusal("accounts.mode_of_another",
                       gettext_noop("{unit} changes hands as “{mode}”. Choose that."),
                       {"unit": before.specification.name, "mode": UNIT_MODES[sort]}, field="mode")
    return None


def both_have_accounts(flow: Flow, before: Before) -> Refusal | None:
    """A payment goes between accounts that are open: nobody is drawn into a circle by being paid."""
    if not is_unit_of_account(before.specification.sort):
        return None
    sides = (("provider", before.provider, before.resource), ("receiver", before.receiver, before.to_resource))
    for field, party, stock in sides:
        if stock is None:
            return _says("accounts.none", gettext_noop("{name} has no account in {unit} yet. An account is opened by "
                                                       "joining the circle."), party, before, field)
        if stock.standing == "closed":
            return _says("accounts.closed", gettext_noop("The account of {name} in {unit} is closed. Nothing can be "
                                                         "paid to it or from it."), party, before, field)
    if before.resource.standing == "waiting" and not flow.corrects:
        return _says("accounts.waiting", gettext_noop(
            "{name} was taken into {unit} by others and has not joined yet: the account is paid to, but pays nothing "
            "before that. Ask {name} to join."), before.provider, before, "provider")
    if before.resource.standing == "frozen" and not flow.corrects:
        return _says("accounts.frozen", gettext_noop("The account of {name} in {unit} is frozen: it can be paid to, "
                                                     "but pays nothing. The circle can open it again."),
                     before.provider, before, "provider")
    return None


def limits_hold(flow: Flow, before: Before) -> Refusal | None:
    """No account goes beyond the limit that its circle agreed on, at either end. A payment or correction that brings
    an account nearer to what is allowed is taken, also where the limit was drawn tighter since. The room that is left
    tells a balance: `own` says whether that account is the writer's own or in a circle that they keep, for whoever
    knows whether the circle's balances are closed. What comes without its slip is told of none (comes_with_its_slip
    refuses it)."""
    if not is_unit_of_account(before.specification.sort) or before.specification.id not in before.units:
        return None
    for change in before.changes:
        stock = before.stocks[change.resource]
        after, party = stock.accounting + change.accounting, _owner(stock, before)
        if change.accounting < 0 and stock.floor is not None and after < stock.floor:
            return _says("accounts.below_limit",
                         gettext_noop("{name} can give {room} {symbol} more in {unit}. Write less, or earn some "
                                      "first."),
                         party, before, "quantity", max(0, stock.accounting - stock.floor))
        if change.accounting > 0 and stock.ceiling is not None and after > stock.ceiling:
            return _says("accounts.above_limit",
                         gettext_noop("{name} can take {room} {symbol} more in {unit}. Write less, or let {name} "
                                      "spend some first."),
                         party, before, "quantity", max(0, stock.ceiling - stock.accounting))
    return None


ACCOUNT_RULES = (comes_with_its_slip, unit_only_changes_hands, both_have_accounts, limits_hold)


def _owner(stock: Stock, before: Before) -> Party:
    return next((party for party in before.parties if party.id == stock.accountable), before.provider)


def _says(clause: str, template: str, party: Party, before: Before, field: str, room: int | None = None) -> Refusal:
    unit = before.specification.unit
    params = {"name": party.name, "unit": before.specification.name, "symbol": unit.symbol}
    if room is not None:
        own = bool({party.id, before.specification.keeper} & before.rights.fully)
        params |= {"room": shown_in(unit, room), "own": own}
    return Refusal(clause, template, params, field=field)
