"""What the boundary keeps: the frame in which a town plans, and the answers that were worked out last.

Answers are a cache: anyone may have them worked out anew from the ledger, the recipes and the needs. The mark
says what they rest on, so that screens can say when something has changed since.
"""

from django.db import models


class Frame(models.Model):
    """One row: how the town looks ahead. Cash is the whole town's, from outside, in one period."""

    name = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    currency = models.CharField(max_length=20, default="USD")
    periods = models.PositiveSmallIntegerField(default=12)
    days_per_period = models.PositiveSmallIntegerField(default=30)
    cash_income = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    cash_floor = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    sources = models.JSONField(default=dict, help_text="where cash_start, cash_income and cash_floor come from")


class BoundaryAnswer(models.Model):
    """The answers worked out last (one row)."""

    computed = models.DateTimeField()
    cursor = models.BigIntegerField(default=0, help_text="seq of the last event that they rest on")
    mark = models.CharField(max_length=64, help_text="fingerprint of all that they rest on")
    seconds = models.FloatField(default=0)
    network = models.JSONField(help_text="the provisioning network that was solved")
    plan = models.JSONField()
    closure = models.JSONField()
    next_steps = models.JSONField(default=list)
    met = models.JSONField(default=dict, help_text="how needs were met in the recorded year, by class")
