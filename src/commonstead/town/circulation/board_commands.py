"""Writing the board: an offer or a need with its last day, kept for longer, taken down, taken up.

What is offered or needed is the ledger's Intent, and taking it up makes a Commitment; a notice only says what the
ledger does not need to know. A board that is never cleared stops being read, so each notice has a last day and goes by
itself; its writer is reminded a week before and keeps it with one press.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import slugify

from commonstead.core.vocabulary.accounts import UNIT_MODES, is_unit_of_account
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import acts_for, circle_of, in_one_go, refuse
from .board_models import Notice, Photo
from .board_places import correct_place, meet_at, name_place
from .models import Account
from .photos import CleanPhoto

#: Days that a notice stands unless said otherwise, and at most. Both are ours: long enough for a season's offer, short
#: enough that what stands there is still meant.
USUAL_DAYS, MOST_DAYS = 90, 366
RETURNS = ("gift", "circle", "barter", "share")
_MODES = {"gift": Mode.GIFT, "barter": Mode.BARTER, "share": Mode.POOL}


@dataclass(frozen=True)
class Draft:
    """What a notice says. who: agent id.  offers: an offer, otherwise a need.  amount: in the thing's unit; for work,
    hundredths of an hour.  returns: gift, circle, barter or share (of what it costs).  asks: in the circle's unit.
    place: Place id."""

    who: str
    offers: bool
    specification: str
    amount: int
    returns: str = "gift"
    circle: str = ""
    asks: int | None = None
    place: str = ""
    expires: date | None = None
    note: str = ""
    photo: CleanPhoto | None = None


def write_notice(draft: Draft, *, by: str, key: str) -> str:
    """Put it on the board. The same key again gives the first answer. Returns the intent's id.
    Refused: circles.not_yours, board.money, board.returns, board.day, board.asks, accounts.none, circles.unknown,
    circles.ended, ledger.specification_unknown, ledger.amount_missing."""
    if known := Notice.objects.filter(key=key).first():
        return known.intent
    acts_for(draft.who, by, "who")
    thing = ledger_queries.specification(draft.specification)
    if thing is not None and (thing.sort == "money" or is_unit_of_account(thing.sort)):
        refuse("board.money", gettext_noop("Money is not offered here. Choose a thing, a service or work."), "what")
    expires = draft.expires or timezone.localdate() + timedelta(days=USUAL_DAYS)
    _day_is_right(expires)
    mode = _mode_of(draft)
    action = _action_of(thing.sort) if thing else Action.TRANSFER
    counted = {"effort": draft.amount} if action is Action.WORK else {"quantity": draft.amount}

    def write() -> str:
        if known := Notice.objects.filter(key=key).first():
            return known.intent
        intent = ledger.intend(action, draft.specification, mode=None if action is Action.WORK else mode,
                               note=draft.note[:500], **counted,
                               **{"provider" if draft.offers else "receiver": draft.who})
        notice = Notice.objects.create(
            intent=intent, key=key[:80], by=by, written=timezone.now(), returns=draft.returns,
            circle=draft.circle if draft.returns == "circle" else "",
            asks=draft.asks if draft.returns == "circle" else None, place_id=draft.place or None, expires=expires)
        if draft.photo:
            Photo.objects.create(notice=notice, jpeg=draft.photo.jpeg, width=draft.photo.width,
                                 height=draft.photo.height)
        return intent

    return in_one_go(write)


def keep_notice(intent: str, *, by: str, days: int = USUAL_DAYS) -> date:
    """It stands for that many days from today on. Returns the last of them.
    Refused: board.unknown, circles.not_yours, board.over."""
    _open_and_mine(intent, by)
    until = timezone.localdate() + timedelta(days=min(days, MOST_DAYS))
    Notice.objects.filter(intent=intent).update(expires=until, let_end=False)
    return until


def let_end(intent: str, *, by: str) -> None:
    """Its writer was reminded and lets it end on its day. Refused: board.unknown, circles.not_yours, board.over."""
    _open_and_mine(intent, by)
    Notice.objects.filter(intent=intent).update(let_end=True)


def take_down(intent: str, *, by: str) -> None:
    """It leaves the board at once, and its photo is deleted. Refused: board.unknown, circles.not_yours."""
    wish = _mine(intent, by)
    if wish.finished:
        return

    def write() -> None:
        ledger.finish_promise(intent)
        Notice.objects.filter(intent=intent).update(withdrawn=timezone.now())
        Photo.objects.filter(notice=intent).delete()

    in_one_go(write)


def take_up(intent: str, *, by: str, who: str = "") -> str:
    """The open side becomes mine, or that of somebody for whom I act. Returns the commitment's id.
    Refused: board.unknown, board.ran_out, board.own, circles.not_yours, and as ledger.commit_to."""
    wish = ledger_queries.intent(intent)
    if wish is None:
        _unknown()
    who = who or by
    acts_for(who, by, "who")
    if who == (wish.provider or wish.receiver):
        refuse("board.own", gettext_noop("This is your own. It waits for somebody else."), "who")
    notice = Notice.objects.filter(intent=intent).first()
    if notice and notice.expires and notice.expires < timezone.localdate() and not wish.finished:
        refuse("board.ran_out", gettext_noop("This ran out on {day}. Ask {name} whether it still stands."), "",
               day=notice.expires.isoformat(), name=people.names([wish.provider or wish.receiver]).popitem()[1])
    # What came before the board said nothing of the way: what nobody asked anything for is a gift.
    mode = wish.mode or (None if wish.action is Action.WORK else Mode.GIFT)
    return ledger.commit_to(intent, mode=mode, **{"provider" if wish.receiver else "receiver": who})


def name_service(name: str, counted: str = "each") -> str:
    """A service that the town's list does not have yet, counted in times ("each") or hours ("h"). Returns its id; that
    of the one of that name, where there is one. Refused: board.name."""
    name = " ".join(name.split())[:60]
    slug = slugify(name)[:50]
    if not slug:
        refuse("board.name", gettext_noop("Write a name with letters or digits."), "what")
    known = {spec.id: spec.name.casefold() for spec in ledger_queries.specifications()}
    same = next((id for id, called in known.items() if called == name.casefold()), None)
    if same:
        return same
    free = next(candidate for candidate in (slug, *(f"{slug}-{turn}" for turn in range(2, 1000)))
                if candidate not in known)
    return ledger.add_specification(free, name=name, unit="h" if counted == "h" else "each", sort="service")


def tend_board(today: date | None = None) -> int:
    """What ran out is finished in the ledger too, and photos of what is over are deleted. Returns how many ran out."""
    today = today or timezone.localdate()
    out = list(Notice.objects.filter(expires__lt=today, withdrawn=None).values_list("intent", flat=True))
    still_open = {wish.id for wish in ledger_queries.intents()}
    for intent in (ran_out := [intent for intent in out if intent in still_open]):
        ledger.finish_promise(intent)
    Photo.objects.exclude(notice__in=still_open - set(out)).filter(
        notice__written__lt=timezone.now() - timedelta(days=1)).delete()
    return len(ran_out)


def _day_is_right(expires: date) -> None:
    today = timezone.localdate()
    if not today <= expires <= today + timedelta(days=MOST_DAYS):
        refuse("board.day", gettext_noop("Choose a last day from today to {day}."), "expires",
               day=(today + timedelta(days=MOST_DAYS)).isoformat())


def _mode_of(draft: Draft) -> Mode:
    """In which spirit it would change hands."""
    if draft.returns not in RETURNS:
        refuse("board.returns", gettext_noop("Choose what you hope for in return, or that it is a gift."), "returns")
    if draft.returns != "circle":
        return _MODES[draft.returns]
    circle = circle_of(draft.circle)
    if not Account.objects.filter(circle=circle, holder=draft.who, until=None).exists():
        refuse("accounts.none", gettext_noop("{name} has no account in {unit} yet. An account is opened by joining the "
                                             "circle."), "returns", name=people.names([draft.who])[draft.who],
               unit=circle.name)
    if draft.asks is not None and draft.asks <= 0:
        refuse("board.asks", gettext_noop("Write an amount above zero, or leave it empty and settle it together."),
               "asks")
    return UNIT_MODES.get(circle.sort, Mode.GIFT)


def _action_of(sort: str) -> Action:
    return {"work": Action.WORK, "service": Action.DELIVER_SERVICE}.get(sort, Action.TRANSFER)


def _mine(intent: str, by: str):
    wish = ledger_queries.intent(intent)
    if wish is None or not Notice.objects.filter(intent=intent).exists():
        _unknown()
    acts_for(wish.provider or wish.receiver, by, "who")
    return wish


def _open_and_mine(intent: str, by: str) -> None:
    if _mine(intent, by).finished:
        refuse("board.over", gettext_noop("This is over already: it was taken up, taken down, or ran out. Write it "
                                          "anew."), "")


def _unknown():
    refuse("board.unknown", gettext_noop("There is no such notice on the board. Look at the board again."), "")


__all__ = ["MOST_DAYS", "RETURNS", "USUAL_DAYS", "Draft", "correct_place", "keep_notice", "let_end", "meet_at",
           "name_place", "name_service", "take_down", "take_up", "tend_board", "write_notice"]
