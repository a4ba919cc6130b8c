"""What Today shows a person: what waits for them, and what they could take up (Exodus 2784-2946: people see
traces of unfinished work and pick it up; nobody assigns)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.rows import Words, event_line
from commonstead.town.circulation import barter_queries as barter
from commonstead.town.circulation import board_queries as board
from commonstead.town.circulation import card_queries, contributions, queries
from commonstead.town.circulation.bridges import queries as bridges
from commonstead.town.circulation.clearing import queries as clearing
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people

TAKEN_BACK_DAYS = 30
MOST_OPEN = 8


@dataclass(frozen=True)
class Line:
    """One thing to see to. intent: id of an open wish that can be taken up."""

    title: str
    note: str
    href: str = ""
    intent: str = ""
    mine: bool = False
    late: bool = False


class Person:
    """The person with what they belong to; asked for once. books: of whom they may write all; keeps: of these the
    associations."""

    def __init__(self, person_id: str):
        self.id = person_id
        self.home = people.household_of(person_id)
        self.groups = {entry.group for entry in people.memberships_of(person_id)}
        self.books = people.may_book_for(person_id)
        self.keeps = self.books & self.groups - {self.home}
        pledge = people.pledge_of(person_id)
        self.skills = set(pledge.skills) if pledge else set()


def waiting_for(person: Person, promises, words: Words) -> list[Line]:
    """Promises of mine and of those I keep books for, a half-done audit, entries that were taken back."""
    lines = []
    audit = _half_done(person)
    if audit:
        lines.append(audit)
    for promise in promises:
        mine = person.id in (promise.provider, promise.receiver) or promise.provider in person.books
        if promise.kept or not mine or _is_debt(promise, words):
            continue
        lines.append(Line(
            _promise_words(promise, person.id, words), _due(promise.due),
            href=_record_address(promise, words), late=bool(promise.due and promise.due < timezone.now())))
    for card in card_queries.blocked_cards(person.id):
        lines.append(Line(_("Card of %(name)s: blocked") % {"name": words.name(card.holder)},
                          _("Five wrong PINs. Ask the holder, then give it a new one."),
                          reverse("circle-cards", args=[card.circle])))
    lines += _debts(person)
    since = timezone.now() - timedelta(days=TAKEN_BACK_DAYS)
    for event in ledger.events(agent=person.id, since=since, count=40):
        if event.corrects and event.booked_by != person.id and not is_unit_of_account(words.sort(event.specification)):
            lines.append(Line(_("Taken back: %(entry)s") % {"entry": event_line(event, words)}, event.reason,
                              reverse("event", args=[event.id])))
    return lines


def _is_debt(promise, words: Words) -> bool:
    """What is owed in money or a circle's unit has a page of its own."""
    thing = words.goods.get(promise.specification)
    return promise.action == Action.TRANSFER and thing is not None and (
        thing.sort == "money" or is_unit_of_account(thing.sort))


def _debts(person: Person) -> list[Line]:
    """Rounds of clearing that wait for a look or can be cleared, and debts that wait for a yes of ours."""
    mine, ready = clearing.rounds_waiting(person.books, person.keeps)
    parts: dict[str, list[str]] = {}
    for part in mine:
        if part.yes is None:
            parts.setdefault(part.round, []).append(part.holder)
    names = people.names({holder for holders in parts.values() for holder in holders}) if parts else {}
    lines = [Line(_("Debts may fall against each other: look at your part"),
                  ", ".join(sorted(names[holder] for holder in holders if holder != person.id)),
                  reverse("clearing-round", args=[round_])) for round_, holders in parts.items()]
    asked = [slip for slip in clearing.slips_of(person.books) if slip.waits_for(person.books)]
    lines += _to_clear(ready)
    return [*lines, *([Line(_("A debt was written down: is it so?"), "", reverse("clearing"))] if asked else [])]


def _to_clear(rounds) -> list[Line]:
    """Rounds of clearing that I keep and that wait for nobody else any more."""
    names = {view.id: view.name for view in clearing.clearings()} if rounds else {}
    today = timezone.localdate()
    return [Line(_("%(name)s: debts can be cleared now") % {"name": names[one.clearing]},
                 _("The window is over.") if today > one.until else _("Everybody said yes."),
                 reverse("clearing-round", args=[one.id])) for one in rounds]


def could_take_up(person: Person, wishes, words: Words, most: int | None = MOST_OPEN) -> list[Line]:
    """Open wishes and offers, those of my associations and skills first."""
    found = []
    for wish in wishes:
        side = wish.provider or wish.receiver
        if side in (person.id, person.home):
            continue
        mine = side in person.groups or wish.specification.removeprefix("work-") in person.skills
        found.append((not mine, Line(
            _wish_words(wish, words), " · ".join(part for part in (_due(wish.due), wish.note) if part),
            href=reverse("board-notice", args=[wish.id]), intent=wish.id, mine=mine)))
    return [line for _rank, line in sorted(found, key=lambda pair: pair[0])][:most]


def to_answer(person: Person) -> list[Line]:
    """Agreements that somebody asks me for, and those that the other side wants to talk about."""
    asked, talk = barter.waiting_for_answer(person.books), barter.to_talk_about(person.books)
    if not asked and not talk:
        return []
    names = people.names({side for view in (*asked, *talk) for side in view.sides})
    lines = [Line(_("%(who)s asks for an agreement: %(name)s") % {"who": names[view.first], "name": view.name},
                  _("It stands when you say yes."), reverse("agreement", args=[view.id])) for view in asked]
    for view in talk:
        other = next(side for side, voice in view.voices.items() if voice.voice != "fair"
                     and view.other(side) in person.books)
        lines.append(Line(_("%(who)s would like to talk about “%(name)s”") % {"who": names[other], "name": view.name},
                          view.voices[other].words, reverse("agreement", args=[view.id])))
    return lines


def to_agree(person: Person) -> list[Line]:
    """What needs a second voice that may be mine: other rules of a circle, a pot that is to be shared out, a bridge
    that another circle proposes, and how much may be owed across one."""
    changes = queries.changes_to_agree(person.id, person.books)
    pots = contributions.to_agree(person.id, person.groups)
    proposals, caps = bridges.waiting_for(person.id, person.keeps, person.books)
    asked = [Line(_("“%(other)s” asks for a bridge to “%(circle)s”") % {"other": one.first, "circle": one.second},
                  _("Members of both could pay each other. It opens once you agree."),
                  reverse("bridge", args=[one.id])) for one in proposals]
    asked += [Line(_("%(circle)s: how much may be owed across a bridge?") % {"circle": name},
                   _("It holds once another member agrees."), reverse("bridge", args=[bridge]))
              for bridge, name in caps]
    if not changes and not pots:
        return asked
    names, circles = people.names({*(one.asked_by for one in changes), *pots}), {
        one.id: one.name for one in queries.circles()} if changes else {}
    lines = [Line(_("%(who)s asks for other rules in %(circle)s") % {
        "who": names[one.asked_by], "circle": circles[one.circle]}, _("It holds once another member agrees."),
        reverse("circle", args=[one.circle])) for one in changes]
    return asked + lines + [Line(_("%(name)s: a pot is to be shared out") % {"name": names[association]},
                         _("It is paid when somebody else of you agrees."), reverse("shares", args=[association]))
                    for association in pots]


def running_out(person: Person, words: Words) -> list[Line]:
    """What I have on the board and what ends within a week: kept with one tap, or let go."""
    return [Line(words.good(view.intent.specification),
                 _("ends on %(day)s") % {"day": wording.day(view.expires)},
                 reverse("board-notice", args=[view.id]), intent=view.id)
            for view in board.running_out(person.books)]


def _half_done(person: Person) -> Line | None:
    if not person.home:
        return None
    try:
        audit = livelihood.audit_of(person.home, viewer=person.id)
    except Refused:
        return None
    if audit is None:
        return Line(_("Say how your household lives"), _("Five minutes; only your household can read it."),
                    reverse("livelihood"))
    if not audit.done:
        return Line(_("Your livelihood audit is half done"), _("It goes on where you left it."), reverse("livelihood"))
    return None


def _promise_words(promise, me: str, words: Words) -> str:
    much = words.much(promise)
    if promise.provider == me:
        return _("You promised %(whom)s: %(good)s%(much)s") % {
            "whom": words.name(promise.receiver), "good": words.good(promise.specification),
            "much": f" ({much})" if much else ""}
    said = {"who": words.name(promise.provider), "whom": words.name(promise.receiver),
            "good": words.good(promise.specification), "much": f" ({much})" if much else ""}
    return _("%(who)s promised %(whom)s: %(good)s%(much)s") % said


def _wish_words(wish, words: Words) -> str:
    much = words.much(wish)
    said = {"who": words.name(wish.provider or wish.receiver), "good": words.good(wish.specification),
            "much": f" ({much})" if much else ""}
    if wish.receiver:
        return _("%(who)s could use: %(good)s%(much)s") % said
    return _("%(who)s offers: %(good)s%(much)s") % said


def _due(moment) -> str:
    return _("by %(day)s") % {"day": wording.day(moment)} if moment else ""


def _record_address(promise, words: Words) -> str:
    """The form to write down that a promise was kept, with what is known filled in."""
    deed = {"work": "worked", "deliverService": "served"}.get(promise.action, "gave")
    known = {"who": promise.provider, "partner": promise.receiver, "good": promise.specification, "promise": promise.id,
             "mode": promise.mode or ""}
    if promise.effort is not None:
        known["effort"] = str(words.units.to_decimal(promise.effort, "h"))
    if promise.quantity is not None and promise.specification in words.goods:
        known["quantity"] = str(words.units.to_decimal(promise.quantity, words.goods[promise.specification].unit))
    return f"{reverse('record-deed', args=[deed])}?{urlencode({key: value for key, value in known.items() if value})}"
