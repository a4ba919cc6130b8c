"""In which order a circle's page tells what it tells, what it folds, and what is offered to whom as new."""

from __future__ import annotations

import re

from commonstead.interfaces.web.circles import said
from commonstead.town.circulation import clauses, commands, queries
from commonstead.town.people import commands as people

from .test_circle_pages import text


def headings(page: str) -> list[str]:
    return re.findall(r'<h2[^>]* id="(\w+)"', page)


def test_a_circles_page_begins_with_what_one_needs_most(here, ana, bea):
    circle = here.circle()
    here.pay(circle, "bea", "ana", 200)
    here.ask(circle, "bea", "ana", 300, category="milk")
    page = text(bea, f"/circles/{circle}")
    assert headings(page) == ["own", "asked", "going", "rules", "who", "around"]
    assert page.index("−2 h") < page.index(f'href="/circles/{circle}/pay"') < page.index("Ana Rivera asks Bea Stone")
    assert "Accept and pay" in page and "Accept and pay" not in text(ana, f"/circles/{circle}")


def test_rules_stand_in_short_for_members_and_whole_for_whoever_thinks_of_joining(here, bea, cem):
    circle = here.circle()
    rules = len(clauses.clauses(queries.circle(circle), "Lower Field", said.FIGURES))
    inside, outside = text(bea, f"/circles/{circle}"), text(cem, f"/circles/{circle}")
    for page in (inside, outside):
        assert [int(number) for number in re.findall(r'id="rule-(\d+)"', page)] == list(range(1, rules + 1))
    short, rest = inside.split(f"All {rules} rules")
    assert 'id="rule-4"' in short and 'id="rule-5"' in rest and 'start="5"' in rest
    assert f"All {rules} rules" not in outside and headings(outside) == ["join", "rules", "going"]


def test_many_members_are_folded_behind_the_first(here, bea):
    circle = here.circle()
    for number in range(12):
        commands.join_circle(circle, people.add_person(name=f"Zoe {number:02}"), by=here.ana)
    page = text(bea, f"/circles/{circle}")
    first, rest = page.split("All 14 members")
    assert all(name in first for name in ("Ana Rivera", "Zoe 05")) and "Zoe 06" not in first and "Zoe 11" in rest
    assert "the circle's own account" in rest


def test_a_gift_circle_has_members_and_no_accounts(here, bea, cem):
    circle = here.circle("gift")
    for client in (bea, cem):
        for address in (f"/circles/{circle}", "/circles/"):
            assert " accounts" not in text(client, address).replace("My accounts", "").replace("no accounts", "")
    assert "2 members" in text(cem, f"/circles/{circle}") and "2 members" in text(cem, "/circles/")
    who = text(bea, f"/circles/{circle}").partition('id="who"')[2]
    assert "Ana Rivera" in who and "own account" not in who and "/accounts/" not in who


def test_what_i_keep_or_am_in_with_my_household_is_not_offered_to_me_as_new(here, ana, bea, cem):
    kept = here.circle(members=())
    hers = here.circle("credit", members=())
    commands.join_circle(hers, here.other_home, by=here.bea)
    theirs, whole = text(ana, "/circles/").split('id="kept"')[1], text(bea, "/circles/")
    assert f"/circles/{kept}/join" in theirs.partition('id="others"')[0] and 'id="others"' not in theirs
    assert f"/circles/{kept}" in whole.partition('id="others"')[2]
    assert f'"/circles/{hers}"' not in whole.partition('id="others"')[2]
    assert "Join it myself" in text(bea, f"/circles/{hers}")
    ana.post(f"/circles/{kept}/join")
    assert f"/circles/{kept}/join" not in text(ana, "/circles/")
