"""Tables of the livelihood audit. What a household wrote is ciphertext here; beside it stands only what must.

`Audit` has no readable column about a livelihood: erasing the row destroys the wrapped data key, and with it
the only way to read what backups still hold. `TownSums` keeps sums of five households or more. `NeedTemplate`
is the average household of the town's folder and holds nothing about anybody.
"""

from django.db import models


class Audit(models.Model):
    """One household's audit, sealed (see `sealing`). revision counts how often it was saved."""

    household = models.CharField(max_length=32, primary_key=True, help_text="agent id")
    sealed = models.BinaryField(help_text="the audit, encrypted under the household's data key")
    wrapped_key = models.BinaryField(help_text="the data key, encrypted under the town's audit key")
    updated = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    done = models.BooleanField(default=False, help_text="the household has been through it")
    counted_in = models.BooleanField(default=False, help_text="the household agreed to be in the town's sums")

    def __str__(self) -> str:
        return "an audit"

    def __repr__(self) -> str:
        return "<Audit, private>"


class TownSums(models.Model):
    """The sums last released (one row), and over which revisions of whose audits they were made.

    Hidden sums have no numbers (counted is 0), but remember the revisions: the next ones are held against them."""

    made = models.DateTimeField()
    needs = models.JSONField(default=dict, help_text="good: amount a month, for the whole town")
    withheld = models.JSONField(default=list)
    counted = models.PositiveIntegerField()
    households = models.PositiveIntegerField()
    revisions = models.JSONField(default=dict, help_text="household: revision that was counted")


class NeedTemplate(models.Model):
    """One need of the average household, from the town's folder."""

    good = models.SlugField(max_length=60, primary_key=True, help_text="specification id")
    need_class = models.SlugField(max_length=40)
    tier = models.PositiveSmallIntegerField(default=1)
    per_household = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    per_person = models.DecimalField(max_digits=14, decimal_places=4, default=0)
    floor_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    by_type = models.JSONField(default=dict)
    met = models.JSONField(default=list, help_text="[mode, share] pairs")
    hours = models.DecimalField(max_digits=10, decimal_places=4, default=0)
    source = models.TextField(blank=True)
    place = models.PositiveIntegerField(default=0, help_text="order in which the steps show it")


class NeedClass(models.Model):
    """A class of need: one step of the audit."""

    slug = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    place = models.PositiveIntegerField(default=0)
