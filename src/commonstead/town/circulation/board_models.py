"""What the board keeps beside the ledger's Intents: until when, what is hoped for in return, about where, and a photo.

An Intent without a notice is as open as one with it; it has no last day and no place. Places are the town's, with a
name that people use for them, and lie on a grid of about 500 metres: nobody's door is kept.
"""

from django.db import models

from commonstead.town.ledger.ids import new_id


class Place(models.Model):
    """A place that people meet at, as the town calls it. latitude, longitude: on the grid, or unknown.
    by, placed_by: who typed its name, and where it lies; "" where that is not known (any more)."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    name = models.CharField(max_length=60)
    known_as = models.CharField(max_length=60, unique=True, help_text="the name, in small letters")
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    by = models.CharField(max_length=32, blank=True)
    placed_by = models.CharField(max_length=32, blank=True)


class MeetingPlace(models.Model):
    """Where a person likes to meet: distances are told from there. Their own word; nobody else reads it."""

    person = models.CharField(max_length=32, primary_key=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT)


class Notice(models.Model):
    """An offer or need on the board. returns: what is hoped for: gift, circle, barter or share. circle, asks: the
    circle it is paid in, and how much, in the steps of its unit. expires: the last day. let_end: its writer was
    reminded and lets it end. withdrawn: taken down by its writer."""

    intent = models.CharField(max_length=32, primary_key=True)
    key = models.CharField(max_length=80, unique=True)
    by = models.CharField(max_length=32, db_index=True)
    written = models.DateTimeField()
    returns = models.CharField(max_length=8)
    circle = models.CharField(max_length=32, blank=True, db_index=True)
    asks = models.BigIntegerField(null=True, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    expires = models.DateField(null=True, blank=True, db_index=True)
    let_end = models.BooleanField(default=False)
    withdrawn = models.DateTimeField(null=True, blank=True)


class Photo(models.Model):
    """The picture of a notice, encoded anew by us, without anything but what is seen on it."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="photo")
    jpeg = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
