"""Who did how much, in their own words, and sharing out a pot by a rule that all can see before they agree.

(Exodus 2270-2300: open work to choose day by day; hours, and intensity that the worker states.) The record is the
member's: hours stand in the journal as they wrote them, and how hard they were only they say. A pot is shared out when
somebody who keeps the association's book asks and another who has a share agrees; until then nothing moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.utils import timezone

from commonstead.core.circulation.sharing_out import Contribution, pay_out
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import acts_for, circle_of, in_one_go, refuse
from .models import Intensity, PayOut
from .payments import Slip, pay_together

#: Within what a worker may say that hours were easier or harder than ordinary ones, in hundredths. A third to three
#: times: beyond that it is other work, and better written as more hours. Ours, not the book's.
EASIEST, HARDEST = 33, 300


@dataclass(frozen=True)
class Share:
    """member: agent id.  hours: in hundredths.  weight: hours times intensity, in hundredths.  part: of the pot."""

    member: str
    hours: int
    weight: int
    part: int


@dataclass(frozen=True)
class PayOutView:
    """A pot: state is asked, paid or dropped. circle: "" for the association's money."""

    id: str
    association: str
    circle: str
    pot: int
    rule: str
    since: date
    until: date
    shares: tuple[Share, ...]
    asked_by: str
    asked: datetime
    agreed_by: str
    state: str


def state_intensity(event: str, percent: int, *, by: str) -> None:
    """How hard some hours were: 100 is ordinary work. Only the one who worked, or a guardian, says so; 100 takes it
    back. Refused: contributions.not_work, circles.not_yours, contributions.intensity."""
    view = ledger_queries.event(event)
    if view is None or view.action is not Action.WORK:
        refuse("contributions.not_work", gettext_noop("That entry is not about work."), "event")
    acts_for(view.provider, by, "event")
    if not EASIEST <= percent <= HARDEST:
        refuse("contributions.intensity", gettext_noop(
            "Say how hard it was, from {least} to {most} per cent of ordinary work."), "percent", least=EASIEST,
            most=HARDEST)
    if percent == 100:
        Intensity.objects.filter(event=event).delete()
    else:
        Intensity.objects.update_or_create(event=event, defaults={"percent": percent})


def stated(events: Iterable[str]) -> dict[str, int]:
    """By event of work: the intensity that was stated, where it is not that of ordinary work."""
    return dict(Intensity.objects.filter(event__in=list(events)).values_list("event", "percent"))


def contributions(association: str, since: date, until: date) -> tuple[Contribution, ...]:
    """Who worked for an association from `since` up to and with `until`, by the journal; what was taken back is left
    out. need: people in the member's household."""
    events = [event for event in _work(association, since, until)
              if event.receiver == association and not event.corrected_by and not event.corrects]
    said = stated(event.id for event in events)
    hours: dict[str, int] = defaultdict(int)
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for event in events:
        hours[event.provider] += event.effort or 0
        weights[event.provider] += Fraction((event.effort or 0) * said.get(event.id, 100), 100)
    return tuple(Contribution(member, hours[member], weights[member] / hours[member] if hours[member] else Fraction(1),
                              _people_at_home(member)) for member in sorted(hours))


def work_out_shares(association: str, pot: int, rule: str, since: date, until: date) -> tuple[Share, ...]:
    """What each would get, before anybody agrees. Refused: sharing.*, contributions.nobody_worked."""
    worked = contributions(association, since, until)
    if not worked:
        refuse("contributions.nobody_worked", gettext_noop("Nobody wrote down work in that time. Choose other days."),
               "since")
    parts = pay_out(pot, worked, rule)
    return tuple(Share(one.member, one.hours, round(one.hours * one.intensity), parts[one.member]) for one in worked)


def ask_pay_out(association: str, *, pot: int, rule: str, since: date, until: date, by: str, circle: str = "") -> str:
    """Ask to share out a pot: of a circle's unit, or of the association's money. Returns its id; whoever
    presses twice has asked once. Refused: circles.not_yours, payments.not_positive, contributions.days, and as
    `work_out_shares`."""
    acts_for(association, by, "association")
    if pot <= 0:
        refuse("payments.not_positive", gettext_noop("Write an amount above zero."), "pot")
    if since > until:
        refuse("contributions.days", gettext_noop("The first day comes before the last."), "until")
    shares = work_out_shares(association, pot, rule, since, until)
    asked_twice = PayOut.objects.filter(association=association, circle=circle or None, pot=pot, rule=rule, since=since,
                                        until=until, asked_by=by, agreed=None, dropped=None).first()
    if asked_twice:
        return asked_twice.id
    return PayOut.objects.create(
        association=association, circle=circle_of(circle) if circle else None, pot=pot, rule=rule, since=since,
        until=until, shares=[[one.member, one.hours, one.weight, one.part] for one in shares], asked_by=by,
        asked=timezone.now()).id


def agree_to_pay_out(pay_out_id: str, *, by: str) -> None:
    """Another who has a share, or who belongs to the association, agrees, and all parts are paid in one go.
    Refused: contributions.gone, circles.second_person, circles.not_a_member, and what the ledger refuses."""
    def write() -> None:
        row = _open(pay_out_id)
        if by == row.asked_by:
            refuse("circles.second_person", gettext_noop(
                "Somebody else has to agree: neither who asked nor whom it is about."), "")
        if by not in {share[0] for share in row.shares} and not people.may_see_book(by, row.association):
            refuse("contributions.not_theirs", gettext_noop("Only somebody who belongs to it can agree."), "")
        row.agreed_by, row.agreed = by, timezone.now()
        row.save()
        _pay(row)

    in_one_go(write)


def drop_pay_out(pay_out_id: str, *, by: str) -> None:
    """It is not shared out like that. Refused: contributions.gone, contributions.not_theirs."""
    row = _open(pay_out_id)
    if not people.may_see_book(by, row.association):
        refuse("contributions.not_theirs", gettext_noop("Only somebody who belongs to it can agree."), "")
    PayOut.objects.filter(id=row.id, agreed=None).update(dropped=timezone.now())


def pay_outs(association: str) -> tuple[PayOutView, ...]:
    """An association's pots, the latest first."""
    return tuple(PayOutView(
        row.id, row.association, row.circle_id or "", row.pot, row.rule, row.since, row.until,
        tuple(Share(*share) for share in row.shares), row.asked_by, row.asked, row.agreed_by,
        "paid" if row.agreed else "dropped" if row.dropped else "asked")
        for row in PayOut.objects.filter(association=association).order_by("-asked"))


def to_agree(person: str, associations: Iterable[str]) -> tuple[str, ...]:
    """Which of these associations have a pot that waits for somebody other than who asked, and that person did not."""
    rows = PayOut.objects.filter(association__in=list(associations), agreed=None, dropped=None)
    return tuple(rows.exclude(asked_by=person).order_by("asked").values_list("association", flat=True).distinct())


def _pay(row: PayOut) -> None:
    parts = [(member, part) for member, _, _, part in row.shares if part]
    if row.circle_id:
        pay_together(row.circle_id, [Slip(row.association, member, part, f"share {row.id} {member}")
                                     for member, part in parts], by=row.asked_by)
        return
    money = next(iter(ledger_queries.specifications(sort="money")), None)
    if money is None:
        refuse("contributions.no_money", gettext_noop("This town counts no money yet. Choose a circle."), "circle")
    ledger.record_events(Flow(Action.TRANSFER, row.association, member, money.id, timezone.now(), row.asked_by,
                              f"share {row.id} {member}", quantity=part, mode=Mode.POOL) for member, part in parts)


def _open(pay_out_id: str) -> PayOut:
    found = PayOut.objects.select_for_update().filter(id=pay_out_id, agreed=None, dropped=None).first()
    if found is None:
        refuse("contributions.gone", gettext_noop("This was agreed to or dropped already."), "")
    return found


def _work(association: str, since: date, until: date) -> Iterable:
    begins, ends = (timezone.make_aware(datetime.combine(day, time())) for day in (since, until + timedelta(days=1)))
    before = None
    while page := ledger_queries.events(agent=association, since=begins, until=ends, before=before, count=1_000):
        yield from (event for event in page if event.action is Action.WORK)
        before = page[-1].seq


def _people_at_home(member: str) -> int:
    home = people.household_of(member)
    view = people.agent(home) if home else None
    return view.size if view else 1
