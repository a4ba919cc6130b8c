"""Rules on the flow alone: whether it says all it must, and nothing that its action cannot mean.

Each is a pure function (flow, before) → Refusal | None, and looks at nothing but the flow and the clock in
`before.now`. Every transfer says its mode (Exodus 7418-7433, 8818).
"""

from __future__ import annotations

from datetime import timedelta

from commonstead.core.vocabulary.actions import DEFINITIONS, TRANSFERS, Action, Update
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from .before import Before

#: The longest each text may be, as the journal's columns are wide.
_WIDTHS = {"provider": 32, "receiver": 32, "specification": 60, "booked_by": 32, "resource": 32, "to_resource": 32,
           "input_of": 32, "output_of": 32, "agreement": 32, "fulfills": 32, "satisfies": 32, "corrects": 32,
           "stage": 60, "state": 60, "location": 120, "note": 10_000, "reason": 10_000}
_LARGEST = 10**15
_ONE_AGENT = frozenset({Action.RAISE, Action.LOWER, Action.MOVE})
_INSIDE_ONLY = frozenset({Action.PRODUCE, Action.CONSUME, Action.RAISE, Action.LOWER, Action.MOVE,
                          Action.COMBINE, Action.SEPARATE})
_EFFORT_WELCOME = frozenset({Action.WORK, Action.USE, Action.DELIVER_SERVICE})


def quantity_is_right(flow: Flow, before: Before) -> Refusal | None:
    """A quantity is a positive whole number of the smallest steps, and there unless the action counts hours."""
    counts = DEFINITIONS[flow.action].quantity
    if flow.quantity is None:
        if counts == "resource" and flow.action is not Action.CITE:
            return Refusal("ledger.quantity_missing", gettext_noop("Say how much: the quantity is missing."),
                           field="quantity")
        return None
    if counts == "effort":
        return Refusal("ledger.quantity_not_counted",
                       gettext_noop("Work is counted in hours. Write the hours, and leave the quantity empty."),
                       field="quantity")
    return _positive(flow.quantity, "quantity")


def effort_is_right(flow: Flow, before: Before) -> Refusal | None:
    """Hours stand with work, with the use of a machine, and with a service; nowhere else."""
    if flow.effort is None:
        if flow.action is Action.WORK or (flow.action is Action.USE and flow.quantity is None):
            return Refusal("ledger.hours_missing", gettext_noop("Say how many hours: the hours are missing."),
                           field="effort")
        return None
    if flow.action not in _EFFORT_WELCOME:
        return Refusal("ledger.hours_not_counted",
                       gettext_noop("Hours belong to work, to the use of a machine and to services. Leave them empty."),
                       field="effort")
    return _positive(flow.effort, "effort")


def mode_is_said(flow: Flow, before: Before) -> Refusal | None:
    """What changes hands, and every service, says in which mode; the rest has none."""
    if flow.action in TRANSFERS and not isinstance(flow.mode, Mode):
        return Refusal("ledger.mode_missing",
                       gettext_noop("Say in which way it changes hands: {modes}."),
                       {"modes": ", ".join(Mode)}, field="mode")
    if flow.action not in TRANSFERS and flow.mode is not None:
        return Refusal("ledger.mode_not_meant",
                       gettext_noop("Only what changes hands has a mode. Leave the mode empty for “{action}”."),
                       {"action": flow.action}, field="mode")
    return None


def two_sides(flow: Flow, before: Before) -> Refusal | None:
    """A transfer is between two; custody and moves may be between two stocks of one."""
    same = flow.provider == flow.receiver
    if flow.action is Action.TRANSFER_CUSTODY and same and flow.resource and flow.to_resource:
        return None
    if flow.action in TRANSFERS and same:
        return Refusal("ledger.same_on_both_sides",
                       gettext_noop("Giver and receiver are the same. Choose somebody else on one side."),
                       field="receiver")
    if flow.action in _ONE_AGENT and not same:
        return Refusal("ledger.two_where_one_is_meant",
                       gettext_noop("“{action}” happens within one book. Put the same on both sides."),
                       {"action": flow.action}, field="receiver")
    return None


def not_all_outside(flow: Flow, before: Before) -> Refusal | None:
    """At least one side is inside; and what is made or used up outside is not ours to write."""
    sides = (flow.provider, flow.receiver)
    if sides == (OUTSIDE, OUTSIDE) or (OUTSIDE in sides and flow.action in _INSIDE_ONLY):
        return Refusal("ledger.happens_outside",
                       gettext_noop("This happened outside the town. Write down only what crosses its edge."),
                       field="provider" if flow.provider == OUTSIDE else "receiver")
    return None


def moment_is_right(flow: Flow, before: Before) -> Refusal | None:
    """It says its time zone, and does not lie further ahead than a day."""
    if flow.at.tzinfo is None:
        return Refusal("ledger.time_without_zone", gettext_noop("The time says no time zone. Add one, like +00:00."),
                       field="at")
    if flow.at > before.now + timedelta(days=1):
        return Refusal("ledger.in_the_future",
                       gettext_noop("{day} has not come yet. Write down what happened, and promise the rest."),
                       {"day": flow.at.date().isoformat()}, field="at")
    if flow.at.year < 1900:
        return Refusal("ledger.too_long_ago", gettext_noop("That is before 1900. Check the year."), field="at")
    return None


def texts_fit(flow: Flow, before: Before) -> Refusal | None:
    """Nothing longer than its column, and the key that makes repeating harmless is there."""
    if not flow.idempotency_key or len(flow.idempotency_key) > 120 or "\x00" in flow.idempotency_key:
        return Refusal("ledger.key_missing",
                       gettext_noop("The request needs a key of its own, of at most 120 characters, that is never "
                                    "used again."), field="idempotency_key")
    for name, width in _WIDTHS.items():
        value = getattr(flow, name)
        if len(value) > width or "\x00" in value:
            return Refusal("ledger.text_too_long",
                           gettext_noop("“{field}” may have at most {width} characters, all of them readable."),
                           {"field": name, "width": width}, field=name)
    return None


def sets_what_it_may(flow: Flow, before: Before) -> Refusal | None:
    """Stage, state and location are said only where the action changes them."""
    definition = DEFINITIONS[flow.action]
    for name in ("location", "stage", "state"):
        if getattr(flow, name) and getattr(definition, name) is Update.NONE:
            return Refusal("ledger.property_not_changed",
                           gettext_noop("“{action}” does not change the {property}. Leave it empty."),
                           {"action": flow.action, "property": name}, field=name)
    if flow.action is Action.COMBINE and not flow.to_resource:
        return Refusal("ledger.container_missing", gettext_noop("Say into which thing it is put together."),
                       field="to_resource")
    return None


def process_side_is_right(flow: Flow, before: Before) -> Refusal | None:
    """Inputs go into a process, outputs come out, transfers are beside it."""
    side = DEFINITIONS[flow.action].side
    if flow.input_of and side not in ("input", "both"):
        return Refusal("ledger.not_an_input", gettext_noop("“{action}” is not something that goes into a process."),
                       {"action": flow.action}, field="input_of")
    if flow.output_of and side not in ("output", "both"):
        return Refusal("ledger.not_an_output", gettext_noop("“{action}” is not something that comes out of a process."),
                       {"action": flow.action}, field="output_of")
    return None


def correction_says_why(flow: Flow, before: Before) -> Refusal | None:
    """A correction names its reason, and only a correction has one."""
    if flow.corrects and not flow.reason.strip():
        return Refusal("ledger.reason_missing", gettext_noop("Say why this is taken back."), field="reason")
    if flow.reason and not flow.corrects:
        return Refusal("ledger.reason_without_correction",
                       gettext_noop("A reason belongs to a correction. Use the note instead."), field="reason")
    return None


SHAPE_RULES = (quantity_is_right, effort_is_right, mode_is_said, two_sides, not_all_outside, moment_is_right,
               texts_fit, sets_what_it_may, process_side_is_right, correction_says_why)


def _positive(amount: object, name: str) -> Refusal | None:
    if isinstance(amount, bool) or not isinstance(amount, int):
        return Refusal("ledger.not_a_whole_number",
                       gettext_noop("The journal counts in whole steps of the unit. “{amount}” is not a whole number."),
                       {"amount": amount}, field=name)
    if amount <= 0:
        return Refusal("ledger.not_positive",
                       gettext_noop("Write an amount above zero. To take something back, reverse its entry."),
                       field=name)
    if amount > _LARGEST:
        return Refusal("ledger.too_large", gettext_noop("That is more than the journal can count. Check the amount."),
                       field=name)
    return None
