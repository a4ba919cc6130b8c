"""What is kept of clearing beside the journal: which association clears in what, who takes part, and its rounds.

A debt itself is a Commitment of the ledger, and what fell of it are events that fulfil it; here is only who put it on
the table and what each round answered. Notes are erasable. Only this package opens these models.
"""

from django.db import models

from commonstead.town.ledger.ids import new_id


class Clearing(models.Model):
    """An association that clears debts in one thing (a money, or a circle's unit). unit: its set-off unit.  circle:
    whose credit helps where set-off alone does not reach, or "".  passage: the association's account in that circle
    through which such credit goes, closed but while a round is written."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    association = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=80)
    specification = models.CharField(max_length=60)
    unit = models.CharField(max_length=60)
    circle = models.CharField(max_length=32, blank=True)
    passage = models.CharField(max_length=32, blank=True)
    begun = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["association", "specification"], name="one_clearing_a_money")]


class Standing(models.Model):
    """Somebody takes part. resource: their set-off account.  monthly: everything they owe and are owed lies on the
    table unless they take it off.  credit: by how much their balance in the circle may move in a round, either way."""

    clearing = models.ForeignKey(Clearing, on_delete=models.PROTECT, related_name="standings")
    holder = models.CharField(max_length=32, db_index=True)
    resource = models.CharField(max_length=32)
    monthly = models.BooleanField(default=True)
    credit = models.BigIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clearing", "holder"], name="one_standing_a_clearing")]


class Choice(models.Model):
    """One side's word on one debt: on the table, or not."""

    clearing = models.ForeignKey(Clearing, on_delete=models.PROTECT, related_name="choices")
    debt = models.CharField(max_length=32, help_text="commitment id")
    holder = models.CharField(max_length=32)
    chosen = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clearing", "debt", "holder"], name="one_word_on_a_debt")]


class DebtSlip(models.Model):
    """A debt that somebody wrote down and that both sides have to say yes to; then it becomes a Commitment."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    debtor = models.CharField(max_length=32, db_index=True)
    creditor = models.CharField(max_length=32, db_index=True)
    specification = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    since = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, help_text="written, file or asked (a payment that was owed instead)")
    key = models.CharField(max_length=120, unique=True)
    made_by = models.CharField(max_length=32)
    made = models.DateTimeField()
    debtor_said = models.DateTimeField(null=True, blank=True)
    creditor_said = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, help_text="asked, owed, declined, withdrawn")
    debt = models.CharField(max_length=32, blank=True, db_index=True, help_text="commitment id, once it is owed")


class SettledOtherwise(models.Model):
    """A creditor's word that so much of a debt was settled outside of the books: paid in cash, or let go."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    debt = models.CharField(max_length=32, db_index=True, help_text="commitment id")
    specification = models.CharField(max_length=60, help_text="what was owed")
    amount = models.BigIntegerField()
    said_by = models.CharField(max_length=32)
    said = models.DateTimeField()
    taken_back = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=32, blank=True)


class Round(models.Model):
    """One run. answer: the engine's document with its proof.  room: by member, how far the balance could move.
    sums: what the town sees.  turn: how often it was worked out."""

    id = models.CharField(max_length=32, primary_key=True, default=new_id)
    clearing = models.ForeignKey(Clearing, on_delete=models.PROTECT, related_name="rounds")
    state = models.CharField(max_length=10, help_text="gathering, preview, consent, committed, dropped, undone")
    begun_by = models.CharField(max_length=32)
    begun = models.DateTimeField()
    until = models.DateField(null=True, blank=True, help_text="the last day on which members can say no")
    worked_out = models.DateTimeField(null=True, blank=True)
    turn = models.PositiveIntegerField(default=0)
    answer = models.JSONField(default=dict)
    room = models.JSONField(default=dict)
    sums = models.JSONField(default=dict)
    settled = models.DateTimeField(null=True, blank=True, help_text="when it was committed or dropped")
    settled_by = models.CharField(max_length=32, blank=True)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(
            fields=["clearing"], condition=models.Q(state__in=["gathering", "preview", "consent"]),
            name="one_round_at_a_time")]


class RoundDebt(models.Model):
    """One debt as a round found it. fallen: what of it falls.  event: by which it fell, once committed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="debts")
    place = models.PositiveIntegerField()
    debt = models.CharField(max_length=32, help_text="commitment id")
    debtor = models.CharField(max_length=32)
    creditor = models.CharField(max_length=32)
    amount = models.BigIntegerField()
    since = models.DateField()
    fallen = models.BigIntegerField(default=0)
    event = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="one_debt_a_place")]
        indexes = [models.Index(fields=["round", "debtor"]), models.Index(fields=["round", "creditor"])]


class RoundCredit(models.Model):
    """What a member pays (negative) or gets in the circle's credit. Its events and slip, once committed."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="credits")
    holder = models.CharField(max_length=32)
    amount = models.BigIntegerField()
    setoff_event = models.CharField(max_length=32, blank=True)
    credit_event = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "holder"], name="one_credit_a_member")]


class RoundWord(models.Model):
    """What a member says to what a round would do: yes, or no and leave me out."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="words")
    holder = models.CharField(max_length=32)
    yes = models.BooleanField()
    said = models.DateTimeField()
    said_by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "holder"], name="one_word_a_round")]
