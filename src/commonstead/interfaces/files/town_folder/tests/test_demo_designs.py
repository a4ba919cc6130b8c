"""The demo town's designs: each figure says where it comes from, each feature of a design occurs, and the ladder from
mending bicycles to making them is in the catalogue with a tool that is made on the way."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from commonstead.core.making import STATUSES, cost, cut_from_stock, explode, open_questions, stopping_a_recipe
from commonstead.interfaces.files.town_folder import read_folder

DEMO = Path(__file__).resolve().parents[6] / "towns" / "demo"
ORIGIN = re.compile(r"(estimate|source|definition): \S")


@pytest.fixture(scope="module")
def town():
    return read_folder(DEMO)


@pytest.fixture(scope="module")
def at_hand(town):
    return {id: one.design for id, one in town.designs.items()}


def test_there_are_ten_designs_and_more_each_a_manifest_with_its_bill(town):
    assert len(town.designs) >= 10
    for one in town.designs.values():
        text = (DEMO / one.file).read_text(encoding="utf-8")
        bill = re.search(r"^bom\s*[=:]\s*\"?([\w.-]+)", text, re.MULTILINE)[1]
        assert (DEMO / "designs" / bill).is_file()
        assert one.design.parts
    files = {one.file.rsplit(".", 1)[1] for one in town.designs.values()}
    assert files == {"toml", "yml"}


def test_every_figure_of_a_design_says_where_it_comes_from(at_hand):
    for design in at_hand.values():
        for part in design.parts:
            if part.quantity is not None:
                assert ORIGIN.match(part.note), (design.id, part.name, part.note)
            else:
                assert part.note.startswith("unknown: "), (design.id, part.name)
        for tool in design.tools:
            assert tool.hours is None or ORIGIN.match(tool.note), (design.id, tool.name)
        if design.skills and any(design.skills.values()):
            assert any(ORIGIN.match(source) for source in design.sources), design.id


def test_each_feature_of_a_design_occurs(at_hand):
    assert {design.status for design in at_hand.values()} == set(STATUSES)
    assert at_hand["bicycle"].modules == ("bicycle-frame", "bicycle-wheel")
    assert "bicycle-wheel" in at_hand["bicycle-trailer"].modules  # shared by two
    assert at_hand["low-cold-frame"].forked_from.id == "cold-frame"
    assert at_hand["bicycle-wheel"].parts[0].alternatives
    assert explode(at_hand["bicycle"], at_hand).levels == 2
    starter = at_hand["sourdough-starter"]
    assert starter.starter(starter.parts[0])
    assert stopping_a_recipe(at_hand["low-cold-frame"]) and stopping_a_recipe(at_hand["compost-sieve"])
    assert len(open_questions(at_hand["compost-sieve"], at_hand)) > 5


def test_the_steps_of_a_design_add_up_to_its_hours(at_hand):
    for design in at_hand.values():
        steps = [step.hours for step in design.steps]
        work = list(design.skills.values())
        if steps and None not in steps and work and None not in work:
            assert sum(steps) == sum(work), design.id


def test_frames_are_cut_from_one_length_of_each_tube(at_hand):
    lengths = {"bicycle-tube": [], "bicycle-stay": []}
    for part in at_hand["bicycle-frame"].parts:
        if part.cut:
            lengths[part.good] += [part.cut.length] * int(part.quantity)
    assert cut_from_stock(lengths["bicycle-tube"], 3000, 2).needed == 1  # 540 + 560 + 640
    assert cut_from_stock(lengths["bicycle-stay"], 3000, 2).needed == 1  # 2 × (430 + 510 + 390) + 5 cuts
    trailer = [
        part.cut.length for part in at_hand["bicycle-trailer"].parts if part.cut for _each in range(int(part.quantity))
    ]
    assert sum(trailer) == 9890 and cut_from_stock(trailer, 3050, 2).needed == 4


def test_the_press_costs_what_was_published(town, at_hand):
    prices = {good.id: good.numbers["buy"].value for good in town.goods.values() if "buy" in good.numbers}
    found = cost(at_hand["earth-block-press"], prices, at_hand, units=town.unit_table)
    assert found.total == Decimal(1350)


def test_the_ladder_of_bicycles_is_tagged_rung_by_rung_with_an_outlay_that_is_made(town, at_hand):
    rungs = {
        "truing-stand": "parts",
        "bicycle-wheel": "parts",
        "frame-jig": "parts",
        "bicycle-frame": "gaps",
        "bicycle": "ecosystem",
    }
    assert {id: at_hand[id].stage for id in rungs} == rungs
    assert town.recipes["service-bicycle"].stage == "repair" and town.recipes["service-bicycle"].adopted
    assert all(town.designs[id].terms for id in rungs)
    assert set(town.designs["bicycle-wheel"].terms.outlay_goods) == {"truing-stand"}  # which a design makes
    assert set(town.designs["bicycle-frame"].terms.outlay_goods) == {"frame-jig"}
    assert at_hand["truing-stand"].makes == {"truing-stand": 1} and at_hand["frame-jig"].makes == {"frame-jig": 1}
    assert town.recipes["roll-tube"].stage == "ecosystem"
