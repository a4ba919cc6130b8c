"""The base rules of the ledger, which hold for every kind of commons.

Each is a pure function (flow, before) → Refusal | None. `shape_refusals` asks about the flow alone; `refusals`
asks in order whether everything it names exists, who may write it, what the books allow, and last the rules
that kinds and upper layers hand down. A rule binds only the books it is about (Exodus 13391-13407).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import DEFINITIONS, ROUND_TRIPS, Action, Effect
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from .account_rules import ACCOUNT_RULES
from .before import Before
from .effects import places
from .promise_rules import PROMISE_RULES
from .shape import SHAPE_RULES
from .sizes import shown_in

Rule = Callable[[Flow, Before], Refusal | None]

#: Actions that take out of the provider's stock or hands.
_TAKES = frozenset(action for action, definition in DEFINITIONS.items()
                   if {Effect.DECREMENT, Effect.DECREMENT_INCREMENT} & {definition.accounting, definition.onhand})


def everyone_is_known(flow: Flow, before: Before) -> Refusal | None:
    """Provider, receiver and the one who writes are agents of this town (or the outside)."""
    for field, party in (("provider", before.provider), ("receiver", before.receiver), ("booked_by", before.booker)):
        if party is None:
            return Refusal("ledger.agent_unknown",
                           gettext_noop("“{field}” names nobody who is known here. Choose from the list."),
                           {"field": field}, field=field)
    if before.booker.nature != "person":
        return Refusal("ledger.not_a_person", gettext_noop("Only a person writes in the books."), field="booked_by")
    return None


def specification_is_known(flow: Flow, before: Before) -> Refusal | None:
    """What it is about stands in the town's list of things."""
    if before.specification is None:
        return Refusal("ledger.specification_unknown",
                       gettext_noop("The town's list of things has no “{thing}”. Choose from the list or add it."),
                       {"thing": flow.specification}, field="specification")
    return None


def links_are_known(flow: Flow, before: Before) -> Refusal | None:
    """The process, agreement, promise and resources that it names exist."""
    found = {"input_of": flow.input_of in before.processes, "output_of": flow.output_of in before.processes,
             "agreement": flow.agreement in before.agreements, "fulfills": before.commitment is not None,
             "satisfies": before.intent is not None, "corrects": before.corrected is not None,
             "resource": before.resource is not None, "to_resource": before.to_resource is not None}
    for name, there in found.items():
        if getattr(flow, name) and not there:
            return Refusal("ledger.link_unknown",
                           gettext_noop("“{field}” names something that is not in the books. Choose from the list."),
                           {"field": name}, field=name)
    return None


def nobody_has_left(flow: Flow, before: Before) -> Refusal | None:
    """The book of somebody who left, or of an association that closed, takes nothing after that day but
    corrections of what stands in it."""
    for party in before.parties:
        if party.until is not None and flow.at.date() > party.until and not flow.corrects:
            return Refusal("ledger.has_left",
                           gettext_noop("{name} left on {day}. Nothing after that day can be written in that book."),
                           {"name": party.name, "day": party.until.isoformat()}, field="at")
    if before.booker.until is not None and before.now.date() > before.booker.until:
        return Refusal("ledger.booker_has_left",
                       gettext_noop("Whoever has left the town writes in its books no longer."), field="booked_by")
    return None


def booker_may(flow: Flow, before: Before) -> Refusal | None:
    """Who writes: whoever keeps the provider's book (their own, a ward's, their household's, or by a role
    that may book all); but what comes into being in another's book, only its members write. The receiver's side
    may write what takes nothing from the provider; what comes from outside; and, as a member, what is shared out.
    A correction, both sides may write. In a circle, so may whoever keeps the book of the association that runs it:
    slips come in on paper, and members without a phone are served (both sides are told)."""
    fully = before.rights.fully
    if before.specification.keeper in fully:
        return None
    if flow.corrects and {flow.provider, flow.receiver} & fully:
        return None
    if flow.provider in fully and (
            not _brings_into_being(flow, before) or flow.receiver in {*fully, *before.rights.among, OUTSIDE}):
        return None
    common_store = flow.provider in before.rights.among and _is_shared_out(flow, before)
    if flow.receiver in fully and (flow.action not in _TAKES or flow.provider == OUTSIDE or common_store):
        return None
    if flow.receiver in fully:
        return Refusal("ledger.takes_from_another",
                       gettext_noop("This takes from {name}. Ask somebody who keeps that book to write it."),
                       {"name": before.provider.name}, field="provider")
    return Refusal("ledger.may_not_book",
                   gettext_noop("You keep neither the book of {provider} nor that of {receiver}. "
                                "Ask somebody who keeps one of them."),
                   {"provider": before.provider.name, "receiver": before.receiver.name}, field="booked_by")


def _brings_into_being(flow: Flow, before: Before) -> bool:
    """Whether it puts into the receiver's book what nobody had before. Copies of designs are free to send
    (Exodus 6763, 7187); a copy of money, land or a machine would be one made up."""
    rival = before.specification.sort in ("money", "land", "machine")
    return flow.action is Action.PRODUCE or (flow.action is Action.COPY and rival)


def _is_shared_out(flow: Flow, before: Before) -> bool:
    """What a member may take from a common store without asking its keeper: goods that are pooled or used up at
    work, and the loan of what is pooled. Never money or land, and no machine for good."""
    sort = before.specification.sort
    if flow.action is Action.TRANSFER_CUSTODY:
        return flow.mode is Mode.POOL and sort not in ("money", "land")
    pooled = flow.action is Action.CONSUME or (flow.action is Action.TRANSFER and flow.mode is Mode.POOL)
    return pooled and sort in ("good", "material")


def kind_allows(flow: Flow, before: Before) -> Refusal | None:
    """Both books may hold this action in this mode, by the kind of commons that they belong to. What stands
    there already may be taken back, whatever the charter says by now."""
    for party in before.parties if not flow.corrects else ():
        if party.allowed is not None and (flow.action, flow.mode) not in party.allowed:
            return Refusal(f"{party.kind}.allowed",
                           gettext_noop("The book of {name} ({kind}) does not hold “{action}” {mode}. "
                                        "Its members can change that in their charter."),
                           {"name": party.name, "kind": party.kind_label, "action": flow.action,
                            "mode": f"({flow.mode})" if flow.mode else ""}, field="mode" if flow.mode else "action")
    return None


def handing_over_is_said(flow: Flow, before: Before) -> Refusal | None:
    """Making or using up between two is meant for a person who works within a group. Between others it would
    be a transfer that hides its mode."""
    if flow.action not in (Action.PRODUCE, Action.CONSUME) or flow.provider == flow.receiver:
        return None
    if sum(party.nature == "person" for party in before.parties) == 1:
        return None
    return Refusal("ledger.hands_over_unsaid",
                   gettext_noop("Here something changes hands. Write a transfer with its mode first."),
                   field="receiver")


def resources_belong(flow: Flow, before: Before) -> Refusal | None:
    """A resource that is named is of the thing named, and belongs to the side it stands on."""
    first, second = places(flow)
    if (stock := before.resource) is not None:
        if flow.resource and stock.specification != flow.specification:
            return _not_of_this_thing("resource")
        going_round = flow.action in ROUND_TRIPS or flow.action in ROUND_TRIPS.values()
        may_be_of = {flow.provider, flow.receiver} if going_round else {first.owner}
        if first.owner and not may_be_of & {stock.accountable, stock.custodian}:
            return _not_theirs("resource")
    if flow.to_resource and (stock := before.to_resource) is not None:
        if second.owner and stock.specification != flow.specification:
            return _not_of_this_thing("to_resource")
        if flow.receiver not in (stock.accountable, stock.custodian):
            return _not_theirs("to_resource")
        if not second.owner and flow.action is not Action.COMBINE:
            return _not_theirs("to_resource")
        if before.resource is not None and before.resource.id == stock.id:
            return Refusal("ledger.same_resource",
                           gettext_noop("It would go from one stock into the same. Choose another one."),
                           field="to_resource")
    return None


def process_is_of_one_side(flow: Flow, before: Before) -> Refusal | None:
    """What goes into a process or comes out of it, the doer of that process gives or gets: otherwise anybody could
    write into what another association makes."""
    for name in ("input_of", "output_of"):
        doer = before.processes.get(getattr(flow, name))
        if doer is not None and doer not in (flow.provider, flow.receiver):
            return Refusal("ledger.process_of_another",
                           gettext_noop("“{field}” names what neither {provider} nor {receiver} is making. "
                                        "Choose a process of one of them, or leave it empty."),
                           {"field": name, "provider": before.provider.name, "receiver": before.receiver.name},
                           field=name)
    return None


def stock_stays_above_floor(flow: Flow, before: Before) -> Refusal | None:
    """Nobody gives what they do not have: neither rights below the stock's floor nor what is not in hand. Accounts
    in circles have limits instead (account_rules)."""
    for change in before.changes if not is_unit_of_account(before.specification.sort) else ():
        stock = before.stocks[change.resource]
        if stock.floor is None:
            continue
        lowest_in_hand = min(0, stock.floor)
        short_of_rights = change.accounting < 0 and stock.accounting + change.accounting < stock.floor
        short_in_hand = change.onhand < 0 and stock.onhand + change.onhand < lowest_in_hand
        if short_of_rights or short_in_hand:
            there = stock.accounting - stock.floor if short_of_rights else stock.onhand - lowest_in_hand
            return _too_little(flow, before, max(0, there))
    return None


def no_more_comes_back_than_went(flow: Flow, before: Before) -> Refusal | None:
    """What is given back after a repair, a transport or from a container must have gone there."""
    for change in before.changes:
        stock = before.stocks[change.resource]
        if change.away < 0 and stock.away + change.away < 0:
            return Refusal("ledger.never_went_in",
                           gettext_noop("Only {amount} {unit} of {thing} are away. No more than that can come back."),
                           _amounts(before, stock.away), field="quantity")
    return None


def correction_is_possible(flow: Flow, before: Before) -> Refusal | None:
    """An entry is taken back once, and a correction is not taken back itself."""
    past = before.corrected
    if past is None:
        return None
    if past.corrects:
        return Refusal("ledger.reversal_of_reversal",
                       gettext_noop("This entry is itself a correction. Write the event anew instead."),
                       field="corrects")
    if past.reversed:
        return Refusal("ledger.reversed_already", gettext_noop("This entry has been taken back already."),
                       field="corrects")
    return None


#: What must exist before anything else can be asked.
KNOWN_RULES: tuple[Rule, ...] = (everyone_is_known, specification_is_known, links_are_known)
#: Who may write here at all. Asked alone, so that a refusal tells a stranger nothing about the stock.
RIGHT_RULES: tuple[Rule, ...] = (nobody_has_left, booker_may, correction_is_possible)
BOOK_RULES: tuple[Rule, ...] = (*ACCOUNT_RULES, kind_allows, handing_over_is_said, resources_belong,
                                process_is_of_one_side, *PROMISE_RULES, stock_stays_above_floor,
                                no_more_comes_back_than_went)


def refusals(flow: Flow, before: Before, handed_down: Iterable[Rule] = ()) -> tuple[Refusal, ...]:
    """Why a flow of the right shape may not be written; empty when it may. Each group of rules is asked in full,
    so that a form shows all that is wrong with it at once, and only if the groups before it found nothing."""
    for group in (KNOWN_RULES, RIGHT_RULES, BOOK_RULES, tuple(handed_down)):
        if found := _asked(group, flow, before):
            return found
    return ()


def shape_refusals(flow: Flow, before: Before) -> tuple[Refusal, ...]:
    """What is wrong with a flow whatever stands in the books. Only `before.now` is looked at."""
    return _asked(SHAPE_RULES, flow, before)


def _asked(rules: Iterable[Rule], flow: Flow, before: Before) -> tuple[Refusal, ...]:
    return tuple(refusal for rule in rules if (refusal := rule(flow, before)) is not None)


def _too_little(flow: Flow, before: Before, there: int) -> Refusal:
    params = _amounts(before, there)
    if flow.corrects:
        return Refusal("ledger.reversal_below_floor",
                       gettext_noop("This can no longer be taken back: only {amount} {unit} of {thing} are there."),
                       params, field="corrects")
    if there == 0:
        return Refusal("ledger.stock_not_below_floor", gettext_noop("There is no {thing} left in that stock."),
                       params, field="quantity")
    return Refusal("ledger.stock_not_below_floor",
                   gettext_noop("There are only {amount} {unit} of {thing} in that stock."), params, field="quantity")


def _amounts(before: Before, amount: int) -> dict[str, object]:
    unit = before.specification.unit
    return {"amount": shown_in(unit, amount), "unit": unit.symbol, "thing": before.specification.name}


def _not_theirs(field: str) -> Refusal:
    return Refusal("ledger.not_theirs",
                   gettext_noop("The stock named in “{field}” belongs to somebody else. Choose one of theirs."),
                   {"field": field}, field=field)


def _not_of_this_thing(field: str) -> Refusal:
    return Refusal("ledger.not_of_this_thing",
                   gettext_noop("The stock named in “{field}” holds another thing. Choose one that fits."),
                   {"field": field}, field=field)


__all__ = ["BOOK_RULES", "KNOWN_RULES", "RIGHT_RULES", "Rule", "refusals", "shape_refusals"]
