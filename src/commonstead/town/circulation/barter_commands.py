"""Writing standing agreements: one side asks, the other says yes, both give, both say whether it is still fair, either
may end it (Exodus 9867-9878: a clinic treats the printers, who print for it; 9067-9081: sourcing from each other).

Nothing stands before both have said yes: only then is the ledger's Agreement made, with a Commitment for the stretch
that runs. What is given are ordinary events of the journal that name the agreement. Nobody here works out a price, a
worth or who is ahead; whether it is fair, the two say themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from commonstead.core.circulation.standing import EVERY, stretch_of
from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town import kinds
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import acts_for, in_one_go, refuse
from .barter_models import Barter, BarterTerm, Voice
from .barter_stretches import bring_up, deed, let_stand, moment, take_over, tend_agreements, unknown

MOST_TERMS = 12
VOICES = ("fair", "talk", "not")


@dataclass(frozen=True)
class Promise:
    """What one side would give. amount: in the thing's unit; for work, hundredths of an hour.  every: "week", "month",
    "quarter", "year", or "" for once.  words: how the two would say it."""

    giver: str
    specification: str
    amount: int
    every: str = "month"
    words: str = ""


def ask_agreement(name: str, first: str, second: str, promises: Iterable[Promise], *, by: str, key: str,
                  open: bool = False, replaces: str = "") -> str:
    """Ask somebody for an agreement; nothing is promised until they say yes. The same key again gives the first answer.
    open: for our part, everybody in town may read it.  replaces: the agreement that ends when this one begins.
    Returns its id. Refused: circles.not_yours, barter.name, barter.with_oneself, barter.nobody, barter.one_sided,
    barter.twice, barter.too_many, barter.amount, barter.every, barter.money, barter.not_in_its_book,
    ledger.specification_unknown."""
    if known := Barter.objects.filter(key=key).first():
        return known.id
    acts_for(first, by, "first")
    promises = tuple(promises)
    _between_two(name, first, second, promises)
    for promise in promises:
        _can_be_kept(promise, second if promise.giver == first else first)
    if replaces and not Barter.objects.filter(id=replaces, state="stands", first__in=(first, second),
                                              second__in=(first, second)).exists():
        unknown()

    def write() -> str:
        asked, made = Barter.objects.get_or_create(key=key[:80], defaults={
            "name": " ".join(name.split())[:120], "first": first, "second": second, "asked_by": by,
            "asked": timezone.now(), "first_open": open, "replaces_id": replaces or None})
        if made:
            BarterTerm.objects.bulk_create(
                BarterTerm(barter=asked, place=place, giver=one.giver, specification=one.specification,
                           amount=one.amount, every=one.every, words=" ".join(one.words.split())[:120])
                for place, one in enumerate(promises))
        return asked.id

    return in_one_go(write)


def agree_to(barter_id: str, *, by: str, open: bool = False) -> None:
    """The other side says yes: now it stands, and its first stretch begins today. What it replaces ends.
    Refused: barter.unknown, barter.answered, circles.not_yours."""
    def write() -> None:
        asked = _locked(barter_id)
        acts_for(asked.second, by, "second")
        if asked.state == "stands":
            return
        _still_asked(asked)
        today = timezone.localdate()
        if asked.replaces and asked.replaces.state == "stands":
            _end(asked.replaces, today, by, "")
        let_stand(asked, today)
        Barter.objects.filter(id=asked.id).update(answered_by=by, second_open=open)

    in_one_go(write)


def decline(barter_id: str, *, by: str, words: str = "") -> None:
    """The other side says no, and why if they like. Refused: barter.unknown, barter.answered, circles.not_yours."""
    _close_asked(barter_id, by, "second", "declined", words)


def withdraw(barter_id: str, *, by: str) -> None:
    """Whoever asked takes it back. Refused: barter.unknown, barter.answered, circles.not_yours."""
    _close_asked(barter_id, by, "first", "withdrawn", "")


def deliver(barter_id: str, term_id: int, *, amount: int, day: date, by: str, key: str, note: str = "") -> str:
    """Write down that something was given: one event of the journal that names the agreement. Returns the event's id.
    Refused: barter.unknown, barter.ended, barter.not_yet, and what the ledger refuses."""
    found = Barter.objects.filter(id=barter_id).first() or unknown()
    term = found.terms.filter(id=term_id).first() or unknown()
    if found.state != "stands":
        _not_standing(found)
    if day > timezone.localdate():
        refuse("barter.not_yet", gettext_noop("That day has not come yet. Write down what was given already."), "day")

    def write() -> str:
        bring_up(found, timezone.localdate())
        term.refresh_from_db()
        action, mode = deed(term.specification)
        taker = found.second if term.giver == found.first else found.first
        runs = stretch_of(found.begins, term.every, timezone.localdate())
        counted = {"effort": amount} if action is Action.WORK else {"quantity": amount}
        return ledger.record_event(Flow(
            action, term.giver, taker, term.specification, moment(day), by, key, mode=mode, note=note,
            agreement=found.agreement, fulfills=term.commitment if day >= runs.begins else "", **counted)).event_id

    return in_one_go(write)


def say(barter_id: str, side: str, voice: str, *, by: str, words: str = "") -> None:
    """One side says whether it is fair. What they said before stays to be read.
    Refused: barter.unknown, barter.ended, circles.not_yours, barter.voice."""
    found = Barter.objects.filter(id=barter_id).first() or unknown()
    if side not in (found.first, found.second):
        unknown()
    acts_for(side, by, "side")
    if found.state != "stands":
        _not_standing(found)
    if voice not in VOICES:
        refuse("barter.voice", gettext_noop("Choose one of the three: it is fair, let us talk, or not any more."),
               "voice")
    words = " ".join(words.split())[:300]
    last = found.voices.filter(side=side).order_by("-id").first()
    if last is None or (last.voice, last.words) != (voice, words):
        Voice.objects.create(barter=found, side=side, voice=voice, words=words, by=by, at=timezone.now())


def show_to_town(barter_id: str, side: str, open: bool, *, by: str) -> None:
    """One side lets everybody read it, or no longer; it takes both. Refused: barter.unknown, circles.not_yours."""
    found = Barter.objects.filter(id=barter_id).first() or unknown()
    acts_for(side, by, "side")
    if side not in (found.first, found.second):
        unknown()
    Barter.objects.filter(id=found.id).update(**{"first_open" if side == found.first else "second_open": open})


def end(barter_id: str, *, by: str, words: str = "", on: date | None = None) -> None:
    """Either side ends it, from that day on. What was given stays given. Refused: barter.unknown, circles.not_yours,
    barter.ended."""
    def write() -> None:
        found = _locked(barter_id)
        if not {found.first, found.second} & people.may_book_for(by):
            acts_for(found.first, by, "side")
        if found.state == "ended":
            return
        if found.state != "stands":
            _not_standing(found)
        _end(found, on or timezone.localdate(), by, words)

    in_one_go(write)


def _between_two(name: str, first: str, second: str, promises: tuple[Promise, ...]) -> None:
    if not name.strip():
        refuse("barter.name", gettext_noop("Give it a name, like “Visits and printing”."), "name")
    if first == second:
        refuse("barter.with_oneself", gettext_noop("An agreement is between two. Choose somebody else."), "second")
    partner = people.agent(second)
    if partner is None or second == OUTSIDE or (partner.until and partner.until <= timezone.localdate()):
        refuse("barter.nobody", gettext_noop("Choose somebody of this town with whom you agree."), "second")
    givers = {one.giver for one in promises}
    if givers != {first, second}:
        refuse("barter.one_sided", gettext_noop("Write at least one thing that you give, and one that they give. What "
                                                "is given without anything back is a gift, and needs no agreement."),
               "get" if second not in givers else "give")
    if len({(one.giver, one.specification) for one in promises}) < len(promises):
        refuse("barter.twice", gettext_noop("One thing stands there twice on the same side. Write it once, with all "
                                            "that is given of it."), "give")
    if len(promises) > MOST_TERMS:
        refuse("barter.too_many", gettext_noop("At most {most} promises fit into one agreement."), "give",
               most=MOST_TERMS)


def _can_be_kept(promise: Promise, taker: str) -> None:
    """The thing is known and no money, the amount and rhythm are right, and both books may hold it."""
    thing = ledger_queries.specification(promise.specification)
    if thing is None:
        refuse("ledger.specification_unknown",
               gettext_noop("The town's list of things has no “{thing}”. Choose from the list or add it."),
               "specification", thing=promise.specification)
    if thing.sort == "money" or is_unit_of_account(thing.sort):
        refuse("barter.money", gettext_noop("This is an agreement without price: neither money nor a circle's unit "
                                            "stands in it. Choose a thing, a service or work."), "specification")
    if promise.amount <= 0:
        refuse("barter.amount", gettext_noop("Write how much, above zero."), "amount")
    if promise.every not in EVERY:
        refuse("barter.every", gettext_noop("Choose every week, every month, every quarter, every year, or once."),
               "every")
    action, mode = deed(promise.specification)
    for side in (promise.giver, taker):
        view = people.agent(side)
        kind = kinds.get(view.kind) if view.kind else None
        if kind is not None and (action, mode) not in kind.allowed:
            refuse("barter.not_in_its_book",
                   gettext_noop("The book of {name} cannot hold “{thing}” by standing agreement. Its members can "
                                "change that in their charter."), "specification", name=view.name, thing=thing.name)


def _end(found: Barter, on: date, by: str, words: str) -> None:
    ledger.end_agreement(found.agreement, on=on)
    Barter.objects.filter(id=found.id).update(state="ended", ended=on, ended_by=by, said=" ".join(words.split())[:300])


def _close_asked(barter_id: str, by: str, side: str, state: str, words: str) -> None:
    def write() -> None:
        asked = _locked(barter_id)
        acts_for(getattr(asked, side), by, side)
        if asked.state == state:
            return
        _still_asked(asked)
        Barter.objects.filter(id=asked.id).update(state=state, answered_by=by, ended=timezone.localdate(),
                                                  said=" ".join(words.split())[:300])

    in_one_go(write)


def _locked(barter_id: str) -> Barter:
    return Barter.objects.select_for_update().filter(id=barter_id).first() or unknown()


def _still_asked(asked: Barter) -> None:
    if asked.state != "asked":
        refuse("barter.answered", gettext_noop("This was answered already. Look at the page again."), "")


def _not_standing(found: Barter) -> None:
    if found.state == "ended":
        refuse("barter.ended", gettext_noop("“{name}” ended on {day}. What is given from now on needs another "
                                            "agreement, or is a gift."), "", name=found.name,
               day=found.ended.isoformat())
    refuse("barter.ended", gettext_noop("“{name}” does not stand: both have to say yes first."), "", name=found.name)


__all__ = ["MOST_TERMS", "VOICES", "Promise", "agree_to", "ask_agreement", "decline", "deliver", "end", "say",
           "show_to_town", "take_over", "tend_agreements", "withdraw"]
