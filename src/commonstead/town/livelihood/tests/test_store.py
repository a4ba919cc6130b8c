"""The sealed store: only its own household opens an audit, nothing of it lies readable anywhere, erasing is final."""

import csv
import io
import json
import logging
from decimal import Decimal

import pytest
from django.db import connection
from django.test import override_settings

from commonstead.core.livelihood import Audit, Entry, Way, audit_as_dict
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.livelihood import commands, models, queries
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SECRET = "cousin Ines, quietly"
OTHER_KEY = "another-key-another-key-another-key-12345678"


def audit(bread="8", size=3) -> Audit:
    return Audit(size=size, type="family", waged_hours=Decimal(150), steps=("food",), entries=(
        Entry("bread", "food", (Way("sale", Decimal(bread)), Way("gift", Decimal(2), by=SECRET, hours=Decimal(1)))),))


@pytest.fixture
def home():
    household = people.add_household(name="Elm House", size=3)
    return household, people.add_person(name="Ana", household=household)


def clause(refused) -> str:
    return refused.value.refusals[0].clause


def test_a_household_reads_back_what_it_wrote(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana, done=True, counted_in=True)
    view = queries.audit_of(household, viewer=ana)
    assert view.audit == audit()
    assert (view.done, view.counted_in) == (True, True)


def test_a_draft_keeps_consent_as_it_was_and_is_not_done(home):
    household, ana = home
    commands.save_draft(household, audit(), by=ana)
    view = queries.audit_of(household, viewer=ana)
    assert (view.done, view.counted_in) == (False, False)


def test_nobody_else_opens_saves_exports_counts_or_erases_it(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    other_home = people.add_household(name="Oak House", size=1)
    neighbour = people.add_person(name="Ben", household=other_home)
    guardian = people.add_person(name="Cleo", household=other_home)
    people.set_guardian(ana, guardian)
    for stranger in (neighbour, guardian, household, ""):
        for attempt in (
            lambda who: queries.audit_of(household, viewer=who),
            lambda who: queries.export_dict(household, viewer=who),
            lambda who: queries.export_csv(household, viewer=who),
            lambda who: commands.save_audit(household, audit("1"), by=who),
            lambda who: commands.set_counted_in(household, True, by=who),
            lambda who: commands.erase_audit(household, by=who),
        ):
            with pytest.raises(Refused) as refused:
                attempt(stranger)
            assert clause(refused) == "livelihood.its_own_household_only"
    assert queries.audit_of(household, viewer=ana).audit == audit()


def test_who_moves_out_cannot_open_it_any_more(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    people.leave(ana, household)
    with pytest.raises(Refused):
        queries.audit_of(household, viewer=ana)


def test_nothing_readable_lies_in_the_row(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    row = models.Audit.objects.get(household=household)
    for text in (bytes(row.sealed), bytes(row.wrapped_key), repr(row).encode(), str(row).encode()):
        for word in (SECRET.encode(), b"bread", b"family", b"gift"):
            assert word not in text
    columns = {column.name for column in connection.introspection.get_table_description(
        connection.cursor(), models.Audit._meta.db_table)}
    assert columns == {"household", "sealed", "wrapped_key", "updated", "revision", "done", "counted_in"}


def test_saving_twice_never_gives_the_same_ciphertext(home):
    household, ana = home
    sealed = set()
    for _ in range(3):
        commands.save_audit(household, audit(), by=ana)
        sealed.add(bytes(models.Audit.objects.get(household=household).sealed))
    assert len(sealed) == 3


def test_without_the_towns_key_it_does_not_open(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    with override_settings(AUDIT_KEY=OTHER_KEY), pytest.raises(Refused) as refused:
        queries.audit_of(household, viewer=ana)
    assert clause(refused) == "livelihood.wrong_key"


def test_no_key_no_audit(home):
    household, ana = home
    with override_settings(AUDIT_KEY="short"), pytest.raises(Refused) as refused:
        commands.save_audit(household, audit(), by=ana)
    assert clause(refused) == "livelihood.no_key"
    assert not models.Audit.objects.exists()


def test_a_row_put_under_another_household_does_not_open(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    thief_home = people.add_household(name="Oak House", size=1)
    thief = people.add_person(name="Ben", household=thief_home)
    row = models.Audit.objects.get(household=household)
    row.household = thief_home
    row.save()
    with pytest.raises(Refused) as refused:
        queries.audit_of(thief_home, viewer=thief)
    assert clause(refused) == "livelihood.wrong_key"


@pytest.mark.parametrize("column", ["sealed", "wrapped_key"])
def test_a_changed_byte_is_noticed(home, column):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    row = models.Audit.objects.get(household=household)
    changed = bytearray(getattr(row, column))
    changed[-1] ^= 1
    setattr(row, column, bytes(changed))
    row.save()
    with pytest.raises(Refused):
        queries.audit_of(household, viewer=ana)


def test_erasing_destroys_the_row_and_its_key(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana)
    row = models.Audit.objects.get(household=household)
    old_sealed, old_key = bytes(row.sealed), bytes(row.wrapped_key)
    assert commands.erase_audit(household, by=ana) is True
    assert commands.erase_audit(household, by=ana) is False
    assert queries.audit_of(household, viewer=ana) is None
    commands.save_audit(household, audit("1"), by=ana)
    again = models.Audit.objects.get(household=household)
    assert bytes(again.wrapped_key) != old_key
    with pytest.raises(Refused):  # the old ciphertext, as a backup of the table alone would hold it
        from commonstead.town.livelihood.sealing import unseal
        unseal(again.wrapped_key, household, old_sealed)


def test_an_erased_person_takes_the_audit_of_an_empty_home_along(home):
    household, ana = home
    bo = people.add_person(name="Bo", household=household)
    commands.save_audit(household, audit(), by=ana)
    people.erase_person(ana)
    assert queries.audit_of(household, viewer=bo) is not None
    people.erase_person(bo)
    assert not models.Audit.objects.exists()


def test_exports_hold_everything_that_is_held(home):
    household, ana = home
    commands.save_audit(household, audit(), by=ana, done=True, counted_in=True)
    exported = json.loads(json.dumps(queries.export_dict(household, viewer=ana)))
    assert exported.items() >= audit_as_dict(audit()).items()
    assert (exported["done"], exported["counted_in"]) == (True, True)
    rows = list(csv.DictReader(io.StringIO(queries.export_csv(household, viewer=ana))))
    assert [(row["good"], row["mode"], row["amount"], row["by"]) for row in rows] == [
        ("bread", "sale", "8", ""), ("bread", "gift", "2", SECRET)]


def test_free_words_are_no_formula_in_a_spreadsheet(home):
    household, ana = home
    tricky = Audit(1, "single", (Entry("bread", "food", (Way("gift", Decimal(1), by="=HYPERLINK(1)"),)),))
    commands.save_audit(household, tricky, by=ana)
    assert "'=HYPERLINK" in queries.export_csv(household, viewer=ana)


def test_nothing_is_logged(home, caplog):
    household, ana = home
    with caplog.at_level(logging.DEBUG):
        commands.save_audit(household, audit(), by=ana)
        queries.export_dict(household, viewer=ana)
        commands.erase_audit(household, by=ana)
    said = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert SECRET not in said
    assert "bread" not in said
