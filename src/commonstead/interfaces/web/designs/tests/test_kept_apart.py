"""Designs that would run in a ring with the town's recipes are kept apart, with the ring drawn by name."""

from dataclasses import replace
from decimal import Decimal

from commonstead.interfaces.web.designs.catalogue import _ring
from commonstead.town.making import commands as making
from commonstead.town.making.designs import commands

from .conftest import WHEEL
from .test_sheet import text


def test_a_ring_of_recipes_is_drawn_by_name_with_what_to_do(ana):
    making.add_recipe("strip", name="Strip a wheel", inputs={"wheel": 1}, outputs={"rim": 2}, hours={"mechanics": 1})
    quick = replace(WHEEL, id="quick-wheel", name="Quick wheel", days=Decimal(0), parts=WHEEL.parts[:1])
    assert commands.add_design(quick).outcome == "quarantined"
    page = text(ana.get("/designs/"))
    rings = ("Quick wheel → (Wheel with tire) → Strip a wheel → (New rim) → Quick wheel",
             "Strip a wheel → (New rim) → Quick wheel → (Wheel with tire) → Strip a wheel")
    assert any(ring in page for ring in rings) and "To put one right" in page


def test_a_reason_without_goods_between_names_the_recipes_and_one_without_a_ring_none(ana):
    magic = replace(WHEEL, id="magic", name="Magic")
    told = _ring({"recipes": ["strip", "magic-1-0"]}, magic, {"strip": "Strip"}, None)
    assert told == "Strip → Magic → Strip"
    assert _ring({"loop": "a → b"}, WHEEL, {}, None) == ""
