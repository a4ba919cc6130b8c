"""With another town: the page before anything, with files that cannot be read, and with an answer."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonstead.town.boundary import calculations
from commonstead.town.boundary import queries as boundary

ADDRESS = "/boundary/together/"


def neighbour(**more) -> dict:
    """A town that mills flour cheaply, in the same periods as ours."""
    ours = boundary.network()
    return {"format": "provisioning-network/1", "name": "Millford", "periods": ours.periods,
            "days_per_period": ours.days_per_period, "currency": ours.currency,
            "goods": [{"id": "flour", "unit": "kg", "buy": 1.0, "need": 2},
                      {"id": "wheat", "unit": "kg", "buy": 0.1}],
            "recipes": [{"id": "mill", "inputs": {"wheat": 12}, "outputs": {"flour": 10}}], **more}


def upload(document, name="network.json"):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return SimpleUploadedFile(name, content, "application/json")


def text(response) -> str:
    return response.content.decode()


def test_strangers_are_asked_to_come_in(answered):
    assert Client().get(ADDRESS).headers["Location"].startswith("/door")


def test_before_the_boundary_is_worked_out_the_page_leads_there(town, ana):
    page = text(ana.get(ADDRESS))
    assert "Nothing to plan together yet" in page and "Work it out" not in page


def test_who_would_send_what_and_what_each_saves(answered, ana):
    response = ana.post(ADDRESS, {"network": upload(neighbour())})
    assert response.status_code == 302, text(response)
    one = response.headers["Location"].rsplit("/", 1)[1]
    calculations.run_here(one)
    assert calculations.calculation(one).state == "done", calculations.calculation(one).problem
    page = text(ana.get(f"{ADDRESS}?calculation={one}"))
    assert "They would send" in page and "Millford" in page and "would save" in page
    assert "We would pay Millford" in page


def test_a_file_that_cannot_be_true_is_refused_by_field(answered, ana):
    for content, said in (
        (b"not json", "not valid JSON"),
        (neighbour(goods=[{"id": "flour", "unit": "kg", "buy": -1}], recipes=[]), "goods[0]"),
        (neighbour(currency="XXX"), "currency"),
        (b"\xff\xfe\x00", "UTF-8"),
    ):
        response = ana.post(ADDRESS, {"network": upload(content)})
        assert response.status_code == 422 and said in text(response), said
    assert "Choose the other town" in text(ana.post(ADDRESS, {}))


def test_a_unit_that_differs_is_refused_by_name(answered, ana):
    goods = [{"id": "flour", "unit": "t", "buy": 900}, {"id": "wheat", "unit": "kg", "buy": 0.1}]
    response = ana.post(ADDRESS, {"network": upload(neighbour(goods=goods))})
    assert response.status_code == 422 and "flour" in text(response) and "their_units_per_ours" in text(response)
    mapping = {"format": "goods-mapping/1",
               "goods": [{"ours": "flour", "theirs": "flour", "their_units_per_ours": 0.001}]}
    response = ana.post(ADDRESS, {"network": upload(neighbour(goods=goods)), "mapping": upload(mapping)})
    assert response.status_code == 302
