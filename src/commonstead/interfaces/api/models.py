"""Keys with which a member's own programs come in. The key itself is shown once and never kept, only its hash."""

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """One key of one login: what its owner calls it, and the hash by which it is known again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    used = models.DateField(null=True, blank=True, help_text="the last day on which it was used")
