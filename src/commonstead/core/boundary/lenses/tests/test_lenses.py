"""The four lenses against sums done by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.boundary import read_network
from commonstead.core.boundary.lenses.livelihoods import FULL_TIME_HOURS, Outlay, livelihoods
from commonstead.core.boundary.lenses.overhead import FUNCTION, HEADINGS, UNKNOWN, Entry, by_heading
from commonstead.core.boundary.lenses.peaks import Use, peaks
from commonstead.core.boundary.lenses.stemi import MEASURES, Amounts, of_recipe, ratio, sheet

MONDAY = date(2024, 1, 1)


# --- overhead
def test_what_people_said_goes_before_the_recipes_and_the_rest_is_unknown():
    told = by_heading(
        [Entry("e1", "rent", cash=600), Entry("e2", "flour", cash=300), Entry("e3", "paint", cash=100),
         Entry("e4", "work-baking", hours=30), Entry("e5", "work-bookkeeping", hours=10)],
        {"rent": "patents-and-rents", "work-bookkeeping": "paper-work"}, frozenset({"flour", "work-baking", "rent"}))
    sums = {one.heading: (one.cash, one.hours, one.entries) for one in told.sums}
    assert sums == {"patents-and-rents": (600, 0, ("e1",)), "paper-work": (0, 10, ("e5",)),
                    FUNCTION: (300, 30, ("e2", "e4")), UNKNOWN: (100, 0, ("e3",))}
    assert told.share("cash") == (pytest.approx(0.6), pytest.approx(0.7)) and told.share("hours") == (0.25, 0.25)


def test_said_to_be_function_is_no_overhead():
    told = by_heading([Entry("e", "rent", cash=5)], {"rent": FUNCTION}, frozenset())
    assert told.share("cash") == (0, 0)


def test_an_empty_book_has_no_share_and_a_heading_that_is_none_is_refused():
    assert by_heading([], {}, frozenset()).share("cash") is None
    with pytest.raises(KeyError):
        by_heading([Entry("e", "rent", cash=5)], {"rent": "greed"}, frozenset())


def test_all_of_goodmans_headings_are_there():
    assert len(HEADINGS) == 14


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 1e4), st.floats(0, 1e4)), max_size=20))
def test_no_entry_is_lost_or_counted_twice(rows):
    entries = [Entry(str(place), thing, cash, hours) for place, (thing, cash, hours) in enumerate(rows)]
    told = by_heading(entries, {"a": "paper-work", "b": FUNCTION}, frozenset("c"))
    assert told.total("cash") == pytest.approx(sum(entry.cash for entry in entries))
    assert told.total("hours") == pytest.approx(sum(entry.hours for entry in entries))
    assert sorted(one for total in told.sums for one in total.entries) == sorted(entry.id for entry in entries)
    share = told.share("cash")
    assert share is None or 0 <= share[0] <= share[1] <= 1 + 1e-9


# --- peaks
def test_peak_average_and_what_would_do_without_the_busiest_five_per_cent():
    uses = [Use(MONDAY + timedelta(weeks=week, days=2), 4, f"w{week}") for week in range(20)]
    uses.append(Use(MONDAY + timedelta(weeks=7), 16, "rush"))
    told = peaks(uses, MONDAY, MONDAY + timedelta(weeks=20), capacity=40)
    assert (told.peak, told.average, told.covers, told.busy) == (20, 96 / 20, 4, 20)
    assert told.load == pytest.approx(0.24) and told.spared == pytest.approx(0.8)
    assert told.of_capacity == (0.5, pytest.approx(0.12))
    assert told.peak_at == (MONDAY + timedelta(weeks=7),) and set(told.stretches[7].entries) == {"w7", "rush"}


def test_idle_weeks_count_and_what_lies_outside_does_not():
    told = peaks([Use(MONDAY, 6), Use(MONDAY - timedelta(1), 99), Use(MONDAY + timedelta(14), 99)],
                 MONDAY, MONDAY + timedelta(days=20))
    assert [one.amount for one in told.stretches] == [6, 0] and told.average == 3 and told.busy == 1


def test_nothing_used_and_no_whole_stretch():
    assert peaks([], MONDAY, MONDAY + timedelta(days=6)) is None
    told = peaks([], MONDAY, MONDAY + timedelta(days=14))
    assert (told.peak, told.load, told.spared, told.peak_at) == (0, None, None, ())
    with pytest.raises(ValueError):
        peaks([], MONDAY, MONDAY, days=0)


@given(st.lists(st.tuples(st.integers(0, 69), st.floats(0, 100)), max_size=40), st.integers(1, 14))
def test_averages_never_pass_peaks(rows, days):
    told = peaks([Use(MONDAY + timedelta(day), amount) for day, amount in rows], MONDAY, MONDAY + timedelta(70), days)
    assert told.average <= told.peak * (1 + 1e-9) and told.covers <= told.peak
    above = sum(1 for one in told.stretches if one.amount > told.covers)
    assert above <= 0.05 * len(told.stretches) + 1e-9


# --- space, time, energy, mass, information
UNITS = {"kg": ("mass", 1.0), "g": ("mass", 0.001), "kWh": ("energy", 1.0), "MJ": ("energy", 1 / 3.6)}
TOWN = {
    "format": "provisioning-network/1", "days_per_period": 30, "land": [{"id": "field", "area_m2": 100}],
    "goods": [{"id": "bread", "unit": "kg", "buy": 4}, {"id": "flour", "unit": "kg", "buy": 1},
              {"id": "crumbs", "unit": "kg", "buy": 1}, {"id": "salt", "unit": "g", "buy": 0.01},
              {"id": "power", "unit": "kWh", "buy": 0.2}, {"id": "starter", "unit": "kg", "stock": 1}],
    "recipes": [{"id": "bake", "lag": 1, "inputs": {"flour": 12, "salt": 500, "power": 9, "starter": 1},
                 "outputs": {"bread": 10, "starter": 1}, "hours": {"baking": 2, "cleaning": 1},
                 "land": {"field": 5}}]}


def read(town):
    network = read_network(town)
    return network, {good.id: good.unit for good in network.goods}


def test_a_sheet_of_a_recipe_per_kilogram():
    network, units = read(TOWN)
    told = sheet(of_recipe(network, network.recipes[0], "bread"), units, UNITS.get)
    assert tuple(told) == MEASURES
    values = {name: one.value for name, one in told.items()}
    assert values == pytest.approx({"space": 0.5, "time": 0.3, "wait": 30, "energy": 0.9, "mass": 1.25,
                                    "waste": 0.25, "orders": 3, "skills": 2, "management": None})
    assert told["time"].parts == pytest.approx({"baking": 0.2, "cleaning": 0.1})


def test_a_joint_product_bears_its_share_by_the_shop():
    network, units = read({**TOWN, "recipes": [{
        "id": "bake", "inputs": {"flour": 12}, "outputs": {"bread": 10, "crumbs": 10}, "hours": {"baking": 5}}]})
    told = sheet(of_recipe(network, network.recipes[0], "bread"), units, UNITS.get)
    assert told["time"].value == pytest.approx(5 * 40 / 50 / 10)


def test_what_is_not_known_stays_unknown_and_ratios_with_it():
    told = sheet(Amounts("repair", 3, {"parts": 5}, {"repair": 3}, {"metal": 6}, land_known=False),
                 {"repair": "each", "parts": "each"}, UNITS.get)
    assert told["space"].value is None and told["mass"].value is None and told["waste"].value is None
    assert told["management"].value is None
    more = sheet(Amounts("repair", 3, {}, {"repair": 3}, {}, management=1.5), {}, UNITS.get)
    assert more["management"].value == 0.5
    assert told["wait"].value is None and told["time"].value == 2 and told["energy"].value == 0
    assert ratio(told["space"], told["time"]) is None and ratio(told["energy"], told["time"]) is None
    assert ratio(told["time"], told["time"]) == 1


def test_nothing_made_has_an_empty_sheet():
    told = sheet(Amounts("bread", 0, {}, {}, {}), {}, UNITS.get)
    assert all(one.value is None for one in told.values())


# --- livelihoods
def test_outlay_over_full_livelihoods():
    told = livelihoods((Outlay("oven", 1, 3000), Outlay("loan of a hall", 1, None)), {"baking": 1200, "cleaning": 880},
                       months=12)
    assert told.count == pytest.approx(1) and told.each == pytest.approx(3000)
    assert told.at_least and told.unknown == ("loan of a hall",) and pytest.approx(173.33, abs=0.01) == FULL_TIME_HOURS


def test_no_hours_is_no_livelihood_and_no_division():
    told = livelihoods((Outlay("oven", 1, 3000),), {}, 12)
    assert told.count == 0 and told.each is None
    with pytest.raises(ValueError):
        livelihoods((), {}, 0)
