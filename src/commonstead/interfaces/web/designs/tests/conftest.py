"""A town that mends bicycles: its things, a stand, a mechanic, and two designs, one a module of the other."""

from decimal import Decimal

import pytest
from django.test import Client

from commonstead.core.making import Alternative, Cut, Design, Part, Step, Tool
from commonstead.town.boundary import commands as boundary
from commonstead.town.door import commands as door
from commonstead.town.ledger import commands as ledger
from commonstead.town.making.designs import commands as designs
from commonstead.town.people import commands as people

WHEEL = Design(
    id="wheel",
    version="1.0",
    name="Bicycle wheel",
    purpose="Rolls.",
    status="built_often",
    licence="CC0-1.0",
    makes={"wheel": Decimal(1)},
    makes_units={"wheel": "each"},
    days=Decimal(1),
    stage="parts",
    parts=(
        Part("Rim", "rim", Decimal(1), "each", note="estimate: one", alternatives=(Alternative("Used rim"),)),
        Part("Spoke", "spoke", Decimal(36), "each"),
    ),
    tools=(Tool("Stand", "stand", Decimal(2)),),
    skills={"mechanics": Decimal(2)},
    steps=(Step("Lace", "Three-cross."),),
    sources=("estimate: hours of a practised mechanic",),
)
TRAILER = Design(
    id="trailer",
    version="1.0",
    name="Trailer",
    purpose="Carries.",
    licence="CC0-1.0",
    makes={"trailer": Decimal(1)},
    makes_units={"trailer": "each"},
    days=Decimal(2),
    parts=(
        Part("Wheel", "wheel", Decimal(2), "each", design="wheel"),
        Part(
            "Rail",
            "tube",
            Decimal(3),
            "each",
            cut=Cut(Decimal(900), "mm", Decimal(2), Decimal(2000), Decimal(2)),
            price=Decimal(4),
            price_unit="m",
            currency="USD",
        ),
        Part("Paint", "", None, "l"),
    ),
    skills={"mechanics": None},
)


@pytest.fixture
def town(db, settings, tmp_path):
    """Person ids by name."""
    settings.VAR = tmp_path
    people.ensure_outside()
    for slug, name, unit, price in (
        ("wheel", "Wheel with tire", "each", 80),
        ("rim", "New rim", "each", 17),
        ("spoke", "Spoke", "each", "0.4"),
        ("tube", "Steel tube", "m", 4),
        ("trailer", "Bicycle trailer", "each", None),
        ("used-rim", "Used rim", "each", None),
    ):
        ledger.add_specification(
            slug, name=name, unit=unit, numbers={"buy": {"value": str(price), "source": "a shop"}} if price else {}
        )
    ledger.add_specification(
        "stand", name="Stand", unit="each", sort="machine", numbers={"hours_each": {"value": 100, "source": "a day"}}
    )
    ledger.add_specification("work-mechanics", name="Mending bicycles", unit="h", sort="work")
    ledger.add_specification("usd", name="Dollars", unit="USD", sort="money")
    boundary.set_frame(name="Testford", periods=12, days_per_period=30, cash_income=100)
    ana = people.add_person(name="Ana Rivera", household=people.add_household(name="Rivera household", size=1))
    people.set_pledge(ana, hours_a_month=10, skills=["mechanics"])
    designs.add_design(WHEEL)
    designs.add_design(TRAILER)
    return ana


@pytest.fixture
def ana(town):
    client = Client()
    client.force_login(door.user_of(town))
    return client
