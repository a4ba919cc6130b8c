"""Adding a kind is adding a folder: here one in a temporary place, found, founded, booked, refused, and gone again.

The new kind is the garden's folder under another name, as a newcomer would make one: copy it and change words.
"""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import commonstead
from commonstead.commons import garden
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.site import discovery
from commonstead.town import kinds
from commonstead.town.boundary import yearbooks
from commonstead.town.kind_contract import KindContract, SmallTown
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import commands as people_commands

RULES = '''"""A mushroom cellar's own rule."""

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop


def keep_it_dark(flow, before):
    """Nobody lights the cellar."""
    if flow.action is Action.USE and flow.specification == "lamp":
        return Refusal("mushroom_cellar.no_poison", gettext_noop("The cellar stays dark. Feel your way."))
    return None
'''


@pytest.fixture
def own_kinds(tmp_path, monkeypatch):
    """A folder with a mushroom cellar in it, and a registry that forgets it afterwards."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    cellar = tmp_path / "our kinds" / "mushroom_cellar"
    shutil.copytree(Path(garden.__file__).parent, cellar, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    for path in cellar.iterdir():
        path.write_text(path.read_text().replace("garden.", "mushroom_cellar.").replace('"garden"', '"mushroom_cellar"')
                        .replace('"Garden"', '"Mushroom cellar"'))
    (cellar / "rules.py").write_text(RULES)
    manifest = (cellar / "kind.py").read_text()
    (cellar / "kind.py").write_text(
        manifest.replace("import no_poison, one_day_one_entry, seed_is_kept", "import keep_it_dark")
        .replace("rules=(no_poison, seed_is_kept, one_day_one_entry)", "rules=(keep_it_dark,)"))
    return cellar.parent


def fingerprints() -> dict[str, str]:
    """Every file of the program, by the hash of what it says."""
    root = Path(commonstead.__file__).parent
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts and path.suffix == ".py"}


@pytest.mark.django_db
def test_a_folder_is_all_it_takes(own_kinds):
    before = fingerprints()
    (found,) = discovery.load_kinds_from([own_kinds])
    assert found.slug == "mushroom_cellar"
    assert kinds.get("mushroom_cellar") == found
    assert found.charter.startswith("# Charter")
    assert found.charter_in("es-mx").startswith("# Carta") and found.charter_in("fr") == found.charter

    people_commands.ensure_outside()
    town = SmallTown(found)
    work = ledger_commands.record_event(town.flow(Action.WORK, None))
    assert ledger.event(work.event_id).receiver == town.ours
    ledger_commands.record_event(town.flow(Action.TRANSFER, Mode.POOL))

    with pytest.raises(Refused) as not_allowed:
        ledger_commands.record_event(town.flow(Action.TRANSFER, Mode.CREDIT))
    assert not_allowed.value.refusals[0].clause == "mushroom_cellar.allowed"
    assert "Mushroom cellar" in not_allowed.value.refusals[0].reason

    ledger_commands.add_specification("lamp", name="Lamp", unit="each", sort="machine")
    lamp = replace(town.flow(Action.USE, None, specification="lamp"), quantity=None, effort=100)
    with pytest.raises(Refused) as dark:
        ledger_commands.record_event(lamp)
    assert dark.value.refusals[0].reason == "The cellar stays dark. Feel your way."

    answers = {answer.slug: answer.text for answer in yearbooks.small_answers(town.ours)}
    assert answers["work"] == "2 hours by one person"
    assert fingerprints() == before, "no file of the program changed"


@pytest.mark.django_db
def test_a_kind_that_was_taken_away_leaves_its_books(own_kinds):
    (found,) = discovery.load_kinds_from([own_kinds])
    people_commands.ensure_outside()
    town = SmallTown(found)
    recorded = ledger_commands.record_event(town.flow(Action.WORK, None))
    del kinds._kinds["mushroom_cellar"]
    assert ledger.event(recorded.event_id) is not None
    assert yearbooks.small_answers(town.ours) == ()
    length = ledger.book(town.ours).length
    ledger_commands.record_event(town.flow(Action.WORK, None))
    assert ledger.book(town.ours).length == length + 1, "its members go on writing"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        discovery.load_kinds_from([tmp_path / "nowhere"])
    assert refused.value.refusals[0].clause == "site.no_kinds_folder"


def test_every_folder_under_commons_is_found_and_keeps_the_contract():
    """Whoever adds a kind adds its tests: a folder without a class that inherits the contract is found out."""
    found = {kind.slug for kind in discovery.find_kinds()}
    assert {"household", "garden", "garage_workshop"} <= found
    for slug in found:
        tests = Path(commonstead.__file__).parent / "commons" / slug / "tests"
        assert any("(KindContract)" in path.read_text() for path in tests.glob("test_*.py")), slug
    assert KindContract.test_every_allowed_pair_can_be_booked
