"""Reading through the API: recipes, the boundary, statements page by page, chains."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commonstead.town.boundary import commands as boundary
from commonstead.town.ledger import commands as ledger
from commonstead.town.making import commands as making


@pytest.fixture
def bakery(town) -> str:
    ledger.add_specification("bread", name="Bread", unit="kg", need_class="food")
    return making.add_recipe("bake", name="Bake bread", lag=0, inputs={"flour": Decimal("0.81")},
                             outputs={"bread": Decimal(1)}, hours={"baking": Decimal("0.25")})


def test_recipes_with_exact_figures(ada, bakery):
    [shown] = ada.get("/recipes").json()
    assert shown == ada.get("/recipes/bake").json()
    assert Decimal(shown["inputs"]["flour"]) == Decimal("0.81") and isinstance(shown["inputs"]["flour"], str)
    assert Decimal(shown["hours"]["baking"]) == Decimal("0.25")
    adopted = ada.get("/recipes", adopted="true").json()
    assert [view["id"] for view in adopted] == (["bake"] if shown["adopted"] else [])
    assert ada.get("/recipes/no-such-recipe").status_code == 404


def test_the_boundary_as_it_was_worked_out(ada, bakery):
    assert ada.get("/boundary").status_code == 404, "nothing was worked out yet"
    boundary.compute_answers()
    answer = ada.get("/boundary")
    assert answer.status_code == 200
    assert answer.json()["stale"] is False
    assert answer.json()["plan"]["status"] == "optimal"


def test_statement_and_book_page_by_page(town, ada):
    for turn in range(5):
        assert ada.post("/events", {
            "action": "raise", "provider": town.home, "receiver": town.home, "specification": "flour",
            "at": f"2026-03-0{turn + 1}T10:00:00Z", "quantity": {"amount": "1", "unit": "kg"}},
            key=f"bag-number-{turn}").status_code == 201
    [stock] = ada.get(f"/agents/{town.home}/resources").json()
    for address, lines in ((f"/resources/{stock['id']}/statement", "moves"), (f"/agents/{town.home}/book", "events")):
        pages, before = [], None
        while True:
            page = ada.get(address, count=2, **({"before": before} if before else {})).json()
            pages.append(page)
            before = page["next_before"]
            if before is None:
                break
        assert [len(page[lines]) for page in pages] == [2, 2, 1]
    assert (pages[0]["events"][0]["at"], pages[-1]["events"][-1]["at"]) == (
        "2026-03-05T10:00:00Z", "2026-03-01T10:00:00Z")
    statement = ada.get(f"/resources/{stock['id']}/statement").json()
    assert (statement["opening"]["amount"], statement["closing"]["amount"]) == ("0.000", "5.000")


def test_each_link_of_a_chain_covers_the_one_before(town, ada):
    bag = {"action": "raise", "provider": town.home, "receiver": town.home, "specification": "flour",
           "at": "2026-03-01T10:00:00Z", "quantity": {"amount": "1", "unit": "kg"}}
    ids = [ada.post("/events", bag, key=f"bag-number-{turn}").json()["event"] for turn in range(2)]
    [first], [second] = (ada.get(f"/events/{event}/chain").json() for event in ids)
    assert (first["position"], second["position"]) == (1, 2)
    assert second["previous_hash"] == first["hash"] != second["hash"]


def test_a_stranger_sees_no_stock_and_no_statement(town, ada, cleo):
    ada.post("/events", {
        "action": "raise", "provider": town.home, "receiver": town.home, "specification": "flour",
        "at": "2026-03-01T10:00:00Z", "quantity": {"amount": "1", "unit": "kg"}}, key="bag-number-1")
    [stock] = ada.get(f"/agents/{town.home}/resources").json()
    for address in (f"/agents/{town.home}/resources", f"/resources/{stock['id']}", f"/agents/{town.home}/book",
                    f"/resources/{stock['id']}/statement"):
        assert ada.get(address).status_code == 200
        assert cleo.get(address).status_code == 404
    assert cleo.get("/events", agent=town.home).status_code == 404
