"""How an agreement without price stands in the ledger: an Agreement, and for each promise one Commitment for the
stretch that runs. When a stretch is over, its promise is finished, kept or not, and made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils import timezone

from commonstead.core.circulation.standing import stretch_of
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries

from .asking import in_one_go, refuse
from .barter_models import Barter, BarterTerm


def take_over(agreement: str, *, every: Mapping[tuple[str, str], str] | None = None,
              begins: date | None = None, replaces: str = "") -> str:
    """A barter agreement that stands in the ledger already gets its page: its promises become terms, with a rhythm
    (every: by giver and thing) or kept once. begins: its first stretch, if not the agreement's own day.  replaces: the
    agreement whose place it took. Returns its id, also where it had one. Refused: barter.unknown, where it is not
    between exactly two or promises come in other modes."""
    if known := Barter.objects.filter(agreement=agreement).first():
        return known.id
    view = ledger_queries.agreement(agreement) or unknown()
    sides = sorted({side for one in view.commitments for side in (one.provider, one.receiver)})
    if len(sides) != 2 or any(one.mode not in (Mode.BARTER, None) for one in view.commitments):
        unknown()
    sides.sort(key=lambda side: side != view.commitments[0].provider)

    def write() -> str:
        made = Barter.objects.create(
            name=view.name or "–", first=sides[0], second=sides[1], state="ended" if view.ended else "stands",
            agreement=agreement, key=f"ledger {agreement}", asked_by="", begins=begins or view.made, ended=view.ended,
            replaces_id=replaces or None,
            asked=timezone.make_aware(datetime.combine(view.made, time(12))))
        BarterTerm.objects.bulk_create(
            BarterTerm(barter=made, place=place, giver=one.provider, specification=one.specification,
                       amount=one.effort or one.quantity, words=one.note[:120],
                       every=(every or {}).get((one.provider, one.specification), ""), commitment=one.id)
            for place, one in enumerate(view.commitments))
        return made.id

    return in_one_go(write)


def tend_agreements(today: date | None = None) -> int:
    """Where a new stretch has begun, its promises are made anew. Harmless to repeat. Returns how many were."""
    today = today or timezone.localdate()
    return sum(in_one_go(lambda found=found: bring_up(found, today))
               for found in Barter.objects.filter(state="stands"))


def deed(specification: str) -> tuple[Action, Mode | None]:
    """What the journal calls it when it is given."""
    sort = ledger_queries.specification(specification).sort
    if sort == "work":
        return Action.WORK, None
    return (Action.DELIVER_SERVICE if sort == "service" else Action.TRANSFER), Mode.BARTER


def let_stand(asked: Barter, today: date) -> None:
    """Make the ledger's agreement, and in it a commitment for each promise's first stretch."""
    agreement = ledger.agree(asked.name, made=today)
    Barter.objects.filter(id=asked.id).update(state="stands", agreement=agreement, begins=today)
    asked.agreement, asked.begins = agreement, today
    for term in asked.terms.order_by("place"):
        _promise(asked, term, today)


def bring_up(found: Barter, today: date) -> int:
    """Promises whose stretch is over are made anew for the one that runs."""
    renewed = 0
    current = {one.id: one for one in ledger_queries.agreement(found.agreement).commitments}
    for term in found.terms.exclude(every="").order_by("place"):
        due = getattr(current.get(term.commitment), "due", None)
        if due is None or timezone.localdate(due) < stretch_of(found.begins, term.every, today).begins:
            if term.commitment:
                ledger.finish_promise(term.commitment)
            _promise(found, term, today)
            renewed += 1
    return renewed


def _promise(found: Barter, term: BarterTerm, today: date) -> None:
    action, mode = deed(term.specification)
    ends = stretch_of(found.begins, term.every, today).ends
    counted = {"effort": term.amount} if action is Action.WORK else {"quantity": term.amount}
    term.commitment = ledger.commit_to(
        action=action, specification=term.specification, provider=term.giver, mode=mode, agreement=found.agreement,
        receiver=found.second if term.giver == found.first else found.first,
        due=moment(date.fromordinal(ends.toordinal() - 1)) if ends else None, note=term.words, **counted)
    term.save(update_fields=["commitment"])


def moment(day: date) -> datetime:
    """When something of a day is said to have been: at noon, and before that hour at the day's beginning."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return noon if day != timezone.localdate() or noon <= timezone.now() else noon.replace(hour=0)


def unknown():
    """Refuse what nobody knows of."""
    refuse("barter.unknown", gettext_noop("There is no such agreement here. Choose one from the list."), "")


__all__ = ["bring_up", "deed", "let_stand", "moment", "take_over", "tend_agreements", "unknown"]
