"""Numbers in words: units behind numbers, what is in reach, what an activity still buys, one's several economies."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise

import pytest
from django.utils import timezone, translation

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import iceberg
from commonstead.town.boundary import queries as boundary


@pytest.mark.parametrize(("value", "symbol", "english", "spanish"), [
    (1, "ride", "1 ride", "1 viaje"), (3, "ride", "3 rides", "3 viajes"), (0.5, "load", "0.5 loads", "0,5 cargas"),
    (3, "each", "3", "3"), (2, "kg", "2 kg", "2 kg"), (2, "bale", "2 bale", "2 bale"),
    (311_673, "$ worth", "$311,673 worth", "por valor de 311 673 $"),
])
def test_units_stand_as_words_behind_their_number(value, symbol, english, spanish):
    assert wording.amount(value, symbol).replace("\u00a0", " ") == english
    with translation.override("es"):
        assert wording.amount(value, symbol).replace("\u00a0", " ") == spanish


@pytest.mark.parametrize(("hour", "minute", "said"), [
    (0, 0, "March 4, 2026"), (12, 0, "March 4, 2026"), (12, 1, "March 4, 2026, 12:01 p.m."),
    (9, 0, "March 4, 2026, 9 a.m."), (0, 30, "March 4, 2026, 12:30 a.m.")])
def test_an_hour_is_told_only_where_one_was_said(hour, minute, said):
    happened = timezone.make_aware(datetime(2026, 3, 4, hour, minute))
    assert wording.when(happened) == said


def test_what_is_in_reach_counts_needs_with_a_recipe(answered):
    answers = boundary.answers()
    assert answers.in_reach == 1  # bread is the only need, and there is a way to bake it
    assert answers.out_of_reach == ()


def test_what_no_recipe_makes_is_named(answered, ana):
    from commonstead.town.boundary import commands
    from commonstead.town.ledger import commands as ledger
    from commonstead.town.livelihood import commands as livelihood

    from .conftest import number

    ledger.add_specification("rent", name="Rent", unit="USD", need_class="food", numbers={"buy": number(1)})
    livelihood.set_average("rent", "food", per_person=80, source="A survey")
    commands.compute_answers()
    answers = boundary.answers()
    assert answers.in_reach == pytest.approx(0.5)  # 20 kg at 4.00 and 80 at 1.00 for each person
    assert answers.out_of_reach == ("rent",)
    assert "nobody here knows how to make: Rent." in ana.get("/boundary/reason/share").content.decode()
    assert "nobody here knows a way to make it yet (50 %)" in ana.get("/boundary").content.decode()


def test_a_recipe_in_use_tells_what_it_still_buys(answered, ana):
    page = ana.get("/recipes/bake").content.decode()
    assert "What it still buys" in page
    assert 'href="/goods/flour"' in page
    assert 'href="/recipes/mill"' in page.split('id="buys"')[1]
    assert 'id="buys"' not in ana.get("/recipes/mill").content.decode()


def test_ones_several_economies_are_ones_own_to_see(town, ana, bea):
    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.flow import Flow
    from commonstead.town.ledger import commands

    from .conftest import LONG_AGO

    commands.record_event(Flow(Action.WORK, town.ana, town.garden, "baking", LONG_AGO, town.ana, "w-1", effort=300))
    assert "Work in Lower Field" in ana.get("/people/me").content.decode()
    assert "Work in Lower Field" not in bea.get("/people/me").content.decode()


def test_the_waterline_has_a_line_of_its_own():
    layers = (iceberg.Layer("Paid", 0.95, "95 %", above=True), *(
        iceberg.Layer(f"Part {n}", 0.0125, "1 %") for n in range(4)))
    for drawn in (iceberg.wide(layers, "x", "waterline"), iceberg.narrow(layers, "x", "waterline")):
        heights = sorted(float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"[^>]*>(?:waterline|\d+ %)', drawn))
        assert len(heights) == 6
        assert min(b - a for a, b in pairwise(heights)) > 12
