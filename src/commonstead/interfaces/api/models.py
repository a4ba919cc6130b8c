"""What the API keeps: keys with which a member's own programs come in, and what was written under which
Idempotency-Key. Of either kind of key only a hash is kept."""

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """One key of one login: what its owner calls it, and the hash by which it is known again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    used = models.DateField(null=True, blank=True, help_text="the last day on which it was used")


class Written(models.Model):
    """Something that was written once under an Idempotency-Key and is not written again. key: hash of the person and
    their key.  words: hash of that and of all that was sent, to tell whether it is the same.  subject: id of what was
    written about. It is kept for good, because a key never expires."""

    key = models.CharField(max_length=64, unique=True)
    words = models.CharField(max_length=64)
    subject = models.CharField(max_length=32)
