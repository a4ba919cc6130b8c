"""The folder designs/ of a town: read whole with their bills, every problem by file, line and field, and loaded with
the recipes that designs.toml asks for."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.town_folder.loading.town import load_town
from commonstead.interfaces.files.town_folder.reader import digest, read_folder
from commonstead.town import kinds
from commonstead.town.making import queries as making
from commonstead.town.making.designs import queries as designs

SMALL_TOWN = Path(__file__).parent / "small_town"
CHAIR = """okhv = "2.0"
name = "Chair"
version = "1.0"
license = "CC0-1.0"
function = "To sit on"
bom = "chair-bom.csv"

[commonstead]
days = 2
stage = "gaps"
sources = ["source: invented; somebody's notebook"]
makes = { chair = 1 }
skills = { joinery = 5 }
tools = [{ name = "Drill", good = "drill", hours = 0.5, note = "estimate: eight holes" }]
"""
BILL = "Name,Quantity,Unit,Good,Note\nBroken chair,2,each,broken-chair,source: invented; for the wood\n"
TERMS = """[chair]
limit = { value = 4, estimate = "one a week" }
outlay = { value = 30, source = "invented" }
outlay_goods = { drill = { value = 1, estimate = "one at hand" } }
"""


@pytest.fixture
def folder(tmp_path):
    """The small town with one design."""
    path = Path(shutil.copytree(SMALL_TOWN, tmp_path / "a town"))
    (path / "designs").mkdir()
    (path / "designs" / "chair.toml").write_text(CHAIR, encoding="utf-8")
    (path / "designs" / "chair-bom.csv").write_text(BILL, encoding="utf-8")
    (path / "designs.toml").write_text(TERMS, encoding="utf-8")
    return path


def read(folder):
    return read_folder(folder, kinds={kind.slug: kind for kind in kinds.every()})


def problems_of(folder):
    with pytest.raises(Refused) as refused:
        read(folder)
    return refused.value.refusals


def spoil(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_design_is_read_with_its_bill_and_what_the_town_adds(folder):
    one = read(folder).designs["chair"]
    assert one.file == "designs/chair.toml"
    assert [(part.name, part.quantity, part.good) for part in one.design.parts] == [("Broken chair", 2, "broken-chair")]
    assert one.terms.limit.value == 4 and one.terms.outlay_goods["drill"].value == 1


def test_a_town_without_designs_has_none():
    assert read(SMALL_TOWN).designs == {}


def test_notes_and_drawings_may_lie_beside(folder):
    (folder / "designs" / "sketch.png").write_bytes(b"\x89PNG")
    (folder / "designs" / "README.md").write_text("How we draw")
    assert set(read(folder).designs) == {"chair"}


WRONG = {
    "no such thing": (
        "designs/chair-bom.csv",
        ",broken-chair,",
        ",brokn-chair,",
        "designs/chair.toml",
        0,
        "brokn-chair",
    ),
    "no such source": ("designs/chair-bom.csv", "invented;", "inventd;", "designs/chair.toml", 2, "inventd"),
    "no such source of the whole": (
        "designs/chair.toml",
        "source: invented",
        "source: dream",
        "designs/chair.toml",
        0,
        "dream",
    ),
    "no number": ("designs/chair-bom.csv", ",2,each", ",two,each", "designs/chair.toml", 2, "two"),
    "no unit": ("designs/chair-bom.csv", ",2,each", ",2,furlong", "designs/chair.toml", 2, "furlong"),
    "broken manifest": ("designs/chair.toml", 'name = "Chair"', "name = ", "designs/chair.toml", 2, "TOML"),
    "a word that is none": ("designs/chair.toml", "days = 2", "dayz = 2", "designs/chair.toml", 9, "dayz"),
    "no manifest for a bill": (
        "designs/chair.toml",
        "chair-bom.csv",
        "other.csv",
        "designs/chair-bom.csv",
        0,
        "manifest",
    ),
    "terms of no design": ("designs.toml", "[chair]", "[stool]", "designs.toml", 1, "stool"),
    "a term without origin": ("designs.toml", ', estimate = "one a week"', "", "designs.toml", 2, "exactly one"),
    "an outlay of no thing": ("designs.toml", "{ drill =", "{ dril =", "designs.toml", 4, "dril"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_by_file_and_line(folder, case):
    file, old, new, said_in, line, words = case
    spoil(folder, file, old, new)
    if file == "designs/chair.toml" and new == "other.csv":
        (folder / "designs" / "second.toml").write_text(
            CHAIR.replace("Chair", "Second").replace("chair-bom.csv", "none.csv"), encoding="utf-8"
        )  # with one manifest, the one bill is its own
    found = problems_of(folder)
    fitting = [one for one in found if one.file == said_in and one.line == line and words in one.reason]
    assert fitting, [(one.file, one.line, one.field, one.sentence) for one in found]


def test_one_broken_manifest_does_not_hide_the_others_problems(folder):
    (folder / "designs" / "broken.toml").write_text("name = \n", encoding="utf-8")
    spoil(folder, "designs/chair-bom.csv", ",2,each", ",-2,each")
    files = {(one.file, one.line) for one in problems_of(folder)}
    assert ("designs/broken.toml", 1) in files and ("designs/chair.toml", 2) in files


def test_two_designs_of_one_id_are_refused(folder):
    (folder / "designs" / "other.yml").write_text("title: Chair\nlicense:\n  hardware: CC0-1.0\n", encoding="utf-8")
    assert any("describes a design chair already" in one.sentence for one in problems_of(folder))


def test_a_file_of_ten_megabytes_is_refused_unread(folder):
    (folder / "designs" / "huge.csv").write_bytes(b"x" * 10_000_001)
    assert any(one.file == "designs/huge.csv" and "10 MB" in one.sentence for one in problems_of(folder))


def test_the_digest_changes_with_a_design(folder):
    before = digest(folder)
    spoil(folder, "designs/chair-bom.csv", ",2,each", ",3,each")
    assert digest(folder) != before


@pytest.mark.django_db
def test_it_is_loaded_with_its_recipe_and_terms(folder):
    loaded = load_town(read(folder), audits=False, year=False)
    assert loaded.designs == 1
    recipe = making.recipe("chair-1-0")
    assert recipe.inputs == {"broken-chair": 2} and recipe.outputs == {"chair": 1} and recipe.stage == "gaps"
    assert recipe.hours == {"joinery": 5} and recipe.machines == {"drill": Decimal("0.5")}
    assert (recipe.limit, recipe.outlay) == (4, 30) and recipe.outlay_goods == {"drill": 1}
    assert not recipe.adopted and designs.origin_of_recipe("chair-1-0").id == "chair"
    kept = designs.design("chair").design
    assert "inventd" not in kept.sources[0] and "somebody's notebook" in kept.sources[0]
    assert kept.sources[0] != "source: invented; somebody's notebook"  # the publication is named in full


@pytest.mark.django_db
def test_terms_are_those_of_their_own_design_whatever_others_are_called(folder):
    other = CHAIR.replace("Chair", "Chair leg").replace("chair-bom", "chair-leg-bom")
    (folder / "designs" / "chair-leg.toml").write_text(other, encoding="utf-8")
    (folder / "designs" / "chair-leg-bom.csv").write_text(BILL, encoding="utf-8")
    spoil(folder, "designs/chair-bom.csv", BILL, BILL.replace("Note\n", "Note,Module\n").replace(
        "for the wood\n", "for the wood,\nLeg,4,each,chair,estimate: four,chair-leg\n"))
    with (folder / "designs.toml").open("a", encoding="utf-8") as file:
        file.write('\n[chair-leg]\noutlay = { value = 7, estimate = "a gauge" }\n')
    spoil(folder, "designs/chair-leg.toml", "makes = { chair = 1 }", "makes = { broken-chair = 1 }")
    spoil(folder, "designs/chair-bom.csv", ",chair,estimate", ",broken-chair,estimate")
    load_town(read(folder), audits=False, year=False)
    assert (making.recipe("chair-1-0").outlay, making.recipe("chair-leg-1-0").outlay) == (30, 7)


@pytest.mark.django_db
def test_what_cannot_become_a_recipe_is_said_with_the_line_that_asked_for_it(folder):
    spoil(folder, "designs/chair.toml", "joinery = 5", 'joinery = "?"')
    with pytest.raises(Refused) as refused:
        load_town(read(folder), audits=False, year=False)
    [problem] = refused.value.refusals
    assert (problem.file, problem.line) == ("designs.toml", 1) and "hours of joinery" in problem.reason
    assert making.recipes() == ()


@pytest.mark.django_db
def test_terms_may_wait_until_somebody_makes_the_recipe(folder):
    spoil(folder, "designs.toml", "[chair]\n", "[chair]\nrecipes = false\n")
    load_town(read(folder), audits=False, year=False)
    assert making.recipe("chair-1-0") is None and designs.design("chair") is not None
