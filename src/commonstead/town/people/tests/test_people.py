"""Overlapping memberships, guardians, several economic identities, privacy, and being forgotten."""

from datetime import date, timedelta

import pytest

from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town import kinds
from commonstead.town.people import commands, queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def garden_kind(monkeypatch):
    kind = Kind("plot", "Plot", "", "", allowed=frozenset(), roles=(
        Role("gardener", "Gardener", ("own",)), Role("steward", "Steward", ("all",)), Role("friend", "Friend", ())))
    monkeypatch.setattr(kinds, "_kinds", {"plot": kind})


@pytest.fixture
def ana():
    return commands.add_person(name="Ana")


def test_the_outside_is_there_and_is_not_listed_among_us(ana):
    assert queries.agent(OUTSIDE).nature == "outside"
    assert [view.name for view in queries.agents()] == ["Ana"]


def test_one_person_has_several_economic_identities_at_once(ana):
    home = commands.add_household(name="Elm Street 4", members=[ana])
    plot = commands.add_association(name="Plot", kind="plot", founder=ana)
    other = commands.add_association(name="Other plot", kind="plot")
    commands.join(ana, other, role="gardener")
    assert {(view.group, view.role) for view in queries.memberships_of(ana)} == {
        (home, "member"), (plot, "steward"), (other, "gardener")}
    assert queries.household_of(ana) == home
    rights = queries.booking_rights([ana])[ana]
    assert rights.fully == {ana, home, plot} == queries.may_book_for(ana)
    assert rights.among == {other}


def test_a_guardian_books_and_sees_for_a_ward(ana):
    child = commands.add_person(name="Bo", guardian=ana)
    assert child in queries.may_book_for(ana) and queries.may_see_book(ana, child)
    assert ana not in queries.may_book_for(child) and not queries.may_see_book(child, ana)
    commands.end_guardian(child, ana)
    assert child not in queries.may_book_for(ana)


def test_books_are_open_to_members_and_a_household_only_to_its_own(ana):
    eva = commands.add_person(name="Eva")
    home = commands.add_household(name="Home", members=[ana])
    plot = commands.add_association(name="Plot", kind="plot")
    commands.join(home, plot, role="gardener")
    assert queries.may_see_book(ana, home) and queries.may_see_book(ana, plot)
    assert not queries.may_see_book(eva, home) and not queries.may_see_book(eva, plot)
    assert not queries.may_see_book(eva, ana)
    commands.join(eva, plot, role="friend")
    assert queries.may_see_book(eva, plot)
    assert queries.booking_rights([eva])[eva].among == frozenset()
    commands.leave(eva, plot)
    assert not queries.may_see_book(eva, plot)


def test_a_household_that_is_in_an_association_does_not_open_itself_to_its_fellow_members(ana):
    eva = commands.add_person(name="Eva")
    home = commands.add_household(name="Home", members=[ana])
    plot = commands.add_association(name="Plot", kind="plot", founder=eva)
    commands.join(home, plot, role="gardener")
    assert not queries.may_see_book(eva, home)


def test_leaving_is_free_and_joining_again_too(ana):
    plot = commands.add_association(name="Plot", kind="plot", founder=ana)
    commands.leave(ana, plot)
    commands.leave(ana, plot)
    assert queries.members_of(plot) == ()
    commands.join(ana, plot, role="gardener")
    commands.join(ana, plot, role="gardener")
    assert len(queries.members_of(plot)) == 1


@pytest.mark.parametrize(("call", "clause"), [
    (lambda ana: commands.join(ana, ana), "people.not_a_group"),
    (lambda ana: commands.join(ana, commands.add_association(name="P", kind="plot"), role="king"),
     "people.role_unknown"),
    (lambda ana: commands.set_guardian(ana, ana), "people.guardian_of_oneself"),
    (lambda ana: commands.add_person(name="  "), "people.name_missing"),
    (lambda ana: commands.join("nobody", ana), "people.unknown"),
    (lambda ana: commands.set_pledge(ana, hours_a_month=1000), "people.pledge_hours"),
])
def test_refusals_name_their_clause(ana, call, clause):
    with pytest.raises(Refused) as refused:
        call(ana)
    assert refused.value.refusals[0].clause == clause
    assert refused.value.refusals[0].reason


def test_erasing_forgets_everything_but_the_random_id(ana):
    home = commands.add_household(name="Home", members=[ana])
    commands.set_pledge(ana, hours_a_month="12.5", skills=["baking"])
    commands.make_login(ana, username="ana")
    erased = []
    commands.install_eraser(erased.append)
    try:
        commands.erase_person(ana)
    finally:
        commands._erasers.remove(erased.append)
    assert erased == [ana]
    assert queries.names([ana])[ana] == "someone who left"
    assert queries.pledge_of(ana) is None and queries.members_of(home) == ()
    assert queries.agent(ana).until is not None and ana not in [view.id for view in queries.agents()]
    assert queries.agents(gone=True)


def test_a_lone_guardian_is_not_erased_before_there_is_another(ana):
    child = commands.add_person(name="Bo", guardian=ana)
    with pytest.raises(Refused, match="guardian"):
        commands.erase_person(ana)
    eva = commands.add_person(name="Eva")
    commands.set_guardian(child, eva)
    commands.erase_person(ana)
    assert queries.guardians_of(child) == (eva,)


def test_a_membership_that_ends_later_still_counts(ana):
    plot = commands.add_association(name="Plot", kind="plot", founder=ana)
    commands.leave(ana, plot, on=date.today() + timedelta(days=3))
    assert queries.may_see_book(ana, plot)


def test_the_same_person_gets_the_same_login(ana):
    assert commands.make_login(ana) == commands.make_login(ana)
    eva = commands.add_person(name="Eva")
    with pytest.raises(Refused, match="another word"):
        commands.make_login(eva, username=ana)
