"""The journal of flows and what is derived from it.

`EconomicEvent` and `BookEntry` are append-only (also by triggers in the database). `EconomicResource`
quantities and `ResourceMove` are caches, written in the same transaction and rebuilt from the journal at
will. Personal text is in `EventText`, which can be erased; the journal keeps only its salted hash.
Only this package opens these models: everyone else asks `queries` and tells `commands`.
"""

from django.db import models


class UnitRow(models.Model):
    """A unit of the town's own, beside the standard ones of core.vocabulary.units."""

    id = models.CharField(max_length=20, primary_key=True)
    symbol = models.CharField(max_length=20)
    decimals = models.PositiveSmallIntegerField(default=3)
    dimension = models.CharField(max_length=40)
    per_base = models.CharField(max_length=60, default="1", help_text="a fraction, like 1/1000")


class ResourceSpecification(models.Model):
    """What a thing is. ValueFlows ResourceSpecification."""

    id = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20)
    need_class = models.SlugField(max_length=40, blank=True, help_text="class of need that it serves, if any")
    sort = models.SlugField(max_length=20, default="good",
                            help_text="good, machine, service, work, land, money, or a unit of account")
    keeper = models.CharField(max_length=32, blank=True,
                              help_text="agent id: of a unit of account, the association whose circle it is")
    note = models.TextField(blank=True)
    source = models.TextField(blank=True)
    numbers = models.JSONField(
        default=dict, blank=True,
        help_text="buy, sell, sell_limit, keeps, room, hours_each, wear, tier: each {value, source, estimate}")


class EconomicResource(models.Model):
    """A stock or a thing that somebody has. Quantities are integers in the specification's unit."""

    id = models.CharField(max_length=32, primary_key=True)
    specification = models.ForeignKey(ResourceSpecification, on_delete=models.PROTECT)
    accountable = models.CharField(max_length=32, db_index=True, help_text="agent id: whose it is")
    custodian = models.CharField(max_length=32, help_text="agent id: in whose hands it lies")
    accounting_quantity = models.BigIntegerField(default=0)
    onhand_quantity = models.BigIntegerField(default=0)
    away_quantity = models.BigIntegerField(default=0, help_text="went into a process and has not come back")
    floor = models.BigIntegerField(null=True, default=0, help_text="lowest accounting quantity; null: none")
    ceiling = models.BigIntegerField(null=True, default=None, help_text="highest accounting quantity; null: none")
    standing = models.CharField(max_length=8, default="open", db_default="open",
                                help_text="of an account: open, waiting, frozen or closed")
    ordinary = models.BooleanField(default=True, help_text="the stock used when an event names none")
    name = models.CharField(max_length=120, blank=True)
    tracking_identifier = models.CharField(max_length=80, blank=True)
    stage = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=60, blank=True)
    location = models.CharField(max_length=120, blank=True)
    contained_in = models.CharField(max_length=32, blank=True)
    moves = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["specification", "accountable"], condition=models.Q(ordinary=True),
                                    name="one_ordinary_stock"),
        ]


class Process(models.Model):
    """Something that is being done: inputs in, outputs out. ValueFlows Process."""

    id = models.CharField(max_length=32, primary_key=True)
    recipe = models.SlugField(max_length=60, blank=True)
    name = models.CharField(max_length=120, blank=True)
    doer = models.CharField(max_length=32, help_text="agent id")
    batches = models.DecimalField(max_digits=12, decimal_places=4, default=1)
    begun = models.DateTimeField()
    finished = models.DateTimeField(null=True, blank=True)


class Agreement(models.Model):
    """Who promised what to whom. Its commitments hold the terms; no price need stand in it."""

    id = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=120, blank=True)
    made = models.DateField()
    ended = models.DateField(null=True, blank=True)


class Promise(models.Model):
    """What intents and commitments have in common."""

    id = models.CharField(max_length=32, primary_key=True)
    action = models.CharField(max_length=20)
    mode = models.CharField(max_length=20, blank=True)
    provider = models.CharField(max_length=32, blank=True, db_index=True)
    receiver = models.CharField(max_length=32, blank=True, db_index=True)
    specification = models.ForeignKey(ResourceSpecification, on_delete=models.PROTECT)
    quantity = models.BigIntegerField(null=True)
    effort = models.BigIntegerField(null=True)
    due = models.DateTimeField(null=True, blank=True)
    made = models.DateTimeField()
    finished = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True


class Intent(Promise):
    """A wish or an offer: one side is still open. ValueFlows Intent."""


class Commitment(Promise):
    """A promise between two. ValueFlows Commitment."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True)
    satisfies = models.ForeignKey(Intent, on_delete=models.PROTECT, null=True, blank=True)
    input_of = models.CharField(max_length=32, blank=True)
    output_of = models.CharField(max_length=32, blank=True)


class EconomicEvent(models.Model):
    """The journal. `seq` is the order of things; `body` is the canonical text that the chains hash."""

    seq = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=32)
    idempotency_key = models.CharField(max_length=120)
    request_hash = models.CharField(max_length=64)
    action = models.CharField(max_length=20)
    mode = models.CharField(max_length=20, blank=True)
    provider = models.CharField(max_length=32)
    receiver = models.CharField(max_length=32)
    specification = models.CharField(max_length=60)
    quantity = models.BigIntegerField(null=True)
    effort = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    recorded = models.DateTimeField()
    resource = models.CharField(max_length=32, blank=True)
    to_resource = models.CharField(max_length=32, blank=True)
    input_of = models.CharField(max_length=32, blank=True)
    output_of = models.CharField(max_length=32, blank=True)
    agreement = models.CharField(max_length=32, blank=True)
    fulfills = models.CharField(max_length=32, blank=True)
    satisfies = models.CharField(max_length=32, blank=True)
    stage = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=60, blank=True)
    location = models.CharField(max_length=120, blank=True)
    corrects = models.CharField(max_length=32, null=True, blank=True, help_text="event id that this one takes back")
    booked_by = models.CharField(max_length=32)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id"], name="one_event_an_id"),
            models.UniqueConstraint(fields=["idempotency_key"], name="one_event_a_key"),
            models.UniqueConstraint(fields=["corrects"], name="taken_back_once"),
        ]
        indexes = [models.Index(fields=[name]) for name in (
            "provider", "receiver", "specification", "at", "input_of", "output_of", "agreement", "fulfills")]


class EventText(models.Model):
    """What people wrote beside an event. Erasable: the journal keeps H(salt + text) only."""

    event = models.CharField(max_length=32, primary_key=True)
    salt = models.CharField(max_length=32)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)


class Book(models.Model):
    """The head of one agent's chain: how long it is, and its last hash."""

    agent = models.CharField(max_length=32, primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64)


class BookEntry(models.Model):
    """One link of a book: the event's place in it and the hash over all before it."""

    book = models.CharField(max_length=32)
    position = models.PositiveBigIntegerField()
    event = models.ForeignKey(EconomicEvent, on_delete=models.PROTECT, related_name="entries")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "position"], name="one_entry_a_place"),
            models.UniqueConstraint(fields=["book", "event"], name="one_entry_an_event"),
        ]


class BalanceAssertion(models.Model):
    """What somebody counted: so much of a thing was there at that moment. It changes nothing; the books are held
    against it whenever somebody looks."""

    agent = models.CharField(max_length=32, db_index=True)
    specification = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    said_by = models.CharField(max_length=32)
    said = models.DateTimeField()


class ResourceMove(models.Model):
    """What one event did to one resource, and what stood there afterwards. A cache: statements read it."""

    resource = models.CharField(max_length=32)
    position = models.PositiveBigIntegerField()
    event_seq = models.BigIntegerField(db_index=True)
    accounting_change = models.BigIntegerField()
    onhand_change = models.BigIntegerField()
    accounting_after = models.BigIntegerField()
    onhand_after = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "position"], name="one_move_a_place")]
