"""A network without people: nobody's id, the same plan, and a proof that holds for both."""

import json
from dataclasses import replace

import pytest

from commonstead.core.boundary import Person, check_plan, plan, pooled, write_network
from commonstead.core.boundary.tests.towns import network

ROWS = (
    Person("ana-7f", 6, ("sewing", "baking")),
    Person("bo-1c", 4, ("baking",)),
    Person("cy-99", 3, ("baking", "sewing", "baking")),
    Person("di-52", 5, ("baking",)),
    Person("ed-0a", 2, ()),
)


@pytest.fixture
def town():
    """Bread and shirts, cheaper made than bought; hours are what is short."""
    return network(
        goods=[{"id": "bread", "unit": "each", "need": 9, "buy": 5},
               {"id": "shirt", "unit": "each", "need": 7, "buy": 9},
               {"id": "flour", "unit": "kg", "buy": 1}],
        people=[{"id": one.id, "hours": one.hours, "skills": list(dict.fromkeys(one.skills))} for one in ROWS],
        recipes=[
            {"id": "bake", "adopted": True, "inputs": {"flour": 1}, "outputs": {"bread": 1}, "hours": {"baking": 2}},
            {"id": "sew", "adopted": True, "inputs": {"flour": 1}, "outputs": {"shirt": 1}, "hours": {"sewing": 1.5}},
        ],
    )


def test_hours_are_summed_by_the_set_of_skills_and_nobody_is_named(town):
    people = pooled(replace(town, people=ROWS)).people
    assert people == (Person("p1", 9, ("baking", "sewing")), Person("p2", 9, ("baking",)), Person("p3", 2, ()))
    text = json.dumps(write_network(pooled(town)))
    assert not any(one.id in text for one in ROWS)
    assert pooled(pooled(town)) == pooled(town)


def test_the_plan_is_the_same_and_its_proof_names_nobody(town):
    alone, together = plan(town), plan(pooled(town))
    assert alone.status == together.status == "optimal"
    for figure in ("cash", "hours", "dependence"):
        assert getattr(together, figure) == pytest.approx(getattr(alone, figure), abs=1e-9), figure
    assert together.slack.days == alone.slack.days and together.batches == alone.batches
    proof = together.to_json(with_certificate=True)["certificate"]
    assert check_plan(pooled(town), proof) == []
    assert not any(one.id in json.dumps(proof) for one in ROWS)
    assert any(one.id in json.dumps(alone.to_json(with_certificate=True)["certificate"]) for one in ROWS)
