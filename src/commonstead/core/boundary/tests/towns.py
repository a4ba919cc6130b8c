"""Small networks for the tests: only what differs from the format's defaults is written down."""

from __future__ import annotations

from commonstead.core.boundary import Network, read_network


def good(name, unit="kg", **more):
    return {"id": name, "unit": unit, **more}


def network(*, goods, recipes=(), periods=1, **more) -> Network:
    return read_network(document(goods=goods, recipes=recipes, periods=periods, **more))


def document(*, goods, recipes=(), periods=1, **more) -> dict:
    return {
        "format": "provisioning-network/1",
        "periods": periods,
        "goods": list(goods),
        "recipes": list(recipes),
        **more,
    }


def bread_town(**more):
    """10 kg of bread a period at 4.00, or 8.1 kg of flour at 1.00."""
    return document(
        goods=[good("bread", buy=4, need=10), good("flour", buy=1)],
        recipes=[{"id": "bake", "inputs": {"flour": 8.1}, "outputs": {"bread": 10}}],
        **more,
    )
