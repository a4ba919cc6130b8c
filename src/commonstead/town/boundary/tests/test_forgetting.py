"""A person is erased: nothing that they wrote or pledged is left in what the boundary keeps."""

import pytest
from django.utils import timezone

from commonstead.town.boundary import commands, queries
from commonstead.town.boundary.models import BoundaryAnswer, Calculation, OverheadHeading
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ana():
    return people.add_person(name="Ana")


def calculation(id, by):
    Calculation.objects.create(id=id, kind="plan", wanted={}, wanted_mark="w", mark="m", by=by, state="done",
                               result={"network": {"people": []}}, asked_at=timezone.now())


def test_their_reasons_go_and_the_headings_stay(ana):
    bo = people.add_person(name="Bo")
    for thing, by in (("flyer", ana), ("bread", bo)):
        OverheadHeading.objects.create(thing=thing, heading="selling", reason=f"{by} says", said_by=by,
                                       said_at=timezone.now())
    people.erase_person(ana)
    assert dict(OverheadHeading.objects.values_list("thing", "reason")) == {"flyer": "", "bread": f"{bo} says"}


def test_what_was_worked_out_of_their_pledge_goes(ana):
    people.set_pledge(ana, hours_a_month=40, skills=["baking"])
    commands.compute_answers()
    calculation("one", "somebody")
    people.erase_person(ana)
    assert queries.answers() is None and not Calculation.objects.exists()
    commands.compute_answers()
    assert queries.answers().network["people"] == []


def test_who_pledged_nothing_takes_only_what_they_asked(ana):
    bo = people.add_person(name="Bo")
    people.set_pledge(bo, hours_a_month=40, skills=["baking"])
    commands.compute_answers()
    calculation("hers", ana)
    calculation("his", bo)
    people.erase_person(ana)
    assert BoundaryAnswer.objects.exists() and [row.id for row in Calculation.objects.all()] == ["his"]


def test_the_network_sums_people_and_names_them_to_the_operator_alone(ana):
    bo = people.add_person(name="Bo")
    people.set_pledge(ana, hours_a_month=40, skills=["baking", "sewing"])
    people.set_pledge(bo, hours_a_month=2, skills=["sewing", "baking"])
    [together] = queries.network().people
    assert (together.id, together.hours, together.skills) == ("p1", 42, ("baking", "sewing"))
    assert {one.id for one in queries.network(people_apart=True).people} == {ana, bo}


def test_answers_of_an_older_version_are_pooled_and_its_calculations_go(ana):
    from importlib import import_module

    from django.apps import apps

    calculation("old", ana)
    document = {"people": [{"id": ana, "hours": 3.0, "skills": ["b", "a"]}, {"id": "bo", "hours": 4.0,
                                                                            "skills": ["a", "b"]}]}
    BoundaryAnswer.objects.create(computed=timezone.now(), mark="m", network=document, plan={}, closure={})
    import_module("commonstead.town.boundary.migrations.0006_people_pooled").pool(apps, None)
    assert not Calculation.objects.exists()
    assert BoundaryAnswer.objects.get().network["people"] == [{"id": "p1", "hours": 7.0, "skills": ["a", "b"]}]
