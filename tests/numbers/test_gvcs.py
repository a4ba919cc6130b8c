"""The Global Village Construction Set's published figures, worked out through the cost ledger.

towns/global-village-construction-set holds the parts with their sources; its README says which of them are estimates.
What is tested here are totals that no file states: they come out of recipes and prices.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from commonstead.core.boundary.machines.cascade import cascade
from commonstead.core.boundary.machines.made_by import machine_set
from commonstead.core.boundary.machines.sharing import Settings, sharing
from commonstead.site.folder_network import read_network_folder

FOLDER = Path(__file__).resolve().parents[2] / "towns" / "global-village-construction-set"
SEVEN = ("ceb-press", "tractor", "trencher", "backhoe", "mixer", "pulveriser", "sawmill")


@pytest.fixture(scope="module")
def network():
    found, households = read_network_folder(FOLDER)
    assert households == 0
    return found


def thousands(cash: float, decimals: int = 1) -> float:
    return round(cash / 1000, decimals)


def test_no_total_is_written_into_the_folder():
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert "value = 19500" not in text and "value = 1950" not in text and "value = 3800" not in text, path
        assert "value = 1500" not in text, path


def test_seven_machines_from_19_5k_to_about_2k(network):
    """Bought $19.5k; from bought steel the same; from scrap about $2k: it is the steel that cuts all seven."""
    told = cascade(network, [[f"build-{machine}" for machine in SEVEN], ["smelt-and-machine"]])
    totals = [sum(costs[machine].cash for machine in SEVEN) for costs in told.costs]
    assert [thousands(total) for total in totals[:2]] == [19.5, 19.5]
    assert totals[2] == pytest.approx(1950) and round(totals[2], -3) == 2000
    for good in told.goods:
        if good.id in SEVEN:
            (cut,) = good.cuts
            assert cut.step == 2 and not cut.recipe and list(cut.through) == ["worked-steel"]


def test_the_workshop_from_10k_over_3_8k_and_1_5k_to_1k(network):
    told = cascade(network, [["build-workshop"], ["saw-own-lumber"], ["press-insulating-blocks"]])
    assert [thousands(costs["workshop"].cash) for costs in told.costs] == [10, 3.8, 1.5, 1]
    (workshop,) = [good for good in told.goods if good.id == "workshop"]
    assert [list(cut.through) for cut in workshop.cuts] == [[], ["lumber"], ["insulation"]]


def test_hours_for_a_press_140_then_40_then_20_at_the_same_parts(network):
    told = cascade(network, [["build-press-first"], ["build-press-again"], ["build-press-with-torch-table"]])
    press = [costs["ceb-press"] for costs in told.costs]
    assert [round(one.hours) for one in press[1:]] == [140, 40, 20]
    assert [one.cash for one in press] == [4000, 1350, 1350, 1350]


def test_nobody_builds_a_second_press_before_the_first(network):
    told = cascade(network, [["build-press-again"], ["build-press-with-torch-table"]])
    assert all(costs["ceb-press"].by is None for costs in told.costs)


def test_which_machines_make_which(network):
    """The set makes its machines but for what only a shop has: the furnace and the rest of the dear ones."""
    told = machine_set(network)
    assert set(SEVEN) <= set(told.closed)
    by_id = {machine.id: machine for machine in told.machines}
    assert set(SEVEN) <= set(by_id["induction-furnace"].makes)
    assert told.start == {"cnc-machine-tool": 1}  # it is made on one of its kind
    assert set(told.vitamins) == {"scrap-steel"}
    assert told.made / told.shop == pytest.approx(0.1)


@pytest.mark.parametrize(("machine", "shared"), [
    ("sawmill", False), ("mixer", False), ("trencher", False), ("ceb-press", False),
    ("induction-furnace", True), ("rod-and-wire-mill", True), ("aluminium-extractor", True)])
def test_what_a_garage_shop_has_of_its_own_and_what_shops_share(network, machine, shared):
    """The book's own examples of both (2409-2415), at three months of wages each."""
    goods = {good.id: good for good in network.goods}
    told = sharing(network, machine, goods[machine].buy, None, Settings(users=1, wage=network.cash.income))
    assert told.shared is shared
