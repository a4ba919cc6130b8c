"""The list of designs and a design's sheet: what it says, what it leaves open, who may see it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonstead.core.making import Part
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.headers import POLICY
from commonstead.town.making.designs import commands, queries

from .conftest import TRAILER, WHEEL

PAGES = (
    ("/designs/", 25),
    ("/designs/begin", 12),
    ("/designs/import", 12),
    ("/designs/wheel/", 60),
    ("/designs/trailer/", 60),
    ("/designs/trailer/answer", 25),
    ("/designs/wheel/recipes", 80),
    ("/designs/wheel/fork", 14),
    ("/designs/wheel/versions/1.0", 60),
    ("/designs/wheel/compare?with=trailer", 16),
)


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(("address", "most"), PAGES)
def test_each_page_opens_with_its_headers_in_few_queries(ana, address, most):
    with CaptureQueriesContext(connection) as queries_made:
        response = ana.get(address)
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == POLICY
    assert len(queries_made) <= most, len(queries_made)


@pytest.mark.parametrize("address", [address for address, _most in PAGES])
def test_a_visitor_is_asked_to_come_in_first(town, address):
    assert Client().get(address)["Location"].startswith("/door/?next=")


@pytest.mark.parametrize(
    "address",
    [
        "/designs/nothing/",
        "/designs/wheel/versions/9.9",
        "/designs/nothing/answer",
        "/designs/wheel/files/docx",
        "/designs/wheel/take-back/1.0",
    ],
)
def test_what_is_not_there_is_not_found(ana, address):
    assert ana.get(address).status_code == 404


def test_the_list_finds_by_name_thing_and_status(ana):
    assert "Bicycle wheel" in text(ana.get("/designs/?q=WHEEL"))
    assert "Trailer" in text(ana.get("/designs/?q=bicycle+trailer"))  # by the thing that it makes
    only = text(ana.get("/designs/?status=built_often"))
    assert "Bicycle wheel" in only and "Carries." not in only
    assert "Nothing of that name" in text(ana.get("/designs/?q=zeppelin"))


def test_a_town_without_designs_says_how_to_begin(db, settings, tmp_path):
    from commonstead.town.door import commands as door
    from commonstead.town.people import commands as people

    people.ensure_outside()
    client = Client()
    client.force_login(door.user_of(people.add_person(name="Solo", household=people.add_household(name="S", size=1))))
    page = text(client.get("/designs/"))
    assert "No designs yet" in page and "/designs/import" in page


def test_the_bill_goes_down_through_modules(ana):
    page = text(ana.get("/designs/trailer/"))
    assert 'href="/designs/wheel/"' in page
    assert ">72<" in page  # two wheels of 36 spokes
    assert "cut to 900 mm, give or take 2 mm, from lengths of 2,000 mm" in page
    assert "Steel tube: 2 lengths of 2,000 mm" in page  # 3 × 902 mm: two from the first, one from the second
    assert "and 4 h for its modules" in page


def test_the_cost_is_what_is_known_and_says_what_is_not(ana):
    page = text(ana.get("/designs/trailer/"))
    assert "Parts cost at least" in page and "1 thing has no price or amount yet" in page
    # 2 rims at 17, 72 spokes at 0.40, 2 lengths of 2 m at 4 a meter: 34 + 28.80 + 16
    assert "$78.80" in page
    assert "nobody has said how much" in page or "no price known yet" in page
    assert "$31.40" in text(ana.get("/designs/wheel/"))  # 17 + 36 × 0.40, nothing open


def test_an_unknown_amount_is_never_shown_as_nought(ana):
    page = text(ana.get("/designs/trailer/"))
    assert "not known yet" in page
    assert "hours not known yet" in page
    assert ">0<" not in page


def test_who_can_make_it_tells_here_not_here_and_unsaid(ana, town):
    from commonstead.town.people import commands as people

    assert "nobody has said" in text(ana.get("/designs/wheel/"))
    shop = people.add_association(name="Wheel Shop", kind="garage_workshop", purpose="", founder=town)
    from datetime import UTC, datetime

    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.flow import Flow
    from commonstead.town.ledger import commands as ledger

    ledger.record_events(
        [Flow(Action.RAISE, shop, shop, "stand", datetime(2025, 1, 2, tzinfo=UTC), town, "w-1", quantity=1000)]
    )
    page = text(ana.get("/designs/wheel/"))
    assert "Wheel Shop" in page and "1 person offers it" in page and "All that it takes is here." in page


def test_an_alternative_and_an_origin_are_told(ana):
    page = text(ana.get("/designs/wheel/"))
    assert "or: Used rim" in page
    assert "our estimate: hours of a practised mechanic" in page
    assert "takes this as a module" in page


def test_a_bill_that_cannot_be_taken_apart_says_why(ana):
    commands.revise_design(
        "trailer", replace(TRAILER, version="", parts=(Part("Wheel", "wheel", Decimal(2), "kg", design="wheel"),))
    )
    response = ana.get("/designs/trailer/")
    assert response.status_code == 200
    assert "Its bill cannot be taken apart" in text(response) and "counted in kg" in text(response)


def test_a_ring_of_modules_is_kept_apart_and_drawn(ana):
    looped = replace(WHEEL, version="", parts=(Part("Trailer", "trailer", Decimal(1), "each", design="trailer"),))
    assert commands.revise_design("wheel", looped).outcome == "quarantined"
    page = text(ana.get("/designs/"))
    assert "Kept apart" in page and "wheel → (Trailer) trailer → (Wheel) wheel" in page
    assert len(queries.versions("wheel")) == 1
    [one] = queries.quarantined()
    assert "still cannot be true" in text(ana.post(f"/designs/apart/{one.id}", {"deed": "again"}, follow=True))
    commands.revise_design("trailer", replace(TRAILER, version="", parts=TRAILER.parts[1:]))  # the ring is open now
    assert ana.post(f"/designs/apart/{one.id}", {"deed": "again"})["Location"] == "/designs/wheel/"
    assert queries.quarantined() == () and len(queries.versions("wheel")) == 2


def test_what_is_kept_apart_can_be_thrown_away(ana):
    commands.revise_design(
        "wheel", replace(WHEEL, version="", parts=(Part("Trailer", "trailer", Decimal(1), "each", design="trailer"),))
    )
    [one] = queries.quarantined()
    page = ana.post(f"/designs/apart/{one.id}", {"deed": "forget"}, follow=True)
    assert "Thrown away" in text(page) and queries.quarantined() == ()


def test_an_older_version_stays_to_be_read_and_leads_to_the_newest(ana):
    commands.revise_design("wheel", replace(WHEEL, version="2.0", purpose="Rolls well."))
    old, new = text(ana.get("/designs/wheel/versions/1.0")), text(ana.get("/designs/wheel/"))
    assert "This is an older version" in old and "Rolls." in old and "Rolls well." not in old
    assert "Rolls well." in new and "what changed" in new


def test_a_version_label_of_any_form_has_an_address(ana):
    commands.revise_design("wheel", replace(WHEEL, version="2.0/b c", purpose="Odd."))
    commands.revise_design("wheel", replace(WHEEL, version="3.0", purpose="Even."))
    page = ana.get("/designs/wheel/")
    assert page.status_code == 200
    assert ana.get("/designs/wheel/versions/2.0/b%20c").status_code == 200


def test_a_version_with_a_line_break_is_refused_and_one_kept_from_earlier_has_its_pages(ana, monkeypatch):
    odd = replace(WHEEL, version="2\n0", purpose="Odd.")
    with pytest.raises(Refused, match="line break"):
        commands.revise_design("wheel", odd)
    monkeypatch.setattr(commands, "faults", lambda design, units: ())  # as it was before
    commands.revise_design("wheel", odd)
    commands.fork_design("wheel", new_id="cartwheel", name="Cartwheel")
    for page in ("wheel/", "wheel/versions/2%0A0", "wheel/compare", "wheel/recipes", "cartwheel/", "wheel/files/csv"):
        assert ana.get(f"/designs/{page}").status_code == 200, page


def test_a_good_and_a_recipe_lead_to_their_design(ana):
    commands.make_recipes_of("wheel", currency="USD")
    assert 'href="/designs/wheel/"' in text(ana.get("/goods/wheel"))
    assert 'href="/designs/wheel/versions/1.0"' in text(ana.get("/recipes/wheel-1-0"))


@pytest.mark.parametrize("format", ["okh1", "okh2", "csv", "tsv", "valueflows"])
def test_a_design_can_be_taken_away_in_each_format(ana, format):
    response = ana.get(f"/designs/wheel/files/{format}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert b"Spoke" in response.content
