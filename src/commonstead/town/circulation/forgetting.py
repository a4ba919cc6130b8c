"""When a person is erased, what they wrote in circles goes; slips, amounts and the journal stay for everybody else."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from .models import (
    Account,
    Barter,
    BarterTerm,
    Change,
    Crossing,
    DebtSlip,
    Gift,
    MeetingPlace,
    PaperCard,
    Payment,
    Photo,
    Place,
    Repetition,
    Round,
    Voice,
)


def forget_with_person(person: str) -> None:
    """Blank every note, reason and word of thanks that the person wrote or that was about them."""
    theirs = Q(payer=person) | Q(payee=person) | Q(made_by=person)
    Payment.objects.filter(theirs).update(note="", said="")
    Repetition.objects.filter(theirs).update(note="")
    Gift.objects.filter(Q(giver=person) | Q(receiver=person)).update(thanks="")
    Change.objects.filter(Q(holder=person) | Q(asked_by=person)).update(reason="")
    DebtSlip.objects.filter(Q(debtor=person) | Q(creditor=person) | Q(made_by=person)).update(note="")
    Round.objects.filter(Q(settled_by=person) | Q(undone_by=person)).exclude(reason="").update(reason="–")
    Crossing.objects.filter(theirs).update(note="", reason="")
    Account.objects.filter(holder=person).exclude(frozen_because="").update(frozen_because="–")
    PaperCard.objects.filter(holder=person, ended=None).update(ended=timezone.now())
    Voice.objects.filter(by=person).update(words="")
    BarterTerm.objects.filter(Q(barter__first=person) | Q(barter__second=person)).update(words="")
    Barter.objects.filter(Q(first=person) | Q(second=person)).update(name="–")
    Barter.objects.filter(Q(ended_by=person) | Q(answered_by=person)).update(said="")
    Photo.objects.filter(notice__by=person).delete()
    MeetingPlace.objects.filter(person=person).delete()
    Place.objects.filter(by=person).update(by="")
    Place.objects.filter(placed_by=person).update(placed_by="")
