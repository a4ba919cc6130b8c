"""Small files that would cost much: refused by line and field, or read with work that grows as the file does."""

import json

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.designs import flow_groups, flows, read_design, read_designs


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
