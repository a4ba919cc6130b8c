"""The reader takes a good folder, and says file, line and field of everything that is wrong in a bad one."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.town_folder.reader import digest, read_folder
from commonstead.interfaces.files.town_folder.tests.wrong import WRONG

SMALL_TOWN = Path(__file__).parent / "small_town"
ROLES = (Role("member", "Member"), Role("steward", "Steward", ("all",)))
KINDS = {slug: Kind(slug, slug, "", "", ROLES, frozenset()) for slug in ("garden", "kitchen", "garage_workshop")}


def test_a_good_folder_is_read_whole():
    town = read_folder(SMALL_TOWN, kinds=KINDS)
    assert (town.name, town.currency, town.begins) == ("Littlebridge", "USD", date(2025, 1, 1))
    assert town.recipes["bake-bread"].inputs["flour"].value == Decimal("8.1")  # written as 8100 g
    assert town.parcels["plot"].area_m2.value == 600  # written as 0.06 ha
    assert town.income_month() == 8500
    assert town.needs["bread"].amount(size=3) == 12
    assert town.needs["potatoes"].amount(size=2, household_type="elders") == 8
    assert town.needs["potatoes"].need_class == "food"  # from the good
    assert [person.id for person in town.household_members("birch")] == ["bea", "ben", "bo"]
    assert town.unit_table.get("loaf").dimension == "loaf"
    assert town.cite(town.goods["flour"].numbers["keeps"]) == "moths"
    assert set(town.origins) == {"met", "by_type", "lag"}
    assert town.cite(town.origins["lag"]) == "whole months of growing and keeping"


@pytest.fixture
def folder(tmp_path):
    """A copy of the small town, to break."""
    return Path(shutil.copytree(SMALL_TOWN, tmp_path / "a town"))


def problems_of(folder):
    with pytest.raises(Refused) as refused:
        read_folder(folder, kinds=KINDS)
    return refused.value.refusals


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_by_file_line_and_field(folder, case):
    file, old, new, line, field, words = case
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = problems_of(folder)
    fitting = [one for one in found if (one.file, one.line, one.field) == (file, line, field)]
    assert fitting, [one.reason for one in found]
    assert any(words in one.sentence for one in fitting), [one.sentence for one in fitting]


def test_all_problems_come_out_at_once_in_order(folder):
    (folder / "needs.toml").unlink()
    for file, old, new in (
        ("people.csv", "ana,Ana Ash", "ana,"),
        ("goods.toml", "value = 4,", "value = -4,"),
        ("goods.toml", "value = 0.9,", "value = 9,"),
    ):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    places = [one.place for one in problems_of(folder)]
    assert places == [
        "goods.toml:5: bread.buy.value",
        "goods.toml:21: potatoes.keeps",
        "needs.toml",
        "people.csv:2: name",
    ]


def test_a_missing_file_does_not_make_every_reference_to_it_an_error(folder):
    (folder / "goods.toml").unlink()
    assert [one.clause for one in problems_of(folder)] == ["town_folder.file_missing"]


def test_a_town_may_begin_small(folder):
    for name in ("units.csv", "parcels", "stocks", "year", "recipes", "associations", "promises", "circles"):
        (folder / (name if "." in name else f"{name}.toml")).unlink()
    town = read_folder(folder, kinds=KINDS)
    assert (town.recipes, town.associations, town.rhythms, town.stocks, town.promises) == ({}, {}, (), (), ())


def test_a_misspelt_file_is_named(folder):
    (folder / "stocks.toml").rename(folder / "stock.toml")
    (folder / "notes.txt").write_text("not a table")
    assert [one.reason for one in problems_of(folder)] == [
        "stock.toml: This is none of a town's files. Did you mean stocks.toml?"
    ]


def test_text_that_is_not_utf8_is_named_by_line(folder):
    text = (folder / "people.csv").read_text(encoding="utf-8").replace("Bo Birch", "Bo Bírch")
    (folder / "people.csv").write_bytes(text.encode("cp1252"))
    found = problems_of(folder)
    assert [(one.file, one.line, one.clause) for one in found if one.file == "people.csv"] == [
        ("people.csv", 6, "town_folder.not_utf8")
    ]


def test_utf16_is_refused_and_a_utf8_mark_is_harmless(folder):
    text = (folder / "households.csv").read_text(encoding="utf-8")
    (folder / "households.csv").write_bytes(text.encode("utf-8-sig"))
    read_folder(folder, kinds=KINDS)
    (folder / "households.csv").write_bytes(text.encode("utf-16"))
    assert "UTF-8" in problems_of(folder)[0].sentence


def test_something_that_is_no_town_is_refused(tmp_path):
    with pytest.raises(Refused, match="holds none of a town's files"):
        read_folder(tmp_path)
    with pytest.raises(Refused, match="is not a folder"):
        read_folder(tmp_path / "nowhere")


def test_the_digest_changes_with_any_file(folder):
    before = digest(folder)
    assert digest(SMALL_TOWN) == before
    (folder / "year.toml").write_text("", encoding="utf-8")
    assert digest(folder) != before
