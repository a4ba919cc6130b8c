"""The demo's unpaid hours are those that the American Time Use Survey finds for its grown-ups, to the last percent.

The rows are those of `bls-atus` in towns/demo/sources.toml: hours a day of an adult with no child at home, with the
youngest aged 6 to 17, and under 6.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from commonstead.core.livelihood import HOUR_OF_HELP, AverageNeed, average_audit
from commonstead.interfaces.files.town_folder import read_folder

DEMO = Path(__file__).resolve().parents[6] / "towns" / "demo"
NONE, OLDER, YOUNG = "no child", "youngest 6 to 17", "youngest under 6"
SURVEY = {  # household activities, consumer goods purchases, care of household members
    NONE: Decimal("2.09") + Decimal("0.31") + Decimal("0.08"),
    OLDER: Decimal("1.99") + Decimal("0.32") + Decimal("0.88"),
    YOUNG: Decimal("2.15") + Decimal("0.32") + Decimal("2.57"),
}
BESIDE_THE_SURVEY = {"shared-ride", "computer-help", "tutoring"}  # estimates for help between households, and lessons


def _row(ages: list[int]) -> str:
    children = [age for age in ages if age < 18]
    return NONE if not children else YOUNG if min(children) < 6 else OLDER


@pytest.fixture(scope="module")
def town():
    return read_folder(DEMO)


def test_the_hours_of_all_needs_add_up_to_the_survey(town):
    published = Decimal(0)
    for household in town.households.values():
        ages = [person.age for person in town.household_members(household.id)]
        published += sum(age >= 18 for age in ages) * SURVEY[_row(ages)] * 365 / 12
    averages = [
        AverageNeed(
            need.good, need.need_class, need.per_household.value if need.per_household else Decimal(0),
            need.per_person.value if need.per_person else Decimal(0), by_type=need.by_type, met=need.met,
            hours=need.hours.value if need.hours else Decimal(0))
        for need in town.needs.values() if need.good not in BESIDE_THE_SURVEY
    ]
    given = sum(
        (entry.hours for household in town.households.values()
         for entry in average_audit(averages, household.size, household.type).entries), Decimal(0))
    assert abs(given / published - 1) < Decimal("0.01")


def test_an_hour_of_help_has_a_price_with_a_source(town):
    assert town.goods[HOUR_OF_HELP].numbers["buy"].source
