"""A garage workshop's own rules. Each rests on a clause of charter.md, which members may move to change."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

#: Longest turn at a machine in one entry: hundredths of an hour. Twelve hours is a long day at a lathe.
LONGEST_TURN = 1200
_FOR_GOOD = frozenset({Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS})


def machines_stay(flow, before):
    """A shared machine leaves for good only by a decision, which the book shows as an administrative transfer."""
    leaves = flow.action in _FOR_GOOD and _is(before.provider) and not _is(before.receiver)
    if leaves and _is_machine(before) and flow.mode is not Mode.ADMINISTRATIVE:
        return Refusal(
            "garage_workshop.machines_stay",
            gettext_noop("{machine} belongs to all members and is lent, not handed over. To part with it, let the "
                         "gathering decide, and then book an administrative transfer."),
            {"machine": before.specification.name}, field="mode")
    return None


def machine_by_the_hour(flow, before):
    """Time at a machine is written turn by turn, so that idle hours can be seen and offered."""
    if flow.action is Action.USE and _is(before.receiver) and _is_machine(before) and (flow.effort or 0) > LONGEST_TURN:
        return Refusal(
            "garage_workshop.turn_by_turn",
            gettext_noop("{hours} hours are more than one turn at a machine. Write one entry for each turn."),
            {"hours": flow.effort // 100}, field="effort")
    return None


def no_paid_bench(flow, before):
    """Members do not pay money for time at the bench: the machines are already theirs."""
    serves_person = (flow.action is Action.DELIVER_SERVICE and flow.mode is Mode.SALE and _is(before.provider)
                     and before.receiver is not None and before.receiver.nature == "person")
    if serves_person and _is_machine(before):
        return Refusal(
            "garage_workshop.no_paid_bench",
            gettext_noop("Time at {machine} is not sold to people of the town. Book it as pool, gift, barter or time."),
            {"machine": before.specification.name}, field="mode")
    return None


def _is(party) -> bool:
    return party is not None and party.kind == "garage_workshop"


def _is_machine(before) -> bool:
    return before.specification is not None and before.specification.sort == "machine"
