"""What is kept of bridges beside the journal: what two circles agreed on, and what crossed. Balances of mirrors are in
the ledger alone. Only this package opens these models."""

from django.db import models

from commonstead.town.ledger.ids import new_id


class Bridge(models.Model):
    """Two circles that trade. there, here: so many steps of the second circle's unit for so many of the first's.
    first_cap, second_cap: how far the mirror in that circle may go, either way.  first_mirror: the account of the
    second circle's association in the first circle; second_mirror the other way round; both closed but while
    something crosses. first_word, second_word: the person who spoke for that circle, and on whose word its mirror
    pays.  proposed_by: who proposed it."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    first = models.ForeignKey("circulation.Circle", on_delete=models.PROTECT, related_name="bridges_out")
    second = models.ForeignKey("circulation.Circle", on_delete=models.PROTECT, related_name="bridges_in")
    there = models.PositiveIntegerField()
    here = models.PositiveIntegerField()
    first_cap = models.BigIntegerField()
    second_cap = models.BigIntegerField(null=True, blank=True)
    first_mirror = models.CharField(max_length=32, blank=True)
    second_mirror = models.CharField(max_length=32, blank=True)
    first_word = models.CharField(max_length=32)
    second_word = models.CharField(max_length=32, blank=True)
    proposed_by = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=10, help_text="proposed, agreed, ending, closed")
    made = models.DateTimeField()
    agreed = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    length = models.PositiveIntegerField(default=0, help_text="of the chain of what crossed")
    head = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(
            fields=["first", "second"], condition=~models.Q(state="closed"), name="one_bridge_a_pair")]


class CapAsked(models.Model):
    """A cap that one who keeps a circle's book asks for, until another member of that circle agrees."""

    bridge = models.ForeignKey(Bridge, on_delete=models.PROTECT, related_name="caps_asked")
    circle = models.ForeignKey("circulation.Circle", on_delete=models.PROTECT, related_name="caps_asked")
    cap = models.BigIntegerField()
    asked_by = models.CharField(max_length=32)
    asked = models.DateTimeField()
    agreed_by = models.CharField(max_length=32, blank=True)
    agreed = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bridge", "circle"], condition=models.Q(agreed=None),
                                               name="one_cap_asked_a_circle")]


class Crossing(models.Model):
    """One payment across, or an offset of somebody with themselves (payer and payee are the same). from_first: from the
    first circle into the second.  position, hash: its place in the bridge's chain once committed.  corrects: the
    crossing that it takes back."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    bridge = models.ForeignKey(Bridge, on_delete=models.PROTECT, related_name="crossings")
    from_first = models.BooleanField()
    payer = models.CharField(max_length=32, db_index=True)
    payee = models.CharField(max_length=32, db_index=True)
    out_amount = models.BigIntegerField()
    in_amount = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True, help_text="only until it is committed")
    key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=10, help_text="validated, committed, timed_out, taken_back")
    made_by = models.CharField(max_length=32)
    made = models.DateTimeField()
    settled = models.DateTimeField(null=True, blank=True)
    out_event = models.CharField(max_length=32, blank=True)
    in_event = models.CharField(max_length=32, blank=True)
    position = models.PositiveIntegerField(null=True, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    corrects = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bridge", "position"], name="one_crossing_a_place")]
