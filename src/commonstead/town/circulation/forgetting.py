"""When a person is erased, what they wrote in circles goes; slips, amounts and the journal stay for everybody else."""

from __future__ import annotations

from django.db.models import Q

from .models import Account, Change, Crossing, DebtSlip, Gift, Payment, Repetition, Round


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
