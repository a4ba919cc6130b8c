"""What members say of their own work, and how a pot is shared out among those who did it."""

from django.db import models

from commonstead.town.ledger.ids import new_id


class Intensity(models.Model):
    """How hard some hours were, in the words of the one who worked: a share of ordinary work, in hundredths."""

    event = models.CharField(max_length=32, primary_key=True, help_text="event id of the work")
    percent = models.PositiveSmallIntegerField()


class PayOut(models.Model):
    """A pot that was proposed to be shared out. shares: [[member, hours, weight, part], …] as they were worked out when
    it was asked for; nothing is paid but these."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    association = models.CharField(max_length=32, db_index=True)
    circle = models.ForeignKey("circulation.Circle", on_delete=models.PROTECT, null=True, blank=True,
                               help_text="none: the association's money")
    pot = models.BigIntegerField()
    rule = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField()
    shares = models.JSONField(default=list)
    asked_by = models.CharField(max_length=32)
    asked = models.DateTimeField()
    agreed_by = models.CharField(max_length=32, blank=True)
    agreed = models.DateTimeField(null=True, blank=True)
    dropped = models.DateTimeField(null=True, blank=True)
