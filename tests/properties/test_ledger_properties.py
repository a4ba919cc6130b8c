"""Any sequence of flows, against an auditor that knows nothing of the pen.

Hypothesis makes up what people do, sensible or not. The auditor here keeps its own few dictionaries. After each
run: what was accepted conserves every thing but for what was made, used up or crossed the edge; stocks are what
the auditor says, and never below nothing; the journal verifies; sending everything again changes nothing.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands, queries
from commonstead.town.ledger.models import BookEntry, EconomicEvent, EconomicResource, ResourceMove
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.both_databases]

NOW = datetime.now(UTC)
THINGS = ("flour", "bread")
#: (action, provider 0-2 or 3 for outside, receiver, thing, amount, mode, seconds) or a correction of the nth.
STEPS = st.lists(st.one_of(
    st.tuples(st.sampled_from(list(Action)), st.integers(0, 3), st.integers(0, 3), st.sampled_from(THINGS),
              st.integers(-1, 30), st.sampled_from([None, *Mode]), st.integers(0, 9)),
    st.tuples(st.just("sensible"), st.sampled_from(["raise", "transfer", "produce", "consume", "transferCustody"]),
              st.integers(0, 2), st.integers(0, 2), st.sampled_from(THINGS), st.integers(1, 20)),
    st.tuples(st.just("take back"), st.integers(0, 30))), max_size=25)
_EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class PlainAuditor:
    """Rights and things in hand, by (who, what), counted from the accepted flows only."""

    def __init__(self):
        self.rights, self.hands = Counter(), Counter()
        self.accepted: dict[str, Flow] = {}

    def take(self, event_id: str, flow: Flow, sign: int = 1) -> None:
        self.accepted[event_id] = flow
        amount = sign * (flow.quantity or 0)
        gives, gets = (flow.provider, flow.specification), (flow.receiver, flow.specification)
        name = str(flow.action)
        if name in ("produce", "raise", "copy"):
            self._add(gets, amount, amount)
        elif name in ("consume", "lower"):
            self._add(gives, -amount, -amount)
        elif name in ("transfer", "transferAllRights", "transferCustody"):
            rights, hands = name != "transferCustody", name != "transferAllRights"
            self._add(gives, -amount * rights, -amount * hands)
            self._add(gets, amount * rights, amount * hands)
        elif name in ("accept", "pickup", "combine"):
            self._add(gives, 0, -amount)
        elif name in ("modify", "dropoff", "separate"):
            self._add(gets, 0, amount)

    def _add(self, whose, rights, hands):
        if whose[0] != OUTSIDE:
            self.rights[whose] += rights
            self.hands[whose] += hands


def play(steps, crowd):
    """Hand every step to the pen. Returns the auditor and what was sent, with its answers."""
    auditor, sent = PlainAuditor(), []
    for number, step in enumerate(steps):
        key = f"step {number}"
        try:
            if step[0] == "take back":
                if not auditor.accepted:
                    continue
                event_id = list(auditor.accepted)[step[1] % len(auditor.accepted)]
                flow = auditor.accepted[event_id]
                back = commands.reverse_event(event_id, reason="mistaken", booked_by=crowd[0], idempotency_key=key)
                auditor.take(back.event_id, flow, -1)
                auditor.accepted.pop(event_id)
                auditor.accepted.pop(back.event_id)
                continue
            flow = _flow(step, crowd, key)
            answer = commands.record_event(flow)
            auditor.take(answer.event_id, flow)
            sent.append((flow, answer))
        except Refused as refused:
            assert all(refusal.clause and refusal.reason for refusal in refused.refusals)
    return auditor, sent


def _flow(step, crowd, key) -> Flow:
    if step[0] == "sensible":
        _, action, giver, taker, thing, amount = step
        taker = giver if action in ("raise", "produce", "consume") else taker
        mode = Mode.GIFT if action.startswith("transfer") else None
        return Flow(Action(action), crowd[giver], crowd[taker], thing, NOW, crowd[0], key, quantity=amount, mode=mode)
    action, giver, taker, thing, amount, mode, seconds = step
    hours = amount if action in (Action.WORK, Action.USE) else None
    return Flow(action, crowd[giver], crowd[taker], thing, NOW - timedelta(seconds=seconds), crowd[0], key,
                quantity=None if hours is not None else amount, effort=hours, mode=mode)


@pytest.fixture
def crowd(db):
    """Ana and her household's two other books, which she may all write; and the outside."""
    for thing in THINGS:
        commands.add_specification(thing, name=thing.title(), unit="kg")
    ana = people.add_person(name="Ana")
    ward = people.add_person(name="Kid", guardian=ana)
    return [ana, ward, people.add_household(name="Home", members=[ana, ward]), OUTSIDE]


def empty_the_ledger():
    """Between two examples: what was written in the last one goes, as at the end of a test."""
    from django.db import connection

    from commonstead.town.ledger import append_only
    from commonstead.town.ledger.models import Book, EventText

    append_only.drop(connection)
    for model in (ResourceMove, BookEntry, EconomicEvent, EventText, Book, EconomicResource):
        model.objects.all().delete()
    append_only.create(connection)


@_EXAMPLES
@given(steps=STEPS)
def test_stocks_are_what_an_auditor_says_and_everything_verifies(crowd, steps):
    empty_the_ledger()
    auditor, _ = play(steps, crowd)
    rights, hands = Counter(), Counter()
    for row in EconomicResource.objects.all():
        rights[row.accountable, row.specification_id] += row.accounting_quantity
        hands[row.accountable, row.specification_id] += row.onhand_quantity
        assert row.accounting_quantity >= 0 and row.onhand_quantity >= 0 and row.away_quantity >= 0
    assert +rights == +auditor.rights and +hands == +auditor.hands
    assert -rights == -auditor.rights and -hands == -auditor.hands
    assert verify().problems == ()


@_EXAMPLES
@given(steps=STEPS)
def test_what_only_changes_hands_is_conserved(crowd, steps):
    """Of each thing there is what was made, raised, copied and brought in, less what was used up, lowered and
    taken out."""
    empty_the_ledger()
    auditor, _ = play(steps, crowd)
    for thing in THINGS:
        expected = 0
        for flow in auditor.accepted.values():
            if flow.specification == thing and flow.action != Action.TRANSFER_CUSTODY:
                came = flow.provider == OUTSIDE or flow.action in (Action.PRODUCE, Action.RAISE, Action.COPY)
                went = flow.receiver == OUTSIDE or flow.action in (Action.CONSUME, Action.LOWER)
                counts = flow.action in (Action.PRODUCE, Action.RAISE, Action.COPY, Action.CONSUME, Action.LOWER,
                                         Action.TRANSFER, Action.TRANSFER_ALL_RIGHTS)
                expected += (came - went) * counts * (flow.quantity or 0)
        assert sum(view.accounting for view in queries.resources_conforming_to(thing)) == expected


@_EXAMPLES
@given(steps=STEPS)
def test_sending_everything_again_changes_nothing(crowd, steps):
    empty_the_ledger()
    _, sent = play(steps, crowd)

    def everything():
        return [list(model.objects.order_by("pk").values_list()) for model in (
            EconomicEvent, BookEntry, ResourceMove, EconomicResource)]

    before = everything()
    again = commands.record_events([flow for flow, _ in sent])
    assert [(answer.event_id, answer.repeated) for answer in again] == [
        (answer.event_id, True) for _, answer in sent]
    for flow, _ in sent:
        with pytest.raises(Refused, match="key"):
            commands.record_event(replace(flow, at=flow.at - timedelta(days=1)))
    assert everything() == before


@_EXAMPLES
@given(steps=STEPS)
def test_one_by_one_and_all_at_once_leave_the_same_stocks(crowd, steps):
    empty_the_ledger()
    _, sent = play([step for step in steps if step[0] != "take back"], crowd)

    def stocks():
        return sorted((row.accountable, row.specification_id, row.accounting_quantity, row.onhand_quantity,
                       row.away_quantity, row.moves) for row in EconomicResource.objects.all() if row.moves)

    one_by_one = stocks()
    empty_the_ledger()
    commands.record_events([flow for flow, _ in sent])
    assert stocks() == one_by_one and verify().problems == ()
