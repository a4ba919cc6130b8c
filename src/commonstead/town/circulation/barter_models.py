"""What is kept of standing agreements beside the ledger's Agreement and Commitments: who said yes, the rhythm of each
promise, and whether both still call it fair (Exodus 9867-9878).

There is no price, no worth and no balance here, and nothing from which one could be worked out by adding both sides up.
"""

from django.db import models

from commonstead.town.ledger.ids import new_id


class Barter(models.Model):
    """An agreement between two. state: asked, stands, declined, withdrawn or ended. agreement: the ledger's, once both
    have said yes. first_open, second_open: that side lets everybody in town read what it is about."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    first = models.CharField(max_length=32, db_index=True, help_text="agent id: who asked for it")
    second = models.CharField(max_length=32, db_index=True, help_text="agent id: who was asked")
    state = models.CharField(max_length=10, default="asked")
    agreement = models.CharField(max_length=32, blank=True, db_index=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=80, unique=True)
    asked_by = models.CharField(max_length=32)
    asked = models.DateTimeField()
    answered_by = models.CharField(max_length=32, blank=True)
    begins = models.DateField(null=True, blank=True, help_text="the day on which the first stretch begins")
    ended = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)
    said = models.CharField(max_length=300, blank=True, help_text="why it was declined or ended, in their words")
    first_open = models.BooleanField(default=False)
    second_open = models.BooleanField(default=False)


class BarterTerm(models.Model):
    """One promise: giver gives so much of a thing every week, month, quarter or year, or ("") once. amount: in the
    thing's unit, or for work in hundredths of an hour. commitment: the ledger's for the stretch that runs."""

    barter = models.ForeignKey(Barter, on_delete=models.CASCADE, related_name="terms")
    place = models.PositiveSmallIntegerField(default=0)
    giver = models.CharField(max_length=32)
    specification = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    every = models.CharField(max_length=7, blank=True)
    words = models.CharField(max_length=120, blank=True)
    commitment = models.CharField(max_length=32, blank=True)


class Voice(models.Model):
    """What one side says of an agreement: fair, talk (let us talk about it) or not (not any more). The last one
    counts; those before stay to be read."""

    barter = models.ForeignKey(Barter, on_delete=models.CASCADE, related_name="voices")
    side = models.CharField(max_length=32, help_text="agent id")
    voice = models.CharField(max_length=5)
    words = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
