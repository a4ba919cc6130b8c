"""Paper cards: a member without a phone pays with a printed card and a PIN that only they know.

A PIN is kept as logins' passwords are (scrypt), never in the clear, and nowhere in an address or a log. Wrong ones are
counted on the card; codes that no card has are counted against whoever types them, and forgotten within the hour.
"""

from django.db import models

from commonstead.town.ledger.ids import new_id


class PaperCard(models.Model):
    """One card of one person in one circle. token: in the QR code.  code: to be typed where there is no camera.
    most: highest single payment, in the unit's steps.  tries: wrong PINs since the last right one."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    circle = models.ForeignKey("circulation.Circle", on_delete=models.PROTECT, related_name="cards")
    holder = models.CharField(max_length=32, db_index=True, help_text="agent id: a person")
    token = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=12, unique=True)
    pin = models.CharField(max_length=200, help_text="hashed")
    most = models.BigIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    blocked = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=32)
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "holder"], condition=models.Q(ended=None),
                                               name="one_card_a_holder")]


class CardUse(models.Model):
    """A payment that was made with a card, and who held the phone."""

    card = models.ForeignKey(PaperCard, on_delete=models.PROTECT, related_name="uses")
    payment = models.CharField(max_length=32, unique=True)
    taken_by = models.CharField(max_length=32)
    at = models.DateTimeField()


class CardMiss(models.Model):
    """Somebody typed the code of no card."""

    who = models.CharField(max_length=32, db_index=True)
    at = models.DateTimeField()
