"""Tables of the door. Nothing here can be used to sign in by whoever reads it.

A passkey's private half never leaves the member's device; a code is kept as a keyed digest; the addresses of
those who knock are digests too, and forgotten after the quarter of an hour for which they matter.
"""

from django.conf import settings
from django.db import models


class Passkey(models.Model):
    """The public half of a passkey. WebAuthn credential."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    credential = models.CharField(max_length=1400, unique=True, help_text="credential id, base64url")
    data = models.BinaryField(help_text="attested credential data: the public key")
    counter = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=60)
    made = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)


class LoginCode(models.Model):
    """A code that opens the door once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    made_by = models.CharField(max_length=32, blank=True, help_text="agent id; empty: the operator")
    until = models.DateTimeField()


class Knock(models.Model):
    """One failed attempt to come in."""

    who = models.CharField(max_length=64, db_index=True, help_text="keyed digest of a network address")
    at = models.DateTimeField()
