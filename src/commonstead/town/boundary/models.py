"""What the boundary keeps: the frame in which a town plans, the answers that were worked out last, and the
calculations that go on, or went on, in the background.

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
    measures = models.JSONField(default=dict, help_text="dependence, circulation and slack, see measures.py")
    road_map = models.JSONField(default=dict, help_text="ladder of the budget that its page opens with; or nothing")


class Calculation(models.Model):
    """One thing that is worked out in a process of its own. Its answer is kept for a while, see calculations.KEPT."""

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    id = models.CharField(primary_key=True, max_length=32)
    kind = models.CharField(max_length=60)
    wanted = models.JSONField(default=dict)
    wanted_mark = models.CharField(max_length=64, help_text="fingerprint of what is wanted")
    mark = models.CharField(max_length=64, help_text="fingerprint of the town when it was asked")
    by = models.CharField(max_length=60, help_text="the person who asked")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    said = models.JSONField(default=list, help_text="what it has told so far, in order")
    share = models.FloatField(null=True, help_text="how much of it is done, 0 to 1, where that is known")
    result = models.JSONField(null=True)
    refusals = models.JSONField(default=list, help_text="why it failed: clause, template, params, field, line")
    stop_asked = models.BooleanField(default=False)
    host = models.CharField(max_length=120, blank=True, help_text="the machine that its process runs on")
    pid = models.IntegerField(null=True)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, help_text="when it was given its seat")
    beat_at = models.DateTimeField(null=True, help_text="when its process last showed that it lives")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "wanted_mark", "state"], name="calculation_asked")]


class OverheadHeading(models.Model):
    """Under which of Goodman's headings a thing or kind of work stands in this town, as a member said, and why."""

    thing = models.SlugField(primary_key=True, max_length=60, help_text="id of a specification")
    heading = models.SlugField(max_length=40, help_text="see core.boundary.lenses.overhead; or function")
    reason = models.TextField()
    said_by = models.CharField(max_length=32, help_text="person id")
    said_at = models.DateTimeField()
