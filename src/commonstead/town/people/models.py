"""Who there is: agents (persons, households, associations), their names apart, and how they belong together.

An agent is a random id, so that the journal never holds a name. Names live in `Card`, which can be erased
(Exodus 991, 9222: a livelihood is its own person's). A person may be in many associations at once and in
several economies (9284); a person without a login has a guardian who books for them.
"""

import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models


def new_agent_id() -> str:
    """A random id of 16 hexadecimal digits."""
    return secrets.token_hex(8)


class Agent(models.Model):
    """ValueFlows Agent. The one agent with nature `outside` stands for everything beyond the membrane."""

    class Nature(models.TextChoices):
        PERSON = "person"
        HOUSEHOLD = "household"
        ASSOCIATION = "association"
        OUTSIDE = "outside"

    id = models.CharField(max_length=32, primary_key=True, default=new_agent_id)
    nature = models.CharField(max_length=12, choices=Nature.choices)
    kind = models.SlugField(max_length=60, blank=True, help_text="slug of the kind, for households and associations")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["nature", "kind"])]


class Card(models.Model):
    """What an agent is called. Erasable: deleting the card leaves the journal whole."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, related_name="card")
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    size = models.PositiveSmallIntegerField(default=1, help_text="people in a household")


class Membership(models.Model):
    """A member (person or household or association) is in a group in one role. Overlapping by design."""

    member = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="members")
    role = models.SlugField(max_length=40, default="member")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "group", "role"], condition=models.Q(until=None),
                                    name="one_open_membership_a_role"),
            models.CheckConstraint(condition=~models.Q(member=models.F("group")), name="no_group_in_itself"),
        ]


class Guardianship(models.Model):
    """A guardian books for a ward: a child, or somebody without a phone."""

    ward = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="guardians")
    guardian = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="wards")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class Pledge(models.Model):
    """Hours a month that a person offers to the commons, and what they can do. The person's own word."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, related_name="pledge")
    hours_a_month = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    skills = models.JSONField(default=list)


class User(AbstractUser):
    """A login. It belongs to one person; a person need not have one."""

    person = models.OneToOneField(Agent, on_delete=models.CASCADE, null=True, blank=True, related_name="login")
    language = models.CharField(max_length=8, blank=True)
