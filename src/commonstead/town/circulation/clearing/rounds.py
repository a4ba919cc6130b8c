"""A round: what lies on the table is worked out, shown to those it is about, and waits for their no.

gathering → preview (sums only, as often as one likes) → consent (each member sees their own part, until a day) →
committed, or dropped. Whoever says no, takes a debt off or steps out while the window is open is left out, and the rest
is worked out again from the same debts, at most as much of each as was shown. A yes is one to what was shown: when a
round is worked out again, it goes for everybody whose part is another one. A no stays until it is withdrawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from commonstead.core.circulation.clearing import Clearing as Answer
from commonstead.core.circulation.clearing import Debt, check, clear
from commonstead.core.circulation.clearing.undone import greedy_circles
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.circulation.asking import acts_for, in_one_go, refuse
from commonstead.town.circulation.models import Account
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import OPEN_STATES, clearing_of, keeps_clearing, locked_round
from .models import Choice, Clearing, Round, RoundCredit, RoundDebt, RoundWord, Standing
from .owing import few_at_a_time, left_of

MOST_DAYS = 60


@dataclass(frozen=True)
class OnTable:
    """A debt that both sides put on the table, with what is open of it."""

    id: str
    debtor: str
    creditor: str
    amount: int
    since: date


def begin_round(clearing_id: str, *, by: str) -> str:
    """Begin a round. Returns its id; the one that is open, if there is one. Refused: circles.not_the_keeper."""
    clearing = clearing_of(clearing_id)
    keeps_clearing(clearing, by)

    def write() -> str:
        found = Round.objects.filter(clearing=clearing, state__in=OPEN_STATES).first()
        return (found or Round.objects.create(id=ledger.new_id(), clearing=clearing, state="gathering", begun_by=by,
                                              begun=timezone.now())).id

    return in_one_go(write)


def work_out(round_id: str, *, by: str, turn: int | None = None) -> None:
    """Work out what the debts on the table come to, before anybody is asked. Again as often as one likes. turn: how
    often it had been worked out where this was asked for; where it has been since, nothing is done, so that what is
    sent twice is worked out once. Refused: circles.not_the_keeper, clearing.not_now, clearing.too_much."""
    def write() -> None:
        round_ = _mine(round_id, by, "gathering", "preview")
        if turn is not None and turn != round_.turn:
            return
        round_.state = "preview"
        _work_out_again(round_, on_table(round_.clearing, without=_said_no(round_)))

    in_one_go(write)


def ask_consent(round_id: str, *, by: str, until: date) -> None:
    """Show each member their part, and wait for their no until the end of that day.
    Refused: circles.not_the_keeper, clearing.not_now, clearing.nothing_falls, clearing.window_wrong."""
    def write() -> None:
        round_ = _mine(round_id, by, "preview")
        today = timezone.localdate()
        if not today < until <= today + timedelta(days=MOST_DAYS):
            refuse("clearing.window_wrong", gettext_noop(
                "Give everybody at least until tomorrow, and at most {days} days."), "until", days=MOST_DAYS)
        if not round_.sums.get("cleared"):
            refuse("clearing.nothing_falls", gettext_noop(
                "No debts on the table go round in a circle, so nothing falls. Wait until more lie there."), "")
        round_.state, round_.until = "consent", until
        round_.save()

    in_one_go(write)


def answer_round(round_id: str, holder: str, *, yes: bool, by: str, turn: int | None = None) -> None:
    """A member's word on what the round would do. With no they are left out and the rest is worked out again.
    turn: how often the round had been worked out when they were shown their part. A yes holds for that part alone; a
    no holds whatever it was.
    Refused: circles.not_yours, clearing.not_now, clearing.not_about_you, clearing.look_again."""
    acts_for(holder, by)

    def write() -> None:
        round_ = locked_round(round_id)
        _must_be(round_, "consent")
        if window_is_over(round_):
            _not_now()
        if holder not in _members(round_) and not RoundWord.objects.filter(round=round_, holder=holder).exists():
            refuse("clearing.not_about_you", gettext_noop("This round is not about you."), "")
        if yes and turn is not None and turn != round_.turn:
            refuse("clearing.look_again", gettext_noop(
                "The round was worked out again since you looked at your part. Look again, and say yes if it is still "
                "right."), "turn")
        RoundWord.objects.update_or_create(round=round_, holder=holder, defaults={
            "yes": yes, "said": timezone.now(), "said_by": by})
        if not yes:
            rework(round_)

    in_one_go(write)


def drop_round(round_id: str, *, by: str, reason: str) -> None:
    """The round ends without clearing anything. Refused: circles.not_the_keeper, clearing.not_now,
    circles.reason_missing."""
    if not reason.strip():
        refuse("circles.reason_missing", gettext_noop("Say why: the member will read it."), "reason")

    def write() -> None:
        round_ = _mine(round_id, by, *OPEN_STATES)
        round_.state, round_.reason, round_.settled, round_.settled_by = "dropped", reason.strip()[:200], \
            timezone.now(), by
        round_.save()

    in_one_go(write)


def window_is_over(round_: Round) -> bool:
    """Whether the last day has passed on which members can say no."""
    return timezone.localdate() > round_.until


def all_said_yes(round_: Round) -> bool:
    """Whether everybody of whose debts something would fall has said yes."""
    asked = {side for pair in round_.debts.filter(fallen__gt=0).values_list("debtor", "creditor") for side in pair}
    return asked <= set(RoundWord.objects.filter(round=round_, yes=True).values_list("holder", flat=True))


def look_again(specification: str) -> None:
    """Something on the table changed: rounds that wait for a no are worked out again where it matters to them."""
    for round_ in hold_rounds(specification):
        there = {one.id: one.amount for one in still_on_table(round_)}
        if any(there.get(debt, 0) < amount for debt, amount in round_.debts.values_list("debt", "amount")):
            rework(round_)


def hold_rounds(specification: str) -> list[Round]:
    """The rounds about one thing that wait for a no, kept as they are until the transaction is over."""
    return list(Round.objects.select_for_update().select_related("clearing").filter(
        state="consent", clearing__specification=specification))


def rework(round_: Round) -> None:
    """Work a round that waits for a no out again, from what is left of the debts that it showed."""
    _work_out_again(round_, still_on_table(round_))
    if not round_.sums["cleared"]:
        round_.state, round_.until = "gathering", None
    else:
        round_.until = max(round_.until, timezone.localdate() + timedelta(days=1))
    round_.save()


def still_on_table(round_: Round) -> list[OnTable]:
    """Of the debts that a round showed, those that both sides leave on the table, at most as much of each."""
    shown = dict(round_.debts.values_list("debt", "amount"))
    found = on_table(round_.clearing, without=_said_no(round_), only=shown)
    return [OnTable(one.id, one.debtor, one.creditor, min(one.amount, shown[one.id]), one.since) for one in found]


def on_table(clearing: Clearing, *, without: Iterable[str] = (), only: Iterable[str] | None = None) -> list[OnTable]:
    """What lies on the table now: open debts that both sides put there, of people who have not left, in order of id."""
    standings = {one.holder: one for one in Standing.objects.filter(clearing=clearing, until=None)}
    here = {view.id for few in few_at_a_time(standings) for view in people.agents(ids=few)} - set(without)
    words = {(one.debt, one.holder): one.chosen for one in Choice.objects.filter(clearing=clearing)}

    def puts(debt: str, holder: str) -> bool:
        return holder in here and words.get((debt, holder), standings[holder].monthly)

    debts = ledger_queries.commitments(specification=clearing.specification)
    left = left_of(debts)
    return sorted((
        OnTable(view.id, view.provider, view.receiver, left[view.id], timezone.localdate(view.made)) for view in debts
        if view.action is Action.TRANSFER and left[view.id] > 0 and view.provider != view.receiver
        and (only is None or view.id in only) and puts(view.id, view.provider) and puts(view.id, view.receiver)),
        key=lambda one: one.id)


def room_of(clearing: Clearing, holders: Iterable[str]) -> dict[str, tuple[int, int]]:
    """By member: how far their balance in the circle may go down and up, by the circle's limits and their own word."""
    if not clearing.circle:
        return {}
    said = dict(Standing.objects.filter(clearing=clearing, until=None, credit__gt=0).values_list("holder", "credit"))
    wanted = (set(holders) & set(said)) - {clearing.association}
    accounts = {resource: holder for resource, holder in Account.objects.filter(
        circle=clearing.circle, circle__ended=None, until=None).values_list("resource", "holder") if holder in wanted}
    unit = Account.objects.filter(circle_id=clearing.circle).values_list("circle__unit", flat=True).first()
    found = {}
    for view in ledger_queries.resources_conforming_to(unit) if accounts else ():
        if (holder := accounts.get(view.id)) and view.standing != "closed":
            most = said[holder]
            down = most if view.floor is None else min(most, max(0, view.accounting - view.floor))
            up = most if view.ceiling is None else min(most, max(0, view.ceiling - view.accounting))
            if room := (0 if view.standing == "frozen" else down, up) if down or up else None:
                found[holder] = room
    return found


def faults_of(round_: Round) -> list[str]:
    """What independent code finds wrong with a round's answer, from the debts and the room that were kept."""
    rows = round_.debts.order_by("place").values_list("debt", "debtor", "creditor", "amount", "since")
    return check([Debt(*kept, since.toordinal()) for *kept, since in rows], round_.answer,
                 {holder: tuple(room) for holder, room in round_.room.items()})


def _work_out_again(round_: Round, table: list[OnTable]) -> None:
    """Solve anew; the yes of everybody goes whose part is another one, also of those who had none before."""
    before = _parts(round_)
    _keep(round_, table)
    after = _parts(round_)
    said = RoundWord.objects.filter(round=round_, yes=True).values_list("id", "holder")
    for words in few_at_a_time(word for word, holder in said if before.get(holder) != after.get(holder)):
        RoundWord.objects.filter(id__in=words).delete()


def _keep(round_: Round, table: list[OnTable]) -> None:
    """Solve, check, and keep what came of it with its proof."""
    room = room_of(round_.clearing, {side for one in table for side in (one.debtor, one.creditor)})
    debts = [Debt(one.id, one.debtor, one.creditor, one.amount, one.since.toordinal()) for one in table]
    answer = clear(debts, room)
    if faults := check(debts, answer, room):
        raise ArithmeticError(f"a clearing that does not hold: {faults[0]}")
    round_.debts.all().delete()
    round_.credits.all().delete()
    RoundDebt.objects.bulk_create(
        RoundDebt(round=round_, place=place, debt=one.id, debtor=one.debtor, creditor=one.creditor, amount=one.amount,
                  since=one.since, fallen=fallen)
        for place, (one, fallen) in enumerate(zip(table, answer.fallen.tolist(), strict=True)))
    RoundCredit.objects.bulk_create(
        RoundCredit(round=round_, holder=holder, amount=moved)
        for holder, moved in zip(answer.debts.members, answer.credit.tolist(), strict=True) if moved)
    round_.answer, round_.room, round_.sums = answer.document(), room, _sums(answer)
    round_.worked_out, round_.turn = timezone.now(), round_.turn + 1
    round_.save()


def _sums(answer: Answer) -> dict[str, int]:
    return {"gross": answer.gross, "cleared": answer.cleared, "left": answer.gross - answer.cleared,
            "net": answer.net_internal_debt, "drawn": answer.credit_drawn, "members": len(answer.debts.members),
            "debts": len(answer.debts), "fallen": int((answer.fallen > 0).sum()),
            "greedy": greedy_circles(answer.debts) if len(answer.debts) else 0}


def _parts(round_: Round) -> dict[str, tuple]:
    """By member: what would fall of which debt, to tell whether it is still what they said yes to."""
    parts: dict[str, list] = defaultdict(list)
    for debt, fallen, *sides in round_.debts.filter(fallen__gt=0).order_by("debt").values_list(
            "debt", "fallen", "debtor", "creditor"):
        for side in sides:
            parts[side].append((debt, fallen))
    for row in round_.credits.all():
        parts[row.holder].append(("", row.amount))
    return {holder: tuple(part) for holder, part in parts.items()}


def _members(round_: Round) -> set[str]:
    return {side for pair in round_.debts.values_list("debtor", "creditor") for side in pair}


def _said_no(round_: Round) -> set[str]:
    return set(RoundWord.objects.filter(round=round_, yes=False).values_list("holder", flat=True))


def _mine(round_id: str, by: str, *states: str) -> Round:
    round_ = locked_round(round_id)
    keeps_clearing(round_.clearing, by)
    _must_be(round_, *states)
    return round_


def _must_be(round_: Round, *states: str) -> None:
    if round_.state not in states:
        _not_now()


def _not_now() -> None:
    refuse("clearing.not_now", gettext_noop("The round has gone on since. Look at the page again."), "")
