"""A circle from nothing: the association with it, people taken in, the first hour; and pages sent twice."""

from __future__ import annotations

import re

import pytest

from commonstead.town.circulation import queries
from commonstead.town.people import queries as people


def begin(client, **said):
    key = re.search(r'name="key" value="(\w+)"', client.get("/circles/begin").content.decode()).group(1)
    return client.post("/circles/begin", {"sort": "time", "name": "Elm Time Bank", "symbol": "", "keeper": "",
                                          "key": key} | said), key


def test_an_empty_town_says_what_to_do(here, cem):
    page = cem.get("/circles/").content.decode()
    assert "You are in no circle yet" in page
    assert 'href="/circles/begin"' in page


def test_a_time_bank_brings_its_association_and_the_founders_account(here, bea):
    answer, _key = begin(bea)
    circle = queries.circles()[0]
    assert answer["Location"] == f"/circles/{circle.id}/take-in"
    assert people.agent(circle.keeper).name == "Elm Time Bank"
    assert circle.keeper in people.may_book_for(here.bea)
    assert queries.account(circle.id, here.bea).balance == 0


def test_the_page_sent_twice_begins_one(here, bea):
    first, key = begin(bea)
    again = bea.post("/circles/begin", {"sort": "time", "name": "Elm Time Bank", "symbol": "", "key": key})
    assert again["Location"] == first["Location"]
    assert len(queries.circles()) == 1


def test_the_page_sent_twice_begins_one_also_in_an_association_that_there_is(here, ana):
    first, key = begin(ana, keeper=here.garden, name="Leaves")
    again = ana.post("/circles/begin", {"sort": "time", "name": "Leaves", "symbol": "", "keeper": here.garden,
                                        "key": key})
    assert again["Location"] == first["Location"] == f"/circles/{key}/take-in"
    assert [one.keeper for one in queries.circles()] == [here.garden]


def test_a_key_that_another_has_used_opens_nothing_of_theirs(here, ana, bea):
    _first, key = begin(ana, keeper=here.garden, name="Leaves")
    other = bea.post("/circles/begin", {"sort": "time", "name": "Bea's", "symbol": "", "keeper": "", "key": key})
    assert other.status_code == 422 and "another circle" in other.content.decode()
    assert [one.name for one in queries.circles()] == ["Leaves"]


def test_an_association_that_i_keep_opens_one(here, ana):
    begin(ana, keeper=here.garden, sort="credit", symbol="leaf", name="Leaves")
    assert [(one.keeper, one.symbol) for one in queries.circles()] == [(here.garden, "leaf")]
    assert "Leaves" in ana.get(f"/associations/{here.garden}").content.decode()


@pytest.mark.parametrize("said, field, words", [
    ({"name": "  "}, "name", "required"), ({"sort": "credit"}, "symbol", "short sign"),
    ({"sort": "currency", "symbol": "1,5"}, "symbol", "short sign"), ({"sort": "gold"}, "sort", "valid"),
    ({"name": "Lower Field"}, "name", "already")])
def test_what_is_wrong_is_said_at_its_field_and_begins_nothing(here, bea, said, field, words):
    answer, _key = begin(bea, **said)
    assert answer.status_code == 422
    assert re.search(rf'id="id_{field}_error">[^<]*{words}', answer.content.decode())
    assert not queries.circles()
    assert len(people.agents(nature="association")) == 1


def test_nobody_opens_a_circle_of_an_association_whose_book_they_do_not_keep(here, bea):
    answer, _key = begin(bea, keeper=here.garden)
    assert answer.status_code in (302, 422)
    assert not queries.circles(here.garden)


def test_people_are_taken_in_by_ticking_and_somebody_new_with_a_guardian(here, ana):
    circle = here.circle(members=("ana",))
    answer = ana.post(f"/circles/{circle}/take-in", {"holders": [here.bea, here.cem], "name": "Old Rosa",
                                                     "guardian": here.bea})
    assert answer["Location"] == f"/circles/{circle}/pay"
    rosa = next(view.id for view in people.agents(nature="person") if view.name == "Old Rosa")
    assert people.guardians_of(rosa) == (here.bea,)
    assert {view.holder for view in queries.accounts(circle)} == {here.garden, here.ana, here.bea, here.cem, rosa}
    again = ana.post(f"/circles/{circle}/take-in", {"holders": [], "name": "Old Rosa", "guardian": here.bea})
    assert again.status_code == 422
    assert sum(view.name == "Old Rosa" for view in people.agents(nature="person")) == 1


def test_only_whoever_keeps_it_takes_people_in(here, bea):
    circle = here.circle()
    assert bea.get(f"/circles/{circle}/take-in").status_code == 404
    assert bea.post(f"/circles/{circle}/take-in", {"holders": [here.cem]}).status_code == 404
    assert queries.account(circle, here.cem) is None


def test_joining_takes_one_press(here, cem):
    circle = here.circle()
    page = cem.get("/circles/").content.decode()
    assert "Anybody in town may join" in page
    assert cem.post(f"/circles/{circle}/join").status_code == 302
    cem.post(f"/circles/{circle}/join")
    assert [view.holder for view in queries.accounts(circle)].count(here.cem) == 1


def test_a_circle_for_members_says_no_in_words(here, cem):
    circle = here.circle(members=("ana",), members_only=True)
    page = cem.post(f"/circles/{circle}/join", follow=True).content.decode()
    assert "Join there first" in page
    assert queries.account(circle, here.cem) is None


@pytest.mark.parametrize("key", ["a/b/c/d/e/f/g/hh", "0123456789ABCDE/", "", "x" * 16])
def test_a_key_that_could_not_stand_in_an_address_writes_nothing(here, bea, key):
    answer, _key = begin(bea, sort="gift", key=key)
    assert answer.status_code == 422
    assert not queries.circles() and not people.agents(nature="association", ids=[key])
    assert bea.get("/circles/").status_code == bea.get("/associations").status_code == 200
