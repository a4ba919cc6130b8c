"""The reader takes a good folder, and says file, line and field of everything that is wrong in a bad one."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.town_folder.reader import digest, read_folder

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


#: file, what to replace, with what, then: line, field, part of the sentence.
WRONG = {
    "unknown good in a recipe": (
        "recipes.toml",
        "bread = { value = 10,",
        "bred = { value = 10,",
        7,
        "bake-bread.outputs.bred",
        "Did you mean “bread”?",
    ),
    "unknown source": (
        "goods.toml",
        'buy = { value = 1.5, source = "invented" }',
        'buy = { value = 1.5, source = "inventd" }',
        18,
        "potatoes.buy.source",
        "Did you mean “invented”?",
    ),
    "number without origin": (
        "goods.toml",
        'buy = { value = 4, source = "invented" }',
        "buy = 4",
        5,
        "bread.buy",
        "where it comes from",
    ),
    "two origins": (
        "goods.toml",
        'value = 4, source = "invented"',
        'value = 4, source = "invented", estimate = "mine"',
        5,
        "bread.buy",
        "exactly one",
    ),
    "unit of another dimension": (
        "recipes.toml",
        'unit = "g"',
        'unit = "l"',
        6,
        "bake-bread.inputs.flour.unit",
        "one measures volume",
    ),
    "unknown unit of a good": (
        "goods.toml",
        'name = "Bread"\nunit = "kg"',
        'name = "Bread"\nunit = "kilo"',
        3,
        "bread.unit",
        "kilo",
    ),
    "negative number": ("stocks.toml", "value = 20,", "value = -20,", 9, "stock.1.amount.value", "below zero"),
    "keeps above one": ("goods.toml", "value = 0.98,", "value = 98,", 12, "flour.keeps", "1 or less"),
    "number in quotes": ("goods.toml", "value = 4,", 'value = "4",', 5, "bread.buy.value", "without quotes"),
    "decimal comma in TOML": ("goods.toml", "value = 1.5,", "value = 1,5,", 18, "", "decimal comma"),
    "broken TOML": ("recipes.toml", 'name = "Bake bread"', 'name = "Bake bread', 2, "", "not TOML"),
    "misspelt field": (
        "recipes.toml",
        "machines = { drill",
        "machnes = { drill",
        29,
        "mend-chair.machnes",
        "Did you mean “machines”?",
    ),
    "not a machine": (
        "recipes.toml",
        "machines = { drill =",
        "machines = { chair =",
        29,
        "mend-chair.machines",
        "not a machine",
    ),
    "unknown doer": (
        "recipes.toml",
        'doer = "garden"',
        'doer = "gardens"',
        13,
        "grow-potatoes.doer",
        "Did you mean “garden”?",
    ),
    "adopted without doer": ("recipes.toml", 'doer = "bakery"\n', "", 1, "bake-bread.doer", "add doer"),
    "unknown parcel": (
        "recipes.toml",
        "land = { plot",
        "land = { plots",
        19,
        "grow-potatoes.land.plots",
        "Did you mean “plot”?",
    ),
    "decimal comma in CSV": ("households.csv", "1500", '"1500,50"', 2, "income_month", "decimal comma"),
    "comma inside a name": ("people.csv", "Ana Ash", "Ash, Ana", 2, "", "10 columns"),
    "semicolons": (
        "households.csv",
        "id,name,size,type,income_month,income_source",
        "id;name;size;type;income_month;income_source",
        1,
        "",
        "semicolons",
    ),
    "missing column": ("people.csv", ",login,about", ",about", 1, "", "lacks the column login"),
    "unknown household": (
        "people.csv",
        "bo,Bo Birch,birch",
        "bo,Bo Birch,bitch",
        6,
        "household",
        "Did you mean “birch”?",
    ),
    "the same id twice": ("people.csv", "abe,Abe", "ana,Abe", 3, "id", "twice"),
    "not a slug": ("households.csv", "ash,Ash", "Ash Tree,Ash", 2, "id", "cannot be an id"),
    "unknown kind of household": ("households.csv", ",family,1800", ",clan,1800", 3, "type", "Use one of: couple"),
    "login neither yes nor no": ("people.csv", ",,yes,Bakes", ",,true,Bakes", 2, "login", "yes or no"),
    "guardian nobody knows": ("people.csv", "0,,bea,no,", "0,,beatrix,no,", 5, "guardian", "no “beatrix”"),
    "unknown member": ("associations.toml", '{ who = "bo" }', '{ who = "bob" }', 8, "bakery.members.1.who", "bob"),
    "unknown kind": (
        "associations.toml",
        'kind = "kitchen"',
        'kind = "kitchens"',
        3,
        "bakery.kind",
        "Did you mean “kitchen”?",
    ),
    "role that the kind does not have": (
        "associations.toml",
        '{ who = "bo" }',
        '{ who = "bo", role = "king" }',
        8,
        "bakery.members.1.role",
        "Use one of: member, steward",
    ),
    "nobody keeps the book": (
        "associations.toml",
        '{ who = "ana", role = "steward" }',
        '{ who = "ana" }',
        6,
        "bakery.members",
        "the role steward",
    ),
    "date in quotes": (
        "associations.toml",
        "since = 2015-04-01",
        'since = "2015-04-01"',
        16,
        "garden.since",
        "without quotes",
    ),
    "shares that do not add up": ("needs.toml", "share = 0.7", "share = 0.9", 6, "bread.met", "add up to 1.2"),
    "need without amount": (
        "needs.toml",
        'per_household = { value = 30, source = "invented" }\n',
        "",
        14,
        "rent.per_person",
        "how much",
    ),
    "rhythm without when": (
        "year.toml",
        'every = "week"\nto = "birch"',
        'to = "birch"',
        77,
        "rhythm.10.every",
        "Say when",
    ),
    "rhythm with a thirteenth month": (
        "year.toml",
        "months = [8, 9]",
        "months = [8, 13]",
        48,
        "rhythm.6.months",
        "1 to 12",
    ),
    "rhythm that lacks its recipe": ("year.toml", 'recipe = "bake-bread"\n', "", 20, "rhythm.3.recipe", "needs recipe"),
    "sold without limit": (
        "goods.toml",
        'sell_limit = { value = 20, estimate = "the Saturday market" }\n',
        "",
        19,
        "potatoes.sell",
        "sell_limit",
    ),
    "not a currency": ("town.toml", 'currency = "USD"', 'currency = "kg"', 2, "currency", "not money"),
    "unit that exists": ("units.csv", "loaf,loaf,3,loaf,1", "kg,kg,3,mass,1", 2, "id", "exists already"),
}


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
    for file in ("units.csv", "parcels.toml", "stocks.toml", "year.toml", "recipes.toml", "associations.toml"):
        (folder / file).unlink()
    town = read_folder(folder, kinds=KINDS)
    assert (town.recipes, town.associations, town.rhythms, town.stocks, town.parcels) == ({}, {}, (), (), {})


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
