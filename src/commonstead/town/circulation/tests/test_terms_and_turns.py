"""What the terms take by themselves, while a circle goes on and while it is wound down; and terms that two agree on."""

from datetime import date

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import circles, commands, queries
from commonstead.town.circulation.models import Account, Circle
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people

pytestmark = pytest.mark.both_databases

MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)


def refused(write, *args, **words) -> str:
    """The clause by which it is refused."""
    with pytest.raises(Refused) as no:
        write(*args, **words)
    return no.value.refusals[0].clause


def test_a_circle_that_is_wound_down_takes_nothing_and_settles(town):
    circle = town.circle(levy_per_mille=100, demurrage_per_mille=100, issue_limit=50_00)
    town.pay(circle, "bo", "eva", 10_00)
    commands.wind_down(circle, by=town.ana)
    town.pay(circle, "eva", "bo", 5_00)
    assert not queries.is_due(MARCH) and commands.tend(MARCH).demurrage == 0
    town.pay(circle, "eva", "bo", 4_00)
    town.pay(circle, "hub", "bo", 1_00, by=town.ana)
    assert [town.balance(circle, who) for who in ("bo", "eva", "hub")] == [0, 0, 0]
    commands.close_circle(circle, by=town.ana)
    assert queries.circle(circle).ended


def test_one_circles_trouble_keeps_no_other_from_its_turn(town):
    bad, good = (town.circle(demurrage_per_mille=100, issue_limit=50_00) for _ in range(2))
    for circle in (bad, good):
        town.pay(circle, "bo", "eva", 10_00)
    ledger.set_account(queries.account(bad, town.hub).resource, floor=0, ceiling=0, standing="open")
    done = commands.tend(MARCH)
    assert done.demurrage == 1 and town.balance(good, "eva") == 9_00 and town.balance(bad, "eva") == 10_00
    [(name, why)] = done.refused
    assert name == "time circle" and "Hub can take 0 h more" in why


def test_the_keeper_does_not_leave_its_own_circle(town):
    circle = town.circle(levy_per_mille=100)
    assert refused(commands.leave_circle, circle, town.hub, by=town.ana) == "circles.keeper_stays"
    town.pay(circle, "bo", "eva", 10_00)


@pytest.mark.parametrize("standing", ["frozen", "waiting"])
def test_notes_lapse_and_shrink_on_accounts_that_pay_nothing_too(town, standing):
    circle = town.circle("currency", issue_limit=100_00, demurrage_per_mille=100, lapses="2027-03-15")
    town.pay(circle, "hub", "bo", 50_00, by=town.ana)
    town.pay(circle, "hub", "eva", 10_00, by=town.ana)
    if standing == "frozen":
        commands.freeze(circle, town.bo, by=town.ana, reason="away")
    else:
        people.make_login(town.bo)
        Account.objects.filter(circle=circle, holder=town.bo).update(said_yes=False)
        circles.draw_limits(Circle.objects.get(id=circle), Account.objects.get(circle=circle, holder=town.bo))
    assert queries.account(circle, town.bo).standing == standing
    assert commands.tend(MARCH).demurrage == 2
    assert [town.balance(circle, who) for who in ("bo", "eva")] == [45_00, 9_00]
    done = commands.tend(APRIL)
    assert (done.demurrage, done.lapsed_notes) == (2, 2)
    assert [town.balance(circle, who) for who in ("bo", "eva", "hub")] == [0, 0, 0]
    assert queries.account(circle, town.bo).standing == standing
    assert not queries.is_due(APRIL)


def test_nobody_agrees_to_a_line_for_those_whose_book_they_keep(town):
    circle = town.circle("credit")
    home = people.add_household(name="Home", members=[town.bo])
    commands.join_circle(circle, home, by=town.bo)
    change = commands.ask_change(circle, by=town.ana, holder=home, words={"line": 900_00})
    assert refused(commands.agree_to_change, change, by=town.bo) == "circles.second_person"
    assert not queries.changes_to_agree(town.bo, [town.bo, home])
    assert [one.id for one in queries.changes_to_agree(town.eva, [town.eva])] == [change]
    commands.agree_to_change(change, by=town.eva)
    assert queries.account(circle, home).floor == -900_00


def test_two_changes_that_were_asked_for_both_hold(town):
    circle = town.circle()
    levy = commands.ask_change(circle, by=town.ana, words={"levy_per_mille": 50})
    warn = commands.ask_change(circle, by=town.ana, words={"warn_percent": 70, "levy_per_mille": 0})
    line = commands.ask_change(circle, by=town.ana, holder=town.bo, words={"line": 5_00, "ceiling": None})
    most = commands.ask_change(circle, by=town.ana, holder=town.bo, words={"ceiling": 7_00})
    seen = {one.id: one.words for one in queries.changes(circle)}
    assert (seen[warn]["warn_percent"], seen[warn]["levy_per_mille"], seen[levy]["levy_per_mille"]) == (70, 0, 50)
    for change in (levy, warn, line, most):
        commands.agree_to_change(change, by=town.eva)
    terms, own = queries.circle(circle).terms, queries.account(circle, town.bo)
    assert (terms.levy_per_mille, terms.warn_percent, own.floor, own.ceiling) == (50, 70, -5_00, 7_00)


def test_changes_that_do_not_go_together_are_refused_when_the_second_is_agreed_to(town):
    circle = town.circle()
    shorter = commands.ask_change(circle, by=town.ana, words={"most_line": 12_00})
    longer = commands.ask_change(circle, by=town.ana, words={"free_line": 20_00})
    commands.agree_to_change(shorter, by=town.bo)
    assert refused(commands.agree_to_change, longer, by=town.bo) == "circles.free_line_too_long"
    assert queries.circle(circle).terms.free_line == 10_00
    assert [one.id for one in queries.changes(circle)] == [longer]


def test_winding_down_leaves_what_another_wrote_meanwhile(town, monkeypatch):
    circle = town.circle()
    asked = circles.keeps

    def meanwhile(found, by):
        asked(found, by)
        Circle.objects.filter(id=circle).update(lapsed=MARCH, terms=found.terms | {"levy_per_mille": 50})

    monkeypatch.setattr(circles, "keeps", meanwhile)
    commands.wind_down(circle, by=town.ana)
    row = Circle.objects.get(id=circle)
    assert row.winding_down and (row.lapsed, row.terms["levy_per_mille"]) == (MARCH, 50)
