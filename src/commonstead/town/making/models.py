"""How things are made: recipes with inputs, outputs, by-products, returned inputs, lag, hours, machines.

A recipe that is not adopted belongs to the design commons: free to copy, use and fork (Exodus 6763, 7187).
Numbers here are plain decimals of one batch in each specification's own unit.
"""

from django.db import models


class Recipe(models.Model):
    """ValueFlows RecipeProcess with what the boundary engine needs (provisioning-network/1)."""

    class Stage(models.TextChoices):
        REPAIR = "repair"
        PARTS = "parts"
        GAPS = "gaps"
        ECOSYSTEM = "ecosystem"

    id = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    estimate = models.BooleanField(default=False, help_text="some figure in it is our estimate")
    lag = models.PositiveSmallIntegerField(default=0)
    fee = models.DecimalField(max_digits=12, decimal_places=4, default=0)
    limit = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    adopted = models.BooleanField(default=True)
    doer = models.CharField(max_length=32, blank=True, help_text="agent id of the association that runs it")
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    outlay = models.DecimalField(max_digits=14, decimal_places=2, default=0)


class RecipeFlow(models.Model):
    """One line of a recipe. ValueFlows RecipeFlow."""

    class Part(models.TextChoices):
        INPUT = "input"
        OUTPUT = "output"
        HOURS = "hours"  # `name` is a skill, quantity in hours
        MACHINE = "machine"  # `name` is a specification, quantity in machine hours
        LAND = "land"  # `name` is a parcel, quantity in m²
        OUTLAY = "outlay"  # `name` is a specification spent once to take the recipe up

    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="flows")
    part = models.CharField(max_length=8, choices=Part.choices)
    name = models.SlugField(max_length=60)
    quantity = models.DecimalField(max_digits=16, decimal_places=6)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipe", "part", "name"], name="one_line_a_part")]


class Parcel(models.Model):
    """Land that somebody holds for the commons."""

    id = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    holder = models.CharField(max_length=32, help_text="agent id")
    area_m2 = models.DecimalField(max_digits=12, decimal_places=2)
    source = models.TextField(blank=True)


class Design(models.Model):
    """How a thing is made, over all its versions. What can change without a new version is here: how far it got."""

    id = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=12, blank=True, help_text="idea, drawn, built_once, built_often; '' unknown")
    begun = models.DateTimeField()
    by = models.CharField(max_length=32, blank=True, help_text="agent id of who brought it in")


class DesignVersion(models.Model):
    """One version, never changed after. The document says everything; the columns beside it are for finding."""

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="1 for the first; the order of the versions")
    version = models.CharField(max_length=40, help_text="the label that people gave it")
    fingerprint = models.CharField(max_length=64)
    licence = models.CharField(max_length=200, blank=True)
    forked_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="forks")
    document = models.TextField(help_text="commonstead-design/1 (JSON), see core.making.document")
    at = models.DateTimeField()
    by = models.CharField(max_length=32, blank=True, help_text="agent id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="one_number_a_version"),
            models.UniqueConstraint(fields=["design", "version"], name="one_label_a_version"),
            models.UniqueConstraint(fields=["design", "fingerprint"], name="one_version_a_content"),
        ]

    def save(self, *args, **kwargs):
        """Once only: what was built by a version must stay what it says."""
        if not self._state.adding:
            raise TypeError("a version of a design is never changed; add another")
        super().save(*args, **kwargs)


class ModuleUse(models.Model):
    """A version takes a module. By id, as the module may not be here yet."""

    version = models.ForeignKey(DesignVersion, on_delete=models.CASCADE, related_name="uses")
    module = models.SlugField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "module"], name="one_use_a_module")]


class DesignRecipe(models.Model):
    """Which version a recipe was made from."""

    recipe = models.OneToOneField(Recipe, on_delete=models.CASCADE, related_name="drawn_by")
    version = models.ForeignKey(DesignVersion, on_delete=models.PROTECT, related_name="recipes")


class QuarantinedDesign(models.Model):
    """A design kept apart: it contains itself or makes something from nothing. Nothing plans or builds on it."""

    design = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64, unique=True)
    document = models.TextField(help_text="commonstead-design/1 (JSON)")
    reasons = models.JSONField(help_text="refusals: clause, template, params, field, line")
    at = models.DateTimeField()
    by = models.CharField(max_length=32, blank=True)
