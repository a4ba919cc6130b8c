"""What keeps a promise.

Whatever a flow says that it fulfils counts as kept, wherever promises are read. So the flow has to be what was
promised: the same thing, between the same two, done in the way that was said. Money is mostly paid outside of the
books, where an entry of the debtor's proves nothing: of a debt, only a set-off or the creditor's own side says what
fell of it.
"""

from __future__ import annotations

from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from .before import Before, Promised

#: A service is handed over by doing it: either word keeps the other's promise.
_SERVED = {Action.TRANSFER, Action.DELIVER_SERVICE}


def promise_fits(flow: Flow, before: Before) -> Refusal | None:
    """What fulfils a promise is the thing that was promised, between those who promised; a debt may also be kept by
    setting it off, in the unit in which it is owed."""
    for name, promise in (("fulfills", before.commitment), ("satisfies", before.intent)):
        if promise is None:
            continue
        if not _is_what_was_promised(flow, before, promise) or promise.provider not in ("", flow.provider) \
                or promise.receiver not in ("", flow.receiver):
            return Refusal("ledger.promise_of_another",
                           gettext_noop("The promise is about another thing or between others. Choose the right one."),
                           field=name)
    return None


def promise_is_kept_as_said(flow: Flow, before: Before) -> Refusal | None:
    """A promise is kept by the action that was promised. What was written in another way before this was asked can
    still be taken back."""
    promise = before.commitment
    if promise is None or flow.corrects or flow.action == promise.action \
            or (promise.sort == "service" and {flow.action, promise.action} == _SERVED):
        return None
    return Refusal("ledger.promise_kept_otherwise",
                   gettext_noop("What was promised is “{promised}”, and “{action}” does not keep it. Write what was "
                                "promised, or leave the promise out."),
                   {"promised": promise.action, "action": flow.action}, field="fulfills")


def debt_falls_by_its_creditor(flow: Flow, before: Before) -> Refusal | None:
    """Nobody wipes what they owe by writing that they paid it. Set off, it falls in the unit made for that, which only
    moves with both sides' yes; otherwise whoever writes keeps the book of the side that is owed. Outside of the town
    nobody writes: what is owed there, the debtor's book alone tells of."""
    promise = before.commitment
    if promise is None or flow.corrects or not _is_debt(promise) or before.specification.sort == "setoff" \
            or flow.receiver in {*before.rights.fully, OUTSIDE}:
        return None
    return Refusal("ledger.creditor_says",
                   gettext_noop("Only {name} can say that this debt was paid. Leave the promise out, and ask {name} to "
                                "say so where debts are settled."),
                   {"name": before.receiver.name}, field="fulfills")


PROMISE_RULES = (promise_fits, promise_is_kept_as_said, debt_falls_by_its_creditor)


def _is_debt(promise: Promised) -> bool:
    return promise.sort in ("money", *UNIT_MODES)


def _is_what_was_promised(flow: Flow, before: Before, promise: Promised) -> bool:
    if promise.specification == flow.specification:
        return True
    return before.specification.sort == "setoff" and before.specification.unit.id == promise.unit \
        and _is_debt(promise)
