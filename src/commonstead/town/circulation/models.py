"""What is kept of circles beside the journal: their terms, who has an account, who vouches, and how payments stand.

Balances are not here: an account is an EconomicResource of the ledger, and only the pen moves it. A row of `Payment`
is the slip around an event: who asked, what for, in which state. Notes lie with the payment while it is asked for, and
beside the journal (erasable) once it is paid. Only this package opens these models.
"""

from django.db import models

from commonstead.town.ledger.ids import new_id


class Circle(models.Model):
    """An association's circle. unit: specification id of its unit of account, "" for a gift circle."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    keeper = models.CharField(max_length=32, db_index=True, help_text="agent id: the association whose circle it is")
    sort = models.CharField(max_length=10, help_text="gift, time, credit or currency")
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=60, blank=True)
    terms = models.JSONField(default=dict, help_text="core.circulation.terms, as agreed on")
    begun = models.DateField()
    winding_down = models.DateField(null=True, blank=True, help_text="since then accounts only move towards zero")
    ended = models.DateField(null=True, blank=True)
    demurrage_taken = models.DateField(null=True, blank=True, help_text="the month's end up to which it was taken")
    lapsed = models.DateField(null=True, blank=True, help_text="the day on which its notes lost their worth")


class Change(models.Model):
    """A change to the terms (holder "") or to one account's own limits, asked for by one and agreed to by another."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="changes")
    holder = models.CharField(max_length=32, blank=True)
    words = models.JSONField(help_text="terms as they shall be, or {line, ceiling}")
    reason = models.CharField(max_length=200, blank=True)
    asked_by = models.CharField(max_length=32)
    asked = models.DateTimeField()
    agreed_by = models.CharField(max_length=32, blank=True)
    agreed = models.DateTimeField(null=True, blank=True)
    dropped = models.DateTimeField(null=True, blank=True)


class Account(models.Model):
    """Somebody's place in a circle. resource: the ledger's account, "" in a gift circle. earned, spent: sums of
    payments that stand, a cache for lines that grow with trade. line, ceiling: what the circle agreed on for this
    account alone, null for the usual."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="accounts")
    holder = models.CharField(max_length=32, db_index=True, help_text="agent id")
    resource = models.CharField(max_length=32, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    earned = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    line = models.BigIntegerField(null=True, blank=True)
    ceiling = models.BigIntegerField(null=True, blank=True)
    frozen_because = models.CharField(max_length=200, blank=True)
    said_yes = models.BooleanField(default=True, help_text="whether its own side joined; until then it pays nothing")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "holder"], name="one_account_a_circle")]


class Voucher(models.Model):
    """One member answers for another with part of the own line."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="vouchers")
    voucher = models.CharField(max_length=32)
    holder = models.CharField(max_length=32)
    stake = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "voucher", "holder"],
                                               condition=models.Q(until=None), name="one_voucher_for_another")]


class Repetition(models.Model):
    """A payment that is made again every week or month until it is ended."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="repetitions")
    payer = models.CharField(max_length=32, db_index=True)
    payee = models.CharField(max_length=32)
    amount = models.BigIntegerField()
    category = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    every = models.CharField(max_length=5, help_text="week or month")
    begins = models.DateField()
    turns = models.PositiveIntegerField(default=0, help_text="how many fell due already")
    until = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    ended = models.DateField(null=True, blank=True)


class Payment(models.Model):
    """The slip around a payment. event, levy_event, thing_event: ids in the journal once it is paid."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="payments")
    payer = models.CharField(max_length=32)
    payee = models.CharField(max_length=32)
    amount = models.BigIntegerField()
    levy = models.BigIntegerField(default=0)
    category = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="only while it is asked for")
    links_to = models.CharField(max_length=40, blank=True, help_text="the offer, need, order or task, by its id")
    state = models.CharField(max_length=10, help_text="asked, paid, declined, withdrawn, lapsed, taken_back")
    said = models.CharField(max_length=200, blank=True, help_text="why it was declined, withdrawn or not paid")
    key = models.CharField(max_length=80, unique=True)
    together = models.CharField(max_length=32, blank=True, db_index=True, help_text="split or batch it belongs to")
    repetition = models.ForeignKey(Repetition, on_delete=models.PROTECT, null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made = models.DateTimeField()
    at = models.DateTimeField(help_text="when what it is for happened")
    due = models.DateField(null=True, blank=True)
    settled = models.DateTimeField(null=True, blank=True, help_text="when its state became final")
    event = models.CharField(max_length=32, blank=True, db_index=True)
    levy_event = models.CharField(max_length=32, blank=True)
    thing_event = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["circle", "payer", "made"]), models.Index(fields=["circle", "payee", "made"]),
                   models.Index(fields=["state", "due"])]


class Gift(models.Model):
    """Something given in a gift circle: an event in the journal, and thanks. Counted, never added up."""

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="gifts")
    event = models.CharField(max_length=32, unique=True)
    giver = models.CharField(max_length=32, db_index=True)
    receiver = models.CharField(max_length=32, db_index=True)
    made = models.DateTimeField()
    thanks = models.CharField(max_length=300, blank=True)
    thanked = models.DateTimeField(null=True, blank=True)


# Tables of one topic each, in a module of their own; they name Circle.
from .barter_models import Barter, BarterTerm, Voice  # noqa: E402
from .board_models import MeetingPlace, Notice, Photo, Place  # noqa: E402
from .bridges.models import Bridge, Crossing  # noqa: E402
from .card_models import CardMiss, CardUse, PaperCard  # noqa: E402
from .clearing.models import (  # noqa: E402
    Choice,
    Clearing,
    DebtSlip,
    Round,
    RoundCredit,
    RoundDebt,
    RoundWord,
    SettledOtherwise,
    Standing,
)
from .contribution_models import Intensity, PayOut  # noqa: E402

__all__ = [
    "Account", "Barter", "BarterTerm", "Bridge", "CardMiss", "CardUse", "Change", "Choice", "Circle", "Clearing",
    "Crossing", "DebtSlip", "Gift", "Intensity", "MeetingPlace", "Notice", "PaperCard", "PayOut", "Payment", "Photo",
    "Place", "Repetition", "Round", "RoundCredit", "RoundDebt", "RoundWord", "SettledOtherwise", "Standing", "Voice",
    "Voucher",
]
