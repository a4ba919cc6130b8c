"""Small files that would cost much: refused by line and field, or read with work that grows as the file does."""

import csv
import io
import json
from decimal import Decimal

import pytest

from commonstead.core.making import Design, Part
from commonstead.core.vocabulary.formulas import FORMULA_SIGNS
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.designs import flow_groups, flows, read_design, read_designs, text, write_design
from commonstead.interfaces.files.valueflows import tree


def refused(data, name):
    with pytest.raises(Refused) as caught:
        read_designs([(name, data if isinstance(data, bytes) else data.encode())])
    return [(refusal.clause.removeprefix("design."), refusal.field, refusal.line) for refusal in caught.value.refusals]


def problems(data, name):
    draft = read_design(data.encode(), name)
    assert all(problem.reason for problem in draft.problems)
    return [(problem.clause.removeprefix("design."), problem.field, problem.line) for problem in draft.problems]


# -- recipes


def recipes(count, handed_on=False):
    """Recipes with a flow in and a flow out each; handed_on: each takes what the one before it gives."""
    graph = []
    for place in range(count):
        into, out = (f"thing{place}", f"thing{place + 1}") if handed_on else (f"in{place}", f"out{place}")
        graph += [
            {"@id": f"p{place}", "@type": "RecipeProcess", "name": f"Make {place}"},
            {"@type": "RecipeFlow", "action": "consume", "recipeInputOf": f"p{place}", "resourceConformsTo": into},
            {"@type": "RecipeFlow", "action": "produce", "recipeOutputOf": f"p{place}", "resourceConformsTo": out},
        ]
    return json.dumps({"@graph": graph}).encode()


@pytest.mark.parametrize("handed_on", [False, True])
def test_the_work_on_recipes_grows_with_the_file_and_not_with_its_square(handed_on, monkeypatch):
    looked_at = []
    plain = flow_groups.id_of

    def counted(link):
        looked_at.append(1)
        return plain(link)

    monkeypatch.setattr(flow_groups, "id_of", counted)
    monkeypatch.setattr(flows, "id_of", counted)

    def work(count):
        looked_at.clear()
        assert len(read_designs([("r.json", recipes(count, handed_on))])) == (1 if handed_on else count)
        return len(looked_at)

    assert work(400) <= 5 * work(100)


def test_recipes_that_share_what_they_make_and_take_are_one_design_each():
    """Two bakers of one dough and their miller are one; who takes and gives the same thing alone is another."""
    told = {
        "miller": (["grain"], ["flour"]),
        "keeper": (["starter"], ["starter"]),
        "baker": (["flour"], ["bread"]),
        "other-baker": (["flour"], ["rolls"]),
    }
    graph = []
    for name, (into, out) in told.items():
        graph.append({"@id": name, "@type": "RecipeProcess", "name": name})
        graph += [
            {"@type": "RecipeFlow", "action": "consume", "recipeInputOf": name, "resourceConformsTo": one}
            for one in into
        ]
        graph += [
            {"@type": "RecipeFlow", "action": "produce", "recipeOutputOf": name, "resourceConformsTo": one}
            for one in out
        ]
    drafts = read_designs([("r.json", json.dumps({"@graph": graph}).encode())])
    assert [set(draft.design.makes) for draft in drafts] == [
        {"bread", "rolls", "flour"},  # how much flour nobody said, so some may be left
        {"starter"},
    ]
    assert [step.name for step in drafts[0].design.steps] == ["miller", "baker", "other-baker"]


def test_a_file_of_more_recipes_than_anybody_reads_is_refused():
    assert refused(recipes(flows.MOST_RECIPES + 1), "r.json") == [("too_many_recipes", "RecipeProcess", 0)]
    assert len(read_designs([("r.json", recipes(flows.MOST_RECIPES))])) == flows.MOST_RECIPES


# -- numbers and cells that no reader holds

LONG = "1" * 5000


@pytest.mark.parametrize("written", [f"1/{LONG}", f"{LONG}/3", f"{LONG} 1/2", LONG, f"1-{LONG}!"])
def test_an_amount_of_thousands_of_digits_is_a_problem_of_its_line_and_column(written):
    assert problems(f"Name,Quantity\nPlank,1\nBolt,{written}\n", "b.csv") == [("number_wrong", "Quantity", 3)]
    assert problems(f"Name,Quantity,Price\nBolt,1,{written}\n", "b.csv") == [("price_wrong", "Price", 2)]


@pytest.mark.parametrize("written", [LONG, "0x" + "f" * 4000])
def test_a_whole_number_without_end_in_a_manifest_is_refused_by_its_line(written):
    found = refused(f'okhv = "2.0"\nname = "Chair"\nversion = {written}\n', "a.toml")
    assert [(clause, line) for clause, _, line in found] == [("number_long", 3)]


@pytest.mark.parametrize("written", ["1e999999999", "1e-999999999", "1e9999999999999999999", "-1e400", "0.1e500000"])
def test_an_exponent_is_not_unfolded(written):
    toml, yml = f'okhv = "2.0"\nname = "Chair"\nodd = {written}\n', f"title: Chair\nodd: {written}\n"
    for said, name in ((toml, "a.toml"), (yml, "a.yml")):
        odd = read_design(said.encode(), name).design.extras["odd"]
        assert isinstance(odd, str) and len(odd) < 60


def test_a_cell_that_no_table_has_is_refused_by_its_line():
    long = "x" * 200_000
    assert refused(f"Name,Quantity\nPlank,1\n{long},1\n", "c.csv") == [("cell_long", "row", 3)]
    assert refused(f"{long},1\n{long},1\n", "c.csv") == [("cell_long", "row", 1)]


@pytest.mark.parametrize("sign", FORMULA_SIGNS)
def test_a_bill_that_goes_out_holds_no_formula(sign):
    design = Design(id="x", name="X", parts=(Part(f"{sign}1+1", quantity=Decimal(1), unit="each"),))
    _name, content, _kind = write_design(design, "csv")
    said = content.decode() if isinstance(content, bytes) else content
    rows = list(csv.reader(io.StringIO(said, newline="")))
    assert len(rows) == 2 and (f"'{sign}1+1" in rows[1] or sign == "\r")
    assert not any(cell.startswith(FORMULA_SIGNS) for row in rows for cell in row)


# -- aliases and places


def bomb(levels):
    """Each line lists the one before it nine times."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{letters[at]}: &{letters[at]} [{','.join(['*' + letters[at - 1]] * 9)}]" for at in range(1, levels)]
    return "title: X\n" + "\n".join(lines) + "\n"


def test_aliases_are_counted_before_they_are_unfolded(monkeypatch):
    unfolded = []
    plain = tree._tree
    monkeypatch.setattr(tree, "_tree", lambda node: unfolded.append(1) or plain(node))
    assert refused(bomb(10), "a.yml") == [("yaml_broken", "file", 7)]
    assert refused(bomb(10), "a.json")[0][0] == "valueflows.broken_file"
    assert not unfolded
    assert read_design(bomb(3).encode(), "a.yml").design.name == "X"
    assert len(unfolded) > 9**3


def test_an_alias_that_holds_itself_and_a_long_chain_of_them_are_refused():
    assert refused("title: X\nq: &q [*q]\n", "a.yml")[0][0] == "yaml_broken"
    chain = "q0: &q0 [x]\n" + "".join(f"q{at}: &q{at} [*q{at - 1}]\n" for at in range(1, 2000))
    assert refused("title: X\n" + chain, "a.yml")[0][0] == "yaml_broken"


def test_a_manifest_of_more_values_than_any_is_refused_in_each_format():
    many = text.MOST_PLACES + 1
    assert refused("title: X\nq: [" + "1," * many + "1]\n", "a.yml")[0][0] == "yaml_broken"
    assert refused('name = "X"\nq = [' + "1," * many + "1]\n", "a.toml")[0][0] == "manifest_too_large"
